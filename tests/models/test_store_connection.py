"""One way to connect: durable, closed to others, and clear about what to do when it fails."""

import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from models.store import blobs
from models.store.connection import Store, StoreBusyError, StoreError, connect, is_current, migrate
from models.tables import metadata
from models.tables.mail import blobs as blob_table
from tests.models.making import NOW, arrival, count, record


def test_the_migrated_schema_is_the_one_of_the_tables(store: Store) -> None:
    with store.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrated_indexes_are_those_of_the_tables_to_the_letter(
    store: Store, database: str
) -> None:
    """Alembic does not compare the conditions of partial indexes; the engines can print them."""
    other = connect(database)
    with other.write() as session:
        metadata.create_all(session.connection())
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if store.dialect == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    found = []
    for one in (store, other):
        with one.read() as session:
            rows = session.connection().exec_driver_sql(query).all()
        found.append({name: sql for name, sql in rows if not name.startswith("alembic")})
    other.close()
    assert found[0] == found[1]
    assert "ix_case_file_claimed" in found[0]


def test_migrating_twice_changes_nothing(database: str) -> None:
    store = connect(database)
    assert not is_current(store)
    migrate(store)
    record(store, arrival(1))
    migrate(store)
    assert is_current(store)
    with store.read() as session:
        assert count(session, "receipt") == 1
    store.close()


def test_processes_that_migrate_at_once_all_find_the_schema(database: str) -> None:
    code = (
        "import sys; from models.store.connection import connect, migrate, is_current\n"
        "store = connect(sys.argv[1]); migrate(store); assert is_current(store)"
    )
    root = Path(__file__).resolve().parents[2]
    several = [subprocess.Popen([sys.executable, "-c", code, database], cwd=root) for _ in range(3)]
    assert [one.wait(60) for one in several] == [0, 0, 0]


def test_a_schema_of_a_newer_version_is_refused(database: str) -> None:
    store = connect(database)
    migrate(store)
    with store.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="install the version that wrote it"):
        migrate(store)
    assert not is_current(store)
    store.close()


def test_the_file_and_its_folder_are_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "new" / "ostiary.db"
    store = connect(f"sqlite:///{file}")
    migrate(store)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    for one in file.parent.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
    store.close()


def test_sqlite_is_durable_and_overwrites_what_is_erased(tmp_path: Path) -> None:
    store = connect(f"sqlite:///{tmp_path / 'o.db'}")
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10000,
    }
    with store.read() as session:
        run = session.connection().exec_driver_sql
        assert {name: run(f"PRAGMA {name}").scalar() for name in wanted} == wanted
    store.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite://", "name a file"),
        ("sqlite:///:memory:", "name a file"),
        ("mysql://h/d", "mysql is not supported"),
        ("nonsense", "not a database URL"),
        ("postgresql://h:port/d", "not a database URL"),
        ("sqlite:///file:x?mode=memory&uri=true", "name a file"),
        ("sqlite:////proc/no/such/place.db", "/proc/no/such/place.db"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_to_do(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        connect(url)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(b"this is not a database at all " * 50)
    with pytest.raises(StoreError, match=r"letter\.docx.*not a database"):
        connect(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"this is not")


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be opened or written"):
        connect(f"sqlite:///{tmp_path}")


def test_a_server_that_is_not_there_may_be_tried_again_and_no_password_is_shown() -> None:
    with pytest.raises(StoreBusyError, match="check that the server runs") as caught:
        connect("postgresql://ostiary:hunter2@/none?host=/nonexistent-folder")
    assert "hunter2" not in str(caught.value)


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:

    def fail() -> None:
        with store.write() as session:
            blobs.put(session, "raw", b"x", NOW)
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        fail()
    with store.read() as session:
        assert count(session, "blob") == 0


def test_a_write_in_a_reading_transaction_fails(store: Store) -> None:
    with pytest.raises((StoreError, StatementError)), store.read() as session:
        blobs.put(session, "raw", b"x", NOW)
    with store.write() as session:
        blobs.put(session, "raw", b"x", NOW)


def test_a_naive_datetime_never_enters(store: Store) -> None:
    with pytest.raises(StatementError, match="naive"), store.write() as session:
        blobs.put(session, "raw", b"x", NOW.replace(tzinfo=None))


def test_an_error_does_not_quote_what_was_being_stored(store: Store) -> None:
    with pytest.raises(Exception, match=r".") as caught, store.write() as session:
        session.execute(blob_table.insert().values(digest="d", kind="raw", data=b"Jo Bloggs"))
    assert "Bloggs" not in str(caught.value)


def test_content_comes_back_and_once_erased_is_gone_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "o.db"
    store = connect(f"sqlite:///{file}")
    migrate(store)
    words = b"the quick brown fox " * 500
    with store.write() as session:
        digest = blobs.put(session, "raw", words, NOW)
        assert blobs.put(session, "raw", words, NOW) == digest
    with store.read() as session:
        assert blobs.get(session, digest) == words
        assert blobs.get(session, "0" * 64) is None
    with store.write() as session:
        assert blobs.erase(session, digest, NOW)
        assert not blobs.erase(session, digest, NOW)
        assert blobs.get(session, digest) is None
    with store.write() as session:
        erased = session.execute(select(blob_table.c.erased_at)).scalar_one()
    assert erased == NOW
    assert store.scrub()
    for one in tmp_path.iterdir():
        assert b"quick brown" not in one.read_bytes(), one
    store.close()


def test_writers_in_many_threads_take_turns(store: Store) -> None:
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for number in range(10):
                record(store, arrival(worker * 100 + number))
                with store.read() as session:
                    count(session, "receipt")
        except BaseException as problem:
            failures.append(problem)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.read() as session:
        assert count(session, "receipt") == 80
        assert count(session, "event") == 80
