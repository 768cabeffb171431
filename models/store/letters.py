"""Messages of ours as data: kinds and states, what was sent to whom, and how much of it.

Queueing and sending are models/store/outbox, which gives these names too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from models.store.engine import rows_changed
from models.tables.cases import cases
from models.tables.outbound import WAITING, outbound_items, outbound_messages

_table = outbound_messages.c
_waiting = text(WAITING)


class Kind(StrEnum):
    """What a message is for."""

    ACKNOWLEDGEMENT = "acknowledgement"  # to the requester: it is in the queue, or with a person
    LETTER = "letter"  # to the requester: what is wrong and what to do
    NOTICE = "notice"  # content-free, to an author who cannot be answered in substance
    INTERNAL = "internal"  # to our own people
    DISCLOSURE = "disclosure"  # an officer's answer, to the address of record


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"  # DATA may have been taken: in doubt, should the sender die now
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    HELD = "held"  # waits for a person
    WITHHELD = "withheld"  # observe mode: written down, never sent


_LETTERS = (Kind.ACKNOWLEDGEMENT, Kind.LETTER, Kind.NOTICE)


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message to be sent. `message_id` has its angle brackets; `reverse_path` "" is null.

    `data` is the whole rendered message. A `hold_reason` makes it wait for a person. A
    `notice_key` makes it the only one of its author, kind and day.
    """

    message_id: str
    kind: Kind
    recipient: str
    data: bytes
    receipt_id: int | None = None
    item_ids: tuple[int, ...] = ()
    reverse_path: str = ""
    hold_reason: str | None = None
    notice_key: str | None = None


@dataclass(frozen=True, slots=True)
class OutboundRow:
    """A message claimed for one try. `in_doubt`: an earlier try may have gone through."""

    id: int
    message_id: str
    kind: Kind
    recipient: str
    reverse_path: str
    data: bytes
    attempts: int
    fence: int
    in_doubt: bool
    created_at: datetime
    receipt_id: int | None


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A message of ours as it stands, without its bytes."""

    id: int
    message_id: str
    kind: str
    recipient: str
    state: str
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    hold_reason: str | None
    last_code: str | None
    last_problem: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """What a Message-ID of ours was about: where a bounce or an automatic reply belongs."""

    outbound_id: int
    kind: Kind
    recipient: str
    receipt_id: int | None
    case_ids: tuple[int, ...]


def notice_key(author: str, kind: str, day: date) -> str:
    """What makes a content-free notice the only one of its author, kind and day."""
    return hashlib.sha256(f"{author.lower()}\n{kind}\n{day.isoformat()}".encode()).hexdigest()


def count_recent(
    session: Session, since: datetime, recipient: str | None = None, limit: int = 1000
) -> int:
    """How many automatic letters were made since then, to one recipient or in all, up to `limit`.

    Above a ceiling letters wait for a person; what was only withheld does not count.
    """
    query = select(_table.id).where(
        _table.created_at >= since,
        _table.kind.in_([str(one) for one in _LETTERS]),
        _table.state != str(State.WITHHELD),
    )
    if recipient is not None:
        query = query.where(_table.recipient == recipient)
    bounded = query.limit(limit).subquery()
    return session.execute(select(func.count()).select_from(bounded)).scalar_one()


def find_by_message_id(session: Session, message_ids: Iterable[str]) -> Sent | None:
    """The message of ours that one of `message_ids` names, or None."""
    wanted = list(dict.fromkeys(message_ids))[:100]
    row = session.execute(
        select(outbound_messages).where(_table.message_id.in_(wanted)).order_by(_table.id).limit(1)
    ).one_or_none()
    if row is None:
        return None
    about = session.execute(
        select(cases.c.id)
        .join(outbound_items, outbound_items.c.item_id == cases.c.item_id)
        .where(outbound_items.c.outbound_id == row.id)
        .order_by(cases.c.id)
    ).scalars()
    return Sent(row.id, Kind(row.kind), row.recipient, row.receipt_id, tuple(about))


def next_due(session: Session) -> datetime | None:
    """The earliest instant at which a message may be tried; None where none waits."""
    return session.execute(
        select(func.min(_table.next_attempt_at)).where(_waiting)
    ).scalar_one_or_none()


def forget_leases(session: Session, owner: str, now: datetime) -> int:
    """End the leases that an earlier process of this name left; gives how many.

    For a sender's start, under its lock. What was being sent is in doubt as before; should that
    process live after all, it finds its lease lost just before DATA.
    """
    done = session.execute(
        update(outbound_messages)
        .where(_waiting, _table.leased_by == owner, _table.leased_until > now)
        .values(leased_until=now)
    )
    return rows_changed(done)


def list_outbound(session: Session, states: Sequence[State], limit: int = 50) -> list[StoredLetter]:
    """The newest messages in any of these states, newest first."""
    query = (
        select(outbound_messages)
        .where(_table.state.in_([str(one) for one in states]))
        .order_by(_table.id.desc())
        .limit(limit)
    )
    return [stored_letter(row) for row in session.execute(query)]


def stored_letter(row: Any) -> StoredLetter:
    """A row of the outbox as data."""
    return StoredLetter(
        row.id,
        row.message_id,
        row.kind,
        row.recipient,
        row.state,
        row.attempts,
        row.created_at,
        row.sent_at,
        row.hold_reason,
        row.last_code,
        row.last_problem,
    )
