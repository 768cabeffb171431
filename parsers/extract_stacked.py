"""A cell that holds a label and, on the lines below it, the answer, as printed stationery has it."""

from __future__ import annotations

from parsers.extract_sheet import Cell, Sheet
from parsers.extract_wrapped import LEADERS
from parsers.label_numbers import unnumbered
from parsers.label_text import TAIL
from parsers.labels import PLAIN, Labels, Meaning


def begins_answer(sheet: Sheet, labels: Labels, cell: Cell, text: str, whole: Meaning) -> bool:
    """Whether the first lines of a cell are a label, and the rest its answer and no part of it.

    `text` are the words of all of them, which taken for a label mean `whole`. Where the cell to the
    right answers, the rest are a remark, or the label in another language.
    """
    lines = sheet.cell_lines(cell)
    if len(lines) < 2 or labels.exact(unnumbered(text)[0]) is not None:
        return False
    right = next((one for one in sheet.grids[cell[0]].row(cell[1]) if one > cell[2]), None)
    if right is not None:
        first = sheet.lines[sheet.cell_lines((cell[0], cell[1], right))[0]].text
        if labels.meaning(first.rstrip(LEADERS)) is None:
            return False
    for stop in range(1, len(lines)):
        label = " ".join(sheet.lines[one].text for one in lines[:stop]).rstrip(LEADERS)
        rest = " ".join(sheet.lines[one].text for one in lines[stop:]).strip()
        if not rest or rest[0] in "([" or TAIL.fullmatch(rest) or labels.exact(label) is None:
            continue
        # A label mistyped below its first line is whole still.
        if PLAIN <= whole.score < 100.0 and not any(letter.isdigit() for letter in rest):
            continue
        return not labels.may_begin(rest)
    return False
