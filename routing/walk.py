"""The only loop: claim a message, judge it, settle it.

`advance` takes one message one step: from waiting to settled. Embedded it is called by a short
sweep, larger installations call it from a job queue; the fenced claim is the truth either way.

What can go wrong, and what becomes of the message:

    the process dies     the lease runs out, the message is claimed again; after ten deaths it is
                         put in quarantine unread, and people are told
    a fault of ours      the message is given back and tried again, ever more rarely; after twenty
                         times it is put in quarantine, and people are told
    no virus scan        the message waits until the scanner is back; where the scanner answers,
                         but twenty times not on this message, it is put in quarantine unread.
                         Either way people are told
    the store is busy    nothing was written; the lease runs out and it is claimed again
    another worker       has taken it over: what we found is thrown away

SECURITY: a fault is logged by its type and place alone; its message may quote the mail.
ERRORS: StoreError, where the store itself cannot be used, is left to the caller.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from models.auth import AuthVerdict, Evidence, SenderVerdict
from models.cases import Disposition, Outcome, ReplyPlan
from models.reasons import NOT_SCANNED, POISON
from models.scan import Scan, ScannerUnavailableError, ScanVerdict
from models.store.claims import POISON_AFTER, Claim, claim, release
from models.store.connection import Store, StoreBusyError
from routing.judge import JudgeContext, judge
from routing.scanning import is_unscanned
from routing.settle import settle
from routing.unscanned import tell_of_scanner, why_no_answer, why_unscanned

#: A fault of ours on one message is tried again so often before people must look.
MAX_DEFERRALS = 20
MAX_RETRY_SECONDS = 600.0
#: How soon a message is tried again while the scanner is away.
SCANNER_RETRY_SECONDS = 30.0

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
        context = context.at(held.arrival)  # its agreements, for the letter and the case as well
        try:
            outcome = judge(held.arrival, context, deadline=began + limits.walk_seconds)
        except ScannerUnavailableError as problem:
            tell_of_scanner(store, context, _later(now, began), why_no_answer(str(problem)))
            if not problem.answering or held.deferrals + 1 < MAX_DEFERRALS:
                _wait_for_scanner(store, held, problem, _later(now, began))
                return True
            outcome = _unscanned(held)
        except Exception as fault:
            _give_back(store, held, fault, _later(now, began))
            return True
    context.note("decided")
    if is_unscanned(outcome):
        tell_of_scanner(store, context, _later(now, began), why_unscanned(outcome.scan))
    try:
        settled = settle(store, held, outcome, context, _later(now, began))
    except StoreBusyError:
        return True  # the lease runs out and it is claimed again
    except Exception as fault:
        _give_back(store, held, fault, _later(now, began))
        return True
    context.note("settled")
    known = settled or outcome  # what the store holds, which may say more than was judged
    log.info(
        "settled" if settled else "taken over by another worker",
        receipt_id=held.receipt_id,
        disposition=str(known.disposition),
        reasons=list(known.reasons),
        attempts=held.attempts,
        seconds=round(time.monotonic() - began, 3),
    )
    return True


def poisoned(held: Claim, reason: str = POISON) -> Outcome:
    """The outcome of a message that could not be walked: quarantine, and people are told."""
    arrival = held.arrival
    return Outcome(
        digest=held.digest,
        received_at=arrival.internal_date or arrival.arrived_at,
        auth=AuthVerdict(SenderVerdict.REFUSED, reason, detail="not looked at"),
        evidence=Evidence(),
        disposition=Disposition.QUARANTINE,
        reasons=(reason,),
        items=(),
        reply=ReplyPlan(suppressed=reason),
        notify=(reason,),
    )


def _unscanned(held: Claim) -> Outcome:
    """The outcome of a message that the scanner gave no answer on, however often asked."""
    log.error("a message was put in quarantine unscanned", receipt_id=held.receipt_id)
    return replace(poisoned(held, NOT_SCANNED), scan=Scan(ScanVerdict.NOT_SCANNED))


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


def _wait_for_scanner(
    store: Store, held: Claim, problem: ScannerUnavailableError, now: datetime
) -> None:
    """Give the message back. It is no fault of ours; while the scanner is away nothing counts."""
    retry_seconds = SCANNER_RETRY_SECONDS
    if problem.answering:
        retry_seconds = min(2.0 ** (held.deferrals + 1), MAX_RETRY_SECONDS)
    log.warning(
        "not scanned: the message waits",
        receipt_id=held.receipt_id,
        reason=NOT_SCANNED,
        retry_seconds=retry_seconds,
    )
    with store.write() as session:
        release(session, held, now, retry_seconds, NOT_SCANNED, counted=problem.answering)


def _later(now: datetime, began: float) -> datetime:
    """The instant by now: `now` and what has passed on the monotonic clock since."""
    return now.astimezone(UTC) + timedelta(seconds=time.monotonic() - began)
