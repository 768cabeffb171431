"""The words of an answer: from its label to the next, or from the cell beside or below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from models.documents import PAGED, Line, Place
from models.forms import FieldKind, FormField
from parsers.extract_aligned import ALIGNED
from parsers.extract_hits import Form, Hit, Spot
from parsers.extract_joints import is_broken, joint
from parsers.extract_kinds import could_be
from parsers.extract_remarks import OWN_WORDS, entered
from parsers.extract_resolve import Resolution
from parsers.extract_rows import LISTED
from parsers.extract_sections import Plan
from parsers.extract_sheet import Cell, Sheet
from parsers.extract_tables import is_above
from parsers.extract_ticks import chosen
from parsers.normalise import is_prompt, less_prompt
from parsers.wrapped import unwrapped

#: Remarks printed after a label ("(dd/mm/yyyy)", "(please give as much detail as you can)").
_HINT: Final = re.compile(
    r"\s*[(\[](?:dd?[\s/.\-]*mm?|i\.?e\.?\b|e\.?g\.?\b|if |please|including|include |in full|full |as much|"
    r"specify|give |state |what |who |where |when |why |how |must |not |to be |use |continue|attach|"
    r"with |must|block cap|max|optional|mandatory|required|day|this |these |only |no more|at least|any |for |should |note|max|all )[^()\[\]]*[)\]][\s:.\-]*",
    re.I,
)
_EDGES: Final = re.compile(
    r"^[\s:\uff1a_]*(?:[.\u2026]{2,}[\s._\u2026]*)?|[\s_]*(?:[.\u2026]{3,}|_{2,}|\u2026)[\s._\u2026]*$"
)
#: What some forms print before the place to write in.
_ANSWER: Final = re.compile(r"^\s*(?:your |my )?(?:answer|response|reply|ans)\.? ?:\s*", re.I)
_NUMBER: Final = re.compile(r"\(?\d{1,2}(?:\.\d{1,2}\.?|[.)])")
#: Kinds whose boxes are looked at with the form's own words at hand (`extract_choices`).
_CHOSEN: Final = frozenset((FieldKind.CHOICE, FieldKind.PRINT))
_SIGN_OFF: Final = re.compile(
    r"(?:(?:kind|best|warm|many)?\s*(?:regards|wishes|thanks)|thank you|thanks|cheers|ta|"
    r"yours (?:sincerely|faithfully|truly)|--)[\s,.!]*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The words of one field as typed, where they stand, and whether a control declared them."""

    text: str
    place: Place
    declared: bool
    pieces: tuple[str, ...] = ()  # line by line, typed breaks inside a line kept
    lines: tuple[int, ...] = ()  # the lines of the sheet that were read for it
    unticked: bool = False  # boxes to be ticked stand in it, and none is
    sure: bool = True  # whether what the form prints there was told from what was entered

    @property
    def paragraphs(self) -> list[str]:
        """The words, a paragraph each."""
        return [one for one in self.text.split("\n") if one.strip()]


def answer_of(
    sheet: Sheet, hit: Hit, field: FormField, resolution: Resolution, plan: Plan
) -> Answer:
    """The answer that belongs to the believed label `hit` of `field`."""
    label_cells = {
        one.hit.cell for one in resolution.labels.values() if one.hit.form is Form.CELL
    } | {one.cell for one, _ in resolution.headings if one.form is Form.CELL}
    cells = {cell for cell in label_cells if cell is not None}
    if hit.form is Form.CELL and hit.cell is not None:
        lines = _cell_answer(sheet, hit.cell, cells, field, free=plan.is_free(field.key))
        lines = _before_label(sheet, hit, lines, resolution)
        spans = [(one, 0, len(sheet.lines[one].text)) for one in lines]
        if not lines and ALIGNED <= hit.cell[0] < LISTED:  # in columns by chance: it stands below
            spans = _flow(sheet, hit, resolution, home=None, free=True)
    else:
        spans = _flow(
            sheet, hit, resolution, home=sheet.cell(hit.start[0]), free=plan.is_free(field.key)
        )
    if sheet.kind == "text" or sheet.kind in PAGED:
        spans = _unsigned(sheet, spans)
    read = tuple(number for number, _, _ in spans)
    sure = True
    if field.kind in OWN_WORDS and not field.internal:
        free = plan.is_free(field.key)
        spans, sure = entered(sheet, spans, resolution.guiding, free=free)
    return replace(_compose(sheet, spans, hit, field), lines=read, sure=sure)


def _flow(
    sheet: Sheet, hit: Hit, resolution: Resolution, *, home: Cell | None, free: bool
) -> list[tuple[int, int, int]]:
    """(line, start, end) from the label on to the next label, heading or end of its `home` cell.

    A table of several columns is no short answer of a label above it; `free` where it may be one.
    """
    index = bisect_right(resolution.ends, hit.start)
    stop: Spot = resolution.ends[index] if index < len(resolution.ends) else (len(sheet.lines), 0)
    spans: list[tuple[int, int, int]] = []
    for number in range(hit.end[0], min(stop[0] + 1, len(sheet.lines))):
        if number != hit.end[0] and sheet.cell(number) != home and not (free and home is None):
            break
        if sheet.kind in PAGED and sheet.lines[number].place.box is None:
            continue  # words on end, in the margin
        text = sheet.lines[number].text
        start = hit.end[1] if number == hit.end[0] else 0
        end = stop[1] if number == stop[0] else len(text)
        if number == stop[0] > hit.end[0] and not any(c.isalnum() for c in text[:end]):
            continue  # the bullet of the next label
        if start < end or (start == end == len(text) and sheet.lines[number].prompts):
            spans.append((number, start, end))
    return spans


def _before_label(sheet: Sheet, hit: Hit, lines: list[int], resolution: Resolution) -> list[int]:
    """The lines of an answer as far as no label stands across the table before them."""
    ends = (line for line, _ in resolution.ends if line > hit.start[0])
    bar = next((line for line in ends if sheet.cell(line) is None), len(sheet.lines))
    return [line for line in lines if line < bar]


def _cell_answer(
    sheet: Sheet, cell: Cell, labels: set[Cell], field: FormField, *, free: bool
) -> list[int]:
    """The lines of the cells that answer a label cell: beside it, or below it."""
    table, row, column = cell
    grid = sheet.grids[table]
    if is_above(sheet, table, labels):
        below = (table, row + 1, column)
        return [] if below in labels else sheet.cell_lines(below)
    lines: list[int] = []
    for other in grid.row(row):
        if other <= column:
            continue
        if (table, row, other) in labels or (
            other > column + 1 and any(one[0] == table and one[2] == other for one in labels)
        ):
            break  # the next label, or one in a column of labels that we do not know
        lines += sheet.cell_lines((table, row, other))
    lines += _continued(sheet, cell, labels, field, beside=bool(lines), free=free)
    return lines


def _continued(
    sheet: Sheet, cell: Cell, labels: set[Cell], field: FormField, *, beside: bool, free: bool
) -> list[int]:
    """Rows below that go on with an answer: the label column blank, or a full-width answer."""
    table, row, column = cell
    grid = sheet.grids[table]
    lines: list[int] = []
    for below in range(row + 1, (grid.rows() or [row])[-1] + 1):
        columns = grid.row(below)
        if not columns or any((table, below, one) in labels for one in columns):
            break
        if column in columns:
            # Words under the label: its answer in a row of full width, if they read like one.
            words = sheet.cell_text((table, below, column))
            fits = (
                not beside
                and columns == [column]
                and (free or len(words) > 40 or _is_under(sheet, cell, below, field, words))
            )
            if not fits or words.rstrip().endswith(":"):
                break
            lines += sheet.cell_lines((table, below, column))
        elif beside and min(columns) > column:
            for one in columns:
                lines += sheet.cell_lines((table, below, one))
        else:
            break
    return lines


def _is_under(sheet: Sheet, cell: Cell, below: int, field: FormField, words: str) -> bool:
    """Whether a short answer stands in a row of full width below its label's, which has no other."""
    table, row, column = cell
    lines = sheet.cell_lines((table, below, column))
    plain = not any(sheet.lines[one].bold for one in lines)
    return (
        below == row + 1
        and sheet.grids[table].row(row) == [column]
        and plain
        and could_be(field, words, free=False)
    )


def _unsigned(sheet: Sheet, spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """An answer typed into a mail, or into one that was printed, less "Kind regards" and what follows."""
    for nth, (number, start, end) in enumerate(spans):
        if nth and _SIGN_OFF.fullmatch(sheet.lines[number].text[start:end].strip()):
            return spans[:nth]
    return spans


def _compose(sheet: Sheet, spans: list[tuple[int, int, int]], hit: Hit, field: FormField) -> Answer:
    pieces: list[tuple[int, str]] = []
    declared = blank_control = False
    for nth, (number, start, end) in enumerate(spans):
        line = sheet.lines[number]
        start, end = _entered(line, start, end)
        text = line.text[start:end]
        if nth == 0 or not pieces:
            hint = _HINT.match(text)
            text = text[hint.end() :] if hint else text
            text = _ANSWER.sub("", text, count=1)
        text = less_prompt(_EDGES.sub("", text).strip())
        text = re.sub(" {2,}", " ", text) if sheet.kind in PAGED else text
        declared |= any(one < end and start < other for one, other in line.controls)
        blank_control |= any(start <= one <= end for one in line.prompts)
        if text.strip("* ") and not is_prompt(text):
            pieces.append((number, text))
    if len(pieces) > 1 and _NUMBER.fullmatch(pieces[-1][1]):
        pieces.pop()  # the number of the next label
    place = sheet.lines[pieces[0][0] if pieces else hit.start[0]].place
    place = sheet.printed.get(place, place)
    text = pieces[0][1] if pieces else ""
    for (before, _), (number, more) in pairwise(pieces):
        between = joint(sheet, before, number, more, field.kind)
        if not between and is_broken(sheet, sheet.lines[before].text, more):
            text = text.removesuffix("-")
        text += between + more
    if hit.form is Form.BARE and field.kind in (FieldKind.DATE, FieldKind.BIRTH_DATE):
        text = text.rstrip(".")  # "The date ... is 1 May 2025."
    text, ticked = (text, True) if field.kind in _CHOSEN else chosen(text)
    text = text if field.kind in _CHOSEN else unwrapped(text, field.kind)
    words = tuple(one for _, one in pieces)
    read = tuple(number for number, _, _ in spans)
    declared = declared or (blank_control and not pieces)
    return Answer(text, place, declared, words, read, unticked=not ticked)


def _entered(line: Line, start: int, end: int) -> tuple[int, int]:
    """The [start, end) of an answer, less printed marks around its controls: "is [1 May 2025]."."""
    inside = [(max(a, start), min(b, end)) for a, b in line.controls if a < end and start < b]
    if not inside:
        return start, end
    first, last = min(a for a, _ in inside), max(b for _, b in inside)
    around = line.text[start:first] + line.text[last:end]
    return (start, end) if any(letter.isalnum() for letter in around) else (first, last)
