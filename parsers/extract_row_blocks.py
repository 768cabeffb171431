"""Lines of answers beside the labels of a page without rules: whose row they are, by how they stand.

A label may stand level with the first line of its answer, with its middle or with its end. Lines that
stand closely one below the other beside just one label are its answer. Where that is not plain the
rows are named, and a person looks (`extract_lacking`).

ERRORS: none are raised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.documents import Line

#: Points by which words of one column or one baseline may differ.
SLACK: Final = 6.0
Row = tuple[int, int]  # table, row
Box = tuple[float, float, float, float]
NOWHERE: Final[Box] = (0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class Going:
    """The grid of a page, and the row it ends in: the next page may go on with it."""

    starts: list[float]
    table: int
    row: int
    across: bool = False  # the last label ran across the columns: what follows has no row
    risen: int = 0  # answers that begin above their labels, so far
    leading: float | None = None  # the widest step inside a row, of this page or one before

    def row_of(self, row: int) -> Row:
        """A row of the page, with its table."""
        return self.table, max(row, 0)


def by_blocks(laid: list[Line], seen: Sequence[tuple[int, int, int]], going: Going) -> set[Row]:
    """Give lines that stand closely one below the other the row of the one label they stand beside.

    A label may stand level with the middle of its answer, or with its end. `seen` are the (row,
    column, line) of a page from the top down; what is moved to another row is put behind its label.
    Returns the rows of which it is not plain where they begin.
    """
    blocks, apart, mixed = _blocks(laid, seen, going)
    hung = sum(block.hangs and len(block.lines) > len(block.feet) for block in blocks)
    going.risen += sum(block.rises for block in blocks)
    order = {number: (row, 0) for row, _, number in seen}
    unclear: set[Row] = set()
    for block in blocks:
        if block.rises and hung:
            unclear |= {going.row_of(block.row), going.row_of(block.row - 1)}
        if (block.rises and hung >= going.risen) or (block.first < 0 and not going.risen):
            continue
        for number in block.lines:
            place, cell = laid[number].place, (*going.row_of(block.row), block.column)
            if place.cell != cell:
                laid[number] = replace(laid[number], place=replace(place, cell=cell))
                order[number] = block.row, 1
    rows = set(_with_several(blocks, laid))
    if going.risen:  # a paragraph above the label may be of that row or of the one before
        rows |= {row + more for row in apart for more in (0, 1) if row >= 0}
    if going.risen or any(not block.rises and not block.hangs for block in blocks):
        rows |= mixed  # nothing parts the rows, and their labels are not level with their answers
    unclear |= {going.row_of(row) for row in rows}
    moved = {row for row, behind in order.values() if behind}
    numbers = [number for _, _, number in seen]
    by_row = sorted(
        numbers, key=lambda n: (order[n][0], _column(laid[n]) if order[n][0] in moved else 0)
    )
    for number, line in zip(numbers, [laid[n] for n in by_row], strict=True):
        laid[number] = line
    return unclear


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one column that stand closely, and the one label they stand beside."""

    lines: list[int]
    column: int
    row: int  # of the label
    feet: tuple[float, ...]  # of its rows of print
    first: int  # the row of the first line by order alone
    rises: bool  # begins above its label
    hangs: bool  # begins level with it


def _blocks(
    laid: list[Line], seen: Sequence[tuple[int, int, int]], going: Going
) -> tuple[list[_Block], set[int], set[int]]:
    """The lines right of the labels of a page, in blocks; those that stand beside just one label.

    With them the rows, by order alone, of blocks that stand beside none, and of those beside several.
    """
    if going.leading is None:
        return [], set(), set()
    feet: dict[int, list[float]] = {}
    found: dict[int, list[list[tuple[int, int]]]] = {}
    for row, column, number in seen:
        cell, foot = laid[number].place.cell, foot_of(laid[number])
        if cell is None and not _is_at(laid[number], going.starts[column], column):
            continue
        if column == 0:
            feet.setdefault(row, []).append(foot)
            continue
        mine = found.setdefault(column, [])
        if mine and foot - foot_of(laid[mine[-1][-1][1]]) <= going.leading:
            mine[-1].append((row, number))
        else:
            mine.append([(row, number)])
    blocks: list[_Block] = []
    apart: set[int] = set()
    mixed: set[int] = set()
    for column, mine in found.items():
        for block in mine:
            top, bottom = foot_of(laid[block[0][1]]), foot_of(laid[block[-1][1]])
            near = SLACK / 2
            beside = [r for r, f in feet.items() if f[0] <= bottom + near and top - near <= f[-1]]
            room = going.leading
            if not any(f[0] <= bottom + room and top - room <= f[-1] for f in feet.values()):
                apart.add(block[0][0])
            mixed |= set(beside) if len(beside) > 1 else set()
            if len(beside) == 1:
                own, lines = beside[0], [number for _, number in block]
                rise = feet[own][0] - top
                blocks.append(
                    _Block(lines, column, own, tuple(feet[own]), block[0][0], rise > near, abs(rise) <= near)
                )  # fmt: skip
    return blocks, apart, mixed


def _with_several(blocks: Sequence[_Block], laid: Sequence[Line]) -> Iterator[int]:
    """The rows whose label may be several: an answer begins level with a further row of it."""
    first: dict[tuple[int, int], _Block] = {}
    for block in blocks:
        before = first.setdefault((block.row, block.column), block)
        top = foot_of(laid[block.lines[0]])
        if before is not block and any(abs(foot - top) <= SLACK / 2 for foot in block.feet[1:]):
            yield block.row


def _is_at(line: Line, start: float, column: int) -> bool:
    """Whether a line right of a label that runs across the columns begins where a column does."""
    return column > 0 and not line.bold and abs((line.place.box or NOWHERE)[0] - start) <= SLACK


def foot_of(line: Line) -> float:
    """The lower edge of a line's box."""
    return (line.place.box or NOWHERE)[3]


def _column(line: Line) -> int:
    return line.place.cell[2] if line.place.cell is not None else 0
