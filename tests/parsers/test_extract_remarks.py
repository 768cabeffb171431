"""What a form prints where answers stand is no part of them, and what was written there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.documents import Document, Line, Place
from models.forms import Certainty
from parsers.extract import extract
from tests.parsers.pages import PRINTED, agreement, page, table

SUMMARY = "Eleven diary sheets describe threats. Please tell us when police attended."


def under(label: str, *lines: str, looks: tuple[str, ...] = ()) -> list[Line]:
    """A bold label with the lines below it; `looks` of these lines."""
    made = [Line(label, Place(), bold=True, looks=((0, "b"),))]
    for nth, words in enumerate(lines):
        look = looks[nth] if nth < len(looks) else ""
        made.append(Line(words, Place(), looks=((0, look),)))
    return made


def form_of(*parts: list[Line]) -> Document:
    lines = [line for part in parts for line in part]
    return Document(
        "docx",
        tuple(replace(line, place=Place(paragraph=n)) for n, line in enumerate(lines)),
    )


GREY = "c=808080 s=16"


def test_what_is_printed_in_one_look_under_several_labels_is_guidance() -> None:
    document = form_of(
        under("Organisation", "The one that has signed", "Brookfold Homes", looks=(GREY,)),
        under("Date of Birth", "One date", "14/11/1983", looks=(GREY,)),
        under("Grounds for Disclosure", "Think hard about this one", "Ground 14.", looks=(GREY,)),
    )
    form = extract(document, agreement(), "1")
    assert form.value("organisation") == "Brookfold Homes"
    assert form.value("subject_dob") == "14/11/1983"
    assert (form.value("grounds"), form.readings["grounds"].certainty) == (
        "Ground 14.",
        Certainty.ANCHORED,
    )


def test_a_look_in_which_answers_stand_alone_is_no_guidance() -> None:
    """Some write their answers in grey, and the rest of one of them in black."""
    document = form_of(
        under("Organisation", "Brookfold Homes", looks=(GREY,)),
        under("Date of Birth", "14/11/1983", looks=(GREY,)),
        under("Address", "Flat 6", "Heron Court", looks=(GREY,)),
        under("Grounds for Disclosure", "Ground 14.", "And section 115.", looks=(GREY,)),
    )
    form = extract(document, agreement(), "1")
    assert form.value("grounds") == "Ground 14.\nAnd section 115."


def test_a_first_line_in_italics_may_be_the_requester_s_so_a_person_looks() -> None:
    document = form_of(
        under("Organisation", "Brookfold Homes"),
        under("Grounds for Disclosure", "Ground 14 above all.", "Section 115.", looks=("i",)),
    )
    reading = extract(document, agreement(), "1").readings["grounds"]
    assert (reading.value, reading.certainty) == ("Section 115.", Certainty.GUESSED)


@pytest.mark.parametrize(
    ("label", "guidance", "answer"),
    [
        ("Designated Requesting Officer Name", "You must be a nominated officer.", "Ida Marchbank"),
        ("Name", "Full name, and any other names known", "Bram Oakover"),
        ("Date of Birth", "Enter day, month and year", "14/11/1983"),
        ("Grounds for Disclosure", "State the Act and the section.", "Section 115."),
        ("Potential Actions", "For example: warning, injunction.", "A warning."),
        ("Summary of Specific Information Requested", "Be specific.", "What was found on 3 May."),
    ],
)
def test_guidance_is_known_by_its_wording(label: str, guidance: str, answer: str) -> None:
    document = page(f"2. Subject of Disclosure Request\n{label}:\n{guidance}\n{answer}")
    form = extract(document, agreement(), "1")
    assert answer in {one.value for one in form.readings.values()}


@pytest.mark.parametrize(
    "words",
    [
        "Please provide details of the calls to the address.",
        "You may recall the visit of 3 March.",
        "State of mind is what worries us most.",
        "Possession proceedings may be considered.",
        "This section of the estate is the worst.",
        "Give details of any arrest.",
    ],
)
def test_what_requesters_write_is_no_guidance(words: str) -> None:
    form = extract(page(PRINTED.replace(SUMMARY, f"{words}\n{SUMMARY}")), agreement(), "1")
    assert form.value("summary") == f"{words}\n{SUMMARY}"
    assert form.readings["summary"].certainty is Certainty.ANCHORED


def test_the_only_words_of_an_answer_stay_though_they_read_like_guidance() -> None:
    text = PRINTED.replace("sought: 1 September 2025", "sought: as far back as you must")
    assert extract(page(text), agreement(), "1").value("date_from") == "as far back as you must"


QUESTIONS = [
    "Does the person know of this request?  Yes [ ]  No [x]",
    "Is a child in the household? [x] Yes [ ] No",
    "Consent held: Yes [ ] No [x]",
    "[x] I confirm that I am entitled to ask.",
    "\u2612 I understand how the information may be used.",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("before", "key"),
    [
        ("Ins. No: -", "subject_ref"),
        ("sought: 1 September 2025", "date_from"),
        ("An injunction.", "potential_actions"),
    ],
)
def test_a_question_with_boxes_is_no_part_of_the_answer_above_it(
    question: str, before: str, key: str
) -> None:
    plain = extract(page(PRINTED), agreement(), "1").readings[key]
    form = extract(page(PRINTED.replace(before, f"{before}\n{question}")), agreement(), "1")
    assert (form.value(key), form.readings[key].certainty) == (plain.value, plain.certainty)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_with_boxes_is_no_answer_to_a_label_left_blank(question: str) -> None:
    text = PRINTED.replace("Ins. No: -", f"Ins. No:\n{question}")
    assert extract(page(text), agreement(), "1").value("subject_ref") == ""


def test_choices_behind_a_label_are_its_answer() -> None:
    rows = [
        (
            "Grounds for Disclosure",
            "\u2610 Consent\n\u2612 Section 115 Crime and Disorder Act 1998\n\u2612 Ground 14",
        )
    ]
    form = extract(table(rows), agreement(), "1")
    assert form.value("grounds") == "Section 115 Crime and Disorder Act 1998\nGround 14"


def test_a_box_for_whoever_checks_the_form_is_no_part_of_the_answer() -> None:
    rows = [("Organisation", "Brookfold Homes", "\u2610"), ("Telephone", "01632 960 311", "\u2610")]
    form = extract(table(rows), agreement(), "1")
    assert (form.value("organisation"), form.value("telephone")) == (
        "Brookfold Homes",
        "01632 960 311",
    )


def test_a_remark_under_a_short_label_that_nothing_tells_makes_a_guess() -> None:
    text = PRINTED.replace(
        "Name: Marigold Thwaite", "Name:\nWhoever is on the list of partners\nMarigold Thwaite"
    )
    reading = extract(page(text), agreement(), "1").readings["requester_name"]
    assert reading.certainty is Certainty.GUESSED
