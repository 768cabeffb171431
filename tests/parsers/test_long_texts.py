"""Texts far longer than any form: read in little time, and never taken for what they are not."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from models.agreements import load_agreements
from models.documents import Document
from models.forms import Agreement, Certainty, Recognised
from models.settings import shipped_config
from parsers.extract_look import MAY_HOLD_A_FORM, NOT_SEARCHED, SEARCHED, long_notes
from parsers.recognise import read_form
from parsers.text import text_document

GROWTH = 4.0
GUARD = 30.0
DIARY = "On 3 June the caretaker heard shouting from the flat above, and wrote it down here.\n"


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return load_agreements(shipped_config(), ("safer-estates",))[0]


def filled(agreement: Agreement) -> str:
    """A form as text: each label as printed, with a word for its answer."""
    return "".join(f"{one.labels[0]}: Words\n" for one in agreement.fields)


def long_text(text: str) -> Document:
    return text_document(text, html=False)


def test_a_diary_is_no_form_and_hides_none(agreement: Agreement) -> None:
    read = read_form(long_text(DIARY * 3 * SEARCHED), (agreement,), "2")
    assert read.recognised in (Recognised.NOTHING, Recognised.LETTER)
    assert read.notes == (NOT_SEARCHED,)


def test_a_text_as_long_as_forms_are_bears_no_note(agreement: Agreement) -> None:
    assert read_form(long_text(DIARY * SEARCHED), (agreement,), "2").notes == ()


@pytest.mark.parametrize("before", [SEARCHED - 10, SEARCHED, 5 * SEARCHED])
def test_a_form_far_down_in_a_long_text_is_noted(agreement: Agreement, before: int) -> None:
    text = DIARY * before + filled(agreement) + DIARY * SEARCHED
    read = read_form(long_text(text), (agreement,), "2")
    assert MAY_HOLD_A_FORM in read.notes


def test_a_form_far_down_is_noted_though_nothing_parts_labels_from_answers(
    agreement: Agreement,
) -> None:
    text = DIARY * 2 * SEARCHED + filled(agreement).replace(":", "")
    assert MAY_HOLD_A_FORM in long_notes(long_text(text), (agreement,))


def test_a_form_with_more_lines_than_are_searched_is_all_guessed(agreement: Agreement) -> None:
    text = filled(agreement) + DIARY * 2 * SEARCHED
    read = read_form(long_text(text), (agreement,), "2")
    assert read.recognised is Recognised.FORM
    assert NOT_SEARCHED in read.notes
    assert {one.certainty for one in read.readings.values()} == {Certainty.GUESSED}
    assert all(one.note for one in read.readings.values())


def test_a_blank_form_with_more_lines_than_are_searched_is_not_called_blank(
    agreement: Agreement,
) -> None:
    text = "".join(f"{one.labels[0]}:\n" for one in agreement.fields) + "-\n" * 2 * SEARCHED
    assert read_form(long_text(text), (agreement,), "2").recognised is Recognised.FORM


def test_lines_past_the_reader_s_cap_may_hold_a_form(agreement: Agreement) -> None:
    document = long_text("x\n" * 20_001)
    assert MAY_HOLD_A_FORM in read_form(document, (agreement,), "2").notes


TEXTS: dict[str, Callable[[int], str]] = {
    "prose": lambda n: DIARY * (n * 5000),
    "labels": lambda n: "Name: J. Doe\nAddress: 1 High Street\n" * (n * 2500),
    "labels without answers": lambda n: "Name\nAddress\nDate of birth\n" * (n * 2500),
    "labels that nothing parts": lambda n: "Date of birth 1 May 1990 of the tenant\n" * (n * 5000),
    "tabs in one line": lambda n: "Name\t" * (n * 50_000),
    "colons in one line": lambda n: "Name: J. Doe Address: 1 High Street " * (n * 10_000),
    "one long word": lambda n: "a" * (n * 500_000),
    "brackets": lambda n: "Name (" * (n * 50_000),
    "quotation marks": lambda n: ("> " * 200 + "\n") * (n * 2000),
    "numbers": lambda n: "1. 2. 3. 4. Name\n" * (n * 5000),
}


@pytest.mark.parametrize("name", TEXTS)
def test_reading_a_long_text_grows_with_its_size(agreement: Agreement, name: str) -> None:
    took: list[float] = []
    for size in (1, 2):
        document = long_text(TEXTS[name](size))
        began = time.process_time()
        read_form(document, (agreement,), "2")
        took.append(time.process_time() - began)
    assert took[1] < max(GROWTH * took[0], 5.0)
    assert took[1] < GUARD
