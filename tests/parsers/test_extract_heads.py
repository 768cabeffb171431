"""Headings in words that nobody listed, beside their labels, side by side, or in boxes of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.documents import Document, Line, Place
from models.forms import Certainty
from parsers.extract import extract
from tests.parsers.pages import PRINTED, agreement, page, table

OWN_HEADS = {
    "1. Requester Information:": "Your team and you",
    "2. Subject of Disclosure Request:": "Whom it concerns",
    "3. Summary of Specific Information Requested:": "What would help us",
    "4. Grounds for Disclosure & Potential Actions:": "The law, and then what",
    "5. Internal Use Only - Partnership Information Exchange Team (PIET)": "Leave this to the police",
}


def reworded(*, summary_label: bool = True) -> str:
    text = PRINTED
    for printed, own in OWN_HEADS.items():
        more = "\nSummary of Specific Information Requested:" if printed[0] == "3" else ""
        text = text.replace(printed, own + (more if summary_label else ""))
    return text


def bold(document: Document, words: list[str]) -> Document:
    """The document with the lines that are one of `words` in bold."""
    lines = tuple(replace(line, bold=line.text in words) for line in document.lines)
    return replace(document, lines=lines)


def test_a_heading_in_the_agency_s_own_words_ends_the_answer_and_opens_its_part() -> None:
    plain = extract(page(PRINTED), agreement(), "1")
    form = extract(bold(page(reworded()), list(OWN_HEADS.values())), agreement(), "1")
    for key, one in plain.readings.items():
        assert (key, form.value(key)) == (key, one.value)
    assert form.readings["subject_address"].certainty is Certainty.ANCHORED
    assert form.readings["date_from"].certainty is Certainty.ANCHORED


@pytest.mark.parametrize(
    "last", ["BROOKFOLD", "ZZ7 1AA", "Weir Lane 2", "2. Rufus Thwaite", "Housing."]
)
def test_the_last_line_of_an_answer_is_no_heading(last: str) -> None:
    text = f"Organisation:\nBrookfold Homes\n{last}\nDate of Birth: 14/11/1983"
    form = extract(page(text), agreement(), "1")
    assert form.value("organisation") == f"Brookfold Homes\n{last}"


def test_an_answer_in_bold_is_no_heading() -> None:
    rows = [
        "Organisation",
        "Brookfold Homes",
        "Telephone Number",
        "01632 960 311",
        "Name",
        "A. Tuck",
    ]
    document = bold(page("\n".join(rows)), ["Brookfold Homes", "01632 960 311", "A. Tuck"])
    form = extract(document, agreement(), "1")
    assert form.value("organisation") == "Brookfold Homes"
    assert form.value("telephone") == "01632 960 311"


def test_a_part_s_name_down_the_left_is_a_heading_beside_its_first_label() -> None:
    rows = [
        ("1. Requester Information", "Designated Requesting Officer Name", "Ida Marchbank"),
        ("", "Organisation", "Fernside Homes"),
        ("", "Address", "3 Kiln Row"),
        ("2. Subject of Disclosure Request", "Name", "Bram Oakover"),
        ("", "Address", "9 Larch Lane"),
        ("4. Grounds for Disclosure & Potential Actions", "Grounds for Disclosure", "Ground 14."),
    ]
    form = extract(table(rows), agreement(), "1")
    assert form.value("requester_name") == "Ida Marchbank"
    assert (form.value("requester_address"), form.value("subject_address")) == (
        "3 Kiln Row",
        "9 Larch Lane",
    )
    assert form.value("grounds") == "Ground 14."
    assert form.readings["subject_name"].certainty is Certainty.ANCHORED


def test_two_parts_side_by_side_keep_their_addresses_apart() -> None:
    rows = [
        ("Requester details", "", "", "Data subject details", ""),
        ("Name", "Ida Marchbank", "", "Name", "Bram Oakover"),
        ("Address", "3 Kiln Row", "", "Address", "9 Larch Lane"),
        ("Summary of Specific Information Requested",),
        ("Whether police came on 3 March 2025 and what they found there that night.",),
    ]
    form = extract(table(rows), agreement(), "1")
    assert (form.value("requester_address"), form.value("subject_address")) == (
        "3 Kiln Row",
        "9 Larch Lane",
    )
    assert form.readings["requester_name"].certainty is Certainty.ANCHORED
    assert form.value("summary").startswith("Whether police came")


def test_the_police_s_own_box_at_the_top_is_left_where_the_box_ends() -> None:
    own = ["For police use only", "If request is rejected provide reason:", "Name:", "Date:"]
    inside = [Line(words, Place("textbox", paragraph=n)) for n, words in enumerate(own)]
    rest = page(PRINTED[: PRINTED.index("5. Internal")]).lines
    document = Document("docx", (replace(inside[0], bold=True), *inside[1:], *rest))
    form = extract(document, agreement(), "1")
    assert form.value("date_of_request") == "9 February 2026"
    assert form.value("internal_name") == ""


def test_a_name_below_the_police_s_heading_in_another_table_stays_theirs() -> None:
    """The end of PIET's part is no requester's label: only a table was begun anew."""
    first = table(
        [
            ("Designated Requesting Officer Name", "Ida Marchbank"),
            ("5. Internal Use Only",),
            ("If request is rejected provide reason", ""),
        ]
    )
    last = [Line("Name", Place(cell=(1, 0, 0))), Line("Olga Fenn", Place(cell=(1, 0, 1)))]
    form = extract(replace(first, lines=(*first.lines, *last)), agreement(), "1")
    assert form.value("internal_name") == "Olga Fenn"
    assert form.value("subject_name") == ""


@pytest.mark.parametrize("heading", ["Tenant", "Part C - Officer making request"])
def test_a_label_in_bold_that_the_next_says_again_is_a_heading(heading: str) -> None:
    key = "subject_name" if heading == "Tenant" else "requester_name"
    label = "Name of tenant" if heading == "Tenant" else "Requesting officer"
    text = f"Telephone Number: 01632 960 311\n{heading}\n{label}: Bram Oakover"
    form = extract(bold(page(text), [heading]), agreement(), "1")
    assert form.value("telephone") == "01632 960 311"
    assert form.value(key) == "Bram Oakover"
