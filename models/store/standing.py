"""How much may be done for a message: the most capable of the ways by which it came counts.

One message may lie in a mailbox that is only observed and in one that is live. It is answered once:
by the walk where both were known in time, else by letting go what was withheld.

Mail that our relay took long before the mailbox was to be answered (somebody copied an old folder
into it) is recorded and becomes a case; its letter waits for a person and it stays where it lies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.cases import Disposition
from models.mail import Arrival, Mode, Origin
from models.reasons import BEFORE_ANSWER_FROM
from models.store.engine import lock_name
from models.store.events import EventKind, append
from models.store.letters import Kind
from models.store.posting import let_go
from models.tables.cases import cases, items
from models.tables.mail import arrivals, mailbox_states, receipts

#: Why a letter waits for a person.
HELD_IN_ASSIST = "assist: a letter of refusal waits for a person"
HELD_AFTER_RESTORE = "taken in again after a restore: it may have been answered before"
HELD_AS_OLD = "old mail: our relay took it long before it came here; look whether it was answered"

#: The receiving time may lie before `answer_from` by this much: mail that was under way.
UNDER_WAY = timedelta(hours=24)
#: A relay that hands mail over later than this was holding it for some other reason.
MOST_DELAYED = timedelta(days=30)
_RANK = {Mode.OBSERVE: 0, Mode.ASSIST: 1, Mode.LIVE: 2}
_DEALT_WITH = [str(one) for one in (Disposition.QUEUE, Disposition.REJECT, Disposition.REVIEW)]


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be done for a message. `old`: taken by our relay long before (see above)."""

    mode: Mode
    answer: bool
    hold_replies: bool
    old: bool = False

    @property
    def may_answer(self) -> bool:
        """Whether letters are made to be sent, if only after a person has seen them."""
        return self.answer and self.mode is not Mode.OBSERVE

    def hold_reason(self, kind: Kind) -> str | None:
        """Why a letter of this kind waits for a person; None where it may go."""
        if kind is Kind.INTERNAL:
            return None
        if self.hold_replies:
            return HELD_AFTER_RESTORE
        if self.old:
            return HELD_AS_OLD
        if self.mode is Mode.ASSIST and kind is not Kind.ACKNOWLEDGEMENT:
            return HELD_IN_ASSIST
        return None


def standing_of(session: Session, receipt_id: int, received_at: datetime) -> Standing:
    """The standing of a message, and a lock on it: what else arrives by then waits, or is seen.

    A direct hop counts only where the message came by no other way: whoever sends a copy of a
    message that our relay brought must not get it answered.

    Raises:
        LookupError: there is no such message.
    """
    session.execute(
        select(receipts.c.id).where(receipts.c.id == receipt_id).with_for_update(key_share=True)
    )
    table = arrivals.c
    rows = session.execute(
        select(arrivals).where(table.receipt_id == receipt_id).order_by(table.id)
    ).all()
    rows = [row for row in rows if not row.direct] or rows
    if not rows:
        raise LookupError(f"receipt {receipt_id}: there is no such message")
    best = max(rows, key=lambda row: (row.answer, _RANK[Mode(row.mode)], not row.hold_replies))
    held = any(row.hold_replies and row.answer for row in rows)
    found = Standing(Mode(best.mode), best.answer, hold_replies=held)
    return replace(found, old=_is_old(session, best, received_at))


def note_standing(session: Session, receipt_id: int, standing: Standing) -> None:
    """Write the standing down with the message: what comes later asks for it."""
    session.execute(
        update(receipts)
        .where(receipts.c.id == receipt_id)
        .values(
            mode=str(standing.mode),
            answer=standing.answer,
            hold_replies=standing.hold_replies,
        )
    )


def promote(session: Session, receipt_id: int, arrival: Arrival, now: datetime) -> None:
    """A settled message came again, to a place that may do more for it than those before.

    Mail that was only too old for another mailbox is opened for the walk; what was withheld in
    observe mode is let go, unless a copy of the message was answered. Mail that the same mailbox
    shows again (a new UIDVALIDITY) changes nothing. Call it after the arrival is written.
    """
    if not arrival.answer:
        return
    row = session.execute(select(receipts).where(receipts.c.id == receipt_id)).one()
    known = set(
        session.execute(
            select(arrivals.c.mailbox)
            .where(arrivals.c.receipt_id == receipt_id)
            .where(arrivals.c.answer.is_(row.answer), arrivals.c.mode == row.mode)
        ).scalars()
    )
    if arrival.mailbox in known or row.disposition is None:
        return
    if row.reasons == [BEFORE_ANSWER_FROM]:
        _open_again(session, receipt_id, arrival, now)
        return
    before = Standing(Mode(row.mode), row.answer, row.hold_replies)
    if before.may_answer or arrival.mode is Mode.OBSERVE:
        return
    lock_name(session, f"transit:{row.transit_digest}")
    if _answered_copy(session, row):
        return
    standing = standing_of(session, receipt_id, row.received_at or arrival.arrived_at)
    note_standing(session, receipt_id, standing)
    mine = select(items.c.id).where(items.c.receipt_id == receipt_id)
    session.execute(update(cases).where(cases.c.item_id.in_(mine)).values(mode=str(standing.mode)))
    let_go(session, receipt_id, standing.hold_reason, now, "intake")


def _open_again(session: Session, receipt_id: int, arrival: Arrival, now: datetime) -> None:
    session.execute(
        update(receipts)
        .where(receipts.c.id == receipt_id)
        .values(
            disposition=None,
            reasons=None,
            settled_at=None,
            received_at=None,
            mode=str(arrival.mode),
            answer=True,
            hold_replies=arrival.hold_replies,
        )
    )
    append(session, EventKind.REOPENED, at=now, actor="intake", receipt_id=receipt_id, data={})


def _answered_copy(session: Session, row: Any) -> bool:
    """Whether the same mail, come by another way, is one that was or will be answered."""
    table = receipts.c
    query = select(table.id).where(
        table.transit_digest == row.transit_digest,
        table.author == row.author,
        table.id != row.id,
        table.disposition.in_(_DEALT_WITH),
        table.answer.is_(True),
        table.mode != str(Mode.OBSERVE),
    )
    return session.execute(query.limit(1)).first() is not None


def _is_old(session: Session, row: Any, received_at: datetime) -> bool:
    if row.origin in (Origin.SMTP, Origin.LMTP):
        return bool(received_at < row.arrived_at - MOST_DELAYED)
    if row.origin != Origin.IMAP:
        return False
    since = session.execute(
        select(func.min(mailbox_states.c.answer_from)).where(
            mailbox_states.c.mailbox == row.mailbox
        )
    ).scalar_one_or_none()
    return since is not None and received_at < since - UNDER_WAY
