"""More layouts of the same request, drawn after the first were read: fill-in fields, panels, notes."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Spacer, Table, TableStyle

from tests.parsers.drawn import Drawn, wrapped
from tests.parsers.drawn_layouts import PRINTED, REQUEST, REWORDED, TITLE, flowed, head, rows

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12)
BOLD = ParagraphStyle("bold", parent=BODY, fontName="Helvetica-Bold")


def fill_in(
    page: Drawn, key: str, left: float, wide: float, high: float = 16.0, value: str | None = None
) -> None:
    """A text field whose top is a little above the line."""
    page.canvas.acroForm.textfield(
        name=f"Text{page.canvas.getPageNumber()}_{int(left)}_{int(page.y)}",
        value=REQUEST.get(key, "") if value is None else value,
        x=left, y=page.size[1] - page.y - high + 12, width=wide, height=high, fontSize=9,
        borderWidth=0.5, fieldFlags="multiline" if high > 30 else "",
    )  # fmt: skip


def fields_below_labels() -> bytes:
    """Fill-in fields in rows of two and three, their labels small above them."""
    page = Drawn(height=8)
    head(page)
    lines = (
        ("Section A: About you", (("requester_name", "Your name", 50, 240), ("organisation", "Your organisation", 300, 245)),
         (("telephone", "Direct line", 50, 150), ("date_of_request", "Date of this request", 215, 120)),
         (("requester_address", "Work address", 50, 495),)),
        ("Section B: About the person", (("subject_name", "Full name", 50, 240), ("subject_dob", "Date of birth", 300, 110), ("subject_ref", "NI number", 425, 120)),
         (("subject_address", "Home address", 50, 380), ("date_from", "Information required from", 445, 100))),
        ("Section C: What you need", (("summary", "What information do you need?", 50, 495),)),
        ("Section D: Why you need it", (("grounds", "Legal basis", 50, 495),), (("potential_actions", "What will you do with the information?", 50, 495),)),
    )  # fmt: skip
    for heading, *groups in lines:
        page.text(50, heading, bold=True, size=11)
        page.down(16)
        for group in groups:
            for _, label, left, _ in group:
                page.text(left, label)
            page.down(15)
            high = 60 if group[0][0] in ("summary", "grounds", "potential_actions") else 16
            for key, _, left, wide in group:
                fill_in(page, key, left, wide, high)
            page.down(high + 10, room=120)
    return page.done()


def fields_in_parts() -> bytes:
    """Fill-in fields: dates in three, telephone in two, addresses in three lines, a list to choose from."""
    page = Drawn()
    head(page)
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(22 if heading else 0)
        for key, label in fields:
            page.text(50, f"{label}:")
            value = REQUEST.get(key, "")
            if key in ("date_of_request", "subject_dob", "date_from"):
                for n, part in enumerate(value.split("/")):
                    fill_in(page, key, 300 + 46 * n, 34 + 10 * (n == 2), value=part)
                    page.text(337 + 46 * n, "/" if n < 2 else "")
            elif key == "telephone":
                for n, part in enumerate(value.split(" ")):
                    fill_in(page, key, 300 + 60 * n, 52, value=part)
            elif key in ("requester_address", "subject_address"):
                parts = value.rsplit(", ", 2)
                for n, part in enumerate(parts):
                    fill_in(page, key, 300, 240, value=part + "," * (n < 2))
                    page.down(19 if n < 2 else 0)
            elif key == "organisation":
                page.canvas.acroForm.choice(
                    name="org", value=value, options=["Fernhollow District Council", "Another council"],
                    x=300, y=page.size[1] - page.y - 4, width=240, height=16, fontSize=9,
                )  # fmt: skip
            elif key in ("summary", "grounds", "potential_actions"):
                page.down(8)
                page.y += 12
                fill_in(page, key, 50, 490, 64)
                page.down(56)
            else:
                fill_in(page, key, 300, 240)
            page.down(26, room=110)
    return page.done()


def checked_grounds() -> bytes:
    """A fill-in form whose grounds are check boxes that the file declares, with printed words."""
    page = Drawn()
    head(page)
    for heading, fields in PRINTED[:-1]:
        page.text(50, heading, bold=True)
        page.down(22 if heading else 0)
        for key, label in fields:
            page.text(50, f"{label}:")
            if key == "grounds":
                for words, on in (
                    (REQUEST["grounds"], True),
                    ("Consent of the person", False),
                    ("Order of a court", False),
                ):
                    page.down(20)
                    page.canvas.acroForm.checkbox(
                        name=words[:12], checked=on, x=54, y=page.size[1] - page.y - 2, size=12
                    )
                    for row in page.wrapped(words, 440):
                        page.text(74, row)
                        page.y += 12
                    page.y -= 12
            elif key in ("summary", "potential_actions"):
                page.y += 12
                fill_in(page, key, 50, 490, 70)
                page.down(64)
            else:
                fill_in(page, key, 300, 240)
            page.down(24, room=110)
    return page.done()


def upright_rules_only() -> bytes:
    """A table with rules between its columns and around it, none between its rows."""
    cells = [
        [Paragraph(label, BODY), Paragraph(REQUEST[key].replace("\n", "<br/>"), BODY)]
        for _, fields in PRINTED[:-1]
        for key, label in fields
    ]
    for n, label in (
        (3, "Office address"),
        (5, "Subject's name"),
        (7, "Subject's address"),
        (1, "Your name"),
    ):
        cells[n][0] = Paragraph(label, BODY)
    style = TableStyle(
        [
            ("BOX", (0, 0), (-1, -1), 0.7, colors.black),
            ("LINEAFTER", (0, 0), (0, -1), 0.7, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
        ]
    )
    return flowed(
        [Paragraph(TITLE, BOLD), Spacer(1, 12), Table(cells, colWidths=[150, 330], style=style)]
    )


def panels() -> bytes:
    """Two boxes side by side, the requester's and the subject's, and the long answers below them."""
    page = Drawn(height=9)
    head(page)
    top = page.y
    for left, (heading, fields) in ((50.0, PRINTED[1]), (305.0, PRINTED[2])):
        page.y = top
        page.box(left, 240, 200, up=16)
        page.text(left + 6, heading, bold=True)
        page.y += 20
        for key, label in fields:
            for row in page.wrapped(f"{label}:", 225):
                page.text(left + 6, row, bold=True)
                page.y += 11
            for row in rows(page, REQUEST[key], 220):
                page.text(left + 12, row)
                page.y += 11
            page.y += 4
    page.y = top + 215
    page.text(50, "Date of Request:", bold=True)
    page.text(140, REQUEST["date_of_request"])
    for heading, fields in PRINTED[3:5]:
        page.down(22)
        page.text(50, heading, bold=True)
        for key, label in fields:
            page.down(16)
            page.text(50, f"{label}:", bold=True)
            for row in rows(page, REQUEST[key], 490):
                page.down(12)
                page.text(50, row)
    return page.done()


def justified() -> bytes:
    """Labels and answers set to both margins in a ruled table of narrow columns."""
    body = ParagraphStyle(
        "j", fontName="Times-Roman", fontSize=11, leading=13.5, alignment=TA_JUSTIFY
    )
    cells = [
        [Paragraph(f"{label}:", body), Paragraph(REQUEST[key].replace("\n", "<br/>"), body)]
        for _, fields in REWORDED
        for key, label in fields
    ]
    style = TableStyle(
        [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    return flowed(
        [Paragraph(TITLE, body), Spacer(1, 12), Table(cells, colWidths=[110, 250], style=style)]
    )


def label_rows() -> bytes:
    """A ruled table in which a row of grey labels stands above a row of answers, three to a row."""
    grid: list[list[object]] = []
    styles: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    groups = (
        (("requester_name", "Your name"), ("organisation", "Your organisation"), ("telephone", "Direct line")),
        (("subject_name", "Subject name"), ("subject_dob", "Date of birth"), ("subject_ref", "NI number")),
        (("date_of_request", "Date of request"), ("date_from", "Information required from"), ("subject_address", "Home address")),
    )  # fmt: skip
    for group in groups:
        styles.append(("BACKGROUND", (0, len(grid)), (-1, len(grid)), colors.lightgrey))
        grid.append([Paragraph(label, BOLD) for _, label in group])
        grid.append([Paragraph(REQUEST[key], BODY) for key, _ in group])
    for key, label in (("requester_address", "Work address"), ("summary", "Summary of information requested"),
                       ("grounds", "Grounds for disclosure"), ("potential_actions", "Potential actions")):  # fmt: skip
        styles += [("SPAN", (0, n), (-1, n)) for n in (len(grid), len(grid) + 1)]
        styles.append(("BACKGROUND", (0, len(grid)), (-1, len(grid)), colors.lightgrey))
        grid += [
            [Paragraph(label, BOLD), "", ""],
            [Paragraph(REQUEST[key].replace("\n", "<br/>"), BODY), "", ""],
        ]
    return flowed(
        [
            Paragraph(TITLE, BOLD),
            Spacer(1, 12),
            Table(grid, colWidths=[165, 165, 165], style=TableStyle(styles)),
        ]
    )


def bold_answers() -> bytes:
    """Labels in ordinary print, answers in bold, in two columns without rules or colons."""
    page = Drawn()
    head(page)
    for heading, fields in REWORDED:
        page.text(50, heading.upper(), size=11)
        page.down(22)
        for key, label in fields:
            answer, printed = rows(page, REQUEST[key], 320, bold=True), page.wrapped(label, 120)
            for n in range(max(len(answer), len(printed))):
                page.text(50, printed[n] if n < len(printed) else "")
                page.text(190, answer[n] if n < len(answer) else "", bold=True)
                page.y += 12.5
            page.down(8, room=110)
    return page.done()


def small_and_large() -> bytes:
    """Small labels, large typewriter answers a little lower on the same line."""
    page = Drawn(height=8)
    head(page)
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True, size=10)
        page.down(20 if heading else 0)
        for key, label in fields:
            page.text(50, f"{label}:")
            wide = page.canvas.stringWidth(f"{label}:", "Helvetica", 8) + 8
            long = key in ("summary", "grounds", "potential_actions")
            page.canvas.setFont("Courier", 10.5)
            words = REQUEST.get(key, "")
            lines = (
                [words]
                if not long
                else [row for part in words.split("\n") for row in _courier(part)]
            )
            if long:
                page.down(15)
                page.canvas.setFont("Courier", 10.5)
                for row in lines:
                    page.canvas.drawString(50, page.size[1] - page.y, row)
                    page.y += 13
            else:
                page.canvas.drawString(50 + wide, page.size[1] - page.y - 1.5, words)
            page.down(19, room=120)
            page.canvas.setFont("Helvetica", 8)
    return page.done()


def _courier(words: str) -> list[str]:
    return list(wrapped(words, 490, "Courier", 10.5))


def with_notes() -> bytes:
    """Paragraphs of guidance between the questions, in small print."""
    page = Drawn()
    head(page)
    notes = {
        "organisation": "Please note that only organisations which have signed the agreement may make a request.",
        "date_from": "Please give a specific date. Forms without one will be returned.",
        "grounds": "Please state the legislation on which you rely; see the guidance notes to this form.",
    }
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(20 if heading else 0)
        for key, label in fields:
            if key in notes:
                page.text(50, notes[key], size=7)
                page.down(14)
            page.text(50, f"{label}:", bold=True)
            long = key in ("summary", "grounds", "potential_actions")
            if long:
                for row in rows(page, REQUEST[key], 480):
                    page.down(13)
                    page.text(50, row)
            else:
                page.text(310, REQUEST.get(key, ""))
            page.down(22, room=110)
    return page.done()


def over_the_page() -> bytes:
    """Labels above their answers, one of them the last line of its page; heads and feet on each."""
    page = Drawn(height=11)

    def edges() -> None:
        page.canvas.setFont("Helvetica", 8)
        page.canvas.drawString(50, 815, "Fernhollow District Council - information request")
        page.canvas.drawString(270, 22, f"- {page.canvas.getPageNumber()} -")

    edges()
    head(page)
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(20 if heading else 0)
        for key, label in fields:
            if key == "summary":
                page.y = 785
            page.text(50, f"{label}:", bold=True)
            for row in rows(page, REQUEST.get(key, ""), 480):
                if page.y > 765:
                    page.next_page()
                    edges()
                else:
                    page.y += 14
                page.text(50, row)
            page.y += 22
            if page.y > 780:
                page.next_page()
                edges()
    return page.done()


def between_underscores() -> bytes:
    """Answers typed among underscores, as in a word processor's form."""
    page = Drawn()
    head(page)
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(20 if heading else 0)
        for key, label in fields:
            words = REQUEST.get(key, "")
            if key in ("summary", "grounds", "potential_actions"):
                page.text(50, f"{label}:")
                for row in rows(page, words, 480):
                    page.down(14)
                    page.text(50, row)
            else:
                text = f"{label}: __{words}" if words else f"{label}: __"
                while page.canvas.stringWidth(text, "Helvetica", 10) < 470:
                    text += "_"
                page.text(50, text)
            page.down(21)
    return page.done()


def split_table() -> bytes:
    """Each section a ruled table of its own with its heading in the first row, over two pages."""
    story: list[object] = [Paragraph(TITLE, BOLD), Spacer(1, 200)]
    for heading, fields in PRINTED:
        cells: list[list[object]] = [[Paragraph(heading, BOLD), ""]] if heading else []
        spans = (
            [("SPAN", (0, 0), (1, 0)), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
            if heading
            else []
        )
        cells += [
            [Paragraph(label, BODY), Paragraph(REQUEST.get(key, "").replace("\n", "<br/>"), BODY)]
            for key, label in fields
        ]
        style = TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                *spans,
            ]
        )
        story += [Table(cells, colWidths=[170, 310], style=style, splitInRow=1), Spacer(1, 10)]
    return flowed(story)


FURTHER: tuple[Callable[[], bytes], ...] = (
    fields_below_labels, fields_in_parts, checked_grounds, upright_rules_only, panels, justified, label_rows,
    bold_answers, small_and_large, with_notes, over_the_page, between_underscores, split_table,
)  # fmt: skip
