"""Words and ruled cells of a PDF page into lines in reading order.

Inside a ruled table cell by cell, row by row; elsewhere from the top down. Words on one baseline
with a wide gap between them are separate Lines, left to right: label and answer of a form that has
no rules. A table that goes on over the page keeps its number, and a row cut by the page its row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from models.documents import Line, Place
from parsers.pdf_cells import Table
from parsers.pdf_words import Box, Word

#: A gap this many font heights wide separates two columns, not two words.
COLUMN_GAP = 2.0
Key = tuple[int, int, int]


@dataclass(slots=True)
class _Row:
    """Words that stand on one baseline."""

    words: list[Word] = field(default_factory=list)
    base: float = 0.0
    size: float = 0.0


@dataclass(slots=True)
class Layout:
    """Lays page after page; remembers the last table so that it may go on."""

    count: int = 0
    last: Table | None = None
    last_row: int = 0
    last_number: int = 0

    def page(self, number: int, words: list[Word], found: list[Table]) -> list[Line]:
        """The lines of page `number` (from 1) in reading order."""
        straight = [word for word in words if not word.turned]
        turned = [word for word in words if word.turned]
        inside: dict[Key, list[Word]] = {}
        free: list[Word] = []
        for word in straight:
            key = _home(word, found)
            if key is None:
                free.append(word)
            else:
                inside.setdefault(key, []).append(word)
        blocks: list[tuple[float, float, list[Line]]] = [
            ((line.place.box or _NOWHERE)[1], (line.place.box or _NOWHERE)[0], [line])
            for line in _lines(free, number, None)
        ]
        above = min((word.box[1] for word in free), default=float("inf"))
        for index, table in enumerate(found):
            base = self._number(table, inside, index, first=index == 0 and table.box[1] <= above)
            lines: list[Line] = []
            for cell in table.cells:
                mine = inside.get((index, cell.row, cell.column), [])
                lines += _lines(mine, number, (base[0], base[1] + cell.row, cell.column))
            blocks.append((table.box[1], table.box[0], lines))
            self.last, self.last_row = table, base[1] + table.cells[-1].row
        if found and free and max(word.box[3] for word in free) > found[-1].box[3]:
            self.last = None  # words stand below the table: it has ended
        blocks.sort(key=lambda block: (block[0], block[1]))
        return [line for block in blocks for line in block[2]] + _turned(turned, number)

    def _number(
        self, table: Table, inside: dict[Key, list[Word]], index: int, *, first: bool
    ) -> tuple[int, int]:
        """The table's number in the document, and the number of its first row."""
        if first and self.last is not None and _same_edges(self.last, table):
            words = [inside.get((index, 0, cell.column)) for cell in table.cells if cell.row == 0]
            cut = len(words) > 1 and not words[0] and any(words[1:])
            return self.last_number, self.last_row + (0 if cut else 1)
        self.last_number = self.count
        self.count += 1
        return self.last_number, 0


_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def _same_edges(one: Table, other: Table) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) < 3  # points
        for a, b in zip((*one.edges, one.box[2]), (*other.edges, other.box[2]), strict=True)
    )


def _home(word: Word, found: list[Table]) -> Key | None:
    """The smallest ruled cell around the middle of a word, as (table, row, column), or None."""
    x = (word.box[0] + word.box[2]) / 2
    y = (word.box[1] + word.box[3]) / 2
    best: Key | None = None
    smallest = float("inf")
    for index, table in enumerate(found):
        if not (table.box[0] <= x <= table.box[2] and table.box[1] <= y <= table.box[3]):
            continue
        for cell in table.cells:
            x0, top, x1, bottom = cell.box
            area = (x1 - x0) * (bottom - top)
            if x0 <= x <= x1 and top <= y <= bottom and area < smallest:
                best, smallest = (index, cell.row, cell.column), area
    return best


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
            if abs(word.base - row.base) <= 0.4 * min(row.size, word.size):
                row.words.append(word)
                row.size = max(row.size, word.size)
                break
        else:
            rows.append(_Row([word], word.base, word.size))
    return rows


def _line(words: list[Word], page: int, cell: Key | None) -> Line:
    text = ""
    before: Word | None = None
    spans: list[tuple[int, int]] = []
    for word in words:
        if before is not None:
            text += _space(before, word)
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


def _space(before: Word, word: Word) -> str:
    """What stands between two words of a line: the content's own space, or one for a gap."""
    if word.order == before.order + 1 and word.lead and not set(word.lead) & set("\r\n"):
        return " "
    gap = word.box[0] - before.box[2]
    return " " if gap > 0.12 * max(word.size, before.size) else ""  # of a height


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
