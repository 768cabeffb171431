"""What a PDF prints in a field's box, held against the value that the field has.

A viewer shows a field's appearance, not its value; programs that fill in forms write the two apart,
and damage may hit one of them. Most appearances say their words in plain strings, which is enough
to see that they agree. Where they do not seem to, the page is printed flat by pdfium and read again.

STANDARDS: ISO 32000-1 sections 12.5.5 (appearance streams), 12.7.3.3 (variable text), 7.3.4.2
(literal strings).

SECURITY: nothing is trusted for agreeing; words are only compared.

BUGS: letters that the box's font lacks are left out of the comparison, since makers drop them. Of
a long answer that runs out of its box, what is printed must only be its beginning.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.pdf_chars import Box
from parsers.pdf_words import Word, display_transform, page_words

MAX_APPEARANCE: Final = 256 * 1024
#: Letters that must be printed of an answer that is longer than its box.
ENOUGH: Final = 40
_STRING = re.compile(r"\(((?:\\.|[^\\()])*+)\)", re.S)
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|(\r\n|.))", re.S)
_NAMED: Final = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "\b",
    "f": "\f",
    "\n": "",
    "\r": "",
    "\r\n": "",
}


def seems_other(item: object, value: str) -> bool:
    """Whether an annotation's appearance does not plainly say `value`: then the page must be read.

    False where it has no appearance: its viewer makes one of the value.
    """
    size = raw.FPDFAnnot_GetAP(item, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
    if size <= 2 or size > MAX_APPEARANCE:  # the NUL alone
        return False
    buffer = ctypes.create_string_buffer(size)
    wide = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetAP(item, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, wide, size)
    said = buffer.raw[: size // 2 * 2].decode("utf-16-le", "replace")
    return _folded("".join(map(_unescaped, _STRING.findall(said)))) != _folded(value)


def differing(
    document: pdfium.PdfDocument,
    page: tuple[int, int],
    before: Sequence[Word],
    values: Mapping[Box, str],
    unsure: Collection[Box],
) -> dict[Box, str]:
    """What a page prints in each `unsure` box, where that does not say its value.

    `page` is its index, and the quarter turns by which it is shown further than the file says. `values` are those of all its boxes; `before` are the words of the page itself. The page is
    flattened in memory: call it last.
    """
    with_all = _flattened(document, *page)
    if with_all is None:
        return {}
    printed = {(word.text, round(word.box[0]), round(word.box[1])) for word in before}
    told: dict[Box, list[str]] = {box: [] for box in values}
    last: Box | None = None
    for word in with_all:
        if (word.text, round(word.box[0]), round(word.box[1])) in printed:
            last = None
            continue
        last = _around(word, values) or last  # words that run out of a box follow its others
        if last is not None:
            told[last].append(word.text)
    return {
        box: shown
        for box, words in told.items()
        if box in unsure and not _says(shown := " ".join(words), values[box]) and _is_legible(shown)
    }


def _flattened(document: pdfium.PdfDocument, index: int, turn: int) -> list[Word] | None:
    """The words of a page with its fields printed; None where pdfium cannot print them."""
    try:
        page = document[index]
        done = raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        page.close()
        if done == raw.FLATTEN_FAIL:
            return None
        page = document[index]
    except pdfium.PdfiumError:
        return None
    words, _ = page_words(page, display_transform(page, turn), turn)
    page.close()
    return words


def _around(word: Word, boxes: Mapping[Box, str]) -> Box | None:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return next((b for b in boxes if b[0] - 1 <= x <= b[2] + 1 and b[1] - 1 <= y <= b[3] + 1), None)


def _says(shown: str, value: str) -> bool:
    """Whether the words printed are the value, or as much of it as the box holds."""
    mine, theirs = _folded(value), _folded(shown)
    if not mine.isascii():
        mine, theirs = (
            "".join(letter for letter in text if letter.isascii()) for text in (mine, theirs)
        )
    return mine == theirs or (len(theirs) >= ENOUGH and mine.startswith(theirs))


def _is_legible(shown: str) -> bool:
    """Whether pdfium could tell the letters; of those of an odd font nobody knows."""
    return not any(one == "\ufffd" or "\ue000" <= one <= "\uf8ff" for one in shown)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 8) & 255) if m[1] else _NAMED.get(m[2], m[2]), text)


def _folded(text: str) -> str:
    return "".join(text.split())
