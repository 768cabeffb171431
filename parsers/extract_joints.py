"""What stands between two lines of an answer: a new line, a space where words wrapped, or nothing.

A line was ended on purpose where the next word would have fitted on it. A hyphen at the end of a
line stays where it parts a compound, and goes where a program broke a word.

BUGS: whether a hyphen was typed is guessed from the rest of the form and from common compounds.
"""

from __future__ import annotations

import re
from typing import Final

from models.forms import FieldKind
from parsers.extract_row_blocks import SLACK
from parsers.extract_sheet import Sheet

#: How an item of a list begins: a number, a bullet, a box, the date of an entry in a diary.
_ITEM: Final = re.compile(
    r"\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s|[-\u2022\u25cf\u25aa*\u2013]\s|\[[x ]\])"
)
_ENTRY: Final = re.compile(
    r"\s*(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{2,4})"
    r"(?:,? (?:at )?\d{1,2}[.:]\d{2}(?: ?[ap]m)?)?\s*[-\u2013\u2014:]"
)
_ENDED: Final = re.compile(r"[.!?:;)\]\"\u201d\u2019]\s*$")
_CUT: Final = re.compile(r"([^\W\d_]+)-$")
_FIRST: Final = re.compile(r"[^\W\d_]+")
#: Words that compounds begin and end with: a hyphen between them at the end of a line was typed.
_STARTS: Final = (
    "anti ex non self co pre post mid multi semi off on over under in out up well ill long short half full part "
    "high low cross first second third one two three four five six seven eight nine ten next ground top early "
    "late year week day e x drug alcohol knife noise hate hand door step common follow drop cold hard"
)
_ENDS: Final = (
    "up in out off on down by to of free based related term time floor road storey year years old hour hours day "
    "days week month bed bedroom law social aged known like wide owned led called line site street doors standing "
    "going making being bearing holder holders shot work working behaviour"
)
_COMPOUND_STARTS: Final = frozenset(_STARTS.split())
_COMPOUND_ENDS: Final = frozenset(_ENDS.split())


def joint(sheet: Sheet, before: int, number: int, words: str, kind: FieldKind) -> str:
    """What stands between two lines of the sheet in one answer; `words` are those of the second."""
    one, other = sheet.lines[before].place, sheet.lines[number].place
    if one.box is None or other.box is None or _ITEM.match(words):
        return "\n"
    text = sheet.lines[before].text
    if _ENTRY.match(words) and _ENDED.search(text):
        return "\n"
    paged = one.page != other.page
    if not paged and abs(one.box[3] - other.box[3]) < SLACK / 2 and other.box[0] > one.box[2] - 1:
        return " "  # side by side
    edge = sheet.right_edge.get(round(one.box[0] / SLACK), one.box[2])
    width = edge - one.box[0]
    first = words.split()[0] if words.split() else ""
    if re.search(r"\w-$", text) and words[:1].isalnum():
        return ""  # "Orford- / Tripp", "FH- / 0419"
    if paged and abs(one.box[0] - other.box[0]) > SLACK:
        return " "
    letter = (one.box[2] - one.box[0]) / max(len(text), 1)
    room = edge - one.box[2]
    if kind is FieldKind.ADDRESS and room > 0.25 * width:
        return "\n"
    # A word that would have fitted on the line before was put on a new one on purpose.
    return "\n" if room > letter * (len(first) + 1) + 0.1 * width else " "


def is_broken(sheet: Sheet, before: str, words: str) -> bool:
    """Whether the hyphen at the end of `before` was put there by a program, and is none of the word."""
    cut, rest = _CUT.search(before), _FIRST.match(words)
    if cut is None or rest is None or not rest[0].islower():
        return False
    first, second = cut[1], rest[0]
    page = "\n".join(line.text for line in sheet.lines).casefold()
    if re.search(rf"\b{re.escape(first)}-{re.escape(second)}\b", page, re.I):
        return False
    if re.search(rf"\b{re.escape(first + second)}\b", page, re.I):
        return True
    if _is_compound(first, second):
        return False
    ends = zip(sheet.lines, sheet.lines[1:], strict=False)
    pairs = ((_CUT.search(one.text), _FIRST.match(two.text)) for one, two in ends)
    broken = {
        (a[1], b[0])
        for a, b in pairs
        if a and b and b[0].islower() and not _is_compound(a[1], b[0])
    }
    return len(broken) > 1  # who breaks words breaks more than one


def _is_compound(first: str, second: str) -> bool:
    return first.casefold() in _COMPOUND_STARTS or second in _COMPOUND_ENDS
