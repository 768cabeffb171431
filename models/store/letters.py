"""Messages of ours as data: kinds and states, what was sent to whom, and how much of it.

Queueing and sending are models/store/outbox, which gives these names too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select, text, update
from sqlalchemy.orm import Session

from models.register import mailbox_key, person_key
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
    DROPPED = "dropped"  # a person decided that it is never sent


#: Letters that no person has seen before they go: one at most for a message, to its author.
AUTOMATIC = (Kind.ACKNOWLEDGEMENT, Kind.LETTER, Kind.NOTICE)

#: Of those, the ones that answer a form or a request: they have ceilings of their own.
ANSWERS = (Kind.ACKNOWLEDGEMENT, Kind.LETTER)

#: The one kind of content-free notice: "we could not accept your message because of how it was sent".
INSECURE_NOTICE = "insecure"

#: Why a notice to our own people waits where the pages show it.
HELD_WITHOUT_ADDRESS = "no address for notices; set notices_to"

_LONDON = ZoneInfo("Europe/London")


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
    receipt_id: int | None = None
    references: tuple[str, ...] = ()


def notice_key(author: str, kind: str, day: date) -> str:
    """What makes a content-free notice the only one of its author, kind and day.

    An author is a person: x@y and x@y.cjsm.net, in whatever case, have one key.
    """
    person = person_key(author)
    return hashlib.sha256(f"{person}\n{kind}\n{day.isoformat()}".encode()).hexdigest()


def notice_of_day(author: str, now: datetime) -> str:
    """What makes the content-free notice to an author the only one of its London day.

    An author is a mailbox: whatever stands behind "+" in the address, he has one.
    """
    return notice_key(mailbox_key(author), INSECURE_NOTICE, notice_day(now))


def notice_day(now: datetime) -> date:
    """The day a notice counts for: London's."""
    return now.astimezone(_LONDON).date()


def count_recent(
    session: Session, since: datetime, recipient: str | None = None, limit: int = 1000
) -> int:
    """How many answers were let go since then, to one mailbox or in all, up to `limit`.

    Above a ceiling letters wait for a person. What waits for one, was dropped by one or was only
    withheld does not count, nor do notices. Both channels of a recipient, with whatever detail
    ("+..."), are one mailbox.
    """
    query = select(_table.id).where(*_let_go(since, ANSWERS))
    if recipient is not None:
        query = query.where(_reaches(mailbox_key(recipient)))
    bounded = query.limit(limit).subquery()
    return session.execute(select(func.count()).select_from(bounded)).scalar_one()


def recent_notices(session: Session, since: datetime, limit: int) -> Sequence[str]:
    """To whom content-free notices were let go since then: a recipient each, `limit` at most."""
    query = select(_table.recipient).where(*_let_go(since, (Kind.NOTICE,))).limit(limit)
    return session.execute(query).scalars().all()


def _let_go(since: datetime, kinds: Iterable[Kind]) -> tuple[ColumnElement[bool], ...]:
    return (
        _table.created_at >= since,
        _table.kind.in_([str(one) for one in kinds]),
        _table.state.not_in([str(State.WITHHELD), str(State.HELD), str(State.DROPPED)]),
    )


def _reaches(mailbox: str) -> ColumnElement[bool]:
    """Whether a recipient is the address of this `mailbox_key`, on either channel."""
    local, _, domain = mailbox.rpartition("@")
    # ASCII by our grammar: LOWER is the same on both engines
    to = func.lower(_table.recipient)
    ends = (f"@{domain}", f"@{domain}.cjsm.net")
    plain = to.in_([f"{local}{end}" for end in ends])
    detailed = to.startswith(f"{local}+", autoescape=True)
    return or_(plain, *(and_(detailed, to.endswith(end, autoescape=True)) for end in ends))


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


def list_outbound(
    session: Session, states: Sequence[State], limit: int = 50, kind: Kind | None = None
) -> list[StoredLetter]:
    """The newest messages in any of these states (and of this kind), newest first.

    The references are those of the cases they are about.
    """
    query = (
        select(outbound_messages)
        .where(_table.state.in_([str(one) for one in states]))
        .order_by(_table.id.desc())
        .limit(limit)
    )
    if kind is not None:
        query = query.where(_table.kind == str(kind))
    return _with_references(session, [stored_letter(row) for row in session.execute(query)])


def find_outbound(session: Session, numbers: Sequence[int]) -> list[StoredLetter]:
    """The messages with these numbers, in order of number; what there is of them."""
    query = select(outbound_messages).where(_table.id.in_(list(numbers)[:1000])).order_by(_table.id)
    return _with_references(session, [stored_letter(row) for row in session.execute(query)])


def references_of(session: Session, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The references of the cases that messages are about, by the message's number."""
    found: dict[int, tuple[str, ...]] = {}
    query = (
        select(outbound_items.c.outbound_id, cases.c.reference)
        .join(cases, cases.c.item_id == outbound_items.c.item_id)
        .where(outbound_items.c.outbound_id.in_(numbers))
        .order_by(cases.c.id)
    )
    for number, reference in session.execute(query):
        found[number] = (*found.get(number, ()), reference)
    return found


def _with_references(session: Session, letters: list[StoredLetter]) -> list[StoredLetter]:
    known = references_of(session, [one.id for one in letters])
    return [replace(one, references=known.get(one.id, ())) for one in letters]


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
        row.receipt_id,
    )
