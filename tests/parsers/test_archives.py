from __future__ import annotations

import io
import random
import struct
import unicodedata
import zipfile
from collections.abc import Mapping

import pytest

from models.documents import Document, Unread, Unreadable
from models.mail import Part, PartKind
from parsers import archives
from parsers.read import read_part
from parsers.split import find_leaf, split
from tests.parsers.makers import attached, docx, paragraph, small_pdf, zipped

FORM = docx(paragraph("Name: Ada"))
PDF = small_pdf()
RTLO = "\u202e"


def parts(data: bytes, name: str = "forms.zip", **bounds: int) -> list[Part]:
    """What the splitter gives for a mail with this one attachment, the body left out."""
    return list(split(attached(data, name), **bounds).parts[1:])


def said(data: bytes, path: str = "2/1", **bounds: int) -> str | Unread:
    """The first line of the part, or why it was not read."""
    found = read_part(attached(data, "forms.zip"), path, **bounds)
    return found.reason if isinstance(found, Unreadable) else found.lines[0].text


def message(data: bytes, name: str) -> bytes:
    return attached(data, name).replace(b"Please see attached.", b"Forwarded.")


def nested(times: int, inside: Mapping[str, bytes | str]) -> bytes:
    data = zipped(inside)
    for _ in range(times - 1):
        data = zipped({"inner.zip": data})
    return data


def test_the_files_of_a_zip_are_parts_of_the_mail_and_are_read() -> None:
    data = zipped({"forms/": "", "forms/Part 4.docx": FORM, "read me.txt": "Hello", "a.pdf": PDF})
    found = parts(data)
    assert [(one.path, one.kind, one.file_name, one.depth, one.inline) for one in found] == [
        ("2/2", PartKind.DOCX, "forms/Part 4.docx", 0, False),
        ("2/3", PartKind.TEXT, "read me.txt", 0, False),
        ("2/4", PartKind.PDF, "a.pdf", 0, False),
    ]
    assert [said(data, one.path) for one in found] == ["Name: Ada", "Hello", "Form"]


def test_a_mail_that_is_nothing_but_a_zip_is_opened_too() -> None:
    raw = b"MIME-Version: 1.0\r\nContent-Type: application/zip\r\n"
    raw += b"Content-Transfer-Encoding: binary\r\n\r\n" + zipped({"a.docx": FORM})
    assert [(one.path, one.kind) for one in split(raw).parts] == [("1/1", PartKind.DOCX)]


def test_every_leaf_is_found_again_by_its_path() -> None:
    inner = message(zipped({"b.docx": FORM}), "b.zip")
    raw = attached(zipped({"a.docx": FORM, "saved.eml": inner, "c.zip": zipped({"d.pdf": PDF})}))
    raw = raw.replace(b"form.docx", b"form.zip")
    found = split(raw).parts
    assert [one.path for one in found] == ["1", "2/1", "2/2.1", "2/2.2/1", "2/3/1"]
    assert [one.depth for one in found] == [0, 0, 1, 1, 0]
    for one in found:
        leaf = find_leaf(raw, one.path)
        assert (len(leaf.data), leaf.file_name, leaf.depth) == (one.size, one.file_name, one.depth)


def test_zips_are_opened_to_the_limit_and_the_next_is_left_to_a_person() -> None:
    data = nested(4, {"a.docx": FORM})
    assert [one.path for one in parts(data, archive_depth=4)] == ["2/1/1/1/1"]
    assert said(data, "2/1/1/1/1", archive_depth=4) == "Name: Ada"
    (closed,) = parts(data)
    assert (closed.path, closed.kind) == ("2/1/1/1", PartKind.ZIP)
    assert closed.faults == (archives.TOO_NESTED,)
    assert said(data, closed.path) is Unread.UNSUPPORTED
    assert [one.path for one in parts(data, archive_depth=0)] == ["2"]
    assert said(data, "2", archive_depth=0) is Unread.UNSUPPORTED


def test_members_count_among_the_parts_of_the_mail() -> None:
    structure = split(attached(zipped({f"{n}.txt": "x" for n in range(300)}), "a.zip"))
    assert len(structure.parts) == 200
    assert "too_many_parts" in structure.faults


def test_what_all_archives_hold_counts_against_one_budget() -> None:
    varied = random.Random(1)  # noqa: S311 - no secret
    member = b"".join(varied.randbytes(24) + bytes(1000) for _ in range(12 << 10))  # 12 MB
    data = zipped({f"{n}.zip": zipped({"a.bin": member}) for n in range(6)})
    found = parts(data)
    assert [one.kind for one in found].count(PartKind.ZIP) == 3
    assert {one.faults for one in found if one.kind is PartKind.ZIP} == {(archives.NO_ROOM,)}
    assert said(data, found[-1].path) is Unread.UNSUPPORTED


def locked(data: bytes, name: str) -> bytes:
    """The same zip, its member `name` marked as encrypted in both headers."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        at = package.getinfo(name).header_offset
    changed[at + 6] |= 1
    directory = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") - 1)
    while data[directory + 46 : directory + 46 + len(name)] != name.encode():
        directory = data.index(b"PK\x01\x02", directory + 4)
    changed[directory + 8] |= 1
    return bytes(changed)


def test_a_locked_member_is_encrypted_and_the_one_beside_it_is_read() -> None:
    data = locked(zipped({"a.docx": FORM, "b.docx": FORM}), "a.docx")
    assert [one.kind for one in parts(data)] == [PartKind.OTHER, PartKind.DOCX]
    assert said(data, "2/1") is Unread.ENCRYPTED
    assert said(data, "2/2") == "Name: Ada"


@pytest.mark.parametrize(
    "name",
    [
        "../a.docx",
        "..\\a.docx",
        "x/../../a.docx",
        "/etc/a.docx",
        "\\\\server\\share\\a.docx",
        "C:\\Windows\\a.docx",
        "c:a.docx",
        f"a{RTLO}xcod.exe",
        f"folder{RTLO}/a.docx",
        "a\x01.docx",
    ],
)
def test_a_member_with_a_name_that_lies_is_disguised_and_its_neighbour_read(name: str) -> None:
    data = zipped({name: FORM, "b.docx": FORM})
    assert said(data, "2/1") is Unread.DISGUISED
    assert said(data, "2/2") == "Name: Ada"


def test_what_lies_behind_a_name_that_lies_is_not_opened() -> None:
    data = zipped({"../a.zip": zipped({"a.docx": FORM}), "/b.eml": message(FORM, "a.docx")})
    assert [one.path for one in parts(data)] == ["2/1", "2/2"]
    assert said(data, "2/1") is Unread.DISGUISED


def test_a_name_that_lies_only_in_its_unicode_spelling_is_disguised() -> None:
    info = zipfile.ZipInfo("a.docx")
    evil = b"../../a.docx"
    info.extra = struct.pack("<HHBL", 0x7075, 5 + len(evil), 1, 0) + evil
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(info, FORM)
    assert said(out.getvalue()) is Unread.DISGUISED


def test_a_link_in_an_archive_is_disguised() -> None:
    info = zipfile.ZipInfo("a.txt")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(info, "/etc/passwd")
    assert said(out.getvalue()) is Unread.DISGUISED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.docx", "A.DOCX"),
        ("a.docx", "a.docx"),
        ("a.docx", "./a.docx"),
        ("a.docx", "a.docx."),
        ("a.docx", "a.docx "),
        ("x/a.docx", "x\\a.docx"),
        (unicodedata.normalize("NFC", "é.docx"), unicodedata.normalize("NFD", "é.docx")),
        ("ﬁ.docx", "fi.docx"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_names_for_one_file_are_dangerous(first: str, second: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(first, FORM)
        package.writestr(second, FORM)
    assert [one.path for one in parts(out.getvalue())] == ["2"]
    assert said(out.getvalue(), "2") is Unread.DANGEROUS


def test_an_archive_that_is_no_archive_to_trust_stays_closed() -> None:
    bomb = zipped({"a.txt": b"0" * (40 << 20)})
    assert said(bomb, "2") is Unread.DANGEROUS
    many = zipped({f"{n}.txt": "x" for n in range(1001)})
    assert said(many, "2") is Unread.DANGEROUS
    assert said(zipped({"a.docx": FORM}) + b"MZ\x90", "2") is Unread.DANGEROUS
    assert said(b"PK\x03\x04 cut", "2") is Unread.BROKEN


def test_the_outer_name_is_judged_before_the_archive_is_opened() -> None:
    data = zipped({"a.docx": FORM})
    raw = attached(data, f"x{RTLO}piz.docx")
    assert [one.path for one in split(raw).parts] == ["1", "2"]
    found = read_part(raw, "2")
    assert isinstance(found, Unreadable)
    assert found.reason is Unread.DISGUISED


def test_a_document_inside_is_judged_like_any_attachment() -> None:
    macros = docx(paragraph("x"), word__vbaProject_dot_bin=b"x")
    program = b"MZ\x90\x00" + b"\0" * 80
    data = zipped({"a.docx": macros, "b.pdf": program, "c.exe": program, "d.docx": b""})
    assert [said(data, f"2/{n}") for n in range(1, 5)] == [
        Unread.ACTIVE,
        Unread.DISGUISED,
        Unread.ACTIVE,
        Unread.EMPTY,
    ]


def test_a_member_whose_checksum_is_wrong_is_broken() -> None:
    data = bytearray(zipped({"a.txt": "hello there", "b.docx": FORM}))
    directory = data.index(b"PK\x01\x02")
    for at in (14, directory + 16):
        data[at] ^= 0xFF
    assert said(bytes(data), "2/1") is Unread.BROKEN
    assert said(bytes(data), "2/2") == "Name: Ada"


def test_names_are_told_as_their_makers_meant_them() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("Formulaire é.docx", FORM)
    utf8 = out.getvalue()
    unflagged = bytearray(utf8)  # a Mac writes UTF-8 and does not say so
    directory = utf8.index(b"PK\x01\x02")
    unflagged[7] &= ~8 & 0xFF
    unflagged[directory + 9] &= ~8 & 0xFF
    for data in (utf8, bytes(unflagged)):
        assert [one.file_name for one in parts(data)] == ["Formulaire é.docx"]


def test_what_a_mac_keeps_beside_a_file_is_no_form() -> None:
    beside = b"\0\x05\x16\x07\0\x02\0\0Mac OS X" + b"\0" * 100
    found = parts(zipped({"form.docx": FORM, "__MACOSX/._form.docx": beside}))
    assert [one.inline for one in found] == [False, True]


def test_a_presentation_or_a_program_of_many_files_is_not_taken_apart() -> None:
    slides = zipped({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"})
    assert [one.kind for one in parts(slides, "a.pptx")] == [PartKind.OTHER]
    jar = zipped({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"})
    assert [one.path for one in parts(jar, "a.jar")] == ["2"]
    found = read_part(attached(jar, "a.jar"), "2")
    assert isinstance(found, Unreadable)
    assert found.reason is not Unread.UNSUPPORTED


def test_a_form_in_a_message_in_a_zip_is_one_message_deeper() -> None:
    data = zipped({"Mail.eml": message(FORM, "form.docx")})
    assert [(one.path, one.depth) for one in parts(data)] == [("2/1.1", 1), ("2/1.2", 1)]
    assert isinstance(read_part(attached(data, "a.zip"), "2/1.2"), Document)


def test_a_zip_that_holds_itself_ends_at_the_limit() -> None:
    data = zipped({"a.zip": zipped({"a.zip": zipped({"a.zip": zipped({"a.zip": FORM})})})})
    assert [one.kind for one in parts(data)] == [PartKind.ZIP]


def test_messages_and_zips_in_turn_count_as_containers_too() -> None:
    data = zipped({"form.docx": FORM})
    for _ in range(6):
        data = zipped({"m.eml": message(data, "a.zip")})
    found = parts(data, archive_depth=10, depth=8)
    assert all(len(one.path) < 40 for one in found)
    assert "too_deep" in split(attached(data, "a.zip"), archive_depth=10, depth=8).faults
