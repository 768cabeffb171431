"""Answers in a header or footer: a label and its answer that stand there and nowhere in the body.

A letterhead stands there too: its address, its telephone number and its references are no answers.
So nothing of these kinds is taken from there, nor anything that a person would have to make out.

ERRORS: none are raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from models.documents import Document
from models.forms import Certainty, FieldKind, Reading
from parsers.extract_hit import Form
from parsers.extract_hits import find_hits
from parsers.extract_resolve import resolve
from parsers.extract_score import one_field
from parsers.extract_sections import Plan
from parsers.extract_sheet import sheet_of
from parsers.extract_values import Answer, answer_of
from parsers.labels import Labels
from parsers.normalise import is_blank, normalise

#: Kinds that a letterhead prints.
_LETTERHEAD: Final = frozenset({FieldKind.ADDRESS, FieldKind.TELEPHONE, FieldKind.REFERENCE})
_DATES: Final = (FieldKind.DATE, FieldKind.BIRTH_DATE)
IN_HEADER: Final = "it stands in a header or footer, under a label that may mean something else"
BESIDE_BLANK: Final = "it stands in a header or footer; its own place on the form is blank"


def edge_readings(
    document: Document,
    labels: Labels,
    plan: Plan,
    body: Mapping[str, Reading],
    today: date | None,
) -> dict[str, Reading]:
    """Readings out of headers and footers, of fields that the body has no answer for.

    `body` are the readings of the body, one for each label that stands there.
    """
    lines = [line for line in document.lines if line.place.part in ("header", "footer")]
    if not lines:
        return {}
    sheet = sheet_of(document.kind, lines)
    resolution = resolve(sheet, find_hits(sheet, labels), plan)
    found: dict[str, Reading] = {}
    for key, believed in resolution.labels.items():
        field, hit = plan.fields[key], believed.hit
        wanted = key not in body or is_blank(body[key].value)
        if not wanted or field.internal or field.kind in _LETTERHEAD or plan.is_free(key):
            continue
        if hit.form not in (Form.CELL, Form.COLON, Form.CONTROL) or not one_field(hit, plan):
            continue
        answer = answer_of(sheet, hit, field, resolution, plan)
        if is_blank(answer.text) or (
            field.kind in _DATES and normalise(field.kind, answer.text) is None
        ):
            continue
        note = ""
        if key in body:
            note = BESIDE_BLANK
        elif key not in hit.meaning.printed or believed.tie or len(answer.paragraphs) > 1:
            note = IN_HEADER
        value = normalise(field.kind, answer.text, today=today)
        found[key] = Reading(key, answer.text, value, answer.place, _certainty(note, answer), note)
    return found


def _certainty(note: str, answer: Answer) -> Certainty:
    if note:
        return Certainty.GUESSED
    return Certainty.DECLARED if answer.declared else Certainty.ANCHORED
