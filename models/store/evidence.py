"""What is looked up of a direct hop, and the mail that waits for it.

A message that came by a direct hop alone is not walked until SPF, DKIM and DMARC have been looked
up for its first arrival: `evidence_due` stands there from intake until `write_evidence`. The same
transaction writes the one and clears the other, so a kill leaves either the debt or the evidence.

The same bytes may come by our relay (or lie in a mailbox) and by a direct hop:

    a way that is not direct is the one that is judged, whichever came first (`first_arrival`)
    a message that has such a way waits for no lookup
    what came directly never lets a message do more than its other ways allow (models/store/standing)
    was it judged by the direct hop, and not believed, it is judged again when it comes by a relay

STANDARDS: RFC 5321 section 4.2.5 (we hold the message since the 250: nothing here may lose it).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, not_, select, update
from sqlalchemy.orm import Session

from models.auth import Evidence
from models.cases import Disposition
from models.mail import Arrival
from models.reasons import NULL_REVERSE_PATH, POISON
from models.store.engine import rows_changed
from models.store.events import EventKind, append
from models.store.receipts import arrival_from
from models.tables.mail import arrivals, blobs, part_outcomes, receipts


@dataclass(frozen=True, slots=True)
class Due:
    """An arrival whose evidence is to be looked up; `attempts` counts the tries that failed."""

    arrival_id: int
    receipt_id: int
    attempts: int
    arrival: Arrival


def due_at(arrival: Arrival, now: datetime, *, new: bool) -> datetime | None:
    """When the evidence of a new arrival is to be looked up; None where none is needed.

    `new`: it is the first way by which its message came. Only that one is judged.
    """
    return now if new and arrival.direct and arrival.evidence is None else None


def take_due(session: Session, now: datetime, limit: int, but: Collection[int] = ()) -> list[Due]:
    """Up to `limit` arrivals that are due, save those with the ids `but`.

    First tries go before repeated ones, so that a domain whose servers are silent holds up nobody
    else; else the oldest debt first.
    """
    table = arrivals.c
    rows = session.execute(
        select(arrivals, blobs.c.data)
        .join(receipts, receipts.c.id == table.receipt_id)
        .join(blobs, blobs.c.digest == receipts.c.digest)
        .where(table.evidence_due <= now, table.id.not_in(list(but)), blobs.c.data.is_not(None))
        .order_by(table.evidence_attempts, table.evidence_due, table.id)
        .limit(limit)
    )
    return [
        Due(row.id, row.receipt_id, row.evidence_attempts, arrival_from(row, row.data))
        for row in rows
    ]


def write_evidence(session: Session, arrival_id: int, evidence: Evidence) -> bool:
    """Write what was found and let the message be walked; False where it was written already."""
    done = session.execute(
        update(arrivals)
        .where(arrivals.c.id == arrival_id, arrivals.c.evidence_due.is_not(None))
        .values(evidence=asdict(evidence), evidence_due=None)
    )
    return rows_changed(done) == 1


def postpone_evidence(session: Session, arrival_id: int, until: datetime) -> bool:
    """Count a try that gave no answer; the next is due at `until`. False: it is owed no more."""
    done = session.execute(
        update(arrivals)
        .where(arrivals.c.id == arrival_id, arrivals.c.evidence_due.is_not(None))
        .values(evidence_attempts=arrivals.c.evidence_attempts + 1, evidence_due=until)
    )
    return rows_changed(done) == 1


def awaits_evidence() -> ColumnElement[bool]:
    """Of a receipt: it must not be walked yet. It has come directly only, and nothing is known."""
    way = arrivals.alias("way")
    mine = way.c.receipt_id == receipts.c.id
    return and_(
        exists().where(mine, way.c.evidence_due.is_not(None)),
        not_(exists().where(mine, way.c.direct.is_(False))),
    )


def judge_again(session: Session, receipt_id: int, first_id: int, now: datetime) -> bool:
    """A known message has come by another way: if only a direct hop spoke for it, judge it anew.

    `first_id` is the first arrival of those that are being recorded; the caller holds the lock on
    the message. A walk that is under way is overtaken (its fence is passed). Of what is settled,
    opened is what was put in quarantine or refused for want of proof, or ignored for an empty
    reverse-path (which the direct peer wrote); not what a scanner condemned, nor what no walk
    survived: no proof changes that. Gives whether the message is to be walked now.
    """
    row = session.execute(
        select(receipts, blobs.c.data.is_not(None).label("readable"))
        .join(blobs, blobs.c.digest == receipts.c.digest)
        .where(receipts.c.id == receipt_id)
    ).one()
    other_way = exists().where(
        arrivals.c.receipt_id == receipt_id,
        arrivals.c.id < first_id,
        arrivals.c.direct.is_(False),
    )
    if not _open_to_proof(row) or session.execute(select(other_way)).scalar_one():
        return False
    fresh = {"leased_until": None, "leased_by": None, "attempts": 0, "deferrals": 0}
    unsettled = dict.fromkeys(("disposition", "reasons", "settled_at", "received_at", "target"))
    session.execute(
        update(receipts)
        .where(receipts.c.id == receipt_id)
        .values(fence=receipts.c.fence + 1, next_attempt_at=None, **fresh, **unsettled)
    )
    if row.disposition is not None:
        session.execute(delete(part_outcomes).where(part_outcomes.c.receipt_id == receipt_id))
        append(session, EventKind.REOPENED, at=now, actor="intake", receipt_id=receipt_id, data={})
    return True


def _open_to_proof(row: Any) -> bool:
    """Whether another way by which it came could change what becomes of this message."""
    if row.disposition is None:
        return True
    if not row.readable:  # erased meanwhile
        return False
    if row.disposition in (Disposition.QUARANTINE, Disposition.REFUSE):
        return bool(row.reasons == [row.auth_reason] and row.auth_reason != POISON)
    return bool(row.reasons == [NULL_REVERSE_PATH])
