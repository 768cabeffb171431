"""Labels beside boxes and columns without rules: whose answer is whose, however the lines fall."""

from __future__ import annotations

import pytest

from models.documents import Document, Line
from parsers.pdf import read_pdf
from tests.parsers.drawn import ANSWERS, SECTIONS, Drawn, faults, read


def boxed(page: Drawn, left: float, wide: float, lower: float, lines: int = 3) -> bytes:
    """Labels outside of boxes; answers are set `lower` in their boxes than the labels beside them."""
    page.title()
    for heading, fields in SECTIONS.items():
        if heading:
            page.text(50, heading, bold=True)
            page.down(22)
        for key, label in fields:
            rows = page.wrapped(ANSWERS.get(key, ""), wide - 8)
            printed = page.wrapped(label, left - 60)[:lines]
            high = max(14.0 * len(rows), 18.0)
            page.box(left, wide, high)
            start = page.y
            for row in rows:
                page.y += lower if row == rows[0] else 13
                page.text(left + 4, row)
            page.y = start
            for row in printed:
                page.text(50, row)
                page.y += 12
            page.y = start
            page.down(max(high, 12.0 * len(printed)) + 6, room=120)
    return page.done()


@pytest.mark.parametrize("lower", [-2.5, 0.0, 2.0, 4.5])
def test_a_label_and_the_box_beside_it_go_together_on_whatever_lines_they_stand(
    lower: float,
) -> None:
    assert faults(read(boxed(Drawn(), 290, 250, lower))) == {}


def test_a_label_of_several_lines_belongs_to_the_low_box_beside_its_first() -> None:
    assert faults(read(boxed(Drawn(), 170, 370, 0.0))) == {}


def columns(page: Drawn, left: float, wide: float, *, bold: bool, lead: float = 12.5) -> bytes:
    """Labels and answers in two columns without rules; both wrap."""
    page.title()
    for heading, fields in SECTIONS.items():
        if heading:
            page.text(50, heading, bold=bold)
            page.down(24)
        for key, label in fields:
            rows = page.wrapped(ANSWERS.get(key, ""), wide)
            printed = page.wrapped(label, left - 56, bold=bold)
            for n in range(max(len(rows), len(printed))):
                if n < len(printed):
                    page.text(50, printed[n], bold=bold)
                if n < len(rows):
                    page.text(left, rows[n])
                page.y += lead
            page.down(10, room=90)
    return page.done()


@pytest.mark.parametrize("bold", [True, False])
@pytest.mark.parametrize("left", [150, 178, 214, 262])
def test_labels_and_answers_that_wrap_side_by_side_are_told_apart(
    left: float, *, bold: bool
) -> None:
    assert faults(read(columns(Drawn(), left, 300, bold=bold))) == {}


def test_an_answer_follows_a_label_that_runs_across_its_column() -> None:
    page = Drawn()
    page.title()
    for heading, fields in SECTIONS.items():
        if heading:
            page.text(50, heading, bold=True)
            page.down(20)
        for key, label in fields:
            page.text(50, label, bold=True)
            at = max(200.0, 56 + page.canvas.stringWidth(label, "Helvetica-Bold", 10))
            first, *rest = page.wrapped(ANSWERS.get(key, ""), 545 - at)
            page.text(at, first)
            for row in page.wrapped(" ".join(rest), 330) if rest else ():
                page.down(12.5)
                page.text(200, row)
            page.down(19)
    assert faults(read(page.done())) == {}


def test_the_rest_of_an_answer_on_the_next_page_is_not_the_answer_of_the_first_label_there() -> (
    None
):
    page = Drawn()
    long = dict(
        ANSWERS,
        summary=" ".join(
            f"On {day} March 2026 a window was broken and the caretaker swept the glass from the path."
            for day in range(1, 30)
        ),
    )
    page.title()
    page.text(50, "OFFICIAL", size=8)
    page.down(20)
    for heading, fields in SECTIONS.items():
        if heading:
            page.text(50, heading, bold=True)
            page.down(24)
        for key, label in fields:
            printed = page.wrapped(label, 130, bold=True)
            for n, row in enumerate(page.wrapped(long.get(key, ""), 320)):
                if n < len(printed):
                    page.text(50, printed[n], bold=True)
                page.text(200, row)
                page.down(12.5)
            page.down(10 + 12.5 * max(len(printed) - 2, 0))
    assert faults(read(page.done()), long) == {}


def test_text_beside_a_tall_box_is_no_label_of_it() -> None:
    page = Drawn()
    page.box(400, 150, 320, up=20)
    page.text(410, "For office use")
    for words in (
        "Dear Sir",
        "I write about the lift.",
        "It has stood still",
        "for eleven days.",
        "Yours",
    ):
        page.text(50, words)
        page.down(30)
    lines = read_pdf(page.done()).lines
    assert [line.text for line in lines if line.place.cell is None] == [
        "Dear Sir", "I write about the lift.", "It has stood still", "for eleven days.", "Yours",
    ]  # fmt: skip


def test_two_boxes_on_one_line_have_a_label_each() -> None:
    page = Drawn()
    page.text(50, "Name:")
    page.box(90, 160, 16)
    page.text(94, "Ada Notreal")
    page.text(300, "Born:")
    page.box(340, 80, 16)
    page.text(344, "1 May 1980")
    assert rows(read_pdf(page.done())) == [["Name:", "Ada Notreal"], ["Born:", "1 May 1980"]]


def rows(document: Document) -> list[list[str]]:
    """The words of each row of each table."""
    found: dict[tuple[int, int], list[Line]] = {}
    for line in document.lines:
        if line.place.cell is not None:
            found.setdefault(line.place.cell[:2], []).append(line)
    return [[line.text for line in row] for row in found.values()]


def test_two_pages_on_one_sheet_are_read_one_after_the_other() -> None:
    page = Drawn(size=(842.0, 595.0))
    for n, words in enumerate(
        ("Requester", "Name: Ada Notreal", "Organisation: Bellhouse", "Telephone: 01632 960184")
    ):
        page.y = 60 + 20 * n
        page.text(40, words)
    for n, words in enumerate(
        ("Grounds", "Section 115 applies here", "An injunction is planned", "No more to add")
    ):
        page.y = 60 + 20 * n
        page.text(461, words)
    lines = [line.text for line in read_pdf(page.done()).lines]
    assert lines[:4] == [
        "Requester",
        "Name: Ada Notreal",
        "Organisation: Bellhouse",
        "Telephone: 01632 960184",
    ]
    assert lines[4] == "Grounds"


def test_a_row_that_goes_on_over_two_pages_keeps_its_label_under_a_running_head() -> None:
    page = Drawn()
    entries = [
        f"{day:02}/03/2026 - glass was swept from the path by the caretaker, who saw nobody."
        for day in range(1, 29)
    ]
    long = dict(ANSWERS, summary="\n".join(entries), potential_actions="An undertaking.")

    def edges() -> None:
        page.canvas.setFont("Helvetica", 8)
        page.canvas.drawString(50, 815, "OFFICIAL-SENSITIVE")
        page.canvas.drawString(50, 20, f"Page {page.canvas.getPageNumber()} of 3")

    edges()
    page.title()
    top = page.y - 14
    for fields in SECTIONS.values():
        for key, label in fields:
            printed = page.wrapped(label, 130)
            answer = [
                row for part in long.get(key, "").split("\n") for row in page.wrapped(part, 200)
            ]
            for n in range(max(len(printed), len(answer))):
                if page.y > 770:
                    ruled(page, top)
                    page.next_page()
                    edges()
                    top = page.y - 14
                if n < len(printed):
                    page.text(54, printed[n])
                if n < len(answer):
                    page.text(204, answer[n])
                page.y += 14
            ruled(page, top)
            top = page.y - 10
            page.y += 4
    form = read(page.done())
    assert faults(form, long) == {}
    assert form.value("summary").split("\n") == entries


def ruled(page: Drawn, top: float) -> None:
    """The two cells of a row from `top` to the line."""
    y = page.y - 10
    page.canvas.rect(50, 842 - y, 150, y - top)
    page.canvas.rect(200, 842 - y, 220, y - top)


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("said", [0, 90])
def test_a_page_whose_words_all_lie_on_their_side_is_turned_to_be_read(
    angle: int, said: int
) -> None:
    page = Drawn(size=(842.0, 842.0))
    page.canvas.setPageRotation(said)
    page.canvas.translate(421, 421)
    page.canvas.rotate(angle)
    page.canvas.translate(-421, -421)
    assert faults(read(columns(page, 214, 300, bold=True))) == {}


@pytest.mark.parametrize("high", [14, 18, 30])
@pytest.mark.parametrize("boxes", [True, False])
def test_answers_typed_onto_a_printed_form_go_to_the_labels_beside_them(
    high: float, *, boxes: bool
) -> None:
    page = Drawn()
    page.title()
    for heading, fields in SECTIONS.items():
        if heading:
            page.text(50, heading, bold=True)
            page.down(20)
        for key, label in fields:
            page.text(50, label)
            long = key in ("summary", "grounds", "potential_actions")
            left, wide, tall = (50.0, 490.0, 62.0) if long else (290.0, 250.0, float(high))
            if long:
                page.down(8)
            top = page.size[1] - page.y + (0 if long else 12)
            if boxes:
                page.canvas.rect(left - 2, top - max(tall, 18), wide + 4, max(tall, 18))
            if key:
                area = (left, top - tall, left + wide, top)
                page.canvas.freeTextAnnotation(
                    ANSWERS[key], "/Helv 10 Tf 0 g", Rect=area, relative=0
                )
            page.down(70 if long else max(high, 18) + 5)
    form = read(page.done())
    assert {key: said for key, said in faults(form).items() if key != "subject_ref"} == {}
