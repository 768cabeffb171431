"""Forms as PDF files, in the ways in which agencies lay one out. Used by make_forms.py.

The same version of reportlab makes the same bytes.
"""

from __future__ import annotations

import io
from typing import Any

from form_kit import Layout, Row, Values, answered
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle


def _flowed(layout: Layout, flow: list[Any]) -> bytes:
    buffer = io.BytesIO()
    SimpleDocTemplate(
        buffer, pagesize=A4, title=layout.name.capitalize(), author="", invariant=1
    ).build(flow)
    return buffer.getvalue()


def _styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=5)
    return body, ParagraphStyle("strong", parent=body, fontName="Helvetica-Bold")


def _marked(text: str) -> str:
    return text.replace("&", "&amp;").replace("\n", "<br/>")


def ruled(layout: Layout, values: Values) -> bytes:
    """A PDF with a ruled table: labels left, answers right."""
    body, strong = _styles()
    rows = [
        [
            Paragraph(_marked(row.label), strong),
            Paragraph(_marked(answered(row, values, ("[x]", "[ ]"))), body),
        ]
        for row in layout.rows
    ]
    table = Table(
        rows, colWidths=(165, 300), style=TableStyle([("GRID", (0, 0), (-1, -1), 0.6, 0)])
    )
    return _flowed(layout, [Paragraph(layout.title, strong), Paragraph(layout.name, strong), table])


def running(layout: Layout, values: Values) -> bytes:
    """A PDF of running text, long answers below their labels."""
    body, strong = _styles()
    flow: list[Any] = [Paragraph(layout.title, strong), Paragraph(layout.name, strong)]
    for row in layout.rows:
        answer = _marked(answered(row, values, ("[x]", "[ ]")))
        if row.key in layout.long or not row.key or row.choices:
            flow.append(Paragraph(_marked(row.label), strong))
            flow += [Paragraph(answer, body)] if answer else []
        else:
            flow.append(Paragraph(f"<b>{_marked(row.label)}</b> {answer}", body))
    return _flowed(layout, flow)


def fill_in(layout: Layout, values: Values) -> bytes:
    """A PDF with fields to fill in whose names say nothing: only the printed labels do."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    top = 800
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(50, top, f"{layout.title}: {layout.name}")
    for nth, row in enumerate(layout.rows):
        key, wide = row.key, row.key in layout.long or row.key == "-"
        tall = 90 if key in layout.long else 54 if key == "requester_address" else 18
        tall = 16 * len(row.choices) if row.choices else tall
        if top - tall < 80:
            canvas.showPage()
            top = 800
        top -= 26
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawString(50, top, row.label)
        if not key:
            continue
        if row.choices:
            top = _ticks(canvas, row, values, nth, top)
            continue
        if row.printed:
            top = _lines(canvas, row.printed, top)
            continue
        top -= tall + 4 if wide else tall - 12
        canvas.acroForm.textfield(
            name=f"Text{nth}", value=values.get(key, ""), x=50 if wide else 280, y=top,
            width=480 if wide else 250, height=tall, fontSize=9, maxlen=5000, borderWidth=1,
            fieldFlags="multiline" if tall > 18 else "",
        )  # fmt: skip
    canvas.save()
    return buffer.getvalue()


def _ticks(canvas: Canvas, row: Row, values: Values, number: int, top: int) -> int:
    """A box for each choice, its words to the right of it; gives where they end."""
    canvas.setFont("Helvetica", 9)
    made = values.get(row.key, "").split("; ")
    for nth, one in enumerate(row.choices):
        top -= 16
        canvas.acroForm.checkbox(
            name=f"Check{number}_{nth}",
            checked=one in made,
            x=60,
            y=top - 2,
            size=11,
            borderWidth=1,
        )
        canvas.drawString(78, top, one)
    return top


def _lines(canvas: Canvas, text: str, top: int) -> int:
    """Small print over the width of the page; gives where it ends."""
    canvas.setFont("Helvetica", 8)
    for paragraph in text.split("\n"):
        line = ""
        for word in [*paragraph.split(), ""]:
            if not word or len(line) + len(word) > 110:
                top -= 11
                canvas.drawString(50, top, line)
                line = ""
            line = f"{line} {word}".strip()
    return top
