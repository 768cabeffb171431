"""A table that lists people, one a row under a row of labels.

Such a table is read a row at a time, as if it held that person alone: then nothing is lost of the
others, and none of them is mixed with the first. It counts only where it stands in the section that
asks who somebody is, and where nothing says that it lists somebody else (complainants, members of
the household).

ERRORS: none are raised; what is no such table is read as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from models.forms import FieldKind
from parsers.extract_look import SEARCHED
from parsers.extract_sheet import Cell, Grid, Sheet
from parsers.extract_subjects import Section
from parsers.extract_wrapped import LEADERS
from parsers.labels import MAX_LABEL, PLAIN, Labels, Meaning
from parsers.normalise import is_blank
from parsers.people_row import row_of
from parsers.people_words import BYSTANDER, Shape, shape_of

#: Tables of people are numbered from here, apart from a document's own and those by alignment.
LISTED: Final = 200_000
#: Words of a remark in a column that no field asks for.
_FEW: Final = 3
#: People that are read from one table.
MAX_ROWS: Final = 40
_NUMBERS: Final = re.compile(
    r"(?:no\.?|nr\.?|#|s/?n|number|item|ref|subject|person|tenant|individual)?\s*\(?(?:\d{1,2}|[a-h])?[.)]?",
    re.I,
)


@dataclass(slots=True)
class Listing:
    """A table of people: its row of labels by column, and the rows of each person.

    Where it is not `plain` whom it lists, or how many, only the first row may be read, in doubt.
    """

    table: int
    head: int
    keys: dict[int, str]
    rows: list[list[int]] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)  # rows with a number at most
    plain: bool = True
    nameless: bool = False  # a row tells of somebody without a name
    aside: set[int] = field(default_factory=set)  # columns that no field asks for ("Relationship")


def find_listing(sheet: Sheet, labels: Labels, section: Section) -> Listing | None:
    """The table of the sheet that lists people of `section`; None if none does.

    The first of several, or one that speaks of somebody else, is not plain.
    """
    found = [
        listing
        for number, grid in sheet.grids.items()
        for listing in _listings(sheet, number, grid, labels, section)
        if _in_section(sheet, listing, labels, section)
    ]
    if not found:
        return None
    listing = found[0]
    listing.plain &= len(found) == 1 and not _of_others(sheet, listing, labels)
    return listing if listing.plain or listing.nameless or len(listing.rows) > 1 else None


def row_views(sheet: Sheet, listing: Listing) -> list[Sheet]:
    """The sheet with one person of the table at a time, in order."""
    return [_view(sheet, listing, nth) for nth in range(len(listing.rows))]


def _listings(
    sheet: Sheet, number: int, grid: Grid, labels: Labels, section: Section
) -> Iterator[Listing]:
    for row in grid.rows():
        if sheet.cell_lines((number, row, grid.row(row)[0]))[0] >= SEARCHED:
            return
        keys = _heads(sheet, (number, row), grid, labels, section)
        if keys:
            listing = Listing(number, row, keys)
            _fill(sheet, listing, grid, labels, section)
            # A person in a table of his own is no list.
            if listing.rows and (len(grid.rows()) > 2 or listing.aside):
                yield listing


def _heads(
    sheet: Sheet, at: tuple[int, int], grid: Grid, labels: Labels, section: Section
) -> dict[int, str]:
    """The fields of the columns of a row of labels; {} where the row is none."""
    number, row = at
    keys: dict[int, str] = {}
    for column in grid.row(row):
        lines = sheet.cell_lines((number, row, column))
        if any(sheet.lines[one].controls or sheet.lines[one].prompts for one in lines):
            return {}
        text = sheet.cell_text((number, row, column)).strip()
        meaning = _meaning(text, labels)
        own = [key for key in meaning.fields if key in section.keys] if meaning else []
        if len(own) == 1:
            if own[0] in keys.values():
                return {}
            keys[column] = own[0]
        elif len(text) > MAX_LABEL or len(text.split()) > 6:
            return {}
    return keys if len(keys) > 1 and section.name in keys.values() else {}


def _meaning(text: str, labels: Labels) -> Meaning | None:
    found = labels.meaning(text.rstrip(LEADERS))
    return found if found is not None and found.score >= PLAIN else None


def _fill(sheet: Sheet, listing: Listing, grid: Grid, labels: Labels, section: Section) -> None:
    """Find the rows of people below the labels, and whether it is plain that they are."""
    name = next(column for column, key in listing.keys.items() if key == section.name)
    heads = set(grid.row(listing.head))
    for row in (one for one in grid.rows() if one > listing.head):
        columns = grid.row(row)
        texts = {
            column: sheet.cell_text((listing.table, row, column)).strip() for column in columns
        }
        filled = {column for column in listing.keys if texts.get(column)}
        if any(
            (found := _meaning(texts[c], labels)) and (found.fields or found.sections)
            for c in filled
        ):
            break
        if not filled:
            if all(_NUMBERS.fullmatch(text) for text in texts.values()):
                listing.empty.append(row)
                continue
            break
        if name in filled and not is_blank(texts[name]):
            if len(filled) == 1 and row_of(texts[name]).shape is Shape.OTHER:
                break  # a remark across the table
            listing.rows.append([row])
        elif listing.rows and len(filled) == 1 and not is_blank(texts[next(iter(filled))]):
            listing.rows[-1].append(row)  # an address goes on
        elif any(not is_blank(texts[column]) for column in filled):
            listing.plain, listing.nameless = False, True
        if not set(columns) <= heads | {min(heads) - 1, 0}:
            listing.plain = False
    listing.plain &= len(listing.rows) <= MAX_ROWS
    listing.aside = {
        column
        for column in heads - set(listing.keys)
        if _is_aside(sheet, listing, column, labels, section)
    }


def _is_aside(
    sheet: Sheet, listing: Listing, column: int, labels: Labels, section: Section
) -> bool:
    """Whether a column says a word or two of each person that no field of the form asks for."""
    head, *cells = (
        sheet.cell_text((listing.table, row, column)).strip()
        for row in (listing.head, *(row for rows in listing.rows for row in rows))
    )
    known = labels.meaning(head.rstrip(LEADERS))
    asked = known is not None and (known.sections or not section.keys.isdisjoint(known.fields))
    return (
        bool(head)
        and not asked
        and all(len(one.split()) <= _FEW and not re.search(r"\d", one) for one in cells)
        and all(shape_of(one) > Shape.DOUBTFUL for one in cells)  # nobody is named there
    )


def _in_section(sheet: Sheet, listing: Listing, labels: Labels, section: Section) -> bool:
    """Whether the last heading above the table is that of `section`, or there is none and it is plain."""
    first = sheet.cell_lines((listing.table, listing.head, min(listing.keys)))[0]
    for line in reversed(sheet.lines[:first]):
        meaning = _meaning(line.text.strip(), labels)
        if meaning is None or not meaning.sections:
            continue
        if meaning.fields and not meaning.numbered and meaning.words < 3:
            continue
        return meaning.sections[0] == section.fields[0].section
    return section.first(FieldKind.BIRTH_DATE) in listing.keys.values()


def _of_others(sheet: Sheet, listing: Listing, labels: Labels) -> bool:
    """Whether the words above the table, or a column beside the people, speak of somebody else."""
    grid = sheet.grids[listing.table]
    first = sheet.cell_lines((listing.table, listing.head, grid.row(listing.head)[0]))[0]
    above = next((one.text for one in reversed(sheet.lines[:first]) if one.text.strip()), "")
    stray = _meaning(above.strip(), labels)
    if BYSTANDER.search(above) or (stray and not stray.fields and not stray.sections):
        return True
    rows = [listing.head, *(row for rows in listing.rows for row in rows)]
    return any(
        BYSTANDER.search(sheet.cell_text((listing.table, row, column)))
        for row in rows
        for column in grid.row(row)
        if column not in listing.keys
    )


def _view(sheet: Sheet, listing: Listing, nth: int) -> Sheet:
    """The sheet in which the table holds its row of labels and the rows of one person."""
    grid = sheet.grids[listing.table]
    moved: dict[int, Cell] = {}
    spans: list[tuple[int, int, int]] = []
    others = [row for n, rows in enumerate(listing.rows) if n != nth for row in rows]
    for row in (listing.head, *listing.rows[nth], *others, *listing.empty):
        for column in grid.row(row):
            cell = (listing.table, row, column)
            counts = column in listing.aside or (
                column not in listing.keys and _NUMBERS.fullmatch(sheet.cell_text(cell).strip())
            )
            for line in sheet.cell_lines(cell):
                if counts or row in others or row in listing.empty:
                    spans.append((line, 0, len(sheet.lines[line].text)))
                else:
                    moved[line] = (LISTED + listing.table, int(row != listing.head), column)
    return sheet.without(spans, moved)
