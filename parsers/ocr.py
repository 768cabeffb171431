"""Scanned pages and pictures of forms into lines, by tesseract. Runs in the workshop only.

A page is made straight, its ruling lines are found and painted over, tesseract gives words with
their boxes, and these are laid into cells and lines by the same code as the words of a PDF. All of
it is a guess: the notes say `ocr`, and no reading of it is more than guessed.

STANDARDS: tesseract(1), TSV output.
SECURITY: tesseract sees pixels that were decoded and drawn anew, never the file that was sent.
ERRORS: UnreadableError IMAGE_ONLY where no words are found; UNSUPPORTED without tesseract.
BUGS: reads print in English. Handwriting gives few words of low confidence, and goes to a person.
"""

from __future__ import annotations

import re
import statistics
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Final

from PIL import Image

from models.documents import Document, Line, Unread
from parsers.confine_programs import OCR_PROGRAM, environment
from parsers.errors import UnreadableError
from parsers.ocr_words import Seen, look_twice
from parsers.pdf import FEW_WORDS
from parsers.pdf_cells import tables
from parsers.pdf_chars import Box
from parsers.pdf_layout import Layout
from parsers.pdf_words import Word
from parsers.scan_clean import is_printed, printed_rules, straightened
from parsers.scan_pages import MAX_READ, Page, count_pages, pages_of

READER: Final = "tesseract/1"
#: Noted of a document whose words a program took from pictures.
OCR: Final = "ocr"
_INPUT: Final = Path("/tmp/page.pgm")  # noqa: S108 - a tmpfs that this one process has to itself
#: Words of this confidence (0 to 100) are words; so many of them say that a page stands upright.
_SURE, _UPRIGHT = 60, 20
_DESCENDING: Final = frozenset("gjpqyQ,;()[]{}|/")
#: Seconds of one look at a page: dirt and scenes can keep it busy for minutes.
_LONGEST_SECONDS: Final = 20
#: How tesseract divides a page: it is one block, and columns are ours to find.
_PAGE_MODE: Final = "6"
#: Marks that nobody types into a form and that a stroke is easily taken for.
_NEVER: Final = "|\u00ab\u00bb\u00a9\u00ae\u00a2"


def read_pictures(data: bytes, is_image: bool) -> Document:  # noqa: FBT001 - one of two kinds of file
    """The words on the pages of a picture file or a PDF, at most MAX_READ pages.

    Raises:
        UnreadableError: IMAGE_ONLY where there are hardly any words; what `pages_of` raises.
    """
    if not OCR_PROGRAM.exists():
        raise UnreadableError(Unread.UNSUPPORTED, "tesseract is not installed here")
    layout, lines = Layout(), list[Line]()
    count = count_pages(data, is_image=is_image)
    for page in pages_of(data, is_image=is_image, most=MAX_READ):
        if page.image is None:
            lines += layout.page(page.number, page.words, tables(page.rules), page.size)
        else:
            lines += _lines(*upright(page), layout)
    if sum(len(line.text.split()) for line in lines) < FEW_WORDS:
        raise UnreadableError(
            Unread.IMAGE_ONLY, "a picture with hardly any words that could be read"
        )
    notes = (OCR, *(("page_cap",) if count > MAX_READ else ()))
    return Document("scan", tuple(lines), pages=count, notes=notes, reader=READER)


def upright(page: Page) -> tuple[Page, list[Seen], list[Box]]:
    """A page of picture as it is read: level and the right way up, with its words and rules.

    Raises:
        UnreadableError: tesseract cannot be run, or ends by a fault.
    """
    seen = _read_straight(page)
    if _is_upright(seen[1]):
        return seen
    turn = _turn(seen[0])
    if not turn:
        return seen
    turned = _read_straight(_turned(page, turn))
    return max(seen, turned, key=lambda found: len(_sure(found[1])))


def _sure(seen: list[Seen]) -> list[Seen]:
    return [one for one in seen if one.confidence >= _SURE and len(one.text) > 1]


def _is_upright(seen: list[Seen]) -> bool:
    """Whether most of what was seen is words, and enough of them."""
    sure = len(_sure(seen))
    return sure >= _UPRIGHT and 2 * sure >= len(seen)


def _read_straight(page: Page) -> tuple[Page, list[Seen], list[Box]]:
    if page.image is None:
        raise UnreadableError(Unread.IMAGE_ONLY, "a page without a picture")
    level = straightened(page.image, page.scale)
    if not is_printed(level):
        return replace(page, image=level), [], []
    rules, clear = printed_rules(level, page.scale)
    return replace(page, image=level), look_twice(clear, page.scale, _words), rules


def _turned(page: Page, degrees: int) -> Page:
    """The page turned clockwise by 90, 180 or 270 degrees."""
    if page.image is None:
        return page
    image = page.image.rotate(-degrees, expand=True)
    width, height = page.size
    return replace(page, image=image, size=(height, width) if degrees % 180 else page.size)


def _turn(page: Page) -> int:
    """Degrees clockwise by which tesseract would turn the page to have it upright; 0 if it cannot say."""
    if page.image is None:
        return 0
    said = _tesseract(page.image, page.scale, "-l", "osd", "--psm", "0")
    found = re.search(r"^Rotate: (90|180|270)$", said, re.M)
    return int(found[1]) if found else 0


def _words(image: Image.Image, scale: float) -> str:
    options = ("-l", "eng", "--psm", _PAGE_MODE, "-c", f"tessedit_char_blacklist={_NEVER}", "tsv")
    return _tesseract(image, scale, *options)


def _tesseract(image: Image.Image, scale: float, *options: str) -> str:
    """What tesseract says of a page; "" where it can say nothing.

    Raises:
        UnreadableError: it was ended by a signal, or took too long.
    """
    image.save(_INPUT, format="PPM")
    try:
        done = subprocess.run(  # noqa: S603 - a list of our own, no shell
            [str(OCR_PROGRAM), str(_INPUT), "-", "--dpi", str(round(72 * scale)), *options],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(Unread.TIMEOUT, "tesseract took too long over a page") from error
    if done.returncode < 0:
        raise UnreadableError(Unread.CRASHED, f"tesseract was ended by signal {-done.returncode}")
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _lines(page: Page, seen: list[Seen], rules: list[Box], layout: Layout) -> list[Line]:
    """The lines of a page with how sure each is, laid out as those of a PDF are."""
    words = _placed(seen, page.scale)
    found = layout.page(page.number, words, tables(rules), page.size)
    return [replace(line, confidence=_confidence(line, words, seen)) for line in found]


def _placed(seen: list[Seen], scale: float) -> list[Word]:
    """Words in points, with the baseline and the height of the line that each stands in."""
    lines: dict[tuple[int, int, int], list[Seen]] = {}
    for one in seen:
        lines.setdefault(one.line, []).append(one)
    heights = {
        key: max(o.box[3] for o in row) - min(o.box[1] for o in row) for key, row in lines.items()
    }
    usual = statistics.median(heights.values()) if heights else 0.0
    bases = {key: _base(row) for key, row in lines.items()}
    words: list[Word] = []
    for order, one in enumerate(seen):
        size = min(max(heights[one.line], 0.8 * usual), 1.5 * usual) / scale
        before = seen[order - 1] if order and seen[order - 1].line == one.line else None
        near = before is not None and one.box[0] - before.box[2] < 2 * size * scale
        x0, y0, x1, y1 = (edge / scale for edge in one.box)
        words.append(
            Word(one.text, (x0, y0, x1, y1), bases[one.line] / scale, size, bold=False,
                 lead=" " if before else "", order=order, follows=near)
        )  # fmt: skip
    return words


def _base(row: list[Seen]) -> float:
    """The baseline of a line: where its words without descenders end."""
    standing = [one.box[3] for one in row if not _DESCENDING & set(one.text)]
    return statistics.median(standing or [one.box[3] for one in row])


def _confidence(line: Line, words: list[Word], seen: list[Seen]) -> int | None:
    """How sure tesseract is of a line: as sure as of the worst of its words of two letters or more."""
    if line.place.box is None:
        return None
    x0, y0, x1, y1 = line.place.box
    inside = [
        one.confidence
        for one, word in zip(seen, words, strict=True)
        if x0 - 1 <= word.box[0]
        and word.box[2] <= x1 + 1
        and y0 <= (word.box[1] + word.box[3]) / 2 <= y1
    ]
    return min(inside, default=None)
