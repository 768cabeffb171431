"""The data subjects of a form: one person, or several, from what its fields hold.

Each value keeps the place and the certainty of the field that it stands in; where it is not plain
how many people are meant, or who has what, it is no more than guessed, and a person looks.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from models.forms import Agreement, Certainty, DataSubject, FieldKind, FormField, Reading
from parsers.normalise import is_blank, normalise
from parsers.people import Named, People, Sure, is_nobody, people_in
from parsers.people_pairs import (
    Names,
    Paired,
    birth_dates,
    births_agree,
    pair_addresses,
    pair_births,
    pair_references,
)

NOT_PLAIN: Final = "it is not plain how many people are meant, or who of them this is about"
NOT_GIVEN: Final = "nothing is given for this person"
AS_BEFORE: Final = "typed as the same as the person before"
_SAME: Final = re.compile(
    r"\W*(?:(?:the )?same(?: (?:address|as (?:above|before|subject|person|tenant)(?: \w{1,6})?))?|as (?:above|before)|"
    r"ditto|do\.?|\")\W*",
    re.I,
)

Readings = Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Section:
    """The fields of one section that are said of each data subject."""

    fields: tuple[FormField, ...]

    def first(self, kind: FieldKind) -> str | None:
        """The key of the first field of a kind: of several names, the first says who it is."""
        return next((one.key for one in self.fields if one.kind is kind), None)

    @property
    def name(self) -> str | None:
        """The key of the name."""
        return self.first(FieldKind.NAME)

    @property
    def birth(self) -> str | None:
        """The key of the birth date."""
        return self.first(FieldKind.BIRTH_DATE)

    @property
    def key(self) -> str:
        """The key of the section."""
        return self.fields[0].section

    @property
    def keys(self) -> frozenset[str]:
        """All of its keys."""
        return frozenset(one.key for one in self.fields)


def sections_of(agreement: Agreement) -> tuple[Section, ...]:
    """The sections of `agreement` that ask who somebody is, in order."""
    return tuple(map(Section, agreement.data_subject_fields().values()))


def data_subjects(
    first: Readings,
    further: Mapping[str, Sequence[Readings]],
    agreement: Agreement,
    today: date | None = None,
) -> tuple[DataSubject, ...]:
    """The people of a form, in order.

    `first` are the readings of the form; `further`, by section, those of the form as it would stand
    with each further person alone. Any of them may still hold several people in one box.
    """
    found: list[dict[str, Reading]] = []
    for section in sections_of(agreement):
        for readings in (first, *further.get(section.key, ())):
            for one in people_of(readings, section, today):
                found.append(_as_before(one, found[-1] if found else {}, section))
    return tuple(DataSubject(nth, one) for nth, one in enumerate(found, 1))


def _as_before(one: dict[str, Reading], before: Readings, section: Section) -> dict[str, Reading]:
    """A person's readings, "same" and "as above" for an address filled in from the one before."""
    key = section.first(FieldKind.ADDRESS)
    if key is None or key not in one or key not in before or not _SAME.fullmatch(one[key].value):
        return one
    other = before[key]
    vague = Certainty.GUESSED in (one[key].certainty, other.certainty)
    same = replace(one[key], value=other.value, normalised=other.normalised, note=AS_BEFORE)
    return {**one, key: replace(same, certainty=Certainty.GUESSED) if vague else same}


def explained(
    readings: Readings, sure: Mapping[str, Certainty], section: Section, today: date | None = None
) -> dict[str, Reading]:
    """Readings with lines that may be labels, where each line is plainly of one of several people.

    `sure` gives the certainty that they have without that doubt.
    """
    lifted = {
        key: replace(readings[key], certainty=certainty, note="") for key, certainty in sure.items()
    }
    people = people_of({**readings, **lifted}, section, today)
    if len(people) < 2:
        return {}
    plain = {
        key
        for key in lifted
        if all(key in one and one[key].certainty is not Certainty.GUESSED for one in people)
        and len({one[key].value for one in people}) > 1
    }
    return {key: lifted[key] for key in plain}


def in_doubt(readings: Readings, why: str = NOT_PLAIN) -> dict[str, Reading]:
    """The readings, none more than guessed; `why` where nothing else was noted."""
    return {
        key: replace(one, certainty=Certainty.GUESSED, note=one.note or why)
        for key, one in readings.items()
    }


def people_of(
    readings: Readings, section: Section, today: date | None = None
) -> list[dict[str, Reading]]:
    """The people that the boxes of one section hold, each with readings of his own."""
    own = {key: readings[key] for key in readings if key in section.keys}
    said = _value(own, section.name)
    births = _value(own, section.birth)
    if is_nobody(said) and not birth_dates(births):
        return []
    named = people_in(said)
    if len(named.people) > 1 and counted(named, births):
        return _several(own, section, named, births, today)
    one = named.sure is Sure.NO or len(named.people) > 1 or len(birth_dates(births)) > 1
    return [_alone(own, section, named, births, today, doubt=one)]


def counted(named: People, births: str) -> bool:
    """Whether several people that a name box seems to name are to be taken as several.

    Not against a single birth date where only its lines or commas part them: a long name runs over
    two lines too.
    """
    if births_agree(births, len(named.people)):
        return True
    return not (named.one or (named.sure is Sure.BY_BIRTHS and births_agree(births, 1)))


def is_plain(named: People, births: str) -> bool:
    """Whether they are several beyond doubt, and the births do not speak against it."""
    if len(named.people) < 2 or named.sure is Sure.NO:
        return False
    return named.sure is Sure.YES or births_agree(births, len(named.people))


def _value(readings: Readings, key: str | None) -> str:
    return readings[key].value if key in readings and key is not None else ""


def _alone(
    own: dict[str, Reading],
    section: Section,
    named: People,
    births: str,
    today: date | None,
    *,
    doubt: bool,
) -> dict[str, Reading]:
    """One person: the readings as they are; a birth date typed behind the name is his too."""
    found = dict(own)
    beside = named.people[0].birth if named.people else ""
    if beside and is_blank(births) and section.name in own and section.birth is not None:
        found[section.birth] = _made(own[section.name], section.birth, beside, section, today)
    if doubt:
        for key in (section.name, section.birth):
            if key in found and key is not None:
                found |= in_doubt({key: found[key]})
    return found


def _several(
    own: dict[str, Reading], section: Section, named: People, births: str, today: date | None
) -> list[dict[str, Reading]]:
    """Several people in one box: the values of the other boxes go to each of them."""
    people, names = named.people, Names(named.people)
    sure = is_plain(named, births)
    found: list[dict[str, Reading]] = [{} for _ in people]
    for field in section.fields:
        at = own.get(field.key)
        if at is None:
            continue
        if field.key == section.name:
            paired = Paired(tuple(one.text for one in people))
        else:
            paired, at = _shared_out(field, at, own.get(section.name or ""), people, names)
        for nth, value in enumerate(paired.values):
            made = _made(at, field.key, value or "", section, today)
            if value is None and not is_blank(at.value):
                made = replace(made, note=NOT_GIVEN)
            single = {field.key: made}
            found[nth] |= single if sure and paired.sure else in_doubt(single)
    return found


def _shared_out(
    field: FormField, at: Reading, name: Reading | None, people: Sequence[Named], names: Names
) -> tuple[Paired, Reading]:
    """The value of each person for one field, and the reading it came from."""
    if field.kind is FieldKind.BIRTH_DATE:
        if is_blank(at.value) and name is not None and all(one.birth for one in people):
            return Paired(tuple(one.birth for one in people)), name
        return pair_births(at.value, names), at
    if field.kind is FieldKind.ADDRESS:
        rests = [one.rest if any(c.isdigit() for c in one.rest) else "" for one in people]
        if is_blank(at.value) and name is not None and all(rests):
            return Paired(tuple(rests)), name
        return pair_addresses(at.value, names), at
    return pair_references(at.value, names), at


def _made(at: Reading, key: str, value: str, section: Section, today: date | None) -> Reading:
    """A reading of one person out of a box that holds those of several."""
    kind = next(one.kind for one in section.fields if one.key == key)
    return Reading(key, value, normalise(kind, value, today=today), at.place, at.certainty, at.note)
