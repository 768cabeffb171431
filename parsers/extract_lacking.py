"""Answers on a page that may lack a line: words where they stand that belong to nothing.

On a form without a blank nobody looks for words that nothing accounts for; notes, stamps and feet
are such words on most forms. Those that begin where the lines of an answer do, to the right of its
label, and close to it, may be its own: then a person looks. So too where an answer stands level with
another label than its own, and where it is not plain in which row of a page its lines stand.

ERRORS: none are raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from models.documents import PAGED, Line
from models.forms import Reading
from parsers.extract_aligned import ALIGNED
from parsers.extract_resolve import Resolution
from parsers.extract_sheet import Sheet
from parsers.extract_values import Answer

#: Points by which lines of one answer may begin apart, and heights of a line from one to the next.
_EDGE: Final = 3.0
_NEAR: Final = 4.0
#: Points from where a label begins to where an answer beside it does, at least.
_INDENT: Final = 24.0


def lacking(
    sheet: Sheet, strays: Iterable[int], resolution: Resolution, answers: Mapping[str, Answer]
) -> set[str]:
    """The fields whose answers the lines `strays`, which belong to none, may be a part of."""
    if sheet.kind not in PAGED:
        return set()
    found: set[str] = set()
    ordered = sorted(resolution.labels.values(), key=lambda one: one.hit.start)
    for number in strays:
        before = [one.key for one in ordered if one.hit.start[0] <= number]
        after = [one.key for one in ordered if one.hit.start[0] > number]
        near = (*before[-1:], *after[:1])
        if any(_is_beside(sheet, number, key, resolution, answers) for key in near):
            found.update(near)
    return found


def _is_beside(
    sheet: Sheet,
    number: int,
    key: str,
    resolution: Resolution,
    answers: Mapping[str, Answer],
) -> bool:
    """Whether a line stands where a further line of an answer beside its label would."""
    label = sheet.lines[resolution.labels[key].hit.start[0]].place.box
    own = [sheet.lines[n] for n in answers[key].lines] if key in answers else []
    return label is not None and any(
        _is_close(sheet.lines[number], line)
        for line in own
        if line.place.box is not None and line.place.box[0] > label[0] + _INDENT
    )


def shifted(
    sheet: Sheet,
    resolution: Resolution,
    answers: Mapping[str, Answer],
    readings: Mapping[str, Reading],
) -> set[str]:
    """The fields of which it is not plain on the page which lines answer them."""
    if sheet.kind not in PAGED:
        return set()
    found: set[str] = set()
    for key, answer in answers.items():
        hit = resolution.labels[key].hit
        cells = {sheet.cell(n) for n in (hit.start[0], *answer.lines)}
        if any(cell is not None and cell[:2] in sheet.unclear for cell in cells):
            found.add(key)
    owners = {number: key for key, answer in answers.items() for number in answer.lines}
    for key in answers:
        if readings[key].value.strip():
            continue
        number = resolution.labels[key].hit.start[0]
        level = [n for n in range(len(sheet.lines)) if _is_level(sheet, number, n)]
        labels = {one.hit.start[0] for one in resolution.labels.values()}
        if level and labels.isdisjoint(level):
            found |= {key, *(owners[n] for n in level if n in owners)}
    return found


def _is_level(sheet: Sheet, label: int, number: int) -> bool:
    """Whether a line, in no ruled cell, stands to the right of a label and at about its height."""
    one, other = sheet.lines[label].place, sheet.lines[number].place
    if one.box is None or other.box is None or one.page != other.page or label == number:
        return False
    height = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    over = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    ruled = other.cell is not None and other.cell[0] < ALIGNED
    return not ruled and other.box[0] >= one.box[2] - 1 and over > height / 4


def _is_close(line: Line, other: Line) -> bool:
    """Whether a line begins where another does, and not far above or below it."""
    one, two = line.place.box, other.place.box
    if one is None or two is None or line.place.page != other.place.page:
        return False
    height = max(one[3] - one[1], two[3] - two[1])
    return abs(one[0] - two[0]) <= _EDGE and 0 < abs(one[3] - two[3]) <= _NEAR * height
