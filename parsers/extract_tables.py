"""Labels and answers in tables: beside each other, or one below the other."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.extract_hits import Form, Hit
from parsers.extract_sheet import Cell, Grid, Sheet


def outside_answers(sheet: Sheet, hits: list[Hit]) -> list[Hit]:
    """The hits less those in a cell that holds the answer of the label cell beside it.

    A row is read from the left: a label, its answer, a label, its answer. Where most rows hold
    labels only, the answers stand below, and every cell may be a label.
    """
    cells = {hit.cell: hit for hit in hits if hit.form is Form.CELL and hit.cell is not None}
    answers: set[Cell] = set()
    for number, grid in sheet.grids.items():
        if is_above(sheet, number, cells):
            answers |= _under(number, grid, cells)
            continue
        for row in grid.rows():
            before: int | None = None
            for column in grid.row(row):
                cell = (number, row, column)
                if cell in cells and before is None:
                    if not _heads_row(cells, number, row, grid.row(row), column):
                        before = column
                elif before is not None:
                    if column - before > 1 and cell in cells and _is_label_column(cell, cells):
                        before = column  # the answer between them is blank
                        continue
                    answers.add(cell)
                    before = None
    return [hit for hit in hits if hit.cell is None or hit.cell not in answers]


def _heads_row(
    cells: dict[Cell, Hit], table: int, row: int, columns: list[int], column: int
) -> bool:
    """Whether a cell is the heading of a section, printed beside its first label or heading."""
    meaning = cells[table, row, column].meaning
    right = [one for one in columns if one > column]
    if not meaning.sections or not right or (table, row, right[0]) not in cells:
        return False
    if not meaning.fields:
        return True
    others = [cells.get((table, row, one)) for one in right]
    heads = all(one is not None and one.meaning.sections for one in others)
    return heads or (len(right) > 1 and others[1] is None)


def _under(number: int, grid: Grid, cells: Iterable[Cell]) -> set[Cell]:
    """The cells that stand under a row of labels, in a table that prints answers there."""
    found: set[Cell] = set()
    labels = set(cells)
    for row in grid.rows():
        mine = [(number, row, column) for column in grid.row(row)]
        if all(cell in labels and cell not in found for cell in mine):
            below = [(number, row + 1, column) for column in grid.row(row + 1)]
            if not all(cell in labels for cell in below):
                found.update(below)
    return found


def _is_label_column(cell: Cell, cells: Iterable[Cell]) -> bool:
    """Whether another row of the table has a label in the same column."""
    return any(one[0] == cell[0] and one[2] == cell[2] and one[1] != cell[1] for one in cells)


def is_above(sheet: Sheet, table: int, cells: Iterable[Cell]) -> bool:
    """Whether a table prints labels above their answers, and not to the left of them."""
    grid = sheet.grids[table]
    mine = {(row, column) for number, row, column in cells if number == table}
    left = above = 0
    under: set[int] = set()
    for row in grid.rows():
        columns = grid.row(row)
        labels = [column for column in columns if (row, column) in mine]
        below = grid.row(row + 1)
        if row in under:
            continue
        if len(labels) > 1 and len(labels) == len(columns):
            if below and not all((row + 1, column) in mine for column in below):
                above += len(labels)
                under.add(row + 1)
        elif labels and len(labels) < len(columns):
            left += len(labels)
    return above > left
