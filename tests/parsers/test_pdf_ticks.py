"""Boxes to be ticked on a page: what is ticked is the answer, and where nothing is a person looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.forms import Certainty
from parsers.extract_readings import UNTICKED
from parsers.extract_ticks import chosen
from parsers.pdf import read_pdf
from tests.parsers.drawn import ANSWERS, SECTIONS, Drawn, read

CHOICES = {
    "Section 115 of the Crime and Disorder Act 1998": True,
    "With the consent of the person": False,
    "Paragraph 5(3) of Schedule 2 to the Data Protection Act 2018 (legal claims), where the claim has "
    "been issued or soon will be": True,
    "An order of the court": False,
}
Mark = Callable[[Drawn, float, float], None]


def cross(page: Drawn, x: float, y: float) -> None:
    page.canvas.line(x + 2, y + 2, x + 8, y + 8)
    page.canvas.line(x + 2, y + 8, x + 8, y + 2)


def tick(page: Drawn, x: float, y: float) -> None:
    path = page.canvas.beginPath()
    path.moveTo(x + 2, y + 5)
    path.lineTo(x + 4, y + 2)
    path.lineTo(x + 9, y + 11)
    page.canvas.drawPath(path)


def filled(page: Drawn, x: float, y: float) -> None:
    page.canvas.rect(x + 2, y + 2, 6, 6, stroke=0, fill=1)


def letter(page: Drawn, x: float, y: float) -> None:
    page.canvas.setFont("Helvetica", 9)
    page.canvas.drawString(x + 2, y + 2, "X")


def dingbat(page: Drawn, x: float, y: float) -> None:
    page.canvas.setFont("ZapfDingbats", 9)
    page.canvas.drawString(x + 1, y + 2, "4")


def ticked(mark: Mark, choices: dict[str, bool], *, round_: bool = False) -> bytes:
    page = Drawn()
    page.title()
    for heading, fields in SECTIONS.items():
        if heading:
            page.text(50, heading, bold=True)
            page.down(20)
        for key, label in fields:
            for row in page.wrapped(label, 140):
                page.text(50, row)
                page.y += 12
            page.y -= 12 * len(page.wrapped(label, 140))
            if key != "grounds":
                for row in page.wrapped(ANSWERS.get(key, ""), 320):
                    page.text(200, row)
                    page.down(13)
                page.down(24)
                continue
            for words, on in choices.items():
                y = page.size[1] - page.y - 1
                if round_:
                    page.canvas.circle(205, y + 5, 5)
                else:
                    page.canvas.rect(200, y, 10, 10)
                if on:
                    mark(page, 200, y)
                for row in page.wrapped(words, 300):
                    page.text(216, row)
                    page.down(13)
            page.down(10)
    return page.done()


@pytest.mark.parametrize("mark", [cross, tick, filled, letter, dingbat])
def test_the_choices_that_are_ticked_are_the_answer(mark: Mark) -> None:
    one = read(ticked(mark, CHOICES)).readings["grounds"]
    assert one.value.replace("\n", " ") == " ".join(words for words, on in CHOICES.items() if on)
    assert one.certainty is Certainty.ANCHORED


def test_a_round_box_with_a_dot_is_ticked() -> None:
    def dot(page: Drawn, x: float, y: float) -> None:
        page.canvas.circle(x + 5, y + 5, 2.5, stroke=0, fill=1)

    one = read(ticked(dot, CHOICES, round_=True)).readings["grounds"]
    assert one.value.split("\n")[0] == "Section 115 of the Crime and Disorder Act 1998"
    assert "consent" not in one.value


def test_where_no_box_is_seen_to_be_ticked_all_words_stay_and_a_person_looks() -> None:
    def beside(page: Drawn, x: float, y: float) -> None:
        page.canvas.ellipse(x + 14, y - 3, x + 300, y + 13)

    one = read(ticked(beside, CHOICES)).readings["grounds"]
    assert (one.certainty, one.note) == (Certainty.GUESSED, UNTICKED)
    assert "consent" in one.value
    assert "Section 115" in one.value


def test_a_small_square_without_words_is_no_box_to_be_ticked() -> None:
    page = Drawn()
    page.text(50, "Name: Ada Notreal")
    page.down(40)
    page.box(300, 10, 10)
    assert [line.text for line in read_pdf(page.done()).lines] == ["Name: Ada Notreal"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("[x] Yes [ ] No", "Yes"),
        ("Yes [ ] No [x]", "No"),
        ("[ ] Injunction\n[x] Possession\n[x] Closure order", "Possession\nClosure order"),
        ("Legal basis [x] section 115 [ ] consent", "Legal basis\nsection 115"),
        ("[x] Other (say which)\nGround 7A, since he was convicted.", "Other (say which)\nGround 7A, since he was convicted."),
        ("no boxes here", "no boxes here"),
    ],
)  # fmt: skip
def test_what_is_not_ticked_is_no_answer(text: str, answer: str) -> None:
    assert chosen(text) == (answer, True)


def test_nothing_ticked_is_said() -> None:
    assert chosen("[ ] Yes [ ] No") == ("[ ] Yes [ ] No", False)
