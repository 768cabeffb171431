from __future__ import annotations

import hashlib
import io
import struct
import time
import zipfile
import zlib

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from models.documents import Unread
from models.mail import PartKind
from parsers.guard import inspect_part
from parsers.kinds import kind_of
from tests.parsers.makers import (
    W,
    document_xml,
    docx,
    docx_members,
    locked,
    paragraph,
    relationships,
    run,
    small_pdf,
    zipped,
)

FORM = docx(paragraph("Name: Ada"))
SHUT = locked(FORM)
PDF = small_pdf()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def judged(
    data: bytes, name: str | None = None, declared: str = "application/octet-stream"
) -> Unread | None:
    """What the guard says of a file, its kind told as the splitter tells it."""
    found = inspect_part(data, kind_of(data, declared, name), name, declared)
    return found.reason if found else None


def changed(**members: bytes | str) -> bytes:
    return docx(paragraph("Name: Ada"), **members)


def linked(kind: str, target: str) -> bytes:
    rels = relationships(("x1", kind, target))
    return zipped({**docx_members(paragraph("x")), "word/_rels/document.xml.rels": rels})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (FORM, "Part 4 form.docx"),
        (FORM, None),
        (FORM, "form"),
        (FORM, "Request 12.05.2025"),
        (FORM, "form.doc"),
        (PDF, "form.pdf"),
        (PDF, "FORM.PDF"),
        (b"Name: Ada", "notes.txt"),
        (b"\xff\xd8\xff\xe0JFIF", "scan.png"),
        (rb"{\rtf1 words}", "old.doc"),
        (b"", "form.docx"),
        (FORM, "C:\\Users\\m\\f.docx"),
        (FORM, "/home/m/f.docx"),
        (FORM, "\u202aC:\\Users\\m\\f.docx"),
        (FORM, "\u202af.docx"),
        (FORM, "\u2068f.docx\u2069"),
        (FORM, "form.pdf"),
        (PDF, "form.docx"),
        (b"\xff\xd8\xff\xe0JFIF", "scan.pdf"),
        (b"\xff\xd8\xff\xe0JFIF", "scan.docx"),
        (rb"{\rtf1 words}", "form.pdf"),
        (PDF, "form.jpg"),
        (FORM, "C:\\Users\\m.exe\\f.docx"),
    ],
)
def test_honest_files_pass(data: bytes, name: str | None) -> None:
    assert judged(data, name) is None


@pytest.mark.parametrize(
    "name",
    [
        "form \u202excod.exe",
        "form\u2066.docx",
        "a\x00b.docx",
        "..\\..\\form.docx",
        "../form.docx",
        "form\u202a.docx",
        "\u202eform.docx",
        "C:\\Users\\m\\\u202excod.exe",
    ],
)
def test_a_name_that_lies_about_itself_is_disguised(name: str) -> None:
    assert judged(FORM, name) is Unread.DISGUISED


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"MZ\x90\x00" + b"\0" * 60, "form.pdf", Unread.DISGUISED),
        (b"MZ\x90\x00" + PDF, "form.pdf", Unread.DISGUISED),
        (b"MZ\x90\x00" + b"\0" * 60, "setup.exe", Unread.ACTIVE),
        (FORM, "form.vbs", Unread.DISGUISED),
        (b"MZ\x90\x00" + b"\0" * 60, "C:\\a.exe\\form.pdf", Unread.DISGUISED),
        (PDF, "form.pdf.exe", Unread.DISGUISED),
        (FORM, "form.docm", Unread.ACTIVE),
        (b"\x01\x02\x00\x03 not one", "form.docx", Unread.BROKEN),
        (b"only words", "form.pdf", Unread.BROKEN),
    ],
)
def test_content_must_be_what_the_name_says(data: bytes, name: str, reason: Unread) -> None:
    assert judged(data, name) is reason


# ---------------------------------------------------------------- the zip directory
def test_a_member_that_expands_hugely_is_dangerous() -> None:
    assert judged(changed(word__media__a_dot_xml=b" " * 60_000_000)) is Unread.DANGEROUS
    assert judged(changed(word__media__a_dot_xml=b" " * 3_000_000)) is Unread.DANGEROUS


NOISE = hashlib.shake_256(b"noise").digest(600_000)


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in {"notes.txt": b"words", **members}.items():
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        # without a ratio to speak of: a hundred members of half a megabyte, stored
        (packed({f"{n}.bin": NOISE[: 1 << 19] for n in range(101)}, zipfile.ZIP_STORED), "expands to more than 50 MB"),
        # no member is large, all together are
        (packed({f"{n}.txt": bytes(900_000) for n in range(9)}), "expands more than a hundredfold"),
        # the whole has an honest ratio, a member has not
        (packed({"a.txt": bytes(9_000_000), "b.bin": NOISE}), "a member expands more than a hundredfold"),
    ],
    ids=["size", "ratio of all", "ratio of one"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [PartKind.ZIP, PartKind.XLSX, PartKind.DOCX])
def test_each_measure_of_a_bomb_counts_by_itself(data: bytes, detail: str, kind: PartKind) -> None:
    found = inspect_part(data, kind, None, "application/octet-stream")
    assert found is not None
    assert (found.reason, found.detail) == (Unread.DANGEROUS, detail)


def test_repetition_below_a_megabyte_is_no_bomb() -> None:
    data = packed({"a.txt": bytes(1_000_000)})
    assert inspect_part(data, PartKind.ZIP, "a.zip", "application/zip") is None


# ---------------------------------------------------------------- compound files
def compound(*names: str, streams: tuple[str, ...] = ("WordDocument",)) -> bytes:
    """A compound file (MS-CFB): storages by these names under the root, and small streams."""
    entries = [("Root Entry", 5)] + [(one, 1) for one in names] + [(one, 2) for one in streams]
    entries += [("", 0)] * (-len(entries) % 4)
    directory = b""
    for number, (name, kind) in enumerate(entries):
        title = name.encode("utf-16-le")
        last = number + 1 >= len(names) + len(streams) + 1
        right = 0xFFFFFFFF if number == 0 or last else number + 1
        child = 1 if number == 0 else 0xFFFFFFFF
        size = 4096 if kind == 2 else 0
        start = 3 if kind == 2 else (0xFFFFFFFE if kind == 5 else 0)
        directory += title.ljust(64, b"\0") + struct.pack(
            "<HBB", len(title) + 2 if name else 0, kind, 1
        )
        directory += struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36)
        directory += struct.pack("<IQ", start, size)
    sectors = -(-len(directory) // 512)
    fat = [0xFFFFFFFD, *range(2, 1 + sectors), 0xFFFFFFFE]
    first = len(fat)
    directory = directory.replace(struct.pack("<IQ", 3, 4096), struct.pack("<IQ", first, 4096))
    fat += [*range(first + 1, first + 8), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    head = OLE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * (108 * 4)
    body = struct.pack("<128I", *fat) + directory.ljust(sectors * 512, b"\0") + bytes(4096)
    return head + body


@pytest.mark.parametrize("storage", ["Macros", "MACROS", "VBA", "_VBA_PROJECT_CUR"])
@pytest.mark.parametrize("kind", [PartKind.DOC, PartKind.XLSX, PartKind.OTHER])
def test_a_compound_file_with_macros_is_active(storage: str, kind: PartKind) -> None:
    found = inspect_part(compound(storage), kind, None, "application/octet-stream")
    assert found is not None
    assert (found.reason, found.detail) == (Unread.ACTIVE, "the file holds macros")


def test_a_compound_file_without_macros_is_left_to_a_person() -> None:
    data = compound("ObjectInfo")
    assert kind_of(data) is PartKind.DOC
    assert inspect_part(data, PartKind.DOC, "old.doc", "application/msword") is None


def test_very_many_members_are_dangerous() -> None:
    members = docx_members(paragraph("x")) | {f"word/x{n}.xml": "<a/>" for n in range(1100)}
    assert judged(zipped(members)) is Unread.DANGEROUS


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["word/document.xml", "WORD/Document.xml"])
def test_two_members_of_one_name_are_dangerous(second: str) -> None:
    buffer = io.BytesIO(FORM)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(second, document_xml(paragraph("another form")))
    assert judged(buffer.getvalue()) is Unread.DANGEROUS


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/evil.xml", "word\\..\\evil.xml", "C:/evil.xml"]
)
def test_a_member_named_as_a_path_is_dangerous(name: str) -> None:
    assert judged(zipped(docx_members(paragraph("x")) | {name: "<a/>"})) is Unread.DANGEROUS


def test_overlapping_members_are_dangerous() -> None:
    """The directory sends two names to one place (CVE-2024-0450)."""
    members = docx_members(paragraph("x")) | {"word/b.xml": "<b/>", "word/c.xml": "<c/>"}
    data = zipped(members)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        start = package.getinfo("word/b.xml").header_offset
    entry = data.rfind(b"PK\x01\x02")
    assert data[entry + 46 : entry + 56] == b"word/c.xml"
    assert (
        judged(data[: entry + 42] + struct.pack("<I", start) + data[entry + 46 :])
        is Unread.DANGEROUS
    )


@pytest.mark.parametrize("data", [FORM + b"%PDF-1.7 more", FORM + PDF])
def test_bytes_behind_the_zip_are_dangerous(data: bytes) -> None:
    assert judged(data) is Unread.DANGEROUS


def test_an_archive_inside_is_dangerous_and_an_embedded_file_is_active() -> None:
    assert judged(changed(word__more_dot_zip=FORM)) is Unread.DANGEROUS
    assert judged(changed(word__embeddings__sheet_dot_xlsx=FORM)) is Unread.ACTIVE


def test_a_zip_that_is_cut_off_is_broken() -> None:
    assert judged(FORM[:-30], "form.docx") is Unread.BROKEN


def test_a_member_with_a_password_is_encrypted() -> None:
    data = bytearray(FORM)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(magic, place + 1)
    assert judged(bytes(data)) is Unread.ENCRYPTED


# ---------------------------------------------------------------- what the members hold
DTD = '<!DOCTYPE w [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-16-le"])
def test_a_document_type_is_dangerous_in_any_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0"?>{DTD}<w:document xmlns:w="{W}"><w:body/></w:document>'
    assert judged(changed(word__document_dot_xml=text.encode(encoding))) is Unread.DANGEROUS


def test_xml_in_an_unusual_encoding_is_dangerous() -> None:
    text = f'<?xml version="1.0" encoding="UTF-7"?><w:document xmlns:w="{W}"/>'
    assert judged(changed(word__document_dot_xml=text.encode())) is Unread.DANGEROUS


@pytest.mark.parametrize(
    "member",
    [
        "word/vbaProject.bin",
        "word/VBAPROJECT.BIN",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
    ],
)
def test_macros_and_embedded_objects_are_active(member: str) -> None:
    assert judged(zipped(docx_members(paragraph("x")) | {member: b"<x/>"})) is Unread.ACTIVE


def test_a_package_declared_with_macros_is_active() -> None:
    types = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    members = docx_members(paragraph("x")) | {"[Content_Types].xml": types}
    assert judged(zipped(members), "form.docx") is Unread.ACTIVE


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "!https://templates.example/a.dotm"),
        ("image", "!http://tracker.example/a.png"),
        ("image", r"!\\files.example\share\a.png"),
        ("frame", "!http://pages.example/"),
        ("oleObject", "!file:///c:/x"),
        ("hyperlink", "!javascript:alert(1)"),
        ("hyperlink", "!ms-msdt:/id"),
        ("vbaProject", "vbaProject.bin"),
        ("control", "activeX1.xml"),
    ],
)
def test_what_is_fetched_or_run_on_opening_is_active(kind: str, target: str) -> None:
    assert judged(linked(kind, target)) is Unread.ACTIVE


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "!https://www.council.example/privacy"),
        ("hyperlink", "!mailto:piet@force.example"),
        ("hyperlink", r"!file:///\\server\share\policy.docx"),
        ("hyperlink", "!#Section4"),
        ("attachedTemplate", r"!file:///C:\Users\ada\Templates\Letter.dotx"),
        ("image", "media/logo.png"),
    ],
)
def test_honest_links_pass(kind: str, target: str) -> None:
    assert judged(linked(kind, target)) is None


def test_a_template_on_a_file_server_and_an_imported_chunk_are_left_to_a_person() -> None:
    assert judged(linked("attachedTemplate", r"!file:///\\files\t\a.dotx")) is Unread.UNSUPPORTED
    assert judged(linked("aFChunk", "part.html")) is Unread.UNSUPPORTED


@pytest.mark.parametrize(
    "field",
    [
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r>",
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DD</w:instrText></w:r>"
            "<w:r><w:instrText>E cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        ),
        "<w:fldSimple w:instr=' dde cmd '/>",
        "<w:fldSimple w:instr='QUOTE 68 68 69 65 85'/>",
    ],
)
def test_a_field_that_starts_a_program_is_active(field: str) -> None:
    assert judged(docx(f"<w:p>{field}</w:p>")) is Unread.ACTIVE


def test_ordinary_fields_pass() -> None:
    fields = "".join(
        f"<w:fldSimple w:instr='{code}'>{run('x')}</w:fldSimple>"
        for code in (
            "PAGE",
            "FORMTEXT",
            "REF _Hidden1",
            'HYPERLINK "http://adder.example"',
            "MACROBUTTON NoMacro [Click]",
        )
    )
    assert judged(docx(f"<w:p>{fields}</w:p>")) is None


# ---------------------------------------------------------------- compound files and rich text
@pytest.mark.parametrize("name", ["Part 4 form.docx", "diary.xlsx", "form.doc", "form"])
def test_an_encrypted_package_is_encrypted_whatever_office_file_it_is(name: str) -> None:
    assert judged(SHUT, name) is Unread.ENCRYPTED


@pytest.mark.parametrize("name", ["form.zip", "form.msg", "run.js", "sheet.xlsm"])
def test_an_encrypted_package_under_another_kinds_name_is_no_honest_slip(name: str) -> None:
    assert judged(SHUT, name) in (Unread.DISGUISED, Unread.ACTIVE)


def test_a_compound_file_that_is_only_a_beginning_is_broken() -> None:
    assert judged(OLE + b"\0" * 40, "form.doc") is Unread.BROKEN


def test_rich_text_with_an_object_is_active() -> None:
    assert judged(rb"{\rtf1{\object\objemb{\*\objdata 0105}}}", "a.rtf") is Unread.ACTIVE
    assert judged(rb"{\rtf1{\*\template http://x.example/a}}", "a.rtf") is Unread.ACTIVE


def test_an_attached_page_with_a_script_is_left_to_a_person_and_a_body_is_not() -> None:
    page = b"<html><body><script>x()</script>Open this to read your secure message</body></html>"
    assert judged(page, "message.html", "text/html") is Unread.UNSUPPORTED
    assert judged(page, "message.htm") is Unread.UNSUPPORTED
    assert judged(page, None, "text/html") is None


# ---------------------------------------------------------------- PDF
def in_object_stream(catalog: bytes) -> bytes:
    """A PDF 1.5 whose catalogue stands in a compressed object stream: no raw search sees it."""
    inner = b"1 0 " + b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>"
    packed = zlib.compress(inner)
    out = b"%PDF-1.5\n"
    offsets = {}
    for number, content in (
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
        (
            4,
            b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
            % (len(packed), packed),
        ),
    ):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = [(0, 0, 255), (2, 4, 0)] + [(1, offsets[n], 0) for n in (2, 3, 4)] + [(1, len(out), 0)]
    table = b"".join(struct.pack(">BHB", *row) for row in rows)
    start = len(out)
    out += (
        b"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\n"
        % (len(table), table)
    )
    return out + b"startxref\n%d\n%%%%EOF\n" % start


JS = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"


@pytest.mark.parametrize(
    "data",
    [
        small_pdf(JS),
        small_pdf(b"/OpenAction<</S/Java#53cript/#4a#53(app.alert\\(1\\))>>"),
        small_pdf(b"/OpenAction<</S/JavaScript/JS 6 0 R>>", b"", b"(app.alert\\(1\\))"),
        small_pdf(b"/OpenAction<</S/JavaScript/JS 6 0 R>>", b"", b"<</Length 8>>stream\nalert(1)\nendstream"),
        small_pdf(b"/OpenAction<</S/JavaScript/JS<6170702E616C657274>>>"),
        small_pdf(b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(x\\(\\))>>]>>>>"),
        small_pdf(b"/AA<</WC<</S/JavaScript/JS(AFDate_FormatEx\\(1\\);evil\\(\\))>>>>"),
        small_pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
        small_pdf(b"", b"/Annots[<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]/RichMediaContent<<>>>>]"),
        small_pdf(b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>]>>>>",
                  b"", b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream"),
        in_object_stream(JS),
    ],
)  # fmt: skip
def test_a_pdf_that_acts_is_active(data: bytes) -> None:
    assert judged(data, "form.pdf") is Unread.ACTIVE


def test_a_pdf_without_action_in_an_object_stream_passes() -> None:
    assert judged(in_object_stream(b"/Lang(en)"), "form.pdf") is None


@pytest.mark.parametrize(
    "script",
    [
        b'AFDate_FormatEx("dd/mm/yyyy");',
        b"AFNumber_Keystroke(2, 0, 0, 0, '', true)",
        b'AFSimple_Calculate("SUM", new Array ("a", "b"));',
    ],
)
def test_scripts_that_only_format_a_field_pass(script: bytes) -> None:
    escaped = script.replace(b"(", rb"\(").replace(b")", rb"\)")
    form = b"/AcroForm<</Fields[6 0 R]>>"
    field = (
        b"<</FT/Tx/T(Text1)/Subtype/Widget/Rect[0 0 9 9]/AA<</F<</S/JavaScript/JS("
        + escaped
        + b")>>>>>>"
    )
    assert judged(small_pdf(form, b"/Annots[6 0 R]", field), "form.pdf") is None


def test_a_pdf_that_opens_without_its_owner_password_passes() -> None:
    buffer = io.BytesIO()
    page = Canvas(buffer, encrypt=StandardEncryption("", ownerPassword="owner"))
    page.drawString(72, 700, "Form")
    page.save()
    assert judged(buffer.getvalue(), "form.pdf") is None


def test_a_pdf_that_needs_a_password_is_encrypted() -> None:
    buffer = io.BytesIO()
    page = Canvas(buffer, encrypt=StandardEncryption("secret"))
    page.drawString(72, 700, "Form")
    page.save()
    assert judged(buffer.getvalue(), "form.pdf") is Unread.ENCRYPTED


def test_a_pdf_that_is_also_a_zip_is_dangerous() -> None:
    assert judged(PDF + FORM, "form.pdf") is Unread.DANGEROUS


def test_words_about_scripts_in_strings_are_no_scripts() -> None:
    assert judged(small_pdf(b"/Lang(en /JS /Launch)"), "form.pdf") is None


def test_anything_that_cannot_be_examined_is_broken() -> None:
    found = inspect_part(b"%PDF-1.7", PartKind.PDF, None, "application/pdf")
    assert found is not None
    assert found.reason is Unread.BROKEN


def test_a_script_made_to_stall_the_check_is_judged_at_once() -> None:
    script = b"AFDate_F\\(\\)      " * 90 + b"x"
    started = time.process_time()
    assert judged(small_pdf(b"/OpenAction<</S/JavaScript/JS(" + script + b")>>")) is Unread.ACTIVE
    assert time.process_time() - started < 2
