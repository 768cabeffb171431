"""Boxes to be ticked on a PDF page, and whether they are: "[x]" and "[ ]" before their words.

A box is a small square or ring with words beside it. It is ticked if a cross, a tick or a dark
filling is drawn in it, or if such a sign is written there. Of a check box that the file declares,
its value is believed and not what is drawn.

BUGS: a tick drawn beside its box, or a ring round a printed word, is not seen; where no box of an
answer is ticked the reading is a guess (`extract_ticks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parsers.pdf_cells import Table
from parsers.pdf_rules import Drawing
from parsers.pdf_words import Box, Word

#: Points: the sides of a box to be ticked, and how far away its words begin or end.
_LEAST, _MOST = 5.0, 22.0
_NEAR = 24.0
#: Signs that are written into boxes; those of Wingdings have private code points.
_SIGNS = frozenset(
    "xX\u00d7\u2713\u2714\u2715\u2716\u2717\u2718\u221a\u2022\u25cf\u25a0\u2612\u2611\uf0fc\uf0fb\uf0fd\uf0fe"
)
_TICKED = dict.fromkeys("\u2611\u2612\uf0fe\uf0fd\uf052\uf053\uf054", "[x]")
_OPEN = dict.fromkeys("\u2610\u25a1\u25fb\u274f\u2751\uf06f\uf0a8\uf071\uf0a3\uf072", "[ ]")
_GLYPHS = _TICKED | _OPEN


def marked(
    words: list[Word], found: list[Table], drawing: Drawing, checks: Mapping[Box, bool]
) -> tuple[list[Word], list[Table]]:
    """Words and tables, each box to be ticked a word "[x]" or "[ ]" and no table any more.

    `checks` are the boxes of declared check boxes, and whether they are ticked.
    """
    words = [_read(word) for word in words]
    marks, declared = drawing.marks, [box for box, ticked in checks.items() if ticked]
    kept: list[Table] = []
    for box in checks:
        words = _signs([box], words, declared) or words
    for table in found:
        boxes = _small_boxes(table)
        if boxes and all(_is_drawn_of(box, checks) for box in boxes):
            continue
        made = _signs(boxes, words, marks) if boxes else None
        if made is None:
            kept.append(table)
        else:
            words = made
    for ring in drawing.rings:
        if not _is_drawn_of(ring, checks):
            words = _signs([ring], words, marks) or words
    return words, kept


def _is_drawn_of(box: Box, checks: Mapping[Box, bool]) -> bool:
    """Whether a box is but the border of one that the file declares."""
    return any(_is_in(box, one) or _is_in(one, box) for one in checks)


def _read(word: Word) -> Word:
    """A box that is a letter of a font of signs, as our sign for it."""
    sign = _GLYPHS.get(word.text[:1])
    return replace(word, text=sign + word.text[1:]) if sign else word


def _small_boxes(table: Table) -> list[Box]:
    """The small squares, one below the other, that a table is made of; [] where it is another."""
    if len(table.edges) > 1:
        return []
    # The gap between two boxes that nearly touch is a cell too, and a low one.
    boxes = [cell.box for cell in table.cells if cell.box[3] - cell.box[1] >= _LEAST]
    return boxes if all(_is_square(box) for box in boxes) else []


def _is_square(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return (
        min(width, height) >= _LEAST and max(width, height) <= _MOST and 0.7 < width / height < 1.4
    )


def _signs(boxes: list[Box], words: list[Word], marks: list[Box]) -> list[Word] | None:
    """The words with a sign for each box; None where one of them is no box to be ticked."""
    signs: list[Word] = []
    gone: set[int] = set()
    for box in boxes:
        inside = [word for word in words if _holds(box, word)]
        beside = _caption(box, words)
        if beside is None or any(set(word.text) - _SIGNS for word in inside):
            return None
        ticked = bool(inside) or any(_is_in(mark, box) for mark in marks)
        gone.update(id(word) for word in inside)
        text = "[x]" if ticked else "[ ]"
        signs.append(replace(beside, text=text, box=box, lead=" ", follows=False, control=False))
    return [word for word in words if id(word) not in gone] + signs


def _holds(box: Box, word: Word) -> bool:
    """Whether the middle of a word stands in a box."""
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _caption(box: Box, words: list[Word]) -> Word | None:
    """The word nearest to a box on its height: to the right of it before one to the left."""
    level = [
        word
        for word in words
        if not word.turned
        and box[1] - 3 <= word.base - 0.3 * word.size <= box[3] + 3
        and any(letter.isalpha() for letter in word.text)
    ]
    right = [word for word in level if 0 <= word.box[0] - box[2] + 1 <= _NEAR]
    left = [word for word in level if 0 <= box[0] - word.box[2] + 1 <= _NEAR]
    if right:
        return min(right, key=lambda word: word.box[0])
    return max(left, key=lambda word: word.box[2], default=None)


def _is_in(mark: Box, box: Box) -> bool:
    """Whether a mark lies in a box, and is not the box itself or what fills it all with colour."""
    x, y = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    inside = box[0] <= x <= box[2] and box[1] <= y <= box[3]
    return inside and mark[2] - mark[0] <= 1.6 * (box[2] - box[0])
