"""Column types that mean the same on SQLite and on PostgreSQL.

ERRORS: a naive datetime is a ValueError where it enters: an instant without its zone is a guess.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_SQLITE_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Key(TypeDecorator[int]):
    """A row number: 64 bits on both engines (SQLite's INTEGER PRIMARY KEY is its rowid)."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite: only that spelling numbers rows by itself there."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant with microseconds.

    On SQLite it is text of one fixed width, so that it sorts and compares as time does.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text of 27 characters on SQLite, TIMESTAMP WITH TIME ZONE elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the database.

        Raises:
            ValueError: the datetime is naive.
        """
        if value is None:
            return None
        moment = utc(value)
        return moment.strftime(_SQLITE_FORMAT) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database, always aware UTC."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.strptime(value, _SQLITE_FORMAT).replace(tzinfo=UTC)
        return utc(value)


class JsonText(TypeDecorator[Any]):
    """JSON kept as canonical text: the same on both engines, and readable in any tool."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the database; None stays NULL."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """From the database."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> str:
    """One spelling of a JSON value: keys sorted, no spaces, characters as they are.

    Lone surrogates (undecodable header bytes) are escaped, since no database takes them.
    """
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    if text.isascii():
        return text
    # NUL cannot stand in a PostgreSQL text; json.dumps has escaped it already.
    return "".join(f"\\u{ord(c):04x}" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def utc(value: datetime) -> datetime:
    """`value` in UTC.

    Raises:
        ValueError: it is naive.
    """
    if value.tzinfo is None:
        raise ValueError(f"a naive datetime is refused: {value!r}; give it a time zone")
    return value.astimezone(UTC)
