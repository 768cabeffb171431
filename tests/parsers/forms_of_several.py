"""Real files of forms that ask about several people, as Word and PDF hold them. All is invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from models.documents import Document
from parsers.docx import read_docx
from parsers.pdf import read_pdf
from tests.parsers.makers import cell, docx, paragraph, table
from tests.parsers.pages import PRINTED, TITLE

Rows = Sequence[Sequence[str]]
Part = str | Rows

_NAME = PRINTED.index("Name: Alaric")
HEAD = f"{TITLE}\n{PRINTED[:_NAME]}".strip()
TAIL = PRINTED[PRINTED.index("Date from which") :]
REF = "Unique Ref No if known, e.g. Nat. Ins. No:"
ALARIC = ("Alaric Tuck", "14/11/1983", "Flat 6, Heron Court, Brookfold ZZ7 4QD", "QQ123456A")
BERYL = ("Beryl Quill", "3 May 1990", "9 Weir Lane, Brookfold ZZ7 1AA", "QQ123456B")
LABELS = ("Name:", "Date of Birth:", "Address:", REF)
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13)


def block(person: Sequence[str], labels: Sequence[str] = LABELS) -> str:
    """One person in lines of "label: value"."""
    return "\n".join(f"{label} {value}" for label, value in zip(labels, person, strict=False))


def rows_of(person: Sequence[str], labels: Sequence[str] = LABELS) -> list[tuple[str, str]]:
    """One person in rows of label and value."""
    return list(zip(labels, person, strict=False))


def in_word(*parts: Part) -> Document:
    """A Word form: lines and tables between the requester's part and the rest, read."""
    body = ""
    for part in (HEAD, *parts, TAIL):
        if isinstance(part, str):
            body += "".join(paragraph(escape(line)) for line in part.split("\n") if line)
        else:
            body += table(*("".join(map(_cell, row)) for row in part))
    return read_docx(docx(body))


def _cell(words: str) -> str:
    return cell(*(paragraph(escape(line)) for line in words.split("\n")))


def in_print(*parts: Part) -> Document:
    """The same printed as a PDF, its tables ruled, read."""
    buffer = io.BytesIO()
    story: list[Flowable] = []
    for part in (HEAD, *parts, TAIL):
        if isinstance(part, str):
            story += [Paragraph(escape(line), _BODY) for line in part.split("\n") if line]
        else:
            cells = [
                [Paragraph(escape(words).replace("\n", "<br/>"), _BODY) for words in row]
                for row in part
            ]
            style = TableStyle([("GRID", (0, 0), (-1, -1), 0.6, "#000000")])
            story.append(Table(cells, style=style))
    SimpleDocTemplate(buffer, invariant=1).build(story)
    return read_pdf(buffer.getvalue())


def fill_in(*rows: tuple[str, str | None]) -> Document:
    """A PDF with a fill-in field beside each label; a row without a value is a heading. Read."""
    buffer = io.BytesIO()
    page = Canvas(buffer, pagesize=A4, invariant=1)
    page.setFont("Helvetica", 9)
    top = 800
    for nth, (label, value) in enumerate(rows):
        page.drawString(50, top, label)
        if value is not None:
            page.acroForm.textfield(
                name=f"Text{nth}", value=value, x=300, y=top - 4, width=250, height=15,
                borderStyle="inset", forceBorder=True, fontSize=8,
            )  # fmt: skip
        top -= 22
    page.save()
    return read_pdf(buffer.getvalue())


def fill_in_form(*people: tuple[str, str | None]) -> Document:
    """A whole fill-in form around the rows about its people."""
    return fill_in(
        (TITLE, None),
        ("Date of Request:", "9 February 2026"),
        ("1. Requester Information:", None),
        ("Designated Requesting Officer Name:", "Marigold Thwaite"),
        ("Organisation:", "Brookfold Homes"),
        ("Address:", "2 Weir Lane, Brookfold ZZ7 1AA"),
        ("Telephone Number:", "01632 960 311"),
        ("2. Subject of Disclosure Request:", None),
        *people,
        ("Date from which relevant information is sought:", "1 September 2025"),
        ("3. Summary of Specific Information Requested:", "Eleven diary sheets describe threats."),
        ("4. Grounds for Disclosure & Potential Actions:", None),
        ("Grounds for Disclosure:", "Section 115."),
        ("Potential Actions:", "An injunction."),
        ("5. Internal Use Only - Partnership Information Exchange Team (PIET)", None),
        ("Name:", ""),
        ("Date:", ""),
    )
