"""Rules of a PDF page into the cells they enclose, and cells into tables.

Where rules cross, a cell may begin: it is the smallest box from there that is drawn on all four
sides. Cells that touch are one table.

SECURITY: crossings are capped; a page past the cap has no tables, and its words stay words.

BUGS: a table without its outer rules has no cells along its edges.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.pdf_chars import Box

MAX_RULES = 4_000
MAX_CROSSINGS = 6_000
_SNAP = 2.5
_JOIN = 3.5


@dataclass(frozen=True, slots=True)
class Cell:
    """One ruled cell of a table: row and column from 0, box in points from the top left."""

    row: int
    column: int
    box: Box


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one ruled table, row by row, and the left edges of its columns."""

    cells: tuple[Cell, ...]
    box: Box
    edges: tuple[float, ...]


@dataclass(slots=True)
class _Grid:
    """Rules snapped onto common lines: position of each line, and what it covers."""

    at: list[float] = field(default_factory=list)
    spans: list[list[tuple[float, float]]] = field(default_factory=list)

    def covers(self, index: int, start: float, end: float) -> bool:
        """Whether line `index` is drawn from `start` to `end`, with the tolerance of a join."""
        return any(a <= start + _JOIN and b >= end - _JOIN for a, b in self.spans[index])


def _grid(rules: list[tuple[float, float, float]]) -> _Grid:
    """(position, start, end) of parallel rules into a grid; those that meet become one."""
    grid = _Grid()
    groups: list[list[tuple[float, float, float]]] = []
    for rule in sorted(rules):
        if (
            groups
            and rule[0] - groups[-1][-1][0] <= _SNAP
            and rule[0] - groups[-1][0][0] <= 2 * _SNAP
        ):
            groups[-1].append(rule)
        else:
            groups.append([rule])
    for group in groups:
        grid.at.append(sum(rule[0] for rule in group) / len(group))
        spans: list[tuple[float, float]] = []
        for _, start, end in sorted(group, key=lambda rule: rule[1]):
            if spans and start <= spans[-1][1] + _JOIN:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            else:
                spans.append((start, end))
        grid.spans.append(spans)
    return grid


def tables(rules: list[Box]) -> list[Table]:
    """The ruled tables of a page, from the top."""
    level, upright = [], []
    for x0, top, x1, bottom in rules[:MAX_RULES]:
        if x1 - x0 >= bottom - top:
            level.append(((top + bottom) / 2, x0, x1))
        else:
            upright.append(((x0 + x1) / 2, top, bottom))
    if len(level) < 2 or len(upright) < 2:  # no cell without two of each
        return []
    rows, columns = _grid(level + _closing(level, upright)), _grid(upright)
    boxes = list(_cells(rows, columns))
    found = [_table(group) for group in _touching(boxes)]
    framed = [table for table in found if not _is_frame(table, found)]
    return sorted(framed, key=lambda table: (table.box[1], table.box[0]))


def _closing(
    level: list[tuple[float, float, float]], upright: list[tuple[float, float, float]]
) -> list[tuple[float, float, float]]:
    """Rules nobody drew: where a page cuts a row, its upright rules end together in the open."""
    ends: dict[int, list[tuple[float, float]]] = {}
    for x, top, bottom in upright:
        for y in (top, bottom):
            ends.setdefault(round(y / 3), []).append((y, x))
    found = []
    for group in ends.values():
        y = group[0][0]
        left, right = min(x for _, x in group), max(x for _, x in group)
        drawn = any(
            abs(rule[0] - y) <= _JOIN and rule[1] < right and rule[2] > left for rule in level
        )
        if right - left > 10 and not drawn:
            found.append((y, left, right))
    return found


def _cells(rows: _Grid, columns: _Grid) -> Iterator[Box]:
    """The smallest box that begins at each crossing and is drawn on all four sides."""
    crossings = {
        (c, r)
        for r, y in enumerate(rows.at)
        for c, x in enumerate(columns.at)
        if rows.covers(r, x, x) and columns.covers(c, y, y)
    }
    if len(crossings) > MAX_CROSSINGS:
        return
    by_column: dict[int, list[int]] = {}
    by_row: dict[int, list[int]] = {}
    for c, r in sorted(crossings):
        by_column.setdefault(c, []).append(r)
        by_row.setdefault(r, []).append(c)
    for c, r in sorted(crossings):
        corner = _corner(c, r, (by_column[c], by_row[r]), crossings, (rows, columns))
        if corner is not None:
            yield columns.at[c], rows.at[r], columns.at[corner[0]], rows.at[corner[1]]


def _corner(
    c: int,
    r: int,
    lines: tuple[list[int], list[int]],
    crossings: set[tuple[int, int]],
    grids: tuple[_Grid, _Grid],
) -> tuple[int, int] | None:
    rows, columns = grids
    below, right = lines[0], sorted(lines[1])
    x, y = columns.at[c], rows.at[r]
    for lower in below[bisect_left(below, r + 1) :]:
        if not columns.covers(c, y, rows.at[lower]):
            return None
        for far in right[bisect_left(right, c + 1) :]:
            if not rows.covers(r, x, columns.at[far]):
                break
            if (
                (far, lower) in crossings
                and columns.covers(far, y, rows.at[lower])
                and rows.covers(lower, x, columns.at[far])
            ):
                return far, lower
    return None


def _touching(boxes: list[Box]) -> list[list[Box]]:
    """Cells that share a corner belong to one table."""
    owner: dict[tuple[float, float], int] = {}
    groups: dict[int, list[int]] = {}
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        groups[number] = [number]
        mine = number
        for corner in ((x0, top), (x1, top), (x0, bottom), (x1, bottom)):
            other = owner.get(corner, mine)
            if other != mine:
                if len(groups[other]) > len(groups[mine]):
                    mine, other = other, mine
                groups[mine] += groups.pop(other)
                for member in groups[mine]:
                    a, b, c, d = boxes[member]
                    for point in ((a, b), (c, b), (a, d), (c, d)):
                        owner[point] = mine
            owner[corner] = mine
    return [[boxes[member] for member in group] for group in groups.values()]


def _table(boxes: list[Box]) -> Table:
    lefts = sorted({box[0] for box in boxes})
    tops = sorted({box[1] for box in boxes})
    cells = sorted(
        (Cell(bisect_left(tops, box[1]), bisect_left(lefts, box[0]), box) for box in boxes),
        key=lambda cell: (cell.row, cell.column),
    )
    outer = (lefts[0], tops[0], max(box[2] for box in boxes), max(box[3] for box in boxes))
    return Table(tuple(cells), outer, tuple(lefts))


def _is_frame(table: Table, others: list[Table]) -> bool:
    """A single box drawn around other tables is an ornament of the page, not a cell."""
    if len(table.cells) > 1:
        return False
    x0, top, x1, bottom = table.box
    return any(
        other is not table
        and other.box[0] >= x0 - 1
        and other.box[1] >= top - 1
        and other.box[2] <= x1 + 1
        and other.box[3] <= bottom + 1
        for other in others
    )
