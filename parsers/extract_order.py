"""Lines of a page in the order in which a form means them, where that is not from the top down.

Two columns of print are read one after the other where both hold labels. A table without rules between
its rows is no table. Where a form prints what
an answer is in small letters below it, as under a line to sign on, the words below are read first.

BUGS: captions in print as large as their answers are read as labels above the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from models.documents import Line
from parsers.extract_row_blocks import SLACK
from parsers.labels import MAX_LABEL, PLAIN, Labels

Box = tuple[float, float, float, float]
_NOWHERE: Final[Box] = (0.0, 0.0, 0.0, 0.0)
#: Labels that each of two columns must hold, and that captions must be, to be known as such.
_BOTH, _CAPTIONS = 3, 4
#: Points: no column of print is narrower.
_COLUMN: Final = 120.0
#: Labels in one cell of a row that make it several rows.
_QUESTIONS: Final = 3
#: A caption is printed smaller than its answer by this much, and nearer to it than to the next one.
_SMALLER, _NEARER = 0.9, 0.85


def in_order(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines of a paged document in the order in which they are to be read."""
    lines = _freed(lines, labels)
    ordered: list[Line] = []
    for page in sorted({line.place.page or 0 for line in lines}):
        mine = [line for line in lines if (line.place.page or 0) == page]
        ordered += _lifted(_newspaper(mine, labels), labels)
    return ordered


def _box(line: Line) -> Box:
    return line.place.box or _NOWHERE


def _is_label(line: Line, labels: Labels) -> bool:
    """Whether a line is a label and nothing else, and printed as one."""
    text = line.text.rstrip(" *")
    if not (line.bold or text.endswith((":", "?"))) or len(text) > MAX_LABEL:
        return False
    meaning = labels.meaning(text.rstrip(" :?"))
    return meaning is not None and meaning.score >= PLAIN and bool(meaning.fields)


def _freed(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines, those of a row that holds several questions freed of their cells and mixed.

    A table without rules between its rows is one row: what stands side by side tells its questions.
    """
    rows: dict[tuple[int, int], list[int]] = {}
    for number, line in enumerate(lines):
        if line.place.cell is not None and line.place.box is not None:
            rows.setdefault(line.place.cell[:2], []).append(number)
    laid = list(lines)
    for row in rows.values():
        first = [lines[n] for n in row if (lines[n].place.cell or (0, 0, 0))[2] == 0]
        whole = sum(labels.exact(line.text.rstrip(" :?*")) is not None for line in first)
        if len(first) == len(row) or whole < _QUESTIONS:
            continue
        free = [replace(lines[n], place=replace(lines[n].place, cell=None)) for n in row]
        for n, line in zip(row, _by_height(free), strict=True):
            laid[n] = line
    return laid


def _by_height(lines: list[Line]) -> list[Line]:
    """Lines from the top of the first page down, those of one height from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.place.page or 0, _box(line)[3])):
        last = rows[-1][0] if rows else None
        near = last is not None and _box(line)[3] - _box(last)[3] < SLACK / 2
        if near and last is not None and last.place.page == line.place.page:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: _box(line)[0])]


def _newspaper(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines of one page, the right column after the left one if it is printed in columns."""
    free = [line for line in lines if line.place.box is not None and line.place.cell is None]
    margin = min((_box(line)[0] for line in free), default=0.0)
    if sum(_box(line)[0] > margin + _COLUMN for line in free) < 2 * _BOTH:
        return lines
    found = [line for line in free if _is_label(line, labels)]
    if len(found) < 2 * _BOTH:
        return lines
    edge = _gutter(free, found)
    if edge is None:
        return lines
    left = [line for line in free if _box(line)[2] < edge]
    right = [line for line in free if _box(line)[0] >= edge]
    top = min(_box(line)[1] for line in (*left, *right) if _beside(line, left, right))
    inside = {id(line) for line in (*left, *right) if _box(line)[1] >= top - 1}
    head = [line for line in lines if id(line) not in inside and _box(line)[1] < top]
    foot = [line for line in lines if id(line) not in inside and _box(line)[1] >= top]
    body = [line for part in (left, right) for line in part if id(line) in inside]
    return [*head, *body, *foot]


def _beside(line: Line, left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether a line of one column stands level with one of the other."""
    other = right if line in left else left
    return any(abs(_box(line)[3] - _box(one)[3]) < 3 * SLACK for one in other)


def _gutter(free: list[Line], found: list[Line]) -> float | None:
    """Where the right of two columns begins that both hold labels with their answers below them.

    Not where labels stand level with labels: they have their answers below them in a row; nor where
    a label has words on its own height to its right: that is its answer.
    """
    lefts = sorted({round(_box(line)[0]) for line in found})
    for edge in lefts[1:]:
        first = [line for line in found if _box(line)[2] < edge]
        second = [line for line in found if _box(line)[0] >= edge - 1]
        crossing = [line for line in free if _box(line)[0] < edge - 1 and _box(line)[2] >= edge - 1]
        if min(len(first), len(second)) < _BOTH or len(crossing) > len(free) // 4:
            continue
        level = sum(
            any(abs(_box(one)[3] - _box(other)[3]) < SLACK / 2 for other in first) for one in second
        )
        if 2 * level <= len(second) and not any(_answered(line, free) for line in second):
            return edge - 1.0
    return None


def _answered(label: Line, free: list[Line]) -> bool:
    """Whether words stand to the right of a label on its height."""
    box = _box(label)
    return any(abs(_box(line)[3] - box[3]) < SLACK / 2 and _box(line)[0] > box[2] for line in free)


def _lifted(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines of one page, each caption before the words above it, if they are printed below."""
    if any(line.place.cell is not None for line in lines):
        return lines
    heights = sorted(_box(line)[3] - _box(line)[1] for line in lines)
    low = _SMALLER * (heights[-len(heights) // 4] if heights else 0.0)
    if sum(height <= low for height in heights) < _CAPTIONS:
        return lines
    known = [n for n, line in enumerate(lines) if _means(line, labels)]
    small = [n for n in known if _is_small(lines, n, known)]
    near = [n for n in small if _is_nearer(lines, n)]
    if len(near) < _CAPTIONS or 3 * (len(known) - len(near)) > len(known):
        return lines
    owned: dict[int, list[int]] = {n: _above(lines, n, known) for n in small}
    owner = {line: n for n, answer in owned.items() for line in answer}
    ordered: list[Line] = []
    for number, line in enumerate(lines):
        caption = owner.get(number)
        if caption is None and number not in owned:
            ordered.append(line)
        elif caption is not None and owned[caption][0] == number:
            ordered.append(replace(lines[caption], bold=True))
            ordered += [lines[one] for one in owned[caption]]
    return ordered


def _means(line: Line, labels: Labels) -> bool:
    """Whether a line is what a field is called, and no more."""
    meaning = labels.meaning(line.text.rstrip(" :?*"))
    return meaning is not None and meaning.score >= PLAIN and bool(meaning.fields)


def _is_small(lines: list[Line], number: int, known: Sequence[int]) -> bool:
    """Whether a label is in smaller print than the words above it, which are no label."""
    over = _over(lines, number)
    if over is None or over in known:
        return False
    box, above = _box(lines[number]), _box(lines[over])
    return box[3] - box[1] <= _SMALLER * (above[3] - above[1])


def _is_nearer(lines: list[Line], number: int) -> bool:
    """Whether a label stands nearer to the words above it than to those below."""
    over, foot = _over(lines, number), _box(lines[number])[3]
    under = next((line for line in lines[number + 1 :] if _shares(line, lines[number])), None)
    if over is None or under is None:
        return over is not None
    return foot - _box(lines[over])[3] < _NEARER * (_box(under)[3] - foot)


def _over(lines: list[Line], number: int) -> int | None:
    """The line next above another, over it in part at least."""
    return next((n for n in range(number - 1, -1, -1) if _shares(lines[n], lines[number])), None)


def _shares(one: Line, other: Line) -> bool:
    """Whether two lines of a page stand one below the other, in part at least."""
    a, b = _box(one), _box(other)
    return a[0] < b[2] and b[0] < a[2] and abs(a[3] - b[3]) > SLACK / 2


def _above(lines: list[Line], number: int, known: Sequence[int]) -> list[int]:
    """The lines of the answer above a caption, in order."""
    found: list[int] = []
    last = _box(lines[number])
    for n in range(number - 1, -1, -1):
        box = _box(lines[n])
        if not _shares(lines[n], lines[number]):
            continue
        room = 4 if not found else 2  # heights of a line
        if n in known or lines[n].bold or last[3] - box[3] > room * (box[3] - box[1]):
            break
        found.insert(0, n)
        last = box
    return found
