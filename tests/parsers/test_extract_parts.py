"""Fill-in fields that hold one answer in parts: dates in three, addresses in lines."""

from __future__ import annotations

import pytest

from models.documents import DeclaredField, Document, Line, Place
from parsers.extract import extract
from parsers.extract_parts import with_joined_fields
from tests.parsers.pages import agreement

Area = tuple[float, float, float, float]


def box(value: str, area: Area, name: str = "", kind: str = "text", page: int = 1) -> DeclaredField:
    return DeclaredField(name, None, value, kind, Place(part="form", page=page, box=area))


def line(text: str, left: float, top: float, page: int = 1) -> Line:
    return Line(text, Place(page=page, box=(left, top, left + 5 * len(text), top + 10)))


def values(lines: list[Line], *fields: DeclaredField) -> list[str]:
    joined = with_joined_fields(Document("pdf", tuple(lines), fields, pages=1))
    return [one.value for one in joined.fields]


def date_parts(*parts: str, wide: float = 30.0, gap: float = 12.0) -> list[DeclaredField]:
    step = wide + gap
    return [
        box(part, (300 + n * step, 100, 300 + n * step + wide, 116), f"from{'dmy'[n]}")
        for n, part in enumerate(parts)
    ]


@pytest.mark.parametrize(
    ("printed", "whole"),
    [("/", "09/11/2025"), ("-", "09-11-2025"), (".", "09.11.2025"), ("", "09/11/2025")],
)
def test_day_month_and_year_are_one_answer_with_the_strokes_between(
    printed: str, whole: str
) -> None:
    strokes = [line(printed, 333 + 42 * n, 103) for n in range(2)] if printed else []
    lines = [line("Date of Birth:", 50, 103), *strokes]
    assert values(lines, *date_parts("09", "11", "2025")) == [whole]


@pytest.mark.parametrize("captions", [("Day", "Month", "Year"), ("DD", "MM", "YYYY")])
def test_the_names_of_the_parts_are_no_labels(captions: tuple[str, ...]) -> None:
    above = [line(words, 300 + 42 * n, 86) for n, words in enumerate(captions)]
    assert values(above, *date_parts("9", "11", "2025")) == ["9/11/2025"]


def test_a_month_chosen_from_a_list_is_a_part() -> None:
    day, month, year = date_parts("9", "November", "2025", wide=60)
    chosen = DeclaredField(month.name, None, month.value, "choice", month.place)
    assert values([], day, chosen, year) == ["9 November 2025"]


def test_parts_that_are_all_blank_are_one_blank() -> None:
    assert values([], *date_parts("", "", "")) == [""]


def test_an_address_in_lines_under_one_label_is_one_answer() -> None:
    lines = [line("Address:", 50, 103), line("Telephone Number:", 50, 163)]
    fields = [
        box(text, (200, 100 + 20 * n, 500, 116 + 20 * n))
        for n, text in enumerate(("19 Dyers Yard", "Tolchester", "ZZ4 6HB", "01632 960184"))
    ]
    assert values(lines, *fields) == ["19 Dyers Yard\nTolchester\nZZ4 6HB", "01632 960184"]


def test_fields_with_labels_of_their_own_are_no_parts() -> None:
    above = [line("Day of visit", 300, 86), line("Flat no", 342, 86)]
    assert values(above, *date_parts("09", "11")) == ["09", "11"]
    between = [line("to", 333, 103)]
    assert values(between, *date_parts("09", "11")) == ["09", "11"]


def test_names_side_by_side_are_no_parts_of_one() -> None:
    assert values([], *date_parts("Ada", "Bo", "Cy", wide=100)) == ["Ada", "Bo", "Cy"]


def test_a_joined_date_is_declared_and_leaves_no_doubt() -> None:
    lines = [
        line("Request for Disclosure of Information", 50, 40),
        line("Date from which relevant information is sought:", 50, 103),
        line("Name:", 50, 133),
    ]
    fields = (*date_parts("09", "11", "2025"), box("Ada Notreal", (300, 130, 500, 146)))
    form = extract(Document("pdf", tuple(lines), fields, pages=1), agreement(), "1")
    one = form.readings["date_from"]
    assert (one.value, one.normalised, one.certainty.value) == (
        "09/11/2025",
        "2025-11-09",
        "declared",
    )
