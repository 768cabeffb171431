"""What speaks against a refusal: facts that a form tells, and hints that an exception is meant.

A category may be refused by machine only where nothing of this stands in the form or the covering
mail. It is meant to find too much: whatever it finds makes a doubt, and a person decides.

STANDARDS: Safer Estates Agreement, Pre-Tenancy section (the two exceptions), part 3, notes 1 to 3.
BUGS: a concern told wholly in plain words (routing/rules_understood) is not seen; so no category
rests on this alone.
"""

from __future__ import annotations

import re
from typing import Final

from routing.rules_matter import PROSE, Matter
from routing.rules_understood import strange
from routing.signals import Sentence, Signal

#: Lists whose words tell of a concern where they are meant as facts.
_FACTS: Final = ("behaviour", "reporting", "police_event")
#: Where these stand, a day is one of the tenancy, or the sentence is not about the person's conduct.
_NO_EVENT: Final = ("routine_event", "pre_tenancy", "pre_tenancy_explicit", "disclosed", "rehab",
                    "other_people", "no_concern", "other_purpose", "consent")  # fmt: skip
#: Fields in which a concern may be told; in the last two a formula names conduct and tells none.
_TOLD: Final = ("summary", "covering", "grounds", "potential_actions")
_FORMULAS: Final = ("grounds", "potential_actions")
#: Words of the exceptions: a homelessness application, Ground 17; and an investigation (note 2).
_EXCEPTIONS: Final = ("homeless_route", "homeless_hint", "ground_17", "false_statement",
                      "applicant_evidence")  # fmt: skip
_PLURAL: Final = re.compile(r"(?:tenants|residents|lodgers)$", re.IGNORECASE)
#: A question about what has been, and the number of a crime or an incident.
_PAST: Final = re.compile(
    r"\b(?:was|were|did)\s+(?:it\s+)?(?:s?he|they|it|you|police|officers)\b", re.I
)
_NUMBERED: Final = re.compile(
    r"\b(?:crime|incident|log|ref|reference|number|no)\b\W*(?:\w+\W+)?(?:[a-z]{0,3}\d{5,}|\d+[/-]\d{2,})",
    re.I,
)
_ACT: Final = re.compile(r"\W+Act\b")


def facts(matter: Matter) -> tuple[Signal, ...]:
    """Words that tell of conduct, a report or the police as a fact, or say where it is told."""
    signals = matter.signals
    known = {(one.field, one.number): one for one in signals.sentences}
    found = [
        one
        for name in _FACTS
        for one in signals.of(name, *_TOLD)
        if _meant(one, known[one.field, one.sentence], matter)
        and _counts(one, known[one.field, one.sentence], matter)
    ]
    return (*found, *signals.of("told_elsewhere", "summary", "grounds"))


def _meant(one: Signal, told: Sentence, matter: Matter) -> bool:
    """Whether a word tells: "he threatened her", "since the threats, has he ...".

    In what is asked too, where a report is named: "outcomes please: 9 diary entries, screaming".
    """
    if not (one.doubtful or one.asks):
        return True
    reported = any(
        not (other.doubtful or other.negated) for other in matter.signals.within("reporting", told)
    )
    return one.name == "behaviour" and (one.definite or reported)


def _counts(one: Signal, told: Sentence, matter: Matter) -> bool:
    """Whether a word stands for something that happened here, and to do with the person."""
    here = matter.signals.within
    if here("other_people", told) or here("disclosed", told) or here("no_concern", told):
        return False
    if one.field in _FORMULAS:
        if _ACT.match(told.text, one.end - told.start):
            return False  # the name of a law
        return told.dated or told.counted or bool(here("own_subject", told))
    return True


def days(matter: Matter) -> tuple[Sentence, ...]:
    """Sentences that tell of something on a certain day which is none of a tenancy's own."""
    return tuple(
        one
        for one in matter.signals.sentences
        if one.field in ("summary", "grounds")
        and (
            _asked_event(one)
            or (
                bool(one.days or one.asked_days)
                and not any(matter.signals.within(name, one) for name in _NO_EVENT)
            )
        )
    )


def _asked_event(one: Sentence) -> bool:
    """Whether a certain thing is asked after: "was it he on the 3rd?", "crime 22/1234, outcome?"."""
    return one.asks and bool(
        (_PAST.search(one.text) and one.asked_days) or _NUMBERED.search(one.text)
    )


def bare(matter: Matter) -> bool:
    """Whether nothing at all is told that a request could rest on, in words that we know or do not."""
    return not (facts(matter) or days(matter) or strange(matter))


def exception_hinted(matter: Matter) -> bool:
    """Whether one of the exceptions of the Pre-Tenancy section may be meant, made out or not."""
    fields = (*PROSE, "covering")
    content = {(one.field, one.sentence) for one in matter.live("no_concern", *fields)}
    # "Their landlord has no concerns" answers for them; "the landlord has no records" does not.
    mute = [
        one
        for one in matter.signals.of("landlord_unable", *fields, negated=None)
        if (one.field, one.sentence) not in content
    ]
    return bool(mute) or any(matter.signals.of(name, *fields, negated=None) for name in _EXCEPTIONS)


def own_tenancy(matter: Matter) -> bool:
    """Whether a tenancy that the person already has is spoken of.

    Of others speak "our existing residents", "the last tenant" and "swap with our tenant".
    """
    others = {
        (one.field, one.sentence)
        for name in ("swap_with", "other_people")
        for one in matter.live(name)
    }
    return any(
        (one.field, one.sentence) not in others and (matter.several or not _PLURAL.search(one.text))
        for name in ("tenant", "historic")
        for one in matter.live(name, "summary")
    )
