"""The labels of the section that asks who somebody is, where they stand more than once.

A mark is a place that could be the label of one of these fields, with the answer that stands there.
Marks are told from the requester's own "Name" and "Address" by the section they stand in, and no
label of another section may stand between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from models.documents import DeclaredField, Document
from models.forms import FieldKind
from parsers.extract_fields import ABOVE, LEFT, Box
from parsers.extract_hits import Form, Hit, Spot
from parsers.extract_resolve import Believed, Resolution
from parsers.extract_score import one_field
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.extract_subjects import Section
from parsers.extract_values import Answer, answer_of
from parsers.labels import PLAIN


@dataclass(slots=True)
class Mark:
    """One place that may be the label of a field of a data subject."""

    nth: int  # of the hits
    hit: Hit
    key: str
    number: int = 0  # whose it is, where the label is counted
    answer: Answer | None = None
    box: DeclaredField | None = None  # the file's own field that answers it

    @property
    def said(self) -> str:
        """What answers it, on the page or in the file's own field."""
        typed = self.answer.text.strip() if self.answer else ""
        return typed or (self.box.value.strip() if self.box else "")


@dataclass(slots=True)
class Marks:
    """The marks of one section in order, and the resolution in which each of them ends an answer."""

    section: Section
    marks: list[Mark]
    resolution: Resolution
    askers: list[str] = field(default_factory=list)  # the names that other sections give

    def of(self, key: str | None) -> list[Mark]:
        """The marks of one field."""
        return [one for one in self.marks if one.key == key]

    def end_of(self, mark: Mark) -> Spot | None:
        """Where the next label or heading stands after a mark; None at the end of the sheet."""
        return min((end for end in self.resolution.ends if end > mark.hit.start), default=None)


def find_marks(
    document: Document,
    sheet: Sheet,
    resolution: Resolution,
    section: Section,
    plan: Plan,
    counts: dict[Spot, int],
) -> Marks | None:
    """The marks of `section`, from the first to the last between which nothing foreign stands.

    `counts` gives whose a label is, where labels are counted. None where no name is asked for more
    than once.
    """
    found = _candidates(resolution, section, plan)
    if sum(one.key == section.name for one in found) < 2:
        return None
    foreign = _foreign(resolution, section, plan)
    marks = _together(found, foreign, resolution.labels.get(section.name or ""))
    if sum(one.key == section.name for one in marks) < 2:
        return None
    for one in marks:
        one.number = counts.get(one.hit.start, 0)
    whole = _with_marks(resolution, marks)
    askers = [
        Mark(-1, one.hit, key)
        for key, one in resolution.labels.items()
        if plan.fields[key].kind is FieldKind.NAME and key not in section.keys
    ]
    boxes = _boxes(document, [one.hit for one in (*marks, *askers)], sheet)
    for one in (*marks, *askers):
        one.answer = answer_of(sheet, one.hit, plan.fields[one.key], whole, plan)
        one.box = boxes.get(id(one.hit))
    return Marks(section, marks, whole, [one.said for one in askers])


def _candidates(resolution: Resolution, section: Section, plan: Plan) -> list[Mark]:
    """Hits that could be labels of the section, where they stand in it or mean nothing else."""
    own = section.fields[0].section
    seen = {name for _, name in resolution.headings}
    believed = {id(one.hit): key for key, one in resolution.labels.items()}
    found: list[Mark] = []
    for nth, hit in enumerate(resolution.hits):
        keys = [key for key in hit.meaning.fields if key in section.keys]
        if len(keys) != 1 or hit.meaning.score < PLAIN:
            continue
        if believed.get(id(hit), keys[0]) != keys[0]:
            continue
        where = resolution.sections[nth]
        if where != own and (where in seen or not one_field(hit, plan)):
            continue
        found.append(Mark(nth, hit, keys[0]))
    return found


def _foreign(resolution: Resolution, section: Section, plan: Plan) -> list[int]:
    """The hits that were taken for labels or headings of other sections."""
    own = section.fields[0].section
    labels = {
        id(one.hit) for key, one in resolution.labels.items() if plan.fields[key].section != own
    }
    labels |= {id(hit) for hit, name in resolution.headings if name != own}
    return [nth for nth, hit in enumerate(resolution.hits) if id(hit) in labels]


def _together(found: list[Mark], foreign: list[int], label: Believed | None) -> list[Mark]:
    """The marks around the label that was believed for the name, up to what is foreign."""
    runs: list[list[Mark]] = [found[:1]]
    for before, one in pairwise(found):
        if any(before.nth < nth < one.nth for nth in foreign):
            runs.append([])
        runs[-1].append(one)
    return next(
        (run for run in runs if any(label is not None and one.hit is label.hit for one in run)), []
    )


def _with_marks(resolution: Resolution, marks: list[Mark]) -> Resolution:
    """The resolution in which every mark ends the answer before it, and is a label in its table."""
    more = {f"{one.key} {one.nth}": Believed(one.hit, one.key, 0.0, settled=True) for one in marks}
    ends = sorted({*resolution.ends, *(one.hit.start for one in marks)})
    return replace(resolution, labels={**resolution.labels, **more}, ends=ends)


def _boxes(document: Document, hits: list[Hit], sheet: Sheet) -> dict[int, DeclaredField]:
    """The file's own field that stands beside each hit, or else below it."""
    near: list[tuple[float, int, int]] = []
    fields = [one for one in document.fields if one.kind != "check" and one.place.box is not None]
    for n, one in enumerate(fields):
        for m, hit in enumerate(hits):
            place = sheet.lines[hit.start[0]].place
            if place.box is not None and one.place.box is not None and place.page == one.place.page:
                far = _distance(place.box, one.place.box)
                if far is not None:
                    near.append((far, n, m))
    taken: dict[int, DeclaredField] = {}
    used: set[int] = set()
    for _, n, m in sorted(near):
        if n not in used and id(hits[m]) not in taken:
            taken[id(hits[m])] = fields[n]
            used.add(n)
    return taken


def _distance(label: Box, box: Box) -> float | None:
    """How far a field stands from its label (points): beside it counts less than below it."""
    middle = (label[1] + label[3]) / 2
    if label[2] <= box[0] + 6 and box[0] - label[2] <= LEFT and box[1] - 4 <= middle <= box[3] + 4:
        return box[0] - label[2]
    below = box[1] - label[3]
    if -6 <= below <= ABOVE and label[0] < box[2] and label[2] > box[0] - 6:
        return LEFT + below
    return None


def is_cell(mark: Mark) -> bool:
    """Whether a mark is a table cell by itself."""
    return mark.hit.form is Form.CELL and mark.hit.cell is not None
