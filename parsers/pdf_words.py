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
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MAX_CHARS = 60_000
Box = tuple[float, float, float, float]
Transform = Callable[[float, float, float, float], Box]

_DROPPED = frozenset("\u00ad\ufeff\u200b\u200c\u200d\u2060\uffff\x00")
_BREAKS = frozenset("\r\n\x0b\x0c")
#: pdfium marks a hyphen at the end of a line with one of these.
_LINE_HYPHENS = frozenset("\ufffe\x02")
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


class _Reader:
    """One pass over the characters of a text page."""

    def __init__(self, text_page: object, rotation: int, transform: Transform) -> None:
        self._page = text_page
        self._rotation = rotation
        self._transform = transform
        count = max(raw.FPDFText_CountChars(text_page), 0)
        self.cut = count > MAX_CHARS
        self._count = min(count, MAX_CHARS)
        self._fonts: dict[int, bool] = {}
        self._found: list[Word] = []

    def _characters(self) -> str:
        """One Python character for each of pdfium's, so that indices agree."""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        got = raw.FPDFText_GetText(self._page, 0, self._count, buffer)
        if got == self._count + 1:
            text = bytes(buffer)[: 2 * self._count].decode("utf-16-le", "replace")
            if len(text) == self._count:
                return text
        points = (raw.FPDFText_GetUnicode(self._page, index) for index in range(self._count))
        return "".join(
            chr(point) if 0 < point < 0x110000 and not 0xD800 <= point < 0xE000 else "\ufffd"
            for point in points
        )

    def words(self) -> list[Word]:
        """Walk the characters: a word ends at white space, at a leap, and at a line's end."""
        rect = raw.FS_RECTF()
        reference = ctypes.byref(rect)
        letters: list[str] = []
        box: Box = (0.0, 0.0, 0.0, 0.0)
        first, lead, follows = 0, "", False
        for index, character in enumerate(self._characters()):
            if character in _DROPPED:
                continue
            if character.isspace() or character in _BREAKS:
                if letters:
                    self._keep(letters, box, first, lead, follows=follows)
                    letters, lead, follows = [], "", True
                lead += " " if character == "\u00a0" else character
                if character in _BREAKS:
                    follows = False
                continue
            raw.FPDFText_GetLooseCharBox(self._page, index, reference)
            here = self._transform(rect.left, rect.bottom, rect.right, rect.top)
            if letters:
                # Bold print ends, if at all, at a gap or before a capital letter.
                cracked = here[0] - box[2] > _CRACK or (
                    character.isupper() and letters[-1].islower()
                )
                if self._leaps(box, here) or (cracked and self._changes(first, index)):
                    self._keep(letters, box, first, lead, follows=follows)
                    letters, lead, follows = [], "", False
            if letters:
                box = (
                    min(box[0], here[0]),
                    min(box[1], here[1]),
                    max(box[2], here[2]),
                    max(box[3], here[3]),
                )
            else:
                box, first = here, index
            letters.append("-" if character in _LINE_HYPHENS else character)
        if letters:
            self._keep(letters, box, first, lead, follows=follows)
        return self._found

    @staticmethod
    def _leaps(box: Box, here: Box) -> bool:
        """Whether a character stands away from the word before it: another line or column."""
        height = max(box[3] - box[1], here[3] - here[1], 4.0)
        if not -0.6 * height < here[0] - box[2] < 0.9 * height:
            return True
        return here[1] > box[3] or here[3] < box[1]

    def _changes(self, first: int, index: int) -> bool:
        """Whether bold print begins or ends: a label touches its answer."""
        return self._is_bold(first) != self._is_bold(index)

    def _keep(self, letters: list[str], box: Box, first: int, lead: str, *, follows: bool) -> None:
        order = len(self._found)
        base, size, turned = self._font_place(first, box)
        before = self._found[-1] if follows and self._found else None
        near = before is not None and self._near(before, box, base, size)
        bold = self._is_bold(first)
        self._found.append(
            Word("".join(letters), box, base, size, bold, lead, order, follows=near, turned=turned)
        )

    @staticmethod
    def _near(before: Word, box: Box, base: float, size: float) -> bool:
        """Whether a word goes on where the last one ended, with no more than its space between."""
        gap = box[0] - before.box[2]
        spaces = 0.45 * size * max(len(before.lead), 1) if before.lead else 0.45 * size
        return abs(base - before.base) < 0.5 * size and -0.3 * size < gap < max(2 * size, spaces)

    def _font_place(self, index: int, box: Box) -> tuple[float, float, bool]:
        """Baseline from the top, font height in points, and whether the letters are turned."""
        x, y = ctypes.c_double(), ctypes.c_double()
        base = box[3]
        if raw.FPDFText_GetCharOrigin(self._page, index, x, y):
            base = self._transform(x.value, y.value, x.value, y.value)[3]
        size = raw.FPDFText_GetFontSize(self._page, index)
        matrix = raw.FS_MATRIX()
        if raw.FPDFText_GetMatrix(self._page, index, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        angle = raw.FPDFText_GetCharAngle(self._page, index)
        turned = False
        if angle >= 0:
            quarter = angle / (math.pi / 2) + self._rotation
            turned = abs((quarter + 0.5) % 4 - 0.5) > 0.1  # nine degrees
        if not 2 <= size <= 200:  # points; some producers scale elsewhere
            size = max(box[3] - box[1], 4.0)
        return base, size, turned

    def _is_bold(self, index: int) -> bool:
        """Whether a character's font is bold, by weight or by name; fonts are asked once each."""
        text_object = raw.FPDFText_GetTextObject(self._page, index)
        if not text_object:
            return False
        key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            font = raw.FPDFTextObj_GetFont(text_object)
            buffer = ctypes.create_string_buffer(128)
            size = raw.FPDFFont_GetBaseFontName(font, buffer, 128) if font else 0
            name = buffer.value.decode("latin-1") if 0 < size <= 128 else ""
            weight = raw.FPDFFont_GetWeight(font) if font else 0
            self._fonts[key] = bool(_BOLD.search(name)) or weight >= _BOLD_WEIGHT
        return self._fonts[key]
