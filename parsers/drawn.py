"""What the workshop says of the pages that it drew, as bytes; judged as hostile in the worker.

PICTURES, then JSON with the size and the words of each page, then the PNG of each, in order. Each
of these blocks has its length in four bytes before it.

STANDARDS: RFC 8259; ISO/IEC 15948.
SECURITY: bounded in pages, words, letters and bytes; closed keys; the PNGs are looked at chunk by
    chunk (parsers/png.py). What is not exactly right refuses the whole.
ERRORS: `drawn_from_bytes` never raises: Unreadable(CRASHED, "invalid answer").
"""

from __future__ import annotations

import json
import math
from typing import Any, Final

from models.documents import Unreadable
from models.pages import Box, Drawn, DrawnPage, DrawnWord
from parsers import strict
from parsers.png import plain_png_size
from parsers.wire import INVALID, document_from_json

PICTURES: Final = b"pictures:"
#: Pictures in one answer; words, and letters, on all of their pages.
MAX_PICTURES, MAX_WORDS, MAX_LETTERS = 20, 40_000, 1_000_000


def drawn_to_bytes(drawn: Drawn) -> bytes:
    """The pages as one answer; a word whose box is no number is left out."""
    said: dict[str, Any] = {
        "count": drawn.count,
        "pages": [
            {"size": page.size, "words": [_say(one) for one in page.words if _is_placed(one)]}
            for page in drawn.pages
        ],
    }
    text = json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    blocks = (text, *(page.picture for page in drawn.pages))
    return b"".join([PICTURES, *(len(one).to_bytes(4, "big") + one for one in blocks)])


def _say(word: DrawnWord) -> list[object]:
    return [word.text, *(round(edge, 2) for edge in word.box)]


def _is_placed(word: DrawnWord) -> bool:
    return all(math.isfinite(edge) and abs(edge) <= strict.MAX_NUMBER for edge in word.box)


def drawn_from_bytes(answer: bytes) -> Drawn | Unreadable:
    """The pages in an answer of the workshop, or Unreadable. Never raises."""
    if not answer.startswith(PICTURES):
        said = document_from_json(answer)
        return said if isinstance(said, Unreadable) else INVALID
    try:
        text, *pictures = _blocks(answer[len(PICTURES) :])
        return _heard(strict.parsed(text), pictures)
    except (strict.InvalidError, ValueError):  # ValueError: there was no block at all
        return INVALID


def _blocks(rest: bytes) -> list[bytes]:
    at, found = 0, list[bytes]()
    while at < len(rest):
        length = int.from_bytes(rest[at : at + 4], "big")
        one = rest[at + 4 : at + 4 + length]
        strict.must(len(one) == length and len(found) <= MAX_PICTURES)
        found.append(one)
        at += 4 + length
    return found


def _heard(said: object, pictures: list[bytes]) -> Drawn:
    record = strict.record(said, {"count", "pages"})
    pages = strict.exactly(record["pages"], len(pictures))
    count = strict.whole(record["count"])
    strict.must(0 < len(pages) <= count)
    left = _Left()
    heard = (_page(one, data, left) for one, data in zip(pages, pictures, strict=True))
    return Drawn(tuple(heard), count)


class _Left:
    """How many words and letters an answer may still have."""

    words, letters = MAX_WORDS, MAX_LETTERS

    def take(self, words: list[object]) -> None:
        self.words -= len(words)
        strict.must(self.words >= 0)

    def text(self, said: object) -> str:
        text = strict.short(said)
        self.letters -= len(text)
        strict.must(self.letters >= 0)
        return text


def _page(said: object, picture: bytes, left: _Left) -> DrawnPage:
    record = strict.record(said, {"size", "words"})
    width, height = (strict.number(one) for one in strict.exactly(record["size"], 2))
    strict.must(width > 0 and height > 0)
    pixels = plain_png_size(picture)
    if pixels is None:
        raise strict.InvalidError
    words = strict.listed(record["words"], MAX_WORDS)
    left.take(words)
    return DrawnPage(picture, pixels, (width, height), tuple(_word(one, left) for one in words))


def _word(said: object, left: _Left) -> DrawnWord:
    text, *edges = strict.exactly(said, 5)
    x0, y0, x1, y1 = (strict.number(one) for one in edges)
    box: Box = (x0, y0, x1, y1)
    return DrawnWord(left.text(text), box)
