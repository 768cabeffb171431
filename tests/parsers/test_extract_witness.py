"""An answer that the file itself speaks against is a guess, though a control declares it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.documents import DAMAGED, DeclaredField, Document, Line, Place
from models.forms import Certainty, FormReading, Recognised
from parsers.extract import DAMAGE
from parsers.extract_witness import DISPUTED, LABELLED, OTHERWISE, SEVERAL, TWICE
from parsers.recognise import read_form
from tests.parsers.pages import PRINTED, TITLE, agreement, page

NAME = "Designated Requesting Officer Name"


def form(*changed: tuple[str, Line]) -> Document:
    """The printed form, the lines that begin with some words exchanged for others."""
    sheet = page(f"{TITLE}\n{PRINTED}")
    lines = list(sheet.lines)
    for begin, line in changed:
        (nth,) = (n for n, one in enumerate(lines) if one.text.startswith(begin))
        lines[nth] = replace(line, place=lines[nth].place)
    return replace(sheet, lines=tuple(lines))


def controlled(label: str, answer: str, after: str = "", **more: bool) -> tuple[str, Line]:
    """A line of a label and a control, and words behind it."""
    start = len(label) + 2
    text = f"{label}: {answer}{after}"
    spans = ((start, start + len(answer)),) if answer else ()
    prompts = () if answer else (len(text.rstrip()),)
    return label, Line(text.rstrip(), Place(), controls=spans, prompts=prompts, **more)


def read(document: Document) -> FormReading:
    return read_form(document, [agreement()], "1")


def test_a_control_that_nothing_speaks_against_declares_its_answer() -> None:
    one = read(form(controlled(NAME, "Olga Fenn"))).readings["requester_name"]
    assert (one.value, one.certainty, one.note) == ("Olga Fenn", Certainty.DECLARED, "")


@pytest.mark.parametrize("answer", ["Olga Fenn", ""])
def test_a_disputed_control_is_a_guess_filled_in_or_blank(answer: str) -> None:
    one = read(form(controlled(NAME, answer, disputed=True))).readings["requester_name"]
    assert (one.value, one.certainty, one.note) == (answer, Certainty.GUESSED, DISPUTED)


def test_words_typed_behind_a_control_make_the_answer_no_more_than_anchored() -> None:
    one = read(form(controlled(NAME, "Olga Fenn", " (for M. Thwaite)"))).readings["requester_name"]
    assert (one.value, one.certainty) == ("Olga Fenn (for M. Thwaite)", Certainty.ANCHORED)
    marks = read(form(controlled(NAME, "Olga Fenn", "."))).readings["requester_name"]
    assert (marks.value, marks.certainty) == ("Olga Fenn", Certainty.DECLARED)


def test_a_label_that_stands_twice_is_no_answer() -> None:
    text = "Organisation: Organisation: Brookfold Homes"
    line = Line(text, Place(), controls=((28, 43),))
    one = read(form(("Organisation", line))).readings["organisation"]
    assert (one.certainty, one.note) == (Certainty.GUESSED, LABELLED)


def test_a_second_control_in_the_answer_of_a_short_field_is_a_guess() -> None:
    sheet = form(controlled("Organisation", "Brookfold Homes"))
    lines = list(sheet.lines)
    (nth,) = (n for n, one in enumerate(lines) if one.text.startswith("Address: 2 Weir"))
    lines[nth] = Line("2 Weir Lane, Brookfold ZZ7 1AA", lines[nth].place, controls=((0, 30),))
    one = read(replace(sheet, lines=tuple(lines))).readings["organisation"]
    assert (one.certainty, one.note) == (Certainty.GUESSED, SEVERAL)


def test_boxes_to_tick_below_a_control_are_no_second_answer() -> None:
    label, line = controlled("Date from which", "1 May 2025")
    asked = "Is the data subject known to be vulnerable?  Yes [ ]  No [x]"
    boxes = tuple((at, at + 3) for at in (asked.index("[ ]"), asked.index("[x]")))
    sheet = form((label, line))
    nth = next(n for n, one in enumerate(sheet.lines) if one.text.startswith(label))
    below = Line(asked, sheet.lines[nth].place, controls=boxes)
    lines = (*sheet.lines[: nth + 1], below, *sheet.lines[nth + 1 :])
    one = read(replace(sheet, lines=lines)).readings["date_from"]
    assert (one.value, one.certainty) == ("1 May 2025", Certainty.DECLARED)


def test_an_empty_control_with_a_filled_one_behind_it_is_a_guess() -> None:
    sheet = form(controlled("Unique Ref No if known, e.g. Nat. Ins. No", ""))
    lines = list(sheet.lines)
    (nth,) = (n for n, one in enumerate(lines) if one.text.startswith("Date from which"))
    lines[nth] = Line("1 September 2025", lines[nth].place, controls=((0, 16),))
    one = read(replace(sheet, lines=tuple(lines))).readings["subject_ref"]
    assert one.certainty is Certainty.GUESSED


def test_a_paragraph_that_stands_twice_in_an_answer_is_a_guess() -> None:
    sheet = form()
    words = "An injunction against Mr Tuck."
    lines = []
    for line in sheet.lines:
        lines += (
            [Line(words, line.place, controls=((0, len(words)),))] * 2
            if line.text == "An injunction."
            else [line]
        )
    one = read(replace(sheet, lines=tuple(lines))).readings["potential_actions"]
    assert (one.certainty, one.note) == (Certainty.GUESSED, TWICE)


# ---------------------------------------------------------------- fields of a PDF
def boxed(value: str, shown: str | None, label: str = "Date of Birth") -> FormReading:
    """A PDF form with one fill-in field."""
    lines = tuple(
        Line(text, Place(page=1, box=(72.0, 60.0 + 20 * n, 180.0, 72.0 + 20 * n)))
        for n, text in enumerate(f"{TITLE}\n{PRINTED}".split("\n"))
    )
    (nth,) = (n for n, one in enumerate(lines) if one.text.startswith(label))
    bare = replace(lines[nth], text=f"{label}:")
    top = 60.0 + 20 * nth
    field = DeclaredField("Text1", label, value, "text",
                          Place("form", 1, (190.0, top, 400.0, top + 14)), shown)  # fmt: skip
    return read(Document("pdf", (*lines[:nth], bare, *lines[nth + 1 :]), (field,), pages=1))


def test_a_field_whose_box_prints_another_answer_is_a_guess_with_both() -> None:
    one = boxed("14/11/1983", "14/11/1938").readings["subject_dob"]
    assert (one.value, one.certainty, one.note) == ("14/11/1983", Certainty.GUESSED, OTHERWISE)
    assert one.alternatives == ("14/11/1938",)


def test_a_blank_field_whose_box_prints_an_answer_is_no_blank() -> None:
    one = boxed("", "14/11/1983").readings["subject_dob"]
    assert (one.value, one.certainty) == ("", Certainty.GUESSED)


def test_a_day_printed_in_another_way_is_the_same_day() -> None:
    one = boxed("1983-11-14", "14 November 1983").readings["subject_dob"]
    assert (one.normalised, one.certainty) == ("1983-11-14", Certainty.DECLARED)


# ---------------------------------------------------------------- damaged files
def test_of_a_damaged_file_nothing_is_more_than_a_guess() -> None:
    found = read(replace(form(controlled(NAME, "Olga Fenn")), notes=(DAMAGED,)))
    assert {one.certainty for one in found.readings.values()} == {Certainty.GUESSED}
    assert found.readings["subject_name"].note == DAMAGE


def test_a_damaged_form_with_nothing_entered_is_no_blank_form() -> None:
    blank = "\n".join(line.partition(":")[0] + ":" for line in PRINTED.split("\n") if ":" in line)
    sheet = page(f"{TITLE}\n{blank}")
    assert read(sheet).recognised is Recognised.BLANK
    assert read(replace(sheet, notes=(DAMAGED,))).recognised is Recognised.FORM
