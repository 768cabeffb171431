"""Word files, a small spreadsheet, and PDFs that an office suite makes of Word files."""
from __future__ import annotations

import datetime as dt
import io
import pathlib
import random
import re
import subprocess
import tempfile
import zipfile
from unittest import mock
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from form import FORM, TITLE

STAMP = (2025, 6, 2, 9, 0, 0)
NS = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
      'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
      'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
      'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"')


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    """A zip archive with fixed time stamps."""
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buf.getvalue()


def saved(document: Document) -> bytes:
    """The bytes of a document, packed again with fixed time stamps."""
    buf = io.BytesIO()
    document.save(buf)
    with zipfile.ZipFile(io.BytesIO(buf.getvalue())) as archive:
        return zipped([(name, archive.read(name)) for name in archive.namelist()])


def blank_document(font: str = "Liberation Sans", size: int = 10) -> Document:
    """An empty document with fixed properties."""
    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = font, Pt(size)
    props = document.core_properties
    props.author, props.last_modified_by, props.title = "", "", "Request for disclosure"
    props.created = props.modified = dt.datetime(2025, 6, 2, 9)
    document.sections[0].page_width, document.sections[0].page_height = Mm(210), Mm(297)
    return document


def heading(document: Document) -> None:
    """The printed title."""
    for line in TITLE:
        document.add_paragraph().add_run(line).bold = line != TITLE[-1]


def table_docx(case: dict) -> bytes:
    """A plain form: labels left, answers right."""
    document = blank_document()
    heading(document)
    table = document.add_table(0, 2, style="Table Grid")
    for item in FORM:
        cells = table.add_row().cells
        if item.kind == "head":
            cells[0].merge(cells[1]).paragraphs[0].add_run(item.label).bold = True
            continue
        cells[0].paragraphs[0].add_run(item.label).bold = True
        parts = (case[item.key] if item.key else "").split("\n")
        cells[1].paragraphs[0].text = parts[0]
        for part in parts[1:]:
            cells[1].add_paragraph(part)
    return saved(document)


def running_docx(case: dict) -> bytes:
    """A plain form of paragraphs, label in bold before the answer."""
    document = blank_document("Liberation Serif", 11)
    heading(document)
    for item in FORM:
        para = document.add_paragraph()
        para.add_run(item.label).bold = True
        parts = (case[item.key] if item.key else "").split("\n")
        if item.kind == "long":
            for part in parts:
                document.add_paragraph(part)
        elif parts[0]:
            para.add_run(" " + parts[0])
    return saved(document)


def boxed_docx(case: dict) -> bytes:
    """Every answer in a floating text box to the right of its label; marking in header and footer."""
    document = blank_document("Liberation Sans", 10)
    section = document.sections[0]
    section.top_margin = section.bottom_margin = Mm(18)
    section.header.paragraphs[0].text = "OFFICIAL-SENSITIVE\t\tSafer Estates request"
    section.footer.paragraphs[0].text = "Name and date of the checking officer: none recorded\t\tPage"
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    section.footer.paragraphs[0]._p.append(field)
    heading(document)
    for n, item in enumerate(FORM, 1):
        para = document.add_paragraph()
        para.paragraph_format.space_after = Pt(3)
        para.add_run(item.label).bold = item.kind == "head"
        if item.kind == "head":
            continue
        text = case[item.key] if item.key else ""
        wide = 450 if item.kind == "long" else 235
        lines = sum(len(part) // (wide // 5) + 1 for part in text.split("\n"))
        high = lines * 13.5 + 8
        x, y = (0, 15) if item.kind == "long" else (218, -2)
        para.add_run()._r.append(parse_xml(text_box(n, text, x, y, wide, high)))
        para.paragraph_format.space_after = Pt(high + 8 if item.kind == "long" else max(high - 8, 8))
    return saved(document)


def text_box(n: int, text: str, x: float, y: float, wide: float, high: float) -> str:
    """A floating text box anchored in a paragraph; measures in points."""
    emu = 12700
    paras = "".join('<w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr><w:r><w:rPr><w:sz w:val="20"/></w:rPr>'
                    f'<w:t xml:space="preserve">{escape(part)}</w:t></w:r></w:p>' for part in text.split("\n"))
    return (
        f'<w:drawing {NS}><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{n}" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{int(x * emu)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{int(y * emu)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{int(wide * emu)}" cy="{int(high * emu)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapNone/><wp:docPr id="{n}" name="Text Box {n}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{int(wide * emu)}" '
        f'cy="{int(high * emu)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        '<a:ln w="6350"><a:solidFill><a:srgbClr val="808080"/></a:solidFill></a:ln></wps:spPr>'
        f'<wps:txbx><w:txbxContent>{paras}</w:txbxContent></wps:txbx>'
        '<wps:bodyPr lIns="36000" tIns="18000" rIns="36000" bIns="18000"/></wps:wsp></a:graphicData></a:graphic>'
        '</wp:anchor></w:drawing>')


def tabbed_docx(case: dict) -> bytes:
    """Label, a tab and the answer in a hanging column; the title and agency stand in the page header."""
    document = blank_document("Liberation Serif", 11)
    section = document.sections[0]
    for i, line in enumerate(TITLE):
        para = section.header.paragraphs[0] if i == 0 else section.header.add_paragraph()
        para.add_run(line).bold = i < 3
    for item in FORM:
        para = document.add_paragraph()
        form = para.paragraph_format
        form.space_after = Pt(5)
        para.add_run(item.label).bold = True
        parts = (case[item.key] if item.key else "").split("\n")
        if item.kind == "head":
            continue
        form.left_indent, form.first_line_indent = Mm(62), Mm(-62)
        form.tab_stops.add_tab_stop(Mm(62), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.SPACES)
        para.add_run("\t" + parts[0])
        for part in parts[1:]:
            more = document.add_paragraph(part)
            more.paragraph_format.left_indent = Mm(62)
            more.paragraph_format.space_after = Pt(5)
    return saved(document)


def picture_docx(picture: bytes) -> bytes:
    """A document that holds one picture and no words."""
    document = blank_document()
    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(8)
    document.add_picture(io.BytesIO(picture), width=Mm(190))
    return saved(document)


def locked(data: bytes, password: str, seed: int) -> bytes:
    """The document under a password, with repeatable salts."""
    from msoffcrypto.format.ooxml import OOXMLFile
    rng = random.Random(seed)
    out = io.BytesIO()

    class Clock(dt.datetime):
        """A clock that stands still."""
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Clock":
            return cls(*STAMP)
    with mock.patch("secrets.token_bytes", lambda n=32: bytes(rng.randrange(256) for _ in range(n))), \
            mock.patch("msoffcrypto.method.container.ecma376_encrypted.datetime", Clock):
        OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def spreadsheet(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet with strings in its cells."""
    body = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{escape(v)}</t></is></c>'
                                   for c, v in enumerate(row)) + "</row>" for r, row in enumerate(rows, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return zipped([(name, (head + text).encode()) for name, text in (
        ("[Content_Types].xml", f'<Types xmlns="{pack}/content-types"><Default Extension="rels" ContentType="application'
         '/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
         f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override '
         f'PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{pack}/relationships"><Relationship Id="rId1" '
         f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="Log" sheetId="1" r:id="rId1"/>'
         '</sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{pack}/relationships"><Relationship Id="rId1" '
         f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'))])


def to_pdf(documents: dict[str, bytes]) -> dict[str, bytes]:
    """{name: docx} -> {name: PDF}, made in one run of the office suite, time stamps fixed."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, data in documents.items():
            (root / f"{name}.docx").write_bytes(data)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{root}/profile", "--headless", "--convert-to", "pdf", "--outdir",
                        str(root / "out"), *(str(root / f"{n}.docx") for n in documents)], check=True,
                       capture_output=True, timeout=300)
        done = {name: (root / "out" / f"{name}.pdf").read_bytes() for name in documents}
    for name, data in done.items():
        data = re.sub(rb"/CreationDate\(D:\d{14}", b"/CreationDate(D:20250602090000", data)
        data = re.sub(rb"(?<=<)[0-9A-F]{32}(?=>)", b"0" * 32, data)
        done[name] = re.sub(rb"(?<=/DocChecksum /)[0-9A-F]{32}", b"0" * 32, data)
    return done
