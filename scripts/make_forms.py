#!/usr/bin/env python3
"""Makes the blank Safer Estates form and the samples that ship with the agreement.

    python scripts/make_forms.py [FOLDER]

FOLDER is config/forms/safer-estates unless given. Each sample is a file and a .json of what must
be read from it: `recognised`, `readings` by field (value, normalised, certainty), and the
`disposition` with its `reasons` for a request from a partner in good standing. The people, places
and cases are invented; telephone numbers are those set aside for drama, postcodes begin ZZ.
The same versions of python-docx and reportlab make the same bytes.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import docx
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

HERE = Path(__file__).resolve().parent.parent / "config" / "forms" / "safer-estates"
STAMP = datetime(2026, 1, 5, tzinfo=UTC)
TITLE = "Multi Agency Joint Protocol for Information Exchange"
NAME = "REQUEST FOR DISCLOSURE OF INFORMATION"
PROMPT = "Click or tap here to enter text."
Values = Mapping[str, str]


class Row(NamedTuple):
    """One printed line of the form: its field ("" for a heading, "-" for PIET's own) and words."""

    key: str
    label: str


FORM = (
    Row("date_of_request", "Date of Request:"),
    Row("", "1. Requester Information:"),
    Row("requester_name", "Designated Requesting Officer Name:"),
    Row("organisation", "Organisation:"),
    Row("requester_address", "Address:"),
    Row("telephone", "Telephone Number:"),
    Row("", "2. Subject of Disclosure Request:"),
    Row("subject_name", "Name:"),
    Row("subject_dob", "Date of Birth:"),
    Row("subject_address", "Address:"),
    Row("subject_ref", "Unique Ref No if known, e.g. Nat. Ins. No:"),
    Row("date_from", "Date from which relevant information is sought:"),
    Row("summary", "3. Summary of Specific Information Requested:"),
    Row("", "4. Grounds for Disclosure & Potential Actions:"),
    Row("grounds", "Grounds for Disclosure:"),
    Row(
        "potential_actions",
        "Potential Actions (i.e. what do you intend to do once you have the information):",
    ),
    Row("", "5. Internal Use Only - Partnership Information Exchange Team (PIET)"),
    Row("-", "If request is rejected provide reason:"),
    Row("-", "If request is accepted provide disclosure:"),
    Row("-", "Name:"),
    Row("-", "Date:"),
)
LONG = ("summary", "grounds", "potential_actions")
LOCAL = (
    Row("organisation", "Partner agency"),
    Row("requester_name", "Officer making the request"),
    Row("telephone", "Direct dial"),
    Row("requester_address", "Office address"),
    Row("subject_name", "Person the request is about"),
    Row("subject_address", "Last known address"),
    Row("subject_dob", "D.O.B. (dd/mm/yyyy)"),
    Row("subject_ref", "NI number / other reference"),
    Row("date_from", "Information needed from (date)"),
    Row("summary", "What information do you need?"),
    Row("grounds", "Lawful basis for disclosure"),
    Row("potential_actions", "What will you do with the information?"),
    Row("date_of_request", "Date form completed"),
)
BROOK = {
    "date_of_request": "9 February 2026",
    "requester_name": "Marigold Thwaite-Osei",
    "organisation": "Brookfold Homes",
    "requester_address": "Brookfold House\n2 Weir Lane\nBrookfold\nZZ7 1AA",
    "telephone": "01632 960 311",
    "subject_name": "Alaric Penhaligon-Tuck",
    "subject_dob": "14/11/1983",
    "subject_address": "Flat 6, Heron Court, Brookfold, ZZ7 4QD",
    "subject_ref": "Tenancy BH/20417",
    "date_from": "1 September 2025",
    "summary": (
        "Eleven diary sheets from three households since September describe shouting, banging and "
        "threats to neighbours from Flat 6. On 3 January 2026 officers are said to have attended.\n"
        "Address: he is also seen at 9 Heron Court, which is his sister's flat.\n"
        "Please tell us the dates on which police attended Flat 6 because of Mr Penhaligon-Tuck, "
        "and whether he was arrested or charged."
    ),
    "grounds": "Section 115 Crime and Disorder Act 1998. Ground 14, Schedule 2, Housing Act 1988.",
    "potential_actions": "Acceptable behaviour contract; an injunction if the threats go on.",
}
#: A request with no word of danger, an injunction or a hearing: a fault in it is returned at once.
MILD = {
    **BROOK,
    "summary": (
        "Eleven diary sheets from three households since September describe loud music and "
        "banging from Flat 6 after midnight. On 3 January 2026 officers are said to have "
        "attended.\n"
        "Please tell us the dates on which police attended Flat 6 because of Mr Penhaligon-Tuck, "
        "and what was done about the noise."
    ),
    "potential_actions": "Warning letter, then an acceptable behaviour contract.",
}
#: A page of print does not tell a new paragraph from a wrapped line.
BROOK_PRINT = {**BROOK, "summary": BROOK["summary"].replace("\n", " ")}
BROOK_ISO = {
    "date_of_request": "2026-02-09",
    "telephone": "+441632960311",
    "subject_dob": "1983-11-14",
    "date_from": "2025-09-01",
}


class Sample(NamedTuple):
    """A sample: its file, how it is made, and what must come of it."""

    file: str
    make: Callable[[Values], bytes]
    values: Values
    certainty: str = "anchored"
    disposition: str = "queue"
    reasons: tuple[str, ...] = ()
    recognised: str = "form"


# ------------------------------------------------------------------ docx
def fixed(data: bytes) -> bytes:
    """A zip with the same time stamp on every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            made = zipfile.ZipInfo(item.filename, (2026, 1, 5, 0, 0, 0))
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, old.read(item.filename))
    return out.getvalue()


def new_docx() -> Docx:
    """An empty document with the form's fonts and properties."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = NAME.capitalize(), "", ""
    properties.language = "en-GB"
    properties.created = properties.modified = STAMP.replace(tzinfo=None)
    return document


def saved(document: Docx) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return fixed(buffer.getvalue())


def titled() -> Docx:
    """A document with the form's title."""
    document = new_docx()
    document.add_heading(TITLE, 1)
    document.add_heading(NAME, 2)
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


def with_controls(values: Values) -> bytes:
    """The form as a table of labels and content controls: also the blank form that we send."""
    document = titled()
    document.add_paragraph("Send the completed form to us by secure email.")
    table = document.add_table(0, 2, style="Table Grid")
    for key, label in FORM:
        cells = table.add_row().cells
        if not key:
            cells = (cells[0].merge(cells[1]), cells[1])
        cells[0].paragraphs[0].add_run(label).bold = True
        if key and key != "-":
            cells[1].paragraphs[0]._p.append(control(key, values.get(key, "")))
    return saved(document)


def as_printed(values: Values) -> bytes:
    """Part 4 of the agreement: label and answer in one paragraph, long answers below."""
    document = titled()
    for key, label in FORM:
        paragraph = document.add_paragraph()
        paragraph.add_run(label).bold = True
        answer = values.get(key, "")
        if key in LONG:
            for text in answer.split("\n"):
                document.add_paragraph(text)
            continue
        for nth, text in enumerate(answer.split("\n")):
            if nth:
                paragraph.add_run().add_break()
            paragraph.add_run((" " if not nth else "") + text)
    return saved(document)


def local_version(values: Values) -> bytes:
    """A partner's own version: other labels in another order, no sections, a table."""
    document = new_docx()
    document.add_heading("Safer Estates Agreement", 1)
    table = document.add_table(0, 2, style="Table Grid")
    for key, label in LOCAL:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, values.get(key, "")
    return saved(document)


# ------------------------------------------------------------------ PDF
def _flowed(flow: list[Any]) -> bytes:
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, title=NAME.capitalize(), author="", invariant=1).build(
        flow
    )
    return buffer.getvalue()


def _styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=5)
    return body, ParagraphStyle("strong", parent=body, fontName="Helvetica-Bold")


def _marked(text: str) -> str:
    return text.replace("&", "&amp;").replace("\n", "<br/>")


def ruled(values: Values) -> bytes:
    """A PDF with a ruled table: labels left, answers right."""
    body, strong = _styles()
    rows = [
        [Paragraph(_marked(label), strong), Paragraph(_marked(values.get(key, "")), body)]
        for key, label in FORM
    ]
    table = Table(
        rows, colWidths=(165, 300), style=TableStyle([("GRID", (0, 0), (-1, -1), 0.6, 0)])
    )
    return _flowed([Paragraph(TITLE, strong), Paragraph(NAME, strong), table])


def running(values: Values) -> bytes:
    """A PDF of running text, long answers below their labels."""
    body, strong = _styles()
    flow: list[Any] = [Paragraph(TITLE, strong), Paragraph(NAME, strong)]
    for key, label in FORM:
        answer = _marked(values.get(key, ""))
        if key in LONG or not key:
            flow.append(Paragraph(_marked(label), strong))
            flow += [Paragraph(answer, body)] if answer else []
        else:
            flow.append(Paragraph(f"<b>{_marked(label)}</b> {answer}", body))
    return _flowed(flow)


def fill_in(values: Values) -> bytes:
    """A PDF with fields to fill in whose names say nothing: only the printed labels do."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    top = 800
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(50, top, f"{TITLE}: {NAME}")
    for nth, (key, label) in enumerate(FORM):
        tall = 90 if key in LONG else 54 if key == "requester_address" else 18
        if top - tall < 80:
            canvas.showPage()
            top = 800
        top -= 26
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawString(50, top, label)
        if not key:
            continue
        wide = key in LONG or key == "-"
        top -= tall + 4 if wide else tall - 12
        canvas.acroForm.textfield(
            name=f"Text{nth}", value=values.get(key, ""), x=50 if wide else 280, y=top,
            width=480 if wide else 250, height=tall, fontSize=9, maxlen=5000, borderWidth=1,
            fieldFlags="multiline" if tall > 18 else "",
        )  # fmt: skip
    canvas.save()
    return buffer.getvalue()


# ------------------------------------------------------------------ the folder
def without(key: str) -> Values:
    """The mild request with one answer left out."""
    return {**MILD, key: ""}


SAMPLES = (
    Sample("as-printed.docx", as_printed, BROOK),
    Sample("controls.docx", with_controls, BROOK, certainty="declared"),
    Sample("local-version.docx", local_version, BROOK),
    Sample("ruled.pdf", ruled, BROOK_PRINT),
    Sample("running.pdf", running, BROOK_PRINT),
    Sample("fill-in.pdf", fill_in, BROOK, certainty="declared"),
    Sample(
        "no-from-date.docx",
        as_printed,
        without("date_from"),
        disposition="reject",
        reasons=("missing:date_from",),
    ),
    Sample(
        "not-filled-in.docx",
        with_controls,
        {},
        certainty="declared",
        disposition="reject",
        reasons=("blank_form",),
        recognised="blank",
    ),
)


def expected(sample: Sample) -> dict[str, Any]:
    """What must be read from a sample, as its .json says it."""
    keys = [row.key for row in FORM if row.key not in ("", "-")]
    return {
        "recognised": sample.recognised,
        "disposition": sample.disposition,
        "reasons": list(sample.reasons),
        "readings": {
            key: {
                "value": sample.values.get(key, ""),
                "normalised": BROOK_ISO.get(key) if sample.values.get(key) else None,
                "certainty": sample.certainty,
            }
            for key in keys
        },
    }


def main() -> None:
    """Write the blank form and the samples."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    (folder / "samples").mkdir(parents=True, exist_ok=True)
    (folder / "blank.docx").write_bytes(with_controls({}))
    for sample in SAMPLES:
        file = folder / "samples" / sample.file
        file.write_bytes(sample.make(sample.values))
        words = json.dumps(expected(sample), ensure_ascii=False, indent=1)
        file.with_suffix(".json").write_text(words + "\n", encoding="utf-8")
    print(f"{folder}: the blank form and {len(SAMPLES)} samples")


if __name__ == "__main__":
    main()
