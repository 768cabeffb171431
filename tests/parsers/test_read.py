from __future__ import annotations

import io

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import Document, Unread, Unreadable
from parsers.read import read_part
from tests.parsers.makers import attached, canvas, docx, paragraph, small_pdf, zipped


def read(data: bytes, name: str = "form.bin") -> Document | Unreadable:
    return read_part(attached(data, name), "2")


def words(found: Document | Unreadable) -> list[str]:
    assert isinstance(found, Document), found
    return [line.text for line in found.lines]


def reason(found: Document | Unreadable) -> Unread:
    assert isinstance(found, Unreadable)
    return found.reason


def test_a_docx_a_pdf_and_a_text_file_are_read_and_name_their_reader() -> None:
    form = read(docx(paragraph("Name: Ada")), "form.docx")
    assert words(form) == ["Name: Ada"]
    assert isinstance(form, Document)
    assert form.reader == "docx/2"
    assert words(read(small_pdf(), "form.pdf")) == ["Form"]
    assert words(read(b"Name: Ada\n", "form.txt")) == ["Name: Ada"]


def test_the_body_of_a_mail_is_read_as_text() -> None:
    assert words(read_part(attached(b"x"), "1")) == ["Please see attached."]


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "form.docx", Unread.EMPTY),
        (rb"{\rtf1 words}", "form.rtf", Unread.UNSUPPORTED),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "form.odt",
            Unread.UNSUPPORTED,
        ),
        (zipped({"[Content_Types].xml": "<x/>"}), "slides.pptx", Unread.UNSUPPORTED),
        (zipped({"a/": ""}), "forms.zip", Unread.EMPTY),
        (b"\x78\x9f\x3e\x22\x01\x00", "winmail.dat", Unread.UNSUPPORTED),
        (b"\xff\xd8\xff\xe0JFIF", "scan.jpg", Unread.IMAGE_ONLY),
        (docx(paragraph("x"), word__vbaProject_dot_bin=b"x"), "form.docx", Unread.ACTIVE),
        (docx(paragraph("")), "form.docx", Unread.EMPTY),
        (docx(paragraph("x"))[:-9], "form.docx", Unread.BROKEN),
        (b"%PDF-1.7 cut", "form.pdf", Unread.BROKEN),
    ],
)
def test_what_is_not_read_has_its_reason(data: bytes, name: str, expected: Unread) -> None:
    assert reason(read(data, name)) is expected


def test_a_part_whose_base64_is_damaged_is_broken() -> None:
    raw = attached(docx(paragraph("x")), "form.docx")
    end = raw.rindex(b"\r\n--xx--")
    assert reason(read_part(raw[: end - 9] + raw[end:], "2")) is Unread.BROKEN


def test_a_path_that_is_not_there_is_broken() -> None:
    assert reason(read_part(attached(b"x"), "7.1")) is Unread.BROKEN


def test_a_form_in_a_forwarded_message_is_read_at_its_path() -> None:
    inner = attached(docx(paragraph("Name: Ada")), "form.docx")
    raw = attached(inner, "fw.eml", "message/rfc822")
    assert words(read_part(raw, "2.2")) == ["Name: Ada"]


def test_files_of_other_makers_are_read() -> None:
    made = python_docx.Document()
    made.add_paragraph("Name: Ada")
    buffer = io.BytesIO()
    made.save(buffer)
    assert words(read(buffer.getvalue(), "form.docx")) == ["Name: Ada"]
    page, buffer = canvas()
    page.drawString(72, 730, "Name")
    page.acroForm.textfield(name="Text1", value="Ada", x=72, y=700)
    page.save()
    found = read(buffer.getvalue(), "form.pdf")
    assert isinstance(found, Document)
    assert [field.value for field in found.fields] == ["Ada"]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"%PDF-1.7\n",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"{\\rtf",
            b"<html>",
        ]
    ),
    st.binary(max_size=200),
    st.text(max_size=12),
)
def test_no_bytes_and_no_name_make_reading_raise(magic: bytes, data: bytes, name: str) -> None:
    name = name.encode("utf-8", "replace").decode()
    assert isinstance(read(magic + data, name or "x"), Document | Unreadable)


_DOCX = docx(paragraph("Name: Ada") + paragraph("Address: 1 High St"))
_PDF = small_pdf()


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([_DOCX, _PDF]), st.data())
def test_no_damage_makes_reading_raise(whole: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    found = read(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:], "form")
    assert isinstance(found, Document | Unreadable)
    assert not isinstance(found, Unreadable) or "Ada" not in found.detail
