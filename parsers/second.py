"""The second readers: python-docx and pdfplumber, asked where ours found no words.

Their words come without tables or controls; the note says who read, so that nobody takes them for
more than they are.

ERRORS: None where they find nothing either, whatever they raise.
"""

from __future__ import annotations

import io

from models.documents import Document, Line, Place

MAX_PAGES = 20


def docx_words(data: bytes) -> Document | None:
    """The paragraphs and table cells that python-docx sees, or None without any word."""
    import docx  # a fall-back that most children never need

    try:
        document = docx.Document(io.BytesIO(data))
        texts = [paragraph.text for paragraph in document.paragraphs]
        texts += [
            cell.text for table in document.tables for row in table.rows for cell in row.cells
        ]
    except Exception:  # it raises many kinds, none of which matters here
        return None
    lines = [Line(text.strip(), Place(paragraph=n)) for n, text in enumerate(texts) if text.strip()]
    if not lines:
        return None
    return Document("docx", tuple(lines), notes=("second_reader",), reader="python-docx/1")


def pdf_words(data: bytes) -> Document | None:
    """The lines that pdfplumber sees on at most 20 pages, or None without any word."""
    import pdfplumber  # a fall-back that most children never need

    lines: list[Line] = []
    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(range(1, MAX_PAGES + 1))) as document:
            for number, page in enumerate(document.pages, 1):
                lines += [
                    Line(
                        row["text"],
                        Place(page=number, box=(row["x0"], row["top"], row["x1"], row["bottom"])),
                    )
                    for row in page.extract_text_lines(return_chars=False)
                    if row["text"].strip()
                ]
            pages = len(document.pages)
    except Exception:  # it raises many kinds, none of which matters here
        return None
    if not lines:
        return None
    notes = ("second_reader",)
    return Document("pdf", tuple(lines), pages=pages, notes=notes, reader="pdfplumber/1")
