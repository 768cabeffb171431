"""Lines of a page brought level: answers typed a little above their labels, labels of several rows.

Who fills in a printed page with words laid over it seldom hits the line: an answer then stands a few
points above its label, and from the top down it would be read as the end of the answer before. It is
taken down to the label to whose right it stands, if that has no other answer. And where a label
beside its answer goes on below, its rows are read one after the other, the answer behind them.

BUGS: an answer more than three quarters of a line above its label is not known from a caption.

ERRORS: none are raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from models.documents import Line
from parsers.extract_pages import goes_on
from parsers.labels import PLAIN, Labels

Box = tuple[float, float, float, float]
Spot = tuple[int, Box]
_NOWHERE: Final[Box] = (0.0, 0.0, 0.0, 0.0)
#: Points by which feet of one level, and left edges of one column, may differ.
LEVEL: Final = 2.4
#: Heights of a line: how far above its label an answer may stand, and how far apart rows do.
_ABOVE, _STEP = 0.78, 1.4
#: Labels with answers above them in one column that tell where all of its answers stand.
_ENOUGH: Final = 3
#: Rows that a label may have.
_ROWS: Final = 5


def levelled(lines: list[Line], labels: Labels) -> tuple[list[Line], dict[Spot, Box]]:
    """The lines of a paged document; by page and box, where lines stood that were moved."""
    laid = list(lines)
    stood: dict[Spot, Box] = {}
    for page in sorted({line.place.page or 0 for line in lines}):
        free = [n for n, line in enumerate(lines) if _is_free(line, page)]
        mine = [lines[n] for n in free]
        moved = _lowered(mine, labels)
        for nth, down in moved.items():
            box = _box(mine[nth])
            there = box[0], box[1] + down, box[2], box[3] + down
            stood[page, there] = box
            mine[nth] = replace(mine[nth], place=replace(mine[nth].place, box=there))
        if moved:
            mine = _by_height(mine)
        for n, line in zip(free, _rows_joined(mine, labels), strict=True):
            laid[n] = line
    return laid, stood


def _is_free(line: Line, page: int) -> bool:
    return line.place.page == page and line.place.cell is None and line.place.box is not None


def _box(line: Line) -> Box:
    return line.place.box or _NOWHERE


def _height(line: Line) -> float:
    return _box(line)[3] - _box(line)[1]


def _is_right(line: Line, label: Line) -> bool:
    """Whether a line begins to the right of where a label ends."""
    return _box(line)[0] >= _box(label)[2] - 1


def _is_level(one: Line, other: Line) -> bool:
    return abs(_foot(one) - _foot(other)) <= LEVEL


def _foot(line: Line) -> float:
    """About the baseline: letters of all sizes stand on it (`pdf_lines`: a fifth is below it)."""
    return _box(line)[3] - 0.2 * _height(line)


def _means(line: Line, labels: Labels) -> bool:
    """Whether a line is what a field is called, and no more."""
    meaning = labels.meaning(line.text.rstrip(" :?*"))
    return meaning is not None and meaning.score >= PLAIN and bool(meaning.fields)


def _lowered(lines: Sequence[Line], labels: Labels) -> dict[int, float]:
    """By position, how many points lines are to be taken down."""
    order = sorted(range(len(lines)), key=lambda n: _foot(lines[n]))
    moved: dict[int, float] = {}
    for place, n in enumerate(order):
        near = _near(lines, order, place)
        if not near or not _means(lines[n], labels) or _is_rest(lines, near, n, labels):
            continue
        beside = [m for m in near if _is_right(lines[m], lines[n])]
        if not beside or any(_is_level(lines[m], lines[n]) for m in beside):
            continue
        above = [m for m in beside if _rises(lines[m], lines[n]) and not _means(lines[m], labels)]
        if len(above) == 1 and _is_first(lines, near, above[0], lines[n]):
            moved[above[0]] = _foot(lines[n]) - _foot(lines[above[0]])
    if len(moved) <= _answered(lines, order, labels):
        return {}  # labels level with the middle of their answers
    edges = Counter(round(_box(lines[n])[0]) for n in moved)
    columns = [edge for edge, count in edges.items() if count >= _ENOUGH]
    for place, n in enumerate(order):
        if n in moved or not any(abs(_box(lines[n])[0] - edge) <= LEVEL for edge in columns):
            continue
        moved |= _followed(lines, order, place, moved)
    return moved


def _near(lines: Sequence[Line], order: Sequence[int], place: int) -> list[int]:
    """The positions of lines up to two lines of print above or below one."""
    own = order[place]
    room = 2 * _height(lines[own])
    found: list[int] = []
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(order) and abs(_foot(lines[order[at]]) - _foot(lines[own])) <= room:
            found.append(order[at])
            at += step
    return found


def _is_rest(lines: Sequence[Line], near: Iterable[int], number: int, labels: Labels) -> bool:
    """Whether a line is the last row of a label that begins above it."""
    line = lines[number]
    above = [lines[n] for n in near if _is_under(line, lines[n])]
    return any(
        goes_on(one.text, line.text, f"{one.text.strip()} {line.text.strip()}", labels)
        for one in above
    )


def _is_under(line: Line, other: Line) -> bool:
    """Whether a line is the next of the column of another."""
    step = _foot(line) - _foot(other)
    same = abs(_box(other)[0] - _box(line)[0]) <= LEVEL
    return same and 0 < step <= _STEP * max(_height(line), _height(other))


def _answered(lines: Sequence[Line], order: Sequence[int], labels: Labels) -> int:
    """How many labels have words level with them to their right."""
    return sum(
        any(_is_right(lines[m], lines[n]) and _is_level(lines[m], lines[n]) for m in near)
        and _means(lines[n], labels)
        for n, near in ((n, _near(lines, order, place)) for place, n in enumerate(order))
    )


def _rises(line: Line, label: Line) -> bool:
    """Whether a line stands above a label by less than a line of print."""
    up = _foot(label) - _foot(line)
    return LEVEL < up <= _ABOVE * max(_height(line), _height(label))


def _is_first(lines: Sequence[Line], near: Iterable[int], number: int, label: Line) -> bool:
    """Whether no line of the same column ends right above one, and no other label is level with it."""
    line = lines[number]
    for n in near:
        other = lines[n]
        if n == number or other is label:
            continue
        if _is_level(other, line) and not _is_right(other, line):
            return False
        if _is_under(line, other):
            return False
    return True


def _followed(
    lines: Sequence[Line], order: Sequence[int], place: int, moved: dict[int, float]
) -> dict[int, float]:
    """A line of a column whose answers stand above their labels: taken down as the one before was."""
    own = order[place]
    line = lines[own]
    near = _near(lines, order, place)
    beside = [m for m in near if _is_right(line, lines[m])]
    if any(_is_level(line, lines[m]) for m in beside):
        return {}
    before = [m for m in near if m in moved and _is_under(line, lines[m])]
    if before:
        return {own: moved[before[0]]}
    usual = sorted(moved.values())[len(moved) // 2]
    there = [m for m in beside if abs(_foot(lines[m]) - _foot(line) - usual) <= LEVEL]
    return {own: _foot(lines[there[0]]) - _foot(line)} if there else {}


def _by_height(lines: Sequence[Line]) -> list[Line]:
    """Lines from the top down, those of one level from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=_foot):
        if rows and _foot(line) - _foot(rows[-1][0]) <= LEVEL:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: _box(line)[0])]


def _rows_joined(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines, the further rows of each label before what stands to its right."""
    order = list(lines)
    at = 0
    while at + 2 < len(order):
        if any(_is_right(one, order[at]) for one in order[at + 1 : at + 3]):
            rows = _more_rows(order, at, labels)
            if rows:
                rest = [n for n in range(at + 1, rows[-1] + 1) if n not in rows]
                order[at + 1 : rows[-1] + 1] = [order[n] for n in (*rows, *rest)]
                at += len(rows)
        at += 1
    return order


def _more_rows(lines: Sequence[Line], at: int, labels: Labels) -> list[int]:
    """The positions of the lines on which the label at a position goes on, its answer beside it."""
    text = lines[at].text.strip()
    if text.endswith((":", "?")) or not labels.may_begin(text):
        return []
    rows, found, whole = [at], [], text
    for n in range(at + 1, min(at + 4 * _ROWS, len(lines))):
        line, last = lines[n], lines[rows[-1]]
        if _box(line)[0] > _box(lines[at])[2]:
            continue
        step = _foot(line) - _foot(last)
        if step <= LEVEL or not _is_under(line, last) or line.bold is not lines[at].bold:
            break
        is_open = whole.count("(") > whole.count(")")
        joined = f"{whole} {line.text.strip()}"
        if not is_open and not goes_on(whole, line.text, joined, labels):
            break
        rows.append(n)
        whole = joined
        if whole.count("(") <= whole.count(")"):
            found = rows[1:]
        if len(rows) > _ROWS or whole.endswith((":", "?")):
            break
    return found
