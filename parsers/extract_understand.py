"""A sheet understood: which places are its labels, and what answers them.

Labels are looked for as they usually stand, then as they seldom do; and where the answers are not of
their fields' kinds, the other way round (`extract_turned`).
"""

from __future__ import annotations

from dataclasses import dataclass

from models.documents import Document
from models.forms import Agreement, FieldKind, FormField
from parsers.extract_hits import Form, find_hits, more_hits
from parsers.extract_matrix import unfolded
from parsers.extract_resolve import Resolution, resolve
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.extract_turned import Fit, fit_of, turned
from parsers.extract_values import Answer, answer_of
from parsers.labels import Labels


@dataclass(frozen=True, slots=True)
class Understood:
    """The sheet as it is read, its labels, their answers by field, and how these fit."""

    sheet: Sheet
    resolution: Resolution
    answers: dict[str, Answer]
    fit: Fit


def understood(
    document: Document, sheet: Sheet, labels: Labels, plan: Plan, agreement: Agreement
) -> Understood:
    """What stands on the sheet, read the other way round where only that fits. Never raises."""
    sheet = unfolded(sheet, labels, plan)
    usual = _read(document, sheet, labels, plan, agreement)
    if not usual.fit.is_doubtful:
        return usual
    other = turned(sheet, usual.resolution.hits, plan)
    if other is None:
        return usual
    behind = _read(document, other, labels, plan, agreement)
    return behind if behind.fit.is_better(usual.fit) else usual


def _read(
    document: Document, sheet: Sheet, labels: Labels, plan: Plan, agreement: Agreement
) -> Understood:
    resolution = resolution_of(document, sheet, labels, plan, agreement)
    return Understood(sheet, resolution, *answered(sheet, resolution, plan))


def answered(sheet: Sheet, resolution: Resolution, plan: Plan) -> tuple[dict[str, Answer], Fit]:
    """The answers to the labels that were believed, by field, and how they fit."""
    answers = {
        key: answer_of(sheet, one.hit, plan.fields[key], resolution, plan)
        for key, one in resolution.labels.items()
    }
    return answers, fit_of({key: one.text for key, one in answers.items()}, plan)


def resolution_of(
    document: Document, sheet: Sheet, labels: Labels, plan: Plan, agreement: Agreement
) -> Resolution:
    """The labels as they usually stand; then, for what was not found so, as they seldom do."""
    hits = find_hits(sheet, labels)
    resolution = resolve(sheet, hits, plan)
    if document.fields:
        return resolution
    missing = [one for one in plan.fields.values() if one.key not in resolution.labels]
    if missing:
        bare = {one.key for one in missing if must_stand(one, agreement)}
        inner = {one.key for one in missing if not one.internal}
        more_of = more_hits(sheet, labels, hits, bare, inner)
        if len(more_of) > len(hits):
            other = resolve(sheet, more_of, plan)
            resolution = other if len(other.labels) > len(resolution.labels) else resolution
    few = _few(resolution, plan)
    if few or _runs_on(resolution, agreement):
        other = resolve(sheet, find_hits(sheet, labels, bare=True), plan)
        more = len(other.labels) - len(resolution.labels)
        if more > 2 or (more > 0 and not few and resolution.labels.keys() <= other.labels.keys()):
            resolution = other
    return resolution


def _runs_on(resolution: Resolution, agreement: Agreement) -> bool:
    """Whether labels run on into their answers on this form, and one that it must print is lost."""
    bare = sum(one.hit.form is Form.BARE for one in resolution.labels.values())
    lost = any(
        must_stand(one, agreement) and one.key not in resolution.labels for one in agreement.fields
    )
    return bare > 1 and lost


def _few(resolution: Resolution, plan: Plan) -> bool:
    """Whether most of the labels that a form must have were not found as labels stand."""
    required = [key for key, one in plan.fields.items() if one.required]
    return 2 * sum(key in resolution.labels for key in required) < len(required)


def must_stand(field: FormField, agreement: Agreement) -> bool:
    """Whether the form must print this field: required, or what tells one person from another."""
    if field.required:
        return True
    persons = {one.section for one in agreement.fields if one.kind is FieldKind.BIRTH_DATE}
    return field.section in persons and field.kind in (FieldKind.BIRTH_DATE, FieldKind.ADDRESS)
