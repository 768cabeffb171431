"""The one place that connects to the database, and the transactions everything runs in.

SQLite: WAL, synchronous FULL (a commit is on the disk before anyone says 250), foreign keys on,
secure_delete (erased means overwritten), BEGIN IMMEDIATE for a writer, so that it waits for its
turn at the start and never fails half-way. PostgreSQL: read committed; rows are locked by name.

SECURITY: the folder is made 0700 and the file 0600; no statement's parameters and no password
stand in an error.
ERRORS: `StoreError` names the database and what to do; `StoreBusyError` may be tried again.
BUGS: a database in memory is refused, because each connection would have its own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from models.store import events as chain

__all__ = ["Session", "Store", "StoreBusyError", "StoreError", "connect", "is_current", "migrate"]

#: How long a connection waits for a lock before it gives up.
BUSY_SECONDS = 10
#: Names our schema change among PostgreSQL's advisory locks.
_MIGRATION_LOCK = 0x05714817
_BEGIN = "ostiary_begin"
_MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


class StoreError(Exception):
    """The database cannot be used; the message names it and says what to do."""


class StoreBusyError(StoreError):
    """The database did not answer in time (a lock, a lost connection): try again later."""


class Store:
    """A database of one force. Thread-safe; each `write` or `read` has its own session."""

    def __init__(self, url: str) -> None:
        try:
            self._url = _checked(url)
        except (ArgumentError, ValueError):
            raise StoreError(
                "database: the address is not a database URL; "
                "write sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME"
            ) from None
        self.dialect = self._url.get_backend_name()
        self.url = self._url.render_as_string(hide_password=True)
        if self.dialect == "sqlite":
            _prepare_file(Path(self._url.database or ""))
        self._engine = _engine(self._url, self.dialect)
        self._writer = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        reading: dict[str, Any] = (
            {_BEGIN: "BEGIN"} if self.dialect == "sqlite" else {"postgresql_readonly": True}
        )
        self._reader = self._engine.execution_options(**reading)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back on any exception.

        Events appended in it are chained as the last thing before the commit.

        Raises:
            StoreBusyError: a lock was not got in time or the connection was lost.
            StoreError: the database cannot be written.
        """
        with self._telling(), Session(self._writer, expire_on_commit=False) as session:
            session.connection()  # take the lock now, not at the first statement
            yield session
            chain.flush(session)
            session.commit()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads, on one state of the database; a write in it fails.

        Raises:
            StoreBusyError: the connection was lost.
            StoreError: the database cannot be read.
        """
        with self._telling(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    def scrub(self) -> bool:
        """Empty SQLite's write-ahead log, where content that was erased may still stand.

        For after an erasure. False where a reader kept it from being emptied: call it again
        later. PostgreSQL keeps house by itself (and its log is the operator's to bound).
        """
        if self.dialect != "sqlite":
            return True
        with self._telling(), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is None:  # pragma: no cover - a connection that was just opened has one
                return False
            busy: int = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return busy == 0

    def close(self) -> None:
        """Close every connection; the store can still be used and will open new ones."""
        self._engine.dispose()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn what the engine says into an error an operator can act on."""
        try:
            yield
        except DBAPIError as problem:
            # DatabaseError itself is SQLite's "file is not a database"
            if isinstance(problem, OperationalError) or type(problem) is DatabaseError:
                raise self._explained(problem) from problem
            if problem.connection_invalidated:
                raise StoreBusyError(
                    f"{self.url}: the connection was lost; trying again later"
                ) from problem
            raise

    def _explained(self, problem: DBAPIError) -> StoreError:
        said = str(problem.orig).strip().splitlines()[0] if str(problem.orig) else "no reason"
        lower = said.lower()
        if self.dialect == "sqlite":
            if "locked" in lower or "busy" in lower:
                return StoreBusyError(f"{self.url}: busy for {BUSY_SECONDS} s ({said})")
            what = "no space left" if "full" in lower else "cannot be opened or written"
            return StoreError(
                f"{self.url}: {what} ({said}); check that this user owns the file and its "
                "folder and that the disk has room"
            )
        return StoreBusyError(f"{self.url}: {said}; check that the server runs and takes this user")


def connect(url: str) -> Store:
    """Open the database at `url` and prove that it can be written.

    Raises:
        StoreError: it cannot be opened or written; the message says what to do.
    """
    store = Store(url)
    with store.write():
        pass  # BEGIN IMMEDIATE takes the write lock; that is the proof
    return store


def migrate(store: Store) -> None:
    """Bring the schema up to date. Safe when several processes start at once: one does it.

    Raises:
        StoreError: the database cannot be written, or is newer than this program.
    """
    from alembic import command  # 0.2 s: only where a schema may have to change
    from alembic.util import CommandError

    engine = store._engine.execution_options(**{_BEGIN: "BEGIN EXCLUSIVE"})
    with store._telling(), engine.connect() as connection, connection.begin():
        if store.dialect == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
        config = migration_config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as problem:
            raise StoreError(
                f"{store.url}: the schema is not one this version knows ({problem}); "
                "install the version that wrote it, or a newer one"
            ) from problem


def is_current(store: Store) -> bool:
    """Whether the schema is the one this program was written for."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    wanted = set(ScriptDirectory.from_config(migration_config()).get_heads())
    with store.read() as session:
        have = set(MigrationContext.configure(session.connection()).get_current_heads())
    return have == wanted


def migration_config() -> Any:
    """Alembic's settings for the migrations that are packaged with us (no ini file)."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _checked(url: str) -> URL:
    """The parsed address, with the driver we use.

    Raises:
        StoreError: another engine, or a database in memory.
    """
    parsed = make_url(url)
    engine = parsed.get_backend_name()
    if engine == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if engine != "sqlite":
        raise StoreError(f"database: {engine} is not supported; use sqlite or postgresql+psycopg")
    if not parsed.database or parsed.database.startswith((":memory:", "file:")):
        raise StoreError("database: name a file, as in sqlite:///var/ostiary.db")
    return parsed


def _prepare_file(path: Path) -> None:
    """Make the folder (0700) and the file (0600) of a SQLite database.

    Raises:
        StoreError: it cannot be made, or is not a file.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # O_CREAT with the mode at once: the file is never readable by others, not for a moment.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as problem:
        raise StoreError(
            f"{path}: the database cannot be opened or written ({problem.strerror}); "
            "check that this user may write the file and its folder, or name another with "
            "database in the settings"
        ) from problem
    if not stat.S_ISREG(path.stat().st_mode):
        raise StoreError(f"{path}: the database is not a file; name another in the settings")


def _engine(url: URL, dialect: str) -> Engine:
    """The engine with everything that belongs on each of its connections."""
    if dialect == "sqlite":
        engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}, pool_size=10
        )
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
        return engine
    options = f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS * 1000} -c synchronous_commit=on"
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        connect_args={"options": options, "connect_timeout": BUSY_SECONDS},
    )


def _on_sqlite_connect(connection: Any, record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    run = connection.execute
    run(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    if run("PRAGMA journal_mode").fetchone()[0] != "wal":
        run("PRAGMA journal_mode = WAL")
    run("PRAGMA synchronous = FULL")
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA secure_delete = ON")
    run("PRAGMA temp_store = MEMORY")  # no content in temporary files
    run("PRAGMA trusted_schema = OFF")


def _on_sqlite_begin(connection: Any) -> None:
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN")
    reading = begin == "BEGIN"
    connection.exec_driver_sql("PRAGMA query_only = ON" if reading else "PRAGMA query_only = OFF")
    connection.exec_driver_sql(begin)
