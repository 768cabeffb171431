"""Which parts of a message an officer is shown page by page, and what is marked on the pages.

Shown are the parts from which a form, or what stands in its place, was read, and those that are
pictures: then nobody need open the file. What may harm was never read, and is never drawn; the
workshop guards each part once more.

SECURITY: nothing is opened here.
ERRORS: none of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from models.cases import Outcome, PartOutcome
from models.documents import Place, Unread
from models.forms import Agreement, FormReading
from models.mail import PartKind
from models.pages import Drawn, Mark, PlacedValue, Wanted, placed_values, split_key
from parsers.page_marks import Sought, find_marks

#: Kinds that have pages, or that LibreOffice gives pages to.
_PAGED: Final = frozenset(
    {PartKind.DOCX, PartKind.PDF, PartKind.IMAGE, PartKind.DOC, PartKind.ODT, PartKind.RTF}
)
#: Parts of one message that are drawn: nobody looks at a folder of photographs here.
MOST: Final = 8
#: What a reader notes of pages that it read as pictures: then they are shown as they were read.
_SEEN: Final = "ocr"


def to_show(outcome: Outcome) -> tuple[Wanted, ...]:
    """The parts of a message whose pages an officer is to see: forms first, then pictures."""
    parts = {one.part.path: one for one in outcome.parts}
    wanted: dict[str, Wanted] = {}
    for form in (item.form for item in outcome.items if item.form is not None):
        part = parts.get(form.part)
        if part is not None and part.outcome == "read" and part.part.kind in _PAGED:
            wanted.setdefault(form.part, Wanted(form.part, _SEEN in form.notes))
    for path, one in parts.items():
        if outcome.items and _is_picture(one):
            wanted.setdefault(path, Wanted(path, seen=True))
    return tuple(wanted.values())[:MOST]


def _is_picture(one: PartOutcome) -> bool:
    withheld = one.outcome == Unread.IMAGE_ONLY
    return withheld and one.part.kind in _PAGED and not one.part.inline


def marks_on(
    drawn: Drawn, values: Iterable[PlacedValue], agreement: Agreement | None
) -> tuple[Mark, ...]:
    """Where the values of one form stand on its pages; `agreement` tells the labels of its fields."""
    labels = {one.key: one.labels for one in agreement.fields} if agreement else {}
    sought, places = [], dict[str, Place]()
    for one in values:
        field, person = split_key(one.key)
        places.setdefault(one.key, one.place)
        shared = person is not None and places.get(field) == one.place
        said = labels.get(field, ())
        sought.append(Sought(one.key, one.value, one.place, said, field if shared else ""))
    return find_marks(sought, drawn.pages)


def values_of(form: FormReading) -> tuple[PlacedValue, ...]:
    """What is looked for of a form that was just read."""
    people = ((one.ordinal, one.readings.values()) for one in form.data_subjects)
    return placed_values(form.readings.values(), people)
