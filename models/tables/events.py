"""Tables of the audit chain. Events hold no personal data; details do, and can be erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from models.tables.base import Base, core
from models.tables.types import Instant, Key


class Event(Base, table=True):
    """One thing that happened, chained to the one before it by SHA-256.

    `data` is canonical JSON, kept as the very text that was hashed.
    """

    __tablename__ = "event"

    seq: int = Field(primary_key=True, sa_type=Key, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Instant)
    kind: str
    actor: str
    receipt_id: int | None = Field(default=None, index=True, sa_type=Key)
    case_id: int | None = Field(default=None, index=True, sa_type=Key)
    data: str = Field(sa_type=Text)
    detail_digest: str | None = Field(default=None)
    prev_hash: str
    hash: str = Field(unique=True)


class EventDetail(Base, table=True):
    """The erasable words of an event. Without the salt the digest tells nothing about them."""

    __tablename__ = "event_detail"

    event_seq: int = Field(
        foreign_key="event.seq",
        primary_key=True,
        sa_type=Key,
        sa_column_kwargs={"autoincrement": False},
    )
    salt: str | None = Field(default=None)
    text: str | None = Field(default=None, sa_type=Text)
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class ChainHead(Base, table=True):
    """The last link, in one row that is locked last in every transaction that appends."""

    __tablename__ = "chain_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(sa_type=Key)
    hash: str


events = core(Event)
event_details = core(EventDetail)
chain_heads = core(ChainHead)
