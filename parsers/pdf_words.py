"""The words of one PDF page, each with its box, as pdfium gives its characters.

Coordinates are points from the top left of the page as shown (rotation and crop box applied).

STANDARDS: ISO 32000-1 sections 8.3 (coordinates), 9.4 (text).

BUGS: words that stand on end or upside down among others are read character by character in content
order and given after all other lines. A page of nothing else is turned (`pdf_turned`).
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
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
    origins,
    pointer,
    text_objects,
)

__all__ = ["MAX_CHARS", "Box", "Transform", "Word", "display_transform", "page_words"]

_DROPPED = frozenset("\u00ad\ufeff\u200b\u200c\u200d\u2060\uffff\x00")
_BREAKS = frozenset("\r\n\x0b\x0c")
#: pdfium marks a hyphen at the end of a line with one of these.
_LINE_HYPHENS = "\ufffe\x02"
_LETTERS = str.maketrans(dict.fromkeys(_DROPPED, "") | dict.fromkeys(_LINE_HYPHENS, "-"))
#: White space, and the characters up to the next.
_RUN = re.compile(r"(\s*)(\S+)")
_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd\b|bd$", re.I)
_BOLD_WEIGHT = 600
#: Points: letters of one word stand no further apart where nothing is set wide on purpose.
_CRACK = 0.7


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


def display_transform(page: pdfium.PdfPage, turn: int = 0) -> Transform:
    """From user space (left, bottom, right, top) to (x0, top, x1, bottom) on the page as shown.

    With `turn` it is shown so many quarter turns further clockwise than the file says.
    """
    left, bottom, right, top = page.get_cropbox()
    rotation = (raw.FPDFPage_GetRotation(page.raw) + turn) % 4

    def transform(x0: float, y0: float, x1: float, y1: float) -> Box:
        if rotation == 1:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if rotation == 2:  # quarter turns
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if rotation == 3:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    return transform


def page_words(
    page: pdfium.PdfPage, transform: Transform, turn: int = 0
) -> tuple[list[Word], bool]:
    """Every word of the page in content order, and whether the page was cut at 60,000 characters."""
    text_page = raw.FPDFText_LoadPage(page.raw)
    if not text_page:
        return [], False
    try:
        rotation = (raw.FPDFPage_GetRotation(page.raw) + turn) % 4
        reader = _Reader(text_page, rotation, transform)
        return reader.words(), reader.cut
    finally:
        raw.FPDFText_ClosePage(text_page)


class _Style(NamedTuple):
    """What all characters of one text object share: font height in points, turned, bold."""

    size: float
    turned: bool
    bold: bool


class _Piece(NamedTuple):
    """Characters that make a word: their text, box and first index; what stood before, if on its line."""

    text: str
    box: Box
    first: int
    lead: str
    follows: bool


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
        self._styles: dict[int | None, _Style] = {}
        self._fonts: dict[int, bool] = {}

    def words(self) -> list[Word]:
        """Walk the characters: a word ends at white space, at a leap, and at a line's end."""
        pieces = self._pieces()
        firsts = [piece.first for piece in pieces]
        objects = text_objects(self._pointer, firsts)
        places = origins(self._pointer, firsts)
        found: list[Word] = []
        for (text, box, first, lead, follows), key, place in zip(
            pieces, objects, places, strict=True
        ):
            style = self._styles.get(key) or self._style(key, first)
            size = style.size
            if not 2 <= size <= 200:  # points; some producers scale elsewhere
                size = max(box[3] - box[1], 4.0)
            base = box[3] if place is None else self._transform(*place, *place)[3]
            near = follows and bool(found) and _is_near(found[-1], box, base, size)
            letters = text if text.isalnum() else text.translate(_LETTERS)
            found.append(
                Word(letters, box, base, size, style.bold, lead, len(found), near, style.turned)
            )
        return found

    def _pieces(self) -> list[_Piece]:
        text = characters(self._page, self._count)
        places = boxes(self._pointer, self._count, self._transform, upright=self._rotation == 0)
        pieces: list[_Piece] = []
        lead, follows = "", False
        for match in _RUN.finditer(text.rstrip()):
            space, run = match.groups()
            lead += space.replace("\u00a0", " ")
            if follows and not _BREAKS.isdisjoint(space):
                follows = False
            indices: Sequence[int] = range(*match.span(2))
            if not _DROPPED.isdisjoint(run):
                indices = [index for index in indices if text[index] not in _DROPPED]
                if not indices:
                    continue
            for first, last, box in self._split(text, places, indices):
                pieces.append(_Piece(text[first : last + 1], box, first, lead, follows))
                lead, follows = "", False
            follows = True
        return pieces

    def _split(
        self, text: str, places: list[Box], indices: Sequence[int]
    ) -> Iterator[tuple[int, int, Box]]:
        """(first, last, box) of the words in a run: a new one where a character stands away.

        Away is another line or column: a leap to the side, above or below what there is of the word.
        Nor is it one word where bold print ends at a gap or before a capital letter.
        """
        first = last = indices[0]
        x0, top, x1, bottom = places[first]
        tall = max(bottom - top, 4.0)
        capital = not text[first + 1 : indices[-1] + 1].islower()
        for index in indices[1:]:
            left, upper, right, lower = places[index]
            even = upper == top and lower == bottom
            height = tall if even else max(tall, lower - upper)
            whole = -0.6 * height < left - x1 < 0.9 * height and upper <= bottom and lower >= top
            if whole and (
                left - x1 > _CRACK or (capital and text[index].isupper() and text[last].islower())
            ):
                whole = not self._changes(first, index)
            if whole:
                # Compared by hand: this is done for each letter of a page.
                if left < x0:
                    x0 = left
                if right > x1:
                    x1 = right
                if not even:
                    top, bottom = min(top, upper), max(bottom, lower)
                    tall = max(bottom - top, 4.0)
            else:
                yield first, last, (x0, top, x1, bottom)
                first, x0, top, x1, bottom = index, left, upper, right, lower
                tall = max(bottom - top, 4.0)
            last = index
        yield first, last, (x0, top, x1, bottom)

    def _changes(self, first: int, index: int) -> bool:
        """Whether bold print begins or ends: a label touches its answer."""
        one, other = text_objects(self._pointer, (first, index))
        return one != other and self._is_bold(one) != self._is_bold(other)

    def _style(self, key: int | None, index: int) -> _Style:
        """The style of a character shown by the text object `key`; each object is asked once."""
        found = _Style(*self._font_place(index), bold=self._is_bold(key))
        if key is not None:
            self._styles[key] = found
        return found

    def _is_bold(self, address: int | None) -> bool:
        """Whether the font of a text object is bold, by weight or by name; fonts are asked once."""
        if address is None:
            return False
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


def _is_near(before: Word, box: Box, base: float, size: float) -> bool:
    """Whether a word goes on where the last one ended, with no more than its space between."""
    gap = box[0] - before.box[2]
    spaces = 0.45 * size * max(len(before.lead), 1) if before.lead else 0.45 * size
    return abs(base - before.base) < 0.5 * size and -0.3 * size < gap < max(2 * size, spaces)
