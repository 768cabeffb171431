"""Kinds that are held for a person: each is known by its content and told in words of ours."""

from __future__ import annotations

import pytest

from models.documents import Unread, Unreadable
from models.mail import PartKind
from parsers.kinds import extension
from parsers.read import read_part
from parsers.split import split
from tests.parsers.makers import attached, docx, paragraph, zipped

RPMSG = b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + bytes(40)
OID = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
ENVELOPED = b"\x30\x80" + OID + b"\x03\xa0\x80" + bytes(30)
SIGNED = b"\x30\x82\x10\x00" + OID + b"\x02\xa0\x82\x0f\xf0" + bytes(30)
AUTHENTICATED = b"\x30\x82\x10\x00\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17" + bytes(30)
PGP = b"-----BEGIN PGP MESSAGE-----\r\n\r\nwcBMA0\r\n-----END PGP MESSAGE-----\r\n"
TAR = b"form.docx".ljust(257, b"\0") + b"ustar\x0000" + bytes(300)

EGRESS = b'<html><body>Open with <a href="https://switch.egress.com/x">Switch</a></body></html>'
OFFICE = b'<html><form action="https://outlook.office365.com/Encryption/x"></form></html>'
TREND = b"<html><body>Trend Micro Email Encryption: nhs.net has sent you this</body></html>"


@pytest.mark.parametrize(
    ("data", "name", "declared", "kind", "detail"),
    [
        (ENVELOPED, "smime.p7m", "application/pkcs7-mime", PartKind.SMIME, "an encrypted S/MIME"),
        (AUTHENTICATED, "a.bin", "application/octet-stream", PartKind.SMIME, "an encrypted S/MIME"),
        (SIGNED, "smime.p7m", "application/x-pkcs7-mime", PartKind.SMIME, "a signed S/MIME"),
        (SIGNED, "smime.p7m", "application/octet-stream", PartKind.SMIME, "a signed S/MIME"),
        (b"words", "smime.p7m", "application/pkcs7-mime", PartKind.SMIME, "an S/MIME message"),
        (PGP, "encrypted.asc", "application/octet-stream", PartKind.PGP, "a PGP message"),
        (b"Version: 1\r\n", "v.asc", "application/pgp-encrypted", PartKind.PGP, "a PGP message"),
        (b"\x85\x01\x0c\x03" + bytes(99), "form.docx.pgp", "application/octet-stream", PartKind.PGP, "a PGP"),
        (PGP, "form.txt", "text/plain", PartKind.PGP, "a PGP message"),
        (RPMSG, "message.rpmsg", "application/x-microsoft-rpmsg-message", PartKind.RPMSG, "a protected Office"),
        (RPMSG, "a.bin", "application/octet-stream", PartKind.RPMSG, "a protected Office"),
        (b"\x01\x02\x00" * 50, "message_v4.rpmsg", "application/octet-stream", PartKind.RPMSG, "a protected"),
        (EGRESS, "secure.html", "text/html", PartKind.PORTAL, "a page of a message portal (Egress)"),
        (OFFICE, "message.html", "text/html", PartKind.PORTAL, "a page of a message portal (Office)"),
        (OFFICE.decode().encode("utf-16"), "message.html", "text/html", PartKind.PORTAL, "a page of a"),
        (TREND, "message.htm", "application/octet-stream", PartKind.PORTAL, "a page of a message portal (NHS"),
        (b"\x78\x9f\x3e\x22\x01\x00" + bytes(50), "winmail.dat", "application/ms-tnef", PartKind.TNEF, "an Outlook"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "a.7z", "application/octet-stream", PartKind.ARCHIVE, "an archive of a"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "a.rar", "application/octet-stream", PartKind.ARCHIVE, "an archive of"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "a.zip", "application/zip", PartKind.ARCHIVE, "an archive of a kind"),
        (b"\x1f\x8b\x08" + bytes(50), "a.tgz", "application/octet-stream", PartKind.ARCHIVE, "an archive of a kind"),
        (TAR, "a.tar", "application/octet-stream", PartKind.ARCHIVE, "an archive of a kind"),
        (b"\x1a\x00-lh5-" + bytes(50), "a.lzh", "application/octet-stream", PartKind.ARCHIVE, "an archive of a"),
    ],
)  # fmt: skip
def test_what_only_people_open_is_known_and_left_to_a_person(
    data: bytes, name: str, declared: str, kind: PartKind, detail: str
) -> None:
    raw = attached(data, name, declared)
    part = split(raw).parts[1]
    assert (part.kind, part.inline) == (kind, False)
    found = read_part(raw, "2")
    assert isinstance(found, Unreadable)
    assert found.reason is Unread.UNSUPPORTED
    assert found.detail.startswith(detail)


def test_an_archive_under_the_name_of_a_document_is_disguised() -> None:
    found = read_part(attached(b"Rar!\x1a\x07\x01\x00" + bytes(50), "form.docx"), "2")
    assert isinstance(found, Unreadable)
    assert found.reason is Unread.DISGUISED


def test_a_body_that_is_a_pgp_message_is_no_covering_text() -> None:
    structure = split(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n" + PGP)
    assert [(one.kind, one.inline) for one in structure.parts] == [(PartKind.PGP, False)]
    assert structure.covering_text == ""


def test_words_signed_in_the_open_are_read() -> None:
    body = b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nPlease see.\r\n"
    structure = split(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n" + body)
    assert "Please see." in structure.covering_text


def test_a_body_that_names_a_portal_is_still_a_body() -> None:
    raw = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + EGRESS
    assert [(one.kind, one.inline) for one in split(raw).parts] == [(PartKind.HTML, True)]


def test_a_signed_mail_is_read_and_its_signature_is_no_form() -> None:
    form = attached(docx(paragraph("Name: Ada")))
    inner = form[form.index(b"Content-Type: multipart/mixed") :]
    for declared in ("application/pkcs7-signature", "application/octet-stream"):
        raw = (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg=sha-256; "
            b'protocol="application/pkcs7-signature"; boundary=s\r\n\r\n--s\r\n'
            + inner
            + b"\r\n--s\r\nContent-Type: " + declared.encode()
            + b"\r\nContent-Disposition: attachment; filename=smime.p7s\r\n"
            + b"Content-Transfer-Encoding: binary\r\n\r\n" + SIGNED + b"\r\n--s--\r\n"
        )  # fmt: skip
        found = split(raw).parts
        assert [(one.kind, one.inline) for one in found] == [
            (PartKind.TEXT, True),
            (PartKind.DOCX, False),
            (PartKind.OTHER, True),
        ]
        assert not isinstance(read_part(raw, found[1].path), Unreadable)


def test_a_public_key_goes_with_the_mail_and_is_no_form() -> None:
    key = b"-----BEGIN PGP PUBLIC KEY BLOCK-----\r\n\r\nmQEN\r\n"
    assert split(attached(key, "key.asc", "application/pgp-keys")).parts[1].inline


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.docx", "docx"),
        ("a.vbs.", "vbs"),
        ("a.vbs . .", "vbs"),
        ("a.vbs::$DATA", "vbs"),
        ("RE: form.docx", "docx"),
        ("C:\\Users\\me\\form.docx", "docx"),
        ("a", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_an_extension_is_what_windows_would_take_it_for(name: str | None, expected: str) -> None:
    assert extension(name) == expected


def test_of_two_names_for_two_programs_the_worse_is_judged() -> None:
    raw = attached(b"WScript.Echo 1\r\n", "form.txt", 'text/plain; name="form.vbs"')
    assert split(raw).parts[1].kind is PartKind.PROGRAM
    found = read_part(raw, "2")
    assert isinstance(found, Unreadable)
    assert found.reason in (Unread.ACTIVE, Unread.DISGUISED)


def test_a_spreadsheet_and_a_presentation_are_no_archives() -> None:
    for member in ("xl/workbook.xml", "ppt/presentation.xml", "content.xml"):
        data = zipped({"[Content_Types].xml": "<x/>", member: "<x/>"})
        assert [one.path for one in split(attached(data, "a.bin")).parts] == ["1", "2"]
