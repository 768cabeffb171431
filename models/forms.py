"""What a form of an agreement is, and what was read from one.

Nouns in TOML (`config/forms/<agreement>/form.toml`), verbs in Python: `FieldKind` and the names of
rules are closed sets.

STANDARDS: Safer Estates Agreement part 4 (F1-F17 of the requirements).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from models.documents import Place

#: The notes of readings in which nobody entered anything: what stands there is, word for word, what
#: the form prints; or no answer is asked for there, and the words are not those that we know.
PRINTED: Final = "the form prints these words itself"
STANDING: Final = "no answer is asked for here"
#: The note of a form of an agreement that is not switched on, in which nobody entered anything.
NOTHING_ENTERED: Final = "nothing_entered"


class FieldKind(StrEnum):
    """What a field holds, which says how its value is normalised."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    TELEPHONE = "telephone"
    REFERENCE = "reference"
    CHOICE = "choice"
    PRINT = "print"  # nobody's answer: a declaration, a notice, a standing question


#: Kinds of field that say who somebody is.
OF_A_PERSON: Final = frozenset(
    {
        FieldKind.NAME,
        FieldKind.BIRTH_DATE,
        FieldKind.ADDRESS,
        FieldKind.TELEPHONE,
        FieldKind.REFERENCE,
    }
)


class Certainty(StrEnum):
    """How sure a reading is: the file declares it, a label anchors it, or we guessed."""

    DECLARED = "declared"
    ANCHORED = "anchored"
    GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form. `labels[0]` is the label as printed; the rest are aliases.

    `section` is the key of the section it stands in; `required` makes its lack a fault;
    `internal` marks PIET's own section, where the requester's words are never trusted. `choices`
    are what may be ticked in a field of the kind CHOICE; `printed` is what a field of the kind PRINT
    says in this version of the form, and what stands before choices.
    `data_subject` says whether it is said once of each person that a form asks about; None leaves
    that to its kind and its section (`Agreement.data_subject_fields`).
    """

    key: str
    kind: FieldKind
    section: str
    labels: tuple[str, ...]
    required: bool = False
    internal: bool = False
    choices: tuple[str, ...] = ()
    printed: str = ""
    data_subject: bool | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a form: its key and the headings it is printed under."""

    key: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with its parameters, the clause it applies and the sentence to say if it fails.

    `on_fail` is "reject", "review" or "warn"; `reason` is the reason code of a failure.
    `say` and `signpost` are plain text for the letter. `mode` is "on", "shadow" or "off".
    """

    rule: str
    reason: str
    clause: str
    on_fail: str
    say: str = ""
    signpost: str = ""
    mode: str = "on"
    with_: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Law:
    """A provision by which information may be given: as printed today, and what it was called.

    `names` are wordings of today's provision, `retired` those of the ones it took the place of.
    """

    title: str
    names: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A statutory or agreed period: how many days, of which kind, in which calendar."""

    days: int
    kind: str = "working"
    calendar: str = "england-and-wales"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One information sharing agreement and its form, as configured; frozen with each case."""

    id: str
    version: str
    title: str
    recognise: tuple[str, ...]
    sections: tuple[Section, ...]
    fields: tuple[FormField, ...]
    checks: tuple[Check, ...]
    clock: Clock
    retain: dict[str, int] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # phrases that mark another form for certain
    source: str = ""  # the TOML text it came on
    laws: tuple[Law, ...] = ()

    def field_of(self, key: str) -> FormField:
        """The field with this key.

        Raises:
            KeyError: there is none.
        """
        for one in self.fields:
            if one.key == key:
                return one
        raise KeyError(key)

    def data_subject_fields(self) -> dict[str, tuple[FormField, ...]]:
        """By section, in the order of the form: the fields said once of each data subject.

        Those that say so, and those whose kind says who somebody is in a section that asks for a
        birth date.
        """
        born = {one.section for one in self.fields if one.kind is FieldKind.BIRTH_DATE}
        found: dict[str, tuple[FormField, ...]] = {}
        for one in self.fields:
            by_kind = one.section in born and one.kind in OF_A_PERSON and not one.internal
            if by_kind if one.data_subject is None else one.data_subject:
                found[one.section] = (*found.get(one.section, ()), one)
        return found


@dataclass(frozen=True, slots=True)
class Reading:
    """One field as read. `value` is the text as typed; `normalised` ISO date, E.164, or None.

    `alternatives` are other places that claimed the same field, kept so that a tie is explained.
    """

    key: str
    value: str
    normalised: str | None
    place: Place
    certainty: Certainty
    note: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSubject:
    """One person a form asks about, with what is said of this person: readings by field key.

    `ordinal` counts the people of a form from 1, in the order in which they stand on it. Which
    fields are said of each person is the agreement's to say (`FormField.data_subject`).
    """

    ordinal: int
    readings: dict[str, Reading]

    def value(self, key: str) -> str:
        """The typed value of one of this person's fields, or "" where none was read."""
        reading = self.readings.get(key)
        return reading.value if reading else ""


class Recognised(StrEnum):
    """What a Document is."""

    FORM = "form"  # a form of an agreement that is switched on
    BLANK = "blank"  # that form with nothing entered in it
    OTHER_FORM = "other_form"  # a form, but not of an agreement that is switched on here
    LETTER = "letter"  # prose that asks about a person, address or area
    NOTHING = "nothing"  # none of these: a photo's caption, a policy, a logo


@dataclass(frozen=True, slots=True)
class FormReading:
    """One form as read from one part: which agreement, by what evidence, and its readings.

    `data_subjects` are the people it asks about, one for an ordinary form and none for a form
    about an area. Where one place on the form holds several of them, the reading in `readings` is
    the whole text of that place as typed; where their places repeat, it is the first person's.
    """

    recognised: Recognised
    part: str
    agreement: str | None = None
    version: str | None = None
    readings: dict[str, Reading] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""  # all words of the document, for signals outside the fields
    data_subjects: tuple[DataSubject, ...] = ()

    def value(self, key: str) -> str:
        """The typed value of a field, or "" where it was not read."""
        reading = self.readings.get(key)
        return reading.value if reading else ""

    def everyone(self, key: str) -> str:
        """The typed value of a field with those of further people, a line each.

        What a further person's own place says is added; where one place holds all, it is whole.
        """
        found: list[Reading] = []
        for readings in (self.readings, *(one.readings for one in self.data_subjects)):
            reading = readings.get(key)
            if reading is not None and all(reading.place != one.place for one in found):
                found.append(reading)
        return "\n".join(one.value for one in found if one.value.strip())
