"""Words and ruled cells of a PDF page into lines in reading order.

Inside a ruled table cell by cell, row by row; elsewhere from the top down. The rows of tables that
stand beside or inside each other are read together. Words on one baseline with a wide gap between
them are separate Lines, left to right: label and answer of a form that has no rules. A table that
goes on over the page keeps its number, and a row cut by the page its row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from models.documents import Line, Place
from parsers.pdf_cells import Table
from parsers.pdf_chars import Box
from parsers.pdf_words import Word

#: A gap this many font heights wide separates two columns, not two words.
COLUMN_GAP = 2.0
#: How a gap is told that parts a label from its answer, or two answers, on one line.
WIDE = "   "
Key = tuple[int, int, int]


@dataclass(slots=True)
class _Row:
    """Words that stand on one baseline."""

    words: list[Word] = field(default_factory=list)
    base: float = 0.0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class _Going:
    """A table that ends where its page ends, and so may go on over it."""

    table: Table
    number: int
    row: int


@dataclass(slots=True)
class Layout:
    """Lays page after page; remembers the last tables so that they may go on."""

    count: int = 0
    going: list[_Going] = field(default_factory=list)

    def page(self, number: int, words: list[Word], found: list[Table]) -> list[Line]:
        """The lines of page `number` (from 1) in reading order."""
        straight = [word for word in words if not word.turned]
        turned = [word for word in words if word.turned]
        inside: dict[Key, list[Word]] = {}
        free: list[Word] = []
        cells = _by_size(found)
        for word in straight:
            key = _home(word, cells)
            if key is None:
                free.append(word)
            else:
                inside.setdefault(key, []).append(word)
        blocks: list[tuple[float, float, list[Line]]] = [
            ((line.place.box or _NOWHERE)[1], (line.place.box or _NOWHERE)[0], [line])
            for line in _lines(free, number, None)
        ]
        above = min((word.box[1] for word in free), default=float("inf"))
        going: list[_Going] = []
        for index, table in enumerate(found):
            start, base = self._number(table, inside, index, first=_opens(table, found, above))
            rows: dict[float, list[Line]] = {}
            for cell in table.cells:
                mine = inside.get((index, cell.row, cell.column), [])
                # Rows of tables side by side begin at one height, give or take a point.
                top = round(cell.box[1] / 3) * 3.0 if _is_beside(table, found) else table.box[1]
                rows.setdefault(top, []).extend(
                    _lines(mine, number, (start, base + cell.row, cell.column))
                )
            blocks += [(top, table.box[0], lines) for top, lines in rows.items()]
            going.append(_Going(table, start, base + table.cells[-1].row))
        below = max((word.box[3] for word in free), default=0.0)
        self.going = [one for one in going if below <= one.table.box[3] and _closes(one, going)]
        blocks.sort(key=lambda block: (block[0], block[1]))
        return [line for block in blocks for line in block[2]] + _turned(turned, number)

    def _number(
        self, table: Table, inside: dict[Key, list[Word]], index: int, *, first: bool
    ) -> tuple[int, int]:
        """The table's number in the document, and the number of its first row."""
        before = next((one for one in self.going if first and _same_edges(one.table, table)), None)
        if before is not None:
            words = [inside.get((index, 0, cell.column)) for cell in table.cells if cell.row == 0]
            cut = len(words) > 1 and not words[0] and any(words[1:])
            return before.number, before.row + (0 if cut else 1)
        self.count += 1
        return self.count - 1, 0


_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


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
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) < 3  # points
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


def _lines(words: list[Word], page: int, cell: Key | None) -> list[Line]:
    """Words of one region as lines, from the top, and left to right on one baseline."""
    lines: list[Line] = []
    for row in _rows(words):
        row.words.sort(key=lambda word: (word.box[0], word.order))
        part: list[Word] = []
        for word in row.words:
            if part and _printed_twice(part[-1], word):
                continue
            if (
                part
                and word.box[0] - part[-1].box[2] > COLUMN_GAP * row.size
                and not _joined(part[-1], word)
            ):
                lines.append(_line(part, page, cell))
                part = []
            part.append(word)
        lines.append(_line(part, page, cell))
    return lines


def _printed_twice(before: Word, word: Word) -> bool:
    """Whether a word lies on its like: some makers print twice to make letters bold."""
    return (
        word.text == before.text
        and abs(word.box[0] - before.box[0]) < 0.2 * word.size
        and abs(word.base - before.base) < 0.2 * word.size
    )


def _joined(before: Word, word: Word) -> bool:
    """Whether white space typed between two words fills the gap: then it is one line."""
    return word.follows and word.order == before.order + 1


def _rows(words: list[Word]) -> list[_Row]:
    """Words gathered by baseline, from the top; raised and lowered letters stay on their line."""
    rows: list[_Row] = []
    for word in sorted(words, key=lambda word: (word.base, word.order)):
        for row in reversed(rows[-3:]):
            near = abs(word.base - row.base) <= 0.4 * min(row.size, word.size)
            if near and not _overprints(row, word):
                row.words.append(word)
                row.size = max(row.size, word.size)
                break
        else:
            rows.append(_Row([word], word.base, word.size))
    return rows


def _overprints(row: _Row, word: Word) -> bool:
    """Whether a word lies on other words of a row, a little lower: it is a line of its own."""
    if abs(word.base - row.base) < 0.05 * word.size:
        return False
    return any(
        min(word.box[2], other.box[2]) - max(word.box[0], other.box[0]) > 0.5 * word.size
        and word.text != other.text
        for other in row.words
    )


def _line(words: list[Word], page: int, cell: Key | None) -> Line:
    text = ""
    before: Word | None = None
    spans: list[tuple[int, int]] = []
    usual = _usual(words)
    strong = words[0].bold
    for word in words:
        if before is not None:
            text += _space(
                before, word, usual, ends=strong and not word.bold and not text.endswith((":", "?"))
            )
            strong = strong and word.bold
        if word.control:
            spans.append((len(text), len(text) + len(word.text)))
        text += word.text
        before = word
    box = (
        min(word.box[0] for word in words),
        min(word.box[1] for word in words),
        max(word.box[2] for word in words),
        max(word.box[3] for word in words),
    )
    rounded = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
    place = Place(page=page, box=rounded, cell=cell)
    bold = all(word.bold for word in words if any(letter.isalnum() for letter in word.text))
    return Line(text, place, bold=bold and any(word.bold for word in words), controls=tuple(spans))


def _space(before: Word, word: Word, usual: float, *, ends: bool) -> str:
    """What stands between two words of a line: the content's own space, or one for a gap.

    A gap much wider than the `usual` one of its line (points) stays wide, and so does the one where
    bold print at the head of a line `ends`: what stands left of it is a label.
    """
    gap = word.box[0] - before.box[2]
    size = max(word.size, before.size)
    if gap > 0.12 * size and (ends or (gap > 0.7 * size and gap > 2.2 * usual)):  # of a height
        return WIDE
    if word.order == before.order + 1 and word.lead and not set(word.lead) & set("\r\n"):
        return " "
    return " " if gap > 0.12 * size else ""


def _usual(words: list[Word]) -> float:
    """The gap between words of a line as most of them stand, in points."""
    gaps = sorted(after.box[0] - word.box[2] for word, after in pairwise(words))
    return gaps[(len(gaps) - 1) // 2] if gaps else 0.0


def _turned(words: list[Word], page: int) -> list[Line]:
    """Words that stand on end, in content order: a line for each run of them."""
    lines: list[Line] = []
    part: list[str] = []
    for word in words:
        if part and (set(word.lead) & set("\r\n")):
            lines.append(Line(" ".join(part), Place(page=page)))
            part = []
        if part and not word.lead:
            part[-1] += word.text
        else:
            part.append(word.text)
    if part:
        lines.append(Line(" ".join(part), Place(page=page)))
    return lines
