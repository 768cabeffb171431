"""What grows no faster than the file: each attack at n and at 2n, with a generous guard."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from parsers.guard import inspect_part
from parsers.kinds import kind_of
from parsers.read import read_part
from parsers.split import split
from tests.parsers.makers import attached, docx, paragraph, zipped

#: Twice the bytes may take four times as long before this fails: a machine under load is allowed
#: for, and what is quadratic over these sizes is slower by far than the guard.
GROWTH = 4.0
GUARD = 30.0


def mixed(body: bytes) -> bytes:
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + body


def nests(number: int, kind: bytes) -> bytes:
    if kind == b"message":
        return b"Content-Type: message/rfc822\r\n\r\n" * number + b"x"
    return b"".join(
        b'Content-Type: multipart/%s; boundary="b%d"\r\n\r\n--b%d\r\n' % (kind, n, n)
        for n in range(number)
    )


def fills(number: int) -> bytes:
    return nests(30, b"mixed") + b"\r\n" + b"--b\r\n" * number


MESSAGES: dict[str, Callable[[int], bytes]] = {
    "nested multiparts": lambda n: nests(n * 750, b"mixed"),
    "nested messages": lambda n: nests(n * 750, b"message"),
    "nested digests": lambda n: nests(n * 750, b"digest"),
    "lines inside many boundaries": lambda n: fills(n * 50_000),
    "parts": lambda n: mixed(b"--b\r\n\r\nx\r\n" * (n * 50_000) + b"--b--"),
    "empty parts": lambda n: mixed(b"--b\r\n" * (n * 200_000) + b"--b--"),
    "a large field in a part": lambda n: mixed(
        b"--b\r\nX: " + b"a" * (n * 1_000_000) + b"\r\n\r\nx\r\n--b--"
    ),
    "many fields in a part": lambda n: mixed(
        b"--b\r\n" + b"X: a\r\n" * (n * 100_000) + b"\r\nx\r\n--b--"
    ),
    "parameters": lambda n: mixed(
        b"--b\r\nContent-Type: text/plain" + b'; a="b;"' * (n * 100_000) + b"\r\n\r\nx\r\n--b--"
    ),
    "continuations of a name": lambda n: mixed(
        b"--b\r\nContent-Disposition: attachment"
        + b"".join(b"; filename*%d*=a" % i for i in range(n * 50_000))
        + b"\r\n\r\nx\r\n--b--"
    ),
    "a long boundary": lambda n: (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="'
        + b"b" * (n * 50_000)
        + b'"\r\n\r\n'
        + (b"--" + b"b" * (n * 50_000 - 1) + b"\r\n") * 20
    ),
    "spaces behind a boundary": lambda n: mixed(
        (b"--b" + b" " * (n * 300_000) + b"x\r\n") * 3 + b"--b--"
    ),
    "lines that begin like delimiters": lambda n: mixed(b"--a--b\r\n" * (n * 100_000) + b"--b--"),
    "names in pieces": lambda n: mixed(
        b'--b\r\nContent-Disposition: x; filename*0=a; filename*2="=?a?q?b?="\r\n\r\n' * (n * 5000)
    ),
    "blocks of a delivery status": lambda n: (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + b"Action: failed\r\n\r\n" * (n * 40_000)
        + b"--b--"
    ),
    "base64 lines": lambda n: mixed(
        b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"AA=\r\n" * (n * 100_000) + b"--b--"
    ),
    "tags": lambda n: (
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html>" + b"<div>" * (n * 50_000)
    ),
    "comments": lambda n: (
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html>" + b"<!--" * (n * 50_000)
    ),
    "references": lambda n: (
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html>" + b"cid:" * (n * 50_000)
    ),
    "members of a zip": lambda n: attached(zipped({f"{i}.txt": "x" for i in range(n * 2500)})),
    "zips in zips": lambda n: attached(
        zipped({f"{i}.zip": zipped({"a.txt": "x"}) for i in range(n * 450)}), "a.zip"
    ),
    "a long name in a zip": lambda n: attached(zipped({"a/" * (n * 10_000) + "b": "x"}), "a.zip"),
}

FILES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "handlers in a page": ("a.html", lambda n: b"<html>" + b" onx " * (n * 100_000)),
    "angle brackets in a page": ("a.html", lambda n: b"<html>" + b"<" * (n * 500_000)),
    "spaces in a page": ("a.html", lambda n: b"<html>onload" + b" " * (n * 500_000)),
    "fields in rich text": ("a.rtf", lambda n: rb"{\rtf1" + rb"\fldinst " * (n * 20_000)),
    "templates in rich text": ("a.rtf", lambda n: rb"{\rtf1" + rb"\* " * (n * 100_000)),
    "instructions": (
        "a.docx",
        lambda n: docx("<w:p><w:r><w:instrText>QUOTE 11 </w:instrText></w:r></w:p>" * (n * 5000)),
    ),
    "spaces in an instruction": (
        "a.docx",
        lambda n: docx(
            f"<w:p><w:r><w:instrText>QUOTE{' ' * (n * 100_000)}</w:instrText></w:r></w:p>"
        ),
    ),
    "fields in fields": (
        "a.docx",
        lambda n: docx(
            "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * (n * 5000) + "</w:p>"
        ),
    ),
    "spaces before an encoding": (
        "a.docx",
        lambda n: docx(
            paragraph("x"),
            customXml__item1_dot_xml="<?xml " + "encoding " * (n * 20_000) + "?><x/>",
        ),
    ),
    "relationships": (
        "a.docx",
        lambda n: docx(
            paragraph("x"),
            word___rels__document_dot_xml_dot_rels="<Relationships>"
            + '<Relationship Type="hyperlink" Target="#x"/>' * (n * 10_000)
            + "</Relationships>",
        ),
    ),
    "strings of a PDF": ("a.pdf", lambda n: b"%PDF-1.7\n" + b"(" * (n * 300_000)),
    "ends of a PDF": ("a.pdf", lambda n: b"%PDF-1.7\n" + b"startxref\n0\n%%EOF\n" * (n * 50_000)),
    "comments behind a PDF": (
        "a.pdf",
        lambda n: b"%PDF-1.7\nstartxref\n0\n%%EOF\n" + b"<!-- x" * (n * 200_000),
    ),
    "words behind a PDF": (
        "a.pdf",
        lambda n: b"%PDF-1.7\nstartxref\n0\n%%EOF\n" + b"function  " * (n * 100_000),
    ),
    "headers of a PDF": ("a.pdf", lambda n: b"%PDF-1.7\n" * (n * 100_000)),
    "scripts of a PDF": ("a.pdf", lambda n: b"%PDF-1.7\n" + b"/JS(" * (n * 100_000)),
}


def measured(work: Callable[[bytes], object], make: Callable[[int], bytes]) -> tuple[float, float]:
    """CPU seconds at n and at 2n, the best of two runs each."""
    took = []
    for size in (1, 2):
        data = make(size)
        best = GUARD
        for _ in range(2):
            began = time.process_time()
            work(data)
            best = min(best, time.process_time() - began)
        took.append(best)
    return took[0], took[1]


@pytest.mark.parametrize("name", MESSAGES)
def test_taking_a_message_apart_grows_with_its_size(name: str) -> None:
    once, twice = measured(split, MESSAGES[name])
    assert twice < max(GROWTH * once, 5.0)
    assert twice < GUARD


@pytest.mark.parametrize("name", FILES)
def test_judging_a_file_grows_with_its_size(name: str) -> None:
    file_name, make = FILES[name]

    def judge(data: bytes) -> None:
        inspect_part(data, kind_of(data, "", file_name), file_name, "application/octet-stream")

    once, twice = measured(judge, make)
    assert twice < max(GROWTH * once, 5.0)
    assert twice < GUARD


def test_a_part_is_found_in_a_large_archive_as_fast_as_in_a_small_one() -> None:
    raw = attached(zipped({f"{i}.txt": "x" for i in range(900)}), "a.zip")
    began = time.process_time()
    for number in (1, 50, 150):
        read_part(raw, f"2/{number}")
    assert time.process_time() - began < GUARD
