"""What tesseract sees on a page, seen twice: the same page at two sizes, the surer word of each.

At one size it joins "a notice" or takes 5 for S, at another it does not; where both see a word at
one spot, the one it is surer of stands. What only grammar can tell (a postcode, an ordinal) is put
right afterwards, and only where the grammar leaves no choice.

STANDARDS: tesseract(1), TSV output; the format of UK postcodes (BS 7666).
BUGS: English only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

#: Marks of less confidence (0 to 100) that hold no letter or figure are specks of the paper.
_SPECK: Final = 50
_WORD, _COLUMNS = "5", 12  # the level of words, and the columns, of tesseract's TSV
#: By so much the second look must be surer to be believed.
_SURER: Final = 5
#: Dots an inch of the second look: a little more or less than the first one had.
_LARGE, _SMALL = 200.0, 150.0
_INWARD: Final = re.compile(r"[0-9OISBZG][ABD-HJLNP-UW-Z58]{2}(?=[,.;)]?$)")
_OUTWARD: Final = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?$")
_DIGITS: Final = str.maketrans("OISBZGl", "0158261")
_LETTERS: Final = str.maketrans("580", "SBO")
_ORDINAL: Final = re.compile(r"\b([0-9SOlI]{0,1}[SOlI0-9])(st|nd|rd|th)\b")
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A word that tesseract saw: its box in pixels, how sure it is (0 to 100), and its line."""

    text: str
    box: Box
    confidence: int
    line: tuple[int, int, int]


def words_of(tsv: str) -> list[Seen]:
    """The words in tesseract's TSV, in its order, specks left out."""
    found: list[Seen] = []
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD:
            continue
        block, paragraph, line = (int(cell) for cell in cells[2:5])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        text, confidence = cells[11].strip(), int(float(cells[10]))
        if not text or (confidence < _SPECK and not any(c.isalnum() for c in text)):
            continue
        box = (left, top, left + width, top + height)
        found.append(Seen(text, box, max(confidence, 0), (block, paragraph, line)))
    return found


def look_twice(
    image: Image.Image, scale: float, look: Callable[[Image.Image, float], str]
) -> list[Seen]:
    """The words on a page of `scale` pixels a point; `look` gives tesseract's TSV of a picture."""
    first = words_of(look(image, scale))
    dots = 72 * scale
    other = _LARGE if abs(dots - _LARGE) > abs(dots - _SMALL) else _SMALL
    ratio = other / dots
    size = (max(round(image.width * ratio), 1), max(round(image.height * ratio), 1))
    again = image.resize(size, Image.Resampling.LANCZOS)
    second = [_scaled(one, 1 / ratio) for one in words_of(look(again, scale * ratio))]
    return _repaired([word for one in first for word in _surer(one, second)])


def _scaled(one: Seen, ratio: float) -> Seen:
    x0, y0, x1, y1 = one.box
    box = (round(x0 * ratio), round(y0 * ratio), round(x1 * ratio), round(y1 * ratio))
    return replace(one, box=box)


def _surer(one: Seen, second: list[Seen]) -> list[Seen]:
    """A word, or what the second look saw in its place where that is surer."""
    there = [other for other in second if _is_inside(other.box, one.box)]
    if not there or min(other.confidence for other in there) < one.confidence + _SURER:
        return [one]
    wide = max(other.box[2] for other in there) - min(other.box[0] for other in there)
    if wide < 0.7 * (one.box[2] - one.box[0]):  # a part of it only
        return [one]
    return [replace(other, line=one.line) for other in there]


def _is_inside(inner: Box, outer: Box) -> bool:
    """Whether the middle of one box lies in another, and hardly more of it outside."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    slack = 0.3 * (outer[3] - outer[1])
    within = inner[0] >= outer[0] - slack and inner[2] <= outer[2] + slack
    return within and outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _repaired(seen: list[Seen]) -> list[Seen]:
    """The words with what their grammar tells put right: postcodes and ordinals."""
    made: list[Seen] = []
    for one in seen:
        before = made[-1] if made and made[-1].line == one.line else None
        text = _ORDINAL.sub(lambda m: m[1].translate(_DIGITS) + m[2], one.text)
        if before is not None and _OUTWARD.search(before.text) and _INWARD.match(text):
            inward = text[0].translate(_DIGITS) + text[1:3].translate(_LETTERS)
            text = inward + text[3:]
        made.append(one if text == one.text else replace(one, text=text))
    return made
