"""Labels that a form prints once for each of its people: in blocks, side by side, or counted.

"Name, Date of Birth, Address" and again "Name, Date of Birth, Address" are two people only where
that is plain: each block has its own heading ("Subject 2", section 2 again) or stands right behind
the one before with the labels worded alike; each names somebody else, and nobody who asks; and each
has more than a name. Two of one name are two where each has a heading and another birth date.
Otherwise two places claim a field, and a person looks, as ever.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from models.forms import FieldKind
from parsers.extract_hits import Spot
from parsers.extract_marks import Mark, Marks, is_cell
from parsers.extract_ordinals import heads_person
from parsers.extract_sheet import Sheet
from parsers.label_text import words_of
from parsers.labels import Labels
from parsers.people_pairs import birth_dates
from parsers.people_row import row_of
from parsers.people_words import BYSTANDER, Shape

Span = tuple[int, int, int]
#: People that are read from blocks.
MAX_BLOCKS: Final = 60
#: Lines above a block that may be its heading.
_ABOVE: Final = 2


@dataclass(slots=True)
class Group:
    """What is printed for one person: marks, the spans they fill, the headings above them."""

    marks: list[Mark]
    spans: list[Span] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    headed: bool = False

    def said(self, key: str | None) -> str:
        """What answers one of its labels."""
        return next((one.said for one in self.marks if one.key == key), "")

    @property
    def blank(self) -> bool:
        """Whether nothing was entered in it."""
        return not any(one.said for one in self.marks)


@dataclass(slots=True)
class Groups:
    """The people for whom labels are printed, those entered first; keys of which it is not plain whose."""

    filled: list[Group]
    empty: list[Group]
    doubted: frozenset[str] = frozenset()


def find_groups(sheet: Sheet, marks: Marks, labels: Labels) -> Groups | None:
    """The people that the marks are printed for; None where it is not plain that they are several."""
    names = marks.of(marks.section.name)
    if len(names) > MAX_BLOCKS:
        return None
    if any(one.number for one in marks.marks):
        found, doubted = _counted(sheet, marks)
    elif _is_interleaved(marks):
        found, doubted = _side_by_side(sheet, marks, labels)
    else:
        found, doubted = _blocks(sheet, marks, labels), frozenset()
    if len(found) < 2:
        return None
    groups = Groups(
        [one for one in found if not one.blank], [one for one in found if one.blank], doubted
    )
    if not groups.filled:
        groups.filled, groups.empty = groups.empty[:1], groups.empty[1:]
    return groups if _are_people(sheet, groups, marks, found) else None


def _counted(sheet: Sheet, marks: Marks) -> tuple[list[Group], frozenset[str]]:
    """People by the counts on their labels; what is not counted is everybody's, or in doubt."""
    name = marks.section.name
    numbers = sorted(one.number for one in marks.of(name))
    if numbers != list(range(1, len(numbers) + 1)):
        return [], frozenset()
    groups = [Group([], headed=True) for _ in numbers]
    common: set[str] = set()
    for one in marks.marks:
        if not one.number:
            common.add(one.key)
            continue
        group = groups[one.number - 1]
        if any(other.key == one.key for other in group.marks):
            return [], frozenset()
        group.marks.append(one)
        group.spans += _spans(sheet, marks, one)
    if any(one.key in common for group in groups for one in group.marks):
        return [], frozenset()
    return groups, _doubtful(common, marks)


def _doubtful(common: Iterable[str], marks: Marks) -> frozenset[str]:
    """Of fields printed once for several people, those that are nobody's for certain."""
    kinds = {one.key: one.kind for one in marks.section.fields}
    return frozenset(key for key in common if kinds[key] is not FieldKind.ADDRESS)


def _is_interleaved(marks: Marks) -> bool:
    """Whether the labels of the names follow each other at once: "Name, Name, Birth, Birth"."""
    names = marks.of(marks.section.name)
    at = [marks.marks.index(one) for one in names]
    return all(after - before == 1 for before, after in pairwise(at))


def _side_by_side(sheet: Sheet, marks: Marks, labels: Labels) -> tuple[list[Group], frozenset[str]]:
    """People by the order of their labels; an address that is printed once is everybody's."""
    count = len(marks.of(marks.section.name))
    section = marks.section.fields[0].section
    top = marks.marks[0].hit.start[0]
    headings = [
        (number, 0, len(sheet.lines[number].text))
        for number in range(max(top - count - 1, 0), top)
        if heads_person(sheet.lines[number].text, labels, section) is not None
    ]
    headed = len(headings) == count
    groups = [Group([], headings=headings, headed=headed) for _ in range(count)]
    common: set[str] = set()
    for key in dict.fromkeys(one.key for one in marks.marks):
        mine = marks.of(key)
        if len(mine) == 1:
            common.add(key)
            continue
        if len(mine) != count:
            return [], frozenset()
        for group, one in zip(groups, mine, strict=True):
            group.marks.append(one)
            group.spans += _spans(sheet, marks, one)
    return groups, _doubtful(common, marks)


def _spans(sheet: Sheet, marks: Marks, mark: Mark) -> list[Span]:
    """The spans of a label and its answer."""
    if is_cell(mark) and mark.hit.cell is not None and mark.answer is not None:
        lines = {*sheet.cell_lines(mark.hit.cell), *mark.answer.lines}
        return [(one, 0, len(sheet.lines[one].text)) for one in sorted(lines)]
    return between(sheet, mark.hit.start, marks.end_of(mark))


def between(sheet: Sheet, start: Spot, stop: Spot | None) -> list[Span]:
    """The spans from one spot up to another; None is the end of the sheet."""
    last, end = stop if stop is not None else (len(sheet.lines) - 1, 1 << 30)
    return [
        (
            number,
            start[1] if number == start[0] else 0,
            min(end, len(sheet.lines[number].text))
            if number == last
            else len(sheet.lines[number].text),
        )
        for number in range(start[0], min(last + 1, len(sheet.lines)))
    ]


def _blocks(sheet: Sheet, marks: Marks, labels: Labels) -> list[Group]:
    """People by blocks of labels, each beginning with the label that the first began with."""
    first = marks.marks[0].key
    groups: list[Group] = []
    for one in marks.marks:
        if one.key == first:
            groups.append(Group([]))
        groups[-1].marks.append(one)
    for group in groups:
        keys = [one.key for one in group.marks]
        if len(set(keys)) < len(keys) or marks.section.name not in keys:
            return []
    starts = [_start(sheet, marks, group, labels, nth) for nth, group in enumerate(groups)]
    ends = [*starts[1:], marks.end_of(groups[-1].marks[-1])]
    for group, start, stop in zip(groups, starts, ends, strict=True):
        group.spans = between(sheet, start, stop)
    return groups


def _start(sheet: Sheet, marks: Marks, group: Group, labels: Labels, nth: int) -> Spot:
    """Where a block begins: at its heading, if it has one, else at its first label.

    The heading of the section above the first block is not that block's own.
    """
    spot = group.marks[0].hit.start
    section = marks.section.fields[0].section
    headings = {hit.start[0]: hit for hit, name in marks.resolution.headings if name == section}
    number, seen = spot[0] - 1, 0
    while number >= 0 and seen < _ABOVE:
        text = sheet.lines[number].text
        if text.strip():
            seen += 1
            if heads_person(text, labels, section) is not None:
                group.headings.append((number, 0, len(text)))
            elif number not in headings or not nth:
                break
            group.headed = True
            spot = (number, 0)
        number -= 1
    return spot


def _are_people(sheet: Sheet, groups: Groups, marks: Marks, found: list[Group]) -> bool:
    """Whether the groups are plainly several people, and none of them is the one who asks."""
    name = marks.section.name
    said = [_folded(group.said(name)) for group in groups.filled]
    if len(set(said)) < len(said) and not _are_namesakes(groups.filled, marks):
        return False
    if {_folded(one) for one in marks.askers} & set(said) - {""}:
        return False
    for nth, group in enumerate(found):
        if group.blank:
            if nth and not _follows(sheet, found[nth - 1], group, found[0]):
                return False
            continue
        if len(groups.filled) > 1 and row_of(group.said(name)).shape is Shape.OTHER:
            return False
        if not nth:
            continue
        more = any(one.said for one in group.marks if one.key != name)
        if not (group.headed or (more and _follows(sheet, found[nth - 1], group, found[0]))):
            return False
    return True


def _are_namesakes(groups: list[Group], marks: Marks) -> bool:
    """Whether people of one name, father and son, are told apart: by headings and birth dates."""
    births = [birth_dates(group.said(marks.section.birth)) for group in groups]
    headed = all(group.headed for group in groups)
    return headed and all(len(one) == 1 for one in births) and len(set(births)) == len(births)


def _follows(sheet: Sheet, before: Group, group: Group, first: Group) -> bool:
    """Whether a block without a heading stands right behind another, with its labels worded alike."""
    if group.headed:
        return True
    if [words_of(one.hit.text) for one in group.marks if one.key == first.marks[0].key] != [
        words_of(first.marks[0].hit.text)
    ]:
        return False
    last = max(before.marks, key=lambda one: one.hit.start)
    if is_cell(last):
        known = set(last.answer.lines if last.answer else ()) | {last.hit.start[0]}
        known |= {number for one in before.marks for number in _lines(sheet, one)}
        between_them = range(last.hit.start[0], group.marks[0].hit.start[0])
        return not any(n not in known and sheet.lines[n].text.strip() for n in between_them)
    lines = last.answer.paragraphs if last.answer else []
    end = lines[-1] if len(lines) > 1 else ""
    return not end or (bool(re.search(r"[\d,]", end)) and BYSTANDER.search(end) is None)


def _lines(sheet: Sheet, mark: Mark) -> set[int]:
    cell = sheet.cell_lines(mark.hit.cell) if mark.hit.cell is not None else []
    return {*cell, *(mark.answer.lines if mark.answer else ())}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
