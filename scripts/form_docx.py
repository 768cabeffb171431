"""Forms as Word files, in the ways in which agencies lay one out. Used by make_forms.py.

The same version of python-docx makes the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from form_kit import Layout, Row, Values, answered

STAMP = datetime(2026, 1, 5, tzinfo=UTC)
PROMPT = "Click or tap here to enter text."


def fixed(data: bytes) -> bytes:
    """A zip with the same time stamp on every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            made = zipfile.ZipInfo(item.filename, (2026, 1, 5, 0, 0, 0))
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, old.read(item.filename))
    return out.getvalue()


def new_docx(name: str) -> Docx:
    """An empty document with a form's fonts and properties."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = name.capitalize(), "", ""
    properties.language = "en-GB"
    properties.created = properties.modified = STAMP.replace(tzinfo=None)
    return document


def saved(document: Docx) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return fixed(buffer.getvalue())


def titled(layout: Layout) -> Docx:
    """A document with the form's title."""
    document = new_docx(layout.name)
    document.add_heading(layout.title, 1)
    document.add_heading(layout.name, 2)
    return document


def control(tag: str, value: str) -> Any:
    """A content control around `value`; with none it shows Word's prompt and is empty."""
    node, properties = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
    for name, said in (("w:alias", tag.replace("_", " ").capitalize()), ("w:tag", tag)):
        element = OxmlElement(name)
        element.set(qn("w:val"), said)
        properties.append(element)
    if not value:
        properties.append(OxmlElement("w:showingPlcHdr"))
    text_kind = OxmlElement("w:text")
    text_kind.set(qn("w:multiLine"), "1")
    properties.append(text_kind)
    content = OxmlElement("w:sdtContent")
    for nth, line in enumerate((value or PROMPT).split("\n")):
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        if nth:
            run.append(OxmlElement("w:br"))
        text.text = line
        run.append(text)
        content.append(run)
    node.append(properties)
    node.append(content)
    return node


def tick_box(*, ticked: bool) -> Any:
    """A check-box control (MS-DOCX 2.4)."""
    word = "http://schemas.microsoft.com/office/word/2010/wordml"
    node, properties = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
    box = properties.makeelement(f"{{{word}}}checkbox", nsmap={"w14": word})
    state = box.makeelement(f"{{{word}}}checked", {f"{{{word}}}val": str(int(ticked))})
    box.append(state)
    properties.append(box)
    content, run, text = OxmlElement("w:sdtContent"), OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "\u2612" if ticked else "\u2610"
    run.append(text)
    content.append(run)
    node.append(properties)
    node.append(content)
    return node


def with_controls(layout: Layout, values: Values) -> bytes:
    """The form as a table of labels and content controls: also the blank form that we send."""
    document = titled(layout)
    document.add_paragraph("Send the completed form to us by secure email.")
    table = document.add_table(0, 2, style="Table Grid")
    for row in layout.rows:
        key, label = row.key, row.label
        cells = table.add_row().cells
        if not key:
            cells = (cells[0].merge(cells[1]), cells[1])
        cells[0].paragraphs[0].add_run(label).bold = True
        if row.choices:
            _boxes(cells[1], row, values)
        elif row.printed:
            _paragraphs(cells[1], row.printed)
        elif key and key != "-":
            cells[1].paragraphs[0]._p.append(control(key, values.get(key, "")))
    return saved(document)


def _boxes(cell: Any, row: Row, values: Values) -> None:
    paragraph = cell.paragraphs[0]
    if row.printed:
        paragraph.add_run(row.printed)
        paragraph = cell.add_paragraph()
    made = values.get(row.key, "").split("; ")
    for nth, one in enumerate(row.choices):
        paragraph = cell.add_paragraph() if nth else paragraph
        paragraph._p.append(tick_box(ticked=one in made))
        paragraph.add_run(f" {one}")


def _paragraphs(cell: Any, text: str) -> None:
    for nth, line in enumerate(text.split("\n")):
        (cell.add_paragraph() if nth else cell.paragraphs[0]).add_run(line)


def as_printed(layout: Layout, values: Values) -> bytes:
    """Label and answer in one paragraph, long answers below."""
    document = titled(layout)
    for row in layout.rows:
        paragraph = document.add_paragraph()
        paragraph.add_run(row.label).bold = True
        answer = answered(row, values)
        if row.key in layout.long or row.printed or row.choices:
            for text in answer.split("\n"):
                document.add_paragraph(text)
            continue
        for nth, text in enumerate(answer.split("\n")):
            if nth:
                paragraph.add_run().add_break()
            paragraph.add_run((" " if not nth else "") + text)
    return saved(document)


def local_version(layout: Layout, values: Values) -> bytes:
    """A partner's own version: other labels in another order, no sections, a table."""
    document = new_docx(layout.name)
    if layout.local_title:
        document.add_heading(layout.local_title, 1)
    table = document.add_table(0, 2, style="Table Grid")
    for row in layout.local:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row.label, answered(row, values, ("[x]", "[ ]"))
    return saved(document)
