"""Digital PDFs of tables and columns."""
from __future__ import annotations

from reportlab.lib.pagesizes import A4, landscape

from form import FAMILY, FORM, LOCAL, text_width, wrap
from pager import Pager, build, put_letters
from pdf_text import block, need
from tables import Cell, Style, draw_row, draw_table, form_rows, title

NUMBERED = "Page {page} of {total}"


def plain(case: dict, style: Style = Style(), columns: tuple[float, ...] = (165, 330), below: bool = False,
          shade: bool = False, centred: bool = False, hyphenate: bool = False, colon: bool = True,
          **options: object) -> bytes:
    """Title and table of two columns."""
    def draw(page: Pager) -> None:
        title(page, style.family, style.size + 1.5, centred=centred)
        draw_table(page, form_rows(case, shade=shade, below=below, hyphenate=hyphenate, colon=colon), columns, style)
    return build(draw, **options)


def unruled(case: dict) -> bytes:
    """Two columns without rules; long labels wrap beside long answers."""
    return plain(case, Style("none", "Sans", 10, gap=4), (120, 375))


def ruled_split(case: dict) -> bytes:
    """Ruled table whose answers go on over the page, with a marking and page numbers between."""
    return plain(case, Style("lines", "Sans", 12, pad=6, leading=1.45), (165, 330), header="OFFICIAL-SENSITIVE",
                 footer="Request for disclosure of information          " + NUMBERED)


def rectangles(case: dict) -> bytes:
    """Rules that are thin filled rectangles."""
    return plain(case, Style("rects", "helv", 10, pad=5), (190, 305))


def shaded(case: dict) -> bytes:
    """Grey label cells, horizontal rules only."""
    return plain(case, Style("hrules", "Dj", 9, pad=5), (175, 320), shade=True)


def dashed(case: dict) -> bytes:
    """Dashed rules, long answers in their own rows, no colons."""
    return plain(case, Style("dashed", "Serif", 11), (200, 295), below=True, colon=False, footer=NUMBERED)


def three_pages(case: dict) -> bytes:
    """An answer that covers three pages of its cell."""
    return plain(case, Style("lines", "Serif", 11.5, pad=6, leading=1.4), (170, 325),
                 header="OFFICIAL-SENSITIVE (when complete)", footer="Safer Estates          " + NUMBERED)


def four_columns(case: dict, style: Style = Style("lines", "Sans", 9.5)) -> bytes:
    """Short questions two to a row: label, answer, label, answer."""
    columns = (95, 155, 95, 150)
    label = {item.key: item.label for item in FORM if item.key}

    def draw(page: Pager) -> None:
        title(page, style.family, 11)
        for row in (("date_of_request", None), "1. Requester Information:", ("requester_name", "organisation"),
                    ("requester_address", "telephone"), "2. Subject of Disclosure Request:",
                    ("subject_name", "subject_dob"), ("subject_address", "subject_ref"), ("date_from", None)):
            if isinstance(row, str):
                draw_row(page, [Cell(row, True, 4, True)], columns, style)
            elif row[1]:
                draw_row(page, [Cell(label[row[0]], True), Cell(case[row[0]]), Cell(label[row[1]], True),
                                Cell(case[row[1]])], columns, style)
            else:
                draw_row(page, [Cell(label[row[0]], True), Cell(case[row[0]], span=3)], columns, style)
        for item in FORM[12:]:
            if item.kind == "head":
                draw_row(page, [Cell(item.label, True, 4, True)], columns, style)
            else:
                draw_row(page, [Cell(item.label, True, 4)], columns, style)
                draw_row(page, [Cell(case[item.key] if item.key else "", span=4)], columns, style)
    return build(draw)


def labels_above(case: dict) -> bytes:
    """Boxes three to a row with a small label inside the top of each, as on printed stationery."""
    regular, bold = FAMILY["Narrow"]

    def box_row(page: Pager, cells: list[tuple[str, str]], columns: tuple[float, ...]) -> None:
        lines = [wrap(text, "Mono", 9, w - 8) for (_, text), w in zip(cells, columns)]
        heads = [wrap(text, regular, 8, w - 8) for (text, _), w in zip(cells, columns)]
        deep = max(len(h) for h in heads) * 9 + max(map(len, lines)) * 11.5 + 8
        need(page, deep)
        x = page.left
        for head, body, w in zip(heads, lines, columns):
            page.pdf.setLineWidth(0.5)
            page.pdf.rect(x, page.y - deep, w, deep)
            y = page.y - 9
            for text, _ in head:
                page.text(x + 4, y, text, regular, 8)
                y -= 9
            for text, _ in body:
                y -= 2.5
                page.text(x + 4, y, text, "Mono", 9)
                y -= 9
            x += w
        page.y -= deep

    def draw(page: Pager) -> None:
        label = {item.key: item.label.rstrip(":") for item in FORM if item.key}
        title(page, "Narrow", 12, centred=True)
        for row in (("date_of_request",), None, ("requester_name", "organisation"), ("requester_address", "telephone"),
                    None, ("subject_name", "subject_dob", "subject_ref"), ("subject_address", "date_from"),
                    ("summary",), None, ("grounds",), ("potential_actions",)):
            if row is None:
                head = {2: FORM[1], 5: FORM[6], 9: FORM[13]}[at := draw.heads.pop(0)]
                page.y -= 6
                block(page, head.label, bold, 10.5, page.left, 480, rank=0)
                page.y -= 2
                continue
            columns = {1: (495.0,), 2: (330.0, 165.0), 3: (200.0, 105.0, 190.0)}[len(row)]
            box_row(page, [(label[k], case[k]) for k in row], columns)
        page.y -= 6
        for item in FORM[16:]:
            block(page, item.label, bold if item.kind == "head" else regular, 10, page.left, 480)
            page.y -= 4

    def start(page: Pager) -> None:
        draw.heads = [2, 5, 9]
        draw(page)
    return build(start)


def columns_first(case: dict) -> bytes:
    """All labels of a page are drawn first and then all its answers."""
    return plain(case, Style("none", "helv", 10, gap=6), (190, 305), order="labels_first")


def table_reversed(case: dict) -> bytes:
    """Ruled table drawn from the foot of the page upwards, letter by letter."""
    return plain(case, Style("lines", "Serif", 10.5), (170, 325), order="reversed", put=put_letters)


def rotated(case: dict) -> bytes:
    """Landscape page object shown upright by /Rotate 90."""
    return plain(case, Style("lines", "helv", 10), (180, 315), sheet=landscape(A4), rotate=90, footer=NUMBERED)


def rotated_270(case: dict) -> bytes:
    """/Rotate 270 and no rules."""
    return plain(case, Style("none", "times", 11, gap=5), (170, 325), sheet=landscape(A4), rotate=270)


def cropped(case: dict) -> bytes:
    """Printer's sheet with crop marks outside the crop box."""
    def marks(page: Pager) -> None:
        page.pdf.setLineWidth(0.3)
        for x in (0, page.width):
            page.pdf.line(x, -30, x, -12)
            page.pdf.line(x, page.height + 12, x, page.height + 30)
        page.pdf.setFont("Helvetica", 6)
        page.pdf.drawString(40, -24, "Request for disclosure rev 3   Cyan Magenta Yellow Black   Date: proof 2")
    return plain(case, Style("hrules", "Sans", 10, pad=5), (180, 315), sheet=(A4[0] + 80, A4[1] + 80), crop=40,
                 frame=A4, under=marks)


def local_table(case: dict) -> bytes:
    """An agency's own wording, right-aligned labels, boxed answers."""
    regular, bold = FAMILY["Sans"]

    def draw(page: Pager) -> None:
        title(page, "Sans", 12, lines=("Safer Estates agreement", "Request for disclosure of information"))
        for item in LOCAL:
            if item.kind == "head":
                page.y -= 6
                need(page, 60)
                page.text(page.left, page.y - 11, item.label, bold, 11)
                page.y -= 20
                continue
            labels = wrap(item.label, regular, 10, 130)
            lines = wrap(case[item.key], regular, 10, 340)
            deep = max(len(labels), len(lines)) * 13 + 8
            need(page, deep + 6)
            for i, (text, _) in enumerate(labels):
                page.text(page.left + 138 - text_width(text, regular, 10), page.y - 13 - 13 * i, text, regular, 10)
            page.pdf.setStrokeGray(0.5)
            page.pdf.roundRect(page.left + 145, page.y - deep, 350, deep, 3)
            for i, (text, _) in enumerate(lines):
                page.text(page.left + 150, page.y - 13 - 13 * i, text, regular, 10, rank=1)
            page.y -= deep + 6
    return build(draw, footer="Completed by the agency - " + NUMBERED)


def watermark(case: dict) -> bytes:
    """A large grey word lies across the ruled page, drawn first as text."""
    def under(page: Pager) -> None:
        pdf = page.pdf
        pdf.saveState()
        pdf.setFillGray(0.9)
        pdf.setFont("Helvetica-Bold", 64)
        pdf.translate(page.width / 2, page.height / 2)
        pdf.rotate(52)
        pdf.drawCentredString(0, 0, "CONFIDENTIAL")
        pdf.restoreState()
    return plain(case, Style("lines", "helv", 10), (165, 330), under=under, footer=NUMBERED)
