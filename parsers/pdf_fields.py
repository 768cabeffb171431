"""The fill-in fields of a PDF, and words typed onto it as annotations.

STANDARDS: ISO 32000-1 sections 12.7 (AcroForm), 12.5.6.6 (free text), 12.5.6.19 (widgets).

SECURITY: no script is run (this pdfium has no JavaScript), no action started.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.documents import DeclaredField, Place
from parsers.pdf_chars import Box, Transform
from parsers.pdf_shown import seems_other
from parsers.pdf_words import Word

MAX_ANNOTATIONS = 2_000
MAX_VALUE = 64 * 1024
_KINDS = {
    raw.FPDF_FORMFIELD_TEXTFIELD: "text",
    raw.FPDF_FORMFIELD_CHECKBOX: "check",
    raw.FPDF_FORMFIELD_RADIOBUTTON: "check",
    raw.FPDF_FORMFIELD_COMBOBOX: "choice",
    raw.FPDF_FORMFIELD_LISTBOX: "choice",
}
#: The font's height in a default appearance: "/Helv 10 Tf".
_SIZE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s+Tf\b")
#: Of a font's height: how far apart lines stand, and how wide a letter is.
_LEADING, _LETTER = 1.15, 0.48
#: What people write with besides: a pen on a tablet, a stamp, a remark pinned to the page.
_BY_HAND = frozenset((raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_TEXT))
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(slots=True)
class Annotations:
    """What stands on a page as annotations: its declared fields, and words typed onto it.

    `values` has what is entered, ticked or typed in each box; `unsure` are the boxes whose appearance does not plainly say it.
    """

    fields: list[DeclaredField] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    values: dict[Box, str] = field(default_factory=dict)
    unsure: set[Box] = field(default_factory=set)
    wordless: bool = False  # handwriting, stamps or remarks stand on the page besides

    def enter(self, item: object, box: Box, value: str, *, ticked: bool = False) -> None:
        """Note what is entered in a box, and unless that is a mark, whether its appearance says so."""
        self.values[box] = value
        if not ticked and seems_other(item, value):
            self.unsure.add(box)


def page_annotations(
    page: pdfium.PdfPage, form: object | None, number: int, transform: Transform
) -> Annotations:
    """The declared fields of page `number` (from 1), and the words of free-text annotations."""
    found = Annotations()
    count = min(max(raw.FPDFPage_GetAnnotCount(page.raw), 0), MAX_ANNOTATIONS)
    for index in range(count):
        with _annotation(page, index) as item:
            if item is None or raw.FPDFAnnot_GetFlags(item) & _UNSEEN:
                continue
            subtype = raw.FPDFAnnot_GetSubtype(item)
            if subtype == raw.FPDF_ANNOT_WIDGET and form is not None:
                one = _field(item, form, number, transform)
                if one is None:
                    continue
                found.fields.append(one)
                found.enter(item, _box(item, transform), one.value, ticked=one.kind == "check")
            elif subtype == raw.FPDF_ANNOT_FREETEXT:
                text, look = _entry(item, b"Contents"), _entry(item, b"DA")
                box = _box(item, transform)
                found.words += _typed(text, box, look, 1_000_000 + 10_000 * index)
                found.enter(item, box, text)
            elif subtype in _BY_HAND:
                found.wordless = True
    return found


@contextmanager
def _annotation(page: pdfium.PdfPage, index: int) -> Iterator[object | None]:
    item = raw.FPDFPage_GetAnnot(page.raw, index)
    try:
        yield item or None
    finally:
        if item:
            raw.FPDFPage_CloseAnnot(item)


def _field(item: object, form: object, number: int, transform: Transform) -> DeclaredField | None:
    kind = raw.FPDFAnnot_GetFormFieldType(form, item)
    if kind not in _KINDS:
        return None
    if _KINDS[kind] == "check":
        value = "[x]" if raw.FPDFAnnot_IsChecked(form, item) else ""
    elif kind == raw.FPDF_FORMFIELD_LISTBOX:
        value = _picked(item, form)
    else:
        value = _string(raw.FPDFAnnot_GetFormFieldValue, form, item)
    return DeclaredField(
        name=_string(raw.FPDFAnnot_GetFormFieldName, form, item),
        label=_string(raw.FPDFAnnot_GetFormFieldAlternateName, form, item) or None,
        value=value,
        kind=_KINDS[kind],
        place=Place(part="form", page=number, box=_box(item, transform)),
    )


def _picked(item: object, form: object) -> str:
    """The entries chosen in a list box, one a line."""
    chosen = []
    for index in range(min(max(raw.FPDFAnnot_GetOptionCount(form, item), 0), MAX_ANNOTATIONS)):
        if raw.FPDFAnnot_IsOptionSelected(form, item, index):
            size = raw.FPDFAnnot_GetOptionLabel(form, item, index, None, 0)
            buffer = ctypes.create_string_buffer(min(size, MAX_VALUE))
            wide = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
            raw.FPDFAnnot_GetOptionLabel(form, item, index, wide, len(buffer))
            chosen.append(_clean(buffer.raw))
    return "\n".join(chosen)


def _box(item: object, transform: Transform) -> Box:
    rect = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(item, rect):
        return (0.0, 0.0, 0.0, 0.0)
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    x0, upper, x1, lower = transform(left, bottom, right, top)
    return (round(x0, 1), round(upper, 1), round(x1, 1), round(lower, 1))


def _string(ask: raw.CFUNCTYPE, form: object, item: object) -> str:
    """A string of a form field: pdfium tells its length in bytes first (UTF-16LE, NUL at its end)."""
    size = ask(form, item, None, 0)
    if size <= 2:  # the NUL alone
        return ""
    buffer = ctypes.create_string_buffer(min(size, MAX_VALUE))
    ask(form, item, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), len(buffer))
    return _clean(buffer.raw)


def _entry(item: object, key: bytes) -> str:
    """A string of the annotation's own, "" where it has none."""
    size = raw.FPDFAnnot_GetStringValue(item, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(min(size, MAX_VALUE))
    wide = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(item, key, wide, len(buffer))
    return _clean(buffer.raw)


def _clean(data: bytes) -> str:
    text = data[: len(data) // 2 * 2].decode("utf-16-le", "replace").split("\0", 1)[0]
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _typed(text: str, box: Box, look: str, order: int) -> list[Word]:
    """Words typed onto the page, a line each, set from the top of their box as viewers show them.

    `look` is the default appearance (ISO 32000-1 section 12.7.3.3), which tells the font's height.
    """
    rows = [row.strip() for row in text.split("\n") if row.strip()]
    said = _SIZE.search(look)
    room = (box[3] - box[1]) / max(len(rows), 1)
    size = float(said[1]) if said and 2 < float(said[1]) < 100 else min(max(room / 1.2, 4.0), 12.0)
    wide = max(box[2] - box[0], size)
    tall = [max(math.ceil(len(row) * _LETTER * size / wide), 1) for row in rows]
    step = min(_LEADING * size, (box[3] - box[1]) / max(sum(tall), 1))
    low = len(rows) == 1 and box[3] - box[1] < 2 * size  # a box of one line has it in its middle
    top = (box[1] + box[3] - size) / 2 if low else box[1]
    words: list[Word] = []
    for number, (row, lines) in enumerate(zip(rows, tall, strict=True)):
        here = (box[0], top, box[2], top + lines * step)
        base = top + 0.85 * min(size, step)
        words.append(
            Word(row, here, base, size, False, "\n", order + number, follows=False, control=True)
        )
        top += lines * step
    return words
