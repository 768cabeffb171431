from __future__ import annotations

import base64
import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.mail import PartKind
from parsers.split import find_leaf, split
from tests.parsers.makers import attached, docx, docx_members, paragraph, small_pdf, zipped

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "78da63f8ffff3f0005fe02fea735819e0000000049454e44ae426082"
)
HEAD = b"From: officer@council.example\r\nMIME-Version: 1.0\r\n"


def multipart(kind: str, *parts: bytes, boundary: str = "b1", closed: bool = True) -> bytes:
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts)
    end = line + b"--\r\n" if closed else b""
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + body + end


def part(content: bytes, *fields: str) -> bytes:
    return "".join(f"{field}\r\n" for field in fields).encode() + b"\r\n" + content


def test_a_plain_mail_is_one_inline_text_part() -> None:
    found = split(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nCaf\xc3\xa9\r\n").parts
    assert [(p.path, p.kind, p.inline, p.text) for p in found] == [
        ("1", PartKind.TEXT, True, "Café\r\n")
    ]


def test_parts_are_numbered_as_imap_numbers_them() -> None:
    inner = multipart(
        "alternative",
        part(b"a", "Content-Type: text/plain"),
        part(b"<p>b", "Content-Type: text/html"),
        boundary="b2",
    )
    raw = HEAD + multipart("mixed", inner, part(b"c", "Content-Type: text/plain"))
    assert [p.path for p in split(raw).parts] == ["1.1", "1.2", "2"]


def test_a_part_is_found_again_by_its_path() -> None:
    form = docx(paragraph("Name: Ada"))
    raw = attached(form)
    found = split(raw).parts[1]
    assert find_leaf(raw, found.path).data == form
    assert (found.size, found.digest) == (len(form), hashlib.sha256(form).hexdigest())
    with pytest.raises(KeyError):
        find_leaf(raw, "9")


def test_a_forwarded_message_gives_its_own_parts_one_deeper() -> None:
    inner = HEAD + multipart(
        "mixed",
        part(b"see form", "Content-Type: text/plain"),
        part(b"%PDF-1.7", "Content-Type: application/pdf"),
        boundary="b2",
    )
    raw = HEAD + multipart(
        "mixed",
        part(b"FW", "Content-Type: text/plain"),
        b"Content-Type: message/rfc822\r\n\r\n" + inner,
    )
    assert [(p.path, p.depth, p.kind) for p in split(raw).parts] == [
        ("1", 0, PartKind.TEXT),
        ("2.1", 1, PartKind.TEXT),
        ("2.2", 1, PartKind.PDF),
    ]
    assert split(raw).covering_text.strip() == "FW"
    assert find_leaf(raw, "2.2").data.startswith(b"%PDF")


def test_a_saved_message_attached_as_a_file_is_opened_too() -> None:
    inner = HEAD + b"Content-Type: text/plain\r\n\r\nthe words"
    raw = attached(inner, "old mail.eml")
    assert [(p.path, p.depth) for p in split(raw).parts] == [("1", 0), ("2.1", 1)]
    assert find_leaf(raw, "2.1").data == b"the words"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx(paragraph("x")), PartKind.DOCX),
        (zipped({"xl/workbook.xml": "<x/>"}), PartKind.XLSX),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), PartKind.ODT),
        (zipped({"a folder/": ""}), PartKind.ZIP),
        (small_pdf(), PartKind.PDF),
        (b"\r\n\r\n" + small_pdf(), PartKind.PDF),
        (rb"{\rtf1 words}", PartKind.RTF),
        (PNG, PartKind.IMAGE),
        (b"\xff\xd8\xff\xe0JFIF", PartKind.IMAGE),
        (b"MZ\x90\x00\x03\x00", PartKind.PROGRAM),
        (b"\x7fELF\x02\x01", PartKind.PROGRAM),
        (b"#!/bin/sh\nrm", PartKind.PROGRAM),
        (b"\x78\x9f\x3e\x22\x01\x00", PartKind.TNEF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", PartKind.DOC),
        (b"", PartKind.EMPTY),
        (b" \r\n", PartKind.EMPTY),
        (b"\x01\x02\x03\x00\x04", PartKind.OTHER),
    ],
)  # fmt: skip
def test_a_part_is_what_its_content_says(data: bytes, kind: PartKind) -> None:
    assert split(attached(data, "file.bin")).parts[1].kind is kind


def test_a_script_without_a_signature_is_known_by_its_name() -> None:
    assert split(attached(b"WScript.Echo 1", "form.vbs")).parts[1].kind is PartKind.PROGRAM


def test_words_of_a_body_are_words_whatever_they_begin_with() -> None:
    raw = HEAD + b"Content-Type: text/plain\r\n\r\n#!1 in the charts\r\n"
    assert split(raw).parts[0].kind is PartKind.TEXT


def test_a_file_sent_as_if_it_were_the_body_is_no_body() -> None:
    raw = HEAD + b"Content-Type: text/plain\r\n\r\n" + small_pdf()
    found = split(raw).parts[0]
    assert (found.kind, found.inline, found.text) == (PartKind.PDF, False, None)


def test_an_encrypted_mail_is_smime_and_a_signature_is_no_candidate() -> None:
    raw = attached(b"0\x80\x06\x09", "smime.p7m", "application/pkcs7-mime")
    assert split(raw).parts[1].kind is PartKind.SMIME
    signed = attached(b"0\x80\x06\x09", "smime.p7s", "application/pkcs7-signature")
    assert split(signed).parts[1].inline


def test_a_text_file_is_no_body_but_its_words_are_there() -> None:
    found = split(attached(b"Name: Ada", "notes.txt", "text/plain")).parts[1]
    assert (found.kind, found.inline, found.text) == (PartKind.TEXT, False, "Name: Ada")


def test_html_gives_its_words_without_scripts_and_cells_apart() -> None:
    page = (
        b"<html><head><style>p{}</style></head><body><p>Dear <b>all</b></p><script>no()</script>"
        b"<table><tr><td>Name:</td><td>Ada &amp; Bo</td></tr><tr><td>Born</td><td></td></tr></table></body></html>"
    )
    found = split(HEAD + b"Content-Type: text/html\r\n\r\n" + page).parts[0]
    assert found.text == "Dear all\nName:\tAda & Bo\nBorn"


def test_an_image_shown_in_the_body_is_inline_and_an_attached_one_is_not() -> None:
    page = part(b'<p><img src="cid:logo@x"></p>', "Content-Type: text/html")
    shown = part(
        PNG + b"\0" * 9000,
        "Content-Type: image/png",
        "Content-ID: <logo@x>",
        "Content-Disposition: inline",
    )
    sent = part(
        PNG + b"\0" * 9000,
        "Content-Type: image/png",
        "Content-Disposition: attachment; filename=scan.png",
    )
    raw = HEAD + multipart("mixed", multipart("related", page, shown, boundary="b2"), sent)
    assert [p.inline for p in split(raw).parts] == [True, True, False]


def test_a_large_inline_image_nothing_refers_to_may_be_a_form() -> None:
    photo = part(
        PNG + b"\0" * 90_000,
        "Content-Type: image/png",
        "Content-Disposition: inline; filename=IMG.png",
    )
    logo = part(PNG, "Content-Type: image/png", "Content-Disposition: inline; filename=logo.png")
    raw = HEAD + multipart("mixed", part(b"hi", "Content-Type: text/plain"), photo, logo)
    assert [p.inline for p in split(raw).parts] == [True, False, True]


def png(width: int, height: int, size: int) -> bytes:
    """A PNG that says it is so large, of `size` bytes."""
    head = PNG[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + PNG[24:]
    return head + b"\0" * (size - len(head))


def jpeg(width: int, height: int, size: int) -> bytes:
    """A JPEG that says it is so large, of `size` bytes."""
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = b"\xff\xc0\x00\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return (start + frame).ljust(size, b"\0")


@pytest.mark.parametrize(
    ("picture", "logo"),
    [
        (png(1, 1, 100), True),
        (png(300, 90, 30_000), True),
        (jpeg(300, 90, 30_000), True),
        (png(900, 120, 30_000), True),
        (png(1240, 1754, 150_000), False),
        (png(1240, 1754, 5_000), False),
        (jpeg(1240, 1754, 150_000), False),
        (png(600, 800, 30_000), False),
        (png(300, 90, 300_000), False),
        (jpeg(0, 0, 30_000), False),
        (b"GIF89a" + (120).to_bytes(2, "little") * 2 + b"\0" * 20_000, True),
        (b"GIF89a" + (1200).to_bytes(2, "little") * 2 + b"\0" * 20_000, False),
        (b"II*\0" + b"\0" * 20_000, False),
        (b"\xff\xd8\xff", True),
    ],
)
def test_a_page_pasted_into_the_body_is_no_logo(picture: bytes, logo: bool) -> None:  # noqa: FBT001
    page = part(b'<p><img src="cid:logo@x"></p>', "Content-Type: text/html")
    shown = part(
        base64.b64encode(picture),
        "Content-Type: image/png",
        "Content-ID: <logo@x>",
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: inline; filename=image001.png",
    )
    found = split(HEAD + multipart("related", page, shown)).parts[1]
    assert (found.kind, found.inline) == (PartKind.IMAGE, logo)


@pytest.mark.parametrize("charset", ["x-none", "zlib_codec", "idna", "../etc", "unicode_escape"])
def test_an_unknown_charset_is_a_fault_and_still_gives_words(charset: str) -> None:
    raw = HEAD + f'Content-Type: text/plain; charset="{charset}"\r\n\r\nName: Ada'.encode()
    found = split(raw)
    assert found.parts[0].text == "Name: Ada"
    assert "unknown_charset" in found.faults


@pytest.mark.parametrize(
    ("charset", "data", "words"),
    [
        ("windows-1252", b"\x93Ada\x94", "“Ada”"),
        ("iso-8859-15", b"\xa4", "€"),
        ("us-ascii", b"Caf\xe9", "Café"),
        ("utf-8", b"\xff ok", "\ufffd ok"),
    ],
)
def test_bytes_are_read_by_their_charset_or_as_mail_is_in_practice(
    charset: str, data: bytes, words: str
) -> None:
    raw = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + data
    assert split(raw).parts[0].text == words


def test_file_names_are_decoded_and_kept_as_sent() -> None:
    assert (
        split(attached(b"x", "Ren\u00e9 \u202excod.exe")).parts[1].file_name
        == "René \u202excod.exe"
    )
    raw = attached(b"x").replace(
        b"filename*=utf-8''form.docx", b'filename="=?utf-8?B?UmVuw6kucGRm?="'
    )
    assert split(raw).parts[1].file_name == "René.pdf"
    raw = attached(b"x").replace(b"filename*=utf-8''form.docx", b'filename="Ren\xc3\xa9.pdf"')
    assert split(raw).parts[1].file_name == "René.pdf"


def test_a_boundary_that_never_appears_is_broken_mime() -> None:
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="declared"\r\n\r\n--other\r\n\r\nwords'
    found = split(raw)
    assert found.faults == ("broken_mime",)
    assert [(p.kind, p.inline) for p in found.parts] == [(PartKind.OTHER, False)]


def test_base64_that_stops_in_mid_group_is_broken_mime() -> None:
    raw = attached(b"0123456789").replace(b"MDEyMzQ1Njc4OQ==", b"MDEyMzQ1Njc4O")
    found = split(raw)
    assert "broken_mime" in found.faults
    assert found.parts[1].faults == ("broken_mime",)
    assert found.parts[0].faults == ()


def test_a_multipart_without_its_end_is_told_but_not_broken() -> None:
    raw = HEAD + multipart("mixed", part(b"hi", "Content-Type: text/plain"), closed=False)
    assert split(raw).faults == ("unclosed",)
    assert split(raw).covering_text.strip() == "hi"


def test_nesting_past_the_limit_is_too_deep() -> None:
    raw = part(b"inmost", "Content-Type: text/plain")
    for number in range(30):
        raw = multipart("mixed", raw, boundary=f"n{number}")
    assert "too_deep" in split(HEAD + raw).faults
    assert "too_deep" not in split(HEAD + raw, depth=40).faults


def test_nesting_past_what_python_follows_is_too_deep_as_well() -> None:
    lines = [
        f'Content-Type: multipart/mixed; boundary="n{n}"\r\n\r\n--n{n}\r\n' for n in range(1500)
    ]
    assert "too_deep" in split(HEAD + "".join(lines).encode()).faults


def test_more_parts_than_the_limit_are_cut_and_told() -> None:
    raw = HEAD + multipart("mixed", *[part(b"x", "Content-Type: text/plain")] * 12)
    found = split(raw, parts=10)
    assert len(found.parts) == 10
    assert found.faults == ("too_many_parts",)


def test_a_long_text_is_cut_and_told() -> None:
    found = split(HEAD + b"Content-Type: text/plain\r\n\r\n" + b"word " * 60_000).parts[0]
    assert found.text is not None
    assert len(found.text) == 256 * 1024
    assert found.faults == ("text_cut",)


def test_a_damaged_zip_is_still_a_docx_by_its_first_headers() -> None:
    data = zipped(docx_members(paragraph("x" * 5000)))[:-60]
    assert split(attached(data)).parts[1].kind is PartKind.DOCX


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_split_raise(raw: bytes) -> None:
    assert len(split(raw, parts=5).parts) <= 5


_SAMPLE = HEAD + multipart(
    "mixed",
    multipart(
        "alternative",
        part(b"a", "Content-Type: text/plain"),
        part(b"<p>b", "Content-Type: text/html"),
        boundary="b2",
    ),
    b"Content-Type: message/rfc822\r\n\r\n" + attached(b"%PDF-1.7", "x.pdf", "application/pdf"),
)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(_SAMPLE)), st.integers(0, len(_SAMPLE)), st.binary(max_size=6))
def test_every_part_of_a_damaged_message_is_found_again(
    start: int, end: int, middle: bytes
) -> None:
    raw = _SAMPLE[:start] + middle + _SAMPLE[end:]
    for found in split(raw).parts:
        assert hashlib.sha256(find_leaf(raw, found.path).data).hexdigest() == found.digest


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b'Content-Type: text/plain; name="' + b";" * 300_000 + b"\r\n\r\nwords",
        HEAD + b"Content-Type: application/x-odd\r\n\r\n" + b"<!---->" * 500 + b"x",
        HEAD + b"Content-Type: text/html\r\n\r\n<pre>" + b" " * 200_000 + b"x</pre>",
        HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 50_000 + b"x",
    ],
    ids=["open quote", "comments", "spaces", "deep tags"],
)
def test_what_makes_a_careless_parser_slow_is_done_in_a_moment(raw: bytes) -> None:
    started = time.process_time()
    split(raw)
    assert time.process_time() - started < 2


def test_more_parts_than_can_be_followed_are_told_and_none_is_read() -> None:
    raw = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    structure = split(raw + b"--b\r\n\r\nx\r\n" * 30_000 + b"--b--")
    assert structure.faults == ("too_many_parts",)
    assert structure.parts == ()
