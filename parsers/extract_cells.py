"""Cells of a table that are a label and nothing else.

A cell may print its label in two languages, or a remark below it; or it may hold label and answer,
one below the other. What the table does elsewhere tells: where the cell to the right answers, the
words below a label are a remark; where it begins with a label of its own, they are the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from parsers.extract_hit import Form, Hit
from parsers.extract_sheet import Cell, Sheet
from parsers.extract_stacked import begins_answer
from parsers.extract_wrapped import LEADERS
from parsers.label_numbers import unnumbered
from parsers.label_words import SMALL
from parsers.labels import MAX_LABEL, Labels, Meaning
from parsers.looks import is_slanted

#: A second row that goes on with the label of the first: "e.g. Nat. Ins. No", "(in full)".
_GOES_ON: Final = re.compile(r"[a-z(\[&/]")
_ABBREVIATED: Final = re.compile(r"(?:\b[A-Za-z]{1,4}\.|[,(/&\-])$")
_REMARK: Final = re.compile(r"\s*\([^()]*\)$")
#: A choice to tick is an answer, though it may be worded like a label ("[ ] Consent").
_CHOICE: Final = re.compile(r"\[ ?[xX]? ?\]|[\u2610-\u2612]")
#: Rows of one cell that are looked at: a label with its remarks has no more.
MAX_ROWS: Final = 12


def answers_inside(sheet: Sheet, labels: Labels) -> set[int]:
    """The tables whose cells hold a label and below it its answer."""
    found: set[int] = set()
    for table, grid in sheet.grids.items():
        inside = beside = 0
        for place in grid.cells:
            cell = (table, *place)
            rows = _rows(sheet, cell)
            if _begins(labels, rows) is None:
                continue
            if _is_answerless(sheet, labels, _right(sheet, cell)):
                inside += len(rows) > 1 and not _is_label(labels, rows)
            else:
                beside += 1
        if inside > beside:
            found.add(table)
    return found


def cell_hit(sheet: Sheet, labels: Labels, cell: Cell, number: int, *, inside: bool) -> Hit | None:
    """A hit of a whole cell: a label, maybe with remarks and on several lines, and nothing else.

    With `inside` the words below a label are its answer.
    """
    lines = sheet.cell_lines(cell)
    if any(sheet.lines[one].prompts for one in lines):
        return None
    rows = _rows(sheet, cell)
    text = " ".join(rows).strip().rstrip(LEADERS)
    meaning = _meaning(labels, rows, text)
    right = _right(sheet, cell)
    if meaning is None and not inside and len(rows) > 1:
        remark = right is not None or all(is_slanted(sheet.lines[one]) for one in lines[1:])
        first = _begins(labels, rows) if remark and (right is not None or len(lines) > 1) else None
        others = [_begins(labels, rows[nth:]) for nth in range(1, min(len(rows), MAX_ROWS))]
        if first is not None and first.fields and not any(one and one.fields for one in others):
            meaning, text = first, rows[0].rstrip(LEADERS)
    if meaning is None or begins_answer(sheet, labels, cell, text, meaning):
        return None
    if inside and meaning.fields and _is_answerless(sheet, labels, right):
        return None  # its answer would stand below it, in its own cell
    if any(sheet.lines[one].controls for one in lines) and not (
        meaning.printed and meaning.words > 1 and _is_left(sheet, cell)
    ):
        return None  # an answer filled in
    last = lines[-1]
    bold = all(sheet.lines[one].bold for one in lines)
    end = (last, len(sheet.lines[last].text))
    return Hit(meaning, (number, 0), end, Form.CELL, text, bold, cell)


def _is_answerless(sheet: Sheet, labels: Labels, right: Cell | None) -> bool:
    """Whether the cell to the right of a label is none, or has a label of its own."""
    return right is None or _begins(labels, _rows(sheet, right)) is not None


def _rows(sheet: Sheet, cell: Cell) -> list[str]:
    """The rows of words in a cell, typed breaks counted."""
    lines = sheet.cell_lines(cell)[: MAX_ROWS + 1]
    rows = [row.strip() for one in lines for row in sheet.lines[one].text.split("\n")]
    return [row for row in rows if row]


def _begins(labels: Labels, rows: Sequence[str]) -> Meaning | None:
    """The label that the first row of a cell is, to its end or to its colon."""
    if not rows or _CHOICE.match(rows[0]):
        return None
    return labels.meaning(rows[0].rstrip(LEADERS)) or _before_colon(labels, rows[0])


def _before_colon(labels: Labels, text: str) -> Meaning | None:
    colon = text.find(":")
    return labels.meaning(text[:colon]) if colon > 0 else None


def _is_label(labels: Labels, rows: Sequence[str]) -> bool:
    """Whether all rows of a cell are a label."""
    return _meaning(labels, rows, " ".join(rows).strip().rstrip(LEADERS)) is not None


def _meaning(labels: Labels, rows: Sequence[str], text: str) -> Meaning | None:
    """What the words of a cell mean as one label, or None where more than a label stands there."""
    if not text or len(rows) > MAX_ROWS:
        return None
    if len(rows) > 1 and not _is_one(labels, text):
        twice = _said_twice(labels, rows)
        if twice is not None:
            return twice
        if not _is_whole(rows) and _begins(labels, rows[:1]) is not None:
            return None
    if len(text) > MAX_LABEL:
        return None
    if _before_colon(labels, text) is not None:
        return None  # label and answer in the same cell
    return labels.meaning(text) or labels.meaning(text, fuzzy=True)


def _said_twice(labels: Labels, rows: Sequence[str]) -> Meaning | None:
    """One label in several languages, a row each: what all of them mean."""
    known = [labels.meaning(row.rstrip(LEADERS)) for row in rows]
    first = known[0]
    if first is None:
        return None
    fields, sections, printed = list(first.fields), list(first.sections), set(first.printed)
    for one in known[1:]:
        if one is None:
            return None
        fields = [key for key in fields if key in one.fields]
        sections = [key for key in sections if key in one.sections]
        printed |= one.printed
    if not fields and not sections:
        return None
    return replace(
        first,
        fields=tuple(fields),
        sections=tuple(sections),
        printed=frozenset(printed & set(fields)),
    )


def _is_one(labels: Labels, text: str) -> bool:
    """Whether all rows of a cell are one known label, a remark in brackets below it or not."""
    bare = _REMARK.sub("", unnumbered(text)[0])
    return len(text) <= MAX_LABEL and labels.exact(bare) is not None


def _is_whole(rows: Sequence[str]) -> bool:
    """Whether the rows after the first go on with its label: no answer stands among them."""
    first, second = rows[0], rows[1]
    if first.endswith((":", "?")):
        return second[:1] in "([" and rows[-1][-1:] in ")]"
    if first.count("(") > first.count(")"):
        return True
    last = first.split()[-1].casefold()
    return bool(_GOES_ON.match(second) or last in SMALL or _ABBREVIATED.search(first))


def _right(sheet: Sheet, cell: Cell) -> Cell | None:
    """The next cell of the row that has words."""
    table, row, column = cell
    after = [one for one in sheet.grids[table].row(row) if one > column]
    return (table, row, after[0]) if after else None


def _is_left(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is the first of its row, and another follows."""
    columns = sheet.grids[cell[0]].row(cell[1])
    return len(columns) > 1 and columns[0] == cell[2]
