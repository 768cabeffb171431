"""A Document laid out for finding labels: its lines less page furniture, and its tables as grids.

A PDF that aligns label and answer without rules gives a grid too (`extract_aligned`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from models.documents import PAGED, Document, Line, Place
from parsers.extract_aligned import aligned
from parsers.extract_combs import joined_boxes
from parsers.extract_level import Box, Spot, levelled
from parsers.extract_order import in_order
from parsers.extract_pages import joined_rows, without_furniture
from parsers.extract_row_blocks import SLACK
from parsers.labels import Labels

Cell = tuple[int, int, int]


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
    printed: dict[Place, Place] = field(default_factory=dict)  # where lines that were moved stand
    unclear: frozenset[tuple[int, int]] = frozenset()  # (table, row) that may begin elsewhere

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
        return replace(self, lines=lines, grids=grids, moved=cells, gone=frozenset(gone))


def lay_out(document: Document, labels: Labels) -> Sheet:
    """The sheet of `document`: page numbers, running heads, headers and footers left out."""
    lines = [line for line in document.lines if line.place.part not in ("header", "footer")]
    lines = joined_boxes(lines)
    if document.kind == "text":
        lines = [line for line in map(_unquoted, lines) if line.text.strip()]
    if document.kind in PAGED:
        lines = joined_rows(without_furniture(lines, labels), labels)
        lines, stood = levelled(lines, labels)
        lines, unclear = aligned(in_order(lines, labels), labels)
        sheet = sheet_of(document.kind, lines)
        if stood or unclear:
            sheet = replace(sheet, printed=_printed(lines, stood), unclear=unclear)
        return sheet
    return sheet_of(document.kind, lines)


def _printed(lines: list[Line], stood: Mapping[Spot, Box]) -> dict[Place, Place]:
    """Where the lines that were brought level stand on their pages."""
    return {
        line.place: replace(line.place, box=stood[line.place.page or 0, line.place.box])
        for line in lines
        if line.place.box is not None and (line.place.page or 0, line.place.box) in stood
    }


def sheet_of(kind: str, lines: list[Line]) -> Sheet:
    """The sheet of lines that are laid out already."""
    return Sheet(kind, lines, _grids(lines, {}, ()), _right_edges(lines))


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
