"""Formal rules: who asks, on which form, and whether it is complete. No judgement of merit.

Each rule takes the Bench and its Check and gives Findings, hits and misses alike.

STANDARDS: Safer Estates Agreement, checklist 1 and 2 (F1 to F13 of the requirements).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from models import reasons
from models.cases import Finding, Quote, Verdict
from models.forms import Certainty, Check, Recognised
from parsers.normalise import is_blank
from routing.bench import Bench, finding, quoted
from routing.languages import few_english, is_welsh
from routing.pointers import points_elsewhere
from routing.rules_matter import Who
from routing.rules_people import each_person

#: A part of a date with a day in it: what holds one is judged by a person, not returned.
_DAY = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?[\s./-]+(?:\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*[\s./,-]+'?\d{2,4}|\b(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}",
    re.I,
)
#: Words of a heading, and how many of them a heading has at most.
_LONG, _HEADING = re.compile(r"[^\W\d_]{5,}|[A-Z]{3,}"), 8
_ELSEWHERE = Quote("the answer may stand elsewhere")
#: The keys of what only a person has; a request about an area lacks them.
_OF_A_PERSON = re.compile(r"subject_").match
#: The opinions on requests about no one person, and the checks that act on each.
_JUDGE_SCOPE = (
    ("incident_data", frozenset({"incident_data"})),
    ("trawl", frozenset({"fishing", "trawl"})),
)


def signed_up(bench: Bench, check: Check) -> Iterator[Finding]:
    """The author's agency is a signatory as at receipt (checklist 1)."""
    partner = bench.membership.partner
    if partner is not None and bench.agreement.id in partner.agreements:
        yield finding(check, Verdict.PASS, [Quote(partner.organisation)])
        return
    setting = bench.context.unregistered_partner
    to_do = "warn" if setting == "accept" else setting
    yield finding(replace(check, on_fail=to_do), Verdict.FAIL)


def nominee(bench: Bench, check: Check) -> Iterator[Finding]:
    """The author is a designated officer, where the agency has listed any (R11)."""
    if bench.membership.partner is None:
        return
    if bench.membership.nominee is not None or not bench.membership.known_nominees:
        yield finding(check, Verdict.PASS)
        return
    setting = bench.context.unregistered_partner
    to_do = "warn" if setting == "accept" else setting
    yield finding(replace(check, on_fail=to_do), Verdict.FAIL)


def right_form(bench: Bench, check: Check) -> Iterator[Finding]:
    """The agreed form, with something entered in it (checklist 2)."""
    kind = bench.form.recognised
    evidence = [Quote(words) for words in bench.form.evidence[:4]]
    if kind is Recognised.FORM:
        yield finding(check, Verdict.PASS, evidence)
    elif kind is Recognised.BLANK:
        say = str(check.with_.get("blank_say", check.say))
        yield finding(replace(check, say=say), Verdict.FAIL, evidence, reasons.BLANK_FORM)
    else:
        yield finding(check, Verdict.FAIL, evidence, reasons.WRONG_FORM)


def english(bench: Bench, check: Check) -> Iterator[Finding]:
    """The prose is mainly English, which is all that the other rules can judge."""
    signals = bench.matter.signals
    letters = [c for key in ("summary", "grounds") for c in bench.form.value(key) if c.isalpha()]
    foreign = sum(ord(c) > 0x24F for c in letters)
    strange = len(letters) >= 12 and foreign > len(letters) * 0.3
    doubt = strange or few_english(signals) or is_welsh(signals)
    yield finding(check, Verdict.UNSURE if doubt else Verdict.PASS)


def complete(bench: Bench, check: Check) -> Iterator[Finding]:
    """Every field that must be filled in is, and none of them only guessed (checklist 2).

    `either`: groups of keys of which one must be filled in.
    """
    whole = True
    for field in bench.agreement.fields:
        if not field.required or field.internal:
            continue
        for one in _lack(bench, check, field.key):
            whole = whole and one.verdict is Verdict.PASS
            yield one
    for group in _groups(check.with_.get("either")):
        of_nobody = bench.matter.who is Who.AREA and all(map(_OF_A_PERSON, group))
        if all(is_blank(_said(bench, key)) for key in group) and not of_nobody:
            whole = False
            labels = " or ".join(f"“{bench.label(key)}”" for key in group)
            yield finding(
                replace(check, say=check.say.replace("“{label}”", labels)),
                _blank_verdict(bench, *group),
                reason=reasons.missing(
                    "_or_".join((group[0], *(k.split("_", 1)[-1] for k in group[1:])))
                ),
            )
    for one in each_person(bench, check):
        whole = False
        yield one
    if whole:
        yield finding(check, Verdict.PASS)


def _said(bench: Bench, key: str) -> str:
    """What is said in a field, or of the first person in the place of another field."""
    first = bench.form.data_subjects[:1]
    return bench.form.value(key) or "".join(one.value(key) for one in first)


def _lack(bench: Bench, check: Check, key: str) -> Iterator[Finding]:
    """What is wrong with one mandatory field: blank, nobody named, said elsewhere, only guessed."""
    told = replace(check, say=check.say.replace("{label}", bench.label(key)))
    value = bench.form.value(key)
    if key == "subject_name" and bench.matter.who is not Who.PERSON:
        yield from _nobody_named(bench, told, value)
        return
    if is_blank(value):
        yield finding(told, _blank_verdict(bench, key), reason=reasons.missing(key))
        return
    if points_elsewhere(value):
        code = reasons.missing(key)
        yield finding(told, Verdict.UNSURE, [quoted(bench.form, key), _ELSEWHERE], code)
    if _guessed(bench, key):
        yield finding(told, Verdict.UNSURE, [quoted(bench.form, key)], reasons.GUESSED)


def _guessed(bench: Bench, key: str) -> bool:
    """Whether the reader is not sure of a field, or gave nothing for it at all."""
    reading = bench.form.readings.get(key)
    return reading is None or reading.certainty is Certainty.GUESSED


def _blank_verdict(bench: Bench, *keys: str) -> Verdict:
    """A blank that is only guessed may be an answer that we did not find: for a person.

    So is what one of several people lacks.
    """
    several = len(bench.form.data_subjects) > 1 and any(
        key in one.readings for one in bench.form.data_subjects for key in keys
    )
    guessed = any(_guessed(bench, key) for key in keys)
    return Verdict.UNSURE if several or guessed else Verdict.FAIL


def _nobody_named(bench: Bench, check: Check, value: str) -> Iterator[Finding]:
    """No one person named: an area is for other rules; a described address is for a person (G2)."""
    matter, code = bench.matter, reasons.missing("subject_name")
    quoted = [Quote(value[:120], "subject_name")] if value.strip() else []
    if matter.who in (Who.AREA, Who.GROUP):
        on = {one.rule for one in bench.agreement.checks if one.mode == "on"}
        judged = any(bench.opinions[one].doubts and on & rules for one, rules in _JUDGE_SCOPE)
        if not judged:
            yield finding(check, Verdict.UNSURE, quoted, code)
    elif matter.who is Who.UNIDENTIFIED or (matter.dwelling and matter.substance.points):
        yield finding(check, Verdict.UNSURE, quoted, code)
    else:
        yield finding(check, _blank_verdict(bench, "subject_name"), quoted, code)


def _groups(value: object) -> Iterable[list[str]]:
    """The `either` parameter as lists of keys."""
    for group in value if isinstance(value, list | tuple) else ():
        yield [str(key) for key in group]


def other_lacks(bench: Bench, check: Check) -> Iterator[Finding]:
    """Other fields of the form left blank: told to the officer, never a ground to return."""
    printed = str(check.with_.get("fields", "")).split()
    for key in printed:
        if is_blank(bench.form.value(key)):
            yield finding(check, Verdict.FAIL, reason=reasons.missing(key))


def from_date(bench: Bench, check: Check) -> Iterator[Finding]:
    """A specific date from which information is sought (checklist 2); a lack is `complete`'s."""
    key = str(check.with_.get("field", "date_from"))
    value = bench.form.value(key)
    if is_blank(value):
        return
    quote = [Quote(value[:120], key, 0, min(len(value), 120))]
    if bench.form.readings[key].normalised:
        yield finding(check, Verdict.PASS, quote)
    else:
        doubtful = _DAY.search(value) or _guessed(bench, key)
        yield finding(check, Verdict.UNSURE if doubtful else Verdict.FAIL, quote)


def section_five(bench: Bench, check: Check) -> Iterator[Finding]:
    """Nothing of the requester's stands in PIET's own section (F14 to F17; warns)."""
    printed = {
        word.casefold()
        for section in bench.agreement.sections
        if any(one.internal and one.section == section.key for one in bench.agreement.fields)
        for heading in section.headings
        for word in _LONG.findall(heading)
    }
    odd = [
        quoted(bench.form, field.key)
        for field in bench.agreement.fields
        if field.internal
        and not is_blank(value := bench.form.value(field.key))
        and not _is_heading(value, printed)
    ]
    yield finding(check, Verdict.FAIL if odd else Verdict.PASS, odd)


def _is_heading(value: str, printed: AbstractSet[str]) -> bool:
    """Whether a few words are the rest of the section's heading, which a scan broke in two."""
    words = _LONG.findall(value)
    shared = sum(word.casefold() in printed for word in words)
    return len(value.split()) <= _HEADING and 0 < len(words) <= 2 * shared
