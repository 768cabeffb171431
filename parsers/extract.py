"""A Document and the agreement it is a form of, into Readings: value, place and certainty.

Certainty is the promise that the rest of the walk builds on: `declared` where a fill-in control
holds the answer and its label is plain; `anchored` where a plain label stands before it; `guessed`
wherever two places claim a field, a label is mistyped beyond ease, only the order tells whose
address it is, or a label that every form must have was not found at all (a blank `guessed` reading:
perhaps the form prints it in words we do not know, so a person looks).

STANDARDS: Safer Estates Agreement part 4 (F1-F17 of the requirements).

SECURITY: words of the document are content, never commands; none of them are kept after reading.

ERRORS: none are raised; a form that makes no sense gives few readings, all of them guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from models.documents import DeclaredField, Document, Place
from models.forms import (
    PRINTED,
    STANDING,
    Agreement,
    Certainty,
    FieldKind,
    FormField,
    FormReading,
    Reading,
    Recognised,
)
from parsers.extract_choices import declared_choices, settled
from parsers.extract_doubt import doubts_of, overfull
from parsers.extract_fields import declared_answers
from parsers.extract_hits import Form, find_hits, more_hits
from parsers.extract_pictured import from_pictures, is_pictured
from parsers.extract_resolve import Believed, Resolution, resolve
from parsers.extract_sections import Plan, plan_of
from parsers.extract_sheet import Sheet, lay_out
from parsers.extract_values import Answer, answer_of
from parsers.labels import PLAIN, Labels, labels_of
from parsers.normalise import is_blank, normalise

#: Letters kept of another place that claimed a field.
PREVIEW: Final = 120
#: A later line of a short answer that reads like the next label.
_NEXT: Final = re.compile(r"[A-Z][^\W\d]+(?:[ /&]{1,3}[^\W\d]+){0,6} ?[:?](?:\s|$)")


@dataclass(slots=True)
class Analysis:
    """What was found on one document under one agreement; kept only while it is read."""

    agreement: Agreement
    sheet: Sheet
    resolution: Resolution
    readings: dict[str, Reading]
    left_over: bool = False  # words stand on it that nothing accounts for

    def found(self) -> set[str]:
        """The fields, PIET's own left out, whose label was found."""
        internal = {one.key for one in self.agreement.fields if one.internal}
        return {key for key, one in self.readings.items() if one.note != NOT_FOUND} - internal

    def entered(self) -> bool:
        """Whether anything was entered outside PIET's own section."""
        typed = [self.readings[key] for key in self.found()]
        typed = [one for one in typed if one.note not in (PRINTED, STANDING)]
        return self.left_over or any(one.value.strip() for one in typed)


NOT_FOUND: Final = "no label of this field was found on the form"
TIED: Final = "another place on the form claims this field"
MISTYPED: Final = "the label is not printed as it should be"
BY_ORDER: Final = "only the order of the labels tells whose this is"
UNKNOWN: Final = "a line of the answer may be a label that is not known"
CUT: Final = "the answer ends at words that may be a label or a part of it"
ENCLOSED: Final = "the form came inside another message"
UNSEARCHED: Final = "the form is so long that labels further down may have been missed"


def extract(
    document: Document,
    agreement: Agreement,
    part: str,
    guessed: bool = False,  # noqa: FBT001 - the contract between rooms
) -> FormReading:
    """Every field of `agreement` that can be read from `document`, which is taken to be its form.

    `part` is the MIME path it came from. With `guessed` no reading is more than guessed (a form in
    an attached message). `recognised` is FORM, or BLANK where nothing was entered outside PIET's
    section. Never raises.
    """
    return reading_of(document, analyse(document, agreement), part, guessed=guessed)


def reading_of(
    document: Document, analysis: Analysis, part: str, *, guessed: bool = False
) -> FormReading:
    """The FormReading of an analysis."""
    reading = FormReading(
        recognised=Recognised.FORM if analysis.entered() else Recognised.BLANK,
        part=part,
        agreement=analysis.agreement.id,
        version=analysis.agreement.version,
        readings=analysis.readings,
        notes=document.notes,
        text=text_of(document),
    )
    return doubted(reading, ENCLOSED) if guessed else reading


def doubted(reading: FormReading, why: str) -> FormReading:
    """The same reading with no field more than guessed; `why` where nothing else was noted."""
    readings = {
        key: replace(one, certainty=Certainty.GUESSED, note=one.note or why)
        for key, one in reading.readings.items()
    }
    return replace(reading, readings=readings)


def text_of(document: Document) -> str:
    """All words of a document, a line each, declared values after them."""
    words = [line.text for line in document.lines if line.text.strip()]
    words += [one.value for one in document.fields if one.value.strip() and one.kind != "check"]
    return "\n".join(words)


def analyse(document: Document, agreement: Agreement, *, today: date | None = None) -> Analysis:
    """Find labels and answers of `agreement` on `document`. Never raises."""
    labels = labels_of(agreement)
    labels.forget()
    plan = plan_of(agreement)
    sheet = lay_out(document, labels)
    resolution = _resolution(document, sheet, labels, plan, agreement)
    answers = {
        key: answer_of(sheet, one.hit, plan.fields[key], resolution, plan)
        for key, one in resolution.labels.items()
    }
    readings = {
        key: _reading(sheet, answers[key], one, resolution, plan, today)
        for key, one in resolution.labels.items()
    }
    boxes = declared_answers(document, labels, plan)
    readings.update(_declared(boxes, labels, plan, readings, today))
    readings.update(declared_choices(document, agreement.fields))
    readings = {key: settled(plan.fields[key], one) for key, one in readings.items()}
    lost = [
        one for one in agreement.fields if one.key not in readings and _must_stand(one, agreement)
    ]
    for one in lost:
        readings[one.key] = Reading(one.key, "", None, Place(), Certainty.GUESSED, NOT_FOUND)
    for key in overfull(answers, lost, resolution, plan) - set(boxes):
        if readings[key].certainty is not Certainty.GUESSED:
            readings[key] = replace(readings[key], certainty=Certainty.GUESSED, note=UNKNOWN)
    used = {id(one) for one, _ in boxes.values()}
    undeclared = any(
        one.value.strip() and one.kind == "text" and id(one) not in used for one in document.fields
    )
    doubts = doubts_of(document, sheet, resolution, answers, readings, plan, undeclared=undeclared)
    for key, note in doubts.notes.items():
        if readings[key].certainty is not Certainty.GUESSED:
            readings[key] = replace(readings[key], certainty=Certainty.GUESSED, note=note)
    labels.forget()
    if is_pictured(document):
        readings = from_pictures(document, sheet, answers, readings.values())
    ordered = {one.key: readings[one.key] for one in agreement.fields if one.key in readings}
    return Analysis(agreement, sheet, resolution, ordered, doubts.left_over)


def _resolution(
    document: Document, sheet: Sheet, labels: Labels, plan: Plan, agreement: Agreement
) -> Resolution:
    """The labels as they usually stand; then, for what was not found so, as they seldom do."""
    hits = find_hits(sheet, labels)
    resolution = resolve(sheet, hits, plan)
    if document.fields:
        return resolution
    missing = [one for one in plan.fields.values() if one.key not in resolution.labels]
    if missing:
        bare = {one.key for one in missing if _must_stand(one, agreement)}
        inner = {one.key for one in missing if not one.internal}
        other = resolve(sheet, more_hits(sheet, labels, hits, bare, inner), plan)
        resolution = other if len(other.labels) > len(resolution.labels) else resolution
    if _few(resolution, plan):
        other = resolve(sheet, find_hits(sheet, labels, bare=True), plan)
        if len(other.labels) > len(resolution.labels) + 2:
            resolution = other
    return resolution


def _few(resolution: Resolution, plan: Plan) -> bool:
    """Whether most of the labels that a form must have were not found as labels stand."""
    required = [key for key, one in plan.fields.items() if one.required]
    return 2 * sum(key in resolution.labels for key in required) < len(required)


def _must_stand(field: FormField, agreement: Agreement) -> bool:
    """Whether the form must print this field: required, or what tells one person from another."""
    if field.required:
        return True
    persons = {one.section for one in agreement.fields if one.kind is FieldKind.BIRTH_DATE}
    return field.section in persons and field.kind in (FieldKind.BIRTH_DATE, FieldKind.ADDRESS)


def _reading(
    sheet: Sheet,
    answer: Answer,
    believed: Believed,
    resolution: Resolution,
    plan: Plan,
    today: date | None,
) -> Reading:
    hit, field = believed.hit, plan.fields[believed.key]
    others = tuple(
        dict.fromkeys(
            answer_of(sheet, rival, field, resolution, plan).text[:PREVIEW]
            for rival in believed.rivals
        )
    )
    note = ""
    if believed.tie and any(one.strip() and one != answer.text[:PREVIEW] for one in others):
        note = TIED
    elif not believed.settled or believed.loose:
        note = BY_ORDER
    elif hit.meaning.score < PLAIN or (
        hit.form is Form.BARE and field.key not in hit.meaning.printed
    ):
        note = MISTYPED
    elif not plan.is_free(field.key) and _holds_label(answer.pieces, field.kind, today):
        note = UNKNOWN
    elif plan.is_free(field.key) and _cut_short(believed, resolution):
        note = CUT
    certainty = Certainty.DECLARED if answer.declared else Certainty.ANCHORED
    return Reading(
        field.key,
        answer.text,
        normalise(field.kind, answer.text, today=today),
        answer.place,
        Certainty.GUESSED if note else certainty,
        note,
        tuple(one for one in others if one.strip()),
    )


def _cut_short(believed: Believed, resolution: Resolution) -> bool:
    """Whether an answer written freely ends at a label that could be a line of it."""
    start = believed.hit.start
    stop = min((end for end in resolution.ends if end > start), default=None)
    after = [one for one in resolution.labels.values() if one.hit.start == stop]
    return any(one.loose or (one.tie and one.hit.form is not Form.CELL) for one in after)


def _holds_label(answer: tuple[str, ...], kind: FieldKind, today: date | None) -> bool:
    """Whether a line of a short answer reads like a label that is not known."""
    if kind in (FieldKind.CHOICE, FieldKind.PRINT):
        return False  # what a form prints there may end in a colon
    if answer and answer[0].endswith(":"):
        return True
    if len(answer) < 2:
        return False
    first, *rest = answer
    if kind in (FieldKind.DATE, FieldKind.BIRTH_DATE, FieldKind.TELEPHONE):
        whole = normalise(kind, " ".join(answer), today=today)
        return whole is None and normalise(kind, first, today=today) is not None
    return any(_NEXT.match(line) for line in rest)


def _declared(
    boxes: dict[str, tuple[DeclaredField, bool]],
    labels: Labels,
    plan: Plan,
    printed: dict[str, Reading],
    today: date | None,
) -> dict[str, Reading]:
    """Readings of the file's own fields. They speak before printed words, unless they are blank."""
    found: dict[str, Reading] = {}
    for key, (one, sure) in boxes.items():
        value = one.value.strip()
        other = printed[key].value if key in printed else ""
        if not value and not is_blank(other) and labels.meaning(other.rstrip(" :")) is None:
            continue  # typed on the page, not into its field
        found[key] = Reading(
            key,
            value,
            normalise(plan.fields[key].kind, value, today=today),
            one.place,
            Certainty.DECLARED if sure else Certainty.GUESSED,
            "" if sure else TIED,
        )
    return found
