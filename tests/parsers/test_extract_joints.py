"""What stands between two lines of an answer: entries of a diary, broken words, paragraphs."""

from __future__ import annotations

import pytest

from models.documents import Document, Line, Place
from parsers.extract import extract
from tests.parsers.pages import PRINTED, agreement

SUMMARY = "Eleven diary sheets describe threats. Please tell us when police attended."


def summary(*rows: str, more: str = "", tops: tuple[tuple[int, float], ...] = ()) -> str:
    """The summary read from a page that has these rows there; a letter is five points wide."""
    before, after = PRINTED.split(SUMMARY)
    lines, top = [], 40.0
    for n, text in enumerate(
        [*before.strip().split("\n"), *rows, *after.strip().split("\n"), *more.split("\n")]
    ):
        page, here = tops[n] if n < len(tops) else (1, top)
        if text:
            lines.append(
                Line(text, Place(page=page, box=(60, here, 60 + 5 * len(text), here + 10)))
            )
        top += 14
    return extract(Document("pdf", tuple(lines), pages=1), agreement(), "1").value("summary")


def test_entries_of_a_diary_begin_lines_of_their_own() -> None:
    rows = (
        "02/03/2026 - a brick was thrown at a car, and the man who threw it ran from the yard.",
        "5 March 2026: the caretaker found glass on the stairs and swept it away before school.",
        "07.03.26 at 21.40 - shouting.",
    )
    assert summary(*rows).split("\n") == list(rows)


def test_a_date_inside_a_sentence_begins_no_line() -> None:
    rows = (
        "The caretaker found glass on the stairs before anyone else was up, and rang the police on",
        "02/03/2026 - then they came.",
    )
    assert summary(*rows) == " ".join(rows)


FULL = "A man with a crow bar was seen in the yard behind the flats, and two of the residents say-"


@pytest.mark.parametrize(
    ("first", "second", "more", "whole"),
    [
        ("He is known to Mr Gar-", "nerstone, who works there", "Garnerstone", "Garnerstone"),
        ("He was seen off-", "road on a motor cycle", "", "off-road"),
        ("Ms Orford-", "Tripp rang the office", "", "Orford-Tripp"),
        ("The visit is a follow-", "up to the first one", "", "follow-up"),
        ("They met on the stair-", "case of the block", "a stair-case", "stair-case"),
        ("They met on the land-", "ing of the block", "", "land-ing"),
    ],
)
def test_a_hyphen_goes_only_where_a_program_broke_the_word(
    first: str, second: str, more: str, whole: str
) -> None:
    read = summary(FULL[: 90 - len(first)].rsplit(" ", 1)[0] + " " + first, second, more=more)
    assert whole in read


def test_who_breaks_words_breaks_more_than_one() -> None:
    rows = (
        "The caretaker says that the window of the land-",
        "ing was broken, and that he has seen the neigh-",
        "bour from below there with an air pistol.",
    )
    assert summary(*rows) == (
        "The caretaker says that the window of the landing was broken, and that he has seen the "
        "neighbour from below there with an air pistol."
    )
