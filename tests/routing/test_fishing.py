"""What makes a request specific: dated events, asks that hang on them, and bounds to wide words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import reasons
from models.cases import Disposition
from routing.days import days_in
from routing.language import shipped_language
from routing.rules_matter import make_matter
from routing.substance import Substance
from tests.routing.cases import decide, form

QUEUE, REVIEW = Disposition.QUEUE, Disposition.REVIEW
TOLD = "On 3 June and 9 June he threatened the neighbours with a bat; police attended. "


def substance(summary: str) -> Substance:
    words = {"summary": summary, "grounds": "s.115"}
    return make_matter(form(**words), shipped_language().analyse(words)).substance


# --- certain days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("on 4 August", 1),
        ("11/8 and again 19/8", 2),
        ("On 3, 17 and 31 May", 3),
        ("3 nights in Oct (10, 11, 18)", 3),
        ("on the 9th, and last night", 2),
        ("1st Feb", 1),
        ("2025-06-12", 1),
        ("since 4 August", 0),
        ("between 1 May and 30 June", 1),
        ("3 May onwards", 0),
        ("since March, 24/7, at no. 14", 0),
    ],
)
def test_certain_days_are_counted_and_mere_bounds_are_not(text: str, count: int) -> None:
    assert sum(number for _, number in days_in(text)) == count


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789/,.& -JanuMyth()", max_size=400))
def test_any_text_gives_days_inside_it(text: str) -> None:
    assert all(0 <= start < len(text) and number > 0 for start, number in days_in(text))


# --- events without a listed word of conduct -----------------------------------------------------


def test_a_dated_event_in_unlisted_words_counts_where_its_outcome_is_asked() -> None:
    event = "On 4 August and again on 9 August the thingummy went over the wall. "
    assert substance(event + "What was done about it?").specific
    assert not substance(event + "Please advise.").specific
    assert decide(form(summary=event + "Please advise."))[0] is REVIEW


@pytest.mark.parametrize(
    "dated",
    [
        "He moved in on 3 May and on 10 May we visited.",
        "He applied to us on 3 May, and again 9 May.",
    ],
)
def test_the_dates_of_a_tenancy_are_no_events(dated: str) -> None:
    assert not substance(f"{dated} Was he arrested?").specific


def test_a_concern_told_in_the_question_itself_is_told() -> None:
    assert substance("Was he charged with the assault on the caretaker on 3 May?").enough
    assert not substance("Has he ever been charged with assault?").enough


# --- wide words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        "Please confirm any arrests for this since 3 June.",
        "Has he come to notice for similar matters since June?",
        "Please give all calls to the flat between 1 June and 30 June.",
        "Was he arrested, and is there anything else since June linking him with the threats?",
        "Was anything done about it?",
    ],
)
def test_a_wide_word_that_is_bounded_is_no_fishing(ask: str) -> None:
    assert decide(form(summary=TOLD + ask)) == (QUEUE, ())


@pytest.mark.parametrize(
    "ask",
    [
        "Is there anything else we should be aware of, whether or not it is connected?",
        "Please send everything recorded about him since he was sixteen.",
        "Has he come to notice at any time?",
        "Kindly supply his complete offending record.",
        "Please provide every record you hold for him and his sons.",
    ],
)
def test_a_wide_word_without_bounds_is_fishing_whatever_is_told(ask: str) -> None:
    assert decide(form(summary=TOLD + ask)) == (REVIEW, (reasons.FISHING,))


# --- a street, though a person is named ----------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        "How many times have police visited Oak Road?",
        "How many incidents have you had on the Larch Estate since January?",
    ],
)
def test_counts_of_a_street_are_incident_data_though_a_tenant_is_named(ask: str) -> None:
    disposition, codes = decide(form(summary=TOLD + ask))
    assert disposition is REVIEW
    assert reasons.INCIDENT_DATA in codes


@pytest.mark.parametrize(
    "ask",
    [
        "How many times have police visited 14 Oak Road because of him?",
        "How many times since June have you been called to Oak Road because of Mr Fennimore?",
    ],
)
def test_calls_to_one_home_or_about_one_person_are_no_incident_data(ask: str) -> None:
    assert decide(form(summary=TOLD + ask)) == (QUEUE, ())


# --- a statement to be checked is not one asked for -----------------------------------------------


def test_a_statement_to_be_verified_is_not_a_document_that_is_asked_for() -> None:
    ask = "We need to verify the complainant's statement that he was arrested on 9 June."
    assert decide(form(summary=TOLD + ask)) == (QUEUE, ())


@pytest.mark.parametrize("ask", ["Body worn video required.", "CCTV and the 999 tape are needed."])
def test_a_document_may_be_asked_for_with_the_verb_last(ask: str) -> None:
    assert reasons.DOCUMENTS in decide(form(summary=TOLD + ask))[1]


# --- spelling -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slip", ["threatend", "threatned", "assualted", "harrassed", "vandalsied"])
def test_a_slip_of_the_pen_does_not_hide_a_concern(slip: str) -> None:
    found = shipped_language().analyse({"summary": f"On 3 June he {slip} the caretaker."})
    assert found.of("behaviour")


@pytest.mark.parametrize("word", ["compliant", "proposal", "tenants", "assist", "distance"])
def test_a_true_word_is_not_taken_for_a_listed_one(word: str) -> None:
    found = shipped_language().analyse({"summary": f"The word is {word} here."})
    assert not found.of("behaviour", "reporting", "police_event", "outcome_ask")
