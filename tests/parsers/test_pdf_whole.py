"""A damaged PDF is known by its table, by what its objects lack, and by streams that end too early."""

from __future__ import annotations

import io
import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from models.documents import DAMAGED
from parsers.errors import UnreadableError
from parsers.pdf import read_pdf
from parsers.pdf_whole import is_whole
from tests.parsers.makers import canvas, pdf_of, small_pdf

PAGE = b"BT /F1 12 Tf 72 700 Td (Name: Alaric Tuck) Tj ET"
PAGES = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
)
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def printed(*, compressed: bool = True) -> bytes:
    page, buffer = canvas()
    page.setPageCompression(int(compressed))
    for number in range(30):
        page.drawString(72, 760 - 20 * number, f"Line {number} of a request for disclosure")
    page.save()
    return buffer.getvalue()


def packed(content: bytes, packing: bytes = b"/Filter/FlateDecode") -> bytes:
    """A one-page PDF whose content is this stream."""
    body = b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), packing, content)
    return pdf_of(*PAGES, body, FONT)


def streamed_table(predictor: int = 12) -> bytes:
    """A PDF whose table is a stream (7.5.8), its rows predicted as makers of tables do."""
    objects = (*PAGES, b"<</Length %d>>stream\n%s\nendstream" % (len(PAGE), PAGE), FONT)
    out, offsets = b"%PDF-1.7\n", [0]
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    offsets.append(len(out))
    rows = [b"\1" + one.to_bytes(3, "big") + b"\0" for one in offsets]
    rows[0] = bytes(5)
    above, table = bytes(5), b""
    for row in rows:
        moved = bytes((a - b) & 255 for a, b in zip(row, above, strict=True))
        table += (b"\2" + moved) if predictor >= 10 else row
        above = row
    content = zlib.compress(table)
    out += (
        b"6 0 obj\n<</Type/XRef/Size 7/W[1 3 1]/Root 1 0 R/Filter/FlateDecode"
        b"/DecodeParms<</Columns 5/Predictor %d>>/Length %d>>stream\n%s\nendstream\nendobj\n"
        % (predictor, len(content), content)
    )
    return out + b"startxref\n%d\n%%%%EOF\n" % offsets[-1]


def notes(data: bytes) -> tuple[str, ...]:
    return read_pdf(data).notes


@pytest.mark.parametrize(
    "data",
    [printed(), printed(compressed=False), small_pdf(), streamed_table(), streamed_table(1),
     packed(zlib.compress(PAGE)), b"\r\n" + small_pdf(), small_pdf() + b"\r\n\r\n"],
)  # fmt: skip
def test_a_sound_file_is_whole(data: bytes) -> None:
    assert is_whole(data)
    assert DAMAGED not in notes(data)


def test_an_update_behind_the_end_is_sound_and_its_table_is_looked_at() -> None:
    first = small_pdf()
    start = re.findall(rb"startxref\s(\d+)", first)[-1]
    at = len(first)
    body = b"5 0 obj\n" + FONT + b"\nendobj\n"
    table = b"xref\n5 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    assert is_whole(first + body + table % (at, start, at + len(body)))
    assert not is_whole(first + body + table % (at + 3, start, at + len(body)))
    assert not is_whole(first + body + table % (at, b"17", at + len(body)))


@pytest.mark.parametrize("data", [printed(), small_pdf(), streamed_table()])
def test_a_file_that_was_cut_is_damaged_wherever_it_was_cut(data: bytes) -> None:
    for cut in range(20, len(data) - 6, 37):
        assert not is_whole(data[:cut])


@pytest.mark.parametrize(
    "changed",
    [
        lambda data: data.replace(b"startxref", b"startxxxx"),
        lambda data: data.replace(b"trailer", b"trialer"),
        lambda data: re.sub(rb"startxref\n\d+", b"startxref\n12", data),
        lambda data: re.sub(rb"(\d{10}) 00000 n \n(\d{10})", rb"\2 00000 n \n\1", data, count=1),
        lambda data: re.sub(rb"\n4 0 obj", b"\n9 0 obj", data),
        lambda data: data.replace(b"Contents 4 0 R", b"Contents 8 0 R"),
        lambda data: data.replace(b">>\nendobj", b">\nendobj ", 1),
        lambda data: data.replace(b"/BaseFont/Helvetica", b"/BaseFont(Helvetica"),
    ],
)
def test_a_wrong_table_a_lost_object_and_an_open_bracket_are_damage(changed: object) -> None:
    assert callable(changed)
    data = changed(small_pdf())
    assert data != small_pdf()
    assert not is_whole(data)
    try:
        assert DAMAGED in notes(data)
    except UnreadableError:
        return


def test_a_table_that_begins_a_few_bytes_off_does_no_harm() -> None:
    data = small_pdf()
    start = int(re.findall(rb"startxref\s(\d+)", data)[-1])
    assert is_whole(data.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start - 9)))


def test_a_stream_with_a_turned_bit_is_damage() -> None:
    packing = zlib.compress(PAGE * 20)
    for at in range(2, len(packing)):
        turned = packing[:at] + bytes([packing[at] ^ 4]) + packing[at + 1 :]
        assert not is_whole(packed(turned))


def test_a_stream_that_acrobat_flushed_and_did_not_end_is_sound() -> None:
    packer = zlib.compressobj()
    flushed = packer.compress(PAGE * 20) + packer.flush(zlib.Z_SYNC_FLUSH)
    assert is_whole(packed(flushed))
    assert not is_whole(packed(flushed[:-3]))


def test_a_stream_in_letters_is_looked_at_as_well() -> None:
    data = printed()
    assert b"/ASCII85Decode /FlateDecode" in data
    begin = data.index(b"stream\n") + 7
    assert not is_whole(data[: begin + 40] + b"!" + data[begin + 41 :])
    assert not is_whole(data[: begin + 40] + b"~>" + data[begin + 42 :])


@pytest.mark.parametrize("word", [b"/Filuer/FlateDecode", b"/Filter/FlateDecodf", b"/Filter[/F ]"])
def test_a_stream_of_which_nobody_says_how_it_is_packed_is_damage(word: bytes) -> None:
    assert not is_whole(packed(zlib.compress(PAGE), word))
    assert is_whole(packed(PAGE, b"/Filter[ ]"))
    assert is_whole(packed(PAGE, b""))


def test_a_picture_and_a_protected_file_are_not_looked_into() -> None:
    broken = b"/Subtype/Image/Filter/FlateDecode"
    assert is_whole(packed(b"no stream of this kind", broken))
    buffer = io.BytesIO()
    page = Canvas(buffer, encrypt=StandardEncryption("", ownerPassword="owner"))
    page.drawString(72, 700, "Name: Ada")
    page.save()
    assert is_whole(buffer.getvalue())


WHOLE = [printed(), small_pdf(), streamed_table(), packed(zlib.compress(PAGE))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_any_bytes_are_judged(data: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(data)))
    lost = draw.draw(st.integers(0, 60))
    put = draw.draw(st.binary(max_size=40))
    assert is_whole(data[:at] + put + data[at + lost :]) in (True, False)


@pytest.mark.parametrize(
    "piece",
    [
        b"1 0 obj<<",
        b"xref\n0 9999999\n",
        b"(((((",
        b">>stream\n",
        b"1 0 obj endobj ",
        b"1 0 obj>>stream\n",
        b"1 0 obj<</Filter/FlateDecode>>stream\n" + zlib.compress(b"x"),
    ],
)
def test_a_file_of_one_piece_again_and_again_takes_no_longer_than_its_size(piece: bytes) -> None:
    """Each of these would take minutes if it were looked at anew from every place."""
    pieces = piece * (2_000_000 // len(piece))
    for end in (b"", b"endstream"):
        data = pdf_of(*PAGES, b"<<>>stream\n%s\nendstream" % PAGE, FONT, pieces + end)
        assert is_whole(data) in (True, False)
