"""What a gateway does to a transfer encoding costs nobody a form; what is broken stays broken."""

from __future__ import annotations

import base64
import textwrap

import pytest

from models.documents import Document, Unread, Unreadable
from parsers.read import read_part
from parsers.split import split
from tests.parsers.makers import docx, paragraph, small_pdf

FORM = docx(paragraph("Name: Ada"))
#: The same with another number of bytes, so that its base64 needs no padding / some padding.
UNPADDED = next(
    made
    for n in range(1, 40)
    if len(made := docx(paragraph("Name: Ada"), extra__txt="x" * n)) % 3 == 0
)
PADDED = next(
    made
    for n in range(1, 40)
    if len(made := docx(paragraph("Name: Ada"), extra__txt="x" * n)) % 3 == 1
)


def lines(data: bytes) -> str:
    return "\r\n".join(textwrap.wrap(base64.b64encode(data).decode(), 76))


def raw(encoding: str, content: str, name: str = "form.docx") -> bytes:
    return (
        "From: officer@council.example\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
        f'--b1\r\nContent-Type: application/octet-stream; name="{name}"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n{content}\r\n--b1--\r\n"
    ).encode("latin-1")


def found(message: bytes) -> list[str] | Unread:
    read = read_part(message, "2")
    if isinstance(read, Unreadable):
        return read.reason
    assert isinstance(read, Document)
    return [line.text for line in read.lines]


@pytest.mark.parametrize(
    "encoding", ["base64;", "base64 (std)", "(x) Base64", "BASE64; charset=us-ascii", '"base64"']
)
def test_a_comment_or_a_parameter_is_no_other_encoding(encoding: str) -> None:
    message = raw(encoding, lines(FORM))
    assert found(message) == ["Name: Ada"]
    assert split(message).faults == ()


@pytest.mark.parametrize("encoding", ["x-unknown", "base65", "x-yenc"])
def test_an_encoding_we_do_not_know_is_left_to_a_person(encoding: str) -> None:
    message = raw(encoding, lines(FORM))
    assert found(message) is Unread.UNSUPPORTED
    assert "unknown_encoding" in split(message).parts[1].faults
    assert "broken_mime" not in split(message).faults


@pytest.mark.parametrize("form", [FORM, UNPADDED, PADDED], ids=["any", "whole groups", "padded"])
@pytest.mark.parametrize(
    "footer",
    [
        "\r\nThis message was scanned by the council. Visit www.council.example\r\n",
        "\r\n\r\n--\r\nScanned\r\n",
        "\r\n______________________________\r\nAnyplace Council, Civic Hall\r\n",
    ],
)
def test_words_that_a_gateway_put_behind_the_base64_are_no_part_of_it(
    form: bytes, footer: str
) -> None:
    message = raw("base64", lines(form) + footer)
    assert found(message) == ["Name: Ada"]
    assert split(message).parts[1].size == len(form)


def test_base64_without_its_padding_is_whole_where_the_file_is() -> None:
    assert len(PADDED) % 3
    assert found(raw("base64", lines(PADDED).rstrip("="))) == ["Name: Ada"]
    pdf = small_pdf() + b"\n" * (1 + len(small_pdf()) % 3)
    assert len(pdf) % 3 or found(raw("base64", lines(pdf).rstrip("="), "form.pdf")) == ["Form"]


@pytest.mark.parametrize("letters", [1, 2, 3])
def test_base64_that_stops_inside_the_file_is_broken(letters: int) -> None:
    cut = lines(PADDED)[: len(lines(PADDED)) // 2].replace("\r\n", "")
    cut = cut[: len(cut) // 4 * 4 + letters]
    message = raw("base64", cut)
    assert found(message) is Unread.BROKEN
    assert "broken_mime" in split(message).parts[1].faults


def test_a_second_file_behind_the_padding_is_broken() -> None:
    assert lines(PADDED).endswith("=")
    assert found(raw("base64", lines(PADDED) + "\r\n" + lines(FORM))) is Unread.BROKEN
