"""Forms whose answers stand before their labels: above them, as captions, or in a column to the left.

Words alone do not tell a caption from a label above its answer: one reading gives every answer to
its neighbour. What tells is what the answers are. A date stands at "Date of Birth" and a postcode at
"Address"; where they stand one further on, the form is read the other way round. Such a turned sheet
is the same sheet with its labels moved before their answers; all else reads it as any other.

BUGS: a form without a single date, telephone number or postcode is read the usual way, and where its
    labels stand like captions a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from models.documents import Line, Place
from models.forms import FieldKind
from parsers.extract_captions import captions
from parsers.extract_hit import Form, Hit
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet, sheet_of
from parsers.normalise import is_blank, normalise_date, normalise_telephone

_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_DATED: Final = 60  # letters: longer words around a date are a story
#: Shapes that each kind of field does not hold.
_STRANGE: Final = {
    FieldKind.DATE: ("address", "telephone"),
    FieldKind.BIRTH_DATE: ("address", "telephone"),
    FieldKind.TELEPHONE: ("address", "date"),
    FieldKind.ADDRESS: ("date", "telephone"),
    FieldKind.NAME: ("address", "date", "telephone"),
    FieldKind.TEXT: ("date", "telephone"),
    FieldKind.REFERENCE: ("address",),
}
_OWN: Final = {
    FieldKind.DATE: "date",
    FieldKind.BIRTH_DATE: "date",
    FieldKind.TELEPHONE: "telephone",
    FieldKind.ADDRESS: "address",
}
Spot = tuple[int, int]  # row, column
#: Answers that must agree with their fields before a form is read the other way round.
ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """Answers of short fields: how many are of their field's kind, which of another, how many blank."""

    good: int
    strange: frozenset[str]
    blank: int
    seen: frozenset[str]

    @property
    def is_doubtful(self) -> bool:
        """Whether the form may have to be read the other way round."""
        return bool(self.strange) or self.blank > 0

    def doubted(self, plan: Plan) -> set[str]:
        """The short fields beside a strange answer: theirs may be their neighbour's too."""
        parts = {plan.fields[key].section for key in self.strange}
        return {key for key in self.seen if plan.fields[key].section in parts}

    def is_better(self, other: Fit) -> bool:
        """Whether a form is surely to be read so, and not as `other` says."""
        return self.good >= ENOUGH and not self.strange and self.good > other.good


def _is(shape: str, text: str) -> bool:
    """Whether a short answer plainly is a "date", a "telephone" number or an "address"."""
    if shape == "address":
        return _POSTCODE.search(text) is not None
    if len(text) > _DATED:
        return False
    read = normalise_telephone if shape == "telephone" else normalise_date
    return read(text) is not None


def fit_of(answers: Mapping[str, str], plan: Plan) -> Fit:
    """How the answers (by field) fit their fields; PIET's own and those written freely left out."""
    good = blank = 0
    strange: set[str] = set()
    seen: set[str] = set()
    for key, text in answers.items():
        one = plan.fields[key]
        if one.internal or plan.is_free(key) or one.kind not in _STRANGE:
            continue
        seen.add(key)
        own = _OWN.get(one.kind)
        if not text.strip():
            blank += 1
        elif not any(letter.isdigit() for letter in text) or is_blank(text):
            continue  # no shape of any kind
        elif own is not None and _is(own, text.strip()):
            good += 1
        elif any(_is(shape, text.strip()) for shape in _STRANGE[one.kind]):
            strange.add(key)
    return Fit(good, frozenset(strange), blank, frozenset(seen))


def turned(sheet: Sheet, hits: Sequence[Hit], plan: Plan) -> Sheet | None:
    """The sheet with its labels before their answers, where they may stand behind; else None."""
    order: list[int] = list(range(len(sheet.lines)))
    places: dict[int, Place] = {}
    cells = _cells(hits)
    behind = {table for table, (labels, _) in cells.items() if _ends_rows(sheet, table, labels)}
    rows = sum(len(sheet.grids[table].rows()) for table in behind)
    for number, (labels, heads) in cells.items():
        if number in behind and rows >= ENOUGH:
            places.update(_mirrored(sheet, number))
        else:
            places.update(_raised(sheet, number, labels, heads))
    swaps = list(captions(sheet, hits, plan))
    if not places and not swaps:
        return None
    for start, label, end in swaps:
        order[start:end] = [*range(label, end), *range(start, label)]
    return _laid(sheet, order, places)


def _laid(sheet: Sheet, order: Sequence[int], places: Mapping[int, Place]) -> Sheet:
    """The lines in another order, some in other cells of their tables."""
    printed: dict[Place, Place] = dict(sheet.printed)
    lines: list[tuple[int, Line]] = []
    for number in order:
        line = sheet.lines[number]
        if number in places:
            printed[places[number]] = sheet.printed.get(line.place, line.place)
            line = replace(line, place=places[number])
        lines.append((number, line))
    # Cells are read in the order of their rows and columns: so must their lines stand.
    spots = [nth for nth, (number, _) in enumerate(lines) if number in places]
    in_order = sorted(
        (lines[nth] for nth in spots), key=lambda one: (one[1].place.cell or (), one[0])
    )
    for nth, one in zip(spots, in_order, strict=True):
        lines[nth] = one
    made = sheet_of(sheet.kind, [line for _, line in lines])
    return replace(made, printed=printed)


def _cells(hits: Sequence[Hit]) -> dict[int, tuple[set[Spot], set[Spot]]]:
    """By table, the (row, column) of cells that are labels, and of those that are headings."""
    found: dict[int, tuple[set[Spot], set[Spot]]] = {}
    for hit in hits:
        if hit.form is Form.CELL and hit.cell is not None:
            labels, heads = found.setdefault(hit.cell[0], (set(), set()))
            (heads if hit.meaning.sections and not hit.meaning.fields else labels).add(hit.cell[1:])
    return found


def _ends_rows(sheet: Sheet, table: int, labels: set[Spot]) -> bool:
    """Whether labels stand at the end of a table's rows, and not at their beginning."""
    grid = sheet.grids[table]
    behind = before = 0
    for row in grid.rows():
        columns = grid.row(row)
        first, last = (row, columns[0]) in labels, (row, columns[-1]) in labels
        behind += last and not first
        before += first and not last
    return behind > before


def _mirrored(sheet: Sheet, table: int) -> dict[int, Place]:
    """The places of a table's lines with its columns exchanged."""
    width = sheet.grids[table].columns - 1
    return _moved(sheet, table, lambda row, column: (row, width - column))


def _raised(sheet: Sheet, table: int, labels: set[Spot], heads: set[Spot]) -> dict[int, Place]:
    """The places of a table's lines with each row of labels before the row of answers above it."""
    grid = sheet.grids[table]
    rows = grid.rows()
    full = {row for row in rows if all((row, column) in labels for column in grid.row(row))}
    none = {row for row in rows if not any((row, c) in labels | heads for c in grid.row(row))}
    swap: dict[int, int] = {}
    for above, below in pairwise(rows):
        if above in none and below in full and above not in swap:
            swap[above], swap[below] = below, above
    alone = {row for row in full if row not in swap and row - 1 not in rows}  # above it a blank
    if not swap or len(full - alone) != len(swap) // 2:
        return {}
    return _moved(sheet, table, lambda row, column: (swap.get(row, row), column))


def _moved(sheet: Sheet, table: int, to: Callable[[int, int], tuple[int, int]]) -> dict[int, Place]:
    places: dict[int, Place] = {}
    for (row, column), lines in sheet.grids[table].cells.items():
        for number in lines:
            place = sheet.lines[number].place
            places[number] = replace(place, cell=(table, *to(row, column)))
    return places
