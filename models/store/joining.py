"""Later messages and the cases they belong to: look-ups by what a message names, and the rows.

A letter of ours is found by the reverse-path it left under, or by its Message-ID; a case by its
reference. All three are drawn by lot. Nothing here judges who may join what (routing/joining).

STANDARDS: RFC 5321 section 4.4 (reverse-path), RFC 5322 section 3.6.4 (Message-ID).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select
from sqlalchemy.orm import Session

from models.auth import SenderVerdict
from models.cases import OPEN_STATES, CaseState
from models.store.events import EventKind, append
from models.store.letters import Kind
from models.store.rows import LateMessage, StoredMessage
from models.tables.cases import case_messages, cases
from models.tables.mail import receipts
from models.tables.outbound import outbound_items, outbound_messages

#: So often it is written down that one letter came back, was late or was answered by a program: of
#: each kind so many by its Message-ID, which others know, and so many more by its token.
MOST_BACK = 20
#: What one message may name; the rest is not looked up.
_MOST_NAMED = 100


class MessageKind(StrEnum):
    """What a later message is to its case."""

    FOLLOW_UP = "follow_up"  # of the agency that owns it
    CHASER = "chaser"  # the same form again, while the case is open
    CHANGED = "changed_form"  # a form about the same person that says something else
    BOUNCE = "bounce"  # a letter of ours came back
    DELAY = "delay"  # it is not delivered yet
    AUTOMATIC_ANSWER = "automatic_answer"  # somebody's program answered it


#: What a person has to look at, though its case is not open any more.
_TO_LOOK_AT = (MessageKind.FOLLOW_UP, MessageKind.CHANGED, MessageKind.BOUNCE)


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case as far as must be known to say whose it is. `author` is who wrote its first mail."""

    id: int
    item_id: int
    reference: str
    partner: str | None
    author: str | None


@dataclass(frozen=True, slots=True)
class KnownLetter:
    """A message of ours, and the cases that it is about."""

    id: int
    message_id: str
    kind: Kind
    created_at: datetime
    cases: tuple[KnownCase, ...]


def letters_by_path(session: Session, paths: Iterable[str]) -> tuple[KnownLetter, ...]:
    """The letters that left under one of these reverse-paths, oldest first; never the null path."""
    wanted = [one for one in dict.fromkeys(paths) if one][:_MOST_NAMED]
    return _letters(session, outbound_messages.c.reverse_path.in_(wanted)) if wanted else ()


def letters_by_message_id(session: Session, message_ids: Iterable[str]) -> tuple[KnownLetter, ...]:
    """The letters with one of these Message-IDs, in the order in which they were named."""
    wanted = list(dict.fromkeys(message_ids))[:_MOST_NAMED]
    if not wanted:
        return ()
    found = _letters(session, outbound_messages.c.message_id.in_(wanted))
    return tuple(sorted(found, key=lambda one: wanted.index(one.message_id)))


def cases_by_reference(session: Session, references: Iterable[str]) -> tuple[KnownCase, ...]:
    """The cases with one of these references."""
    wanted = list(dict.fromkeys(references))[:_MOST_NAMED]
    if not wanted:
        return ()
    query = _known().where(cases.c.reference.in_(wanted)).order_by(cases.c.id)
    return tuple(_case(row) for row in session.execute(query))


def add_message(
    session: Session,
    case: KnownCase,
    receipt_id: int,
    kind: MessageKind,
    now: datetime,
    *,
    outbound_id: int | None = None,
    by_token: bool = False,
    actor: str = "worker",
) -> None:
    """Write down that a message belongs to a case. The case itself is not touched.

    What comes back for one letter (`outbound_id`) is written down so often and no more: who floods
    us must not bury what an agency wrote. Each kind is counted for itself, and what bears the
    letter's token still has its `MOST_BACK` where as many were made up for its Message-ID.
    """
    most = 2 * MOST_BACK if by_token else MOST_BACK
    if outbound_id is not None and _came_back(session, case.id, outbound_id, kind) >= most:
        return
    session.execute(
        insert(case_messages).values(
            case_id=case.id, receipt_id=receipt_id, kind=str(kind), outbound_id=outbound_id, at=now
        )
    )
    append(
        session,
        EventKind.MESSAGE_JOINED,
        at=now,
        actor=actor,
        receipt_id=receipt_id,
        case_id=case.id,
        data={"kind": str(kind), "outbound": outbound_id},
    )


def note_bounce(
    session: Session, letter: KnownLetter, receipt_id: int, now: datetime, actor: str = "worker"
) -> None:
    """Write down that a letter of ours came back and will not be delivered."""
    append(
        session,
        EventKind.LETTER_BOUNCED,
        at=now,
        actor=actor,
        receipt_id=receipt_id,
        data={"outbound": letter.id, "kind": str(letter.kind)},
    )


def note_claim(
    session: Session, case_id: int, receipt_id: int, why: str, now: datetime, actor: str = "worker"
) -> None:
    """Write down, on its own new case, that a mail names a case; `why` it was not joined, a code."""
    append(
        session,
        EventKind.CASE_CLAIMED,
        at=now,
        actor=actor,
        receipt_id=receipt_id,
        case_id=case_id,
        data={"why": why},
    )


def joined_by(session: Session, receipt_id: int) -> tuple[str, ...]:
    """The references of the cases that a later message belongs to."""
    query = (
        select(cases.c.reference)
        .join(case_messages, case_messages.c.case_id == cases.c.id)
        .where(case_messages.c.receipt_id == receipt_id)
        .order_by(cases.c.id)
    )
    return tuple(session.execute(query).scalars())


def messages_of(session: Session, case_id: int, limit: int = 200) -> tuple[StoredMessage, ...]:
    """The later messages of a case, newest first. An author is given only where he is proven."""
    query = (
        select(
            case_messages,
            receipts.c.author,
            receipts.c.auth_verdict,
            receipts.c.received_at,
            outbound_messages.c.kind.label("letter"),
        )
        .join(receipts, receipts.c.id == case_messages.c.receipt_id)
        .outerjoin(outbound_messages, outbound_messages.c.id == case_messages.c.outbound_id)
        .where(case_messages.c.case_id == case_id)
        .order_by(case_messages.c.id.desc())
        .limit(limit)
    )
    return tuple(
        StoredMessage(
            receipt_id=row.receipt_id,
            kind=row.kind,
            received_at=row.received_at or row.at,
            author=row.author if row.auth_verdict == SenderVerdict.ACCEPTED else None,
            outbound_id=row.outbound_id,
            letter=row.letter,
        )
        for row in session.execute(query)
    )


def late_messages(session: Session, since: datetime, limit: int = 50) -> tuple[LateMessage, ...]:
    """What came since then for cases that no list of open ones shows, newest first.

    Follow-ups, changed forms and letters that came back: a person has to look, and nothing else says so. Of the
    newest 1,000 messages of all cases.
    """
    newest = select(case_messages.c.id).order_by(case_messages.c.id.desc()).limit(1000).subquery()
    query = (
        select(cases.c.reference, cases.c.state, case_messages.c.kind, case_messages.c.at)
        .join(cases, cases.c.id == case_messages.c.case_id)
        .where(
            case_messages.c.id.in_(select(newest.c.id)),
            case_messages.c.at >= since,
            case_messages.c.kind.in_([str(one) for one in _TO_LOOK_AT]),
            cases.c.state.not_in([str(one) for one in OPEN_STATES]),
        )
        .order_by(case_messages.c.id.desc())
        .limit(limit)
    )
    return tuple(
        LateMessage(row.reference, CaseState(row.state), row.kind, row.at)
        for row in session.execute(query)
    )


def _came_back(session: Session, case_id: int, outbound_id: int, kind: MessageKind) -> int:
    query = select(func.count()).where(
        case_messages.c.case_id == case_id,
        case_messages.c.outbound_id == outbound_id,
        case_messages.c.kind == str(kind),
    )
    return session.execute(query).scalar_one()


def _letters(session: Session, which: ColumnElement[bool]) -> tuple[KnownLetter, ...]:
    table = outbound_messages.c
    rows = session.execute(
        select(table.id, table.message_id, table.kind, table.created_at)
        .where(which)
        .order_by(table.id)
    ).all()
    about = _cases_of(session, [row.id for row in rows])
    return tuple(
        KnownLetter(
            row.id, row.message_id, Kind(row.kind), row.created_at, tuple(about.get(row.id, ()))
        )
        for row in rows
    )


def _cases_of(session: Session, outbound_ids: Sequence[int]) -> dict[int, list[KnownCase]]:
    """The cases that each of these letters is about."""
    query = (
        _known()
        .add_columns(outbound_items.c.outbound_id)
        .join(outbound_items, outbound_items.c.item_id == cases.c.item_id)
        .where(outbound_items.c.outbound_id.in_(outbound_ids))
        .order_by(cases.c.id)
    )
    found: dict[int, list[KnownCase]] = {}
    for row in session.execute(query):
        found.setdefault(row.outbound_id, []).append(_case(row))
    return found


def _known() -> Select[Any]:
    return select(
        cases.c.id, cases.c.item_id, cases.c.reference, cases.c.partner_id, receipts.c.author
    ).join(receipts, receipts.c.id == cases.c.receipt_id)


def _case(row: Any) -> KnownCase:
    return KnownCase(row.id, row.item_id, row.reference, row.partner_id, row.author)
