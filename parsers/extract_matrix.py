"""A table with a column for each part of the form and one column of labels for both.

                    Requester            Subject
    Name            A. Tuck              B. Weir
    Telephone       01632 960 100

It is read part by part, as if each part had the column of labels to itself.

ERRORS: none are raised; what is no such table is read as any other.
"""

from __future__ import annotations

from dataclasses import replace

from models.documents import Line, Place
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet, sheet_of
from parsers.extract_wrapped import LEADERS
from parsers.labels import MAX_LABEL, Labels, Meaning


def unfolded(sheet: Sheet, labels: Labels, plan: Plan) -> Sheet:
    """The sheet with each such table laid out part below part."""
    parts = {table: _parts(sheet, table, labels, plan) for table in sheet.grids}
    wide = {table: found for table, found in parts.items() if found}
    if not wide:
        return sheet
    printed: dict[Place, Place] = {}
    lines: list[Line] = []
    done: set[int] = set()
    for number, line in enumerate(sheet.lines):
        cell = sheet.cell(number)
        if cell is None or cell[0] not in wide:
            lines.append(line)
        elif cell[0] not in done:
            done.add(cell[0])
            for new, old in _laid(sheet, cell[0], wide[cell[0]], labels, plan):
                printed[new.place] = old
                lines.append(new)
    return replace(sheet_of(sheet.kind, lines), printed=printed)


def _parts(sheet: Sheet, table: int, labels: Labels, plan: Plan) -> dict[int, str]:
    """The columns that parts of the form head, left of which labels stand; {} for other tables."""
    rows = sheet.grids[table].rows()
    found: dict[int, str] = {}
    for column in sheet.grids[table].row(rows[0]):
        meaning = _meaning(sheet, (table, rows[0], column), labels)
        if meaning is None or not meaning.sections:
            return {}
        found[column] = meaning.sections[0]
    people = {plan.fields[key].section for key in plan.fields} - plan.free - plan.internal
    if len(found) < 2 or 0 in found or len(set(found.values()) & people) < len(found):
        return {}
    known = [_meaning(sheet, (table, row, 0), labels) for row in rows[1:]]
    columns = {column for row in rows[1:] for column in sheet.grids[table].row(row)}
    told = sum(one is not None and bool(one.fields) for one in known)
    return found if told > 1 and 2 * told > len(known) and columns <= {0, *found} else {}


def _laid(
    sheet: Sheet, table: int, parts: dict[int, str], labels: Labels, plan: Plan
) -> list[tuple[Line, Place]]:
    """The lines of a table, part below part, each with where it is printed."""
    rows = sheet.grids[table].rows()
    made: list[tuple[Line, Place]] = []
    at = 0

    def put(cell: tuple[int, int, int], column: int) -> None:
        for number in sheet.cell_lines(cell):
            line = sheet.lines[number]
            place = replace(line.place, cell=(table, at, column))
            made.append((replace(line, place=place), line.place))

    for part, section in parts.items():
        put((table, rows[0], part), 0)
        at += 1
        for row in rows[1:]:
            meaning = _meaning(sheet, (table, row, 0), labels)
            keys = meaning.fields if meaning is not None else ()
            asked = any(plan.fields[key].section == section for key in keys)
            if asked or sheet.cell_lines((table, row, part)):
                put((table, row, 0), 0)
                put((table, row, part), 1)
                at += 1
    return made


def _meaning(sheet: Sheet, cell: tuple[int, int, int], labels: Labels) -> Meaning | None:
    text = sheet.cell_text(cell).strip().rstrip(LEADERS)
    return labels.meaning(text) if text and len(text) <= MAX_LABEL else None
