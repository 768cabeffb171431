"""Whether the fields of a form agree: what one says and another contradicts is told to the officer.

Forms are made from earlier ones: a name, a birth date or a day that was left over is seen where two
fields are laid side by side. Never a ground to return a form, for either may be right.

STANDARDS: Safer Estates Agreement, checklist 2 ("completed correctly").
BUGS: only what is said outright is compared: a "DOB", a title with a name, "since" with a whole date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from models.cases import Finding, Quote, Verdict
from models.forms import Check
from parsers.normalise import dates_in, is_blank, normalise_date
from routing.bench import Bench, finding, quoted
from routing.day_sense import day_of, said
from routing.likeness import name_words, same_person
from routing.rules_matter import PROSE

_MOST: Final = 20_000
_BORN: Final = re.compile(r"\b(?:d\.?\s?o\.?\s?b\.?|date of birth)[\s:.,(=\-\u2013]*$", re.I)
_BORN_HINT: Final = re.compile(r"\b(?:d\.?\s?o\.?\s?b|date of birth)\b", re.I)
_SINCE_HINT: Final = re.compile(r"\b(?:since|from|between)\s", re.I)
_SINCE: Final = re.compile(r"\b(?:since|from|between)\s+(?:the\s+)?$", re.I)
#: What has lasted since a day is no time that is asked about.
_LASTING: Final = re.compile(
    r"\b(?:tenan\w*|tenured|lived|living|lives|resided?|residing|resident|moved|held|joined|married|"
    r"employed|owned|known to us)\b",
    re.I,
)
_TENANT: Final = re.compile(
    r"(?<!\bother )(?<!\banother )(?<!neighbouring )(?<!\bfellow )(?<!\bprevious )(?<!\bformer )(?<!stairs )"
    r"\b(?:tenant|resident|subject|applicant|occupier|licensee|perpetrator|respondent|defendant|leaseholder)"
    r"(?:\s*,\s*|\s+is\s+|\s+was\s+|\s*\(\s*|\s+)(?:mr|mrs|ms|miss|mx|dr)\b\.?\s+(?P<name>[^\W\d_][\w'\u2019-]*"
    r"(?:\s+[A-Z][\w'\u2019-]+)?)",
    re.I,
)


def fields_agree(bench: Bench, check: Check) -> Iterator[Finding]:
    """No field contradicts another: who asks and who is asked about, birth dates, days, names."""
    evidence = [
        *_asks_about_self(bench),
        *_at_the_office(bench),
        *_other_birth_date(bench),
        *_earlier_than_asked(bench),
        *_other_name(bench),
    ]
    yield finding(check, Verdict.FAIL if evidence else Verdict.PASS, evidence)


def _asks_about_self(bench: Bench) -> Iterator[Quote]:
    """The person asked about bears the name of the officer who asks."""
    asks, asked = bench.form.value("requester_name"), bench.form.value("subject_name")
    if min(len(name_words(asks)), len(name_words(asked))) > 1 and same_person(asks, asked):
        yield quoted(bench.form, "subject_name")
        yield Quote("the officer who asks bears this name too")


def _at_the_office(bench: Bench) -> Iterator[Quote]:
    """The person's address is that of the organisation that asks."""
    office, home = bench.form.value("requester_address"), bench.form.value("subject_address")
    if is_blank(office) or is_blank(home):
        return
    if _plain_address(office) == _plain_address(home):
        yield quoted(bench.form, "subject_address")
        yield Quote("the address of the organisation that asks is the same")


def _plain_address(value: str) -> str:
    return re.sub(r"[\W_]+", "", value.casefold())


def _other_birth_date(bench: Bench) -> Iterator[Quote]:
    """The words give a birth date, and it is nobody's on the form."""
    people = (bench.form.readings, *(one.readings for one in bench.form.data_subjects))
    born = {day for one in people if (day := day_of(one.get("subject_dob")))}
    told = [one for key in PROSE for one in _days(bench, key, _BORN, _BORN_HINT)]
    if born and told and not any(day in born for _, day in told):
        quote, _ = told[0]
        yield from (
            quote,
            Quote("not the birth date of the form"),
            quoted(bench.form, "subject_dob"),
        )


def _earlier_than_asked(bench: Bench) -> Iterator[Quote]:
    """The summary asks about a time before the day from which information is sought."""
    since = day_of(bench.form.readings.get("date_from"))
    if since is None:
        return
    asking = [
        one
        for one in bench.matter.signals.sentences
        if one.field == "summary" and one.asks and not _LASTING.search(one.text)
    ]
    for quote, day in _days(bench, "summary", _SINCE, _SINCE_HINT):
        if day < since and any(one.start <= quote.start < one.end for one in asking):
            yield quote
            yield Quote(f"earlier than the day from which information is sought, {said(since)}")
            return


def _days(
    bench: Bench, key: str, before: re.Pattern[str], hint: re.Pattern[str]
) -> Iterator[tuple[Quote, date]]:
    """The whole days in a field that stand behind such words, with where they stand.

    `hint`: without such words nothing is looked for, which is most of the time.
    """
    value = bench.form.value(key)[:_MOST]
    if not hint.search(value):
        return
    for start, end in dates_in(value):
        if before.search(value[max(0, start - 30) : start]):
            day = normalise_date(value[start:end], today=bench.context.today)
            if day:
                yield Quote(value[start:end], key, start, end), date.fromisoformat(day)


def _other_name(bench: Bench) -> Iterator[Quote]:
    """The words call the tenant by another name, and never name the person of the form."""
    called = [
        (key, found) for key in PROSE for found in _TENANT.finditer(bench.form.value(key)[:_MOST])
    ]
    names = name_words(bench.form.everyone("subject_name").replace("\n", " ")) if called else []
    if not names:
        return
    spoken = " ".join(bench.form.value(key)[:_MOST] for key in PROSE)
    if not set(names).isdisjoint(word for one in spoken.split() for word in name_words(one)):
        return
    for key, found in called:
        if same_person(found["name"], " ".join(names)) is False:
            yield Quote(found["name"], key, *found.span("name"))
            yield Quote("another name than that of the form")
            yield quoted(bench.form, "subject_name")
            return
