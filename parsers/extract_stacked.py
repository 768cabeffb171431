"""A cell that holds a label and, on the lines below it, the answer, as printed stationery has it."""

from __future__ import annotations

from parsers.extract_sheet import Sheet
from parsers.extract_wrapped import LEADERS
from parsers.label_numbers import unnumbered
from parsers.label_text import TAIL
from parsers.labels import PLAIN, Labels, Meaning


def begins_answer(
    sheet: Sheet, labels: Labels, lines: list[int], text: str, whole: Meaning
) -> bool:
    """Whether the first of a cell's `lines` are a label, and the rest its answer and no part of it.

    `text` are the words of all of them, which taken for a label mean `whole`.
    """
    if len(lines) < 2 or labels.exact(unnumbered(text)[0]) is not None:
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
