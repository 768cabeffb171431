"""The only loop: claim a message, judge it, settle it.

`advance` takes one message one step: from waiting to settled. Embedded it is called by a short
sweep, larger installations call it from a job queue; the fenced claim is the truth either way.

What can go wrong, and what becomes of the message:

    the process dies     the lease runs out, the message is claimed again; after ten deaths it is
                         put in quarantine unread, and people are told
    a fault of ours      the message is given back and tried again, ever more rarely; after twenty
                         times it is put in quarantine, and people are told
    the store is busy    nothing was written; the lease runs out and it is claimed again
    another worker       has taken it over: what we found is thrown away

SECURITY: a fault is logged by its type and place alone; its message may quote the mail.
ERRORS: StoreError, where the store itself cannot be used, is left to the caller.
"""

from __future__ import annotations

import time
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from models.auth import AuthVerdict, Evidence, SenderVerdict
from models.cases import Disposition, Outcome, ReplyPlan
from models.reasons import POISON
from models.store.claims import POISON_AFTER, Claim, claim, release
from models.store.connection import Store, StoreBusyError
from routing.judge import JudgeContext, judge
from routing.settle import settle

#: A fault of ours on one message is tried again so often before people must look.
MAX_DEFERRALS = 20
MAX_RETRY_SECONDS = 600.0

log = structlog.get_logger()


def advance(store: Store, context: JudgeContext, worker: str, now: datetime) -> bool:
    """Take the next waiting message one step; False where none was waiting.

    Args:
        store: the database.
        context: what judging needs; its reader is this worker's own.
        worker: a name for this worker, unique among those that run.
        now: aware UTC.

    Raises:
        StoreError: the store cannot be used; the message is safe and will be claimed again.
    """
    began = time.monotonic()
    limits = context.settings.worker
    try:
        with store.write() as session:
            held = claim(session, worker, now, limits.lease_seconds)
    except StoreBusyError:
        return False
    if held is None:
        return False
    context.note("claimed")
    if held.attempts >= POISON_AFTER or held.deferrals >= MAX_DEFERRALS:
        outcome = poisoned(held)
        log.error("a message was put in quarantine unread", receipt_id=held.receipt_id)
    else:
        try:
            outcome = judge(held.arrival, context, deadline=began + limits.walk_seconds)
        except Exception as fault:
            _give_back(store, held, fault, _later(now, began))
            return True
    context.note("decided")
    try:
        settled = settle(store, held, outcome, context, _later(now, began))
    except StoreBusyError:
        return True  # the lease runs out and it is claimed again
    except Exception as fault:
        _give_back(store, held, fault, _later(now, began))
        return True
    context.note("settled")
    log.info(
        "settled" if settled else "taken over by another worker",
        receipt_id=held.receipt_id,
        disposition=str(outcome.disposition),
        reasons=list(outcome.reasons),
        attempts=held.attempts,
        seconds=round(time.monotonic() - began, 3),
    )
    return True


def poisoned(held: Claim) -> Outcome:
    """The outcome of a message that could not be walked: quarantine, and people are told."""
    arrival = held.arrival
    return Outcome(
        digest=held.digest,
        received_at=arrival.internal_date or arrival.arrived_at,
        auth=AuthVerdict(SenderVerdict.REFUSED, POISON, detail="not looked at"),
        evidence=Evidence(),
        disposition=Disposition.QUARANTINE,
        reasons=(POISON,),
        items=(),
        reply=ReplyPlan(suppressed=POISON),
        notify=(POISON,),
    )


def place_of(fault: BaseException) -> str:
    """Where an exception arose, as "module:line" from the outside in, without its message."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    return " ".join(f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames)


def _give_back(store: Store, held: Claim, fault: BaseException, now: datetime) -> None:
    retry_seconds = min(2.0 ** (held.deferrals + 1), MAX_RETRY_SECONDS)
    where = place_of(fault)
    log.error(
        "a fault of ours: the message will be tried again",
        receipt_id=held.receipt_id,
        problem_type=type(fault).__name__,
        where=where,
        attempts=held.attempts,
        retry_seconds=retry_seconds,
    )
    with store.write() as session:
        release(session, held, now, retry_seconds, f"{type(fault).__name__} at {where}")


def _later(now: datetime, began: float) -> datetime:
    """The instant by now: `now` and what has passed on the monotonic clock since."""
    return now.astimezone(UTC) + timedelta(seconds=time.monotonic() - began)
