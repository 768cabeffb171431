"""The pages of a file as PNG, for an officer to look at. Runs in the workshop only.

A page of a scan is shown as it was read: level and upright, so that the box of a reading lies on
its words.

STANDARDS: ISO/IEC 15948 (PNG).
ERRORS: UnreadableError where a page cannot be drawn.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

from parsers.confine_programs import OCR_PROGRAM
from parsers.ocr import upright
from parsers.pdf import open_pdf
from parsers.scan_pages import MAX_READ, MAX_SHOWN, Page, drawn, pages_of

#: Pixels a point: 110 dots an inch, so that print of 8 points can be read.
SHOWN_SCALE: Final = 110 / 72
#: Shades of grey: enough for print and for a stamp, a third of the bytes.
_SHADES: Final = 16


def draw_pages(data: bytes, is_image: bool) -> list[bytes]:  # noqa: FBT001 - one of two kinds of file
    """Every page of a picture file or a PDF as PNG, at most MAX_SHOWN.

    Raises:
        UnreadableError: the file or a page cannot be drawn.
    """
    shown: list[bytes] = []
    for page in pages_of(data, is_image=is_image, most=MAX_SHOWN):
        if page.image is None:
            with open_pdf(data) as document:
                image, _ = drawn(document[page.number - 1], SHOWN_SCALE)
        else:
            image = _as_read(page)
        shown.append(_png(image))
    return shown


def _as_read(page: Page) -> Image.Image:
    if page.number <= MAX_READ and OCR_PROGRAM.exists():
        page = upright(page)[0]
    if page.image is None:
        raise AssertionError("a page of a picture has a picture")
    ratio = min(SHOWN_SCALE / page.scale, 1.0)
    size = (max(round(page.image.width * ratio), 1), max(round(page.image.height * ratio), 1))
    return page.image.resize(size, Image.Resampling.LANCZOS)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    grey = image.quantize(_SHADES, dither=Image.Dither.NONE)
    grey.save(out, format="PNG", optimize=True)
    return out.getvalue()
