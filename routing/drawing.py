"""Draws the pages of one part, while no message waits: a worker's work between walks.

A drawing that is under way when a message arrives is given up and done again later: so an officer
may wait for a picture, and nobody for a reply. What was killed is done again when its lease runs
out. What fails by time or by death is tried three times; what cannot be drawn at all, once.

SECURITY: the part is opened in the workshop (parsers/workshop.py), which guards it again; of what
    comes back only plain PNGs are kept. A fault is logged by its type and place alone.
ERRORS: StoreError, where the store itself cannot be used, is left to the caller.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from models.documents import Unread, Unreadable
from models.pages import Drawn, Mark
from models.store.claims import next_due
from models.store.connection import Store, StoreBusyError, StoreError
from models.store.drawings import (
    LostDrawingError,
    Work,
    claim_drawing,
    drawing_is_due,
    fail_drawing,
    keep_drawn,
)
from models.store.jobs import give_back_job
from routing.judge import JudgeContext
from routing.showing import marks_on
from routing.walk import place_of

#: So often a drawing may end by time or by death before it is given up.
MAX_TRIES: Final = 3
#: How soon one is tried again: after a fault, and after a message took its place.
_RETRY_SECONDS, _AGAIN_SECONDS = 60.0, 1.0
#: How much longer than the workshop may take a claim is held.
_SPARE_SECONDS: Final = 60.0
#: Ends that another try may not have.
_MAY_PASS: Final = frozenset({Unread.TIMEOUT, Unread.CRASHED})
_ERASED: Final = Unreadable(Unread.EMPTY, "its content was erased")
_INTERRUPTED: Final = Unreadable(Unread.CRASHED, "drawing it was interrupted too often")

log = structlog.get_logger()


def draw_next(
    store: Store,
    context: JudgeContext,
    worker: str,
    now: datetime,
    stopping: Callable[[], bool],
) -> bool:
    """Draw the next part that is to be shown; False where none was due, or a message waits.

    Args:
        store: the database.
        context: what judging needs; its reader is this worker's own.
        worker: this worker's name.
        now: aware UTC.
        stopping: whether the worker is to end.

    Raises:
        StoreError: the store cannot be used; the drawing is done when it can be.
    """
    began = time.monotonic()

    def wanted_elsewhere() -> bool:
        try:
            return stopping() or _a_message_waits(store, _later(now, began))
        except StoreError:
            return True  # whoever asks the store next tells

    with store.read() as session:
        if not drawing_is_due(session, now):
            return False
    if wanted_elsewhere():
        return False
    lease = context.settings.sandbox.workshop_seconds + _SPARE_SECONDS
    try:
        with store.write() as session:
            work = claim_drawing(session, now, lease)
    except StoreBusyError:
        return False
    if work is None:
        return False
    try:
        made = _made(work, context, wanted_elsewhere)
    except Exception as fault:  # whatever goes wrong with one part must not end the worker
        made = _told(work, fault)
    now = _later(now, began)
    if isinstance(made, Unreadable):
        _put_off(store, work, made, worker, now)
    elif made is None:
        with store.write() as session:
            give_back_job(session, work.job, now, _AGAIN_SECONDS, counted=False)
    elif _kept(store, work, made, worker, now):
        seconds = round(time.monotonic() - began, 3)
        count = len(made.drawn.pages)
        log.info("pages drawn", receipt_id=work.receipt_id, count=count, seconds=seconds)
    return True


@dataclass(frozen=True, slots=True)
class _Made:
    """The pages of a part, and the marks of each item on them."""

    drawn: Drawn
    marks: dict[int, tuple[Mark, ...]]


def _made(
    work: Work, context: JudgeContext, stopping: Callable[[], bool]
) -> _Made | Unreadable | None:
    """The pages; why there are none; or None where the worker is wanted elsewhere."""
    if work.raw is None:
        return _ERASED
    if work.job.attempts > MAX_TRIES:
        return _INTERRUPTED
    seconds = context.settings.sandbox.workshop_seconds
    part, seen = work.wanted.part, work.wanted.seen
    drawn = context.reader.pictures(work.raw, part, seconds, seen=seen, stopping=stopping)
    if drawn is None or isinstance(drawn, Unreadable):
        return drawn
    known = {one.id: one for one in context.agreements}
    marks = {
        form.item_id: marks_on(drawn, form.values, known.get(form.agreement or ""))
        for form in work.forms
    }
    return _Made(drawn, marks)


def _told(work: Work, fault: Exception) -> Unreadable:
    """A fault of ours, logged, as the reason why there are no pages."""
    kind = type(fault).__name__
    log.error(
        "a fault of ours: pages not drawn",
        receipt_id=work.receipt_id,
        problem_type=kind,
        where=place_of(fault),
    )
    return Unreadable(Unread.CRASHED, f"a fault of ours: {kind}")


def _kept(store: Store, work: Work, made: _Made, worker: str, now: datetime) -> bool:
    try:
        with store.write() as session:
            keep_drawn(session, work, made.drawn, made.marks, now, worker)
    except LostDrawingError:
        return False
    return True


def _put_off(store: Store, work: Work, problem: Unreadable, worker: str, now: datetime) -> None:
    """Have a drawing tried again, or give it up for good."""
    again = problem.reason in _MAY_PASS and work.job.attempts < MAX_TRIES
    log.warning(
        "pages not drawn",
        receipt_id=work.receipt_id,
        reason=str(problem.reason),
        attempts=work.job.attempts,
        retry_seconds=_RETRY_SECONDS if again else None,
    )
    with store.write() as session:
        if again:
            give_back_job(session, work.job, now, _RETRY_SECONDS * work.job.attempts)
        else:
            fail_drawing(session, work, problem, now, worker)


def _a_message_waits(store: Store, now: datetime) -> bool:
    with store.read() as session:
        due = next_due(session)
    return due is not None and due <= now


def _later(now: datetime, began: float) -> datetime:
    """The instant by now: `now` and what has passed on the monotonic clock since."""
    return now.astimezone(UTC) + timedelta(seconds=time.monotonic() - began)
