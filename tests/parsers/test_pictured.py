"""A form that was sent as a picture inside a Word file or a PDF is for a person, never "no words"."""

from __future__ import annotations

import io
import struct
import zlib

import docx
import pytest
from docx.shared import Cm
from reportlab.pdfgen.canvas import Canvas

from models.documents import Document, Unread
from parsers.docx import read_docx
from parsers.errors import UnreadableError
from parsers.pdf import read_pdf


def png() -> bytes:
    """A grey picture of 40 by 40 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\x80" * 40 for _ in range(40))
    head = struct.pack(">IIBBBBB", 40, 40, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def word_file(*lines: str, wide: float = 0.0, high: float = 0.0) -> bytes:
    """A docx of `lines`, with a picture of that size in centimetres."""
    made, out = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    if wide:
        made.add_picture(io.BytesIO(png()), Cm(wide), Cm(high))
    made.save(out)
    return out.getvalue()


def drawn(*, marks: bool) -> bytes:
    """A PDF page whose letters are curves, or an empty one."""
    out = io.BytesIO()
    canvas = Canvas(out)
    if marks:
        for number in range(30):
            path = canvas.beginPath()
            path.moveTo(60 + 12 * number, 700)
            path.curveTo(66 + 12 * number, 712, 60 + 12 * number, 712, 66 + 12 * number, 700)
            canvas.drawPath(path, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def reason(read: object, data: bytes) -> Unread:
    """Why `data` could not be read."""
    with pytest.raises(UnreadableError) as raised:
        read(data)  # type: ignore[operator]  # one of our two readers
    return raised.value.unreadable.reason


@pytest.mark.parametrize("size", [(16.0, 22.0), (4.0, 3.0)])
def test_a_word_file_that_holds_nothing_but_a_picture_is_a_picture(
    size: tuple[float, float],
) -> None:
    assert reason(read_docx, word_file(wide=size[0], high=size[1])) is Unread.IMAGE_ONLY


def test_a_word_file_without_words_and_pictures_is_empty() -> None:
    assert reason(read_docx, word_file()) is Unread.EMPTY


def test_a_picture_as_large_as_half_a_page_is_noted_beside_words_and_a_logo_is_not() -> None:
    large = read_docx(word_file("Please see the form below.", wide=16.0, high=12.0))
    small = read_docx(word_file("Please see the form below.", wide=5.0, high=3.0))
    assert "image_page" in large.notes
    assert "image_page" not in small.notes
    assert isinstance(small, Document)


def test_a_pdf_whose_letters_are_curves_is_a_picture_and_an_empty_page_is_empty() -> None:
    assert reason(read_pdf, drawn(marks=True)) is Unread.IMAGE_ONLY
    assert reason(read_pdf, drawn(marks=False)) is Unread.EMPTY
