from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from parsers.ocr_words import look_twice, words_of

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)


def row(text: str, left: int, conf: float, width: int = 100, line: int = 1) -> str:
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t50\t{width}\t30\t{conf}\t{text}"


def read(first: list[str], second: list[str]) -> list[str]:
    """What is read of a page that tesseract sees so, and at its second size so."""
    looks: Iterator[list[str]] = iter((first, second))
    image = Image.new("L", (1240, 1754), 255)

    def look(_image: Image.Image, _scale: float) -> str:
        return "\n".join([HEAD, *next(looks)])

    return [one.text for one in look_twice(image, 150 / 72, look)]


def at_second_size(text: str, left: int, conf: float, width: int = 100) -> str:
    """The same spot, on the page at 200 dots an inch."""
    ratio = 200 / 150
    top, high = round(50 * ratio), round(30 * ratio)
    return f"5\t1\t1\t1\t1\t1\t{round(left * ratio)}\t{top}\t{round(width * ratio)}\t{high}\t{conf}\t{text}"


def test_the_surer_of_two_looks_at_one_word_stands() -> None:
    assert read([row("Sth", 10, 61)], [at_second_size("5th", 10, 93)]) == ["5th"]
    assert read([row("fine", 10, 95)], [at_second_size("fire", 10, 70)]) == ["fine"]


def test_words_that_one_look_joined_are_parted_where_the_other_is_surer() -> None:
    first = [row("anotice", 10, 50, 120)]
    second = [at_second_size("a", 10, 92, 15), at_second_size("notice", 40, 95, 90)]
    assert read(first, second) == ["a", "notice"]


def test_a_piece_of_a_word_does_not_take_the_place_of_the_whole() -> None:
    assert read([row("disturbance", 10, 60, 200)], [at_second_size("dist", 10, 99, 60)]) == [
        "disturbance"
    ]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        (["ZZ8", "SBE"], "ZZ8 5BE"),
        (["ZZ1", "OAB,"], "ZZ1 0AB,"),
        (["ZZ8", "5BE"], "ZZ8 5BE"),
        (["BOX", "SBE"], "BOX SBE"),  # no postcode before it
        (["Sth", "May"], "5th May"),
        (["lst", "June"], "1st June"),
        (["with", "South"], "with South"),
    ],
)  # fmt: skip
def test_only_what_the_grammar_settles_is_put_right(seen: list[str], meant: str) -> None:
    rows = [row(text, 10 + 120 * n, 90) for n, text in enumerate(seen)]
    assert " ".join(read(rows, [])) == meant


def test_specks_are_no_words_and_single_figures_are() -> None:
    rows = [row("~", 10, 30), row("7", 200, 30), row("", 300, 95), row("-", 400, 80)]
    assert read(rows, []) == ["7", "-"]


@given(st.text(max_size=400))
def test_whatever_the_program_prints_is_words_or_nothing(said: str) -> None:
    for one in words_of(said):
        assert one.text.strip()
        assert one.confidence >= 0
