from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import Document
from models.forms import Certainty, Recognised
from parsers.recognise import asks_about_someone, read_form, recognise
from tests.parsers.pages import PRINTED, TITLE, agreement, page, table

LETTER = """\
Brookfold Homes
Tel: 01632 960311
Our ref: BH/7
Date: 4 May 2025
Dear Sir or Madam
Re: Alaric Tuck, 3 Heron Court
Please tell us whether Mr Tuck has been charged with the assault on 4 April. His name and date of
birth, our address and the grounds for disclosure are the same as last time.
Yours faithfully"""


def kind_of(document: Document) -> Recognised:
    return recognise(document, [agreement()]).kind


def test_the_printed_form_is_recognised_and_says_why() -> None:
    found = recognise(page(f"{TITLE}\n{PRINTED}"), [agreement()])
    assert found.kind is Recognised.FORM
    assert found.agreement is agreement()
    assert any("labels" in one for one in found.evidence)


def test_a_local_version_without_the_title_is_still_the_form() -> None:
    document = table([
        ("Subject's full name", "Alaric Tuck"),
        ("D.O.B.", "14/11/1983"),
        ("Last known address", "Flat 6, Heron Court"),
        ("Period from", "1 September 2025"),
        ("Details of information sought", "When did police attend?"),
        ("Legal basis", "Section 115"),
        ("Proposed action", "An injunction"),
        ("Requesting officer", "Marigold Thwaite"),
        ("Agency / landlord", "Brookfold Homes"),
        ("Tel. no.", "01632 960311"),
    ])  # fmt: skip
    form = read_form(document, [agreement()], "1")
    assert form.recognised is Recognised.FORM
    assert form.value("date_from") == "1 September 2025"
    assert {one.certainty for one in form.readings.values()} == {Certainty.ANCHORED}


def test_another_agreements_form_is_told_apart() -> None:
    document = table([
        ("Modern Slavery Personal Data Request", ""),
        ("REQUEST DATE", "06/02/2025"),
        ("PERSON MAKING REQUEST", "DC 2101 Farthing"),
        ("REASON", "To protect life or property"),
        ("Information Request", "Council tax details for the car wash"),
        ("AGENCY", "Anyforce Police"),
        ("CONTACT DETAILS", "Tel: 01632 960250"),
    ])  # fmt: skip
    assert kind_of(document) is Recognised.OTHER_FORM


def test_a_form_of_no_agreement_we_know_is_another_form() -> None:
    text = (
        "Tenancy application form\nName: Al Bird\nDate of birth: 1/1/80\nCurrent address: 3 Oak Road\n"
        "Previous landlord: none\nIncome: 200\nNumber in household: 3\nNext of kin: Jo Bird"
    )
    assert kind_of(page(text)) is Recognised.OTHER_FORM


def test_a_form_of_an_agreement_not_switched_on_is_another_form() -> None:
    other = replace(agreement(), id="elsewhere")
    found = recognise(page(f"{TITLE}\n{PRINTED}"), [], [other])
    assert (found.kind, found.agreement) == (Recognised.OTHER_FORM, other)
    assert "(elsewhere), which is not switched on here" in found.evidence[0]


def test_a_letter_that_mentions_labels_is_a_letter() -> None:
    assert kind_of(page(LETTER)) is Recognised.LETTER


def test_a_policy_is_nothing() -> None:
    text = "Anti-social behaviour policy\nWe will respond to reports within five days.\n1. Scope"
    assert kind_of(page(text)) is Recognised.NOTHING


def test_a_modern_slavery_word_in_the_summary_does_not_make_another_form() -> None:
    text = PRINTED.replace("threats.", "threats. Modern slavery is suspected too.")
    assert kind_of(page(f"{TITLE}\n{text}")) is Recognised.FORM


@pytest.mark.parametrize(
    "text",
    [
        "Dear PIET, could you tell me whether Mr John Sparrow of 12 Mill Lane has any convictions?",
        "Please can you let me know if there have been any incidents at 14 Oak Road since June. Jo",
        "Can you do a police check on our new tenant Amy Larkspur, DOB 1/2/1990?",
        "Do you hold any intelligence about the Harker family on the Bulrush estate?",
        "We would be grateful for disclosure of any reports of drug dealing around Market Place area.",
        "Need a background check on applicant Toby Wren asap pls",
    ],
)
def test_prose_that_asks_about_someone_is_seen(text: str) -> None:
    assert asks_about_someone(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please find attached a request under the Safer Estates Agreement.\nJane Bird\n3 Pattern Lane",
        "Thanks",
        "Thank you for the disclosure about Mr Sparrow, very helpful.",
        "When can we expect a reply to our request about 12 Mill Lane?",
        "Could you confirm receipt of the form I sent on Monday about Ms Larkspur?",
        "Following your disclosure we served notice on Mr Grebe and he has moved out.",
        "Please could you send me a blank copy of the form?",
        "I should be grateful for disclosure of the information described in the attached form.\nMr Bird",
        "Just the usual check please.",
    ],
)
def test_covering_words_thanks_and_chasers_ask_about_no_one(text: str) -> None:
    assert not asks_about_someone(text)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=600))
def test_no_words_whatever_raise(words: str) -> None:
    assert recognise(page(words, "text"), [agreement()]).kind in Recognised
    assert asks_about_someone(words) in (True, False)


def test_long_hostile_words_are_answered() -> None:
    """Patterns that look back over themselves would not come to an end here."""
    assert asks_about_someone("please tell me about " + "A" * 200 + "the " * 9000) in (True, False)
    assert asks_about_someone("Mr " * 12_000) in (True, False)
