"""Whether each person that a form asks about is told apart, and told enough of.

One of several people who is not is a doubt, and never a ground to return a form by machine: the
others may be asked about all the same. So is a further person of whom an address or a reference
seems to tell, with a birth date.

STANDARDS: Safer Estates Agreement, checklist 2 (F6 to F8 of the requirements).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from models import reasons
from models.cases import Finding, Quote, Verdict
from models.forms import Certainty, Check, DataSubject, FieldKind, FormField
from parsers.extract_readings import TIED
from parsers.normalise import is_blank
from parsers.people_pairs import birth_dates
from parsers.people_stray import stray_birth
from routing.bench import Bench, finding

#: The kinds of field by which one person is told from another.
_TELLING = frozenset({FieldKind.NAME, FieldKind.BIRTH_DATE, FieldKind.ADDRESS})
#: Kinds of field in which nobody's birth date has a place.
_NO_BIRTHS = frozenset({FieldKind.ADDRESS, FieldKind.TELEPHONE, FieldKind.REFERENCE})


def each_person(bench: Bench, check: Check) -> Iterator[Finding]:
    """The doubts about the people of a form: who they are, and what one of several lacks."""
    people, check = bench.form.data_subjects, replace(check, say="", signpost="")
    fields = [one for found in bench.agreement.data_subject_fields().values() for one in found]
    telling = [one for one in fields if one.kind in _TELLING]
    unsure = [quote for person in people for quote in _guessed(bench, person, telling)]
    unsure += _strays(bench, fields)
    if unsure:
        yield finding(check, Verdict.UNSURE, unsure[:8], reasons.DATA_SUBJECTS)
    if len(people) < 2:
        return
    for person in people:
        if _lacks(person, telling):
            said = [
                Quote(person.value(one.key)[:120], one.key)
                for one in telling
                if person.value(one.key).strip()
            ]
            yield finding(check, Verdict.UNSURE, said, reasons.DATA_SUBJECT_LACKS)


def _guessed(bench: Bench, person: DataSubject, telling: list[FormField]) -> list[Quote]:
    """What is only guessed of a person.

    A lone person's own doubts are the form's, and judged there; but for another place that claims
    the same field: it may be that of somebody else.
    """
    alone = len(bench.form.data_subjects) == 1
    found = []
    for one in telling:
        reading, whole = person.readings.get(one.key), bench.form.readings.get(one.key)
        if reading is None or reading.certainty is not Certainty.GUESSED:
            continue
        own = whole is not None and whole.certainty is Certainty.GUESSED
        if alone and own and TIED not in reading.note:
            continue
        found.append(Quote(reading.value[:120], one.key))
    return found


def _strays(bench: Bench, fields: list[FormField]) -> list[Quote]:
    """What seems to tell of a further person, in a box for something else."""
    people = bench.form.data_subjects
    names, births = (
        [person.value(one.key) for one in fields if one.kind is kind for person in people]
        for kind in (FieldKind.NAME, FieldKind.BIRTH_DATE)
    )
    known = frozenset().union(*map(birth_dates, (*births, *names)))
    said = {
        (one.key, stray_birth(person.value(one.key), known, names, bench.context.today))
        for one in fields
        if one.kind in _NO_BIRTHS
        for person in people
    }
    return [Quote(words, key) for key, words in sorted(said) if words]


def _lacks(person: DataSubject, telling: list[FormField]) -> bool:
    """Whether a person has no name, or neither a birth date nor an address."""
    said = {one.kind for one in telling if not is_blank(person.value(one.key))}
    return FieldKind.NAME not in said or len(said) < 2
