"""The door of the outbox: what may be put in it, and what a person lets go or drops.

Whoever asks, a letter goes to the proven author of the message it answers and to nobody else; a
message gets one automatic letter at most, under one Message-ID; above the ceilings it waits.

STANDARDS: RFC 3834 section 2 (one response at most), section 4 (to whom); RFC 5322 section 3.6.4.
SECURITY: these three are checked here, in the caller's transaction, so that no caller can forget
    them. The recipient is compared with what was settled, not with what the caller says.
ERRORS: `UnprovenRecipientError` is a fault of ours: the transaction must not be committed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.store import blobs
from models.store.ceilings import above
from models.store.engine import insert
from models.store.events import EventKind, append
from models.store.letters import (
    AUTOMATIC,
    Kind,
    Outbound,
    State,
    notice_of_day,
)
from models.tables.mail import receipts
from models.tables.outbound import outbound_items, outbound_messages

_table = outbound_messages.c
IN_DOUBT = "in_doubt"


class UnprovenRecipientError(ValueError):
    """A letter was to go to somebody else than the proven author of what it answers."""


def enqueue(
    session: Session, outbound: Outbound, now: datetime, actor: str = "worker"
) -> int | None:
    """Put a message in the outbox; above a ceiling it waits for a person.

    None where its notice, its Message-ID or an automatic letter for its receipt is there already.

    Raises:
        UnprovenRecipientError: a letter that is not to the proven author of its receipt.
    """
    state = State.HELD if outbound.hold_reason else State.QUEUED
    return _add(session, outbound, state, now, actor)


def withhold(
    session: Session, outbound: Outbound, now: datetime, actor: str = "worker"
) -> int | None:
    """Write down what would have been sent (observe mode); it is never sent.

    It does not use up its author's notice of the day.

    Raises:
        UnprovenRecipientError: as `enqueue`.
    """
    return _add(session, outbound, State.WITHHELD, now, actor)


def let_go(
    session: Session,
    receipt_id: int,
    waits: Callable[[Kind], str | None],
    now: datetime,
    actor: str,
) -> None:
    """Queue what was withheld for a message, or have it wait for a person where `waits` says why.

    It counts as made now. A notice whose author has had one today stays withheld.
    """
    withheld = session.execute(
        select(_table.id, _table.kind, _table.hold_reason, _table.recipient, _table.receipt_id)
        .where(_table.receipt_id == receipt_id, _table.state == str(State.WITHHELD))
        .order_by(_table.id)
    ).all()
    for row in withheld:
        kind = Kind(row.kind)
        key = None
        if kind is Kind.NOTICE:
            key = notice_of_day(row.recipient, now)
        reason = waits(kind) or row.hold_reason
        if reason is None and kind in AUTOMATIC:
            reason = above(session, row.recipient, now, kind)
        values = {
            "state": str(State.HELD if reason else State.QUEUED),
            "hold_reason": reason,
            "created_at": now,
            "next_attempt_at": now,
        }
        if key is not None:
            values["notice_key"] = key
        try:
            with session.begin_nested():
                session.execute(
                    update(outbound_messages).where(_table.id == row.id).values(**values)
                )
        except IntegrityError:
            continue  # the notice of the day is there, by another way
        told = EventKind.LETTER_HELD if reason else EventKind.LETTER_RELEASED
        tell(session, told, row.id, row, now, actor)


def release_held(
    session: Session, outbound_id: int, now: datetime, actor: str, *, again: bool = False
) -> bool:
    """A person lets a held message go; False where it is not held.

    A disclosure in doubt may have gone already: it goes only where the person says `again`.
    """
    held = [_table.id == outbound_id, _table.state == str(State.HELD)]
    if not again:
        held.append(or_(_table.hold_reason.is_(None), _table.hold_reason != IN_DOUBT))
    row = session.execute(
        update(outbound_messages)
        .where(*held)
        .values(state=str(State.QUEUED), hold_reason=None, leased_until=None, next_attempt_at=now)
        .returning(_table.receipt_id, _table.kind)
    ).one_or_none()
    if row is None:
        return False
    tell(session, EventKind.LETTER_RELEASED, outbound_id, row, now, actor)
    return True


def release_all(session: Session, now: datetime, actor: str) -> list[int]:
    """A person lets everything go that is held, save disclosures in doubt; gives the numbers."""
    held = session.execute(
        select(_table.id).where(_table.state == str(State.HELD)).order_by(_table.id)
    ).scalars()
    return [one for one in held.all() if release_held(session, one, now, actor)]


def drop_held(session: Session, outbound_id: int, reason: str, now: datetime, actor: str) -> bool:
    """A person decides that a held message is never sent; False where it is not held.

    It stays in the outbox as dropped, so that no second letter is made for its message. `reason`
    is the person's own words: they stand in the event's detail, which can be erased.
    """
    row = session.execute(
        update(outbound_messages)
        .where(_table.id == outbound_id, _table.state == str(State.HELD))
        .values(state=str(State.DROPPED), leased_until=None)
        .returning(_table.receipt_id, _table.kind)
    ).one_or_none()
    if row is None:
        return False
    tell(session, EventKind.LETTER_DROPPED, outbound_id, row, now, actor, detail=reason)
    return True


def tell(
    session: Session,
    kind: EventKind,
    outbound_id: int,
    row: Any,
    now: datetime,
    actor: str,
    *,
    detail: str | None = None,
) -> None:
    """Note what became of a message; `row` has its receipt_id and kind."""
    append(
        session,
        kind,
        at=now,
        actor=actor,
        receipt_id=row.receipt_id,
        data={"outbound": outbound_id, "kind": str(row.kind)},
        detail=detail,
    )


def _add(
    session: Session, outbound: Outbound, state: State, now: datetime, actor: str
) -> int | None:
    if outbound.kind is not Kind.INTERNAL:
        _check_recipient(session, outbound)
    key = None if state is State.WITHHELD else outbound.notice_key
    if _there_already(session, outbound, key):
        return None
    reason = outbound.hold_reason
    if state is State.QUEUED and outbound.kind in AUTOMATIC:
        reason = above(session, outbound.recipient, now, outbound.kind)
        state = State.HELD if reason else state
    digest = blobs.put(session, "outbound", outbound.data, now)
    made = session.execute(
        insert(session, outbound_messages)
        .values(
            message_id=outbound.message_id,
            kind=str(outbound.kind),
            receipt_id=outbound.receipt_id,
            recipient=outbound.recipient,
            reverse_path=outbound.reverse_path,
            blob_digest=digest,
            notice_key=key,
            state=str(state),
            attempts=0,
            fence=0,
            next_attempt_at=now,
            hold_reason=reason,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(_table.id, _table.receipt_id, _table.kind)
    ).one_or_none()
    if made is None:
        return None
    if outbound.item_ids:
        rows = [{"outbound_id": made.id, "item_id": item} for item in outbound.item_ids]
        session.execute(plain_insert(outbound_items), rows)
    told = {
        State.HELD: EventKind.LETTER_HELD,
        State.WITHHELD: EventKind.LETTER_WITHHELD,
    }.get(state, EventKind.LETTER_QUEUED)
    tell(session, told, made.id, made, now, actor)
    return int(made.id)


def _check_recipient(session: Session, outbound: Outbound) -> None:
    """Refuse a letter to anybody but the proven author of its receipt; lock the receipt.

    Raises:
        UnprovenRecipientError: it is to somebody else, or answers no message.
    """
    row = session.execute(
        select(receipts.c.author, receipts.c.authenticated)
        .where(receipts.c.id == outbound.receipt_id)
        .with_for_update(key_share=True)
    ).one_or_none()
    if row is None or not row.authenticated or row.author != outbound.recipient:
        raise UnprovenRecipientError(
            f"a letter ({outbound.kind}) may go to the proven author of the message it answers "
            "only; this one names another, or no such message"
        )


def _there_already(session: Session, outbound: Outbound, key: str | None) -> bool:
    """Whether the message, its notice of the day, or an automatic letter like it is there."""
    same: ColumnElement[bool] = _table.message_id == outbound.message_id
    if key is not None:
        same = or_(same, _table.notice_key == key)
    if outbound.kind in AUTOMATIC:
        kinds = _table.kind.in_([str(one) for one in AUTOMATIC])
        same = or_(same, (_table.receipt_id == outbound.receipt_id) & kinds)
    return session.execute(select(_table.id).where(same).limit(1)).first() is not None
