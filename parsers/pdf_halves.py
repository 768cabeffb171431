"""Two pages printed side by side on one sheet, told apart: each is read by itself.

The sheet is broader than high, nothing stands or crosses in its middle, and what is right of it
begins as far from the middle as what is left of it begins from the edge.
"""

from __future__ import annotations

from parsers.pdf_cells import Table
from parsers.pdf_words import Box, Word

#: A sheet of two pages is this much broader than high.
_BROAD = 1.2
#: Points: half of the strip in the middle that is empty, and what the two margins may differ.
_STRIP, _SLACK = 4.0, 3.0
#: Words that each page must have.
_WORDS = 6
Half = tuple[list[Word], list[Table]]


def halves(words: list[Word], found: list[Table], size: tuple[float, float]) -> list[Half]:
    """The words and tables of a page of `size` (width and height in points), or of its two halves."""
    width, height = size
    whole = [(words, found)]
    if width < _BROAD * height:
        return whole
    middle = width / 2
    boxes = [word.box for word in words] + [table.box for table in found]
    if any(box[0] < middle + _STRIP and box[2] > middle - _STRIP for box in boxes):
        return whole
    left = [word for word in words if word.box[2] < middle]
    right = [word for word in words if word.box[0] > middle]
    if min(len(left), len(right)) < _WORDS:
        return whole
    if abs(_begin(left, found, 0.0) - _begin(right, found, middle)) > _SLACK:
        return whole
    return [
        (left, [table for table in found if table.box[2] < middle]),
        (right, [table for table in found if table.box[0] > middle]),
    ]


def _begin(words: list[Word], found: list[Table], edge: float) -> float:
    """How far right of `edge` the first of these words, or of the tables right of it, begins."""
    boxes: list[Box] = [word.box for word in words]
    boxes += [table.box for table in found if table.box[0] >= edge]
    return min(box[0] for box in boxes) - edge
