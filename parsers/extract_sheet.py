"""A Document laid out for finding labels: its lines less page furniture, and its tables as grids.

A PDF that aligns label and answer without rules gives a grid too: words that stand side by side in
the same columns line after line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from models.documents import PAGED, Document, Line
from parsers.extract_pages import goes_on, joined_rows, without_furniture
from parsers.labels import Labels

Cell = tuple[int, int, int]
#: Grids found by alignment are numbered from here, apart from a document's own tables.
ALIGNED: Final = 100_000
#: Points by which words of one column or one baseline may differ.
SLACK: Final = 6.0


@dataclass(slots=True)
class Grid:
    """One table: the lines of each cell by (row, column)."""

    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    columns_of: dict[int, list[int]] = field(default_factory=dict)
    count: int = 0

    @property
    def columns(self) -> int:
        """How many columns have words."""
        return max(column for _, column in self.cells) + 1

    def row(self, number: int) -> list[int]:
        """The columns of a row that have words, from the left."""
        return self._laid().get(number, [])

    def rows(self) -> list[int]:
        """The numbers of the rows that have words, from the top."""
        return sorted(self._laid())

    def _laid(self) -> dict[int, list[int]]:
        """The columns by row, made again only where cells were added since."""
        if self.count != len(self.cells):
            self.columns_of = {}
            for row, column in sorted(self.cells):
                self.columns_of.setdefault(row, []).append(column)
            self.count = len(self.cells)
        return self.columns_of


@dataclass(slots=True)
class Sheet:
    """The lines that may hold labels and answers, and the grids (of two columns or more).

    `moved` gives the cell of lines that are read as if they stood in another, `gone` the lines that
    are read as if they were not there.
    """

    kind: str
    lines: list[Line]
    grids: dict[int, Grid]
    right_edge: dict[int, float]
    moved: dict[int, Cell] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()

    def cell(self, number: int) -> Cell | None:
        """The grid cell of a line, or None where it runs freely (also in a one-column box)."""
        cell = self.moved.get(number, self.lines[number].place.cell)
        return cell if cell is not None and cell[0] in self.grids else None

    def cell_lines(self, cell: Cell) -> list[int]:
        """The lines in a grid cell, in order; [] where it has no words."""
        grid = self.grids.get(cell[0])
        return grid.cells.get(cell[1:], []) if grid else []

    def cell_text(self, cell: Cell) -> str:
        """The words of a grid cell, lines joined with spaces."""
        return " ".join(self.lines[one].text.replace("\n", " ") for one in self.cell_lines(cell))

    def without(
        self, spans: Iterable[tuple[int, int, int]], moved: Mapping[int, Cell] | None = None
    ) -> Sheet:
        """The sheet with each (line, start, end) wiped, and the lines of `moved` in other cells.

        Lines keep their numbers and letters their offsets; what was filled in there is gone too.
        """
        lines = list(self.lines)
        gone = set(self.gone)
        for number, start, end in spans:
            lines[number] = _wiped(lines[number], start, end)
            if not lines[number].text.strip():
                gone.add(number)
        cells = {**self.moved, **(moved or {})}
        grids = _grids(lines, cells, gone)
        return Sheet(self.kind, lines, grids, self.right_edge, cells, frozenset(gone))


def lay_out(document: Document, labels: Labels) -> Sheet:
    """The sheet of `document`: page numbers, running heads, headers and footers left out."""
    lines = [line for line in document.lines if line.place.part not in ("header", "footer")]
    if document.kind == "text":
        lines = [line for line in map(_unquoted, lines) if line.text.strip()]
    if document.kind in PAGED:
        lines = joined_rows(without_furniture(lines, labels), labels)
        lines = _aligned(lines, labels)
    return Sheet(document.kind, lines, _grids(lines, {}, ()), _right_edges(lines))


def _grids(lines: list[Line], moved: Mapping[int, Cell], gone: Collection[int]) -> dict[int, Grid]:
    """The tables of two columns or more, by number."""
    grids: dict[int, Grid] = {}
    for number, line in enumerate(lines):
        cell = moved.get(number, line.place.cell)
        if cell is not None and number not in gone:
            grid = grids.setdefault(cell[0], Grid())
            grid.cells.setdefault(cell[1:], []).append(number)
    return {
        number: grid
        for number, grid in grids.items()
        if len({column for _, column in grid.cells}) > 1
        and any(len(grid.row(row)) > 1 for row in grid.rows())
    }


def _wiped(line: Line, start: int, end: int) -> Line:
    """A line with spaces in place of some of its letters, and no control there."""
    if (start, end) == (0, len(line.text)):
        return replace(line, text=" " * len(line.text), controls=(), prompts=())
    blank = re.sub(r"[^\n]", " ", line.text[start:end])
    return replace(
        line,
        text=line.text[:start] + blank + line.text[end:],
        controls=tuple((a, b) for a, b in line.controls if b <= start or end <= a),
        prompts=tuple(one for one in line.prompts if not start < one <= end),
    )


def _unquoted(line: Line) -> Line:
    """A line of a mail without the marks of quoting (RFC 3676 section 4.5)."""
    return replace(line, text=re.sub(r"(?m)^(?:\s*>)+ ?", "", line.text))


def _right_edges(lines: list[Line]) -> dict[int, float]:
    """How far right words go, by column of print (keyed by the left edge, rounded)."""
    edges: dict[int, float] = {}
    for line in lines:
        if line.place.box is not None:
            left = round(line.place.box[0] / SLACK)
            edges[left] = max(edges.get(left, 0.0), line.place.box[2])
    return edges


def _aligned(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines, those that stand in columns without rules given the cell they stand in."""
    laid = list(lines)
    for page in sorted({line.place.page or 0 for line in lines}):
        mine = [n for n, line in enumerate(lines) if _free_on(line, page)]
        starts = _columns([lines[n] for n in mine])
        if len(starts) > 1:
            _place(laid, mine, starts, ALIGNED + page, labels)
    return laid


def _free_on(line: Line, page: int) -> bool:
    return line.place.page == page and line.place.cell is None and line.place.box is not None


def _columns(lines: list[Line]) -> list[float]:
    """Left edges that at least three lines share with something else on their baselines."""
    edges: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for before, line in pairwise(lines):
        one, other = before.place.box, line.place.box
        if one and other and abs(one[3] - other[3]) < SLACK / 2 and other[0] > one[2]:
            edges[round(one[0] / SLACK)] += 1
            edges[round(other[0] / SLACK)] += 1
            right[round(other[0] / SLACK)] += 1
    starts: list[float] = []
    for edge, count in sorted(edges.items()):
        near = count + edges.get(edge + 1, 0)
        if near >= 3 and (not starts or edge * SLACK - starts[-1] > 4 * SLACK):
            starts.append(edge * SLACK)
    # Answers that begin wherever their labels end stand in no column.
    known = sum(n for edge, n in right.items() if any(abs(edge * SLACK - x) < 9 for x in starts))
    return starts if 5 * known >= 3 * sum(right.values()) else []


def _place(
    laid: list[Line], mine: list[int], starts: list[float], table: int, labels: Labels
) -> None:
    """Give each line of a page its row and column; a line across the columns is a row alone."""
    row = -1
    label = ""
    leading = _leading([laid[number] for number in mine])
    above = 0.0
    for number in mine:
        line = laid[number]
        box = line.place.box or (0.0, 0.0, 0.0, 0.0)
        column = max((n for n, x in enumerate(starts) if x - SLACK <= box[0]), default=0)
        across = column + 1 < len(starts) and box[2] > starts[column + 1] + SLACK
        if column == 0:
            joined = f"{label} {line.text}".strip()
            if not label or across:
                follows = False
            elif leading is not None:
                follows = box[3] - above <= leading
            else:
                follows = goes_on(label, line.text, joined, labels)
            row += not follows
            label = "" if across else joined if follows else line.text
        row = max(row, 0)
        place = replace(line.place, cell=None if across else (table, row, column))
        laid[number] = replace(line, place=place)
        above = box[3]


def _leading(lines: list[Line]) -> float | None:
    """The widest step (points) from line to line inside a row, where rows stand wider apart.

    None where every line stands as far from the next: then only the words tell a new row.
    """
    feet = [line.place.box[3] for line in lines if line.place.box is not None]
    steps = sorted(after - before for before, after in pairwise(feet) if after - before > SLACK / 2)
    if not steps:
        return None
    narrow = steps[len(steps) // 10]
    wide = [step for step in steps if step > 1.25 * narrow]
    close = [step for step in steps if step <= 1.25 * narrow]
    return 1.25 * narrow if len(close) >= 2 and len(wide) >= len(steps) // 4 else None
