"""One request sent twice in one message, as a docx and as the PDF made of it: the copies.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from models.forms import FormReading
from models.mail import Part
from parsers.extract_pictured import PICTURED

#: Share of letters (0-100) that must agree in long answers, one of them read from a picture.
MISREAD: Final = 95.0
#: Letters of names, dates and addresses: one of them makes another person.
SHORT: Final = 120
_ALIKE: Final = str.maketrans({"l": "1", "i": "1", "|": "1", "o": "0", "s": "5", "z": "2"})


def copies_among(forms: Sequence[tuple[Part, FormReading]]) -> set[str]:
    """The paths of the parts that bear the answers of one before them.

    `forms` come the best read first: attached rather than typed into the mail, of this mail rather
    than of one attached to it, else the first of the mail. Never raises.
    """
    kept: list[tuple[Part, FormReading]] = []
    copies: set[str] = set()
    for part, form in forms:
        if any(_same(part, form, *other) for other in kept):
            copies.add(part.path)
        else:
            kept.append((part, form))
    return copies


def _same(part: Part, form: FormReading, other: Part, others: FormReading) -> bool:
    """Whether two parts bear the same answers, whatever the file around them."""
    if part.digest == other.digest:
        return True
    mine, theirs = _answers(form), _answers(others)
    if PICTURED.isdisjoint(form.notes) and PICTURED.isdisjoint(others.notes):
        return mine == theirs
    return _alike(mine, theirs)


def _alike(mine: dict[str, str], theirs: dict[str, str]) -> bool:
    """Whether the answers are the same but for letters that a program misread on a picture.

    Both must answer the same questions, and each answer must agree on its own: another person's
    form differs in few letters, and what one of them lacks may be the very thing that is asked.
    """
    return mine.keys() == theirs.keys() and all(_misread(mine[key], theirs[key]) for key in mine)


def _misread(one: str, other: str) -> bool:
    """Whether two answers may be one: short ones but for letters that look alike, long ones nearly."""
    if min(len(one), len(other)) <= SHORT:
        return _plain(one) == _plain(other)
    figures = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return figures and fuzz.ratio(one, other) >= MISREAD


def _plain(text: str) -> str:
    """An answer less all marks, letters that print alike being one."""
    return re.sub(r"[^\w]|_", "", text.translate(_ALIKE))


def _answers(form: FormReading) -> dict[str, str]:
    keys = dict.fromkeys((*form.readings, *(k for one in form.data_subjects for k in one.readings)))
    folded = {key: " ".join(form.everyone(key).casefold().split()) for key in keys}
    return {key: value for key, value in folded.items() if value}
