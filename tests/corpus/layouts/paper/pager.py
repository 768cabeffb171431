"""A page at a time: running heads, page numbers, turned and shared pages, and ways to place text."""
from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from form import text_width

Put = Callable[..., None]


def put_plain(pdf: Canvas, x: float, y: float, text: str, font: str, size: float,
              width: float | None = None, last: bool = True) -> None:
    """One string in one go."""
    pdf.setFont(font, size)
    pdf.drawString(x, y, text)


def put_letters(pdf: Canvas, x: float, y: float, text: str, font: str, size: float,
                width: float | None = None, last: bool = True) -> None:
    """Every letter on its own, spaces left out."""
    pdf.setFont(font, size)
    for char in text:
        if char != " ":
            pdf.drawString(x, y, char)
        x += text_width(char, font, size)


def put_words(pdf: Canvas, x: float, y: float, text: str, font: str, size: float,
              width: float | None = None, last: bool = True) -> None:
    """Every word on its own, the second half of the line before the first."""
    spots = []
    for word in text.split(" "):
        spots.append((x, word))
        x += text_width(word + " ", font, size)
    pdf.setFont(font, size)
    half = len(spots) // 2
    for spot, word in spots[half:] + spots[:half]:
        pdf.drawString(spot, y, word)


def put_justified(pdf: Canvas, x: float, y: float, text: str, font: str, size: float,
                  width: float | None = None, last: bool = True) -> None:
    """Lines stretched to both margins by word spacing."""
    gaps = text.count(" ")
    space = 0.0
    if width and not last and gaps:
        space = min((width - text_width(text, font, size)) / gaps, size)
    pdf.setFont(font, size)
    pdf.drawString(x, y, text, wordSpace=space)


def put_kerned(pdf: Canvas, x: float, y: float, text: str, font: str, size: float,
               width: float | None = None, last: bool = True) -> None:
    """A TJ array: pairs of letters moved together, spaces made by movement alone."""
    pieces: list[str] = []
    run = ""

    def flush() -> None:
        nonlocal run
        if run:
            raw = run.encode("cp1252").decode("latin-1")
            pieces.append("(" + raw.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")")
            run = ""
    for i, char in enumerate(text):
        if char == " ":
            flush()
            pieces.append(f"{-round(1000 * text_width(' ', font, size) / size)}")
            continue
        run += char
        if text[i:i + 2] in ("Te", "To", "Wa", "AV", "y.", "ve", "Ve", "r,", "re", "th", "av"):
            flush()
            pieces.append("14")
    flush()
    pdf.setFont(font, size)
    name = pdf._doc.getInternalFontName(font)
    pdf._code.append(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {name} {size} Tf [{' '.join(pieces)}] TJ ET")


def put_ligatures(pdf: Canvas, x: float, y: float, text: str, font: str, size: float,
                  width: float | None = None, last: bool = True) -> None:
    """The letter pairs fi and fl as single glyphs."""
    put_plain(pdf, x, y, text.replace("fi", "\ufb01").replace("fl", "\ufb02"), font, size)


class Pager:
    """Hands out pages; build twice so that 'Page 1 of 3' knows the total."""

    def __init__(self, sheet: tuple[float, float] = A4, rotate: int = 0, two_up: bool = False, margin: float = 50,
                 header: str = "", footer: str = "", put: Put = put_plain, order: str = "natural", total: int = 1,
                 crop: float = 0, frame: tuple[float, float] | None = None, under: Callable | None = None) -> None:
        self.buf = io.BytesIO()
        self.sheet = sheet
        # The library turns the media box of a page with /Rotate 90 or 270; here the sheet is meant as it is.
        self.pdf = Canvas(self.buf, pagesize=sheet[::-1] if rotate in (90, 270) else sheet, invariant=1)
        self.pdf.setTitle("Request for disclosure")
        self.width, self.height = frame or (A4 if two_up else (sheet[1], sheet[0]) if rotate in (90, 270) else sheet)
        self.rotate, self.two_up, self.margin, self.crop = rotate, two_up, margin, crop
        self.header, self.footer, self.total, self.under = header, footer, total, under
        self.place, self.order = put, order
        self.number = 0
        self.ops: list[tuple[int, Callable[[], None]]] = []
        self.start()

    @property
    def left(self) -> float:
        return self.margin

    @property
    def right(self) -> float:
        return self.width - self.margin

    @property
    def bottom(self) -> float:
        return self.margin + (22 if self.footer else 0)

    def start(self) -> None:
        """Begin a page and print its running head and foot."""
        self.number += 1
        pdf = self.pdf
        if self.two_up:
            if self.number % 2:
                pdf.setPageSize(self.sheet)
            pdf.saveState()
            scale = self.sheet[1] / self.height
            pdf.translate(0 if self.number % 2 else self.sheet[0] / 2, 0)
            pdf.scale(scale, scale)
        elif self.rotate:
            pdf.setPageRotation(self.rotate)
            pdf.transform(*{90: (0, 1, -1, 0, self.sheet[0], 0), 270: (0, -1, 1, 0, 0, self.sheet[1]),
                            180: (-1, 0, 0, -1, self.sheet[0], self.sheet[1])}[self.rotate])
        elif self.crop:
            pdf.setCropBox((self.crop, self.crop, self.sheet[0] - self.crop, self.sheet[1] - self.crop))
            pdf.translate(self.crop, self.crop)
        if self.under:
            self.under(self)
        self.y = self.height - self.margin
        if self.header:
            self.text(self.left, self.height - 32, self.header, "Helvetica", 8)
            self.y -= 8
        if self.footer:
            self.text(self.left, 30, self.footer.format(page=self.number, total=self.total), "Helvetica", 8)

    def text(self, x: float, y: float, text: str, font: str, size: float, width: float | None = None,
             last: bool = True, rank: int = 0) -> None:
        """Place a line of text now, or at the end of the page if the page is drawn out of order."""
        def draw() -> None:
            self.place(self.pdf, x, y, text, font, size, width, last)
        if self.order == "natural":
            draw()
        else:
            self.ops.append((rank, draw))

    def flush(self) -> None:
        """Draw what was held back, in the order asked for."""
        ops = self.ops
        if self.order == "labels_first":
            ops = sorted(ops, key=lambda op: op[0])
        elif self.order == "reversed":
            ops = ops[::-1]
        for _, draw in ops:
            draw()
        self.ops = []

    def turn(self) -> None:
        """End this page and begin another."""
        self.close_page()
        self.start()

    def close_page(self, final: bool = False) -> None:
        self.flush()
        if self.two_up:
            self.pdf.restoreState()
            if self.number % 2 and not final:
                return
        self.pdf.showPage()

    def finish(self) -> bytes:
        self.close_page(final=True)
        self.pdf.save()
        return self.buf.getvalue()


def build(draw: Callable[[Pager], None], **options: object) -> bytes:
    """Draw once to count the pages and once more to print the total."""
    trial = Pager(**options)
    draw(trial)
    total = trial.number
    pager = Pager(**{**options, "total": total})
    draw(pager)
    return pager.finish()
