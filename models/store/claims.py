"""Who walks which message: fenced leases, so that two workers can never settle one message.

A claim is one UPDATE ... RETURNING that raises `fence`; settle asks for the fence it was given.
A walk's deadline is shorter than its lease, yet it is the fence, not the clock, that is trusted.
A message whose walk was interrupted three times is walked last, and only while nothing else is.
What came by a direct hop is not given out before its evidence stands (models/store/evidence).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from models.mail import Arrival
from models.store.engine import fit, lock_name, on_postgresql, rows_changed
from models.store.evidence import awaits_evidence
from models.store.receipts import first_arrival
from models.tables.mail import receipts

#: Interrupted so often, a message is walked last and alone.
ALONE_AFTER = 3
#: Interrupted so often, a message is not walked again: the caller quarantines it.
POISON_AFTER = 10


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to walk one message until its lease ends.

    `attempts` counts walks that were begun and never ended, this one included (1 is the first);
    `deferrals` counts temporary errors so far. `arrival` is the one that is judged: the first.
    """

    receipt_id: int
    fence: int
    attempts: int
    deferrals: int
    worker: str
    digest: str
    transit_digest: str
    arrival: Arrival
    arrival_id: int


def claim(session: Session, worker: str, now: datetime, lease_seconds: float) -> Claim | None:
    """Claim the next message that is due, in order of arrival; None where there is none.

    A message that was interrupted `POISON_AFTER` times is given out too: the caller sees it by
    `attempts` and settles it as quarantine without walking it.

    Raises:
        LookupError: the bytes of the message are gone before it was settled.
    """
    healthy = _take(session, worker, now, lease_seconds, alone=False)
    row = healthy or _take(session, worker, now, lease_seconds, alone=True)
    if row is None:
        return None
    arrival_id, arrival = first_arrival(session, row.id)
    if arrival is None:
        raise LookupError(f"receipt {row.id}: its bytes are gone before it was settled")
    return Claim(
        row.id,
        row.fence,
        row.attempts,
        row.deferrals,
        worker,
        row.digest,
        row.transit_digest,
        arrival,
        arrival_id,
    )


def release(
    session: Session,
    held: Claim,
    now: datetime,
    retry_seconds: float,
    problem: str = "",
    *,
    counted: bool = True,
) -> bool:
    """Give a claim back after a temporary error; False where it was lost already.

    The walk ended in order, so it does not count as an interruption. `counted` is False where the
    message itself has no part in the error: then it may wait as long as that lasts.
    """
    done = session.execute(
        update(receipts)
        .where(_mine(held))
        .values(
            attempts=receipts.c.attempts - 1,
            deferrals=receipts.c.deferrals + int(counted),
            leased_until=None,
            leased_by=None,
            next_attempt_at=now + timedelta(seconds=retry_seconds),
            last_problem=fit(problem) or None,
        )
    )
    return rows_changed(done) == 1


def extend(session: Session, held: Claim, now: datetime, lease_seconds: float) -> bool:
    """Hold a claim for longer; False where it was lost."""
    done = session.execute(
        update(receipts)
        .where(_mine(held))
        .values(leased_until=now + timedelta(seconds=lease_seconds))
    )
    return rows_changed(done) == 1


def forget_leases(session: Session, worker: str) -> int:
    """End the leases that an earlier process of this name left; gives how many.

    For a worker's start: without it a killed walk would wait for its lease to run out. Should
    that process live after all, the fence keeps it from settling.
    """
    done = session.execute(
        update(receipts)
        .where(receipts.c.disposition.is_(None), receipts.c.leased_by == worker)
        .values(leased_until=None, leased_by=None)
    )
    return rows_changed(done)


def next_due(session: Session) -> datetime | None:
    """The earliest instant at which something may be claimed, perhaps past; None: nothing open."""
    table = receipts.c
    moment = func.coalesce(table.leased_until, table.next_attempt_at, table.recorded_at)
    query = (
        select(table.leased_until, table.next_attempt_at, table.recorded_at)
        .where(table.disposition.is_(None), ~awaits_evidence())
        .order_by(moment)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else row[0] or row[1] or row[2]


def _take(
    session: Session, worker: str, now: datetime, lease_seconds: float, *, alone: bool
) -> Any:
    """One UPDATE ... RETURNING: the whole claim."""
    table = receipts.c
    wanted = [_due(now), table.attempts >= ALONE_AFTER if alone else table.attempts < ALONE_AFTER]
    if alone:
        other = receipts.alias("other")
        busy = exists().where(other.c.disposition.is_(None), other.c.leased_until > now)
        wanted.append(~busy)
        lock_name(session, "walked alone")  # two workers must not both find nobody else
    chosen = select(table.id).where(*wanted).order_by(table.id).limit(1)
    if on_postgresql(session):
        chosen = chosen.with_for_update(skip_locked=True)
    return session.execute(
        update(receipts)
        .where(table.id == chosen.scalar_subquery())
        .values(
            fence=table.fence + 1,
            attempts=table.attempts + 1,
            leased_until=now + timedelta(seconds=lease_seconds),
            leased_by=worker,
        )
        .returning(
            table.id,
            table.fence,
            table.attempts,
            table.deferrals,
            table.digest,
            table.transit_digest,
        )
    ).one_or_none()


def _due(now: datetime) -> ColumnElement[bool]:
    table = receipts.c
    return and_(
        table.disposition.is_(None),
        or_(table.next_attempt_at.is_(None), table.next_attempt_at <= now),
        or_(table.leased_until.is_(None), table.leased_until <= now),
        ~awaits_evidence(),
    )


def _mine(held: Claim) -> ColumnElement[bool]:
    table = receipts.c
    return and_(table.id == held.receipt_id, table.fence == held.fence, table.disposition.is_(None))
