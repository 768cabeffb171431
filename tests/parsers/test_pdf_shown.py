"""A field of a PDF whose box prints other words than its value is known, and what it prints is kept."""

from __future__ import annotations

import io
import re

import pytest

from models.documents import DAMAGED, DeclaredField, Document
from parsers.pdf import read_pdf
from tests.parsers.makers import canvas, pdf_of, small_pdf

LONG = "Eleven diary sheets describe threats, noise and damage at the flats since the spring. "


def filled(*values: str, flags: str = "", width: int = 300) -> bytes:
    """A page of text fields, each with an appearance that says its value."""
    page, buffer = canvas()
    page.drawString(72, 780, "A form")
    for number, value in enumerate(values):
        page.acroForm.textfield(name=f"Text{number}", value=value, x=200, y=700 - 40 * number,
                                width=width, height=24, fieldFlags=flags, maxlen=2000)  # fmt: skip
    page.save()
    return buffer.getvalue()


def put(data: bytes, before: str, after: str) -> bytes:
    """The same file, one string of it of the same length changed."""
    assert len(before) == len(after)
    found = data.replace(b"(" + before.encode() + b")", b"(" + after.encode() + b")")
    assert found != data
    return found


def fields(data: bytes) -> tuple[DeclaredField, ...]:
    document = read_pdf(data)
    assert DAMAGED not in document.notes
    return document.fields


def test_a_field_whose_box_says_its_value_is_as_it_was() -> None:
    found = fields(filled("Ada Notreal", "", "1 May 1990 (about)", "Flat 2\\3, Weir Lane"))
    assert [one.shown for one in found] == [None, None, None, None]


def test_what_the_box_prints_is_kept_where_the_value_is_another() -> None:
    first, second = fields(put(filled("Ada Notreal", "Olga Fenn"), "Ada Notreal", "Eva Notreal"))
    assert (first.value, first.shown) == ("Eva Notreal", "Ada Notreal")
    assert second.shown is None


def test_a_blank_field_whose_box_prints_an_answer_is_known() -> None:
    data = filled("Ada Notreal")
    (field,) = fields(data.replace(b"/V (Ada Notreal)", b"/Q           0  "))
    assert (field.value, field.shown) == ("", "Ada Notreal")


def test_a_field_with_a_value_whose_box_is_blank_is_known() -> None:
    data = filled("")
    found = re.sub(rb"/V \(\)", b"/V (Eva)", data)
    start = found.index(b"\nxref") + 1
    found = re.sub(rb"startxref\n\d+", b"startxref\n%d" % start, found)
    (field,) = read_pdf(found).fields
    assert (field.value, field.shown) == ("Eva", "")


def test_an_answer_that_is_longer_than_its_box_agrees_by_its_beginning() -> None:
    (field,) = fields(filled(LONG * 3, flags="multiline", width=180))
    assert field.shown is None
    changed = LONG.replace("threats", "threads")
    (field,) = fields(put(filled(LONG * 3, flags="multiline", width=180), LONG * 3, changed * 3))
    assert field.shown is not None


def test_words_that_the_page_itself_prints_in_the_box_are_none_of_the_field() -> None:
    page, buffer = canvas()
    page.drawString(204, 706, ".......................")
    page.acroForm.textfield(name="Text0", value="Ada Notreal", x=200, y=700, width=300, height=24)
    page.save()
    (field,) = fields(put(buffer.getvalue(), "Ada Notreal", "Eva Notreal"))
    assert field.shown == "Ada Notreal"


def widget(appearance: bytes, resources: bytes = b"") -> Document:
    """A text field with the value "Eva" and this appearance."""
    form = b"/AcroForm<</Fields[6 0 R]/DA(/F1 12 Tf)/DR<</Font<</F1 5 0 R>>>>>>"
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Eva)/F 4/Rect[150 690 400 715]"
        b"/DA(/F1 12 Tf 0 g)%s>>"
    )
    if not appearance:
        return read_pdf(small_pdf(form, b"/Annots[6 0 R]", field % b""))
    stream = b"<</Type/XObject/Subtype/Form/BBox[0 0 250 25]/Resources<<%s>>/Length %d>>stream\n%s\nendstream"
    shown = stream % (resources, len(appearance), appearance)
    return read_pdf(small_pdf(form, b"/Annots[6 0 R]", field % b"/AP<</N 7 0 R>>", shown))


FONT = b"/Font<</F1 5 0 R>>"


@pytest.mark.parametrize(
    ("appearance", "shown"),
    [
        (b"", None),
        (b"/Tx BMC q BT /F1 12 Tf 2 7 Td (Eva) Tj ET Q EMC", None),
        (b"/Tx BMC q BT /F1 12 Tf 2 7 Td [(E) -20 (va)] TJ ET Q EMC", None),
        (b"/Tx BMC q BT /F1 12 Tf 2 7 Td <457661> Tj ET Q EMC", None),
        (b"/Tx BMC q BT /F1 12 Tf 2 7 Td <416461> Tj ET Q EMC", "Ada"),
        (b"/Tx BMC q BT /F1 12 Tf 2 7 Td (Ada) Tj ET Q EMC", "Ada"),
        (b"/Tx BMC q BT /F1 12 Tf 2 7 Td (\\105va) Tj ET Q EMC", None),
        (b"/Tx BMC EMC", ""),
    ],
)
def test_an_appearance_is_read_however_it_is_written(appearance: bytes, shown: str | None) -> None:
    (field,) = widget(appearance, FONT).fields
    assert (field.value, field.shown) == ("Eva", shown)


def test_words_typed_onto_the_page_that_it_does_not_show_make_a_damaged_file() -> None:
    appearance = b"BT /F1 12 Tf 2 7 Td (Ada Notreal) Tj ET"
    stream = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 250 20]/Resources<</Font<</F1 5 0 R>>>>"
        b"/Length %d>>stream\n%s\nendstream" % (len(appearance), appearance)
    )
    note = b"/Annots[<</Type/Annot/Subtype/FreeText/Rect[150 695 400 715]/Contents(%s)/DA(/F1 12 Tf)/AP<</N 6 0 R>>>>]"
    assert DAMAGED not in read_pdf(small_pdf(b"", note % b"Ada Notreal", stream)).notes
    assert DAMAGED in read_pdf(small_pdf(b"", note % b"Eva Notreal", stream)).notes


def test_a_page_that_cannot_be_printed_flat_tells_nothing() -> None:
    data = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                  b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]/Annots[<</Type/Annot/Subtype/FreeText"
                  b"/Rect[0 0 9 9]/Contents(Ada)>>]>>")  # fmt: skip
    assert [line.text for line in read_pdf(data).lines] == ["Ada"]
    assert io.BytesIO(data)
