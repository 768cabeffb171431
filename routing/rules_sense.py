"""Whether what a form says can be right: dates, birth dates, dwelling, reference, one beside another.

Nothing here is a ground to return a form: each rule warns, with the words it rests on and what is
odd about them. Slips of the pen are common and honest; that a search was made for the wrong person
is what these warnings are to prevent.

STANDARDS: Safer Estates Agreement, part 2 of the form and checklist 2 (F1, F7 to F10 of the
    requirements); HMRC manual NIM39110 (National Insurance numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.agreement_rules import USUAL_FIELD
from models.cases import Finding, Quote, Verdict
from models.forms import Check, Reading
from parsers.normalise import is_blank
from routing.bench import Bench, finding, quoted
from routing.day_sense import day_of, no_such_day, odd_birth, said, swapped
from routing.rules_matter import Who, is_dwelling

_OLD_DAYS: Final = 92
_SUMMARY: Final = 120

# Prefixes that are given out: no D, F, I, Q, U, V in either place, no O in the second.
_NINO: Final = re.compile(
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?", re.I
)
#: What is meant as one: by its shape with a letter behind it, or because it is called one.
_LIKE_NINO: Final = re.compile(r"\b[A-Z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-Z]\b", re.I)
_CALLED_NINO: Final = re.compile(
    r"\b(?:n\.?\s?i\.?(?:\s?n\.?o\.?)?|national\s+insurance|nat\.?\s*ins\.?)(?:\s*(?:no|number|num))?\b"
    r"[\s.:#=\-]*([A-Z0-9](?:[A-Z0-9]|[\s\-](?=[\s\-]?[A-Z0-9]{1,2}\b)){4,16})",
    re.I,
)
#: For examples, never given out.
_EXAMPLE: Final = "QQ"

_RANGE: Final = re.compile(r"\b(?:flats|rooms|units|apartments|nos?\.?)\s*\d+\w?\s*(?:[-\u2013]|to)\s*\d+", re.I)  # fmt: skip
#: An address that is none, told honestly; and one where a person is kept.
_NO_HOME: Final = re.compile(
    r"\b(?:n\.?f\.?a|no fixed (?:abode|address)|of no fixed|homeless|sofa|rough sleep\w*|street homeless|hmp|"
    r"hmyoi|prison|hospital|in custody)\b",
    re.I,
)


def request_date(bench: Bench, check: Check) -> Iterator[Finding]:
    """The request is neither of a day to come nor old when it is received (F1).

    `old_days`: how many days make it old.
    """
    key, today = "date_of_request", bench.context.today
    value, signed = bench.form.value(key), day_of(bench.form.readings.get(key))
    old = int(str(check.with_.get("old_days", _OLD_DAYS)))
    if signed is None:
        odd = "" if is_blank(value) else no_such_day(value, today)
    elif signed > today:
        odd = f"later than the day of receipt, {said(today)}"
    elif (today - signed).days > old:
        odd = f"{(today - signed).days} days before the day of receipt, {said(today)}"
    else:
        odd = ""
    other = swapped(value, today) if signed and odd else None
    if other and 0 <= (today - other).days <= old:
        odd += f"; with month before day, {said(other)}"
    evidence = [quoted(bench.form, key), Quote(odd)] if odd else []
    yield finding(check, Verdict.FAIL if odd else Verdict.PASS, evidence)


def date_order(bench: Bench, check: Check) -> Iterator[Finding]:
    """The day from which is no later than the request and its receipt, nor before a birth (F10).

    `field`: where the day from which stands, else "date_from".
    """
    key = str(check.with_.get("field", USUAL_FIELD["date_order"]))
    since = day_of(bench.form.readings.get(key))
    if since is None:
        return
    today, evidence = bench.context.today, [quoted(bench.form, key)]
    signed = day_of(bench.form.readings.get("date_of_request"))
    if since > today:
        evidence.append(Quote(f"later than the day of receipt, {said(today)}"))
    elif signed is not None and since > signed:
        evidence += [
            Quote("later than the date of the request"),
            quoted(bench.form, "date_of_request"),
        ]
    for reading in _each(bench, "subject_dob"):
        born = day_of(reading)
        # A birth date that is to come is told of by its own rule.
        if born is not None and since <= born <= today:
            evidence += [Quote("not later than the birth date"), _quote(reading)]
    other = swapped(bench.form.value(key), today)
    if len(evidence) > 1 and other and other <= (signed or today):
        evidence.append(Quote(f"with month before day, {said(other)}"))
    odd = len(evidence) > 1
    yield finding(check, Verdict.FAIL if odd else Verdict.PASS, evidence if odd else ())


def birth_date(bench: Bench, check: Check) -> Iterator[Finding]:
    """Each birth date is of somebody between 10 and 110 years old, and no stand-in (F7)."""
    evidence = []
    for reading in _each(bench, "subject_dob"):
        odd = odd_birth(reading.value, day_of(reading), bench.context.today)
        if odd:
            evidence += [_quote(reading), Quote(odd)]
    yield finding(check, Verdict.FAIL if evidence else Verdict.PASS, evidence)


def dwelling(bench: Bench, check: Check) -> Iterator[Finding]:
    """Each address is one home, not a street, a block or an estate (F8).

    A request about an area is other rules'; somebody without a home, or in prison, has no other
    address to give.
    """
    evidence = []
    if bench.matter.who is not Who.AREA:
        for reading in _each(bench, "subject_address"):
            wide = not is_dwelling(reading.value) or bool(_RANGE.search(reading.value))
            if wide and not _NO_HOME.search(reading.value):
                evidence += [_quote(reading), Quote("does not name one home")]
    yield finding(check, Verdict.FAIL if evidence else Verdict.PASS, evidence)


def reference_shape(bench: Bench, check: Check) -> Iterator[Finding]:
    """A National Insurance number, where one seems to be given, has its shape (F9)."""
    evidence = []
    for reading in _each(bench, "subject_ref"):
        spans = {one.span() for one in _LIKE_NINO.finditer(reading.value)}
        for one in _CALLED_NINO.finditer(reading.value):
            called = one.span(1)
            if any(letter.isdigit() for letter in one[1]) and not any(
                start < called[1] and called[0] < end for start, end in spans
            ):
                spans.add(called)
        for start, end in sorted(spans):
            number = re.sub(r"[\s-]", "", reading.value[start:end])
            if not _NINO.fullmatch(number.upper().replace(_EXAMPLE, "AA", 1)):
                words = reading.value[start:end]
                evidence += [
                    Quote(words, "subject_ref", start, end),
                    Quote("not the shape of a National Insurance number"),
                ]
    yield finding(check, Verdict.FAIL if evidence else Verdict.PASS, evidence)


def _each(bench: Bench, key: str) -> Iterator[Reading]:
    """The readings of a field that hold something: the form's and further people's, each once."""
    seen: set[str] = set()
    for readings in (bench.form.readings, *(one.readings for one in bench.form.data_subjects)):
        reading = readings.get(key)
        if reading is None or is_blank(reading.value) or reading.value in seen:
            continue
        # Where one place holds several people, each has a reading of his own.
        shared = readings is bench.form.readings and len(bench.form.data_subjects) > 1
        if shared and any(
            key in one.readings and one.readings[key].value in reading.value
            for one in bench.form.data_subjects
        ):
            continue
        seen.add(reading.value)
        yield reading


def _quote(reading: Reading) -> Quote:
    words = reading.value[:_SUMMARY]
    return Quote(words, reading.key, 0, len(words))
