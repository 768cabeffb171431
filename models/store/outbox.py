"""What goes out: rendered messages, sent under a Message-ID that was fixed before the first try.

SMTP cannot give exactly once. A message whose sender died after `mark_sending` is in doubt: a
notice goes again under the same Message-ID, a disclosure waits for a person. What may be put in the
outbox, and what a person does with what waits, is models/store/posting, given here too.

STANDARDS: RFC 5321 (replies), RFC 3463 (codes), RFC 5322 section 3.6.4 (Message-ID).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, text, update
from sqlalchemy.orm import Session

from models.store import blobs
from models.store.engine import fit, on_postgresql, rows_changed
from models.store.events import EventKind
from models.store.letters import (
    Kind,
    Outbound,
    OutboundRow,
    State,
    StoredLetter,
    count_recent,
    find_outbound,
    forget_leases,
    list_outbound,
    next_due,
    notice_key,
    references_of,
)
from models.store.posting import (
    IN_DOUBT,
    UnprovenRecipientError,
    drop_held,
    enqueue,
    release_held,
    tell,
    withhold,
)
from models.tables.outbound import WAITING, outbound_messages

__all__ = [
    "IN_DOUBT",
    "Kind",
    "Outbound",
    "OutboundRow",
    "State",
    "StoredLetter",
    "UnprovenRecipientError",
    "claim_due",
    "count_recent",
    "drop_held",
    "enqueue",
    "find_outbound",
    "forget_leases",
    "list_outbound",
    "mark_failed",
    "mark_retry",
    "mark_sending",
    "mark_sent",
    "next_due",
    "notice_key",
    "references_of",
    "release_held",
    "withhold",
]

_table = outbound_messages.c
_waiting = text(WAITING)


def claim_due(
    session: Session, now: datetime, lease_seconds: float, owner: str | None = None
) -> OutboundRow | None:
    """Claim the message that has been due longest; None where none is due.

    `owner` names the process, for `forget_leases`. Disclosures in doubt are never given out: they are held for a person.
    """
    _hold_disclosures_in_doubt(session, now)
    chosen = (
        select(_table.id)
        .where(
            _waiting,
            _table.next_attempt_at <= now,
            or_(_table.leased_until.is_(None), _table.leased_until <= now),
        )
        .order_by(_table.next_attempt_at, _table.id)
        .limit(1)
    )
    if on_postgresql(session):
        chosen = chosen.with_for_update(skip_locked=True)
    row = session.execute(
        update(outbound_messages)
        .where(_table.id == chosen.scalar_subquery())
        .values(
            fence=_table.fence + 1,
            attempts=_table.attempts + 1,
            leased_until=now + timedelta(seconds=lease_seconds),
            leased_by=owner,
        )
        .returning(outbound_messages)
    ).one_or_none()
    if row is None:
        return None
    return OutboundRow(
        row.id,
        row.message_id,
        Kind(row.kind),
        row.recipient,
        row.reverse_path,
        blobs.get(session, row.blob_digest) or b"",
        row.attempts,
        row.fence,
        row.state == State.SENDING,
        row.created_at,
        row.receipt_id,
    )


def mark_sending(session: Session, row: OutboundRow, now: datetime) -> bool:
    """Say that DATA is about to be sent: commit it first. False: the lease was lost, send nothing.

    From here until `mark_sent` is committed the message is in doubt.
    """
    done = session.execute(
        update(outbound_messages)
        .where(_mine(row), or_(_table.leased_until > now))
        .values(state=str(State.SENDING))
    )
    return rows_changed(done) == 1


def mark_sent(session: Session, row: OutboundRow, now: datetime, code: str = "") -> bool:
    """The relay took it, or it lies in the Maildir. False where the lease was lost meanwhile."""
    values = {"state": str(State.SENT), "sent_at": now, "last_problem": None}
    return _close(session, row, now, values, code, EventKind.LETTER_SENT)


def mark_failed(session: Session, row: OutboundRow, now: datetime, code: str, problem: str) -> bool:
    """The other side refused for good (5xx): nobody tries again, a person is told."""
    values = {"state": str(State.FAILED), "last_problem": fit(problem)}
    return _close(session, row, now, values, code, EventKind.LETTER_FAILED)


def mark_retry(
    session: Session,
    row: OutboundRow,
    now: datetime,
    retry_seconds: float,
    code: str,
    problem: str,
) -> bool:
    """It certainly did not go this time (4xx, no connection); due again after `retry_seconds`."""
    done = session.execute(
        update(outbound_messages)
        .where(_mine(row))
        .values(
            state=str(State.RETRY),
            leased_until=None,
            next_attempt_at=now + timedelta(seconds=retry_seconds),
            last_code=fit(code) or None,
            last_problem=fit(problem),
        )
    )
    return rows_changed(done) == 1


def _hold_disclosures_in_doubt(session: Session, now: datetime) -> None:
    held = session.execute(
        update(outbound_messages)
        .where(
            _table.state == str(State.SENDING),
            _table.kind == str(Kind.DISCLOSURE),
            _table.leased_until <= now,
        )
        .values(state=str(State.HELD), hold_reason=IN_DOUBT)
        .returning(_table.id, _table.receipt_id, _table.kind)
    ).all()
    for row in held:
        tell(session, EventKind.LETTER_HELD, row.id, row, now, "outbox")


def _close(
    session: Session,
    row: OutboundRow,
    now: datetime,
    values: dict[str, Any],
    code: str,
    kind: EventKind,
) -> bool:
    done = session.execute(
        update(outbound_messages)
        .where(_mine(row))
        .values(leased_until=None, last_code=fit(code) or None, **values)
    )
    if rows_changed(done) != 1:
        return False
    tell(session, kind, row.id, row, now, "outbox")
    return True


def _mine(row: OutboundRow) -> ColumnElement[bool]:
    return and_(
        _table.id == row.id,
        _table.fence == row.fence,
        _waiting,
    )
