"""Pages to be looked at as pictures: of a PDF, of a photograph, of a fax in TIFF.

A page of a PDF that has words of its own is not made a picture of: its words are exact.

STANDARDS: ISO 32000-1; TIFF 6.0 (several pages); EXIF 2.3 (orientation).
SECURITY: formats, pixels and pages are bounded before anything is decoded; runs in the workshop.
ERRORS: UnreadableError BROKEN, TOO_LARGE or UNSUPPORTED.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageOps, UnidentifiedImageError

from models.documents import Unread
from parsers.errors import UnreadableError
from parsers.pdf import FEW_WORDS, open_pdf
from parsers.pdf_chars import Box
from parsers.pdf_rules import page_drawing
from parsers.pdf_words import Word, display_transform, page_words

#: Pages that are read by tesseract, at some seconds each.
MAX_READ: Final = 10
#: A4 on its short and its long side, points.
SHORT, LONG = 595.0, 842.0
#: Pixels of one page, and of all frames of one file.
MAX_PIXELS: Final = 40_000_000
FORMATS: Final = ("PNG", "JPEG", "TIFF", "GIF", "BMP")
#: Pixels a point at which a page is drawn: as its own picture has them, within these.
_COARSE, _FINE = 150 / 72, 300 / 72
_WHITE: Final = 255


@dataclass(slots=True)
class Page:
    """One page: a picture in shades of grey, or words of its own where `image` is None.

    `scale` is pixels a point; `size` the page's width and height in points.
    """

    number: int
    size: tuple[float, float]
    scale: float = 1.0
    image: Image.Image | None = None
    words: list[Word] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)


def count_pages(data: bytes, *, is_image: bool) -> int:
    """How many pages the file has.

    Raises:
        UnreadableError: it cannot be opened.
    """
    if is_image:
        return int(getattr(_open(data), "n_frames", 1))
    with open_pdf(data) as document:
        return len(document)


def pages_of(data: bytes, *, is_image: bool, most: int) -> Iterator[Page]:
    """The pages of a picture file or a PDF in order, at most `most`.

    Raises:
        UnreadableError: the file, or a page of it, cannot be opened.
    """
    yield from _frames(data, most) if is_image else _pdf_pages(data, most)


def _open(data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableError(Unread.UNSUPPORTED, "a picture of a kind not read here") from error
    except Image.DecompressionBombError as error:
        raise UnreadableError(Unread.TOO_LARGE, "a picture with too many pixels") from error


def _frames(data: bytes, most: int) -> Iterator[Page]:
    picture = _open(data)
    for number in range(min(int(getattr(picture, "n_frames", 1)), most)):
        try:
            picture.seek(number)
            if picture.width * picture.height > MAX_PIXELS:
                raise UnreadableError(Unread.TOO_LARGE, "a picture with too many pixels")
            upright = ImageOps.exif_transpose(picture)
            image = _grey(upright)
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise UnreadableError(Unread.BROKEN, "a picture that is damaged") from error
        except Image.DecompressionBombError as error:
            raise UnreadableError(Unread.TOO_LARGE, "a picture with too many pixels") from error
        yield framed(number + 1, image)


def framed(number: int, image: Image.Image) -> Page:
    """A picture as a page: as wide as A4 on the side that it lies on."""
    wide = SHORT if image.width <= image.height else LONG
    scale = image.width / wide
    return Page(number, (wide, image.height / scale), scale, image)


def _grey(picture: Image.Image) -> Image.Image:
    """A picture in shades of grey, what is transparent being paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, (_WHITE, _WHITE, _WHITE, _WHITE))
        return Image.alpha_composite(paper, clear).convert("L")
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture.convert("L")


def _pdf_pages(data: bytes, most: int) -> Iterator[Page]:
    with open_pdf(data) as document:
        for index in range(min(len(document), most)):
            try:
                page = document[index]
            except pdfium.PdfiumError as error:
                raise UnreadableError(Unread.BROKEN, "a page cannot be loaded") from error
            try:
                yield _pdf_page(page, index + 1)
            finally:
                page.close()


def _pdf_page(page: pdfium.PdfPage, number: int) -> Page:
    transform = display_transform(page)
    words, _ = page_words(page, transform)
    size = (page.get_width(), page.get_height())
    if len(words) >= FEW_WORDS:
        rules = page_drawing(page, transform).rules
        return Page(number, size, words=words, rules=rules)
    image, scale = drawn(page, _resolution(page))
    return Page(number, size, scale, image)


def drawn(page: pdfium.PdfPage, scale: float) -> tuple[Image.Image, float]:
    """A page drawn in shades of grey, and the pixels a point it has in the end.

    Raises:
        UnreadableError: TOO_LARGE where the page would have too many pixels at any size.
    """
    width, height = page.get_width(), page.get_height()
    if width <= 0 or height <= 0:
        raise UnreadableError(Unread.BROKEN, "a page without a size")
    scale = min(scale, (MAX_PIXELS / 4 / (width * height)) ** 0.5)
    if min(width, height) * scale < 1 or max(width, height) * scale > 20_000:  # pixels
        raise UnreadableError(Unread.TOO_LARGE, "a page of no ordinary size")
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    return bitmap.to_pil().convert("L"), scale


def _resolution(page: pdfium.PdfPage) -> float:
    """Pixels a point of the largest picture on a page, within what is worth drawing."""
    best = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, _, right, _ = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
        width = right - left
        if width > 0.4 * page.get_width():  # a page, or a good part of it
            best = max(best, item.get_px_size()[0] / width)
    return min(max(best or _FINE, _COARSE), _FINE)
