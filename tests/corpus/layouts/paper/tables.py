"""Tables: cells split line by line over pages, with several kinds of rule."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from form import FAMILY, FORM, TITLE, Item, text_width, wrap
from pager import Pager


class Cell(NamedTuple):
    """Text of one cell; `span` columns wide."""
    text: str
    bold: bool = False
    span: int = 1
    shade: bool = False
    hyphenate: bool = False


class Style(NamedTuple):
    """How a table is ruled and set."""
    rules: str = "lines"          # lines, rects, hrules, dashed, outer, none
    family: str = "helv"
    size: float = 10
    pad: float = 4
    shade: float = 0.88
    leading: float = 1.25
    gap: float = 0                # space between rows
    whole_rows: bool = False      # keep a row that fits on one page together


def rule(page: Pager, x1: float, y1: float, x2: float, y2: float, style: Style) -> None:
    """One rule, as a stroked line, a dashed line or a thin filled rectangle."""
    pdf = page.pdf
    if style.rules == "rects":
        thick = 0.7
        pdf.setFillGray(0)
        pdf.rect(min(x1, x2) - thick / 2, min(y1, y2) - thick / 2, abs(x2 - x1) + thick, abs(y2 - y1) + thick,
                 stroke=0, fill=1)
        return
    pdf.saveState()
    pdf.setLineWidth(0.6)
    if style.rules == "dashed":
        pdf.setDash(3, 2)
    pdf.line(x1, y1, x2, y2)
    pdf.restoreState()


def frame_row(page: Pager, edges: Sequence[float], top: float, foot: float, style: Style) -> None:
    """Rules round the cells of a row, or of the piece of it on this page."""
    if style.rules == "none":
        return
    rule(page, edges[0], foot, edges[-1], foot, style)
    rule(page, edges[0], top, edges[-1], top, style)
    if style.rules != "hrules":
        for x in edges if style.rules != "outer" else (edges[0], edges[-1]):
            rule(page, x, top, x, foot, style)


def draw_row(page: Pager, cells: Sequence[Cell], columns: Sequence[float], style: Style) -> None:
    """Draw one row, going on to further pages when it does not fit."""
    regular, bold = FAMILY[style.family]
    step = style.size * style.leading
    edges, spans, at = [page.left], [], 0
    for cell in cells:
        edges.append(edges[-1] + sum(columns[at:at + cell.span]))
        spans.append(edges[-1] - edges[-2] - 2 * style.pad)
        at += cell.span
    lines = [wrap(c.text, bold if c.bold else regular, style.size, w, hyphenate=c.hyphenate)
             for c, w in zip(cells, spans)]
    tall = max(map(len, lines))
    done = 0
    while done < tall:
        room = int((page.y - page.bottom - 2 * style.pad) / step)
        if room < min(2, tall - done) or (style.whole_rows and room < tall <= 40 and done == 0):
            page.turn()
            continue
        count = min(room, tall - done)
        top, foot = page.y, page.y - count * step - 2 * style.pad
        for i, cell in enumerate(cells):
            if cell.shade:
                page.pdf.setFillGray(style.shade)
                page.pdf.rect(edges[i], foot, edges[i + 1] - edges[i], top - foot, stroke=0, fill=1)
                page.pdf.setFillGray(0)
            for j, (text, last) in enumerate(lines[i][done:done + count]):
                if text:
                    page.text(edges[i] + style.pad, top - style.pad - style.size * 0.85 - j * step, text,
                              bold if cell.bold else regular, style.size, spans[i], last, rank=0 if cell.bold else 1)
        frame_row(page, edges, top, foot, style)
        page.y = foot - style.gap
        done += count


def title(page: Pager, family: str, size: float = 11, lines: Sequence[str] = TITLE, centred: bool = False) -> None:
    """The printed title of the form."""
    regular, bold = FAMILY[family]
    for i, text in enumerate(lines):
        font = regular if i == len(lines) - 1 and len(lines) > 1 else bold
        for line, _ in wrap(text, font, size, page.right - page.left):
            x = page.left
            if centred:
                x = (page.width - text_width(line, font, size)) / 2
            page.text(x, page.y - size, line, font, size)
            page.y -= size * 1.4
    page.y -= size * 0.7


def form_rows(case: dict, items: Sequence[Item] = FORM, shade: bool = False, bold: bool = True, below: bool = False,
              hyphenate: bool = False, colon: bool = True) -> list[list[Cell]]:
    """The form as rows of a label and an answer, or with long answers in a row `below`."""
    rows: list[list[Cell]] = []
    for item in items:
        label = item.label if colon else item.label.rstrip(":")
        if item.kind == "head":
            rows.append([Cell(label, True, 2, shade)])
        elif below and item.kind == "long":
            rows.append([Cell(label, bold, 2, shade)])
            rows.append([Cell(case[item.key], span=2, hyphenate=hyphenate)])
        else:
            rows.append([Cell(label, bold, 1, shade), Cell(case[item.key] if item.key else "", hyphenate=hyphenate)])
    return rows


def draw_table(page: Pager, rows: Sequence[Sequence[Cell]], columns: Sequence[float], style: Style) -> None:
    """All rows in turn."""
    for row in rows:
        draw_row(page, row, columns, style)
