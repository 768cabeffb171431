"""Forms saved as web pages: what their boxes hold is read, what they do not show is not."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from models.forms import Certainty, FormReading, Recognised
from parsers.recognise import read_form
from parsers.text import html_words, text_document
from tests.parsers.inventions import FILLED, HEADS, LABELS, PARTS
from tests.parsers.pages import agreement

Shape = Callable[[str, str], str]


def page(shape: Shape) -> str:
    rows = "".join(
        (f"<h3>{HEADS[part]}</h3>" if part in HEADS else "")
        + "".join(shape(LABELS[key], escape(FILLED[key], quote=True)) for key in keys)
        for part, keys in PARTS.items()
    )
    return f"<html><body><h1>REQUEST FOR DISCLOSURE OF INFORMATION</h1>{rows}</body></html>"


def form(shape: Shape) -> FormReading:
    return read_form(text_document(page(shape), html=True), [agreement()], "1")


SHAPES: dict[str, Shape] = {
    "input": lambda label, said: f'<p>{label}: <input value="{said}"></p>',
    "input behind a label": lambda label, said: (
        f'<p><label>{label}</label><input type="text" value="{said}"/></p>'
    ),
    "input in a cell": lambda label, said: (
        f'<table><tr><td>{label}</td><td><input value="{said}"></td></tr></table>'
    ),
    "input below": lambda label, said: f'<div>{label}</div><div><input value="{said}"></div>',
    "textarea": lambda label, said: f"<p>{label}: <textarea rows=2>\n{said}</textarea></p>",
    "select": lambda label, said: (
        f"<p>{label}: <select><option>Please choose<option selected>{said}<option>Other</select></p>"
    ),
    "hidden before": lambda label, said: (
        f"<p>{label}: <span style='display: none'>OLD 1 May 1990</span>{said}</p>"
    ),
    "not visible": lambda label, said: (
        f"<p>{label}: <span style='color:red;visibility:hidden'>OLD</span>{said}</p>"
    ),
    "hidden attribute": lambda label, said: f"<p>{label}: <i hidden>OLD</i>{said}</p>",
    "hidden of Word": lambda label, said: (
        f"<p>{label}: <span style='mso-hide:all'>OLD</span>{said}</p>"
    ),
    "s": lambda label, said: f"<p>{label}: <s>OLD</s> {said}</p>",
    "strike": lambda label, said: f"<p>{label}: <strike>OLD <b>one</b></strike> {said}</p>",
    "del": lambda label, said: (
        f"<table><tr><td>{label}</td><td><del>OLD</del> {said}</td></tr></table>"
    ),
    "line-through": lambda label, said: (
        f"<p>{label}: <span style='text-decoration:line-through'>OLD</span> {said}</p>"
    ),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_what_a_page_shows_is_read_and_no_more(shape: Shape) -> None:
    assert {key: form(shape).value(key) for key in FILLED} == FILLED


@pytest.mark.parametrize(
    "box",
    ["<input>", "<input value=''>", "<textarea></textarea>", "<select><option>One</select>"],
)
def test_empty_boxes_are_no_blank_form_that_could_be_returned(box: str) -> None:
    read = form(lambda label, _: f"<p>{label}: {box}</p>")
    assert {read.readings[key].certainty for key in FILLED} == {Certainty.GUESSED}
    assert {read.value(key) for key in FILLED} == {""}


def test_a_page_without_boxes_that_nobody_filled_in_is_blank() -> None:
    assert form(lambda label, _: f"<p>{label}:</p>").recognised is Recognised.BLANK


def test_boxes_to_tick_are_read_as_marks() -> None:
    said = html_words("<p>Urgent? <input type=checkbox checked> Yes <input type=radio> No</p>")
    assert said.split() == ["Urgent?", "[x]", "Yes", "[", "]", "No"]


@pytest.mark.parametrize("kind", ["hidden", "submit", "button", "file", "password"])
def test_boxes_that_hold_no_words_of_the_requester_are_not_read(kind: str) -> None:
    assert html_words(f"<p>Name: <input type={kind} value=Send></p>") == "Name:"


def test_words_behind_what_is_left_out_stay() -> None:
    page = "<p>one<s>two<b>three</b></s>four<datalist><option>x</datalist>five<span hidden>six</span></p><p>seven</p>"
    assert html_words(page) == "onefourfive\nseven"
