"""Layouts of printed forms that were thought of without the reader at hand, each as agencies make it.

Every function draws the same request another way and gives the file. All in it is invented.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.parsers.drawn import Drawn

REQUEST = {
    "date_of_request": "17/06/2026",
    "requester_name": "Leopold Quayle",
    "organisation": "Fernhollow District Council",
    "requester_address": "The Old Tannery, Brook Lane, Fernhollow, ZZ9 1QT",
    "telephone": "07700 900462",
    "subject_name": "Clementine Marsh-Dacre",
    "subject_dob": "30/01/1991",
    "subject_address": "7 Ropewalk Mews, Fernhollow, ZZ9 4LP",
    "subject_ref": "QQ654321B",
    "date_from": "01/02/2026",
    "summary": "Ms Marsh-Dacre holds an assured tenancy. Three households have written to say that "
    "visitors ring every bell in the block between midnight and four, and that a fire extinguisher "
    "was let off on the second landing on 19 April 2026.\n"
    "Please tell us whether officers came that night, who was spoken to, and whether she was warned "
    "or charged. The log number that a neighbour was given is FH-0419-88.",
    "grounds": "Crime and Disorder Act 1998, section 115, and the landlord's duty under section 17 to "
    "do what it can to prevent crime in its blocks.",
    "potential_actions": "A community protection warning first.\nIf it is not kept, an application to "
    "the county court for an injunction with a positive requirement.",
}
#: Sections as printed, each with (field, label).
PRINTED = (
    ("", (("date_of_request", "Date of Request"),)),
    (
        "1. Requester Information",
        (
            ("requester_name", "Designated Requesting Officer Name"),
            ("organisation", "Organisation"),
            ("requester_address", "Address"),
            ("telephone", "Telephone Number"),
        ),
    ),
    (
        "2. Subject of Disclosure Request",
        (
            ("subject_name", "Name"),
            ("subject_dob", "Date of Birth"),
            ("subject_address", "Address"),
            ("subject_ref", "Unique Ref No if known, e.g. Nat. Ins. No"),
            ("date_from", "Date from which relevant information is sought"),
        ),
    ),
    ("3. Summary", (("summary", "Summary of Specific Information Requested"),)),
    (
        "4. Grounds for Disclosure & Potential Actions",
        (
            ("grounds", "Grounds for Disclosure"),
            (
                "potential_actions",
                "Potential Actions (i.e. what do you intend to do once you have the information)",
            ),
        ),
    ),
    (
        "5. Internal Use Only - Partnership Information Exchange Team (PIET)",
        (
            ("", "If request is rejected provide reason"),
            ("", "If request is accepted provide disclosure"),
            ("", "Name"),
            ("", "Date"),
        ),
    ),
)
#: The same as a district council words it.
REWORDED = (
    (
        "Section A: About you",
        (
            ("requester_name", "Your name"),
            ("organisation", "Your organisation"),
            ("requester_address", "Work address"),
            ("telephone", "Direct line"),
            ("date_of_request", "Date of this request"),
        ),
    ),
    (
        "Section B: About the person",
        (
            ("subject_name", "Full name"),
            ("subject_dob", "Date of birth"),
            ("subject_address", "Home address"),
            ("subject_ref", "National Insurance number"),
            ("date_from", "Information required from"),
        ),
    ),
    (
        "Section C: What you need",
        (("summary", "What information do you need?"),),
    ),
    (
        "Section D: Why you need it",
        (
            ("grounds", "Legal basis"),
            ("potential_actions", "What will you do with the information?"),
        ),
    ),
)
Section = tuple[str, tuple[tuple[str, str], ...]]
TITLE = "REQUEST FOR DISCLOSURE OF INFORMATION"


def rows(page: Drawn, words: str, wide: float, *, bold: bool = False) -> list[str]:
    """An answer in lines, its paragraphs kept apart."""
    return [row for part in words.split("\n") for row in page.wrapped(part, wide, bold=bold)]


def head(page: Drawn, title: str = TITLE) -> None:
    """The force's name and the title."""
    page.text(50, "Anyforce Police", bold=True, size=14)
    page.down(18)
    page.text(50, title, bold=True, size=12)
    page.down(14)
    page.text(50, "Safer Estates Agreement. Send to exchange@anyforce.example", size=8)
    page.down(24)


def underlined() -> bytes:
    """Answers on ruled lines that begin where the label ends."""
    page = Drawn(font="Times-Roman")
    head(page)
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(20 if heading else 0)
        for key, label in fields:
            page.text(50, f"{label}:")
            left = 58 + page.canvas.stringWidth(f"{label}:", "Times-Roman", 10)
            first = rows(page, REQUEST.get(key, ""), 545 - left)[:1]
            rest = REQUEST.get(key, "")[len(first[0]) if first else 0 :].strip(" ")
            if left > 330 or key in ("summary", "grounds", "potential_actions"):
                first, rest = [""], REQUEST.get(key, "")
            page.text(left, first[0])
            page.canvas.line(left, page.size[1] - page.y - 2, 545, page.size[1] - page.y - 2)
            for row in rows(page, rest, 490) if rest else ():
                page.down(17)
                page.text(50, row)
                page.canvas.line(50, page.size[1] - page.y - 2, 545, page.size[1] - page.y - 2)
            page.down(22)
    return page.done()


def open_table() -> bytes:
    """A table with rules between its rows and one between its columns, none around it."""
    page = Drawn()
    head(page)
    for heading, fields in REWORDED:
        page.text(50, heading, bold=True, size=11)
        page.down(22)
        top = page.y - 14
        for key, label in fields:
            answer, printed = rows(page, REQUEST[key], 340), page.wrapped(label, 120)
            page.canvas.line(50, page.size[1] - page.y + 12, 545, page.size[1] - page.y + 12)
            for n in range(max(len(answer), len(printed))):
                page.text(54, printed[n] if n < len(printed) else "")
                page.text(196, answer[n] if n < len(answer) else "")
                page.y += 13
            page.y += 7
        page.canvas.line(50, page.size[1] - page.y + 12, 545, page.size[1] - page.y + 12)
        page.canvas.line(190, page.size[1] - top, 190, page.size[1] - page.y + 12)
        page.down(14)
    return page.done()


def shaded() -> bytes:
    """Labels on grey, answers on white, no rules at all."""
    page = Drawn(height=9)
    head(page)
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(18 if heading else 0)
        for key, label in fields:
            answer, printed = rows(page, REQUEST.get(key, ""), 330), page.wrapped(label, 130)
            high = 12 * max(len(answer), len(printed)) + 6
            page.canvas.setFillGray(0.85)
            page.canvas.rect(50, page.size[1] - page.y + 11 - high, 145, high, stroke=0, fill=1)
            page.canvas.setFillGray(0)
            for n in range(max(len(answer), len(printed))):
                page.text(55, printed[n] if n < len(printed) else "")
                page.text(204, answer[n] if n < len(answer) else "")
                page.y += 12
            page.down(8, room=110)
    return page.done()


def right_aligned() -> bytes:
    """Labels set flush right against the column of answers."""
    page = Drawn()
    head(page)
    for heading, fields in REWORDED:
        page.text(50, heading, bold=True, size=11)
        page.down(20)
        for key, label in fields:
            answer, printed = rows(page, REQUEST[key], 330), page.wrapped(f"{label}:", 130)
            for n in range(max(len(answer), len(printed))):
                if n < len(printed):
                    page.canvas.setFont("Helvetica", 10)
                    page.canvas.drawRightString(190, page.size[1] - page.y, printed[n])
                page.text(200, answer[n] if n < len(answer) else "")
                page.y += 12.5
            page.down(7)
    return page.done()


def typewritten() -> bytes:
    """A fixed pitch, labels led by dots to their answers, as from an old system."""
    page = Drawn(font="Courier", height=9)
    page.text(50, "SAFER ESTATES - REQUEST FOR DISCLOSURE OF INFORMATION")
    page.down(30)
    for heading, fields in PRINTED:
        page.text(50, heading.upper())
        page.down(16 if heading else 0)
        for key, label in fields:
            first, *rest = rows(page, REQUEST.get(key, ""), 300)
            if len(label) > 30:
                page.text(50, f"{label}:")
                page.down(11)
                page.text(230, first)
            else:
                page.text(50, f"{label} ".ljust(32, ".") + f": {first}")
            for row in rest:
                page.down(11)
                page.text(230, row)
            page.down(15)
    return page.done()


def question_and_answer_rows() -> bytes:
    """A ruled table: a grey row with the question, a white one with the answer below it."""
    body = ParagraphStyle("b", fontName="Helvetica", fontSize=9.5, leading=12)
    bold = ParagraphStyle("h", parent=body, fontName="Helvetica-Bold")
    cells, styles = [], [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    for heading, fields in REWORDED:
        cells.append([Paragraph(heading, bold)])
        for key, label in fields:
            styles.append(("BACKGROUND", (0, len(cells)), (-1, len(cells)), colors.lightgrey))
            cells += [
                [Paragraph(label, body)],
                [Paragraph(REQUEST[key].replace("\n", "<br/>"), body)],
            ]
    return flowed(
        [
            Paragraph(TITLE, bold),
            Spacer(1, 12),
            Table(cells, colWidths=[490], style=TableStyle(styles)),
        ]
    )


def flowed(story: list[object], size: tuple[float, float] = A4) -> bytes:
    """A document that flows over its pages."""
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=size, invariant=1).build(story)
    return buffer.getvalue()


def numbered_rows() -> bytes:
    """A ruled table of three columns: number, question, answer; its head is printed on each page."""
    body = ParagraphStyle("b", fontName="Times-Roman", fontSize=10.5, leading=13)
    cells: list[list[object]] = [["No", "Question", "Answer"]]
    number = 0
    for _, fields in PRINTED[:-1]:
        for key, label in fields:
            number += 1
            label_ = {
                "requester_address": "Office address",
                "subject_address": "Subject's address",
                "subject_name": "Subject's name",
            }.get(key, label)
            cells.append(
                [
                    str(number),
                    Paragraph(label_, body),
                    Paragraph(REQUEST[key].replace("\n", "<br/>"), body),
                ]
            )
    style = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    table = Table(cells, colWidths=[28, 150, 300], style=style, repeatRows=1, splitInRow=1)
    return flowed([Paragraph(TITLE, body), Spacer(1, 250), table])


def rounded_boxes() -> bytes:
    """Answers in boxes with round corners, their labels small above them."""
    page = Drawn()
    head(page)
    for heading, fields in REWORDED:
        page.text(50, heading, bold=True, size=11)
        page.down(18)
        for key, label in fields:
            page.text(52, label, size=8)
            page.down(6)
            answer = rows(page, REQUEST[key], 470)
            high = 14.0 * len(answer) + 6
            page.canvas.roundRect(50, page.size[1] - page.y - high, 495, high, 5)
            page.y += 13
            for row in answer:
                page.text(56, row)
                page.y += 14
            page.down(8, room=140)
    return page.done()


def newspaper() -> bytes:
    """Two columns of print on one page, as on a folded leaflet: each is read down to its foot."""
    page = Drawn(height=8.5)
    page.text(50, TITLE, bold=True, size=12)
    top = 95.0
    for left, sections in ((50.0, PRINTED[:3]), (315.0, PRINTED[3:])):
        page.y = top
        for heading, fields in sections:
            for row in page.wrapped(heading, 230, bold=True):
                page.text(left, row, bold=True)
                page.y += 14 if heading else 0
            for key, label in fields:
                for row in page.wrapped(f"{label}:", 230):
                    page.text(left, row)
                    page.y += 11
                for row in rows(page, REQUEST.get(key, ""), 220):
                    page.text(left + 8, row)
                    page.y += 11
                page.y += 7
    return page.done()


def pairs_in_a_row() -> bytes:
    """Short questions two to a line in columns without rules, long ones below over the whole page."""
    page = Drawn()
    head(page)
    pairs = (
        ("1. Requester Information", (("requester_name", "Your name"), ("date_of_request", "Date of request")),
         (("organisation", "Organisation"), ("telephone", "Telephone number"))),
        ("2. Subject of Disclosure Request", (("subject_name", "Subject name"), ("subject_dob", "Date of birth")),
         (("subject_ref", "NI number"), ("date_from", "Information from"))),
    )  # fmt: skip
    for heading, *lines in pairs:
        page.text(50, heading, bold=True)
        page.down(18)
        for line in lines:
            for left, (key, label) in zip((50, 330), line, strict=True):
                page.text(left, f"{label}:")
                page.text(left + 90, REQUEST[key])
            page.down(18)
        key = "requester_address" if heading.startswith("1") else "subject_address"
        page.text(50, "Address:")
        page.text(140, REQUEST[key])
        page.down(26)
    for key, label in (("summary", "Summary of information requested"), ("grounds", "Grounds for disclosure"),
                       ("potential_actions", "Potential actions")):  # fmt: skip
        page.text(50, f"{label}:", bold=True)
        for row in rows(page, REQUEST[key], 490):
            page.down(13)
            page.text(50, row)
        page.down(22)
    return page.done()


def stamped() -> bytes:
    """A ruled form with a stamp of receipt across its corner and initials in the margin."""
    page = Drawn()
    head(page)
    for _, fields in PRINTED:
        for key, label in fields:
            answer, printed = rows(page, REQUEST.get(key, ""), 320), page.wrapped(f"{label}:", 145)
            high = 13 * max(len(answer), len(printed)) + 7
            page.box(50, 155, high)
            page.box(205, 335, high)
            for n in range(max(len(answer), len(printed))):
                page.text(54, printed[n] if n < len(printed) else "", bold=True)
                page.text(210, answer[n] if n < len(answer) else "")
                page.y += 13
            page.y += 7
    page.canvas.saveState()
    page.canvas.translate(430, 790)
    page.canvas.rotate(12)
    page.canvas.rect(-6, -8, 120, 34)
    page.canvas.drawString(0, 12, "RECEIVED")
    page.canvas.drawString(0, 0, "18 JUN 2026")
    page.canvas.restoreState()
    page.y = 400
    page.text(556, "LQ")
    return page.done()


def webform() -> bytes:
    """A form on the web as a browser prints it: questions in bold, answers indented, an address below."""
    page = Drawn(font="Helvetica", height=9.5)
    number = 0

    def foot() -> None:
        page.canvas.setFont("Helvetica", 7)
        page.canvas.drawString(30, 20, "https://forms.fernhollow.example/r/88124")
        page.canvas.drawString(550, 20, f"{page.canvas.getPageNumber()}/2")
        page.canvas.drawString(30, 825, "17/06/2026, 09:14")
        page.canvas.drawString(250, 825, "Safer Estates request")

    foot()
    page.text(50, "Safer Estates request for disclosure of information", size=15)
    page.down(30)
    for heading, fields in REWORDED:
        page.text(50, heading.partition(": ")[2], size=12)
        page.down(22)
        for key, label in fields:
            number += 1
            page.text(50, f"{number}.", bold=True)
            page.text(70, f"{label} *", bold=True)
            page.down(16)
            for row in rows(page, REQUEST[key], 440):
                page.text(70, row)
                page.down(13)
            page.down(12)
            if page.y > 700:
                page.next_page()
                foot()
    return page.done()


def printed_mail() -> bytes:
    """A mail printed to a file, the form typed in its text."""
    page = Drawn(font="Helvetica", height=10)
    for words in ("From: Leopold Quayle", "Sent: 17 June 2026 09:20", "To: Information Exchange",
                  "Subject: Request for disclosure of information - Safer Estates"):  # fmt: skip
        page.text(50, words)
        page.down(14)
    page.down(10)
    page.text(50, "Dear team, please find our request below.")
    page.down(24)
    for heading, fields in PRINTED[:-1]:
        page.text(50, heading, bold=True)
        page.down(18 if heading else 0)
        for key, label in fields:
            first, *rest = rows(page, f"{label}: {REQUEST[key]}", 480)
            for row in (first, *rest):
                page.text(50, row)
                page.down(13)
            page.down(6)
    page.text(50, "Kind regards")
    page.down(14)
    page.text(50, "Leopold")
    return page.done()


def half_ticks() -> bytes:
    """Dates in a long box with short ticks between the places for the figures."""
    page = Drawn()
    head(page)
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(22 if heading else 0)
        for key, label in fields:
            page.text(50, f"{label}:")
            if key in ("date_of_request", "subject_dob", "date_from", "subject_ref"):
                words = REQUEST[key]
                page.box(330, 17.0 * len(words), 16)
                for n, letter in enumerate(words):
                    page.text(336 + 17 * n, letter)
                    y = page.size[1] - page.y - 4
                    page.canvas.line(330 + 17 * n, y, 330 + 17 * n, y + 6)
            elif key in ("summary", "grounds", "potential_actions"):
                for row in rows(page, REQUEST[key], 480):
                    page.down(13)
                    page.text(50, row)
            else:
                page.text(330, REQUEST.get(key, ""))
            page.down(24)
    return page.done()


def captions_below() -> bytes:
    """Answers typed above a line, with what they are printed small below it."""
    page = Drawn()
    head(page)
    for heading, fields in REWORDED:
        page.text(50, heading, bold=True, size=11)
        page.down(26)
        for key, label in fields:
            answer = rows(page, REQUEST[key], 480)
            for row in answer:
                page.text(50, row)
                page.y += 13
            page.canvas.line(50, page.size[1] - page.y + 9, 545, page.size[1] - page.y + 9)
            page.text(50, label, size=7)
            page.down(24, room=110)
    return page.done()


def captions_in_a_row() -> bytes:
    """Short answers two to a line above rules, what they are in small letters below the rules."""
    page = Drawn()
    head(page)
    for heading, fields in REWORDED:
        page.text(50, heading, bold=True, size=11)
        page.down(30)
        wide = len(fields) < 3
        pairs = [fields[n : n + 1 + (not wide)] for n in range(0, len(fields), 1 + (not wide))]
        for pair in pairs:
            answers = [rows(page, REQUEST[key], 490 if wide else 230) for key, _ in pair]
            start = page.y
            for left, answer in zip((50, 310), answers, strict=False):
                page.y = start
                for row in answer:
                    page.text(left, row)
                    page.y += 12
            page.y = start + 12 * max(map(len, answers))
            for left, (_, label) in zip((50, 310), pair, strict=False):
                page.canvas.line(
                    left, page.size[1] - page.y + 9, left + 235, page.size[1] - page.y + 9
                )
                page.text(left, label, size=7)
            page.down(28, room=110)
    return page.done()


def upside_down() -> bytes:
    """A ruled form on a page that is drawn upside down and shown upright."""
    body = ParagraphStyle("b", fontName="Helvetica", fontSize=10, leading=12.5)
    cells = [
        [Paragraph(label, body), Paragraph(REQUEST[key].replace("\n", "<br/>"), body)]
        for _, fields in REWORDED
        for key, label in fields
    ]
    style = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    buffer = io.BytesIO()

    def turn(canvas: object, _: object) -> None:
        canvas.setPageRotation(180)  # type: ignore[attr-defined]
        canvas.translate(A4[0], A4[1])  # type: ignore[attr-defined]
        canvas.rotate(180)  # type: ignore[attr-defined]

    document = SimpleDocTemplate(buffer, pagesize=A4, invariant=1)
    document.build(
        [Paragraph(TITLE, body), Table(cells, colWidths=[150, 330], style=style)], onFirstPage=turn
    )
    return buffer.getvalue()


def broad_table() -> bytes:
    """A ruled table of four columns: two short questions to a row, long answers over three columns."""
    body = ParagraphStyle("b", fontName="Helvetica", fontSize=9, leading=11.5)
    bold = ParagraphStyle("h", parent=body, fontName="Helvetica-Bold")
    cells: list[list[object]] = []
    styles: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]

    def short(*pairs: tuple[str, str]) -> None:
        cells.append(
            [
                part
                for key, label in pairs
                for part in (Paragraph(label, bold), Paragraph(REQUEST[key], body))
            ]
        )

    def long(key: str, label: str) -> None:
        styles.append(("SPAN", (1, len(cells)), (3, len(cells))))
        cells.append(
            [Paragraph(label, bold), Paragraph(REQUEST[key].replace("\n", "<br/>"), body), "", ""]
        )

    def heading(words: str) -> None:
        styles.append(("SPAN", (0, len(cells)), (3, len(cells))))
        cells.append([Paragraph(words, bold), "", "", ""])

    heading("REQUESTER INFORMATION")
    short(("requester_name", "NAME"), ("organisation", "ORGANISATION"))
    short(("telephone", "TELEPHONE NUMBER"), ("date_of_request", "DATE OF REQUEST"))
    long("requester_address", "ADDRESS")
    heading("SUBJECT OF DISCLOSURE REQUEST")
    short(("subject_name", "NAME"), ("subject_dob", "DATE OF BIRTH"))
    short(("subject_ref", "UNIQUE REF NO"), ("date_from", "DATE FROM WHICH INFORMATION IS SOUGHT"))
    long("subject_address", "ADDRESS")
    heading("SUMMARY OF SPECIFIC INFORMATION REQUESTED")
    long("summary", "SUMMARY")
    heading("GROUNDS FOR DISCLOSURE & POTENTIAL ACTIONS")
    long("grounds", "GROUNDS FOR DISCLOSURE")
    long("potential_actions", "POTENTIAL ACTIONS")
    return flowed(
        [
            Paragraph(TITLE, bold),
            Spacer(1, 10),
            Table(cells, colWidths=[95, 150, 95, 150], style=TableStyle(styles)),
        ]
    )


def over_dots() -> bytes:
    """Answers typed over rows of printed dots, a little higher than the dots."""
    page = Drawn(font="Times-Roman")
    head(page)
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(20 if heading else 0)
        for key, label in fields:
            page.text(50, f"{label}:")
            left = 56 + page.canvas.stringWidth(f"{label}:", "Times-Roman", 10)
            answer = rows(page, REQUEST.get(key, ""), 470)
            short = (
                len(answer) == 1
                and page.canvas.stringWidth(answer[0], "Times-Roman", 10) < 535 - left
            )
            dots = int((545 - left) / 2.5)
            page.text(left, "." * dots)
            if short:
                page.y -= 1.5
                page.text(left + 4, answer[0])
                page.y += 1.5
            else:
                for row in answer:
                    page.down(16)
                    page.text(50, "." * 196)
                    page.y -= 1.5
                    page.text(54, row)
                    page.y += 1.5
            page.down(20)
    return page.done()


def sidebar() -> bytes:
    """A coloured strip with the force's name on end, the form beside it in boxes with labels inside."""
    page = Drawn(height=9.5)
    page.canvas.setFillGray(0.8)
    page.canvas.rect(0, 0, 40, 842, stroke=0, fill=1)
    page.canvas.setFillGray(0)
    page.canvas.saveState()
    page.canvas.translate(26, 300)
    page.canvas.rotate(90)
    page.canvas.drawString(0, 0, "ANYFORCE POLICE PARTNERSHIP")
    page.canvas.restoreState()
    page.text(70, TITLE, bold=True, size=12)
    page.down(30)
    for heading, fields in PRINTED[:-1]:
        page.text(70, heading, bold=True)
        page.down(18 if heading else 0)
        for key, label in fields:
            answer = rows(page, REQUEST[key], 440)
            high = 13.0 * len(answer) + 16
            page.box(70, 470, high)
            page.text(74, label, size=7)
            page.y += 13
            for row in answer:
                page.text(76, row)
                page.y += 13
            page.down(7, room=140)
    return page.done()


def labels_in_margin() -> bytes:
    """A column of answers in one ruled box a section; the labels stand left of it, outside."""
    page = Drawn()
    head(page)
    for heading, fields in REWORDED:
        page.text(50, heading, bold=True, size=11)
        page.down(20)
        for key, label in fields:
            answer, printed = rows(page, REQUEST[key], 320), page.wrapped(label, 110)
            high = 13 * max(len(answer), len(printed)) + 6
            page.box(180, 365, high)
            for n in range(max(len(answer), len(printed))):
                page.text(56, printed[n] if n < len(printed) else "")
                page.text(186, answer[n] if n < len(answer) else "")
                page.y += 13
            page.y += 6
        page.down(10)
    return page.done()


def with_hints() -> bytes:
    """Labels with hints in small italics below them, answers to the right in boxes."""
    page = Drawn()
    head(page)
    hints = {"requester_name": "(as on the list of designated officers)", "date_from": "(please give a specific date)",
             "summary": "(please be as specific as you can)", "grounds": "(please state the legislation)"}  # fmt: skip
    for heading, fields in PRINTED:
        page.text(50, heading, bold=True)
        page.down(20 if heading else 0)
        for key, label in fields:
            answer, printed = rows(page, REQUEST.get(key, ""), 310), page.wrapped(label, 160)
            hint = hints.get(key, "")
            high = max(14.0 * len(answer), 12.0 * len(printed) + (10 if hint else 0)) + 6
            page.box(225, 320, high)
            start = page.y
            for row in printed:
                page.text(50, row)
                page.y += 12
            page.canvas.setFont("Helvetica-Oblique", 7)
            page.canvas.drawString(50, page.size[1] - page.y + 2, hint)
            page.y = start
            for row in answer:
                page.text(230, row)
                page.y += 14
            page.y = start
            page.down(high + 6, room=140)
    return page.done()


LAYOUTS: tuple[Callable[[], bytes], ...] = (
    underlined, open_table, shaded, right_aligned, typewritten, question_and_answer_rows, numbered_rows,
    rounded_boxes, newspaper, pairs_in_a_row, stamped, webform, printed_mail, half_ticks, captions_below, captions_in_a_row,
    upside_down, broad_table, over_dots, sidebar, labels_in_margin, with_hints,
)  # fmt: skip
