"""Pages to be drawn: asked for when a message is settled, claimed by a worker, kept or given up.

A drawing is one part of one message, and its work a job (models/store/jobs): fenced, so that it is
kept once, and leased, so that what a killed worker left is done again by the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.documents import Unreadable
from models.pages import Drawn, Mark, PlacedValue, Wanted, placed_values
from models.store import blobs
from models.store.data_subjects import people_of, place_of
from models.store.engine import lock_name
from models.store.jobs import Job, claim_job, enqueue_job, finish_job, is_due
from models.tables.cases import items, readings
from models.tables.mail import receipts
from models.tables.pages import drawings, page_marks, page_pictures

#: The kind of job that draws the pages of one part.
DRAW = "draw_pages"
#: Held while pictures are kept or erased: one blob may be the picture of several pages.
PICTURES = "page pictures"


class LostDrawingError(Exception):
    """The pictures are not wanted any more: roll back and go on."""


@dataclass(frozen=True, slots=True)
class FormOnPages:
    """A form that was read from the part, and what is to be marked of it."""

    item_id: int
    agreement: str | None
    values: tuple[PlacedValue, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A claimed drawing. `raw` is the whole message; None once its content was erased."""

    job: Job
    drawing_id: int
    receipt_id: int
    wanted: Wanted
    raw: bytes | None
    forms: tuple[FormOnPages, ...]


def want_drawings(
    session: Session, receipt_id: int, wanted: Sequence[Wanted], now: datetime, actor: str
) -> None:
    """Ask for the pages of these parts of a message, each once. In the settling transaction."""
    for position, one in enumerate(wanted):
        job_id = enqueue_job(session, DRAW, {"receipt": receipt_id}, now, actor)
        row = {
            "receipt_id": receipt_id,
            "position": position,
            "part": one.part,
            "seen": one.seen,
            "job_id": job_id,
        }
        session.execute(insert(drawings).values(row))


def drawing_is_due(session: Session, now: datetime) -> bool:
    """Whether there is a drawing to be claimed: a look that writes nothing."""
    return is_due(session, [DRAW], now)


def claim_drawing(session: Session, now: datetime, lease_seconds: float) -> Work | None:
    """Claim the oldest drawing that is due; None where there is none."""
    job = claim_job(session, [DRAW], now, lease_seconds)
    if job is None:
        return None
    row = session.execute(
        select(drawings, receipts.c.digest)
        .join(receipts, receipts.c.id == drawings.c.receipt_id)
        .where(drawings.c.job_id == job.id)
    ).one()
    raw = None if row.erased_at else blobs.get(session, row.digest)
    return Work(
        job,
        row.id,
        row.receipt_id,
        Wanted(row.part, row.seen),
        raw,
        _forms(session, row.receipt_id, row.part),
    )


def keep_drawn(
    session: Session,
    work: Work,
    drawn: Drawn,
    marks: Mapping[int, Sequence[Mark]],
    now: datetime,
    actor: str,
) -> None:
    """Keep the pictures of a claimed drawing, and the marks of each item on them.

    Raises:
        LostDrawingError: another worker has it, or its content was erased meanwhile.
    """
    lock_name(session, PICTURES)
    erased_at = session.execute(
        select(drawings.c.erased_at).where(drawings.c.id == work.drawing_id).with_for_update()
    ).scalar_one()
    result = {"pages": len(drawn.pages), "count": drawn.count}
    if erased_at is not None or not finish_job(session, work.job, now, result, actor=actor):
        raise LostDrawingError
    pictures = [
        {
            "drawing_id": work.drawing_id,
            "page": number,
            "width_px": page.pixels[0],
            "height_px": page.pixels[1],
            "width": page.size[0],
            "height": page.size[1],
            "blob_digest": blobs.put(session, "page", page.picture, now),
        }
        for number, page in enumerate(drawn.pages, 1)
    ]
    session.execute(insert(page_pictures), pictures)
    rows = [
        {"item_id": item_id, "key": mark.key, "page": mark.page, "box": list(mark.box)}
        for item_id, found in marks.items()
        for mark in found
    ]
    if rows:
        session.execute(insert(page_marks), rows)


def fail_drawing(
    session: Session, work: Work, problem: Unreadable, now: datetime, actor: str
) -> bool:
    """Write down that the pages cannot be drawn, and why; False where another worker has it."""
    result = {"reason": str(problem.reason), "detail": problem.detail}
    return finish_job(session, work.job, now, result, ok=False, actor=actor)


def _forms(session: Session, receipt_id: int, part: str) -> tuple[FormOnPages, ...]:
    """What was read from a part and is not erased."""
    query = (
        select(items.c.id, items.c.agreement)
        .where(items.c.receipt_id == receipt_id, items.c.part == part)
        .order_by(items.c.id)
    )
    return tuple(
        FormOnPages(row.id, row.agreement, _values(session, row.id))
        for row in session.execute(query).all()
    )


def _values(session: Session, item_id: int) -> tuple[PlacedValue, ...]:
    query = select(readings).where(readings.c.item_id == item_id).order_by(readings.c.id)
    form = [
        PlacedValue(row.key, row.value or "", place_of(row.place)) for row in session.execute(query)
    ]
    people = ((one.ordinal, one.readings) for one in people_of(session, item_id))
    return placed_values(form, people)
