"""A label and its answer in a header or footer, and what a letterhead prints there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.documents import Document, Line, Place
from models.forms import Certainty
from parsers.docx import read_docx
from parsers.extract import extract
from tests.parsers.inventions import edges, reference
from tests.parsers.makers import docx, paragraph
from tests.parsers.pages import PRINTED, agreement, page


def with_edge(text: str, *lines: str, part: str = "header") -> Document:
    document = page(text)
    more = tuple(Line(words, Place(part, paragraph=900 + n)) for n, words in enumerate(lines))
    return replace(document, lines=(*document.lines, *more))


def less(start: str) -> str:
    return "\n".join(line for line in PRINTED.split("\n") if not line.startswith(start))


@pytest.mark.parametrize("part", ["header", "footer"])
def test_a_label_and_answer_that_stand_nowhere_else_are_an_answer(part: str) -> None:
    document = with_edge(less("Organisation"), "Organisation: Brookfold Homes", part=part)
    reading = extract(document, agreement(), "1").readings["organisation"]
    assert (reading.value, reading.certainty) == ("Brookfold Homes", Certainty.ANCHORED)
    assert reading.place.part == part


def test_the_body_speaks_before_a_header() -> None:
    document = with_edge(PRINTED, "Organisation: Brookfold Group plc")
    assert extract(document, agreement(), "1").value("organisation") == "Brookfold Homes"


def test_an_answer_in_a_header_beside_a_blank_of_the_body_is_a_guess() -> None:
    blank = PRINTED.replace("Organisation: Brookfold Homes", "Organisation:")
    reading = extract(with_edge(blank, "Organisation: Brookfold Homes"), agreement(), "1").readings[
        "organisation"
    ]
    assert (reading.value, reading.certainty) == ("Brookfold Homes", Certainty.GUESSED)


@pytest.mark.parametrize(
    "line",
    [
        "Address: 1 Mast Street, Brookfold ZZ7 9ZZ",
        "Telephone Number: 01632 960 999",
        "Tel: 01632 960 999",
        "Our ref: LEG/77",
        "Date: June 2019",
        "Date of Request: see below",
    ],
)
def test_a_letterhead_is_no_answer(line: str) -> None:
    text = "\n".join(
        row
        for row in PRINTED.split("\n")
        if not row.startswith(("Address: 2", "Telephone", "Unique", "Date of Request"))
    )
    plain = extract(page(text), agreement(), "1")
    form = extract(with_edge(text, line), agreement(), "1")
    assert {key: one.value for key, one in form.readings.items()} == {
        key: one.value for key, one in plain.readings.items()
    }


def test_a_date_under_a_label_that_may_mean_another_is_a_guess() -> None:
    document = with_edge(less("Date of Request"), "Date: 3 May 2025", part="footer")
    reading = extract(document, agreement(), "1").readings["date_of_request"]
    assert (reading.value, reading.certainty) == ("3 May 2025", Certainty.GUESSED)


def test_words_in_a_box_in_the_header_are_words_of_the_header() -> None:
    box = (
        "<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>"
        f"{paragraph('Brookfold Group plc, 1 Mast Street')}"
        "</w:txbxContent></wps:txbx></w:drawing></w:r></w:p>"
    )
    named = box.replace(
        "<wps:txbx>",
        '<wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">',
    )
    body = paragraph("Potential Actions: A warning.") + reference("header")
    document = read_docx(docx(body, **edges("header", named)))
    assert [line.place.part for line in document.lines] == ["body", "header"]


def test_an_answer_in_a_running_head_of_a_pdf_counts_once() -> None:
    first, second = PRINTED.replace("Date of Request: 9 February 2026\n", "").split("3. Summary", 1)
    lines: list[Line] = []
    for at, text in ((1, first), (2, "3. Summary" + second)):
        rows = ["Date of Request: 9 February 2026", *text.strip().split("\n")]
        lines += [
            Line(row, Place(page=at, box=(60, 30 + 16 * n, 60 + 5 * len(row), 40 + 16 * n)))
            for n, row in enumerate(rows)
        ]
    form = extract(Document("pdf", tuple(lines), pages=2), agreement(), "1")
    assert form.value("date_of_request") == "9 February 2026"
    assert form.value("date_from") == "1 September 2025"
