"""A blank is certain only where nothing on the form could be its answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.documents import DeclaredField, Document, Line, Place
from models.forms import Certainty, Reading, Recognised
from parsers.extract import extract
from parsers.recognise import read_form
from tests.parsers.pages import PRINTED, TITLE, agreement, page, table

ROWS = [
    ("1. Requester Information:",),
    ("Designated Requesting Officer Name:", "Marigold Thwaite"),
    ("Organisation:", "Brookfold Homes"),
    ("Address:", "2 Weir Lane"),
    ("2. Subject of Disclosure Request:",),
    ("Name:", "Alaric Tuck"),
    ("Date of Birth:", "14/11/1983"),
    ("Address:", "Flat 6, Heron Court"),
    ("Date from which relevant information is sought:", "1 September 2025"),
    ("Summary of Specific Information Requested:", "Eleven diary sheets describe threats."),
    ("4. Grounds for Disclosure & Potential Actions:",),
    ("Grounds for Disclosure:", "Section 115."),
    ("Potential Actions (i.e. what do you intend to do once you have the information):", ""),
    ("5. Internal Use Only",),
    ("Name:", ""),
    ("Date:", ""),
]


def actions(rows: list[tuple[str, ...]]) -> Reading:
    return extract(table(rows), agreement(), "1").readings["potential_actions"]


def blank(text: str, key: str) -> Reading:
    reading = extract(page(text), agreement(), "1").readings[key]
    assert reading.value == ""
    return reading


def test_an_empty_cell_beside_a_label_is_a_certain_blank() -> None:
    assert (actions(ROWS).value, actions(ROWS).certainty) == ("", Certainty.ANCHORED)


@pytest.mark.parametrize(
    "row",
    [
        ("Anything else", "We shall serve notice."),
        ("", "", "We shall serve notice."),
        ("Plan?", "Notice"),
    ],
)
def test_words_that_no_label_accounts_for_make_a_blank_a_guess(row: tuple[str, ...]) -> None:
    at = len(ROWS) - 3
    reading = actions([*ROWS[:at], row, *ROWS[at:]])
    assert (reading.value, reading.certainty) == ("", Certainty.GUESSED)
    assert "blank" in reading.note


@pytest.mark.parametrize(
    "row",
    [
        ("Please complete every section of this form; incomplete forms will be returned.",),
        ("(Continue on a separate sheet if you need to)",),
        ("Gender:", "Male"),
        ("Ward:",),
        ("4.3",),
        ("[ ] Yes [ ] No",),
    ],
)
def test_printed_remarks_numbers_and_known_other_labels_leave_a_blank_certain(
    row: tuple[str, ...],
) -> None:
    at = len(ROWS) - 4
    assert actions([*ROWS[:at], row, *ROWS[at:]]).certainty is Certainty.ANCHORED


def test_a_label_said_twice_is_not_blank_where_one_of_them_has_an_answer() -> None:
    rows = [
        *ROWS[:12],
        ("Potential Actions:", ""),
        ("Use of information:", "Notice."),
        *ROWS[13:],
    ]
    assert actions(rows).value == "Notice." or actions(rows).certainty is Certainty.GUESSED


def test_labels_first_and_then_both_answers_is_no_certain_blank() -> None:
    start = PRINTED.index("Grounds for Disclosure:\n")
    stop = PRINTED.index("5. Internal")
    text = (
        PRINTED[:start]
        + "Grounds for Disclosure:\nPotential Actions:\nSection 115 of the Act.\nAn injunction.\n"
        + PRINTED[stop:]
    )
    assert blank(text, "grounds").certainty is Certainty.GUESSED


def test_an_unknown_label_in_a_free_answer_may_hold_what_is_blank() -> None:
    text = PRINTED.replace("Section 115 Crime and Disorder Act 1998.\n", "").replace(
        "when police attended.", "when police attended.\nLaw relied upon: section 115"
    )
    assert blank(text, "grounds").certainty is Certainty.GUESSED


def test_a_second_place_that_claims_a_blank_field_makes_it_a_guess() -> None:
    text = PRINTED.replace("Name: Alaric Tuck", "Name:").replace(
        "when police attended.", "when police attended.\nTenant's name: Alaric Tuck"
    )
    assert blank(text, "subject_name").certainty is Certainty.GUESSED


def test_a_date_with_a_blank_answer_stays_certain_though_the_summary_is_long() -> None:
    text = PRINTED.replace("sought: 1 September 2025", "sought:").replace(
        "Eleven diary", "We have worked with him for years.\nEleven diary"
    )
    assert blank(text, "date_from").certainty is Certainty.ANCHORED


@pytest.mark.parametrize("note", ["imported_chunk", "page_cap", "hidden_text"])
def test_what_could_not_be_read_may_hold_the_answer(note: str) -> None:
    document = replace(page(PRINTED.replace("Name: Alaric Tuck", "Name:")), notes=(note,))
    reading = extract(document, agreement(), "1").readings["subject_name"]
    assert reading.certainty is Certainty.GUESSED


def test_a_field_of_the_file_that_fits_no_label_may_hold_the_answer() -> None:
    def line(text: str, top: float) -> Line:
        return Line(text, Place(page=1, box=(50, top, 50 + 5 * len(text), top + 11)))

    def box(name: str, value: str, top: float) -> DeclaredField:
        place = Place(part="form", page=1, box=(270, top - 3, 530, top + 15))
        return DeclaredField(name, None, value, "text", place)

    lines = (line("Organisation:", 100), line("Grounds for Disclosure:", 124))
    fields = (box("Text1", "Brookfold Homes", 100), box("Text2", "", 124))
    sure = Document("pdf", lines, fields=fields)
    form = extract(sure, agreement(), "1")
    assert form.readings["grounds"].certainty is Certainty.DECLARED
    stray = replace(sure, fields=(*fields, box("Text3", "Section 115", 400)))
    form = extract(stray, agreement(), "1")
    assert form.readings["grounds"].certainty is Certainty.GUESSED


def test_an_answer_is_a_guess_where_it_may_have_swallowed_one_whose_label_is_unknown() -> None:
    start = PRINTED.index("Potential Actions (")
    stop = PRINTED.index("An injunction.")
    text = PRINTED[:start] + "Particulars of the outcome\n" + PRINTED[stop:]
    readings = extract(page(text), agreement(), "1").readings
    assert readings["potential_actions"].certainty is Certainty.GUESSED
    assert readings["grounds"].certainty is Certainty.GUESSED
    assert readings["subject_name"].certainty is Certainty.ANCHORED


def test_a_form_whose_only_words_fit_no_label_is_not_called_blank() -> None:
    rows = [(row[0], "") if len(row) > 1 else row for row in ROWS]
    empty = read_form(table([(TITLE,), *rows]), [agreement()], "1")
    assert empty.recognised is Recognised.BLANK
    at = len(rows) - 3
    filled = [(TITLE,), *rows[:at], ("Everything", "Alaric Tuck, notice."), *rows[at:]]
    assert read_form(table(filled), [agreement()], "1").recognised is Recognised.FORM
