"""Tables of mail out, and of jobs that are done aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from models.tables.base import Base, core
from models.tables.types import Instant, JsonText, Key

#: Queries must use these very words: only then is the partial index known to fit.
WAITING = "state IN ('queued', 'retry', 'sending')"


class OutboundMessage(Base, table=True):
    """One message we send, under a Message-ID fixed before the first try.

    `reverse_path` "" is the null path. `notice_key` makes content-free notices one per author,
    kind and day. The rendered bytes are a blob.
    """

    __tablename__ = "outbound_message"
    __table_args__ = (
        Index(
            "ix_outbound_message_due",
            "next_attempt_at",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
        Index("ix_outbound_message_recipient", "recipient", "created_at"),
        Index("ix_outbound_message_state", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    message_id: str = Field(unique=True)
    kind: str
    receipt_id: int | None = Field(default=None, foreign_key="receipt.id", index=True, sa_type=Key)
    recipient: str
    reverse_path: str = Field(index=True)
    blob_digest: str = Field(foreign_key="blob.digest")
    notice_key: str | None = Field(default=None, unique=True)
    state: str
    attempts: int = 0
    fence: int = Field(default=0, sa_type=Key)
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    leased_by: str | None = Field(default=None)  # added by 0002
    next_attempt_at: datetime = Field(sa_type=Instant)
    hold_reason: str | None = Field(default=None)
    last_code: str | None = Field(default=None)
    last_problem: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(index=True, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)


class OutboundItem(Base, table=True):
    """Which items a message answers: one reply may list several."""

    __tablename__ = "outbound_item"

    outbound_id: int = Field(foreign_key="outbound_message.id", primary_key=True, sa_type=Key)
    item_id: int = Field(foreign_key="item.id", primary_key=True, index=True, sa_type=Key)


class Job(Base, table=True):
    """Work to be done aside, with its result: at the edge (try a mailbox), by a worker (draw pages)."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "next_attempt_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    kind: str
    data: Any = Field(sa_type=JsonText)
    state: str  # queued, done, failed
    actor: str
    attempts: int = 0
    fence: int = Field(default=0, sa_type=Key)
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    next_attempt_at: datetime = Field(sa_type=Instant)
    result: Any = Field(default=None, sa_type=JsonText, nullable=True)
    created_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


outbound_messages = core(OutboundMessage)
outbound_items = core(OutboundItem)
jobs = core(Job)
