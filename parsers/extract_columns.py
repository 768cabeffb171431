"""A table with a column for each person: the labels on the left, an answer to each in every column.

The columns are people only where several names stand in one row, each a full name, and the row of
the birth dates has one date in each of the same columns; or where a row above heads each column.

ERRORS: none are raised.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.forms import FieldKind
from parsers.extract_blocks import Span
from parsers.extract_ordinals import heads_person
from parsers.extract_resolve import Resolution
from parsers.extract_sheet import Sheet
from parsers.extract_subjects import Section
from parsers.labels import Labels
from parsers.normalise import is_blank, normalise
from parsers.people_row import row_of
from parsers.people_words import Shape


@dataclass(slots=True)
class Columns:
    """The columns of people, what to wipe for each, and fields that only one column answers."""

    spans: list[list[Span]]
    doubted: frozenset[str]


def find_columns(
    sheet: Sheet, resolution: Resolution, section: Section, labels: Labels
) -> Columns | None:
    """The columns in which people stand; None where none do."""
    name = resolution.labels.get(section.name or "")
    if name is None or name.hit.cell is None or name.tie:
        return None
    table, top, left = name.hit.cell
    rows: dict[str, tuple[int, dict[int, str]]] = {}
    for key in section.keys:
        label = resolution.labels.get(key)
        if (
            label is not None
            and label.hit.cell is not None
            and label.hit.cell[::2] == (table, left)
        ):
            row = label.hit.cell[1]
            rows[key] = row, _answers(sheet, (table, row, left), resolution)
    columns = sorted(rows[section.name or ""][1])
    texts = [rows[section.name or ""][1][column] for column in columns]
    if len(columns) < 2 or any(row_of(text).shape > Shape.DOUBTFUL for text in texts):
        return None
    heading = _headed(sheet, (table, top), columns, labels, section)
    if not heading and not _born(rows, columns, section):
        return None
    return _columns(sheet, table, columns, rows, heading)


def _answers(sheet: Sheet, cell: tuple[int, int, int], resolution: Resolution) -> dict[int, str]:
    """The words in the cells to the right of a label, by column; {} where a label is among them."""
    table, row, left = cell
    known = {one.hit.cell for one in resolution.labels.values()}
    found: dict[int, str] = {}
    for column in sheet.grids[table].row(row):
        if column <= left:
            continue
        if (table, row, column) in known:
            return {}
        found[column] = sheet.cell_text((table, row, column)).strip()
    return found


def _headed(
    sheet: Sheet, at: tuple[int, int], columns: list[int], labels: Labels, section: Section
) -> int | None:
    """The row above the names that heads every column of people; None where there is none."""
    table, top = at
    own = section.fields[0].section
    above = max((row for row in sheet.grids[table].rows() if row < top), default=None)
    if above is None:
        return None
    texts = [sheet.cell_text((table, above, column)) for column in columns]
    found = [heads_person(text, labels, own) for text in texts]
    return above if all(one is not None for one in found) and found[0] != found[-1] else None


def _born(
    rows: dict[str, tuple[int, dict[int, str]]], columns: list[int], section: Section
) -> bool:
    """Whether the row of birth dates has one date, or a word for none, in every column."""
    _, texts = rows.get(section.birth or "", (0, {}))
    dates = [normalise(FieldKind.BIRTH_DATE, text) for text in texts.values()]
    right = all(day or is_blank(text) for day, text in zip(dates, texts.values(), strict=True))
    return sorted(texts) == columns and right and sum(map(bool, dates)) > 1


def _columns(
    sheet: Sheet,
    table: int,
    columns: list[int],
    rows: dict[str, tuple[int, dict[int, str]]],
    heading: int | None,
) -> Columns:
    """What is to be wiped for each person: what stands in the columns of the others."""
    heads = [(table, heading, column) for column in columns] if heading is not None else []
    shared = frozenset(
        key for key, (_, texts) in rows.items() if sorted(texts) == columns[:1] and texts
    )
    spans: list[list[Span]] = []
    for mine in columns:
        cells = [
            (table, row, column)
            for key, (row, texts) in rows.items()
            if key not in shared
            for column in texts
            if column != mine
        ]
        spans.append(
            [
                (line, 0, len(sheet.lines[line].text))
                for cell in (*cells, *heads)
                for line in sheet.cell_lines(cell)
            ]
        )
    return Columns(spans, shared)
