"""Digital PDFs with boxes for letters, drawn ticks, and several people on one form."""
from __future__ import annotations

from form import FAMILY, FORM, text_width, wrap
from pager import Pager, build
from pdf_text import block, need
from tables import Cell, Style, draw_row, draw_table, form_rows, title


def comb(page: Pager, text: str, x: float, y: float, count: int, cell: float = 15) -> None:
    """A row of boxes with a letter in each."""
    page.pdf.setLineWidth(0.5)
    for i in range(count):
        page.pdf.rect(x + i * cell, y - 5, cell, 17)
        if i < len(text) and text[i] != " ":
            page.text(x + i * cell + (cell - text_width(text[i], "Courier-Bold", 10)) / 2, y, text[i], "Courier-Bold", 10)


def tick(page: Pager, x: float, y: float, on: bool) -> None:
    """A drawn box, crossed if chosen."""
    page.pdf.setLineWidth(0.7)
    page.pdf.rect(x, y - 1, 9, 9)
    if on:
        page.pdf.line(x + 1, y, x + 8, y + 7)
        page.pdf.line(x + 1, y + 7, x + 8, y)


def comb_boxes(case: dict) -> bytes:
    """Dates, telephone and reference in boxes of a letter each; ticks for questions of the agency's own."""
    regular, bold = FAMILY["helv"]

    def draw(page: Pager) -> None:
        title(page, "helv", 11)
        for item in FORM:
            need(page, 60)
            font = bold if item.kind == "head" else regular
            if item.key in ("date_of_request", "subject_dob", "date_from", "telephone", "subject_ref"):
                page.text(page.left, page.y - 12, item.label, regular, 10)
                count = {"telephone": 13, "subject_ref": 18}.get(item.key, 10)
                comb(page, case[item.key], page.right - count * 15, page.y - 12, count)
                page.y -= 24
                if item.key == "subject_dob":
                    page.text(page.left, page.y - 12, "Is the subject the tenant?", regular, 10)
                    for x, caption, on in ((300, "Yes", True), (360, "No", False), (420, "Not known", False)):
                        tick(page, x, page.y - 12, on)
                        page.text(x + 13, page.y - 12, caption, regular, 10)
                    page.y -= 22
                continue
            if item.kind == "short":
                room = text_width(item.label + "  ", regular, 10)
                page.text(page.left, page.y - 12, item.label, regular, 10)
                block(page, case[item.key], "Courier-Bold", 10, page.left + room, page.right - page.left - room)
                page.y -= 7
                continue
            block(page, item.label, font, 10, page.left, 495, rank=0)
            if item.key:
                block(page, case[item.key], "Courier", 9.5, page.left, 495)
            page.y -= 8
    return build(draw)


def ticked_grounds(case: dict, choices: tuple[tuple[str, bool], ...] = ()) -> bytes:
    """The ground is chosen by a cross in a drawn box beside its printed words, in a ruled table."""
    regular, bold = FAMILY["Sans"]

    def draw(page: Pager) -> None:
        title(page, "Sans", 11.5)
        style = Style("lines", "Sans", 10)
        rows = form_rows(case)
        at = next(i for i, item in enumerate(FORM) if item.key == "grounds")
        draw_table(page, rows[:at], (165, 330), style)
        lines = [(wrap(text, regular, 10, 300), on) for text, on in choices]
        deep = sum(13 * len(w) for w, _ in lines) + 10
        need(page, deep)
        page.pdf.setLineWidth(0.6)
        page.pdf.rect(page.left, page.y - deep, 165, deep)
        page.pdf.rect(page.left + 165, page.y - deep, 330, deep)
        page.text(page.left + 4, page.y - 13, FORM[at].label, bold, 10)
        y = page.y - 13
        for wrapped, on in lines:
            tick(page, page.left + 170, y, on)
            for text, _ in wrapped:
                page.text(page.left + 184, y, text, regular, 10)
                y -= 13
        page.y -= deep
        draw_table(page, rows[at + 1:], (165, 330), style)
    return build(draw)


def people_blocks(case: dict) -> bytes:
    """Section 2 repeated for each person."""
    regular, bold = FAMILY["times"]

    def draw(page: Pager) -> None:
        title(page, "times", 12)
        for item in FORM:
            if item.key in ("subject_dob", "subject_address"):
                continue
            if item.key == "subject_name":
                for i, who in enumerate(case["people"], 1):
                    need(page, 80)
                    block(page, f"Subject {i}", bold, 11, page.left, 495, rank=0)
                    for label, value in (("Name:", who["name"]), ("Date of Birth:", who["dob"]),
                                         ("Address:", who["address"])):
                        room = text_width(label + "  ", bold, 11)
                        page.text(page.left, page.y - 11, label, bold, 11)
                        block(page, value, regular, 11, page.left + room, 495 - room)
                    page.y -= 6
                continue
            need(page, 40)
            answer = case[item.key] if item.key else ""
            if item.kind == "short":
                room = text_width(item.label + "  ", bold, 11)
                page.text(page.left, page.y - 11, item.label, bold, 11)
                block(page, answer, regular, 11, page.left + room, 495 - room)
            else:
                block(page, item.label, bold, 11, page.left, 495, rank=0)
                if answer:
                    block(page, answer, regular, 11, page.left, 495)
            page.y -= 6
    return build(draw, footer="Page {page} of {total}")


def people_rows(case: dict) -> bytes:
    """Section 2 as a table with a column for each question and a row for each person."""
    def draw(page: Pager) -> None:
        style = Style("lines", "helv", 10)
        title(page, "helv", 11.5)
        rows = form_rows(case)
        draw_table(page, rows[:7], (165, 330), style)
        columns = (150, 95, 250)
        draw_row(page, [Cell(t, True, shade=True) for t in ("Name:", "Date of Birth:", "Address:")], columns, style)
        for who in case["people"]:
            draw_row(page, [Cell(who["name"]), Cell(who["dob"]), Cell(who["address"])], columns, style)
        draw_table(page, rows[10:], (165, 330), style)
    return build(draw)
