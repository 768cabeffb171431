"""Labels and headings that count the people of a form: "Name 1", "Second tenant's name", "Subject 2".

A number alone tells nothing ("Address 1", "Address 2" are lines of one address): only where the
label of the name is counted from one up are the people counted by it.

BUGS: words for numbers are English, up to tenth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from models.documents import Line
from parsers.extract_look import SEARCHED
from parsers.extract_wrapped import GAP, LEADERS
from parsers.label_numbers import unnumbered
from parsers.labels import MAX_LABEL, PLAIN, Labels

_TENTH: Final = "first second third fourth fifth sixth seventh eighth ninth tenth"
_WORDS: Final = _TENTH.split()
_COUNT: Final = re.compile(
    r"(?:\b(?:no\.?|number)\s*|#\s*)?[(\[]?(?<![\d./])\b(?P<n>[1-9]|1\d)\b(?![\d./])[)\]]?"
    rf"|\b(?P<word>{'|'.join(_WORDS)})\b\s*|\b(?P<th>[1-9])(?:st|nd|rd|th)\b\s*",
    re.I,
)
_FURTHER: Final = re.compile(r"\b(?:additional|further|another|other|next)\b\s*", re.I)
_LETTER: Final = re.compile(r"(?<=\w)\s+[(\[]?(?P<n>[A-H])[)\]]?$")
_NOUN_WORDS: Final = (
    "subject,data subject,person,individual,tenant,applicant,resident,occupant,occupier,nominal,"
    "perpetrator,suspect,party,joint tenant,co tenant,leaseholder,name,details"
)
_NOUNS: Final = frozenset(_NOUN_WORDS.split(","))
_PREFIX: Final = re.compile(r"\s*[:\-\u2013\u2014]\s*(?=\S)")
_WIDE: Final = re.compile(r"\t+|\s{3,}")
_SEARCHED: Final = 2000  # letters of a line: no form prints a label further on
_HEADING: Final = 60  # letters that the heading of one person may have


@dataclass(frozen=True, slots=True)
class Counted:
    """A label that was counted: its line, where it begins, the field, and whose it is, from 1."""

    line: int
    start: int
    key: str
    number: int


def uncounted(
    lines: list[Line], labels: Labels, keys: frozenset[str], name: str | None
) -> tuple[list[Line], list[Counted]]:
    """The lines with the counts taken off the labels of `keys`, and what they counted.

    Nothing is taken off unless the labels of the field `name` are counted from 1 up, each once.
    """
    found: list[tuple[Counted, int, int]] = []
    for number, line in enumerate(islice(lines, SEARCHED)):
        if _COUNT.search(line.text[:_SEARCHED]):
            found += _counted(number, line, labels, keys)
    numbers = sorted(one.number for one, _, _ in found if one.key == name)
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return lines, []
    if any(one.number > len(numbers) for one, _, _ in found):
        return lines, []
    changed = list(lines)
    counted: list[Counted] = []
    shift: dict[int, int] = {}
    for one, start, end in found:
        off = shift.get(one.line, 0)
        changed[one.line] = _cut(changed[one.line], start - off, end - off)
        counted.append(replace(one, start=one.start - off))
        shift[one.line] = off + end - start
    return changed, counted


def _counted(
    number: int, line: Line, labels: Labels, keys: frozenset[str]
) -> list[tuple[Counted, int, int]]:
    """The counted labels of one line, with the [start, end) of what counts them."""
    found: list[tuple[Counted, int, int]] = []
    offset = 0
    for row in line.text[:_SEARCHED].split("\n"):
        ends = [*(gap.start() for gap in _WIDE.finditer(row)), len(row)]
        for begin, stop in zip([0, *ends], ends, strict=False):
            text = row[begin:stop].strip()
            start = offset + begin + len(row[begin:stop]) - len(row[begin:stop].lstrip())
            if not _COUNT.search(text[:MAX_LABEL]):
                continue
            gaps = [one.start() for one in islice(GAP.finditer(text), 3) if one.start()]
            stops = [one for one in (*gaps, len(text)) if one <= MAX_LABEL]
            hit = next(filter(None, (_count_in(text[:end], labels, keys) for end in stops)), None)
            if hit is not None:
                key, nth, a, b = hit
                found.append((Counted(number, start, key, nth), start + a, start + b))
        offset += len(row) + 1
    return found


def _count_in(text: str, labels: Labels, keys: frozenset[str]) -> tuple[str, int, int, int] | None:
    """(field, count, [start, end) of the count) of a label; None where it is none, or not counted."""
    if not _COUNT.search(text) or len(text.split()) > 9:
        return None
    for mark in _COUNT.finditer(text):
        bare = " ".join(f"{text[: mark.start()]} {text[mark.end() :]}".split()).strip(LEADERS)
        meaning = labels.meaning(bare)
        own = [key for key in meaning.fields if key in keys] if meaning else []
        if meaning is not None and meaning.score >= PLAIN and len(own) == 1:
            begun = _PREFIX.match(text, mark.end())
            after = labels.meaning(text[begun.end() :].strip(LEADERS)) if begun else None
            if begun is not None and after is not None and own[0] in after.fields:
                return own[0], _value(mark), 0, begun.end()  # "Person 2: date of birth"
            return own[0], _value(mark), len(text[: mark.start()].rstrip()), mark.end()
    return None


def _value(mark: re.Match[str]) -> int:
    if mark["word"]:
        return _WORDS.index(mark["word"].casefold()) + 1
    return int(mark["n"] or mark["th"])


def _cut(line: Line, start: int, end: int) -> Line:
    """A line with some letters taken out, what was filled in moved along."""

    def at(offset: int) -> int:
        return offset if offset <= start else max(start, offset - (end - start))

    return replace(
        line,
        text=line.text[:start] + line.text[end:],
        controls=tuple((at(a), at(b)) for a, b in line.controls),
        prompts=tuple(map(at, line.prompts)),
    )


def heads_person(text: str, labels: Labels, section: str) -> int | None:
    """Which person of a section a heading opens, from 1; 0 for a further one, None for no heading.

    "Subject 2", "Second person", "Details of tenant 2:", "Additional subject".
    """
    words = unnumbered(text.strip())[0].strip(LEADERS + "()[]")
    if not words or len(words) > _HEADING or "\n" in words:
        return None
    marks = [(mark, _value(mark)) for mark in _COUNT.finditer(words)]
    marks += [(mark, ord(mark["n"]) - 64) for mark in _LETTER.finditer(words)]
    marks += [(mark, 0) for mark in _FURTHER.finditer(words)]
    for mark, number in marks:
        bare = " ".join(f"{words[: mark.start()]} {words[mark.end() :]}".split()).strip(LEADERS)
        meaning = labels.meaning(bare)
        if bare.casefold() in _NOUNS or (meaning is not None and section in meaning.sections):
            return number
    return None
