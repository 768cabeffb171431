"""How much each place looks like the label of each field: the figures behind `extract_resolve`.

The figures were set on forms of many layouts, filled in with answers made to mislead. What counts
is their order: a section outweighs the wording, the wording the way a label stands.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Final

from parsers.extract_hits import Form, Hit
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.labels import PLAIN

#: What a label loses that stands where requesters write freely.
WITHIN: Final = 3.0
_FORM: Final = {
    Form.CELL: 1.5,
    Form.CONTROL: 1.5,
    Form.COLON: 1.0,
    Form.ALONE: 0.3,
    Form.BARE: -0.5,
}


def score_pairs(
    hits: list[Hit],
    plan: Plan,
    sections: dict[int, str | None],
    seen: set[str],
    opening: set[int],
) -> list[tuple[float, int, str]]:
    """(score, hit, field) for every pair that can be, best first."""
    usual = usual_form(hits)
    freely = after_free(hits, plan)
    pairs: list[tuple[float, int, str]] = []
    for n, hit in enumerate(hits):
        for key in hit.meaning.fields:
            place = _placed(plan, key, sections[n], seen)
            if place is None:
                continue
            if place <= -WITHIN and (
                hit.form is Form.CELL or not _in_answer(hits, n, plan, sections, opening)
            ):
                place = -0.8
            score = _alone(hit, usual) + place
            if usual is Form.CELL and hit.form is not Form.CELL and _has_cell(hits, key):
                score -= 2.0  # notes printed above a table name its labels too
            headed = sections[n] is not None and sections[n] in seen
            within = not headed and freely[n]
            if key in hit.meaning.printed and (headed or (one_field(hit, plan) and not within)):
                score += 1.0  # "Address" as printed tells nothing where no section is known
            if plan.is_free(key) and _again(hits, n, key, plan):
                score -= 1.0
            if within:
                score -= 0.3 if one_field(hit, plan) else 1.0
            if id(hit) in opening and key not in hit.meaning.printed and hit.bare:
                score -= 5.0
            if hit.bare and _said_again(hits, n, key):
                score -= 4.0
            if not headed:
                score += _company(hits, n, plan, plan.fields[key].section)
            pairs.append((score, n, key))
    order = {key: nth for nth, key in enumerate(plan.fields)}
    return sorted(pairs, key=lambda pair: (-round(pair[0], 3), pair[1], order[pair[2]]))


def _in_answer(
    hits: list[Hit],
    n: int,
    plan: Plan,
    sections: dict[int, str | None],
    opening: set[int],
) -> bool:
    """Whether a label of a field written in freely stands before hit `n` in the same section."""
    for m in range(n - 1, -1, -1):
        if sections[m] != sections[n]:
            return False
        if id(hits[m]) in opening and hits[m].bare:
            continue
        if any(plan.fields[key].section == sections[n] for key in hits[m].meaning.fields):
            return True
    return False


def _has_cell(hits: list[Hit], key: str) -> bool:
    """Whether a cell of a table is the label of a field beyond doubt."""
    return any(
        one.form is Form.CELL and one_key == key and one.meaning.score >= PLAIN
        for one in hits
        for one_key in one.meaning.fields
        if len(one.meaning.fields) == 1
    )


def mark_bare(sheet: Sheet, hits: list[Hit]) -> None:
    """Mark the hits that the next one follows at once, so that nothing answers them."""
    for hit, after in pairwise(hits):
        between = sheet.lines[hit.end[0] + 1 : after.start[0]]
        words = any(
            line.controls or line.prompts or any(letter.isalpha() for letter in line.text)
            for line in between
        )
        last, first = sheet.lines[hit.end[0]].text, sheet.lines[after.start[0]].text
        if hit.end[0] == after.start[0]:
            rest = last[hit.end[1] : after.start[1]]
        else:  # below it in its line, or above the next in that one's
            rest = last[hit.end[1] :] + first[: after.start[1]]
        said = any(letter.isalnum() for letter in rest)
        hit.bare = not (hit.followed or words or said or after.start <= hit.end)


def _said_again(hits: list[Hit], n: int, key: str) -> bool:
    """Whether a heading is said again at once by the label below it: "3. Summary / 3.1 Summary:"."""
    after = hits[n + 1]
    if key not in after.meaning.fields or after.meaning.score < PLAIN:
        return False
    if after.bare and after.meaning.words < 3:
        return False  # "Organisation / Council": that is the answer
    return (
        key in after.meaning.printed
        or after.meaning.numbered
        or after.bold
        or after.form in (Form.CELL, Form.CONTROL)
        or after.meaning.words > 2  # no requester begins with "Details of information required:"
        or _is_local(hits)
    )


def _is_local(hits: list[Hit]) -> bool:
    """Whether most labels are a local version's own wording: then so may be the one in question."""
    labels = [hit for hit in hits if hit.meaning.fields and hit.meaning.score == 100.0]
    return 2 * sum(bool(hit.meaning.printed) for hit in labels) < len(labels)


def _again(hits: list[Hit], n: int, key: str, plan: Plan) -> bool:
    """Whether the same field was claimed just before, by a label that has words after it."""
    for m in range(n - 1, -1, -1):
        keys = hits[m].meaning.fields
        if key in keys and hits[m].meaning.score >= PLAIN:
            return not hits[m].bare
        if any(plan.fields[one].section != plan.fields[key].section for one in keys):
            return False
    return False


def after_free(hits: list[Hit], plan: Plan) -> list[bool]:
    """Of each hit, whether it may be a line of an answer written freely, not ended before it."""
    found: list[bool] = []
    freely = False
    for hit in hits:
        sure = hit.form in (Form.CELL, Form.CONTROL) or hit.bold
        free = any(plan.is_free(key) for key in hit.meaning.fields)
        found.append(freely and not sure and not free)
        if hit.meaning.score >= PLAIN and hit.meaning.fields and (free or sure):
            freely = free and not hit.bare
    return found


def _alone(hit: Hit, usual: Form | None) -> float:
    """How much a hit looks like a label, wherever it stands."""
    score = 3.0 if hit.meaning.score == 100.0 else 2.0 if hit.meaning.score >= PLAIN else 1.2
    score += 0.15 * min(hit.meaning.words, 4) + _FORM[hit.form]
    score += 0.5 if hit.bold and hit.form is Form.ALONE else 0.0
    score += 0.3 if hit.meaning.numbered else 0.0
    if (
        hit.form is Form.ALONE
        and not hit.bold
        and hit.meaning.words == 1
        and not hit.meaning.printed
    ):
        score -= 0.4 if usual is Form.ALONE else 1.0
    if usual is Form.BARE:
        score += 0.5 if hit.form is Form.BARE else -1.0
    if usual is not None and hit.form is not usual and Form.CELL in (usual, hit.form):
        score -= 0.8 if usual is Form.CELL else 0.0
    if usual is Form.ALONE and hit.form is Form.COLON:
        score -= 0.8
    if hit.start[1] > 0 and hit.form is not Form.CELL:
        score -= 0.4
    return score


def usual_form(hits: list[Hit]) -> Form | None:
    """How most labels of this document stand, where three in five stand alike."""
    forms = Counter(hit.form for hit in hits if hit.meaning.fields and hit.meaning.score == 100.0)
    if not forms:
        return None
    form, count = forms.most_common(1)[0]
    return form if count * 5 >= sum(forms.values()) * 3 else None


def _placed(plan: Plan, key: str, section: str | None, seen: set[str]) -> float | None:
    """What the section says of a field standing in it: more, less, or None for never."""
    own = plan.fields[key].section
    if own in plan.internal or section in plan.internal:
        return 2.0 if own == section else None
    if section is None:
        return 0.0
    if own == section:
        return 2.0
    if section in plan.free and own not in plan.free:
        return -WITHIN if own in seen else -1.0
    return -2.0 if own in seen else 0.0


def _company(hits: list[Hit], n: int, plan: Plan, section: str) -> float:
    """What the labels before and after say of a hit's section, where no heading does."""
    score = 0.0
    for step in (-1, 1):
        for distance in range(1, 4):
            other = n + step * distance
            if not 0 <= other < len(hits):
                break
            keys = hits[other].meaning.fields
            own = {plan.fields[key].section for key in keys}
            if hits[other].meaning.score < PLAIN or len(own) != 1:
                continue
            if section in own:
                score += 0.6 / distance
            break
    return score


def one_field(hit: Hit, plan: Plan) -> bool:
    """Whether the words of a hit can mean only one of the requester's fields."""
    return len([key for key in hit.meaning.fields if not plan.fields[key].internal]) == 1
