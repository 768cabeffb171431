"""One letter to a box: dates, numbers and codes in rows of small boxes, with strokes or without."""

from __future__ import annotations

import pytest

from parsers.pdf import read_pdf
from tests.parsers.drawn import ANSWERS, SECTIONS, SHORT, Drawn, faults, read


def comb(page: Drawn, x: float, words: str, pitch: float = 15.0) -> float:
    """Boxes with a letter each; where they end."""
    for n, letter in enumerate(words):
        page.box(x + n * pitch, pitch, 16)
        page.text(x + n * pitch + pitch / 3, letter, size=9)
    return x + len(words) * pitch


def combed(page: Drawn, answers: dict[str, str], draw: object) -> bytes:
    """A form whose short answers `draw` puts right of their labels."""
    page.title()
    for heading, fields in SECTIONS.items():
        if heading:
            page.text(50, heading, bold=True)
            page.down(24)
        for key, label in fields:
            page.text(50, label)
            if key in SHORT:
                draw(page, key, answers[key])  # type: ignore[operator]
                page.down(26)
                continue
            for row in page.wrapped(answers.get(key, ""), 480):
                page.down(13)
                page.text(50, row)
            page.down(20)
    return page.done()


@pytest.mark.parametrize("pitch", [12.0, 14.5, 18.0])
def test_letters_in_boxes_of_their_own_are_one_answer(pitch: float) -> None:
    def draw(page: Drawn, key: str, words: str) -> None:
        if key in ("date_of_request", "telephone", "subject_dob", "subject_ref", "date_from"):
            comb(page, 300, words, pitch)
        else:
            page.text(300, words)

    answers = dict(
        ANSWERS, date_of_request="04/05/2026", subject_ref="QQ 12 34 56 A", date_from="11/11/2025"
    )
    assert faults(read(combed(Drawn(), answers, draw)), answers) == {}


@pytest.mark.parametrize("between", ["/", "-", ""])
def test_a_date_in_three_rows_of_boxes_is_one_date(between: str) -> None:
    def draw(page: Drawn, key: str, words: str) -> None:
        if key not in ("subject_dob", "date_from"):
            page.text(300, words)
            return
        x = 300.0
        for n, part in enumerate(words.replace("-", "/").split("/")):
            if n:
                page.text(x + 3, between)
                x += 10
            x = comb(page, x, part)

    joint = between or " "
    answers = dict(
        ANSWERS,
        subject_dob=joint.join(("23", "07", "1979")),
        date_from=joint.join(("01", "02", "2025")),
    )
    typed = dict(answers, subject_dob="23/07/1979", date_from="01/02/2025")
    form = read(combed(Drawn(), typed, draw))
    assert faults(form, answers) == {}
    assert form.readings["date_from"].normalised == "2025-02-01"


def test_a_date_in_a_box_for_each_part_is_one_date() -> None:
    def draw(page: Drawn, key: str, words: str) -> None:
        if key != "date_from":
            page.text(300, words)
            return
        for n, part in enumerate(words.split("/")):
            page.box(300 + 42 * n, 32, 16)
            page.text(306 + 42 * n, part)
            page.text(335 + 42 * n, "/" if n < 2 else "")

    answers = dict(ANSWERS, date_from="9/11/2025")
    assert faults(read(combed(Drawn(), answers, draw)), answers) == {}


def test_letters_drawn_evenly_apart_without_boxes_are_one_word() -> None:
    page = Drawn()
    for n, letter in enumerate("QQ 12 34 56 A"):
        page.text(100 + 16 * n, letter)
    assert [line.text for line in read_pdf(page.done()).lines] == ["QQ 12 34 56 A"]


def test_a_table_of_narrow_columns_keeps_its_cells() -> None:
    page = Drawn()
    for n, words in enumerate(("No", "12", "34", "9")):
        page.box(100 + 28 * n, 28, 16)
        page.text(104 + 28 * n, words)
    assert [line.text for line in read_pdf(page.done()).lines] == ["No", "12", "34", "9"]
