"""The columns of the first migration, as they are on each engine. Frozen: never change these."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op


def number(name: str, *, null: bool = False, counted: bool = True) -> sa.Column[Any]:
    """64 bits. A sole primary key numbers itself, unless it is not `counted`."""
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, nullable=null, autoincrement="auto" if counted else False)


def small(name: str, *, null: bool = False, counted: bool = True) -> sa.Column[Any]:
    """32 bits."""
    return sa.Column(name, sa.Integer(), nullable=null, autoincrement="auto" if counted else False)


def words(name: str, *, null: bool = False) -> sa.Column[Any]:
    """Short text."""
    return sa.Column(name, sa.String(), nullable=null)


def long_words(name: str, *, null: bool = False) -> sa.Column[Any]:
    """Long text, or JSON as text."""
    return sa.Column(name, sa.Text(), nullable=null)


def content(name: str, *, null: bool = False) -> sa.Column[Any]:
    """Bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def yes_no(name: str, *, null: bool = False) -> sa.Column[Any]:
    """True or false."""
    return sa.Column(name, sa.Boolean(), nullable=null)


def day(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A date."""
    return sa.Column(name, sa.Date(), nullable=null)


def instant(name: str, *, null: bool = False) -> sa.Column[Any]:
    """An instant: with its zone, or on SQLite 27 characters of UTC."""
    kind = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
    return sa.Column(name, kind, nullable=null)


def index_where(name: str, table: str, columns: list[str], where: str) -> None:
    """An index over the rows where `where` holds."""
    op.create_index(
        name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
