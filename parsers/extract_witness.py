"""What a file itself says against an answer that a fill-in control seems to declare.

A declared answer is taken at its word, so the file must not speak against it: by another value kept
for the control, by other words printed in the box, by words in no control that were taken along, or
by a second control that belongs to a label which is not there, or by words that stand twice.

STANDARDS: ISO 29500-1 section 17.5.2 (content controls); ISO 32000-1 section 12.7 (AcroForm).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from models.documents import DeclaredField
from models.forms import PRINTED, Certainty, FieldKind, Reading
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.extract_values import Answer
from parsers.labels import Labels
from parsers.normalise import normalise

DISPUTED: Final = "the file keeps another answer for this field than it shows"
OTHERWISE: Final = "the page prints another answer here than the field holds"
LABELLED: Final = "the answer begins with a label"
SEVERAL: Final = "several fields of the form may be in this answer"
TWICE: Final = "the same words stand twice in this answer"
#: Letters from which on words that stand twice, line on line, were not meant to.
DOUBLED: Final = 4
#: Letters kept of what the page prints.
PREVIEW: Final = 120
#: A box to tick, as the readers write it: it answers a question of its own line.
_TICKED: Final = re.compile(r"\[[ xX]?\]")
#: What is asked for in more than one box of its own, where no label is missing.
_IN_PARTS: Final = frozenset({FieldKind.ADDRESS})


def weighed(
    readings: Mapping[str, Reading],
    sheet: Sheet,
    answers: Mapping[str, Answer],
    boxes: Mapping[str, tuple[DeclaredField, bool]],
    labels: Labels,
    plan: Plan,
) -> dict[str, Reading]:
    """The readings, each no surer than what the file says against it allows."""
    found: dict[str, Reading] = {}
    outer = {key for key in plan.fields if plan.fields[key].section not in plan.internal}
    missing = not outer <= answers.keys() | boxes.keys()
    for key, one in readings.items():
        box = boxes[key][0] if key in boxes and one.place == boxes[key][0].place else None
        if one.certainty is Certainty.GUESSED:
            found[key] = one
        elif box is not None:
            found[key] = _boxed(one, box, plan)
        elif key in answers:
            found[key] = _read(one, sheet, answers[key], labels, plan, missing=missing)
        else:
            found[key] = one
    return found


def _boxed(one: Reading, box: DeclaredField, plan: Plan) -> Reading:
    """A reading of a field of a PDF, held against what the page prints in its box."""
    if box.shown is None:
        return one
    kind = plan.fields[one.key].kind
    days = {normalise(kind, text) for text in (one.value, box.shown)}
    if len(days) == 1 and None not in days:
        return one  # one day, written in two ways
    other = (box.shown[:PREVIEW],) if box.shown.strip() else ()
    return replace(_guess(one, OTHERWISE), alternatives=(*one.alternatives, *other))


def _read(
    one: Reading, sheet: Sheet, answer: Answer, labels: Labels, plan: Plan, *, missing: bool
) -> Reading:
    """A reading of lines, held against the controls in them; `missing`: a label was not found."""
    lines = [sheet.lines[number] for number in answer.lines]
    if any(line.disputed for line in lines):
        return _guess(one, DISPUTED)
    if one.certainty is not Certainty.DECLARED or not answer.text.strip():
        return one
    if one.note == PRINTED or plan.fields[one.key].kind is FieldKind.CHOICE:
        return one  # the words are the form's own; what was chosen is told by the boxes
    if sheet.kind == "pdf":  # typed onto the page: only where it stands tells what it answers
        return replace(one, certainty=Certainty.ANCHORED)
    filled = ["".join(line.text[start:end] for start, end in line.controls) for line in lines]
    if _letters(answer.text) not in _letters("".join(filled)):
        label = labels.meaning(answer.text.partition(":")[0]) if ":" in answer.text else None
        return _guess(one, LABELLED) if label else replace(one, certainty=Certainty.ANCHORED)
    if any(a == b and len(a) >= DOUBLED for a, b in pairwise(answer.pieces)):
        return _guess(one, TWICE)
    held = [bool(_letters(_TICKED.sub("", words))) for words in filled]
    if not any(held):
        return one
    first = held.index(True)
    empty = any(line.prompts for line in lines[:first])
    alone = missing or plan.fields[one.key].kind not in _IN_PARTS
    several = sum(held) > 1 and alone and not plan.is_free(one.key)
    return _guess(one, SEVERAL) if empty or several else one


def _guess(one: Reading, note: str) -> Reading:
    return replace(one, certainty=Certainty.GUESSED, note=note)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
