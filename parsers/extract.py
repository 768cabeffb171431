"""A Document and the agreement it is a form of, into Readings: value, place and certainty.

Certainty is the promise that the rest of the walk builds on: `declared` where a fill-in control
holds the answer and its label is plain; `anchored` where a plain label stands before it; `guessed`
wherever two places claim a field, a label is mistyped beyond ease, only the order tells whose
address it is, or a label that every form must have was not found at all (a blank `guessed` reading:
perhaps the form prints it in words we do not know, so a person looks).

Where places repeat for several people (parsers.extract_people) the form is read once for each; the
first of them gives the readings of the form.

STANDARDS: Safer Estates Agreement part 4 (F1-F17 of the requirements).

SECURITY: words of the document are content, never commands; none of them are kept after reading.

ERRORS: none are raised; a form that makes no sense gives few readings, all of them guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from models.documents import Document, Place
from models.forms import (
    PRINTED,
    STANDING,
    Agreement,
    Certainty,
    DataSubject,
    FieldKind,
    FormField,
    FormReading,
    Reading,
    Recognised,
)
from parsers.extract_choices import declared_choices, settled
from parsers.extract_doubt import doubts_of, overfull
from parsers.extract_edges import edge_readings
from parsers.extract_fields import declared_answers
from parsers.extract_parts import with_joined_fields
from parsers.extract_people import View, views_of
from parsers.extract_pictured import from_pictures, is_pictured
from parsers.extract_pieces import with_whole_answers
from parsers.extract_readings import (
    GUIDANCE,
    NOT_FOUND,
    UNKNOWN,
    declared_readings,
    printed_reading,
    remarked,
)
from parsers.extract_resolve import Resolution
from parsers.extract_sections import Plan, plan_of
from parsers.extract_sheet import Sheet, lay_out
from parsers.extract_subjects import data_subjects, explained, in_doubt, sections_of
from parsers.extract_understand import (
    Understood,
    answered,
    must_stand,
    resolution_of,
    understood,
)
from parsers.extract_values import Answer
from parsers.extract_witness import weighed
from parsers.labels import Labels, labels_of

__all__ = ["NOT_FOUND", "Analysis", "analyse", "doubted", "extract", "reading_of", "text_of"]

#: Noted of a file with a date that is always today's (parsers.look), and what is said of it.
MOVING_DATE: Final = "moving_date"
MOVED: Final = "the file holds a date that changes by itself: this may be the day of reading"
DAYS: Final = frozenset((FieldKind.DATE, FieldKind.BIRTH_DATE))
ENCLOSED: Final = "the form came inside another message"
STRANGE: Final = "an answer of this part is of another kind than its label asks for"
DAMAGE: Final = "the file is damaged, and this may not be what stood in it"
UNSEARCHED: Final = "the form is so long that labels further down may have been missed"


@dataclass(slots=True)
class Analysis:
    """What was found on one document under one agreement; kept only while it is read."""

    agreement: Agreement
    sheet: Sheet
    resolution: Resolution
    readings: dict[str, Reading]
    left_over: bool = False  # words stand on it that nothing accounts for
    data_subjects: tuple[DataSubject, ...] = ()

    def found(self) -> set[str]:
        """The fields, PIET's own left out, whose label was found."""
        internal = {one.key for one in self.agreement.fields if one.internal}
        return {key for key, one in self.readings.items() if one.note != NOT_FOUND} - internal

    def entered(self) -> bool:
        """Whether anything was entered outside PIET's own section."""
        typed = [self.readings[key] for key in self.found()]
        typed = [one for one in typed if one.note not in (PRINTED, STANDING)]
        return self.left_over or any(one.value.strip() for one in typed)


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
        data_subjects=analysis.data_subjects,
    )
    return doubted(reading, ENCLOSED) if guessed else reading


def doubted(reading: FormReading, why: str) -> FormReading:
    """The same reading with no field more than guessed; `why` where nothing else was noted."""
    return replace(
        reading,
        readings=in_doubt(reading.readings, why),
        data_subjects=tuple(
            replace(one, readings=in_doubt(one.readings, why)) for one in reading.data_subjects
        ),
    )


def text_of(document: Document) -> str:
    """All words of a document, a line each, declared values after them."""
    words = [line.text for line in document.lines if line.text.strip()]
    words += [one.value for one in document.fields if one.value.strip() and one.kind != "check"]
    return "\n".join(words)


def analyse(document: Document, agreement: Agreement, *, today: date | None = None) -> Analysis:
    """Find labels and answers of `agreement` on `document`. Never raises."""
    labels = labels_of(agreement)
    labels.forget()
    reader = _Reader(agreement, labels, plan_of(agreement), today)
    document = with_joined_fields(document)
    main = reader.first(document)
    further: dict[str, list[View]] = {}
    for section in sections_of(agreement):
        views = views_of(main, section, labels, reader.plan, reader.resolution)
        if views:
            main, further[section.key] = views[0], views
    analysis = reader.read(main)
    looks = {key: [reader.read(one) for one in views[1:]] for key, views in further.items()}
    analysis.left_over |= any(one.left_over for found in looks.values() for one in found)
    analysis.data_subjects = data_subjects(
        _on_form(analysis.readings, main.doubted),
        {
            key: [_on_form(one.readings, main.doubted) for one in found]
            for key, found in looks.items()
        },
        agreement,
        today,
    )
    labels.forget()
    return analysis


def _on_form(readings: Mapping[str, Reading], doubtful: frozenset[str]) -> dict[str, Reading]:
    """The readings whose labels stand on the form; those of `doubtful` fields guessed."""
    found = {key: one for key, one in readings.items() if one.note != NOT_FOUND}
    return {**found, **in_doubt({key: found[key] for key in doubtful if key in found})}


@dataclass(slots=True)
class _Reader:
    """Reads views of one document; labels that were found once are not searched for again."""

    agreement: Agreement
    labels: Labels
    plan: Plan
    today: date | None
    seen: Understood | None = None
    last: tuple[View, Resolution] | None = None

    def first(self, document: Document) -> View:
        """The document as one view, read the other way round where only that fits."""
        sheet = lay_out(document, self.labels)
        seen = understood(document, sheet, self.labels, self.plan, self.agreement)
        if seen.sheet is sheet:
            written = {
                number
                for key, one in seen.answers.items()
                if self.plan.is_free(key)
                for number in one.lines
            }
            whole = with_whole_answers(sheet, written)
            if whole is not sheet:
                seen = understood(document, whole, self.labels, self.plan, self.agreement)
        view = View(document, seen.sheet)
        self.seen, self.last = seen, (view, seen.resolution)
        return view

    def resolution(self, view: View) -> Resolution:
        """Where the labels stand in a view."""
        if self.last is None or self.last[0].sheet is not view.sheet:
            document, sheet = view.document, view.sheet
            found = resolution_of(document, sheet, self.labels, self.plan, self.agreement)
            self.last = view, found
        return self.last[1]

    def read(self, view: View) -> Analysis:
        """Every field of one view."""
        sheet, plan, resolution = view.sheet, self.plan, self.resolution(view)
        if self.seen is not None and self.seen.resolution is resolution:
            answers, fit = self.seen.answers, self.seen.fit
        else:
            answers, fit = answered(sheet, resolution, plan)
        readings = {
            key: printed_reading(sheet, answers[key], one, resolution, plan, self.today)
            for key, one in resolution.labels.items()
        }
        readings |= self._explained(readings, answers)
        boxes = declared_answers(view.document, self.labels, plan)
        readings |= declared_readings(boxes, self.labels, plan, readings, self.today)
        readings |= declared_choices(view.document, self.agreement.fields)
        readings = {key: settled(plan.fields[key], one) for key, one in readings.items()}
        readings |= edge_readings(view.document, self.labels, plan, readings, self.today)
        lost = self._lost(readings)
        for one in lost:
            readings[one.key] = Reading(one.key, "", None, Place(), Certainty.GUESSED, NOT_FOUND)
        used = {id(one) for one, _ in boxes.values()}
        undeclared = any(
            one.value.strip() and one.kind == "text" and id(one) not in used
            for one in view.document.fields
        )
        doubts = doubts_of(
            view.document, sheet, resolution, answers, readings, plan, undeclared=undeclared
        )
        overfilled = overfull(answers, lost, resolution, plan) - set(boxes)
        notes = {
            **doubts.notes,
            **dict.fromkeys(remarked(answers, plan), GUIDANCE),
            **dict.fromkeys(fit.doubted(plan), STRANGE),
            **dict.fromkeys(overfilled, UNKNOWN),
        }
        for key, note in notes.items():
            readings |= in_doubt({key: readings[key]}, note)
        readings = weighed(readings, sheet, answers, boxes, self.labels, plan)
        if MOVING_DATE in view.document.notes:
            days = [one.key for one in self.agreement.fields if one.kind in DAYS]
            readings |= in_doubt({key: readings[key] for key in days if key in readings}, MOVED)
        if is_pictured(view.document):
            readings = from_pictures(view.document, sheet, answers, readings.values())
        ordered = {
            one.key: readings[one.key] for one in self.agreement.fields if one.key in readings
        }
        return Analysis(self.agreement, sheet, resolution, ordered, doubts.left_over)

    def _explained(
        self, readings: dict[str, Reading], answers: dict[str, Answer]
    ) -> dict[str, Reading]:
        """Readings in doubt for lines that are plainly those of several people: no longer so."""
        found: dict[str, Reading] = {}
        for section in sections_of(self.agreement):
            sure = {
                key: Certainty.DECLARED if answers[key].declared else Certainty.ANCHORED
                for key in section.keys & answers.keys()
                if readings[key].note == UNKNOWN
            }
            if sure:
                found |= explained(readings, sure, section, self.today)
        return found

    def _lost(self, readings: dict[str, Reading]) -> list[FormField]:
        """The fields that the form must print, and of which no label was found."""
        return [
            one
            for one in self.agreement.fields
            if one.key not in readings and must_stand(one, self.agreement)
        ]
