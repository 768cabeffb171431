"""What all tables share: one metadata with named constraints, and the way to their Core tables."""

from __future__ import annotations

from typing import ClassVar, cast

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

#: Every constraint has a name, so that a later migration can drop it on either engine.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)


class Base(SQLModel):
    """The root of our tables; their metadata is ours alone."""

    metadata: ClassVar[MetaData] = metadata


def core(model: type[Base]) -> Table:
    """The Core table behind a model: queries are written on it, for speed and for plain SQL."""
    return cast("Table", model.__table__)  # type: ignore[attr-defined]
