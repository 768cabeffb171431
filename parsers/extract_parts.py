"""Fill-in fields that hold one answer in parts, made one: day, month and year; lines of an address.

Parts stand side by side with no more between them than strokes or the words day, month and year, or
one below the other with nothing between or before them. What has a label of its own is no part.

STANDARDS: ISO 32000-1 section 12.7 (interactive forms).

ERRORS: none are raised; what is not plainly a part stays a field of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Final

from models.documents import DeclaredField, Document, Line

Box = tuple[float, float, float, float]
#: Points: how far apart parts stand, how wide part of a date may be, how high a label stands above.
_GAP, _WIDE, _ABOVE = 46.0, 130.0, 22.0
_BELOW, _MARGIN = 12.0, 320.0
#: Points: fields of one height, of one width, and how high a field of one line is.
_LEVEL, _ALIKE, _LINE = 5.0, 4.0, 30.0
#: Parts that one answer may have.
_PARTS = 6
_PART: Final = re.compile(
    r"[\d ]{0,12}|[^\W\d_]{1,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}", re.I
)
_CAPTION: Final = re.compile(
    r"[\s/.:,()\-\u2013]*(?:day|month|year|d{1,2}|m{1,2}|y{1,4}|of|th)?[\s/.:,()\-\u2013]*", re.I
)
_STROKE: Final = re.compile(r"[/.\-\u2013:]")
_LABELLED: Final = re.compile(r"[^\W\d_]{2}")
_Belongs = Callable[[DeclaredField, DeclaredField, Sequence[Line]], bool]


def with_joined_fields(document: Document) -> Document:
    """The document, its declared fields that are parts of one answer made one."""
    fields = [one for one in document.fields if one.kind != "check" and one.place.box is not None]
    whole: list[DeclaredField] = []
    for row in _rows(fields):
        for group in _grouped(row, document.lines, _is_beside):
            whole += [_beside(group, document.lines)] if _is_short(group) else group
    found: list[DeclaredField] = []
    for group in _grouped(whole, document.lines, _is_below):
        found += [_one(group, "\n")] if len(group) > 1 else group
    if len(found) == len(fields):
        return document
    others = [one for one in document.fields if one.kind == "check" or one.place.box is None]
    return replace(document, fields=(*found, *others))


def _box(one: DeclaredField) -> Box:
    return one.place.box or (0.0, 0.0, 0.0, 0.0)


def _middle(one: DeclaredField) -> tuple[int, float]:
    return one.place.page or 0, (_box(one)[1] + _box(one)[3]) / 2


def _rows(fields: Sequence[DeclaredField]) -> list[list[DeclaredField]]:
    """The fields of each height on each page, from the left."""
    rows: list[list[DeclaredField]] = []
    for one in sorted(fields, key=_middle):
        page, middle = _middle(one)
        if rows and _middle(rows[-1][0])[0] == page and middle - _middle(rows[-1][0])[1] < _LEVEL:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: _box(one)[0]) for row in rows]


def _grouped(
    fields: Sequence[DeclaredField], lines: Sequence[Line], belongs: _Belongs
) -> list[list[DeclaredField]]:
    """The fields in groups: each goes on with the one before it if it `belongs` to it."""
    groups: list[list[DeclaredField]] = []
    for one in fields:
        if groups and len(groups[-1]) < _PARTS and belongs(groups[-1][-1], one, lines):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _is_beside(before: DeclaredField, one: DeclaredField, lines: Sequence[Line]) -> bool:
    """Whether nothing but strokes or the name of a part stands between two fields side by side."""
    gap = (_box(before)[2], _box(one)[1], _box(one)[0], _box(one)[3])
    if not -2 <= gap[2] - gap[0] <= _GAP:
        return False
    if not all(_CAPTION.fullmatch(line.text) for line in _printed_in(gap, one, lines)):
        return False
    x0, top, x1, _ = _box(one)
    above = _printed_in((x0, top - _ABOVE, x1, top - 1), one, lines)
    left = _box(before)[2]
    return not any(
        _LABELLED.search(line.text)
        and not _CAPTION.fullmatch(line.text)
        and (line.place.box or _box(one))[0] > left - 2
        for line in above
    )


def _is_short(group: Sequence[DeclaredField]) -> bool:
    """Whether fields side by side hold, or are made for, parts of a date or a number."""
    wide = _WIDE if any(one.value.strip() for one in group) else _WIDE / 2
    return len(group) > 1 and all(
        _box(one)[2] - _box(one)[0] <= wide and _PART.fullmatch(one.value.strip()) for one in group
    )


def _is_below(before: DeclaredField, one: DeclaredField, lines: Sequence[Line]) -> bool:
    """Whether a field is the next line of the one above it: as wide, close below, without a label."""
    first, second = _box(before), _box(one)
    if (
        before.place.page != one.place.page
        or max(abs(first[0] - second[0]), abs(first[2] - second[2])) > _ALIKE
    ):
        return False
    low = second[3] - second[1] <= _LINE and first[3] - first[1] <= 3 * _LINE
    if not low or not -2 <= second[1] - first[3] <= _BELOW:
        return False
    beside = (second[0] - _MARGIN, second[1], second[0], second[3])
    between = (second[0], first[3], second[2], second[1])
    return not _printed_in(beside, one, lines) and not _printed_in(between, one, lines)


def _printed_in(area: Box, one: DeclaredField, lines: Sequence[Line]) -> list[Line]:
    """The lines of the field's page that stand in an area: level with it, and partly inside."""
    found = []
    for line in lines:
        box = line.place.box
        if line.place.page != one.place.page or box is None:
            continue
        level = area[1] - 1 <= (box[1] + box[3]) / 2 <= area[3] + 1
        if level and box[0] < area[2] + 1 and box[2] > area[0] - 1:
            found.append(line)
    return found


def _beside(group: Sequence[DeclaredField], lines: Sequence[Line]) -> DeclaredField:
    """Parts side by side as one field, with the strokes that are printed between them."""
    values = [one.value.strip() for one in group]
    joint = " "
    for before, one in pairwise(group):
        gap = (_box(before)[2], _box(one)[1], _box(one)[0], _box(one)[3])
        text = "".join(line.text for line in _printed_in(gap, one, lines))
        joint = stroke[0] if (stroke := _STROKE.search(text)) else joint
    if joint == " " and len(group) == 3 and all(value.isdigit() for value in values):
        joint = "/"  # day, month and year with nothing printed between
    return _one(group, joint if all(values) else " ")


def _one(group: Sequence[DeclaredField], joint: str) -> DeclaredField:
    """Several fields as one, their values joined."""
    boxes = [_box(one) for one in group]
    box = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    value = joint.join(one.value.strip() for one in group if one.value.strip())
    shown = None
    if any(one.shown is not None for one in group):  # what each prints, if not its value
        printed = [one.value if one.shown is None else one.shown for one in group]
        shown = joint.join(one.strip() for one in printed if one.strip())
    name = _begun([one.name for one in group])
    label = _begun([one.label or "" for one in group]).strip(" -:,(") or None
    place = replace(group[0].place, box=box)
    return replace(
        group[0], name=name, label=label, value=value, kind="text", place=place, shown=shown
    )


def _begun(names: Sequence[str]) -> str:
    """What several names all begin with."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in alike)
