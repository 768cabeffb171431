"""How much waits, and since when: for doctor, metrics and the pages. Every count is bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, TextClause, func, select, text
from sqlalchemy.orm import Session

from models.store.claims import ALONE_AFTER
from models.tables.mail import MOVE_FAILED, MOVE_QUEUED, mailbox_actions, receipts
from models.tables.outbound import WAITING, outbound_messages


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits. Counts go up to the limit asked for; `interrupted` is within `unsettled`."""

    unsettled: int
    oldest_unsettled_at: datetime | None
    interrupted: int
    outbox_waiting: int
    outbox_failed: int
    outbox_held: int
    moves_waiting: int
    moves_failed: int


def backlog(session: Session, now: datetime, limit: int = 1000) -> Backlog:
    """Count what waits, each up to `limit`; of the outbox and the moves, what is due by `now`."""

    def count(table: Table, *where: ColumnElement[bool] | TextClause) -> int:
        bounded = select(table.c.id).where(*where).limit(limit).subquery()
        return session.execute(select(func.count()).select_from(bounded)).scalar_one()

    unsettled = receipts.c.disposition.is_(None)
    state, moves = outbound_messages.c.state, mailbox_actions.c
    return Backlog(
        unsettled=count(receipts, unsettled),
        oldest_unsettled_at=session.execute(
            select(receipts.c.recorded_at).where(unsettled).order_by(receipts.c.id).limit(1)
        ).scalar_one_or_none(),
        interrupted=count(receipts, unsettled, receipts.c.attempts >= ALONE_AFTER),
        outbox_waiting=count(
            outbound_messages,
            text(WAITING),
            outbound_messages.c.next_attempt_at <= now,
        ),
        outbox_failed=count(outbound_messages, state == "failed"),
        outbox_held=count(outbound_messages, state == "held"),
        moves_waiting=count(mailbox_actions, text(MOVE_QUEUED), moves.next_attempt_at <= now),
        moves_failed=count(mailbox_actions, text(MOVE_FAILED)),
    )
