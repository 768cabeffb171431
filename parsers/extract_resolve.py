"""Which of the places that could be labels are labels, and of which field.

A label is believed for what it says, for how it stands (a cell, bold, a colon), and above all for
the section it stands in: "Address" and "Name" occur in several, and a requester may well write
"Address: he also uses ..." into a summary. Without headings the neighbours tell the section. Each
field is given to one place; the others that claimed it are kept, so that a tie is explained.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from models.forms import FieldKind
from parsers.extract_heads import with_unknown_heads
from parsers.extract_hits import Form, Hit
from parsers.extract_remarks import guiding_looks
from parsers.extract_score import after_free, mark_bare, one_field, score_pairs, usual_form
from parsers.extract_sections import Plan, find_headings, strange_headings
from parsers.extract_sheet import Sheet
from parsers.extract_tables import outside_answers
from parsers.labels import PLAIN

#: Below this score a place is not taken for a label at all.
ENOUGH: Final = 2.4
#: Two places whose scores differ by less than this are a tie.
CLOSE: Final = 0.7
#: Places kept that claimed a field besides: more explain nothing.
MAX_RIVALS: Final = 20


@dataclass(slots=True)
class Believed:
    """One hit taken for the label of `key`, how well, and the places that claimed it too."""

    hit: Hit
    key: str
    score: float
    settled: bool  # the words or the section leave no other field
    loose: bool = False  # it could as well be a line of the answer before it
    within: bool = False  # it stands behind an answer written freely, and no heading between
    rivals: list[Hit] = field(default_factory=list)
    tie: bool = False


@dataclass(slots=True)
class Resolution:
    """What was decided: labels by field, headings, and every spot at which an answer ends."""

    labels: dict[str, Believed]
    headings: list[tuple[Hit, str]]
    ends: list[tuple[int, int]]
    sections: dict[int, str | None]  # by position of the hit
    hits: list[Hit]  # every place that could be a label
    guiding: frozenset[str] = frozenset()  # the looks in which guidance is printed


def resolve(sheet: Sheet, hits: list[Hit], plan: Plan) -> Resolution:
    """Decide which hits are headings, which are labels and of which field."""
    hits = with_unknown_heads(sheet, outside_answers(sheet, hits), plan)
    mark_bare(sheet, hits)
    headings, sections = find_headings(sheet, hits, plan)
    seen = {section for _, section in headings}
    opening = {id(hit) for hit, _ in headings}
    scored = score_pairs(hits, plan, sections, seen, opening)
    labels = _assign(hits, scored, plan, sections, seen)
    believed = {id(one.hit) for one in labels.values()} | {id(hit) for hit, _ in headings}
    ends = [hit.start for hit in hits if id(hit) in believed]
    keys = {id(one.hit): key for key, one in labels.items()}
    before: str | None = None
    usual = usual_form(hits)
    for n, hit in enumerate(hits):
        if id(hit) not in believed and _ends_answer(
            hit, before, labels, plan, sections[n], usual=usual
        ):
            ends.append(hit.start)
        before = keys.get(id(hit), before)
    ends += strange_headings(sheet, hits)
    places = [one.hit for one in labels.values()]
    guiding = guiding_looks(sheet, places, {line for line, _ in ends})
    return Resolution(labels, headings, sorted(ends), sections, hits, guiding)


def _assign(
    hits: list[Hit],
    scored: list[tuple[float, int, str]],
    plan: Plan,
    sections: dict[int, str | None],
    seen: set[str],
) -> dict[str, Believed]:
    """Give each field to the best place that is left, and keep who else claimed it."""
    labels: dict[str, Believed] = {}
    used: set[int] = set()
    freely = after_free(hits, plan)
    for score, n, key in scored:
        if score < ENOUGH:
            break
        if n in used:
            continue
        if key in labels:
            _rival(labels[key], hits[n], score)
            continue
        own = plan.fields[key].section
        headed = sections[n] in seen
        settled = (
            sections[n] == own
            or one_field(hits[n], plan)
            or _decided(scored, n, score)
            or _left_over(hits[n], key, labels, plan)
        )
        within = not headed and freely[n]
        loose = within and not one_field(hits[n], plan)
        labels[key] = Believed(hits[n], key, score, settled, loose, within)
        used.add(n)
    return {key: labels[key] for key in plan.fields if key in labels}


def _left_over(hit: Hit, key: str, labels: dict[str, Believed], plan: Plan) -> bool:
    """Whether every other field that these words may mean has a label of its own."""
    others = [one for one in hit.meaning.fields if one != key and not plan.fields[one].internal]
    return all(one in labels and one_field(labels[one].hit, plan) for one in others)


def _decided(scored: list[tuple[float, int, str]], n: int, score: float) -> bool:
    """Whether no other field claims the same place nearly as well."""
    others = sorted((one for one, m, _ in scored if m == n), reverse=True)
    return len(others) < 2 or (others[0] == score and score - others[1] >= 0.5)


def _rival(believed: Believed, hit: Hit, score: float) -> None:
    if len(believed.rivals) < MAX_RIVALS:
        believed.rivals.append(hit)
    # The label as the form prints it stands above any other wording of it.
    printed = (
        believed.key in believed.hit.meaning.printed and believed.key not in hit.meaning.printed
    )
    margin = 2 * CLOSE if believed.within else CLOSE
    if believed.score - score < margin and not printed:
        believed.tie = True


def _ends_answer(
    hit: Hit,
    before: str | None,
    labels: dict[str, Believed],
    plan: Plan,
    section: str | None,
    *,
    usual: Form | None,
) -> bool:
    """Whether a place that became no label still ends the answer of `before`, the field before it.

    Where requesters write freely it does not: "Address: he also uses ..." is part of a summary.
    """
    if hit.meaning.closing:
        return hit.form in (Form.CELL, Form.COLON, Form.CONTROL) or hit.bold
    if before is not None and plan.is_free(before):
        return False
    if hit.form is Form.BARE and not hit.meaning.fields:
        # "Ward 3" may be a line of an address; "Gender Male" is no line of a name.
        lines = before is not None and plan.fields[before].kind is FieldKind.ADDRESS
        return usual is Form.BARE and (hit.meaning.words > 1 or not lines)
    if section in plan.free or hit.meaning.score < PLAIN:
        return False
    label = labels[before].hit if before is not None else None
    under = label is not None and not label.followed and label.end[0] + 1 == hit.start[0]
    if under and before in hit.meaning.fields and hit.followed:
        return False  # "Reference number / NI: AB 12": which reference it is
    if hit.form is Form.ALONE and hit.meaning.score == 100.0:
        # Right under a label it is the answer: "Organisation / Council", but never "Gender".
        under = under and bool(hit.meaning.fields or hit.meaning.sections)
        alone = usual is Form.ALONE
        telling = hit.bold or hit.meaning.numbered or hit.meaning.words > 1 or alone
        return telling and not under
    if hit.form is Form.ALONE and hit.bold and hit.bare:
        return not under  # a heading in words of a label, right above another
    return hit.form in (Form.CELL, Form.COLON, Form.CONTROL)
