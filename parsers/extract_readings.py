"""One field of a form as a Reading: its value, its place, and how sure that is.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from models.documents import DeclaredField
from models.forms import Certainty, FieldKind, Reading
from parsers.extract_hits import Form
from parsers.extract_resolve import Believed, Resolution
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.extract_values import Answer, answer_of
from parsers.labels import PLAIN, Labels
from parsers.normalise import is_blank, normalise

#: Letters kept of another place that claimed a field.
PREVIEW: Final = 120
#: A later line of a short answer that reads like the next label.
_NEXT: Final = re.compile(r"[A-Z][^\W\d]+(?:[ /&]{1,3}[^\W\d]+){0,6} ?[:?](?:\s|$)")

NOT_FOUND: Final = "no label of this field was found on the form"
TIED: Final = "another place on the form claims this field"
MISTYPED: Final = "the label is not printed as it should be"
BY_ORDER: Final = "only the order of the labels tells whose this is"
UNKNOWN: Final = "a line of the answer may be a label that is not known"
CUT: Final = "the answer ends at words that may be a label or a part of it"
UNTICKED: Final = "choices are printed here, and none of them is seen to be ticked"


def printed_reading(
    sheet: Sheet,
    answer: Answer,
    believed: Believed,
    resolution: Resolution,
    plan: Plan,
    today: date | None,
) -> Reading:
    """The reading of a label that was believed, with its answer."""
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
    elif answer.unticked:
        note = UNTICKED
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


def declared_readings(
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
