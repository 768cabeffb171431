"""Makes forms out of words for the tests of the rules. Everything is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from models.agreements import load_agreement
from models.auth import Address
from models.cases import Disposition, Finding
from models.documents import Place
from models.forms import Agreement, Certainty, FormReading, Reading, Recognised
from models.register import Membership, Partner
from models.settings import shipped_config
from parsers.normalise import normalise
from routing.bench import CheckContext
from routing.checks import danger_words, run_checks
from routing.disposition import for_form

AUTHOR = Address("avery.lintott", "invented.example.cjsm.net")
PARTNER = Partner(id="invented", organisation="Invented Homes")
MEMBER = Membership(PARTNER)
CONTEXT = CheckContext(today=date(2025, 10, 6), author=AUTHOR)
COVERING = "Form attached. Kind regards, Avery Lintott, Invented Homes."

PLAIN = {
    "date_of_request": "1 October 2025",
    "requester_name": "Avery Lintott",
    "organisation": "Invented Homes",
    "requester_address": "1 Specimen Street, Anytown",
    "telephone": "01632 960001",
    "subject_name": "Rory Fennimore",
    "subject_dob": "1 May 1980",
    "subject_address": "14 Oak Road, Anytown",
    "subject_ref": "not known",
    "date_from": "1 January 2025",
    "summary": "Four neighbours report threats with a bat on 6 May and 9 June. Was he arrested on either?",
    "grounds": "Ground 14 Housing Act 1988; section 115 Crime and Disorder Act 1998.",
    "potential_actions": "Tenancy warning, then notice seeking possession.",
}


@lru_cache(maxsize=1)
def agreement() -> Agreement:
    """The Safer Estates Agreement as shipped."""
    return load_agreement(shipped_config() / "forms" / "safer-estates")


def form(*, kind: Recognised = Recognised.FORM, guessed: str = "", **fields: str) -> FormReading:
    """A plain sound form with these fields changed; `guessed` names one that was only guessed."""
    readings = {}
    for key, value in {**PLAIN, **fields}.items():
        made = normalise(agreement().field_of(key).kind, value) if value else None
        certainty = Certainty.GUESSED if key == guessed else Certainty.ANCHORED
        readings[key] = Reading(key, value, made, Place(), certainty)
    if kind is not Recognised.FORM:
        readings = {}
    return FormReading(kind, "2", agreement().id, agreement().version, readings)


def worded(words: tuple[str, str, str], **fields: str) -> FormReading:
    """A form with this summary, grounds and potential actions."""
    summary, grounds, actions = words
    return form(summary=summary, grounds=grounds, potential_actions=actions, **fields)


def findings(
    reading: FormReading,
    *,
    covering: str = COVERING,
    member: Membership = MEMBER,
    context: CheckContext = CONTEXT,
) -> tuple[Finding, ...]:
    """The findings on a form."""
    return run_checks(reading, agreement(), member, covering, context)


def decide(
    reading: FormReading,
    *,
    covering: str = COVERING,
    member: Membership = MEMBER,
    context: CheckContext = CONTEXT,
) -> tuple[Disposition, tuple[str, ...]]:
    """What becomes of a form, and the reason codes."""
    made = findings(reading, covering=covering, member=member, context=context)
    return for_form(made, reading, danger_words(reading, covering))


def with_mode(rule: str, mode: str) -> Agreement:
    """The agreement with one rule switched to another mode."""
    checks = tuple(
        replace(one, mode=mode) if one.rule == rule else one for one in agreement().checks
    )
    return replace(agreement(), checks=checks)
