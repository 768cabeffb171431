"""winmail.dat: its files and words are parts of the mail itself, and what is damaged says so."""

from __future__ import annotations

import struct
import tracemalloc

import pytest

from models.documents import Document, Unread, Unreadable
from models.mail import Part, PartKind
from parsers import archives
from parsers.outlook import opened
from parsers.read import read_part
from parsers.split import find_leaf, split
from parsers.tnef import MAX_ATTRIBUTES, MAX_PROPERTIES
from tests.parsers.makers import attached, docx, paragraph, small_pdf, zipped
from tests.parsers.outlook_makers import (
    BINARY,
    INSIDE,
    LONG,
    STRING8,
    UNICODE,
    File,
    Prop,
    attribute,
    msg,
    packed,
    prop_list,
    tnef,
)

FORM = docx(paragraph("Name: Ada"))
PDF = small_pdf()
PROGRAM = b"MZ\x90\x00" + b"\0" * 80
HTML = Prop(0x1013, BINARY, b"<p>Caf\xe9 words</p>")
LATIN = Prop(0x3FDE, LONG, 28591)
RICH = Prop(0x1009, BINARY, packed(rb"{\rtf1\ansi\ansicpg1252 Rich words\par}"))
PLAIN = Prop(0x1000, UNICODE, "Plain words")


def parts(data: bytes, name: str = "winmail.dat", **bounds: int) -> list[Part]:
    """What the splitter gives for a mail with this one attachment, the body left out."""
    return list(split(attached(data, name), **bounds).parts[1:])


def said(data: bytes, path: str = "2/1", name: str = "winmail.dat") -> str | Unread:
    """The first line of the part, or why it was not read."""
    found = read_part(attached(data, name), path)
    return found.reason if isinstance(found, Unreadable) else found.lines[0].text


def closed(data: bytes, name: str = "winmail.dat") -> str:
    """Why the whole file stayed closed, in our words."""
    (part,) = parts(data, name)
    found = read_part(attached(data, name), part.path)
    assert isinstance(found, Unreadable)
    assert found.reason is Unread.UNSUPPORTED
    return found.detail


@pytest.mark.parametrize("in_props", [False, True])
def test_the_files_of_a_winmail_are_parts_of_the_mail_and_are_read(in_props: bool) -> None:  # noqa: FBT001
    data = tnef(File("Our form.docx", FORM), File("Ö.pdf", PDF), in_props=in_props)
    found = parts(data)
    assert [(one.path, one.kind, one.file_name, one.depth, one.inline) for one in found] == [
        ("2/1", PartKind.DOCX, "Our form.docx", 0, False),
        ("2/2", PartKind.PDF, "Ö.pdf", 0, False),
    ]
    assert [said(data, one.path) for one in found] == ["Name: Ada", "Form"]
    assert find_leaf(attached(data, "winmail.dat"), "2/1").data == FORM


def test_a_mail_that_is_nothing_but_a_winmail_is_opened_too() -> None:
    raw = b"MIME-Version: 1.0\r\nContent-Type: application/ms-tnef\r\n"
    raw += b"Content-Transfer-Encoding: binary\r\n\r\n" + tnef(File("a.docx", FORM), props=[HTML])
    structure = split(raw)
    assert [(one.path, one.kind) for one in structure.parts] == [
        ("1/1", PartKind.DOCX),
        ("1/2", PartKind.HTML),
    ]
    assert structure.covering_text == "Caf\N{REPLACEMENT CHARACTER} words".replace("\ufffd", "é")


@pytest.mark.parametrize(
    ("props", "words"),
    [
        ([HTML, LATIN], "Café words"),
        ([RICH], "Rich words"),
        ([PLAIN], "Plain words"),
        ([Prop(0x1000, STRING8, "Café <b> & words")], "Café <b> & words"),
        ([PLAIN, RICH], "Rich words\nPlain words"),
        ([HTML, RICH], "Café words"),
    ],
)
def test_its_words_are_the_covering_text_where_the_mail_has_none(
    props: list[Prop], words: str
) -> None:
    raw = attached(tnef(File("a.docx", FORM), props=props), "winmail.dat")
    assert split(raw).covering_text == "Please see attached."
    for blank in (b" \r\n", b"\xc2\xa0\r\n", b""):
        assert split(raw.replace(b"Please see attached.\r\n", blank)).covering_text == words


def test_words_outside_the_properties_count_too() -> None:
    data = tnef(tail=attribute(1, 0x800C, b"Old words\0"))
    raw = attached(data, "winmail.dat").replace(b"Please see attached.", b"")
    assert split(raw).covering_text == "Old words"


def test_notes_without_words_or_files_are_passed_over() -> None:
    (part,) = parts(tnef())
    assert (part.path, part.kind, part.inline) == ("2", PartKind.TNEF, True)


def test_what_gateways_leave_behind_the_stream_is_nothing() -> None:
    for tail in (b"\n", b"\r\n\r\n", b"\0" * 9):
        assert said(tnef(File("a.docx", FORM), tail=tail)) == "Name: Ada"


def test_a_winmail_in_a_file_is_another_message() -> None:
    data = zipped({"winmail.dat": tnef(File("a.docx", FORM), props=[PLAIN])})
    assert [(one.path, one.depth) for one in parts(data, "a.zip")] == [("2/1/1", 1), ("2/1/2", 1)]
    assert said(data, "2/1/1", "a.zip") == "Name: Ada"


def test_a_message_inside_is_one_deeper_and_its_file_is_read() -> None:
    inner = tnef(File("a.docx", FORM), props=[HTML])
    data = tnef(File("Re: our form.docx", method=5, inside=inner), File("b.pdf", PDF))
    found = parts(data)
    assert [(one.path, one.kind, one.depth) for one in found] == [
        ("2/1/1", PartKind.DOCX, 1),
        ("2/1/2", PartKind.HTML, 1),
        ("2/2", PartKind.PDF, 0),
    ]
    assert said(data, "2/1/1") == "Name: Ada"


def test_messages_inside_are_opened_to_the_limit() -> None:
    data = tnef(File("a.docx", FORM))
    for _ in range(400):
        data = tnef(File("inner", method=5, inside=data))
    (part,) = parts(data)
    assert (part.path, part.kind) == ("2/1/1/1", PartKind.TNEF)
    assert part.faults == (archives.TOO_NESTED,)
    assert said(data, part.path) is Unread.UNSUPPORTED
    assert [one.path for one in parts(data, archive_depth=0)] == ["2"]


@pytest.mark.parametrize(
    ("method", "detail"),
    [
        (2, "an attachment that lies elsewhere and is only pointed to"),
        (3, "an attachment that lies elsewhere and is only pointed to"),
        (4, "an attachment that lies elsewhere and is only pointed to"),
        (7, "an attachment that lies elsewhere and is only pointed to"),
        (6, "an object embedded in an Outlook message"),
    ],
)
def test_what_holds_no_file_is_shown_and_not_read(method: int, detail: str) -> None:
    data = tnef(File("a.docx", FORM, method=method), File("b.docx", FORM))
    first, second = parts(data)
    assert (first.kind, first.file_name, first.inline) == (PartKind.OTHER, "a.docx", False)
    found = read_part(attached(data, "winmail.dat"), "2/1")
    assert found == Unreadable(Unread.UNSUPPORTED, detail)
    assert said(data, second.path) == "Name: Ada"


@pytest.mark.parametrize(
    "called",
    ["IPM.Microsoft Schedule.MtgReq", "IPM.Appointment", "IPM.Task", "IPM.Microsoft Mail.Read Receipt"],
)  # fmt: skip
def test_a_meeting_or_a_task_is_shown_and_not_opened(called: str) -> None:
    assert closed(tnef(File("a.docx", FORM), called=called)) == (
        "an Outlook item that is no mail, like a meeting or a task"
    )
    hidden = Prop(0x1A, UNICODE, called)
    assert "no mail" in closed(tnef(File("a.docx", FORM), props=[hidden]))


def test_what_is_encrypted_or_signed_as_a_whole_stays_sealed() -> None:
    for called in ("IPM.Note.SMIME", "IPM.Note.SMIME.MultipartSigned", "ipm.note.secure.sign"):
        data = tnef(File("smime.p7m", b"\x30\x80"), called=called)
        assert closed(data) == "an Outlook message that is encrypted or signed"


def test_every_member_is_judged_like_any_attachment() -> None:
    macros = docx(paragraph("x"), word__vbaProject_dot_bin=b"x")
    data = tnef(
        File("a.docx", macros),
        File("b.pdf", PROGRAM),
        File("c.exe", PROGRAM),
        File("d.docx", b""),
        File("../e.docx", FORM),
        File("f\u202excod.exe", FORM, short="F.DOC"),
        File("g.docx", FORM),
    )
    assert [said(data, f"2/{n}") for n in range(1, 8)] == [
        Unread.ACTIVE,
        Unread.DISGUISED,
        Unread.ACTIVE,
        Unread.EMPTY,
        Unread.DISGUISED,
        Unread.DISGUISED,
        "Name: Ada",
    ]


@pytest.mark.parametrize(
    "file",
    [
        File("form.txt", b"WScript.Echo 1", short="FORM.VBS"),
        File("form.txt", b"WScript.Echo 1", more=(Prop(0x3703, UNICODE, ".vbs"),)),
        File("form.txt", b"WScript.Echo 1", more=(Prop(0x3001, UNICODE, "form.vbs"),)),
        File("form.txt", b"WScript.Echo 1", more=(Prop(0x370C, STRING8, "form.vbs"),)),
    ],
)
def test_of_several_names_the_worst_is_judged(file: File) -> None:
    assert said(tnef(file)) in (Unread.ACTIVE, Unread.DISGUISED)


def test_a_whole_path_as_the_name_is_what_old_programs_send() -> None:
    assert said(tnef(File("C:\\Users\\ada\\form.docx", FORM))) == "Name: Ada"


def test_a_logo_among_the_words_is_no_form_and_a_scan_is() -> None:
    logo = b"\x89PNG\r\n\x1a\n" + b"\0" * 900
    image = (Prop(0x370E, UNICODE, "image/png"), Prop(0x3712, UNICODE, "logo@x"))
    data = tnef(File("logo.png", logo, more=image), File("scan.png", logo + bytes(90_000)))
    assert [one.inline for one in parts(data)] == [True, False]
    typed = (Prop(0x370E, UNICODE, "text/plain"), Prop(0x3712, UNICODE, "x@x"))
    assert [one.inline for one in parts(tnef(File("", b"Name: Ada", more=typed)))] == [False]


# ---------------------------------------------------------------- hostile
def test_the_name_of_another_format_is_a_disguise() -> None:
    (part,) = parts(tnef(File("a.docx", FORM)), "form.docx")
    assert part.kind is PartKind.TNEF
    assert said(tnef(), "2", "form.docx") is Unread.DISGUISED


GOOD = tnef(File("a.docx", FORM), props=[PLAIN])
AT = GOOD.index(FORM)


@pytest.mark.parametrize(
    "data",
    [
        GOOD[: AT + 300],
        GOOD[:-1],
        GOOD[: AT - 4] + struct.pack("<I", 0xFFFFFFFF) + GOOD[AT:],
        GOOD[: AT - 4] + struct.pack("<I", len(FORM) - 7) + GOOD[AT:],
        GOOD + b"-- a footer",
        GOOD + zipped({"b.docx": FORM}),
        GOOD[:6],
        GOOD[:6] + b"\x02" * 400,
        tnef(tail=attribute(2, 0x800F, FORM)),
        tnef(tail=attribute(3, 0x800F, FORM)),
        tnef(props=[PLAIN], tail=attribute(1, 0x9003, prop_list([HTML]))),
        tnef(tail=attribute(1, 0x9003, prop_list([HTML], counted=0xFFFFFFFF))),
        tnef(tail=attribute(1, 0x9003, prop_list([PLAIN, Prop(0x1000, UNICODE, "Other")]))),
        tnef(tail=attribute(1, 0x9003, struct.pack("<IHHI", 1, 0x1003, 0x1234, 0xFFFFFFFF))),
        tnef(tail=attribute(1, 0x9003, struct.pack("<IHHII", 1, BINARY, 0x1013, 1, 0xFFFFFFF0))),
        tnef(tail=attribute(1, 0x9003, struct.pack("<IHHII", 1, BINARY, 0x1013, 0xFFFFFFF0, 4))),
        tnef(tail=attribute(1, 0x9003, struct.pack("<IHHI", 1, 0x7777, 0x1013, 4))),
        tnef(tail=attribute(1, 0x9003, struct.pack("<IHH", 1, LONG, 0x8001) + b"\xff" * 24)),
        tnef(tail=attribute(1, 0x9003, b"\x01")),
        tnef(props=[PLAIN], tail=attribute(1, 0x800D, b"xx", by=1)),
        tnef(tail=attribute(1, 0x800D, b"x") * (MAX_ATTRIBUTES + 1)),
        tnef(tail=attribute(1, 0x9003, struct.pack("<I", MAX_PROPERTIES + 1) + b"\1\0\2\0" * (MAX_PROPERTIES + 1))),
    ],
)  # fmt: skip
def test_a_stream_that_is_cut_or_lies_stays_closed_and_is_never_called_empty(data: bytes) -> None:
    assert closed(data) == "an Outlook message that is damaged"


@pytest.mark.parametrize(
    "tail",
    [
        attribute(2, 0x9002, b"\1\0" + b"\xff" * 12) + attribute(2, 0x800F, FORM, by=1),
        attribute(2, 0x9002, b"\1\0" + b"\xff" * 12),
        attribute(2, 0x9002, b""),
        attribute(2, 0x9002, b"")
        + attribute(2, 0x800F, FORM)
        + attribute(2, 0x9005, prop_list([Prop(0x3701, BINARY, PDF)])),
        attribute(2, 0x9002, b"") + attribute(2, 0x800F, FORM) + attribute(2, 0x800F, PDF),
        attribute(2, 0x9002, b"")
        + attribute(2, 0x800F, FORM)
        + attribute(2, 0x9005, b"\x09\0\0\0"),
        attribute(2, 0x9002, b"")
        + attribute(2, 0x9005, prop_list([Prop(0x3705, LONG, 5), Prop(0x3701, 0x0D, b"x" * 40)])),
        attribute(2, 0x9002, b"")
        + attribute(2, 0x9005, prop_list([Prop(0x3705, LONG, 5), Prop(0x3701, 0x0D, INSIDE)])),
        attribute(2, 0x9002, b"")
        + attribute(2, 0x800F, FORM)
        + attribute(2, 0x9005, prop_list([Prop(0x3705, LONG, 99)])),
    ],
)
def test_a_file_that_is_damaged_or_there_twice_is_broken_and_its_neighbour_read(
    tail: bytes,
) -> None:
    data = tnef(File("a.docx", FORM), tail=tail)
    assert [one.kind for one in parts(data)] == [PartKind.DOCX, PartKind.OTHER]
    assert said(data, "2/1") == "Name: Ada"
    assert said(data, "2/2") is Unread.BROKEN


def test_words_that_are_damaged_are_broken_and_the_form_read() -> None:
    data = tnef(File("a.docx", FORM), props=[Prop(0x1009, BINARY, b"\xff" * 40)])
    assert said(data, "2/1") == "Name: Ada"
    assert said(data, "2/2") is Unread.BROKEN


def test_a_hundred_thousand_attributes_cost_no_more_than_they_are() -> None:
    data = tnef(File("a.docx", FORM), tail=attribute(1, 0x800D, b"x" * 90) * 100_000)
    tracemalloc.start()
    assert opened(data, PartKind.TNEF) == archives.BROKEN_ITEM
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(data)


def test_what_all_containers_hold_counts_against_one_budget() -> None:
    data = tnef(File("a.bin", b"x" * (18 << 20)))
    for _ in range(2):
        data = tnef(File("inner", method=5, inside=data))
    assert [one.faults for one in parts(data)] == [(archives.NO_ROOM,)]


def test_a_msg_in_a_winmail_is_opened() -> None:
    data = tnef(File("old.msg", msg(File("a.docx", FORM))))
    assert [(one.path, one.depth) for one in parts(data)] == [("2/1/1", 1)]
    assert isinstance(read_part(attached(data, "winmail.dat"), "2/1/1"), Document)
