"""Answers that stand before their labels: captions, answers to the left, one column of labels for two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.documents import Document, Line, Place
from models.forms import Certainty, FormReading
from parsers.extract import STRANGE, extract
from tests.parsers.pages import agreement, page, table

SHORT = [
    ("Designated Requesting Officer Name", "Ida Marchbank"),
    ("Organisation", "Fernside Homes"),
    ("Address", "3 Kiln Row, Fernside ZZ8 1AB"),
    ("Telephone Number", "01632 960 777"),
]
PERSON = [
    ("Name", "Bram Oakover"),
    ("Date of Birth", "5 June 1971"),
    ("Address", "9 Larch Lane, Fernside ZZ8 2CD"),
    ("Date from which relevant information is sought", "2 January 2025"),
]
WANTED = {
    "requester_name": "Ida Marchbank",
    "organisation": "Fernside Homes",
    "requester_address": "3 Kiln Row, Fernside ZZ8 1AB",
    "telephone": "01632 960 777",
    "subject_name": "Bram Oakover",
    "subject_dob": "5 June 1971",
    "subject_address": "9 Larch Lane, Fernside ZZ8 2CD",
    "date_from": "2 January 2025",
}


def values(form: FormReading) -> dict[str, str]:
    return {key: form.value(key) for key in WANTED}


def certainties(form: FormReading) -> set[Certainty]:
    return {form.readings[key].certainty for key in WANTED}


def captioned(person: list[tuple[str, str]] = PERSON) -> str:
    rows = ["Safer Estates request", "1. Requester Information"]
    rows += [row for label, answer in SHORT for row in (answer, label)]
    rows += ["2. Subject of Disclosure Request"]
    rows += [row for label, answer in person for row in ([answer] if answer else []) + [label]]
    rows += [
        "4. Grounds for Disclosure & Potential Actions",
        "Grounds for Disclosure:",
        "Ground 14.",
    ]
    return "\n".join(rows)


def test_labels_below_their_answers_are_captions() -> None:
    form = extract(page(captioned()), agreement(), "1")
    assert values(form) == WANTED
    assert certainties(form) == {Certainty.ANCHORED}
    assert form.value("grounds") == "Ground 14."


def test_the_place_of_a_turned_answer_is_where_it_is_printed() -> None:
    document = page(captioned())
    form = extract(document, agreement(), "1")
    printed = {line.text: line.place for line in document.lines}
    assert form.readings["subject_dob"].place == printed["5 June 1971"]


def test_a_caption_without_words_above_it_is_a_blank() -> None:
    blank = [(label, "" if label == "Address" else answer) for label, answer in PERSON]
    form = extract(page(captioned(blank)), agreement(), "1")
    assert values(form) == {**WANTED, "subject_address": ""}


def test_labels_above_their_answers_are_no_captions() -> None:
    rows = ["1. Requester Information"]
    rows += [row for label, answer in SHORT for row in (label, answer)]
    rows += ["2. Subject of Disclosure Request"]
    rows += [row for label, answer in PERSON for row in (label, answer)]
    form = extract(page("\n".join(rows)), agreement(), "1")
    assert values(form) == WANTED


def mirrored(rows: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    return [(answer, label) for label, answer in rows]


def test_a_column_of_labels_to_the_right_of_the_answers_is_read() -> None:
    rows = [
        ("Your answer", "Question"),
        ("1. Requester Information",),
        *mirrored(SHORT),
        ("2. Subject of Disclosure Request",),
        *mirrored(PERSON),
    ]
    form = extract(table(rows), agreement(), "1")
    assert values(form) == WANTED
    assert form.readings["subject_name"].place.cell == (0, 7, 0)


def test_rows_of_labels_below_rows_of_answers_are_read() -> None:
    rows: list[tuple[str, ...]] = []
    for part in (SHORT, PERSON):
        for pair in (part[:2], part[2:]):
            rows += [tuple(answer for _, answer in pair), tuple(label for label, _ in pair)]
    assert values(extract(table(rows), agreement(), "1")) == WANTED


def test_an_unfilled_form_whose_first_column_is_numbers_is_not_turned() -> None:
    rows = [(f"1.{n}", label) for n, (label, _) in enumerate((*SHORT, *PERSON), 1)]
    form = extract(table(rows), agreement(), "1")
    assert values(form) == dict.fromkeys(WANTED, "")


@pytest.mark.parametrize(
    ("key", "label", "strange"),
    [
        ("subject_dob", "Date of Birth", "9 Larch Lane, Fernside ZZ8 2CD"),
        ("telephone", "Telephone Number", "5 June 1971"),
        ("subject_address", "Address", "01632 960 777"),
        ("requester_name", "Designated Requesting Officer Name", "01632 960 777"),
    ],
)
def test_an_answer_of_another_kind_puts_its_whole_part_in_doubt(
    key: str, label: str, strange: str
) -> None:
    part = PERSON if key.startswith("subject") else SHORT
    changed = [(one, strange if one == label else answer) for one, answer in part]
    rows = [
        ("1. Requester Information",),
        *(changed if part is SHORT else SHORT),
        ("2. Subject of Disclosure Request",),
        *(changed if part is PERSON else PERSON),
    ]
    form = extract(table(rows), agreement(), "1")
    assert (form.value(key), form.readings[key].note) == (strange, STRANGE)
    beside = "subject_name" if part is PERSON else "organisation"
    assert form.readings[beside].certainty is Certainty.GUESSED


def test_one_column_of_labels_may_serve_two_parts() -> None:
    rows = [
        ("", "Requester", "Subject"),
        ("Name", "Ida Marchbank", "Bram Oakover"),
        ("Organisation", "Fernside Homes", ""),
        ("Address", "3 Kiln Row, Fernside ZZ8 1AB", "9 Larch Lane, Fernside ZZ8 2CD"),
        ("Telephone", "01632 960 777", ""),
        ("Date of Birth", "", "5 June 1971"),
    ]
    document = table(rows)
    after = Line(
        "Date from which relevant information is sought: 2 January 2025", Place(paragraph=99)
    )
    form = extract(replace(document, lines=(*document.lines, after)), agreement(), "1")
    assert values(form) == WANTED
    assert form.readings["subject_address"].place.cell == (0, 3, 2)


def test_a_row_of_labels_is_not_taken_for_the_heads_of_two_parts() -> None:
    rows = [
        ("Requester", "Subject"),
        ("Ida Marchbank", "Bram Oakover"),
        ("Telephone Number", "Date of Birth"),
        ("01632 960 777", "5 June 1971"),
    ]
    form = extract(table(rows), agreement(), "1")
    assert form.value("telephone") == "01632 960 777"
    assert form.value("subject_dob") == "5 June 1971"


def boxed(text: str, row: int, first: int, *, table_number: int = 0) -> list[Line]:
    """A letter a cell; a space is a cell left empty."""
    return [
        Line(letter, Place(cell=(table_number, row, first + nth), paragraph=row * 20 + nth))
        for nth, letter in enumerate(text)
        if letter != " "
    ]


def test_boxes_of_one_letter_are_read_as_words() -> None:
    lines = [
        Line("Date of Birth", Place(cell=(0, 0, 0))),
        *boxed("05/06/1971", 0, 1),
        Line("Telephone Number", Place(cell=(0, 1, 0))),
        *boxed("01632 960777", 1, 1),
        Line("Date from which relevant information is sought", Place(cell=(0, 2, 0))),
        *boxed("02012025", 2, 1),
    ]
    form = extract(Document("docx", tuple(lines)), agreement(), "1")
    assert (form.value("subject_dob"), form.value("telephone")) == ("05/06/1971", "01632 960777")
    assert form.readings["date_from"].normalised == "2025-01-02"
