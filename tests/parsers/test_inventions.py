"""Word forms of layouts that were invented for these tests are read whole, and without a doubt."""

from __future__ import annotations

import pytest

from models.forms import Certainty, FormReading
from parsers.docx import read_docx
from parsers.recognise import read_form
from tests.parsers.inventions import FILLED, LAYOUTS
from tests.parsers.makers import docx
from tests.parsers.pages import agreement


def read(name: str) -> tuple[FormReading, dict[str, str]]:
    layout = LAYOUTS[name]()
    document = read_docx(docx(layout.body, **layout.parts))
    return read_form(document, [agreement()], "1"), {**FILLED, **layout.other}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_whole(name: str) -> None:
    form, wanted = read(name)
    found = {key: " ".join(form.value(key).split()) for key in wanted}
    assert found == {key: " ".join(value.split()) for key, value in wanted.items()}


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_field_that_a_form_must_have_is_held_for_a_person(name: str) -> None:
    form, _ = read(name)
    required = [one.key for one in agreement().fields if one.required]
    assert [key for key in required if form.readings[key].certainty is Certainty.GUESSED] == []
