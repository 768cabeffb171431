"""Words and ruled cells of a PDF page into lines in reading order.

Inside a ruled table cell by cell, row by row; elsewhere from the top down. The rows of tables that
stand beside or inside each other are read together. Words on one baseline with a wide gap between
them are separate Lines, left to right: label and answer of a form that has no rules. A table that
goes on over the page keeps its number, and a row cut by the page its row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from models.documents import Line
from parsers.pdf_beside import Beside, labels_beside
from parsers.pdf_cells import Table
from parsers.pdf_chars import Box
from parsers.pdf_combs import joined_letters
from parsers.pdf_halves import halves
from parsers.pdf_lines import Key, Row, in_columns, line_of, lines_of, turned_lines
from parsers.pdf_words import Word

_Block = tuple[float, float, list[Line]]  # top, left, lines
#: Share of the page's height, at its head and at its foot, where running lines stand, and how many.
_MARGIN, _RUNNING = 0.1, 2


@dataclass(frozen=True, slots=True)
class _Going:
    """A table that ends where its page ends, and so may go on over it."""

    table: Table
    number: int
    row: int
    shift: int = 0  # of its columns, by labels that stand to its left


@dataclass(slots=True)
class Layout:
    """Lays page after page; remembers the last tables and columns so that they may go on."""

    count: int = 0
    going: list[_Going] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)

    def page(
        self, number: int, words: list[Word], found: list[Table], size: tuple[float, float]
    ) -> list[Line]:
        """The lines of page `number` (from 1) in reading order; `size` is its width and height.

        Of a sheet with two pages side by side, those of the left one come first.
        """
        words, found = joined_letters(words, found)
        parts = halves([word for word in words if not word.turned], found, size)
        lines = [line for part in parts for line in self._part(number, *part, size[1])]
        return lines + turned_lines([word for word in words if word.turned], number)

    def _part(
        self, number: int, words: list[Word], found: list[Table], height: float
    ) -> list[Line]:
        inside: dict[Key, list[Word]] = {}
        free: list[Word] = []
        cells = _by_size(found)
        for word in words:
            key = _home(word, cells)
            if key is None:
                free.append(word)
            else:
                inside.setdefault(key, []).append(word)
        rows, self.edges = in_columns(free, self.edges)
        above, below = _body(rows, height)
        labels = labels_beside(rows, found)
        blocks: list[_Block] = [
            (row.top, part[0].box[0], [line_of(part, number, None)])
            for row in rows
            for part in row.parts
        ]
        going: list[_Going] = []
        for index, table in enumerate(found):
            mine = {row: label for (one, row), label in labels.items() if one == index}
            first = _opens(table, found, above)
            start, base, shift = self._number(table, inside, index, mine, first=first)
            tops = _tops(table, mine, rows, beside=_is_beside(table, found))
            laid: dict[int, list[Line]] = {}
            for cell in table.cells:
                lines = laid.setdefault(cell.row, [])
                if cell.column == 0 and cell.row in mine:
                    place = (start, base + cell.row, 0)
                    lines += [line_of(part, number, place) for _, part in mine[cell.row].parts]
                place = (start, base + cell.row, cell.column + shift)
                lines += lines_of(inside.get((index, cell.row, cell.column), []), number, place)
            blocks += [(*tops[row], lines) for row, lines in laid.items()]
            going.append(_Going(table, start, base + table.cells[-1].row, shift))
        self.going = [one for one in going if below <= one.table.box[3] and _closes(one, going)]
        blocks.sort(key=lambda block: (block[0], block[1]))
        return [line for block in blocks for line in block[2]]

    def _number(
        self,
        table: Table,
        inside: dict[Key, list[Word]],
        index: int,
        labels: dict[int, Beside],
        *,
        first: bool,
    ) -> tuple[int, int, int]:
        """The table's number in the document, the number of its first row, and of its first column."""
        shift = int(bool(labels))
        before = next((one for one in self.going if first and _same_edges(one.table, table)), None)
        if before is not None:
            words = [inside.get((index, 0, cell.column)) for cell in table.cells if cell.row == 0]
            cut = len(words) > 1 and not words[0] and any(words[1:])
            if before.shift:
                shift, cut = before.shift, 0 not in labels and any(words)
            return before.number, before.row + (0 if cut else 1), shift
        self.count += 1
        return self.count - 1, 0, shift


def _body(rows: list[Row], height: float) -> tuple[float, float]:
    """Where the words outside of tables begin and end, running heads and feet left out."""
    head = [row for row in rows if row.base < _MARGIN * height]
    foot = [row for row in rows if row.top > (1 - _MARGIN) * height]
    running = (head if len(head) <= _RUNNING else []) + (foot if len(foot) <= _RUNNING else [])
    rest = [row for row in rows if row not in running]
    if not rest:
        return float("inf"), 0.0
    return min(row.top for row in rest), max(row.base for row in rest)


def _tops(
    table: Table, labels: dict[int, Beside], rows: list[Row], *, beside: bool
) -> dict[int, tuple[float, float]]:
    """Where each row of a table is read: the height and the left edge of its first words."""
    tops: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        # Rows of tables side by side begin at one height, give or take a point.
        top = round(cell.box[1] / 3) * 3.0 if beside else cell.box[1]
        tops.setdefault(cell.row, (top, table.box[0]))
    for row, label in labels.items():
        number, part = label.parts[0]
        tops[row] = (rows[number].top, part[0].box[0])
    return tops


def _is_inside(inner: Table, outer: Table) -> bool:
    """Whether a table stands in a cell of another."""
    a, b = inner.box, outer.box
    return (
        inner is not outer
        and a[0] >= b[0] - 1
        and a[1] >= b[1] - 1
        and a[2] <= b[2] + 1
        and a[3] <= b[3] + 1
    )


def _opens(table: Table, found: list[Table], above: float) -> bool:
    """Whether nothing but tables around it stands before a table on its page."""
    if table.box[1] > above:
        return False
    return all(
        other is table or other.box[1] >= table.box[1] - 1 or _is_inside(table, other)
        for other in found
    )


def _closes(one: _Going, all_of: list[_Going]) -> bool:
    """Whether nothing but tables around it ends after a table on its page."""
    foot = one.table.box[3]
    return all(
        other is one or other.table.box[3] <= foot + 1 or _is_inside(one.table, other.table)
        for other in all_of
    )


def _is_beside(table: Table, found: list[Table]) -> bool:
    """Whether a table shares its height on the page with another, beside it or inside."""
    return any(
        other is not table and other.box[1] < table.box[3] - 1 and other.box[3] > table.box[1] + 1
        for other in found
    )


def _same_edges(one: Table, other: Table) -> bool:
    """Whether two tables have the same columns, wherever on its page each stands."""
    return len(one.edges) == len(other.edges) and all(
        abs(a - one.edges[0] - b + other.edges[0]) < 3  # points
        for a, b in zip((*one.edges, one.box[2]), (*other.edges, other.box[2]), strict=True)
    )


def _by_size(found: list[Table]) -> list[tuple[Box, Key]]:
    """Every cell of the tables with its (table, row, column), the smallest first."""
    cells = [
        (cell.box, (index, cell.row, cell.column))
        for index, table in enumerate(found)
        for cell in table.cells
    ]
    return sorted(cells, key=lambda one: (one[0][2] - one[0][0]) * (one[0][3] - one[0][1]))


def _home(word: Word, cells: list[tuple[Box, Key]]) -> Key | None:
    """The smallest ruled cell around the middle of a word, or None; `cells` as `_by_size` gives them."""
    left, upper, right, lower = word.box
    x, y = (left + right) / 2, (upper + lower) / 2
    for (x0, top, x1, bottom), key in cells:
        if top <= y <= bottom and x0 <= x <= x1:
            return key
    return None
