"""Attacks by a Word file, each named for its fault, and the honest files that look like them."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from models.documents import Unread
from models.mail import PartKind
from parsers.guard import inspect_part
from parsers.kinds import kind_of
from tests.parsers.makers import (
    DOCX_TYPE,
    W,
    document_xml,
    docx,
    docx_members,
    paragraph,
    relationships,
    run,
    small_pdf,
    zipped,
)

FORM = docx(paragraph("Name: Ada"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def judged(data: bytes, name: str | None = "form.docx") -> Unread | None:
    found = inspect_part(data, kind_of(data, "", name), name, "application/octet-stream")
    return found.reason if found else None


def with_member(name: str, content: bytes | str) -> bytes:
    return zipped({**docx_members(paragraph("Name: Ada")), name: content})


def field(*codes: str) -> bytes:
    """A paragraph with one field, its code cut into runs; "{" and "}" open and close one inside."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inside = "".join(
        mark.format({"{": "begin", "}": "end"}[code])
        if code in "{}"
        else f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
        for code in codes
    )
    return docx(f"<w:p>{mark.format('begin')}{inside}{mark.format('end')}</w:p>")


def linked(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="x1" Type="{OFFICE}{kind}" Target="{target}"{mode}/></Relationships>'
    )
    return with_member("word/_rels/document.xml.rels", rels)


@pytest.mark.parametrize(
    "codes",
    [
        ("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe ",),
        ("D", "D", "E", "AUTO cmd"),
        ("dde cmd",),
        ("{", 'QUOTE "DD"', "}", "E cmd"),
        ("{", "SET c DD", "}", "{", "REF c", "}", "cmd"),
        ("DD", "{", 'QUOTE "EAUTO"', "}", " cmd"),
        ("{", "QUOTE 68 68 69 65 85 84 79", "}", " cmd"),
        ("IF 1 = 1 ", "{", "DDEAUTO cmd", "}"),
        ("{", "{", "QUOTE 068 068", "}", "}", "cmd"),
        ('LINK Excel.Sheet.8 "http://x.example/a.xls"',),
        ("LINK htmlfile", ' "\\\\\\\\x.example\\\\a"'),
        ('DATABASE \\d "c:\\\\a.mdb" \\c "DSN=x"',),
        ('INCLUDEPICTURE "\\\\\\\\x.example\\\\share\\\\a.png"',),
        ('INCLUDETEXT "file://x.example/a.docx"',),
        ('IMPORT "//x.example/a.png"',),
        ('HYPERLINK "ms-msdt:/id PCWDiagnostic"',),
        ('HYPERLINK "javascript:alert(1)"',),
    ],
)
def test_a_field_that_starts_or_fetches_something_is_active(codes: tuple[str, ...]) -> None:
    assert judged(field(*codes)) is Unread.ACTIVE


def test_a_field_in_a_deleted_run_is_active_too() -> None:
    code = (
        "<w:p><w:del w:id='1'><w:r><w:delInstrText>DDEAUTO x</w:delInstrText></w:r></w:del></w:p>"
    )
    assert judged(docx(code)) is Unread.ACTIVE


def test_a_picture_included_from_the_web_is_left_to_a_person() -> None:
    assert judged(field('INCLUDEPICTURE "http://council.example/logo.png" \\d')) is (
        Unread.UNSUPPORTED
    )


@pytest.mark.parametrize(
    "codes",
    [
        ('INCLUDETEXT "D:\\\\a.docx"',),
        ("INCLUDETEXT a.docx",),
        ("INCLUDE", "TEXT C:\\\\a.docx"),
        ("include C:\\\\a.docx",),
        ("INCLUDETEXT ", "{", "DOCPROPERTY x", "}"),
        ('RD "C:\\\\a.docx"',),
        ("IMPORT C:\\\\a.png",),
    ],
)
def test_a_field_that_brings_in_a_file_of_the_reader_is_active(codes: tuple[str, ...]) -> None:
    assert judged(field(*codes)) is Unread.ACTIVE


def test_a_picture_from_an_address_that_is_computed_is_left_to_a_person() -> None:
    code = ("INCLUDEPICTURE ", "{", "DOCPROPERTY x", "}")
    assert judged(field(*code)) is Unread.UNSUPPORTED


@pytest.mark.parametrize(
    "codes",
    [
        ("PAGE",),
        (" MERGEFIELD Name \\* MERGEFORMAT ",),
        ("IF ", "{", "MERGEFIELD a", "}", ' = "1" "yes" "no"'),
        ("= ", "{", "PAGE", "}", " + 1"),
        ("MACROBUTTON NoMacro [Click here]",),
        ("FORMTEXT",),
        (' HYPERLINK "mailto:a@b.example" ',),
        (' HYPERLINK "https://council.example/a" \\o "x" ',),
        (' HYPERLINK "C:\\\\forms\\\\a.docx" ',),
        (" HYPERLINK \\l _Toc123 ",),
        ('INCLUDEPICTURE "cid:image001.png@01D6A1" \\* MERGEFORMATINET',),
        ('INCLUDEPICTURE "C:\\\\logo.png"',),
        ("REF link_to_dde_office \\h",),
        ("TOC \\o &quot;1-3&quot;",),
    ],
)
def test_an_ordinary_field_passes(codes: tuple[str, ...]) -> None:
    assert judged(field(*codes)) is None


DTD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
UNUSUAL = [
    b'<?xml version="1.0" encoding="utf-7"?><x/>',
    b'<?xml version="1.0" encoding="IBM037"?><x/>',
    b'<?xml version="1.0" encoding="ISO-2022-JP"?><x/>',
    '<?xml version="1.0" encoding="UTF-32"?><x/>'.encode("utf-32"),
    f'<?xml version="1.0"?>{DTD}<x/>'.encode("utf-32-le"),
    f'<?xml version="1.0"?>{DTD}<x/>'.encode("utf-16-be"),
    f'<?xml version="1.0" encoding="utf-16"?>{DTD}<x/>'.encode("utf-16"),
    f"<!-- x -->{DTD}<x/>".encode(),
    f"\ufeff{DTD}<x/>".encode(),
]


@pytest.mark.parametrize("content", UNUSUAL)
@pytest.mark.parametrize("name", ["customXml/item1.xml", "word/settings.xml", "docProps/x.dat"])
def test_a_document_type_or_an_odd_encoding_is_dangerous_in_any_part(
    name: str, content: bytes
) -> None:
    assert judged(with_member(name, content)) is Unread.DANGEROUS


def test_xml_in_ebcdic_is_not_read() -> None:
    content = f'<?xml version="1.0" encoding="cp037"?>{DTD}<x/>'.encode("cp037")
    assert judged(with_member("word/settings.xml", content)) in (Unread.BROKEN, Unread.DANGEROUS)


def test_a_main_part_under_another_ending_is_judged_as_well() -> None:
    members = docx_members(paragraph("Name: Ada"))
    members["_rels/.rels"] = relationships(("r1", "officeDocument", "word/evil.dat"))
    evil = document_xml('<w:p><w:fldSimple w:instr=" DDEAUTO cmd"/></w:p>')
    assert judged(zipped({**members, "word/evil.dat": evil})) is Unread.ACTIVE
    evil = document_xml("").replace("<w:document", f"{DTD}<w:document", 1)
    assert judged(zipped({**members, "word/evil.dat": evil})) is Unread.DANGEROUS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/media/image1.png", OLE + bytes(600)),
        ("word/anything.bin", OLE + bytes(600)),
        ("VBAPROJECT.BIN", b"x"),
        ("word/embeddings/oleObject1.bin", b"x"),
        ("word/activeX/activeX1.xml", "<x/>"),
        ("word/vbaData.xml", "<x/>"),
    ],
)
def test_macros_and_objects_are_found_under_any_name(name: str, content: bytes | str) -> None:
    assert judged(with_member(name, content)) is Unread.ACTIVE


def test_an_archive_under_any_name_inside_is_dangerous() -> None:
    assert judged(with_member("word/media/image1.png", zipped({"a": "x"}))) is Unread.DANGEROUS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.document.macro&#69;nabled.main+xml",
        "application/vnd.ms-office.vbaProject",
    ],
)
def test_a_macro_type_is_found_in_any_spelling(kind: str, encoding: str) -> None:
    types = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    assert judged(with_member("[Content_Types].xml", types.encode(encoding))) is Unread.ACTIVE


@pytest.mark.parametrize("kind", ["vbaProject", "wordVbaData", "oleObject", "control", "package"])
def test_a_relationship_to_something_active_is_enough(kind: str) -> None:
    assert judged(linked(kind, "harmless.bin", "")) is Unread.ACTIVE


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://x.example/a.dotm"),
        ("image", "http://x.example/a.png"),
        ("image", "\\\\x.example\\a.png"),
        ("image", "file://x.example/a.png"),
        ("frame", "http://x.example/"),
        ("oleObject", "mhtml:http://x.example/a!x-usc:http://x.example/a"),
        ("subDocument", "http://x.example/a.docx"),
        ("aFChunk", "http://x.example/a.html"),
        ("video", "https://x.example/v"),
        ("transform", "http://x.example/a.xsl"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "ms-msdt:/id"),
        ("hyperlink", "search-ms:query=x"),
    ],
)
def test_a_target_elsewhere_that_fetches_by_itself_is_active(kind: str, target: str) -> None:
    assert judged(linked(kind, target)) is Unread.ACTIVE
    assert judged(linked(kind, target, "")) is Unread.ACTIVE  # no TargetMode: some still follow it


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "file:///C:\\Users\\me\\Templates\\Form.dotx"),
        ("attachedTemplate", "C:\\Templates\\Normal.dotm"),
        ("image", "file:///C:\\logo.png"),
        ("mailMergeSource", "file:///C:\\Users\\me\\list.xlsx"),
        ("mailMergeHeaderSource", "file:///D:\\list.xlsx"),
        ("hyperlink", "https://council.example/"),
        ("hyperlink", "mailto:a@council.example"),
        ("hyperlink", "file:///C:\\forms\\a.docx"),
        ("hyperlink", "#bookmark"),
    ],
)
def test_what_honest_files_leave_behind_passes(kind: str, target: str) -> None:
    assert judged(linked(kind, target)) is None


def test_a_picture_that_vml_fetches_without_a_relationship_is_active() -> None:
    picture = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:imagedata src="{}"/></v:shape></w:pict></w:r></w:p>'
    )
    assert judged(docx(picture.format("\\\\x.example\\a.png"))) is Unread.ACTIVE
    assert judged(docx(picture.format("http://x.example/a.png"))) is Unread.ACTIVE
    assert judged(docx(picture.format("https://x.example/a.png"))) is Unread.UNSUPPORTED
    assert judged(docx(picture.format("file:///C:/Users/ada/logo.png"))) is None
    assert judged(docx(picture.format("rId5"))) is None


# ---------------------------------------------------------------- the directory
def changed(at: int, value: bytes, data: bytes = FORM) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def test_a_local_header_that_differs_from_the_directory_is_dangerous() -> None:
    assert judged(changed(8, struct.pack("<H", 0))) is Unread.DANGEROUS  # the method
    assert judged(changed(22, struct.pack("<L", 7))) is Unread.DANGEROUS  # the size
    assert judged(changed(6, struct.pack("<H", 1))) is Unread.DANGEROUS  # the lock


def test_a_member_that_the_directory_does_not_know_is_dangerous() -> None:
    start = FORM.index(b"PK\x01\x02")
    hidden = zipped({"word/document.xml": "<x/>"})
    hidden = hidden[: hidden.index(b"PK\x01\x02")]
    end = FORM.rindex(b"PK\x05\x06")
    moved = struct.pack("<L", start + len(hidden))
    data = FORM[:start] + hidden + FORM[start:end] + FORM[end : end + 16] + moved + FORM[end + 20 :]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
    assert judged(data) is Unread.DANGEROUS


def with_zip64(**other: int) -> bytes:
    """The form with a zip64 record as a writer of large files leaves it; `other` tells lies in it."""
    end = FORM.rindex(b"PK\x05\x06")
    count, size, offset = struct.unpack_from("<HLL", FORM, end + 10)
    told = {"count": count, "size": size, "offset": offset, **other}
    record = struct.pack("<4sQ2H2L", b"PK\x06\x06", 44, 45, 45, 0, 0)
    record += struct.pack("<4Q", told["count"], told["count"], told["size"], told["offset"])
    return FORM[:end] + record + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + FORM[end:]


def test_a_zip64_record_that_agrees_passes_and_one_that_lies_is_dangerous() -> None:
    assert judged(with_zip64()) is None
    for lie in ({"count": 1}, {"size": 46}, {"offset": 5}):
        assert judged(with_zip64(**lie)) in (Unread.DANGEROUS, Unread.BROKEN)


def test_a_link_in_a_package_is_dangerous() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in docx_members(paragraph("x")).items():
            package.writestr(name, content)
        info = zipfile.ZipInfo("word/extra.xml")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        package.writestr(info, "<x/>")
    assert judged(out.getvalue()) is Unread.DANGEROUS


@pytest.mark.parametrize("name", ["word/./document.xml", "word//document.xml", "WORD/Document.XML"])
def test_a_second_main_part_under_another_spelling_is_dangerous(name: str) -> None:
    assert judged(with_member(name, document_xml(paragraph("Other")))) is Unread.DANGEROUS


class _Pipe(io.BytesIO):
    """A file that cannot go back, as a writer that streams has it."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def test_packages_of_odd_writers_pass() -> None:
    members = docx_members(paragraph("Name: Ada"))
    streamed = _Pipe()
    with zipfile.ZipFile(streamed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    assert judged(streamed.getvalue()) is None
    padded = io.BytesIO()
    with zipfile.ZipFile(padded, "w", zipfile.ZIP_STORED) as package:
        package.writestr("word/", "")
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HH", 0xA220, 20) + bytes(20)  # Word's own padding
            info.flag_bits = 0x6
            package.writestr(info, content)
        package.comment = b"made by an odd writer"
    assert judged(padded.getvalue()) is None
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w") as package:
        for name, content in members.items():
            with package.open(name, "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)
    assert judged(large.getvalue()) is None
    assert judged(FORM + b"\r\n") is None


# ---------------------------------------------------------------- two formats in one file
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (GIF + zipped({"META-INF/MANIFEST.MF": "x"}), "a.gif", Unread.DANGEROUS),
        (b"some words\r\n" * 400 + zipped({"a.exe": "MZ"}), "a.txt", Unread.DANGEROUS),
        (b"<html><p>words" + b" " * 5000 + zipped({"a": "x"}), "a.html", Unread.DANGEROUS),
        (small_pdf() + zipped({"a": "x"}), "a.pdf", Unread.DANGEROUS),
        (b"<html><script>x</script>\n" + small_pdf(), "a.pdf", Unread.DISGUISED),
        (b"<!-- x -->\n" + small_pdf(), "a.html", Unread.DISGUISED),
        (b"MZ" + b"a" * 70 + small_pdf(), "a.pdf", Unread.DISGUISED),
        (b"MZ\x90\x00" + bytes(70) + FORM, "a.docx", Unread.DISGUISED),
        (FORM + small_pdf(), "a.docx", Unread.DANGEROUS),
        (FORM + b"<script>x</script>", "a.docx", Unread.DANGEROUS),
        (b"\x00" * 8 + FORM, "a.docx", Unread.BROKEN),
    ],
)
def test_two_formats_in_one_file_are_never_read(data: bytes, name: str, expected: Unread) -> None:
    assert judged(data, name) is expected


@pytest.mark.parametrize(
    "page",
    [
        b"<script>x</script>",
        b"<ScRiPt\n>x",
        b"<body onload='x()'>",
        b'<img src=x onerror = "x()">',
        b"<svg/onload=x()>",
        b"<a href='javascript:x()'>y</a>",
        b"<iframe src=//x.example>",
        b"<object data=x>",
        b"<meta http-equiv=refresh content='0;url=http://x.example'>",
        b"<iframe srcdoc='x'>",
        "<script>x</script>".encode("utf-16"),
    ],
)
def test_an_attached_page_that_does_something_is_left_to_a_person(page: bytes) -> None:
    assert judged(b"<html>" + page if page[:1] == b"<" else page, "a.html") is Unread.UNSUPPORTED


def test_an_attached_page_of_words_passes() -> None:
    page = (
        b"<html><head><title>Form</title></head><body><p class='on'>Based on = this, on request</p>"
    )
    assert judged(page, "form.html") is None


@pytest.mark.parametrize(
    "rtf",
    [
        rb"{\rtf1{\object\objemb{\*\objdata 00}}}",
        rb"{\rtf1{\field{\*\fldinst DDEAUTO cmd }}}",
        rb"{\rtf1{\field{\*\fldinst {\b D} dde cmd }}}",
    ],
)
def test_rich_text_that_does_something_is_active(rtf: bytes) -> None:
    assert judged(rtf, "form.rtf") is Unread.ACTIVE


def test_the_kind_of_a_good_form_is_not_lost_to_its_checks() -> None:
    assert kind_of(with_zip64()) is PartKind.DOCX
    assert W in document_xml(run("x"))


MAIN = f"{DOCX_TYPE}.main+xml"
TYPES = "[Content_Types].xml"


def package(changes: dict[str, bytes | str | None]) -> bytes:
    """A docx with members put in or, where None, left out."""
    members = {**docx_members(paragraph("Name: Ada")), **changes}
    return zipped({name: content for name, content in members.items() if content is not None})


def with_types(*rows: str, members: dict[str, bytes | str] | None = None) -> bytes:
    made = docx_members(paragraph("Name: Ada")) | (members or {})
    made[TYPES] = str(made[TYPES]).replace("</Types>", "".join(rows) + "</Types>")
    return zipped(made)


def test_a_package_without_content_types_is_broken() -> None:
    assert judged(package({TYPES: None})) is Unread.BROKEN


def test_two_main_documents_are_dangerous_by_type_by_relationship_and_where_these_differ() -> None:
    other: dict[str, bytes | str] = {"word/other.xml": document_xml(paragraph("Name: Bob"))}
    row = f'<Override PartName="/word/other.xml" ContentType="{MAIN}"/>'
    assert judged(with_types(row, members=other)) is Unread.DANGEROUS
    two = relationships(
        ("a", "officeDocument", "word/document.xml"), ("b", "officeDocument", "word/other.xml")
    )
    assert judged(package({"_rels/.rels": two, **other})) is Unread.DANGEROUS
    led = relationships(("a", "officeDocument", "word/other.xml"))
    assert judged(package({"_rels/.rels": led, **other})) is Unread.DANGEROUS


def test_one_main_document_in_odd_spellings_passes() -> None:
    same = relationships(
        ("a", "officeDocument", "/Word/document.xml"),
        ("b", "officeDocument", "./word/document.xml"),
    )
    assert judged(package({"_rels/.rels": same})) is None
    glossary = f'<Override PartName="/word/g.xml" ContentType="{DOCX_TYPE}.glossary+xml"/>'
    assert judged(with_types(glossary)) is None
    default = f'<Default Extension="xml2" ContentType="{MAIN}"/>'
    assert judged(with_types(default)) is None


def test_two_relationships_of_one_id_are_dangerous_and_a_copy_of_one_is_not() -> None:
    rels = "word/_rels/document.xml.rels"
    two = relationships(("a", "header", "h1.xml"), ("a", "header", "h2.xml"))
    assert judged(package({rels: two})) is Unread.DANGEROUS
    copy = relationships(("a", "header", "h1.xml"), ("a", "header", "h1.xml"))
    assert judged(package({rels: copy})) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/media/image1.png", b"MZ\x90\0" + bytes(60)),
        ("word/fonts/font1.odttf", b"\x7fELF" + bytes(60)),
        ("word/media/image2.jpg", b"#!/bin/sh\nid\n"),
        ("customXml/a.vbs", b"MsgBox 1"),
        ("word/media/a.js", b"alert(1)"),
    ],
)
def test_a_program_inside_a_package_is_dangerous(name: str, content: bytes) -> None:
    assert judged(with_member(name, content)) is Unread.DANGEROUS


@pytest.mark.parametrize("element", ["imagedata", "fill", "stroke"])
@pytest.mark.parametrize("attribute", ["src", "o:href"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_picture_of_vml_is_found_however_its_namespace_is_spelt(
    element: str, attribute: str, encoding: str
) -> None:
    """A name of XML has one spelling; the address of its namespace may be written in numbers."""
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><w:hdr xmlns:w="{W}" '
        'xmlns:q="urn:schemas-microsoft-com:&#118;ml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        f'<w:p><w:r><w:pict><q:shape><q:{element} {attribute}="\\\\files.example\\a.png"/></q:shape>'
        "</w:pict></w:r></w:p></w:hdr>"
    )
    assert judged(with_member("word/header1.xml", xml.encode(encoding))) is Unread.ACTIVE


def test_a_code_that_stands_in_deleted_runs_alone_is_found() -> None:
    code = "<w:del w:id='1'><w:r><w:delInstrText>DDEAUTO c:\\\\x</w:delInstrText></w:r></w:del>"
    part = f'<w:ftr xmlns:w="{W}"><w:p>{code}</w:p></w:ftr>'
    assert judged(with_member("word/footer1.xml", part)) is Unread.ACTIVE


def test_a_simple_field_is_found_in_any_part() -> None:
    part = f'<w:ftr xmlns:w="{W}"><w:p><w:fldSimple w:instr="DDE c x"/></w:p></w:ftr>'
    assert judged(with_member("word/footer1.xml", part)) is Unread.ACTIVE
