"""Labels in cells, label and answer in one cell, and labels that only their look parts from an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.documents import Document, Line, Place
from models.forms import Certainty
from parsers.extract import extract
from tests.parsers.pages import PRINTED, agreement, page, table

ROWS = {
    "Designated Requesting Officer Name": "Ida Marchbank",
    "Organisation": "Fernside Homes",
    "Unique Ref No if known, e.g. Nat. Ins. No": "FH/7",
    "Date from which relevant information is sought": "2 January 2025",
}


def test_label_and_answer_in_one_cell_are_told_apart() -> None:
    words = [f"{label}\n{answer}" for label, answer in ROWS.items()]
    form = extract(table([tuple(words[:2]), tuple(words[2:])]), agreement(), "1")
    assert form.value("subject_ref") == "FH/7"
    assert form.value("date_from") == "2 January 2025"
    assert form.value("organisation") == "Fernside Homes"


def test_a_blank_in_a_cell_of_its_own_does_not_take_the_neighbour_s_words() -> None:
    words = [f"{label}\n{answer}" for label, answer in ROWS.items()]
    words[2] = "Unique Ref No if known, e.g. Nat. Ins. No"
    form = extract(table([tuple(words[:2]), tuple(words[2:])]), agreement(), "1")
    assert (form.value("subject_ref"), form.value("date_from")) == ("", "2 January 2025")


@pytest.mark.parametrize(
    "below",
    ["Sefydliad", "as on the list of partners", "(in full)", "Your own, not the landlord's"],
)
def test_a_remark_or_another_language_below_a_label_is_no_answer(below: str) -> None:
    rows: list[tuple[str, ...]] = [
        (f"Organisation\n{below}", "Fernside Homes"),
        ("Grounds for Disclosure", "Ground 14."),
        ("Telephone Number\nFfôn", "01632 960 777"),
    ]
    reading = extract(table(rows), agreement(), "1").readings["organisation"]
    assert (reading.value, reading.certainty) == ("Fernside Homes", Certainty.ANCHORED)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Enw / Name", "subject_name"),
        ("Dyddiad Geni / Date of Birth", "subject_dob"),
        ("Cyfeiriad | Address", "subject_address"),
        ("Rhif Cyfeirnod / Unique Ref No if known, e.g. Nat. Ins. No", "subject_ref"),
    ],
)
def test_a_label_in_two_languages_is_one_label(label: str, key: str) -> None:
    text = f"2. Testun y Cais / Subject of Disclosure Request\n{label}: 14/11/1983"
    assert extract(page(text), agreement(), "1").value(key) == "14/11/1983"


def turned(label: str, answer: str, look: str = "b") -> Line:
    """A line whose label is set in one look and its answer in another."""
    looks = ((0, look), (len(label) + 1, "" if look else "u=single"))
    return Line(f"{label} {answer}", Place(), looks=looks)


@pytest.mark.parametrize("look", ["b", "c=0000FF", ""])
def test_a_label_is_parted_from_its_answer_by_its_look_alone(look: str) -> None:
    lines = [turned(label, answer, look) for label, answer in ROWS.items()]
    lines.insert(2, turned("Address", "The Old Hall, Fernside", look))
    numbered = [replace(line, place=Place(paragraph=n)) for n, line in enumerate(lines)]
    form = extract(Document("docx", tuple(numbered)), agreement(), "1")
    assert form.value("requester_name") == "Ida Marchbank"
    assert form.value("organisation") == "Fernside Homes"
    assert form.value("subject_ref") == "FH/7"
    assert form.value("requester_address") == "The Old Hall, Fernside"


def test_labels_that_nothing_parts_from_their_answers_are_found_where_the_form_has_many() -> None:
    text = PRINTED.replace(":\n", "\n").replace(": ", " ").replace("and Disorder", "& Disorder")
    plain = extract(page(PRINTED), agreement(), "1")
    form = extract(page(text), agreement(), "1")
    for key in ("requester_name", "organisation", "requester_address", "telephone", "subject_name"):
        assert (key, form.value(key)) == (key, plain.value(key))


def test_an_answer_that_says_which_reference_it_is_is_kept_whole() -> None:
    text = PRINTED.replace("Ins. No: -", "Ins. No:\nNI: QQ 12 34 56 C / our case 7")
    assert extract(page(text), agreement(), "1").value("subject_ref") == (
        "NI: QQ 12 34 56 C / our case 7"
    )


def test_the_bullet_of_the_next_label_is_no_part_of_an_answer() -> None:
    rows = [f"\u2022 {label} \u2013 {answer}" for label, answer in ROWS.items()]
    form = extract(page("\n".join(rows)), agreement(), "1")
    assert form.value("requester_name") == "Ida Marchbank"
    assert form.value("subject_ref") == "FH/7"


def test_a_short_answer_in_a_row_of_full_width_below_its_label_is_read() -> None:
    rows = [
        ("Organisation", "Fernside Homes"),
        ("Telephone Number", "01632 960 777"),
        ("Date from which relevant information is sought",),
        ("2 January 2025",),
        ("Grounds for Disclosure",),
        ("Ground 14.",),
    ]
    form = extract(table(rows), agreement(), "1")
    assert (form.value("date_from"), form.value("grounds")) == ("2 January 2025", "Ground 14.")


def test_a_table_of_several_columns_is_no_short_answer_of_a_label_above_it() -> None:
    first = Line("Date of Request", Place(paragraph=0))
    rows = [("Organisation", "Fernside Homes"), ("Telephone Number", "01632 960 777")]
    document = table(rows)
    form = extract(replace(document, lines=(first, *document.lines)), agreement(), "1")
    assert form.value("date_of_request") == ""


@pytest.mark.parametrize("answer", ["2/2/26 to date", "1.2.25 date known", "26.4.25 to date"])
def test_a_date_at_the_head_of_an_answer_is_no_number_of_a_label(answer: str) -> None:
    text = PRINTED.replace("sought: 1 September 2025", f"sought:\n{answer}")
    assert extract(page(text), agreement(), "1").value("date_from") == answer


def test_a_word_more_is_no_slip_in_a_label() -> None:
    text = PRINTED.replace(
        "3. Summary of Specific Information Requested:\n",
        "3. Summary of Specific Information Requested:\n"
        "Summary of Specific Information Requested Name: of the dog is Rex.\n",
    )
    assert extract(page(text), agreement(), "1").value("summary").startswith("Name: of the dog")


def test_what_some_forms_print_before_the_place_to_write_in_is_no_answer() -> None:
    text = PRINTED.replace("Organisation: ", "Organisation\nYour answer: ")
    assert extract(page(text), agreement(), "1").value("organisation") == "Brookfold Homes"
