"""Printed labels that stand to the left of a drawn box, outside of it, given to the box's row.

Many forms draw only the boxes that are to be filled in. Label and answer then seldom stand on one
baseline, and a label of three lines may stand beside a box of one: reading from the top down would
put the answer before its label, or between its lines. What stands level with a row of a table, left
of it and nearest to it, is read as a cell of that row.

BUGS: text of more than four lines beside one box is no label; such a box is read where it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.pdf_cells import Table
from parsers.pdf_lines import Part, Row

#: No label has more lines or letters than these.
MAX_LINES, MAX_LETTERS = 4, 160
#: Points by which lines of one label may begin, or end, apart.
_ALIKE = 2.5
#: Font heights from one line of a label to the next, at most.
_LEADING = 1.45


@dataclass(slots=True)
class Beside:
    """The label of one row of a table: its parts with the number of the row of print of each."""

    table: int
    row: int
    parts: list[tuple[int, Part]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for _, part in self.parts for word in part)


@dataclass(frozen=True, slots=True)
class _Band:
    """The height that one row of a table takes, and where its table begins."""

    table: int
    row: int
    left: float
    top: float
    bottom: float


def labels_beside(rows: list[Row], found: list[Table]) -> dict[tuple[int, int], Beside]:
    """By (table, row) the label that stands left of it; its parts are taken out of their `rows`."""
    bands = list(_bands(found))
    labels: dict[tuple[int, int], Beside] = {}
    for number, row in enumerate(rows):
        had: set[tuple[int, int]] = set()
        for part in reversed(row.parts):
            band = _nearest(row, part, bands)
            if band is None or (band.table, band.row) in had:
                continue
            key = (band.table, band.row)
            had.add(key)
            labels.setdefault(key, Beside(*key)).parts.append((number, part))
    labels = {key: label for key, label in labels.items() if _is_short(label)}
    taken = {id(part) for label in labels.values() for _, part in label.parts}
    for label in labels.values():
        _grow(label, rows, bands, taken)
    for row in rows:
        row.parts = [part for part in row.parts if id(part) not in taken]
    return labels


def _bands(found: list[Table]) -> Iterator[_Band]:
    for number, table in enumerate(found):
        for cell in table.cells:
            if cell.column == 0:
                yield _Band(number, cell.row, cell.box[0], cell.box[1], cell.box[3])


def _nearest(row: Row, part: Part, bands: list[_Band]) -> _Band | None:
    """The first box to the right of a part, level with it."""
    middle = row.base - 0.3 * row.size  # of its small letters
    right = max(word.box[2] for word in part)
    level = (
        band
        for band in bands
        if band.top - 1 <= middle <= band.bottom + 1 and band.left >= right - 2
    )
    return min(level, key=lambda band: band.left, default=None)


def _is_short(label: Beside) -> bool:
    """Whether the words beside a box can be a label."""
    text = label.text
    if sum(letter.isalpha() for letter in text) < 2:  # the number of a row
        return False
    return len(label.parts) <= MAX_LINES and len(text) <= MAX_LETTERS


def _grow(label: Beside, rows: list[Row], bands: list[_Band], taken: set[int]) -> None:
    """Take in the lines of a label that stand above or below the height of its box."""
    while len(label.parts) < MAX_LINES and not label.text.endswith((":", "?")):
        number, part = label.parts[-1]
        more = _next_line(rows, number, part, 1, taken)
        if more is None or _nearest(rows[number + 1], more, bands) is not None:
            break
        label.parts.append((number + 1, more))
        taken.add(id(more))
    while len(label.parts) < MAX_LINES and label.text[:1].islower():
        number, part = label.parts[0]
        more = _next_line(rows, number, part, -1, taken)
        if more is None:
            break
        label.parts.insert(0, (number - 1, more))
        taken.add(id(more))


def _next_line(rows: list[Row], number: int, part: Part, step: int, taken: set[int]) -> Part | None:
    """The part of the row of print before or after that stands as the next line of a label would."""
    if not 0 <= number + step < len(rows):
        return None
    row, other = rows[number], rows[number + step]
    left = [one for one in other.parts if id(one) not in taken]
    if len(left) != 1 or abs(other.base - row.base) > _LEADING * max(row.size, other.size):
        return None
    alike = any(
        abs(one - another) <= _ALIKE
        for one, another in (
            (left[0][0].box[0], part[0].box[0]),
            (left[0][-1].box[2], part[-1].box[2]),
        )
    )
    return left[0] if alike and left[0][0].bold == part[0].bold else None
