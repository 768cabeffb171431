"""A PDF into lines and declared fields: pdfium's words, form values and ruling lines.

pdfplumber's text leaves out form values and costs forty times as much; it is judge in tests and
fall-back in `read`. Pages past the twentieth are left out and noted.

STANDARDS: ISO 32000-1.

SECURITY: no script, action, link or embedded file is followed. Time and memory are the child's.

ERRORS: UnreadableError ENCRYPTED, BROKEN, IMAGE_ONLY, EMPTY or UNSUPPORTED (XFA only).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.documents import DAMAGED, DeclaredField, Document, Line, Unread
from parsers.errors import UnreadableError
from parsers.pdf_cells import tables
from parsers.pdf_chars import Box
from parsers.pdf_fields import page_annotations
from parsers.pdf_layout import Layout
from parsers.pdf_pen import is_written
from parsers.pdf_rules import Drawing, page_drawing
from parsers.pdf_shown import differing
from parsers.pdf_ticks import marked
from parsers.pdf_turned import turn_of
from parsers.pdf_whole import is_whole
from parsers.pdf_words import Word, display_transform, page_words

READER = "pdf/2"
MAX_PAGES = 20
#: Fewer words than this on a page that is one big picture are a scanner's stamp, not a form.
FEW_WORDS = 12
#: So many pieces of text tell whether the words of a page are drawn.
_ASKED = 200
#: Said where pdfium sees marks and no words; another reader may see words yet.
DRAWN = "drawn pages without words"


#: Noted where a page bears handwriting, stamps or remarks, which are not read.
BY_HAND = "marked_by_hand"


@dataclass(slots=True)
class _Reading:
    """What the pages have given so far."""

    lines: list[Line] = field(default_factory=list)
    fields: list[DeclaredField] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    words: int = 0
    strange: int = 0
    letters: int = 0
    pictures: int = 0
    marks: int = 0


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open a PDF that needs no password. Raises UnreadableError ENCRYPTED or BROKEN."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        # pdfium keeps the code of an earlier failure where a later one sets none: so look as well.
        if b"/Encrypt" in data and code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise UnreadableError(Unread.ENCRYPTED, "the PDF needs a password") from error
        raise UnreadableError(Unread.BROKEN, "the PDF cannot be opened") from error


def read_pdf(data: bytes) -> Document:
    """The words, ruled cells and form values of a PDF, at most 20 pages.

    Raises UnreadableError: ENCRYPTED where a password is needed, BROKEN where pdfium cannot open it
    or a page, IMAGE_ONLY for page images, UNSUPPORTED for XFA without pages, EMPTY without words.
    """
    with open_pdf(data) as document:
        if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
            raise UnreadableError(Unread.UNSUPPORTED, "a dynamic XFA form")
        count = len(document)
        if count == 0:
            raise UnreadableError(Unread.BROKEN, "the PDF has no pages")
        form = _form(document)
        reading, layout = _Reading(), Layout()
        if not is_whole(data):
            reading.notes.add(DAMAGED)
        for index in range(min(count, MAX_PAGES)):
            _page(document, index, form, reading, layout)
        if count > MAX_PAGES:
            reading.notes.add("page_cap")
        _check(reading)
        return Document(
            "pdf",
            tuple(reading.lines),
            fields=tuple(reading.fields),
            pages=count,
            notes=tuple(sorted(reading.notes)),
            reader=READER,
        )


def _form(document: pdfium.PdfDocument) -> object | None:
    """The form environment, or None where the file declares no form."""
    try:
        document.init_forms()
    except pdfium.PdfiumError:
        return None
    return document.formenv.raw if document.formenv else None


def _page(
    document: pdfium.PdfDocument,
    index: int,
    form: object | None,
    reading: _Reading,
    layout: Layout,
) -> None:
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        if index == 0:
            raise UnreadableError(Unread.BROKEN, "the first page cannot be loaded") from error
        reading.notes.add("broken_page")
        return
    try:
        transform = display_transform(page)
        words, cut = page_words(page, transform)
        width, height = page.get_width(), page.get_height()
        turn = turn_of(page, words)
        if turn:
            transform = display_transform(page, turn)
            words, cut = page_words(page, transform, turn)
            width, height = (height, width) if turn % 2 else (width, height)
        drawing = page_drawing(page, transform)
        found = page_annotations(page, form, index + 1, transform)
        unseen = bool(drawing.images and words) and _is_unseen(page)
    finally:
        page.close()
    if cut:
        reading.notes.add("page_cut")
    if drawing.capped:
        reading.notes.add("drawing_capped")
    _count(words, drawing, width * height, reading)
    if found.wordless or is_written(drawing.strokes, words, height):
        reading.notes.add(BY_HAND)
    if unseen:
        reading.notes.add("scanner_text")
    others: dict[Box, str] = {}
    if found.unsure:
        others = differing(document, (index, turn), words, found.values, found.unsure)
    reading.fields += [
        replace(one, shown=others.pop(one.place.box, None)) if one.place.box else one
        for one in found.fields
    ]
    if others:
        reading.notes.add(DAMAGED)  # words typed onto the page are not those that it shows
    checks = {
        one.place.box: bool(one.value)
        for one in found.fields
        if one.kind == "check" and one.place.box
    }
    words = _shown(words + found.words, width, height)
    words, ruled = marked(words, tables(drawing.rules), drawing, checks)
    reading.lines += layout.page(index + 1, words, ruled, (width, height))
    reading.words += len(found.words)


def _shown(words: list[Word], width: float, height: float) -> list[Word]:
    """The words less those outside of the page's crop box: a printer's marks, which nobody sees."""
    shown = [
        word
        for word in words
        if -1 < (word.box[0] + word.box[2]) / 2 < width + 1 and -1 < word.base < height + 1
    ]
    # A crop box that leaves hardly anything is a fault of the file's maker.
    return shown if 5 * len(shown) >= 4 * len(words) else words


def _is_unseen(page: pdfium.PdfPage) -> bool:
    """Whether most words of a page with a picture are never drawn: a scanner laid them behind it."""
    modes = [
        raw.FPDFTextObj_GetTextRenderMode(item.raw)
        for item in islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]), _ASKED)
    ]
    return 2 * modes.count(raw.FPDF_TEXTRENDERMODE_INVISIBLE) > len(modes)


def _count(words: list[Word], drawing: Drawing, size: float, reading: _Reading) -> None:
    """Tell pages of words from pages that are pictures."""
    reading.words += len(words)
    reading.marks += drawing.objects
    text = "".join(word.text for word in words)
    reading.letters += len(text)
    if not text.isascii():
        reading.strange += sum(
            letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in text
        )
    area = max(((b[2] - b[0]) * (b[3] - b[1]) for b in drawing.images), default=0.0)
    if area >= 0.5 * size:  # half the page
        reading.pictures += 1
        reading.notes.add("image_page" if len(words) < FEW_WORDS else "picture_behind_words")
    elif drawing.images and not words:
        reading.pictures += 1


def _check(reading: _Reading) -> None:
    """Raises UnreadableError where what was read is not the words of the file."""
    if reading.fields:
        return
    if reading.pictures and reading.words < FEW_WORDS:
        raise UnreadableError(Unread.IMAGE_ONLY, "page images without words")
    if reading.words == 0 and reading.marks:
        # Some printers turn every letter into curves: what a person can read is not empty.
        raise UnreadableError(Unread.IMAGE_ONLY, DRAWN)
    if reading.words == 0:
        raise UnreadableError(Unread.EMPTY, "the PDF has no words")
    if reading.letters and reading.strange > 0.3 * reading.letters:  # a third
        raise UnreadableError(Unread.IMAGE_ONLY, "its fonts do not say which letters they show")
