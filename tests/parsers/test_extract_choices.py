"""Boxes to tick, and what the form prints itself: what was chosen, and what nobody entered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import DeclaredField, Document, Line, Place
from models.forms import PRINTED, STANDING, Certainty, FieldKind, FormField, Reading
from parsers.extract_choices import (
    UNTICKED,
    chosen,
    declared_choices,
    others_words,
    settled,
)

CRIME, LIFE = "For prevention, investigation and detection of crime", "To protect life or property"
REASON = FormField(
    "grounds", FieldKind.CHOICE, "reason", ("Reason",), choices=(CRIME, LIFE), printed="Under it:"
)
NOTICE = FormField(
    "declaration", FieldKind.PRINT, "end", ("Declaration",), printed="I am sure.\nKeep a copy."
)


def read(field: FormField, value: str) -> Reading:
    return settled(field, Reading(field.key, value, None, Place(), Certainty.ANCHORED))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[x] For prevention, investigation & detection of crime\n[ ] To protect life", (CRIME,)),
        ("☐ For prevention, investigation and detection of crime ☒ To protect life or property", (LIFE,)),
        ("For prevention, investigation and detection of crime [ ]\nTo protect life or property [X]", (LIFE,)),
        ("( ) for prevention,\ninvestigation and detection of crime (x) TO PROTECT LIFE AND PROPERTY", (LIFE,)),
        ("✓ For prevention, investigation and detection of crime. ✓ To protect life or property", (CRIME, LIFE)),
        ("[ ] For prevention, investigation and detection of crime [ ] To protect life or property", ()),
        ("To protect life or property", (LIFE,)),
        ("It is needed at once", ()),
    ],
)  # fmt: skip
def test_a_choice_is_made_by_the_mark_at_its_words(text: str, made: tuple[str, ...]) -> None:
    assert chosen((CRIME, LIFE), text).choices == made


@pytest.mark.parametrize("marks", [("[x] Yes [ ] No"), ("Yes [x] No [ ]"), ("Yes ☒\nNo ☐")])
def test_marks_stand_before_the_words_or_behind_them(marks: str) -> None:
    assert chosen(("Yes", "No"), marks).choices == ("Yes",)


def test_no_box_ticked_is_a_blank() -> None:
    found = read(REASON, f"Under it:\n☐ {CRIME}\n☐ {LIFE}")
    assert (found.value, found.normalised, found.certainty) == ("", None, Certainty.ANCHORED)
    assert read(REASON, f"Please tick one or more:\n[ ] {CRIME}\n[ ] {LIFE}").value == ""


def test_no_box_ticked_beside_other_words_is_for_a_person() -> None:
    found = read(REASON, f"☐ {CRIME}\n☐ {LIFE}\nOther: missing from home")
    assert found.certainty is Certainty.GUESSED
    assert found.note == UNTICKED
    assert "missing from home" in found.value


def test_a_ticked_box_of_words_that_we_do_not_know_is_no_blank() -> None:
    found = read(REASON, f"☐ {CRIME}\n☐ {LIFE}\n☒ Safeguarding")
    assert "Safeguarding" in found.value
    assert found.normalised is None


def test_choices_left_as_printed_stand_and_were_not_entered() -> None:
    """The form of the agreement prints both reasons with no box at either."""
    found = read(REASON, f"Under it:\n· {CRIME}.\n· {LIFE}")
    assert found.normalised == f"{CRIME}; {LIFE}"
    assert found.note == PRINTED
    assert read(REASON, LIFE).note == ""


def test_what_a_form_prints_is_known_however_its_lines_break() -> None:
    assert read(NOTICE, "I am\nsure. Keep a copy.").note == PRINTED
    assert read(NOTICE, "I swear it.").note == STANDING
    assert read(NOTICE, "").note == ""


def test_what_is_printed_is_never_another_fields_answer() -> None:
    assert others_words(NOTICE, ["I am sure.", "Keep a copy."]) == [""]
    assert others_words(NOTICE, ["I am sure.", "Flat 6 since May"]) == ["", "Flat 6 since May"]
    assert others_words(REASON, ["Under it:", f"☐ {CRIME}", f"☒ {LIFE}"]) == [""]
    plain = FormField("summary", FieldKind.TEXT, "", ())
    assert others_words(plain, ["One.", "Two."]) == ["One.", "Two."]


def box(value: str, top: float, label: str | None = None) -> DeclaredField:
    place = Place("form", 1, (60.0, top, 70.0, top + 10))
    return DeclaredField("Check1", label, value, "check", place)


def test_boxes_that_a_pdf_declares_are_the_words_beside_them_or_of_their_tool_tip() -> None:
    lines = tuple(
        Line(words, Place(page=1, box=(80.0, top, 300.0, top + 10)))
        for words, top in ((CRIME, 100.0), ("Something else", 120.0))
    )
    document = Document("pdf", lines, (box("", 100), box("[x]", 120), box("[x]", 140, LIFE)))
    found = declared_choices(document, [REASON, NOTICE])
    assert found.keys() == {"grounds"}
    assert found["grounds"].certainty is Certainty.DECLARED
    assert settled(REASON, found["grounds"]).normalised == LIFE


def test_boxes_of_no_choice_that_we_know_say_nothing() -> None:
    document = Document("pdf", (), (box("[x]", 100), box("[x]", 120, "Yes")))
    assert declared_choices(document, [REASON]) == {}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.lists(st.sampled_from([CRIME, LIFE, "☒", "[ ]", "[x]", "\n"])))
def test_no_words_make_a_choice_that_does_not_stand_there(text: str, pieces: list[str]) -> None:
    value = text + " ".join(pieces)
    found = read(REASON, value)
    assert set(chosen((CRIME, LIFE), value).choices) <= {CRIME, LIFE}
    if CRIME not in pieces and "investigation" not in text.casefold():
        assert CRIME not in (found.normalised or "")
    if found.value == "" and value.strip(" :\n"):
        assert found.normalised is None


def test_hostile_answers_come_to_an_end() -> None:
    """Patterns that look back over themselves would not."""
    for piece in ("[ ]", "☐ ", "for ", "prevention ", "x" * 50, "(\t", "please tick "):
        assert read(REASON, piece * 20_000).key == "grounds"
