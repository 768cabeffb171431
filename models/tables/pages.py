"""Tables of what an officer sees of the original: pages as pictures, and where values stand on them.

The bytes are blobs, so that erasing finds them; rows hold sizes and places, and no content.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.tables.base import Base, core
from models.tables.types import Instant, JsonText, Key


class Drawing(Base, table=True):
    """One part of a message whose pages are drawn; how far that is, its job says.

    `position` counts the drawings of a message from 0. `seen`: its words were read from
    pictures, and it is shown as it was read.
    """

    __tablename__ = "drawing"
    __table_args__ = (UniqueConstraint("receipt_id", "part"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    receipt_id: int = Field(foreign_key="receipt.id", sa_type=Key)
    position: int
    part: str
    seen: bool
    job_id: int = Field(foreign_key="job.id", unique=True, sa_type=Key)
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class PagePicture(Base, table=True):
    """One page, counted from 1: a PNG in pixels, and the size of its page in points."""

    __tablename__ = "page_picture"
    __table_args__ = (UniqueConstraint("drawing_id", "page"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    drawing_id: int = Field(foreign_key="drawing.id", sa_type=Key)
    page: int
    width_px: int
    height_px: int
    width: float
    height: float
    blob_digest: str = Field(foreign_key="blob.digest", index=True)


class PageMark(Base, table=True):
    """Where the value of a field stands: left, top, right and bottom in points on a page."""

    __tablename__ = "page_mark"
    __table_args__ = (UniqueConstraint("item_id", "key", "page"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    item_id: int = Field(foreign_key="item.id", sa_type=Key)
    key: str
    page: int
    box: Any = Field(sa_type=JsonText)


drawings = core(Drawing)
page_pictures = core(PagePicture)
page_marks = core(PageMark)
