"""What runs, installs or mounts something is never left to a person to look at, under any name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from models.documents import Unread, Unreadable
from parsers.read import read_part
from parsers.runnable import MACRO_NAMES, SCRIPTS, runs
from parsers.split import split
from review.parts import shown_parts
from tests.parsers.makers import attached, docx, paragraph, small_pdf, zipped

FORM = docx(paragraph("Name: Ada"))
MZ = b"MZ\x90\x00" + bytes(60)
ISO = bytes(0x8001) + b"CD001" + bytes(100)
UDF = bytes(0x8001) + b"BEA01" + bytes(100)
VHD = bytes(2048) + b"conectix" + bytes(504)
DMG = bytes(2048) + b"koly\0\0\0\x04" + bytes(504)
FAT = b"\xeb\x3c\x90MSDOS5.0" + bytes(43) + b"FAT16   " + bytes(448) + b"\x55\xaa" + bytes(512)
ONE = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(100)
CHM = b"ITSF\x03\0\0\0" + bytes(100)
CAB = b"MSCF" + bytes(50)
MSI = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    + bytes.fromhex("84100c0000000000c000000000000046") + bytes(1000)
)  # fmt: skip
CONTENTS = {
    "mz": MZ, "iso": ISO, "udf": UDF, "fixed vhd": VHD, "vhdx": b"vhdxfile" + bytes(600),
    "dynamic vhd": b"conectix" + bytes(600), "dmg": DMG, "fat": FAT, "wim": b"MSWIM\0\0\0" + bytes(99),
    "vmdk": b"KDMV" + bytes(99), "onenote": ONE, "chm": CHM, "cab": CAB, "msi": MSI,
    "rpm": b"\xed\xab\xee\xdb" + bytes(99), "deb": b"!<arch>\ndebian-binary   " + bytes(99),
    "mac package": b"xar!\0\x1c" + bytes(99), "dex": b"dex\n035\0" + bytes(99),
    "mach-o": b"\xce\xfa\xed\xfe" + bytes(99), "shortcut": b"L\0\0\0\x01\x14\x02\0" + bytes(99),
    "iso behind a pdf": small_pdf().ljust(0x8001, b"\0") + b"CD001" + bytes(100),
}  # fmt: skip
#: By Microsoft's "Blocked attachments in Outlook", and disk images; written out here so that one
#: that drops out of the list in the code is missed.
_LISTED = (
    "ade adp app application appref-ms asp bas bat cer chm cmd cnt com cpl crt csh der diagcab exe "
    "fxp gadget grp hlp hpj hta inf ins iso isp its jar jnlp js jse ksh lnk library-ms mad maf mag mam "
    "maq mas mat mau mav maw mcf mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msi msp mst "
    "msu ops osd pcd pif pl plg prf prg printerexport ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 "
    "pst py pyc pyo pyw pyz pyzw reg scf scr sct search-ms settingcontent-ms shb shs theme url vb vbe vbp "
    "vbs vhd vhdx vsmacros vsw webpnp website wsb wsc wsf wsh xbap xll xnk img one onepkg mht "
    "mhtml job desktop command dmg pkg deb rpm apk wll slk iqy rdp cab appx msix xlsb docm xlsm wim"
)
NAMES = _LISTED.split()


def found(data: bytes, name: str, declared: str = "application/octet-stream") -> Unreadable:
    raw = attached(data, name, declared)
    assert len(split(raw).parts) == 2
    answer = read_part(raw, "2")
    assert isinstance(answer, Unreadable), f"{name} was read"
    return answer


def told(data: bytes, name: str) -> str:
    """What the officer is told to do with it."""
    part = split(attached(data, name)).parts[1]
    kept = SimpleNamespace(
        path=part.path, kind=part.kind.value, file_name=name, depth=0,
        outcome=found(data, name).reason.value, detail=found(data, name).detail,
    )  # fmt: skip
    return shown_parts([kept])[0].to_do


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "data", [b"some words\r\n", b"\x01\x02\x00\x03" * 200], ids=["text", "bytes"]
)
def test_what_runs_by_its_name_is_not_to_be_opened(name: str, data: bytes) -> None:
    assert found(data, f"form.{name}").reason is Unread.ACTIVE
    assert told(data, f"form.{name.upper()}").startswith("Do not open it.")


@pytest.mark.parametrize("name", sorted(set(NAMES) - MACRO_NAMES))
def test_an_honest_content_under_such_a_name_is_not_opened_either(name: str) -> None:
    assert found(FORM, f"form.{name}").reason in (Unread.ACTIVE, Unread.DISGUISED)


@pytest.mark.parametrize(
    "words",
    [
        rb"{\rt1\ansi{\object\objemb{\*\objdata 0105}}}",
        rb"{\rtf1{\*\template \u-65432?\u-65420?://x}}",
        rb"{\rtf1{\*\template \\192.0.2.1\x.dotx}}",
        rb'{\rtf1{\field{\*\fldinst INCLUDEPICTURE "\\\\192.0.2.66\\s\\p.png" \\d}}}',
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nQWN0aXZlTWltZQAA\r\n",
    ],
)
@pytest.mark.parametrize("name", ["form.doc", "form.rtf"])
def test_what_word_would_run_or_fetch_under_an_old_name_is_not_opened(
    words: bytes, name: str
) -> None:
    assert told(words, name).startswith("Do not open it.")


@pytest.mark.parametrize("template", [b"C:\\\\Users\\\\a.dot", b"Normal.dotm"])
def test_a_rich_text_file_with_words_own_template_is_left_to_a_person(template: bytes) -> None:
    words = rb"{\rtf1{\*\template " + template + rb"} words}"
    assert found(words, "form.rtf").reason is Unread.UNSUPPORTED


@pytest.mark.parametrize("content", sorted(CONTENTS))
@pytest.mark.parametrize("name", ["form.docx", "form.pdf", "form.txt", "form.zip", "form.dat"])
def test_what_runs_is_disguised_under_a_harmless_name(content: str, name: str) -> None:
    assert found(CONTENTS[content], name).reason is Unread.DISGUISED
    assert told(CONTENTS[content], name).startswith("Do not open it.")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("iso", "a.iso"), ("iso", "a.img"), ("udf", "a.iso"), ("fixed vhd", "a.vhd"), ("vhdx", "a.vhdx"),
        ("dmg", "a.dmg"), ("onenote", "a.one"), ("chm", "a.chm"), ("cab", "a.cab"), ("msi", "a.msi"),
        ("deb", "a.deb"), ("rpm", "a.rpm"), ("mac package", "a.pkg"), ("mz", "a.com"), ("iso", ""),
    ],
)  # fmt: skip
def test_what_runs_under_its_own_name_or_none_is_active(content: str, name: str) -> None:
    assert found(CONTENTS[content], name).reason is Unread.ACTIVE


@pytest.mark.parametrize(
    "words",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<?xml version='1.0'?><svg onload='x()'></svg>",
        b"<svg><a href='javascript:x()'>y</a></svg>",
        b"<svg><foreignObject><p>sign in</p></foreignObject></svg>",
        "<svg><script>1</script></svg>".encode("utf-16"),
        b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>",
    ],
)
@pytest.mark.parametrize("name", ["logo.svg", "logo.xml", "logo"])
def test_a_drawing_with_a_script_is_active(words: bytes, name: str) -> None:
    assert found(words, name).reason is Unread.ACTIVE


@pytest.mark.parametrize(
    "words",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>",
        b"<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x.dtd'><svg></svg>",
    ],
)
def test_a_plain_drawing_is_left_to_a_person(words: bytes) -> None:
    assert found(words, "logo.svg", "image/svg+xml").reason is Unread.UNSUPPORTED


@pytest.mark.parametrize(
    "member",
    ["AndroidManifest.xml", "AppxManifest.xml", "a/B.class", "xl/workbook.bin", "xl/macrosheets/sheet1.xml"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["form.bin", "form.xlsx"])
def test_a_package_of_programs_is_not_to_be_opened(member: str, name: str) -> None:
    data = zipped({"META-INF/MANIFEST.MF": "x", "xl/a.xml": "<x/>", member: "<x/>"})
    assert told(data, name).startswith("Do not open it.")


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "a.ics", Unread.UNSUPPORTED),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "a.vcf", Unread.UNSUPPORTED),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "a.rar", Unread.UNSUPPORTED),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "a.7z", Unread.UNSUPPORTED),
        (zipped({"xl/workbook.xml": "<x/>"}), "a.xlsx", Unread.UNSUPPORTED),
        (zipped({"ppt/presentation.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "a.pptx", Unread.UNSUPPORTED),
    ],
)  # fmt: skip
def test_honest_kinds_stay_for_a_person(data: bytes, name: str, reason: Unread) -> None:
    assert found(data, name).reason is reason


@pytest.mark.parametrize("name", ["form.docx", "Request 12.Mar", "request.tmp", "Mr A. N. Smith", "form.csv.docx"])  # fmt: skip
def test_a_form_under_an_odd_but_honest_name_is_read(name: str) -> None:
    assert not isinstance(read_part(attached(FORM, name), "2"), Unreadable)


def test_every_name_of_the_list_is_known() -> None:
    assert set(NAMES) <= SCRIPTS | MACRO_NAMES


def test_no_honest_content_is_taken_for_one_that_runs() -> None:
    assert [runs(one) for one in (FORM, small_pdf(), b"words", b"", bytes(600))] == [None] * 5
