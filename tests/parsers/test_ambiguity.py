"""What two readers may take for two messages is told as such; what all take alike is not."""

from __future__ import annotations

import pytest

from parsers.ambiguity import AMBIGUOUS
from parsers.leaves import parse
from parsers.names import worst_name
from parsers.split import split

TEXT = "Content-Type: text/plain\n\nhello\n"


def faults(field: str, body: str, *, line: str = "\n") -> tuple[str, ...]:
    raw = f"From: officer@council.example\nMIME-Version: 1.0\n{field}\n\n{body}"
    return split(raw.replace("\n", line).encode("utf-8", "surrogateescape")).faults


def of_type(value: str, boundary: str = "b") -> bool:
    body = f"--{boundary}\n{TEXT}--{boundary}--\n"
    return AMBIGUOUS in faults(f"Content-Type: {value}", body)


@pytest.mark.parametrize(
    "value",
    [
        'multipart/mixed; boundary="b"; boundary="c"',
        "multipart/mixed; boundary=b (c)",
        "multipart/mixed; boundary=b(c)",
        "multipart/mixed; boundary=b; boundary*=us-ascii''c",
        "multipart/mixed; boundary*0=b; boundary*1=c; boundary=b",
        "multipart/mixed; boundary*0=b",
        'multipart/mixed; boundary=""',
        "multipart/mixed; boundary=; x=y",
        'multipart/mixed; boundary="b "',
        'multipart/mixed; boundary="\\b"',
        'multipart/mixed; x="; boundary=c"; boundary="b"',
        "multipart/mixed boundary=b",
        "multipart/mixed, text/plain; boundary=b",
        "multipart/mixed/x; boundary=b",
        '"multipart/mixed"; boundary=b',
        "multipart (x)/mixed; boundary=b",
        'multipart/mixed; boundary="the boundary=b"',
        "text/plain; boundary=b",
    ],
)
def test_a_content_type_with_two_readings_is_ambiguous(value: str) -> None:
    assert of_type(value)


@pytest.mark.parametrize(
    ("value", "boundary"),
    [
        ("multipart/mixed; boundary=b", "b"),
        ('multipart/mixed;\n\tboundary="b"', "b"),
        ('Multipart/Mixed; charset=utf-8; BOUNDARY = "b";', "b"),
        ('multipart/mixed; boundary="b"; boundary="b"', "b"),
        ("multipart/mixed; boundary=----=_Part_1.2:3", "----=_Part_1.2:3"),
        ('multipart/mixed; boundary="=_\'()+,-./:? x"', "=_'()+,-./:? x"),
        ('multipart/signed; protocol="a/b"; micalg=sha-256; boundary="=_sg"', "=_sg"),
        ('multipart/mixed; type="text/html"; ; boundary="boundary=b"', "boundary=b"),
    ],
)
def test_what_every_reader_takes_alike_is_not_ambiguous(value: str, boundary: str) -> None:
    assert not of_type(value, boundary)


@pytest.mark.parametrize(
    "body",
    [
        f"--b\n{TEXT}--b x\n{TEXT}--b--\n",
        f"--b\n{TEXT}--bx\n{TEXT}--b--\n",
        f"--b\n{TEXT}--b--x\n",
        f"--b\n{TEXT}--b--\n--b\n{TEXT}--b--\n",
        f"--b\n--b\n{TEXT}--b--\n",
        f"--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{TEXT}--b--\n--b--\n",
        "--b\nContent-Type: text/plain\nhello there\n\nx\n--b--\n",
        f"--b\n {TEXT}--b--\n",
        f"--b\nContent-Type : text/html\n{TEXT}--b--\n",
        f"--b\nContent-Type: text/html\n{TEXT}--b--\n",
        f"--b\nContent-Disposition: inline\nContent-Disposition: attachment\n{TEXT}--b--\n",
        f"--b\nContent-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n{TEXT}--b--\n",
        f"--b\nContent-Transfer-Encoding: base64, 7bit\n{TEXT}--b--\n",
        f"--b\nContent-Disposition: attachment; x={'a' * 9000}\n{TEXT}--b--\n",
        f"--b\n{TEXT}--b\r{TEXT}--b--\n",
        f"--b\nContent-Type: text/plain\n\nx\r--b\n{TEXT}--b--\n",
        "--b\nX: y\rContent-Type: text/html\n\nx\n--b--\n",
    ],
)
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_lines_and_headers_with_two_readings_are_ambiguous(body: str, line: str) -> None:
    if line == "\r\n" and "\r" in body:
        raw = body.replace("\n", "\r\n")
        assert AMBIGUOUS in faults("Content-Type: multipart/mixed; boundary=b", raw)
        return
    assert AMBIGUOUS in faults("Content-Type: multipart/mixed; boundary=b", body, line=line)


@pytest.mark.parametrize(
    "body",
    [
        f"preamble -- b\n--b \t\n{TEXT}--b--  \nepilogue\n",
        f"--b\n{TEXT}--\n-- \n-----Original-----\n--b--\n",
        f"--b\nContent-Type: text/plain; charset=utf-8; charset=latin-1\n\nx\n--b\n{TEXT}--b--\n",
        f"--b\nContent-Type: text/plain\nContent-Type:  text/plain\n\nx\n--b\n{TEXT}--b--\n",
        f"--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n{TEXT}--bb--\n--b--\n",
        f"--b\nContent-Type: multipart/alternative; boundary=a\n\n--a\n{TEXT}--a--\n--b\n\nx\n--b--\n",
        "--b\n\nno header at all\n--b--\n",
        "--b\nContent-Type: text/plain; boundary=x\n\nno such line\n--b--\n",
        f"--b\nContent-Transfer-Encoding: (7 bits) 7bit\n{TEXT}--b--\n",
    ],
)
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_what_honest_programs_write_is_not_ambiguous(body: str, line: str) -> None:
    found = faults("Content-Type: multipart/mixed; boundary=b", body, line=line)
    assert AMBIGUOUS not in found


def test_an_encoding_around_parts_in_the_open_is_ambiguous_where_it_would_hide_them() -> None:
    kind = "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: "
    body = f"--b\n{TEXT}--b--\n"
    assert AMBIGUOUS in faults(f"{kind}base64", body)
    assert AMBIGUOUS not in faults(f"{kind}quoted-printable", body)
    assert AMBIGUOUS not in faults(f"{kind}8bit", body)


def test_an_ambiguous_message_that_is_attached_makes_the_whole_ambiguous() -> None:
    inner = f"From: a@b.example\nContent-Type: multipart/mixed; boundary=c(d)\n\n--c\n{TEXT}--c--\n"
    body = f"--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    assert AMBIGUOUS in faults("Content-Type: multipart/mixed; boundary=b", body)


def name(header: str) -> str | None:
    message = parse(f"{header}\n\nx".encode())
    assert not isinstance(message, str)
    return worst_name(message)


@pytest.mark.parametrize(
    "header",
    [
        "Content-Disposition: attachment; filename=a.docx; filename=a.exe",
        "Content-Disposition: attachment; filename=a.docx\nContent-Disposition: x; filename=a.exe",
        "Content-Type: a/b; name=a.docx; name=a.exe\nContent-Disposition: x; filename=a.docx",
        "Content-Disposition: attachment; filename=a.docx; filename*=utf-8''a%2Eexe",
        "Content-Disposition: attachment; filename=a.docx; filename*=utf-7''a+AC4-exe",
        "Content-Disposition: attachment; filename*0=a; filename*1=.exe; filename*3=.docx",
        "Content-Disposition: attachment; filename*0=a; filename*1=.docx; filename*1=.exe",
        "Content-Disposition: attachment; filename*1=.exe; filename*0=a; filename=a.docx",
        'Content-Disposition: attachment; filename="a.docx".exe',
        'Content-Disposition: attachment; filename="a; name=b.exe; .docx"',
        "Content-Disposition: attachment; filename=a.docx; filename==?utf-8?B?YS5leGU=?=",
        "Content-Disposition: attachment; FileName=a.docx; FILENAME=a.EXE",
    ],
)
def test_of_several_names_the_one_of_a_program_counts(header: str) -> None:
    found = name(header)
    assert found is not None
    assert found.lower().strip('"').endswith(".exe")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Content-Disposition: x; filename*=utf-8''Cais%20t%C5%B7.docx; filename=Cais.docx",
            "Cais.docx",
        ),
        ("Content-Disposition: x; filename*1=docx; filename*0=O'Brien's.", "O'Brien's.docx"),
        ('Content-Disposition: x; filename="report.js smith.docx"', "report.js smith.docx"),
        ("Content-Type: text/plain", None),
    ],
)
def test_an_honest_name_is_kept(header: str, expected: str | None) -> None:
    assert name(header) == expected
