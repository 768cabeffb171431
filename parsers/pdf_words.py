"""The words of one PDF page, each with its box, as pdfium gives its characters.

Coordinates are points from the top left of the page as shown (rotation and crop box applied).

STANDARDS: ISO 32000-1 sections 8.3 (coordinates), 9.4 (text).

BUGS: text that stands upright or upside down on the shown page is read character by character in
content order and given after all other lines.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.pdf_chars import (
    MAX_CHARS,
    Box,
    Transform,
    boxes,
    characters,
    count_characters,
    origin,
    pointer,
    text_object,
)

_DROPPED = frozenset("\u00ad\ufeff\u200b\u200c\u200d\u2060\uffff\x00")
_BREAKS = frozenset("\r\n\x0b\x0c")
#: pdfium marks a hyphen at the end of a line with one of these.
_LINE_HYPHENS = "\ufffe\x02"
_LETTERS = str.maketrans(dict.fromkeys(_DROPPED, "") | dict.fromkeys(_LINE_HYPHENS, "-"))
#: White space, and the characters up to the next.
_RUN = re.compile(r"(\s*)(\S+)")
_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd\b|bd$", re.I)
_BOLD_WEIGHT = 600


@dataclass(slots=True)
class Word:
    """Letters without white space between them. `lead` is what stood before them in the content.

    `order` counts the words of the page in content order; `size` is the font's height in points;
    `base` is the baseline. A word with `follows` continues the one before it on the same line.
    """

    text: str
    box: Box
    base: float
    size: float
    bold: bool
    lead: str
    order: int
    follows: bool
    turned: bool = False
    control: bool = False


def display_transform(page: pdfium.PdfPage) -> Transform:
    """From user space (left, bottom, right, top) to (x0, top, x1, bottom) on the page as shown."""
    left, bottom, right, top = page.get_cropbox()
    rotation = raw.FPDFPage_GetRotation(page.raw) % 4

    def transform(x0: float, y0: float, x1: float, y1: float) -> Box:
        if rotation == 1:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if rotation == 2:  # quarter turns
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if rotation == 3:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    return transform


def page_words(page: pdfium.PdfPage, transform: Transform) -> tuple[list[Word], bool]:
    """Every word of the page in content order, and whether the page was cut at 60,000 characters."""
    text_page = raw.FPDFText_LoadPage(page.raw)
    if not text_page:
        return [], False
    try:
        reader = _Reader(text_page, raw.FPDFPage_GetRotation(page.raw) % 4, transform)
        return reader.words(), reader.cut
    finally:
        raw.FPDFText_ClosePage(text_page)


class _Style(NamedTuple):
    """What all characters of one text object share: font height in points, turned, bold."""

    size: float
    turned: bool
    bold: bool


class _Reader:
    """One pass over the characters of a text page."""

    def __init__(self, text_page: object, rotation: int, transform: Transform) -> None:
        self._page = text_page
        self._pointer = pointer(text_page)
        self._rotation = rotation
        self._transform = transform
        count = count_characters(text_page)
        self.cut = count > MAX_CHARS
        self._count = min(count, MAX_CHARS)
        self._styles: dict[int, _Style] = {}
        self._fonts: dict[int, bool] = {}
        self._found: list[Word] = []

    def words(self) -> list[Word]:
        """Walk the characters: a word ends at white space, at a leap, and at a line's end."""
        text = characters(self._page, self._count)
        places = boxes(self._pointer, self._count, self._transform, upright=self._rotation == 0)
        lead, follows = "", False
        for match in _RUN.finditer(text.rstrip()):
            space, run = match.groups()
            lead += space.replace("\u00a0", " ")
            if follows and not _BREAKS.isdisjoint(space):
                follows = False
            start, end = match.span(2)
            indices: Sequence[int] = range(start, end)
            if not _DROPPED.isdisjoint(run):
                indices = [index for index in indices if text[index] not in _DROPPED]
                if not indices:
                    continue
            self._split(text, places, indices, lead, follows=follows)
            lead, follows = "", True
        return self._found

    def _split(
        self, text: str, places: list[Box], indices: Sequence[int], lead: str, *, follows: bool
    ) -> None:
        """Keep a run of characters as words: a new one where a character stands away from the last.

        Away is another line or column: a leap to the side, above or below what there is of the word.
        """
        first = last = indices[0]
        x0, top, x1, bottom = places[first]
        tall = max(bottom - top, 4.0)
        for index in indices[1:]:
            left, upper, right, lower = places[index]
            even = upper == top and lower == bottom
            height = tall if even else max(tall, lower - upper)
            if -0.6 * height < left - x1 < 0.9 * height and upper <= bottom and lower >= top:
                x0 = min(x0, left)
                x1 = max(x1, right)
                if not even:
                    top, bottom = min(top, upper), max(bottom, lower)
                    tall = max(bottom - top, 4.0)
            else:
                word = text[first : last + 1].translate(_LETTERS)
                self._keep(word, (x0, top, x1, bottom), first, lead, follows=follows)
                lead, follows = "", False
                first, x0, top, x1, bottom = index, left, upper, right, lower
                tall = max(bottom - top, 4.0)
            last = index
        word = text[first : last + 1].translate(_LETTERS)
        self._keep(word, (x0, top, x1, bottom), first, lead, follows=follows)

    def _keep(self, letters: str, box: Box, first: int, lead: str, *, follows: bool) -> None:
        style = self._style(first)
        size = style.size
        if not 2 <= size <= 200:  # points; some producers scale elsewhere
            size = max(box[3] - box[1], 4.0)
        base = self._base(first, box)
        before = self._found[-1] if follows and self._found else None
        near = before is not None and self._near(before, box, base, size)
        order = len(self._found)
        self._found.append(
            Word(letters, box, base, size, style.bold, lead, order, near, style.turned)
        )

    @staticmethod
    def _near(before: Word, box: Box, base: float, size: float) -> bool:
        """Whether a word goes on where the last one ended, with no more than its space between."""
        gap = box[0] - before.box[2]
        spaces = 0.45 * size * max(len(before.lead), 1) if before.lead else 0.45 * size
        return abs(base - before.base) < 0.5 * size and -0.3 * size < gap < max(2 * size, spaces)

    def _base(self, index: int, box: Box) -> float:
        """The baseline of a character, in points from the top."""
        place = origin(self._pointer, index)
        return box[3] if place is None else self._transform(*place, *place)[3]

    def _style(self, index: int) -> _Style:
        """The style of a character; pdfium is asked once for each text object."""
        key = text_object(self._pointer, index)
        if key is None:
            return _Style(*self._font_place(index), bold=False)
        found = self._styles.get(key)
        if found is None:
            found = _Style(*self._font_place(index), bold=self._is_bold(key))
            self._styles[key] = found
        return found

    def _is_bold(self, address: int) -> bool:
        """Whether the font of a text object is bold, by weight or by name; fonts are asked once."""
        font = raw.FPDFTextObj_GetFont(ctypes.cast(address, raw.FPDF_PAGEOBJECT))
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self._fonts:
            buffer = ctypes.create_string_buffer(128)
            size = raw.FPDFFont_GetBaseFontName(font, buffer, 128)
            name = buffer.value.decode("latin-1") if 0 < size <= 128 else ""
            bold = bool(_BOLD.search(name)) or raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
            self._fonts[key] = bold
        return self._fonts[key]

    def _font_place(self, index: int) -> tuple[float, bool]:
        """Font height in points, and whether the letters are turned."""
        size = raw.FPDFText_GetFontSize(self._page, index)
        matrix = raw.FS_MATRIX()
        if raw.FPDFText_GetMatrix(self._page, index, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        angle = raw.FPDFText_GetCharAngle(self._page, index)
        if angle < 0:
            return size, False
        quarter = angle / (math.pi / 2) + self._rotation
        return size, abs((quarter + 0.5) % 4 - 0.5) > 0.1  # nine degrees
