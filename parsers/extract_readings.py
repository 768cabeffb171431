"""One field of a form as a Reading: its value, its place, and how sure that is.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from models.documents import DeclaredField
from models.forms import Certainty, FieldKind, Reading
from parsers.extract_hits import Form
from parsers.extract_remarks import OWN_WORDS
from parsers.extract_resolve import Believed, Resolution
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.extract_trailing import holds_further_label
from parsers.extract_values import Answer, answer_of
from parsers.labels import PLAIN, Labels
from parsers.normalise import is_blank, normalise

#: Letters in boxes of their own, as of a date or a number: they may be another field's.
_BOXED: Final = re.compile(r"(?:[A-Za-z\d/] ){2,}[A-Za-z\d/]|[A-Z\d](?: ?[A-Z\d/])?")
#: Words that a remark printed under a label has at most.
REMARK_WORDS: Final = 16
#: Letters kept of another place that claimed a field.
PREVIEW: Final = 120
#: A later line of a short answer that reads like the next label.
_NEXT: Final = re.compile(r"[A-Z][^\W\d]+(?:[ /&]{1,3}[^\W\d]+){0,6} ?[:?](?:\s|$)")
#: The first half of "Period: from ... to ...", whose date stands elsewhere.
_HALF: Final = re.compile(r"(?:from|since|between|start(?:ing)?)\W*", re.I)
#: A label that asks for a part of a name, as its own words say.
_NAME_PART: Final = re.compile(
    r"(?:\w+(?:['\u2019]s)? )?(?:first|last|middle|given|family|sur|fore)[ -]?names?(?:\(s\))?\W*",
    re.I,
)

NOT_FOUND: Final = "no label of this field was found on the form"
TIED: Final = "another place on the form claims this field"
MISTYPED: Final = "the label is not printed as it should be"
BY_ORDER: Final = "only the order of the labels tells whose this is"
UNKNOWN: Final = "a line of the answer may be a label that is not known"
GUIDANCE: Final = "words where the answer stands may be the form's own"
CUT: Final = "the answer ends at words that may be a label or a part of it"
IN_PARTS: Final = "the form asks for the name in parts, and this may be one of them"
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
        hit.form is Form.BARE
        and field.key not in hit.meaning.printed
        and not (hit.meaning.words > 1 and _runs_on(resolution))
    ):
        note = MISTYPED
    elif answer.unticked:
        note = UNTICKED
    elif not plan.is_free(field.key) and _holds_label(answer.pieces, field.kind, today):
        note = UNKNOWN
    elif plan.is_free(field.key) and _cut_short(believed, resolution):
        note = CUT
    elif plan.is_free(field.key) and holds_further_label(sheet, hit, answer):
        note = UNKNOWN
    elif not answer.sure:
        note = GUIDANCE
    elif field.kind is FieldKind.NAME and _is_part(sheet, hit.text, answer.text):
        note = IN_PARTS
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


def _is_part(sheet: Sheet, label: str, name: str) -> bool:
    """Whether a name is only a part of one: its label says so, or it is one word beside such labels."""
    if _NAME_PART.fullmatch(label.strip()):
        return True
    return len(name.split()) == 1 and any(
        _NAME_PART.fullmatch(line.text.partition(":")[0].strip()) for line in sheet.lines
    )


def _runs_on(resolution: Resolution) -> bool:
    """Whether most labels of the form run on into their answers."""
    bare = sum(one.hit.form is Form.BARE for one in resolution.labels.values())
    return 2 * bare > len(resolution.labels)


def _cut_short(believed: Believed, resolution: Resolution) -> bool:
    """Whether an answer written freely ends at a label that could be a line of it."""
    start = believed.hit.start
    stop = min((end for end in resolution.ends if end > start), default=None)
    after = [one for one in resolution.labels.values() if one.hit.start == stop]
    return any(one.loose or (one.tie and one.hit.form is not Form.CELL) for one in after)


def _holds_label(answer: tuple[str, ...], kind: FieldKind, today: date | None) -> bool:
    """Whether a line of a short answer reads like a label, heading or remark that is not known."""
    if kind in (FieldKind.CHOICE, FieldKind.PRINT):
        return False  # what a form prints there may end in a colon
    if answer and answer[0].endswith(":"):
        return True
    whole = " ".join(answer)
    figures = kind in (FieldKind.TELEPHONE, FieldKind.BIRTH_DATE)
    if figures and answer and not re.search(r"\d", whole):
        return not is_blank(whole)
    if kind is FieldKind.DATE and _HALF.fullmatch(whole):
        return True
    if len(answer) < 2:
        return False
    if any(_BOXED.fullmatch(line) for line in answer):
        return True
    rest = answer[1:]
    if figures and not all(re.search(r"\d", line) for line in answer):
        return True
    if kind in (FieldKind.DATE, FieldKind.BIRTH_DATE, FieldKind.TELEPHONE):
        said = normalise(kind, whole, today=today)
        return said is None and any(normalise(kind, one, today=today) for one in answer)
    if any(_NEXT.match(line) for line in rest):
        return True
    # "As on the list of partners / Brookfold Homes": a remark, and the name below it.
    return _is_below_remark(answer)


def remarked(answers: Mapping[str, Answer], plan: Plan) -> set[str]:
    """The answers written freely that may begin with a remark, as several short ones do.

    Where a form prints a remark under each label, nothing but its words tells it from what was
    written under a label like "Summary".
    """
    below = sum(
        _is_below_remark(one.pieces) for key, one in answers.items() if not plan.is_free(key)
    )
    if below < 2:
        return set()
    return {
        key
        for key, one in answers.items()
        if plan.is_free(key)
        and plan.fields[key].kind in OWN_WORDS
        and len(one.pieces) > 1
        and len(one.pieces[0].split()) <= REMARK_WORDS
        and not re.search(r"\d", one.pieces[0])
    }


def _is_below_remark(pieces: Sequence[str]) -> bool:
    """Whether the first line of a short answer reads like a remark, and one below like an answer."""
    if len(pieces) < 2 or len(pieces[0].split()) < 3 or re.search(r"\d", pieces[0]):
        return False
    return not is_name_like(pieces[0]) and any(is_name_like(line) for line in pieces[1:])


def is_name_like(line: str) -> bool:
    """Whether most words of a line begin with a capital or a figure, as names and addresses do."""
    words = [word for word in re.findall(r"[^\W_]+", line) if len(word) > 1 or word.isdigit()]
    return 2 * sum(not word[0].islower() for word in words) >= len(words)


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
