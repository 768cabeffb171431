"""Attacks by a PDF, each named for its fault, and the honest forms that look like them."""

from __future__ import annotations

import io
import time
import zlib

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from models.documents import Unread, Unreadable
from models.mail import PartKind
from parsers.guard import inspect_part
from parsers.read import read_part
from tests.parsers.makers import attached, pdf_of, small_pdf

PDF = small_pdf()
JS = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def judged(data: bytes) -> Unread | None:
    found = inspect_part(data, PartKind.PDF, "form.pdf", "application/pdf")
    return found.reason if found else None


def updated(*objects: tuple[int, bytes], first: bytes = PDF) -> bytes:
    """The PDF with an incremental update (7.5.6) that writes these objects anew."""
    out, rows = first, b""
    for number, content in objects:
        rows += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    before = first[first.rindex(b"startxref") :].split()[1]
    size = max(number for number, _ in objects) + 6
    start = len(out)
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Prev %s>>" % (size, before)
    return out + b"xref\n" + rows + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start


def button(action: bytes) -> bytes:
    widget = b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/F 4/Rect[0 0 9 9]/A" + action + b">>"
    return small_pdf(b"/AcroForm<</Fields[6 0 R]>>", b"/Annots[6 0 R]", widget)


def object_stream(content: bytes) -> bytes:
    packed = zlib.compress(b"9 0 " + content)
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(packed)
    return head + b"stream\n" + packed + b"\nendstream"


@pytest.mark.parametrize(
    "data",
    [
        small_pdf(b"/AA<</WC" + JS + b">>"),
        small_pdf(b"", b"/AA<</O" + JS + b">>"),
        button(JS),
        button(b"<</S/JavaScript/JS 7 0 R>>"),
        button(b"<</S/GoTo/D[3 0 R/Fit]/Next" + JS + b">>"),
        small_pdf(b"/Outlines 6 0 R", b"", b"<</First 7 0 R/Last 7 0 R/Count 1>>",
                  b"<</Title(a)/Parent 6 0 R/A" + JS + b">>"),
        button(b"<</S/Launch/Win<</F(cmd.exe)/P(/c calc)>>>>"),
        button(b"<</S/La#75nch/F(cmd.exe)>>"),
        button(b"<</S/ImportData/F(a.fdf)>>"),
        button(b"<</S/SubmitForm/F<</FS/URL/F(http://x.example/)>>>>"),
        button(b"<</S/SubmitForm/F(http://x.example/)>>"),
        button(b"<</S/SubmitForm/F<</FS/URL/F(mailto:a@b.example)/UF(http://x.example)>>>>"),
        button(b"<</S/SubmitForm/F<687474703A2F2F78>>>"),
        button(b"<</S/SubmitForm/F 7 0 R>>"),
        button(b"<</S/GoToE/T<</R/C/N(a)>>/D[0/Fit]>>"),
        button(b"<</S/GoToR/F(\\\\\\\\x.example\\\\share\\\\a.pdf)/D[0/Fit]>>"),
        button(b"<</S/GoToR/F(http://x.example/a.pdf)/D[0/Fit]>>"),
        button(b"<</S/Rendition/OP 0>>"),
        small_pdf(b"/OpenAction<</S/URI/URI(http://x.example)>>"),
        small_pdf(b"/OpenAction 6 0 R", b"", b"<</S/URI/URI(http://x.example)>>"),
        small_pdf(b"/OpenAction 6 0 R", b"", b"<</S/GoTo/D[3 0 R/Fit]/Next 7 0 R>>",
                  b"<</S/URI/URI(http://x.example)>>"),
        small_pdf(b"", b"/AA<</O<</S/GoToR/F(a.pdf)/D[0/Fit]>>>>"),
        small_pdf(b"", b"/Annots[<</Subtype/3D/Rect[0 0 9 9]/3DD 6 0 R>>]", b"<</Type/3D/Length 1>>stream\nx\nendstream"),
        small_pdf(b"", b"/Annots[<</Subtype/FileAttachment/Rect[0 0 9 9]/FS<</F(a)/EF<</F 6 0 R>>>>>>]",
                  b"<</Length 2>>stream\nMZ\nendstream"),
        updated((1, b"<</Type/Catalog/Pages 2 0 R/OpenAction" + JS + b">>")),
        updated((1, b"<</Type/Catalog/Pages 2 0 R>>"), first=small_pdf(b"/OpenAction" + JS)),
        small_pdf(b"", b"", object_stream(JS)),
        small_pdf(b"", b"", object_stream(b"<</S/Launch/F(cmd.exe)>>")),
    ],
)  # fmt: skip
def test_a_pdf_that_does_something_is_active(data: bytes) -> None:
    assert judged(data) is Unread.ACTIVE


def field(script: bytes, where: bytes = b"/AA<</F<</S/JavaScript/JS(%s)>>>>") -> bytes:
    """A form with one text field that runs a script when its value is shown."""
    text = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4/Rect[0 0 9 9]" + where % script + b">>"
    return small_pdf(b"/AcroForm<</Fields[6 0 R]>>", b"/Annots[6 0 R]", text)


REFERRED = b"<</S/JavaScript/JS(this.print\\(true\\))>>"


@pytest.mark.parametrize(
    "data",
    [
        field(b"event.value = event.value.toUpperCase\\(\\);"),
        field(b"this.print\\(true\\);"),
        field(b'event.value = this.getField\\("a"\\).value * 2', b"/AA<</C<</JS(%s)/S/JavaScript>>>>"),
        small_pdf(b"/AcroForm<</Fields[6 0 R]>>", b"/Annots[6 0 R]",
                  b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/Rect[0 0 9 9]/A 7 0 R>>", REFERRED),
    ],
)  # fmt: skip
def test_a_field_that_only_reckons_or_prints_is_left_to_a_person(data: bytes) -> None:
    assert judged(data) is Unread.UNSUPPORTED


@pytest.mark.parametrize(
    "data",
    [
        field(b"app.launchURL\\('http://x.example'\\)"),
        field(b"this['print']\\(\\)"),
        field(b"event.value = 1; eval\\('app.alert\\(1\\)'\\)"),
        field(b"this.submitForm\\('http://x.example'\\)"),
        field(b"event.\\\\u0061pp.alert\\(1\\)"),
        field(b""),
        small_pdf(b"/OpenAction" + REFERRED),
        small_pdf(b"/OpenAction 6 0 R", b"", REFERRED),
        small_pdf(b"", b"/AA<</O" + REFERRED + b">>"),
        small_pdf(b"/OpenAction 7 0 R/AcroForm<</Fields[6 0 R]>>", b"/Annots[6 0 R]",
                  b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/Rect[0 0 9 9]/A 7 0 R>>", REFERRED),
        updated((6, b"<</Title<</S/JavaScript>>>>")),
    ],
)  # fmt: skip
def test_a_script_that_does_more_or_runs_unasked_is_active(data: bytes) -> None:
    assert judged(data) is Unread.ACTIVE


TITLE = b"<</Title(How /S /JavaScript and /Type /EmbeddedFile \\(or /S/Launch\\) work)>>"


def test_an_empty_tree_of_scripts_and_words_about_them_pass() -> None:
    assert judged(small_pdf(b"/Names<</JavaScript<</Names[]>>>>")) is None
    assert judged(small_pdf(b"/Names<</JavaScript 6 0 R>>", b"", b"<</Names[]>>")) is None
    assert judged(updated((6, TITLE))) is None


@pytest.mark.parametrize(
    "hidden",
    [
        b"<</Title(7 0 obj <</S/JavaScript/JS 8 0 R>>)>>",  # whoever begins at the number reads it
        b"<</A#28 1/S/JavaScript/JS 8 0 R>>",  # no bracket is made of a number
        b"<</A 1>>endobj (/S/JavaScript)",
        b"<</A 1%(\n/S/JavaScript/JS 8 0 R>>",  # a bracket in a comment opens nothing
        b"<</Length 1>>stream\n(/S/JavaScript\nendstream",
    ],
)
def test_a_script_is_not_hidden_by_what_only_looks_like_a_string(hidden: bytes) -> None:
    assert judged(updated((6, hidden))) is Unread.ACTIVE


def test_an_empty_tree_of_scripts_hides_no_script_outside_the_tree() -> None:
    first = small_pdf(b"/Names<</JavaScript<</Names[]>>>>")
    assert judged(updated((6, JS), first=first)) is Unread.ACTIVE


def protected(script: bytes) -> bytes:
    buffer = io.BytesIO()
    page = Canvas(buffer, encrypt=StandardEncryption("", ownerPassword="owner"))
    page.drawString(72, 700, "Form")
    page.save()
    data = buffer.getvalue()
    return data.replace(
        b"/Type /Catalog", b"/OpenAction <</S /JavaScript /JS " + script + b">> /Type /Catalog"
    )


def test_a_script_in_a_file_that_needs_no_password_is_found_behind_its_encryption() -> None:
    assert judged(protected(b"<AABBCCDD>")) is Unread.ACTIVE


@pytest.mark.parametrize(
    "data",
    [
        PDF,
        PDF + b"\r\n\r\n",
        PDF + b"\n<!-- sent by a portal -->\n",
        PDF + bytes(4096),
        b"\r\n\r\n" + PDF,
        b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n" + PDF,
        updated((6, b"<</Producer(x)>>")),
        button(b"<</S/URI/URI(https://council.example/)>>"),
        button(b"<</S/GoTo/D[3 0 R/Fit]>>"),
        button(b"<</S/ResetForm>>"),
        button(b"<</S/Named/N/Print>>"),
        button(b"<</S/SubmitForm/Flags 4/F<</FS/URL/F(mailto:forms@council.example)>>>>"),
        button(b"<</S/GoToR/F(guidance.pdf)/D[0/Fit]>>"),
        small_pdf(b"/OpenAction[3 0 R/Fit]"),
        small_pdf(b"/OpenAction<</S/GoTo/D[3 0 R/Fit]>>", b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://council.example)>>>>]"),
        small_pdf(b"/URI<</Base(https://council.example)>>/ViewerPreferences<</Direction/L2R>>"),
        small_pdf(b"", b"", object_stream(b"<</Title(Launch of JavaScript)>>")),
    ],
)  # fmt: skip
def test_what_honest_forms_hold_passes(data: bytes) -> None:
    assert judged(data) is None


def xfa(packet: bytes, catalog: bytes = b"") -> bytes:
    form = b"/AcroForm<</Fields[]/XFA[(template)6 0 R]>>" + catalog
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(packet), packet)
    return small_pdf(form, b"", stream)


def test_a_form_of_another_kind_inside_is_left_to_a_person_where_it_acts() -> None:
    assert judged(xfa(b"<template><field name='a'/></template>")) is None
    for acts in (b"<script>x</script>", b"<xfa:script>x", b"<submit target='x'/>", b"<execute/>"):
        assert judged(xfa(b"<template>" + acts + b"</template>")) is Unread.UNSUPPORTED
    assert judged(xfa(b"<!DOCTYPE a><template/>")) is Unread.DANGEROUS
    assert judged(xfa(b"<template/>", b"/NeedsRendering true")) is Unread.UNSUPPORTED


def test_a_protected_form_that_opens_without_a_password_is_read() -> None:
    buffer = io.BytesIO()
    page = Canvas(buffer, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    page.drawString(72, 700, "Name: Ada")
    page.save()
    found = read_part(attached(buffer.getvalue(), "form.pdf"), "2")
    assert not isinstance(found, Unreadable)
    assert found.lines[0].text == "Name: Ada"


@pytest.mark.parametrize(
    "filler",
    [
        b"/Type/ObjStm stream\n",
        b"(",
        b"<<",
        b"#41#41",
        b"/OpenAction ",
        b"1 0 obj\n",
        b"/AA<<",
        b"stream\r\n",
    ],
)
def test_a_pdf_made_to_stall_the_check_is_judged_in_a_moment(filler: bytes) -> None:
    data = PDF[:-6] + filler * (2_000_000 // len(filler)) + b"\n%%EOF\n"
    began = time.monotonic()
    judged(data)
    stream = b"<</Length 2000000>>stream\n" + (filler * 2_000_000)[:2_000_000] + b"\nendstream"
    judged(small_pdf(b"", b"", stream))
    judged(
        pdf_of(
            b"<</Type/Catalog/Pages 2 0 R/A(" + filler.replace(b"(", b"") * 50_000 + b")>>",
            b"<</Type/Pages/Kids[]/Count 0>>",
        )
    )
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    "tail",
    [
        b"\n<script>x()</script>",
        b"\n<html><body>x</body></html>",
        b"\n<!-- <b>x</b> -->",
        b"\0\0\0MZ" + bytes(80),
        b"\n#!/bin/sh\nid\n",
        b"\n@echo off\r\nid\r\n",
        b"PK\x03\x04" + bytes(40),
        b"\nRar!\x1a\x07\0",
        b"\nvar a = new ActiveXObject('x');",
        b"\n<script>x()</script>\nstartxref\n0\n%%EOF\n",
        b"\n9 0 obj\n<html><script>x()</script>\n",
        b"\n" + PDF,
        bytes(200) + PDF,
    ],
)
def test_another_file_behind_the_end_of_a_pdf_is_dangerous(tail: bytes) -> None:
    assert judged(PDF + tail) is Unread.DANGEROUS


def test_a_second_pdf_is_dangerous_though_the_first_has_lost_its_end() -> None:
    assert judged(PDF[: PDF.rfind(b"startxref")] + b"\n" + PDF) is Unread.DANGEROUS


@pytest.mark.parametrize("tail", [b"", b"\r\n\0\0\0\0", b"\n\n   \n", b"\n<!-- by a portal -->\n"])
def test_padding_behind_the_end_of_a_pdf_passes(tail: bytes) -> None:
    assert judged(PDF + tail) is None
    assert judged(updated((9, b"<</Title(again)>>")) + tail) is None


def test_an_attached_file_is_found_by_the_count_alone() -> None:
    """The first of two walls: pdfium counts what no word of ours in the file would show."""
    spec = b"<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 7 0 R>>>>"
    stream = b"<</Type/EmbeddedFile/Length 1>>stream\nx\nendstream"
    named = b"/Names<</EmbeddedFiles<</Names[(a.txt) 6 0 R]>>>>"
    found = inspect_part(small_pdf(named, b"", spec, stream), PartKind.PDF, "a.pdf", "x/y")
    assert found == Unreadable(Unread.ACTIVE, "an attached file")
