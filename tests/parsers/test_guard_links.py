"""What honest Word files lead to and hold, and the attacks that look like it."""

from __future__ import annotations

import io
import zipfile

import pytest

from models.documents import Unread
from models.mail import PartKind
from parsers.guard import inspect_part
from tests.parsers.makers import docx_members, paragraph, relationships, zipped
from tests.parsers.test_guard_docx import DTD, OLE, field, judged, linked, with_member


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "cid:image001.png@01DA.AB"),
        ("image", "file:///Users/ada/logo.png"),
        ("image", "file:////var/folders/x/logo.png"),
        ("image", "file:///C:/Users/ada/logo.png"),
        ("image", "/Users/ada/logo.png"),
        ("attachedTemplate", "Normal.dotm"),
        ("attachedTemplate", "Letter (Professional).dotx"),
        ("attachedTemplate", "/Users/ada/Templates/Form.dotx"),
        ("attachedTemplate", "file:///Users/ada/Library/Group%20Containers/x/Normal.dotm"),
        ("mailMergeSource", "/Users/ada/list.xlsx"),
    ],
)
def test_what_stays_on_its_authors_machine_is_read(kind: str, target: str) -> None:
    assert judged(linked(kind, target)) is None


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://council.sharepoint.example/sites/a/Request.dotx"),
        ("attachedTemplate", "http://intranet/Templates/Request%20Form.dotx?web=1"),
        ("attachedTemplate", "https://d.docs.example/1/Documents/Form.docx"),
        ("attachedTemplate", "\\\\FS01\\Templates\\Request.dotx"),
        ("image", "https://homes.example/logo.png"),
        ("mailMergeSource", "file:///\\\\FS01\\Data\\tenants.xlsx"),
        ("mailMergeSource", "\\\\FS01\\Data\\tenants.xlsx"),
    ],
)
def test_what_offices_leave_behind_on_their_network_is_left_to_a_person(
    kind: str, target: str
) -> None:
    assert judged(linked(kind, target)) is Unread.UNSUPPORTED


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://x.example/a.dotm"),
        ("attachedTemplate", "https://x.example/a.dotm?x=.dotx"),
        ("attachedTemplate", "https://x.example/a"),
        ("attachedTemplate", "mhtml:https://x.example/a.dotx"),
        ("image", "file://x.example/a.png"),
        ("image", "file://///x.example/a.png"),
        ("image", "file:%2F%2F%2F%2Fx.example/a.png"),
        ("image", "/\\x.example\\a.png"),
        ("image", "mhtml:https://x.example/a"),
        ("subDocument", "https://x.example/a.docx"),
        ("frame", "https://x.example/"),
        ("oleObject", "file:///H:\\log.xlsx"),
    ],
)
def test_what_is_fetched_or_run_unasked_stays_active(kind: str, target: str) -> None:
    assert judged(linked(kind, target)) is Unread.ACTIVE


READ = [
    "intranet:8080/policy",
    "Email: ada@council.example",
    "blocked::mailto:ada@council.example",
    "cid:image001.png@01",
    "callto:+441632960311",
    "sms:01632960311",
    "whatsapp://send?phone=1",
    "geo:51,0",
    "outlook:inbox",
    "notes://server/x",
    "msteams:/l/chat/0/0",
    "ms-word:ofe|u|https://council.example/a.docx",
    "ms-excel:ofv|u|https://council.example/a.xlsx",
    "about:blank",
    "javascript:void(0)",
    "javascript:;",
    "H:\\ASB\\log.xlsx",
    "file:///H:/ASB/log.xlsx",
    "www.council.com",
    "ada@council.com",
    "https://council.example/setup.exe",
    "some-new-program:x",
]
STARTS = [
    "ms-msdt:/id PCWDiagnostic",
    "search-ms:query=x",
    "search:query=x",
    "ms-officecmd:x",
    "javascript:alert(1)",
    "java%73cript:alert(1)",
    "blocked::javascript:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "shell:startup",
    "mk:@MSITStore:C:\\a.chm::/b.htm",
    "C:\\Windows\\System32\\cmd.exe",
    "C:\\Windows\\System32\\cmd.exe /c calc",
    "file:///C:/a.bat",
    "..\\a.js",
    "\\\\x.example\\share\\a.exe",
    "file://x.example/a%2Eexe",
]


@pytest.mark.parametrize("target", READ)
def test_a_link_that_starts_no_program_is_read_in_relationships_and_fields(target: str) -> None:
    assert judged(linked("hyperlink", target)) is None
    assert judged(field(f'HYPERLINK "{target}"')) is None


@pytest.mark.parametrize("target", STARTS)
def test_a_link_that_starts_a_program_is_active_in_relationships_and_fields(target: str) -> None:
    assert judged(linked("hyperlink", target)) is Unread.ACTIVE
    assert judged(field(f'HYPERLINK "{target}"')) is Unread.ACTIVE
    assert judged(field(f'HYPERLINK \\o "a tip" "{target}"')) is Unread.ACTIVE


def test_the_words_of_a_tip_are_no_link() -> None:
    assert judged(field('HYPERLINK "https://council.example/" \\o "search: data: a.exe"')) is None


# ---------------------------------------------------------------- fields
def test_dde_counts_as_the_first_word_and_not_in_a_path() -> None:
    assert judged(field('FILENAME \\p "C:\\\\DDE\\\\x"')) is None
    assert judged(field("REF DDE \\h")) is None
    assert judged(field(' "DDEAUTO" cmd')) is Unread.ACTIVE
    assert judged(field("IF 1 = 1 ", "{", "DDE cmd", "}")) is Unread.ACTIVE


def test_dde_behind_a_deleted_word_or_a_separator_is_found() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    dde = "<w:r><w:instrText>DDE cmd</w:instrText></w:r>"
    gone = '<w:del w:id="1"><w:r><w:delInstrText>PAGE </w:delInstrText></w:r></w:del>'
    page = "<w:r><w:instrText>PAGE </w:instrText></w:r>"
    for inside in (gone + dde, page + mark.format("separate") + dde):
        body = f"<w:p>{mark.format('begin')}{inside}{mark.format('end')}</w:p>"
        assert judged(zipped(docx_members(body))) is Unread.ACTIVE
    assert judged(zipped(docx_members(f"<w:p>{dde}</w:p>"))) is Unread.ACTIVE


def test_a_table_of_contents_and_a_deleted_field_around_another_pass() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, between, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    inner = f"{begin}<w:r><w:instrText>PAGEREF a</w:instrText></w:r>{between}{end}"
    table = f"{begin}<w:r><w:instrText>TOC </w:instrText></w:r>{between}{inner}{inner}{end}"
    gone = '<w:del w:id="1"><w:r><w:delInstrText>IF </w:delInstrText></w:r></w:del>'
    for body in (table, f"{begin}{gone}{inner}{end}"):
        assert judged(zipped(docx_members(f"<w:p>{body}</w:p>"))) in (None, Unread.UNSUPPORTED)
    assert judged(zipped(docx_members(f"<w:p>{table}</w:p>"))) is None


def test_a_merge_field_in_an_empty_field_is_left_to_a_person() -> None:
    assert judged(field("{", " MERGEFIELD x ", "}")) is Unread.UNSUPPORTED
    assert judged(field("{", " MERGEFIELD x ", "}", " cmd")) is Unread.ACTIVE
    assert judged(field("{", ' QUOTE "DDE cmd" ', "}")) is Unread.ACTIVE


# ---------------------------------------------------------------- charts
def workbook(**more: bytes | str) -> bytes:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": relationships(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": "<workbook/>",
    }
    for name, content in more.items():
        members[name.replace("__", "/").replace("_dot_", ".")] = content
    return zipped(members)


def charted(book: bytes | str, rels: str | None = None) -> bytes:
    rels = rels or relationships(("r1", "package", "../embeddings/Sheet1.xlsx"))
    return zipped(
        {
            **docx_members(paragraph("Name: Ada")),
            "word/charts/chart1.xml": "<chart/>",
            "word/charts/_rels/chart1.xml.rels": rels,
            "word/embeddings/Sheet1.xlsx": book,
        }
    )


def test_the_workbook_behind_a_chart_is_read_over() -> None:
    assert judged(charted(workbook())) is None


@pytest.mark.parametrize(
    "book",
    [
        workbook(xl__vbaProject_dot_bin=b"x"),
        workbook(xl__a_dot_bin=OLE + bytes(600)),
        workbook(xl__b_dot_xml=f"{DTD}<x/>"),
        workbook(xl__embeddings__a_dot_bin=b"x"),
        workbook(xl__macrosheets__a_dot_xml="<x/>"),
        workbook(xl__connections_dot_xml="<x/>"),
        workbook(xl__externalLinks__a_dot_xml="<externalLink><ddeLink/></externalLink>"),
        workbook(xl___rels__workbook_dot_xml_dot_rels=relationships(("r9", "oleObject", "!a"))),
        zipped({"a.txt": "x"}),
        OLE + bytes(600),
        "<x/>",
    ],
)
def test_a_workbook_that_is_more_than_sheets_is_refused(book: bytes | str) -> None:
    assert judged(charted(book)) in (Unread.ACTIVE, Unread.DANGEROUS, Unread.BROKEN)


def test_only_the_relationship_of_a_chart_makes_a_workbook_of_an_object() -> None:
    members = docx_members(paragraph("Name: Ada")) | {"word/embeddings/Sheet1.xlsx": workbook()}
    assert judged(zipped(members)) is Unread.ACTIVE
    rels = relationships(("r1", "oleObject", "../embeddings/Sheet1.xlsx"))
    assert judged(charted(workbook(), rels)) is Unread.ACTIVE
    members["word/_rels/document.xml.rels"] = relationships(
        ("r1", "package", "embeddings/Sheet1.xlsx")
    )
    assert judged(zipped(members)) is Unread.ACTIVE


def test_the_workbooks_of_charts_are_one_bomb_together() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in zipfile_members(workbook()).items():
            book.writestr(name, content)
        for number in range(3):  # each below the ratio that counts for pictures
            book.writestr(f"xl/media/{number}.bmp", bytes(6_000_000))
    members = docx_members(paragraph("Name: Ada"))
    for number in range(3):
        rels = relationships(("r1", "package", f"../embeddings/S{number}.xlsx"))
        members[f"word/charts/_rels/chart{number}.xml.rels"] = rels
        members[f"word/embeddings/S{number}.xlsx"] = out.getvalue()
    assert judged(zipped(members)) is Unread.DANGEROUS


def zipfile_members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("file:///H:\\log.xlsx", None),
        ("\\\\FS01\\Data\\log.xlsx", Unread.UNSUPPORTED),
        ("https://council.example/log.xlsx", Unread.UNSUPPORTED),
        ("mhtml:http://x.example/a!x-usc:http://x.example/a", Unread.ACTIVE),
        ("https://x.example/a.rtf", Unread.ACTIVE),
    ],
)
def test_a_chart_linked_to_a_workbook_elsewhere(target: str, expected: Unread | None) -> None:
    rels = relationships(("r1", "oleObject", f"!{target}"))
    members = docx_members(paragraph("x")) | {"word/charts/_rels/chart1.xml.rels": rels}
    assert judged(zipped(members)) is expected


# ---------------------------------------------------------------- members
SVG = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"{}>'


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1", "ISO-8859-15", "latin1"])
def test_latin_letters_are_an_encoding_like_others(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    assert (
        judged(with_member("customXml/item9.xml", f"{head}<a>\xe9</a>".encode("latin-1"))) is None
    )
    assert judged(with_member("customXml/item9.xml", f"{head}{DTD}<a/>")) is Unread.DANGEROUS


def test_the_public_type_of_a_drawing_passes_and_none_with_rules_of_its_own() -> None:
    name = "word/media/image1.svg"
    assert judged(with_member(name, SVG.format("") + "<svg/>")) is None
    inside = SVG.format(' [<!ENTITY a SYSTEM "file:///etc/passwd">]')
    assert judged(with_member(name, inside + "<svg/>")) is Unread.DANGEROUS
    assert judged(with_member(name, SVG.format("") * 2 + "<svg/>")) is Unread.DANGEROUS
    assert judged(with_member("word/styles.xml", SVG.format("") + "<x/>")) is Unread.DANGEROUS


def test_a_scrambled_font_that_begins_like_a_program_is_read_and_a_program_is_not() -> None:
    font = b"MZ" + bytes(range(256)) * 4
    assert judged(with_member("word/fonts/font1.odttf", font)) is None
    assert judged(with_member("word/fonts/font1.odttf", b"#!\x91\x80" + font)) is None
    program = b"MZ\x90\0".ljust(0x3C, b"\0") + b"\x40\0\0\0PE\0\0" + bytes(60)
    assert judged(with_member("word/fonts/font1.odttf", program)) is Unread.DANGEROUS
    script = b"#!/bin/sh\n" + b"id\n" * 20
    assert judged(with_member("word/fonts/font1.odttf", script)) is Unread.DANGEROUS
    assert judged(with_member("word/media/image1.png", font)) is Unread.DANGEROUS


def test_a_white_scan_is_no_bomb_and_words_of_that_ratio_are() -> None:
    assert judged(with_member("word/media/image1.bmp", bytes(11_000_000))) is None
    assert judged(with_member("word/media/image1.emf", bytes(2_500_000))) is None
    assert judged(with_member("word/media/image1.bmp", bytes(22_000_000))) is Unread.DANGEROUS
    assert judged(with_member("word/other.xml", "<x>" + " " * 11_000_000 + "</x>")) is (
        Unread.DANGEROUS
    )
    scan = zipped({"Scan.bmp": bytes(11_000_000), "Form.txt": "Name: Ada"})
    assert inspect_part(scan, PartKind.ZIP, "a.zip", "application/zip") is None
