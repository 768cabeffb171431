"""What differs between SQLite and PostgreSQL, so that no query need ask twice."""

from __future__ import annotations

import re
from typing import Any, cast

from sqlalchemy import CursorResult, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

#: What no text column takes: NUL (PostgreSQL) and lone surrogates (both).
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def on_postgresql(session: Session) -> bool:
    """Whether this session speaks to PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def insert(session: Session, table: Table) -> sqlite.Insert:
    """An INSERT that knows ON CONFLICT; the two dialects' have one shape."""
    if on_postgresql(session):
        return cast("sqlite.Insert", postgresql.insert(table))
    return sqlite.insert(table)


def rows_changed(result: Any) -> int:
    """How many rows an UPDATE or DELETE touched."""
    return cast("CursorResult[Any]", result).rowcount


def lock_name(session: Session, name: str) -> None:
    """Make others who lock the same name wait until this transaction ends.

    On SQLite the writer holds the whole database already.
    """
    if on_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def fit(text: str | None) -> str | None:
    """`text` as a text column takes it: NUL and lone surrogates become U+FFFD."""
    return None if text is None else _UNFIT.sub("�", text)
