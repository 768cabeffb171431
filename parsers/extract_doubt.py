"""Whether a blank is surely a blank: no words of the form may be its answer.

A request is returned for what is left blank, so a blank must be beyond doubt. It is not where words
stand on the form that no label, heading, printed remark or other answer accounts for; where another
place claims the field; where the answer of a neighbour holds more than its own; or where something
on the form could not be read. Such a blank is a guess, and a person looks.

BUGS: printed remarks are told by how such remarks are worded in English; one that is not known
only makes a person look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from models.documents import Document
from models.forms import FieldKind, FormField, Reading
from parsers.extract_choices import others_words
from parsers.extract_hits import Form
from parsers.extract_kinds import could_be
from parsers.extract_lacking import lacking, shifted
from parsers.extract_readings import is_name_like
from parsers.extract_resolve import Resolution
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.extract_values import Answer, answer_of
from parsers.label_numbers import unnumbered
from parsers.normalise import is_prompt, normalise

LEFT_OVER: Final = "blank, but other words on the form may be its answer"
ELSEWHERE: Final = "blank, but another place on the form claims this field"
NEIGHBOUR: Final = "blank, but the answer beside it may be this one"
STRAY: Final = "words beside this answer belong to no answer, and may be a part of it"
SHIFTED: Final = "on the page this answer does not stand plainly beside its label"
UNREAD: Final = "blank, but a part of the form could not be read"
#: What readers note of words that they did not read, or not for certain.
_NOT_READ: Final = frozenset(
    (
        "imported_chunk",
        "unended_field",
        "hidden_text",
        "struck_text",
        "empty_boxes",
        "footnote",
        "broken_page",
        "page_cut",
        "page_cap",
        "image_page",
        "converted",
        "marked_by_hand",
    )
)
#: What readers note of writing that no reader sees: a form that bears it is not blank.
_WRITTEN: Final = "marked_by_hand"
#: What a bracket behind a label holds, if it is no remark: a figure, or a name in capitals.
_BRACKET: Final = re.compile(r"[(\[]\s*([^()\[\]]{2,200}?)\s*[)\]]\s*$")
#: "Label: words", the label of any field.
LABEL_LIKE: Final = re.compile(
    r"\s*([A-Z][^\W\d]*(?:[ /&'()\-\u2019]{1,2}[^\W\d]+\)?){0,7}) ?(?:[:?]\s*|[.\u2026_]{3,}|\t)(?=\S)"
)
_REMARK: Final = re.compile(
    r"(?:please|note|n\.?b\b|guidance|you (?:must|should|may|can)|this (?:form|section|box|request)|"
    r"requests?|send|return|complete|do not|all|give|state|provide|enter|if|use|continue|see|attach|"
    r"include|ensure|any|failure|we|the|for|each|only|incomplete|forms?|partners?|information)\b",
    re.I,
)
_OF_FORMS: Final = re.compile(
    r"\b(?:forms?|sections?|box(?:es)?|block capitals|capitals|overleaf|guidance|agreement|protocol|"
    r"e-?mail(?:ed)?|completed?|completing|attach(?:ed)?|separate sheet|in full|returned|detail(?:s)? (?:as|of)|"
    r"data protection|mandatory|required fields?|office use|notes?)\b",
    re.I,
)
_WORDS: Final = re.compile(r"[^\W\d_]{2}|\d{3}|\d+\D+\d")
#: A choice that was not made, or yes and no by themselves.
_CHOICE: Final = re.compile(
    r"(?:\[ \]|\u2610)[^\[\]\u2610-\u2612]*|(?:\[x\]|[\u2611\u2612])\s*(?:(?:yes|no|n/?a)\b)?", re.I
)


@dataclass(slots=True)
class Doubts:
    """The fields whose blank is no certain blank, and why; lines that nothing accounts for."""

    notes: dict[str, str] = field(default_factory=dict)
    left_over: bool = False


def doubts_of(
    document: Document,
    sheet: Sheet,
    resolution: Resolution,
    answers: dict[str, Answer],
    readings: dict[str, Reading],
    plan: Plan,
    *,
    undeclared: bool,
) -> Doubts:
    """The doubts about readings, above all blank ones. `undeclared`: a field of the file's own fits no label."""
    doubts = Doubts(dict.fromkeys(shifted(sheet, resolution, answers, readings), SHIFTED))
    blank = [
        plan.fields[key]
        for key, one in readings.items()
        if not one.value.strip() and not plan.fields[key].internal
    ]
    strays = _strays(sheet, resolution, answers, plan)
    if not blank:
        doubts.notes |= dict.fromkeys(lacking(sheet, strays, resolution, answers), STRAY)
        return doubts
    doubts.left_over = undeclared or bool(strays)
    doubts.left_over |= _WRITTEN in document.notes
    bracketed = {one.key for one in blank if _in_brackets(one, resolution)}
    doubts.left_over |= len(bracketed) > 2 and 2 * len(bracketed) > len(blank)
    for one in blank:
        if _NOT_READ & set(document.notes):
            doubts.notes[one.key] = UNREAD
        elif doubts.left_over or one.key in bracketed:
            doubts.notes[one.key] = LEFT_OVER
        elif _claimed(sheet, one, resolution, plan):
            doubts.notes[one.key] = ELSEWHERE
        elif _swallowed(one, resolution, answers, plan):
            doubts.notes[one.key] = NEIGHBOUR
    return doubts


def overfull(
    answers: dict[str, Answer], lost: list[FormField], resolution: Resolution, plan: Plan
) -> set[str]:
    """The fields whose answers may hold that of a `lost` one, whose label was not found."""
    found: set[str] = set()
    for key, answer in answers.items():
        form, other = resolution.labels[key].hit.form, plan.fields[key]
        if other.internal or form is Form.CELL or len(answer.paragraphs) < 2:
            continue
        for one in lost:
            free = plan.is_free(key)
            label = any(LABEL_LIKE.match(words) for words in answer.paragraphs[1:])
            if label or (plan.is_free(one.key) if free else other.kind is not FieldKind.ADDRESS):
                found.add(key)
    return found


def _in_brackets(one: FormField, resolution: Resolution) -> bool:
    """Whether a label ends in a bracket that may be its answer: "Organisation (Brookfold Homes)"."""
    label = resolution.labels.get(one.key)
    said = _BRACKET.search(label.hit.text) if label else None
    if said is None or said[0] in " ".join(one.labels) or is_prompt(said[0]):
        return False
    if one.kind in (FieldKind.DATE, FieldKind.BIRTH_DATE, FieldKind.TELEPHONE):
        return normalise(one.kind, said[1]) is not None
    return is_name_like(said[1]) and not is_remark(said[1])


def _strays(
    sheet: Sheet, resolution: Resolution, answers: dict[str, Answer], plan: Plan
) -> list[int]:
    """The lines with words of substance that nothing on the form accounts for."""
    known: set[int] = set()
    for one in answers.values():
        known.update(one.lines)
    telling = [one.hit for one in resolution.labels.values()]
    telling += [hit for hit, _ in resolution.headings]
    if not telling:
        return []
    strays = [hit for hit in resolution.hits if not hit.meaning.fields and hit not in telling]
    for hit in (*telling, *strays):
        known.update(range(hit.start[0], hit.end[0] + 1))
        if hit.cell is not None and hit.form is Form.CELL:
            known.update(sheet.cell_lines(hit.cell))
    anyone = FormField("", FieldKind.TEXT, "", ())
    first = min(hit.start[0] for hit in telling)
    for hit in strays:
        if hit.start[0] > first:
            known.update(answer_of(sheet, hit, anyone, resolution, plan).lines)
    return [
        number
        for number in range(len(sheet.lines))
        if number not in known and _counts(sheet, number, before=number < first)
    ]


def _counts(sheet: Sheet, number: int, *, before: bool) -> bool:
    """Whether a line could be an answer, and is no printed remark, unknown heading or label."""
    line = sheet.lines[number]
    text = _CHOICE.sub("", line.text).strip()
    if not _WORDS.search(text) or is_prompt(text) or unnumbered(f"{text} x")[0] == "x":
        return False
    if before:  # title, address of the office, instructions
        pair = LABEL_LIKE.match(text)
        return bool(pair) and "@" not in text and not is_remark(text)
    if is_remark(text) or (text[0] in "([" and text[-1] in ")]"):
        return False
    words = len(text.split())
    if text.endswith((":", "?")) and words <= 14:
        return False
    return not (words <= 12 and (line.bold or _heads_row(sheet, number)) and not line.controls)


def _heads_row(sheet: Sheet, number: int) -> bool:
    """Whether a line stands in the first cell of a row that has another: an unknown label."""
    cell = sheet.cell(number)
    if cell is None:
        return False
    columns = sheet.grids[cell[0]].row(cell[1])
    return len(columns) > 1 and cell[2] == columns[0]


def is_remark(text: str) -> bool:
    """Whether these are words of the form itself: how to fill it in, where to send it."""
    return bool(_REMARK.match(text) and _OF_FORMS.search(text))


def _claimed(sheet: Sheet, one: FormField, resolution: Resolution, plan: Plan) -> bool:
    """Whether a place that became no label could be this field's, and has an answer."""
    used = {id(label.hit) for label in resolution.labels.values()}
    return any(
        answer_of(sheet, hit, one, resolution, plan).text.strip()
        for hit in resolution.hits
        if one.key in hit.meaning.fields and id(hit) not in used
    )


def _swallowed(
    one: FormField, resolution: Resolution, answers: dict[str, Answer], plan: Plan
) -> bool:
    """Whether the answer of another field may hold this one's."""
    said = {
        key: others_words(plan.fields[key], answer.paragraphs) for key, answer in answers.items()
    }
    for key, words in said.items():
        for line in words[1:] if key != one.key else ():
            pair = LABEL_LIKE.match(line)
            if pair and could_be(one, line[pair.end() :], free=plan.is_free(one.key)):
                return True
    mine = resolution.labels.get(one.key)
    if mine is None or mine.hit.form in (Form.CELL, Form.CONTROL):
        return False  # its own place stands there, and is empty
    flowing = sorted(
        (label for label in resolution.labels.values() if label.hit.form is not Form.CELL),
        key=lambda label: label.hit.start,
    )
    place = next(n for n, label in enumerate(flowing) if label is mine)
    for n, label in enumerate(flowing):
        words = said.get(label.key, [])
        if len(words) < 2 or plan.fields[label.key].internal:
            continue
        beside = abs(n - place) == 1
        if any(_may_hold(one, plan.fields[label.key], text, plan, beside=beside) for text in words):
            return True
    return False


def _may_hold(one: FormField, other: FormField, words: str, plan: Plan, *, beside: bool) -> bool:
    """Whether a paragraph of the answer of `other`, one of several, could be that of `one`."""
    if plan.is_free(other.key):
        # Running text says names and dates of its own; only its neighbours may be lost in it.
        short = len(words.split()) <= 6
        return beside and (plan.is_free(one.key) or (short and could_be(one, words, free=False)))
    if plan.is_free(one.key):
        return len(words.split()) > 5 and (beside or other.kind is not FieldKind.ADDRESS)
    if other.kind is FieldKind.ADDRESS and one.kind in (FieldKind.NAME, FieldKind.TEXT):
        return beside and could_be(one, words, free=False)
    return other.kind is not one.kind and could_be(one, words, free=False)
