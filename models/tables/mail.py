"""Tables of mail in: blobs, receipts, arrivals, parts, mailboxes and their moves.

`Blob` is the only home of content; a `Receipt` is one message by its bytes, an `Arrival` one way
by which it came. Content columns elsewhere can be emptied by retention (see `erased_at`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from models.tables.base import Base, core
from models.tables.types import Instant, JsonText, Key

#: Queries must use these very words: only then is the partial index known to fit.
MOVE_QUEUED = "state = 'queued'"
MOVE_FAILED = "state = 'failed'"
EVIDENCE_DUE = "evidence_due IS NOT NULL"


class Blob(Base, table=True):
    """Content by its SHA-256. `data` is NULL once erased; the digest stays."""

    __tablename__ = "blob"

    digest: str = Field(primary_key=True)
    kind: str  # raw, outbound, agreement, page
    data: bytes | None = Field(default=None, sa_type=LargeBinary)
    size: int = Field(sa_type=Key)
    created_at: datetime = Field(sa_type=Instant)
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class Receipt(Base, table=True):
    """One message, unique by the SHA-256 of its raw bytes (a blob's digest).

    `disposition` NULL means: not settled. `fence` rises with each claim, so that a worker which
    was overtaken cannot settle. `attempts` counts walks begun and not ended; `deferrals` counts
    temporary errors. `target` is the symbolic folder its copies in mailboxes are moved to.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        # also what is not settled (NULL): the claim takes the first of that range
        Index("ix_receipt_disposition", "disposition", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    digest: str = Field(foreign_key="blob.digest", unique=True)
    transit_digest: str = Field(index=True)
    size: int = Field(sa_type=Key)
    mode: str
    answer: bool
    hold_replies: bool
    recorded_at: datetime = Field(sa_type=Instant)
    received_at: datetime | None = Field(default=None, sa_type=Instant)

    fence: int = Field(default=0, sa_type=Key)
    attempts: int = 0
    deferrals: int = 0
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    leased_by: str | None = Field(default=None)
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    last_problem: str | None = Field(default=None, sa_type=Text)

    disposition: str | None = Field(default=None)
    reasons: list[str] | None = Field(default=None, sa_type=JsonText)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    target: str | None = Field(default=None)
    auth_verdict: str | None = Field(default=None)
    auth_reason: str | None = Field(default=None)
    auth_detail: str | None = Field(default=None, sa_type=Text)  # added by 0003; our words
    authenticated: bool | None = None
    network: str | None = Field(default=None)
    author: str | None = Field(default=None)
    partner_id: str | None = Field(default=None)
    msg_id: str | None = Field(default=None)  # RFC 5322 3.6.4, as checked
    evidence: Any = Field(default=None, sa_type=JsonText, nullable=True)
    versions: Any = Field(default=None, sa_type=JsonText, nullable=True)
    duplicate_of: int | None = Field(default=None, foreign_key="receipt.id", sa_type=Key)
    scan: Any = Field(default=None, sa_type=JsonText, nullable=True)  # added by 0003


class Arrival(Base, table=True):
    """One way by which a message reached us, with the envelope of the receiving hop.

    `reverse_path` NULL is unknown; "" is the null path. IMAP arrivals are unique by UID. Of a
    `direct` one SPF, DKIM and DMARC are looked up when `evidence_due` comes; it is NULL once the
    answer stands in `evidence`.
    """

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),
        Index(
            "ix_arrival_evidence_due",
            "evidence_due",
            sqlite_where=text(EVIDENCE_DUE),
            postgresql_where=text(EVIDENCE_DUE),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    receipt_id: int = Field(foreign_key="receipt.id", index=True, sa_type=Key)
    origin: str
    mailbox: str
    folder: str | None = Field(default=None)
    uidvalidity: int | None = Field(default=None, sa_type=Key)
    uid: int | None = Field(default=None, sa_type=Key)
    session: str | None = Field(default=None)
    arrived_at: datetime = Field(sa_type=Instant)
    internal_date: datetime | None = Field(default=None, sa_type=Instant)
    reverse_path: str | None = Field(default=None, sa_type=Text)
    forward_paths: Any = Field(sa_type=JsonText)
    client_ip: str | None = Field(default=None)
    helo: str | None = Field(default=None, sa_type=Text)
    tls: bool | None = None
    mode: str
    answer: bool
    hold_replies: bool
    direct: bool = False  # this and what follows: added by 0003
    evidence: Any = Field(default=None, sa_type=JsonText, nullable=True)
    evidence_attempts: int = 0
    evidence_due: datetime | None = Field(default=None, sa_type=Instant)


class PartOutcome(Base, table=True):
    """What became of one part of a message. `file_name` is theirs, and erasable."""

    __tablename__ = "part_outcome"
    __table_args__ = (UniqueConstraint("receipt_id", "position"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    receipt_id: int = Field(foreign_key="receipt.id", sa_type=Key)
    position: int
    path: str
    kind: str
    declared_type: str = Field(sa_type=Text)
    file_name: str | None = Field(default=None, sa_type=Text)
    size: int = Field(sa_type=Key)
    digest: str
    depth: int
    outcome: str
    detail: str | None = Field(default=None, sa_type=Text)  # added by 0003; our words


class MailboxState(Base, table=True):
    """What is known of one watched folder. Mail older than `answer_from` is never answered."""

    __tablename__ = "mailbox_state"

    mailbox: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    first_seen_at: datetime = Field(sa_type=Instant)
    answer_from: datetime = Field(sa_type=Instant)
    uidvalidity: int | None = Field(default=None, sa_type=Key)
    last_poll_at: datetime | None = Field(default=None, sa_type=Instant)
    last_problem: str | None = Field(default=None, sa_type=Text)


class MailboxAction(Base, table=True):
    """A move to be made in a mailbox: queued at settle, done by the watcher, retried."""

    __tablename__ = "mailbox_action"
    __table_args__ = (
        Index(
            "ix_mailbox_action_due",
            "mailbox",
            "next_attempt_at",
            sqlite_where=text(MOVE_QUEUED),
            postgresql_where=text(MOVE_QUEUED),
        ),
        Index(
            "ix_mailbox_action_failed",
            "id",
            sqlite_where=text(MOVE_FAILED),
            postgresql_where=text(MOVE_FAILED),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    arrival_id: int = Field(foreign_key="arrival.id", index=True, sa_type=Key)
    mailbox: str
    folder: str
    uidvalidity: int = Field(sa_type=Key)
    uid: int = Field(sa_type=Key)
    action: str  # move
    target: str
    state: str  # queued, done, failed
    attempts: int = 0
    next_attempt_at: datetime = Field(sa_type=Instant)
    last_problem: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)


blobs = core(Blob)
receipts = core(Receipt)
arrivals = core(Arrival)
part_outcomes = core(PartOutcome)
mailbox_states = core(MailboxState)
mailbox_actions = core(MailboxAction)
