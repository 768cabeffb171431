"""Pages as pages of ours show them: what was drawn of a message, its marks, and their erasure.

SECURITY: a picture holds all that was written on its page: it is erased with the readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from models.pages import Mark
from models.store import blobs
from models.store.drawings import PICTURES
from models.store.engine import lock_name
from models.tables.cases import items
from models.tables.outbound import jobs
from models.tables.pages import drawings, page_marks, page_pictures


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """One page, from 1: its picture's number and pixels, and its size in points."""

    id: int
    page: int
    pixels: tuple[int, int]
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class StoredDrawing:
    """What was drawn of one part. `state` is queued, done, failed or erased.

    `own`: it is the part of the item that was asked for. `count` are all pages that the file has;
    `reason` and `detail` say why none could be drawn.
    """

    part: str
    own: bool
    state: str
    pictures: tuple[StoredPicture, ...] = ()
    count: int = 0
    reason: str = ""
    detail: str = ""


def drawings_of(
    session: Session, receipt_id: int, item_id: int | None = None
) -> tuple[StoredDrawing, ...]:
    """What was drawn of a message, in the order of its forms.

    With an item: without the forms of its other items, which have cases of their own.
    """
    query = (
        select(drawings, jobs.c.state, jobs.c.result)
        .join(jobs, jobs.c.id == drawings.c.job_id)
        .where(drawings.c.receipt_id == receipt_id)
        .order_by(drawings.c.position)
    )
    parts = select(items.c.id, items.c.part).where(items.c.receipt_id == receipt_id)
    part_of = {row.id: row.part for row in session.execute(parts)}
    mine = part_of.get(item_id)
    others = set(part_of.values()) - {mine} if item_id is not None else set()
    rows = [row for row in session.execute(query) if row.part not in others]
    pictures = _pictures(session, [row.id for row in rows])
    return tuple(_drawing(row, row.part == mine, pictures.get(row.id, ())) for row in rows)


def marks_of(session: Session, item_id: int) -> tuple[Mark, ...]:
    """Where the values of an item stand on the pages of its part, page after page."""
    query = (
        select(page_marks)
        .where(page_marks.c.item_id == item_id)
        .order_by(page_marks.c.page, page_marks.c.id)
    )
    return tuple(
        Mark(row.key, row.page, (row.box[0], row.box[1], row.box[2], row.box[3]))
        for row in session.execute(query)
    )


def picture_bytes(session: Session, picture_id: int) -> bytes | None:
    """The PNG of a page; None where there is none of this number, or it is erased."""
    digest = session.execute(
        select(page_pictures.c.blob_digest)
        .join(drawings, drawings.c.id == page_pictures.c.drawing_id)
        .where(page_pictures.c.id == picture_id, drawings.c.erased_at.is_(None))
    ).scalar_one_or_none()
    return None if digest is None else blobs.get(session, digest)


def erase_pictures(session: Session, item_id: int, now: datetime) -> None:
    """Erase the pages and marks of an item; with the last item of a message all of its pages.

    Where no item is left to be erased, that is, so that a photograph beside two forms goes with the
    second. What was not drawn yet is not drawn any more.
    """
    lock_name(session, PICTURES)
    session.execute(delete(page_marks).where(page_marks.c.item_id == item_id))
    mine = session.execute(select(items.c.receipt_id, items.c.part).where(items.c.id == item_id))
    receipt_id, part = mine.one()
    live = exists().where(items.c.receipt_id == receipt_id, items.c.erased_at.is_(None))
    wanted = select(drawings.c.id).where(
        drawings.c.receipt_id == receipt_id,
        drawings.c.erased_at.is_(None),
        (drawings.c.part == part) | ~live,
    )
    erased = list(session.execute(wanted).scalars())
    session.execute(update(drawings).where(drawings.c.id.in_(erased)).values(erased_at=now))
    _erase_bytes(session, erased, now)


def _erase_bytes(session: Session, erased: Sequence[int], now: datetime) -> None:
    """Erase what shows pages of these drawings and of no other that is kept."""
    digests = (
        select(page_pictures.c.blob_digest).where(page_pictures.c.drawing_id.in_(erased)).distinct()
    )
    for digest in list(session.execute(digests).scalars()):
        kept = (
            select(page_pictures.c.id)
            .join(drawings, drawings.c.id == page_pictures.c.drawing_id)
            .where(page_pictures.c.blob_digest == digest, drawings.c.erased_at.is_(None))
        )
        if session.execute(kept.limit(1)).first() is None:
            blobs.erase(session, digest, now)


def _pictures(session: Session, ids: Sequence[int]) -> dict[int, tuple[StoredPicture, ...]]:
    query = (
        select(page_pictures)
        .where(page_pictures.c.drawing_id.in_(ids))
        .order_by(page_pictures.c.drawing_id, page_pictures.c.page)
    )
    found: dict[int, tuple[StoredPicture, ...]] = {}
    for row in session.execute(query):
        one = StoredPicture(
            row.id, row.page, (row.width_px, row.height_px), (row.width, row.height)
        )
        found[row.drawing_id] = (*found.get(row.drawing_id, ()), one)
    return found


def _drawing(row: Any, own: bool, pictures: tuple[StoredPicture, ...]) -> StoredDrawing:  # noqa: FBT001 - one call, named there
    if row.erased_at is not None:
        return StoredDrawing(row.part, own, "erased")
    result = row.result or {}
    return StoredDrawing(
        row.part,
        own,
        row.state,
        pictures,
        result.get("count", 0),
        result.get("reason", ""),
        result.get("detail", ""),
    )
