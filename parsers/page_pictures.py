"""The pages of a file as PNG, for an officer to look at. Runs in the workshop only.

A page of a scan is shown as it was read: level and upright, so that the box of a reading lies on
its words. Any other page is shown as it is, with what was typed into the file's own fields.

STANDARDS: ISO/IEC 15948 (PNG); ISO 32000-1 section 12.7 (forms).
ERRORS: UnreadableError where not one page can be drawn. After a page that cannot be, none is.
BUGS: in shades of grey.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import pypdfium2 as pdfium
from PIL import Image

from models.documents import Unread
from models.pages import Box, Drawn, DrawnPage, DrawnWord
from parsers.confine_programs import OCR_PROGRAM
from parsers.drawn import MAX_LETTERS, MAX_PICTURES, MAX_WORDS
from parsers.errors import UnreadableError
from parsers.pdf import open_pdf
from parsers.pdf_words import display_transform, page_words
from parsers.png import MAX_SIDE
from parsers.scan_pages import MAX_READ, Page, count_pages, drawn, pages_of
from parsers.strict import MAX_SHORT, clean

#: Pixels a point: 110 dots an inch, so that print of 8 points can be read.
SHOWN_SCALE: Final = 110 / 72
#: Shades of grey, evenly apart: enough for print and for a stamp, a third of the bytes.
_SHADES: Final = 16
_STEP: Final = 255 // (_SHADES - 1)
_TO_SHADE: Final = [round(value / _STEP) for value in range(256)]
#: Bytes of all pictures of one file: what the worker takes is a little more.
_MAX_BYTES: Final = 36 * 1024 * 1024


def draw_pdf(data: bytes) -> Drawn:
    """The first pages of a PDF as they are.

    Raises:
        UnreadableError: the file or its first page cannot be drawn.
    """
    with open_pdf(data) as document:
        with contextlib.suppress(pdfium.PdfiumError):
            document.init_forms()  # else what was typed into the file's own fields is not drawn
        return _gathered(_pages(document), len(document))


def draw_seen(data: bytes, *, is_image: bool) -> Drawn:
    """The first pages of a picture file, or of a PDF that was read as pictures, as they were read.

    Raises:
        UnreadableError: the file or its first page cannot be drawn.
    """
    pages = pages_of(data, is_image=is_image, most=MAX_PICTURES)
    return _gathered(_as_read(data, pages), count_pages(data, is_image=is_image))


def _gathered(pages: Iterator[DrawnPage], count: int) -> Drawn:
    shown: list[DrawnPage] = []
    size = words = letters = 0
    try:
        for page in pages:
            size += len(page.picture)
            words += len(page.words)
            letters += sum(len(one.text) for one in page.words)
            over = size > _MAX_BYTES or words > MAX_WORDS or letters > MAX_LETTERS
            if shown and over:
                break
            shown.append(page)
    except UnreadableError:
        if not shown:
            raise
    return Drawn(tuple(shown), max(count, len(shown)))


def _pages(document: pdfium.PdfDocument) -> Iterator[DrawnPage]:
    for index in range(min(len(document), MAX_PICTURES)):
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            raise UnreadableError(Unread.BROKEN, "a page cannot be loaded") from error
        try:
            yield _drawn_page(page)
        finally:
            page.close()


def _drawn_page(page: pdfium.PdfPage) -> DrawnPage:
    size = (page.get_width(), page.get_height())
    scale = min(SHOWN_SCALE, MAX_SIDE / max(*size, 1.0))
    image, _ = drawn(page, scale)
    found, _ = page_words(page, display_transform(page))
    return DrawnPage(_png(image), image.size, size, _words((one.text, one.box) for one in found))


def _words(found: Iterable[tuple[str, Box]]) -> tuple[DrawnWord, ...]:
    kept = islice(found, MAX_WORDS)
    return tuple(DrawnWord(clean(text[:MAX_SHORT]), box) for text, box in kept)


def _as_read(data: bytes, pages: Iterable[Page]) -> Iterator[DrawnPage]:
    from parsers.ocr import upright  # brings numpy

    for page in pages:
        if page.image is None:  # it has words of its own, and was read by them
            with open_pdf(data) as document:
                yield _drawn_page(document[page.number - 1])
        elif page.number <= MAX_READ and OCR_PROGRAM.exists():
            level, seen, _ = upright(page)
            yield _shrunk(level, ((one.text, one.box) for one in seen))
        else:
            yield _shrunk(page, ())


def _shrunk(page: Page, seen: Iterable[tuple[str, Box]]) -> DrawnPage:
    image = page.image
    if image is None:
        raise AssertionError("a page of a picture has a picture")
    ratio = min(SHOWN_SCALE / page.scale, MAX_SIDE / max(image.size), 1.0)
    pixels = (max(round(image.width * ratio), 1), max(round(image.height * ratio), 1))
    size = (image.width / page.scale, image.height / page.scale)
    words = _words((text, _in_points(box, page.scale)) for text, box in seen)
    return DrawnPage(_png(image.resize(pixels, Image.Resampling.LANCZOS)), pixels, size, words)


def _in_points(box: Box, scale: float) -> Box:
    left, top, right, bottom = box
    return left / scale, top / scale, right / scale, bottom / scale


def _png(image: Image.Image) -> bytes:
    shades = Image.frombytes("P", image.size, image.point(_TO_SHADE).tobytes())
    shades.putpalette([value for shade in range(_SHADES) for value in (shade * _STEP,) * 3])
    out = io.BytesIO()
    shades.save(out, format="PNG", bits=4)
    return out.getvalue()
