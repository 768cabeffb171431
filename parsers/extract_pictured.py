"""Readings whose words a program took from a picture: guessed, all of them, and how sure it was.

A scanner's own program may have laid words behind the picture of a page; they are worth no more
than those that tesseract reads here. An officer compares them with the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from models.documents import Document
from models.forms import Certainty, Reading
from parsers.extract_sheet import Sheet
from parsers.extract_values import Answer

#: What readers note of words that no person typed as words.
PICTURED: Final = frozenset(("ocr", "scanner_text"))
BY_SCANNER: Final = "a scanner's program read it from a picture"
BY_OCR: Final = "read from a picture"


def is_pictured(document: Document) -> bool:
    """Whether the words of a document were taken from pictures by a program."""
    return not PICTURED.isdisjoint(document.notes)


def from_pictures(
    document: Document, sheet: Sheet, answers: Mapping[str, Answer], readings: Iterable[Reading]
) -> dict[str, Reading]:
    """The readings of a pictured document, none more than guessed, with what it rests on."""
    return {
        one.key: replace(
            one,
            certainty=Certainty.GUESSED,
            note=one.note or _note(document, sheet, answers.get(one.key)),
        )
        for one in readings
    }


def _note(document: Document, sheet: Sheet, answer: Answer | None) -> str:
    if "ocr" not in document.notes:
        return BY_SCANNER
    found = [sheet.lines[number].confidence for number in answer.lines] if answer else []
    least = min((one for one in found if one is not None), default=None)
    return BY_OCR if least is None else f"{BY_OCR}, least certain word {least} of 100"
