"""An attached .msg is another message: its files and words are parts, one message deeper."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable

import pytest

from models.documents import Unread, Unreadable
from models.mail import Part, PartKind
from parsers import archives
from parsers.compound import MAX_ENTRIES
from parsers.read import read_part
from parsers.split import find_leaf, split
from tests.parsers.makers import attached, docx, paragraph, small_pdf, zipped
from tests.parsers.outlook_makers import (
    BINARY,
    LONG,
    STRING8,
    UNICODE,
    File,
    Prop,
    Tree,
    compound,
    message_tree,
    msg,
    packed,
    storage,
    tnef,
)

FORM = docx(paragraph("Name: Ada"))
NOISE = random.Random(1).randbytes(9000)  # noqa: S311 - no secret
LARGE = docx(paragraph("Name: Ada"), word__media__a_dot_png=NOISE)
PDF = small_pdf()
PROGRAM = b"MZ\x90\x00" + b"\0" * 80
PLAIN = Prop(0x1000, UNICODE, "Plain words")
HTML = Prop(0x1013, BINARY, b"<p>Caf\xe9 words</p>")
LATIN = Prop(0x3FDE, LONG, 28591)
RICH = Prop(0x1009, BINARY, packed(rb"{\rtf1\ansi\ansicpg1252 Rich words\par}"))
ENTRY = 128


def parts(data: bytes, name: str = "old.msg", **bounds: int) -> list[Part]:
    """What the splitter gives for a mail with this one attachment, the body left out."""
    return list(split(attached(data, name), **bounds).parts[1:])


def said(data: bytes, path: str = "2/1", name: str = "old.msg") -> str | Unread:
    """The first line of the part, or why it was not read."""
    found = read_part(attached(data, name), path)
    return found.reason if isinstance(found, Unreadable) else found.lines[0].text


def closed(data: bytes, name: str = "old.msg") -> str:
    """Why the whole file stayed closed, in our words."""
    (part,) = parts(data, name)
    assert part.kind is PartKind.OUTLOOK
    found = read_part(attached(data, name), part.path)
    assert isinstance(found, Unreadable)
    assert found.reason is Unread.UNSUPPORTED
    return found.detail


DAMAGED = "an Outlook message that is damaged"


def test_the_files_and_words_of_a_msg_are_parts_one_message_deeper() -> None:
    data = msg(File("Our form.docx", LARGE), File("Ö.pdf", PDF), props=[RICH, PLAIN])
    found = parts(data)
    assert [(one.path, one.kind, one.file_name, one.depth, one.inline) for one in found] == [
        ("2/1", PartKind.DOCX, "Our form.docx", 1, False),
        ("2/2", PartKind.PDF, "Ö.pdf", 1, False),
        ("2/3", PartKind.HTML, None, 1, True),
        ("2/4", PartKind.TEXT, None, 1, True),
    ]
    assert [said(data, one.path) for one in found] == [
        "Name: Ada",
        "Form",
        "Rich words",
        "Plain words",
    ]
    assert find_leaf(attached(data, "old.msg"), "2/1").data == LARGE
    assert split(attached(data, "old.msg")).covering_text == "Please see attached."


@pytest.mark.parametrize(
    ("props", "words"),
    [
        ([HTML, LATIN], ["Café words"]),
        ([Prop(0x1013, UNICODE, "<p>Old words</p>")], ["Old words"]),
        ([Prop(0x1000, STRING8, "Café"), Prop(0x3FFD, LONG, 1252)], ["Café"]),
        ([HTML, LATIN, RICH, PLAIN], ["Café words", "Plain words"]),
        ([Prop(0x1000, UNICODE, " \r\n")], []),
    ],
)
def test_its_words_are_read_in_their_code_page(props: list[Prop], words: list[str]) -> None:
    found = parts(msg(File("a.docx", FORM), props=props))[1:]
    assert [one.text for one in found] == words


def test_a_msg_in_a_msg_is_two_messages_deep_and_in_a_zip_one() -> None:
    inner = message_tree(File("a.docx", FORM), props=[PLAIN])
    data = msg(File("Re: form.docx", method=5, inside=inner), File("b.pdf", PDF))
    assert [(one.path, one.depth) for one in parts(data)] == [
        ("2/1/1", 2),
        ("2/1/2", 2),
        ("2/2", 1),
    ]
    assert said(data, "2/1/1") == "Name: Ada"
    data = zipped({"old.msg": msg(File("a.docx", FORM))})
    assert [(one.path, one.depth) for one in parts(data, "a.zip")] == [("2/1/1", 1)]
    by_value = msg(File("older.msg", msg(File("a.docx", FORM))))
    assert [(one.path, one.depth) for one in parts(by_value)] == [("2/1/1", 2)]


def test_a_winmail_in_a_msg_is_another_message() -> None:
    data = msg(File("winmail.dat", tnef(File("a.docx", FORM))))
    assert [(one.path, one.depth) for one in parts(data)] == [("2/1/1", 2)]


def test_messages_inside_are_opened_to_the_limit() -> None:
    tree = message_tree(File("a.docx", FORM))
    for _ in range(4):
        tree = message_tree(File("inner", method=5, inside=tree))
    data = msg(File("inner", method=5, inside=tree))
    (part,) = parts(data)
    assert (part.path, part.kind, part.faults) == (
        "2/1/1/1",
        PartKind.OUTLOOK,
        (archives.TOO_NESTED,),
    )
    assert said(data, part.path) is Unread.UNSUPPORTED
    assert "too_deep" in split(attached(data, "old.msg"), depth=2).faults
    assert [one.path for one in parts(data, archive_depth=0)] == ["2"]


@pytest.mark.parametrize("method", [2, 3, 4, 6, 7])
def test_what_holds_no_file_is_shown_and_not_read(method: int) -> None:
    data = msg(File("a.docx", FORM, method=method), File("b.docx", FORM))
    first, _ = parts(data)
    assert (first.kind, first.file_name, first.inline) == (PartKind.OTHER, "a.docx", False)
    assert said(data, "2/1") is Unread.UNSUPPORTED
    assert said(data, "2/2") == "Name: Ada"


def test_only_a_mail_is_opened() -> None:
    for called in (
        "IPM.Appointment",
        "IPM.Schedule.Meeting.Request",
        "IPM.Task",
        "REPORT.IPM.Note.NDR",
    ):
        assert "no mail" in closed(msg(File("a.docx", FORM), called=called))
    for called in ("IPM.Note.SMIME", "IPM.Note.SMIME.MultipartSigned"):
        sealed = "an Outlook message that is encrypted or signed"
        assert closed(msg(File("smime.p7m", b"\x30\x80"), called=called)) == sealed
    for called in (None, "IPM.Note.Custom", "ipm.note"):
        assert said(msg(File("a.docx", FORM), called=called)) == "Name: Ada"


def test_a_meeting_inside_a_msg_is_shown_and_not_opened() -> None:
    inner = message_tree(File("a.docx", FORM), called="IPM.Appointment")
    data = msg(File("When we meet", method=5, inside=inner))
    assert "no mail" in closed(data)


def test_a_msg_without_words_or_files_goes_to_a_person() -> None:
    assert closed(msg()) == "an Outlook message without words or files"


def test_every_member_is_judged_like_any_attachment() -> None:
    macros = docx(paragraph("x"), word__vbaProject_dot_bin=b"x")
    data = msg(
        File("a.docx", macros),
        File("b.pdf", PROGRAM),
        File("c.exe", PROGRAM),
        File("../d.docx", FORM),
        File("form.txt", b"WScript.Echo 1", short="FORM.VBS"),
        File("e.docx", b""),
        File("f.docx", FORM),
    )
    assert [said(data, f"2/{n}") for n in range(1, 8)] == [
        Unread.ACTIVE,
        Unread.DISGUISED,
        Unread.ACTIVE,
        Unread.DISGUISED,
        Unread.ACTIVE,
        Unread.EMPTY,
        "Name: Ada",
    ]


def test_a_msg_with_macros_or_under_another_name_is_not_opened() -> None:
    good = message_tree(File("a.docx", FORM), head=32)
    assert said(compound({**good, "Macros": {"VBA": {"dir": b"x"}}}), "2") is Unread.ACTIVE
    assert said(msg(File("a.docx", FORM)), "2", "form.docx") is Unread.DISGUISED


# ---------------------------------------------------------------- hostile
GOOD = msg(File("a.docx", LARGE), File("b.docx", FORM), props=[PLAIN])


def header(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


def changed(data: bytes, stream: str, field: int, value: int) -> bytes:
    """The same with one number of the directory entry of a stream set."""
    at = data.index(stream.encode("utf-16-le"))
    return header(data, at + field, value)


def fat(data: bytes, sector: int, value: int) -> bytes:
    """The same with the successor of a sector set."""
    first = struct.unpack_from("<I", data, 76)[0]
    return header(data, (first + 1) * 512 + sector * 4, value)


START, SIZE, LEFT, CHILD = 116, 120, 68, 76
DATA = "__substg1.0_37010102"
DIRECTORY = struct.unpack_from("<I", GOOD, 48)[0]


@pytest.mark.parametrize(
    "data",
    [
        GOOD[:700],
        GOOD[: len(GOOD) // 2],
        header(GOOD, 44, 0xFFFFFF),  # so many tables
        header(GOOD, 72, 7),  # tables beyond the header
        header(GOOD, 48, 0xFFFFFF),  # no directory
        header(GOOD, 60, 0),  # the small table elsewhere
        fat(GOOD, DIRECTORY, DIRECTORY),  # the directory ends in itself
        changed(GOOD, "__properties_version1.0", LEFT, 0),
        changed(GOOD, "__attach_version1.0_#00000000", CHILD, 0),
        changed(GOOD, DATA, SIZE, 0xFFFFFFF0),
        changed(GOOD, "__properties_version1.0", SIZE, 8),
        compound({"__properties_version1.0": b"", "a": {"b": b"c"}}),
        compound(storage([PLAIN, Prop(0x1000, UNICODE, "Some other words")], bytes(32))),
    ],
)  # fmt: skip
def test_a_file_that_is_cut_or_lies_stays_closed_and_is_never_called_empty(data: bytes) -> None:
    assert closed(data) == DAMAGED


def lying(**told: int) -> Tree:
    """A message whose one file has a property that claims another length."""
    file = dict(
        storage([Prop(0x3705, LONG, 1), Prop(0x3701, BINARY, FORM)], bytes(8), {0x3701: told["size"]})
    )  # fmt: skip
    tree = dict(message_tree(counted=1, head=32))
    tree["__attach_version1.0_#00000000"] = file
    return tree


def without(name: str) -> Tree:
    tree = dict(message_tree(File("a.docx", FORM), head=32))
    file = dict(tree["__attach_version1.0_#00000000"])  # type: ignore[arg-type] # it is a storage
    del file[name]
    tree["__attach_version1.0_#00000000"] = file
    return tree


def unlisted() -> Tree:
    """A stream of data of which no property tells."""
    tree = dict(message_tree(File("a.docx", method=1), head=32))
    tree["__attach_version1.0_#00000000"] = {
        **storage([Prop(0x3705, LONG, 1)], bytes(8)),
        DATA: FORM,
    }
    return tree


def twice() -> Tree:
    tree = dict(message_tree(File("a.docx", FORM), head=32))
    file = dict(tree["__attach_version1.0_#00000000"])  # type: ignore[arg-type] # it is a storage
    file["__substg1.0_3701000D"] = message_tree(File("b.docx", FORM))
    tree["__attach_version1.0_#00000000"] = file
    return tree


@pytest.mark.parametrize(
    "make",
    [
        lambda: lying(size=len(FORM) - 1),
        lambda: lying(size=0),
        lambda: without(DATA),
        lambda: without("__properties_version1.0"),
        unlisted,
        twice,
        lambda: message_tree(File("a.docx", FORM, method=5), head=32),
        lambda: message_tree(File("a.docx", FORM, method=5, inside={"x": b"y"}), head=32),
        lambda: message_tree(counted=2, head=32),
    ],
)
def test_a_file_of_which_two_things_are_said_is_broken(make: Callable[[], Tree]) -> None:
    (part,) = parts(compound(make()))
    assert (part.path, part.kind) == ("2/1", PartKind.OTHER)
    assert said(compound(make())) is Unread.BROKEN


def test_a_stream_that_runs_past_the_end_is_broken_and_its_neighbour_read() -> None:
    chained = struct.unpack_from("<I", GOOD, GOOD.index(DATA.encode("utf-16-le")) + START)[0]
    data = fat(GOOD, chained, 0xFFFFFF)
    assert said(data, "2/1") is Unread.BROKEN
    assert said(data, "2/2") == "Name: Ada"


def test_streams_that_share_their_sectors_make_no_more_than_the_file() -> None:
    many = {f"s{n}": bytes(5000) for n in range(40)}
    data = compound({**message_tree(props=[PLAIN], head=32), **many})
    at = data.index("s0".encode("utf-16-le") + b"\0\0")
    first, size = struct.unpack_from("<II", data, at + START)
    for n in range(1, 40):
        at = data.index(f"s{n}".encode("utf-16-le") + b"\0\0")
        data = header(header(data, at + START, first), at + SIZE, size)
    assert closed(data) == DAMAGED


def test_more_entries_than_any_message_has_are_not_read() -> None:
    data = compound({**message_tree(props=[PLAIN], head=32), **{f"{n}": b"" for n in range(MAX_ENTRIES)}})  # fmt: skip
    assert closed(data) == DAMAGED


def test_a_directory_like_a_list_is_not_followed_without_end() -> None:
    tree: Tree = {"x": b"y"}
    for _ in range(600):
        tree = {"s": tree}
    assert closed(compound({**message_tree(props=[PLAIN], head=32), "s": tree})) == DAMAGED


def test_a_compound_file_that_is_no_msg_stays_what_it_is() -> None:
    assert (
        parts(compound({"WordDocument": b"\xec\xa5" + bytes(40)}), "a.doc")[0].kind is PartKind.DOC
    )
    assert parts(compound({"Workbook": b"x"}), "a.xls")[0].kind is PartKind.XLSX
    assert parts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "a.doc")[0].kind is PartKind.DOC
