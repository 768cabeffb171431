"""Labels that run over the end of their line: on a page of print, by a typed break, in a bracket.

"Potential Actions (i.e. what do you intend to do once you have the / information): An injunction."
The rest of the label is no part of the answer. A bracket that is open at the end of a line is
closed on one of the next; other labels go on only where the longer words are a label too, and a
better one.

BUGS: a bracket that nobody closed within five lines ends at the end of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from parsers.extract_sheet import Sheet
from parsers.label_words import SMALL
from parsers.labels import MAX_LABEL, Labels, Meaning

#: What may stand between a label and its answer on one line.
GAP: Final = re.compile(
    r"[:\uff1a]|\?|\t+|[.\u2026_]{3,}|\u2026|\s{3,}|(?:\s-|-\s|\s[\u2013\u2014])(?=\s|$)"
)
LEADERS: Final = " \t:._\u2026\uff1a-\u2013\u2014*"
#: What is no answer: a star says that one must be given. A dash says that there is nothing to say.
NOTHING: Final = " \t:._\u2026\uff1a*"
#: Lines that a bracket, and that other labels, may run over.
BRACKET_ROWS: Final = 4
ROWS: Final = 2
#: Letters that a label with its remark may have.
MAX_REMARK: Final = 420


class Row(NamedTuple):
    """One row of print after the first of a label: its line, its [start, end), if a new paragraph."""

    line: int
    start: int
    end: int
    paragraph: bool


class Longer(NamedTuple):
    """A label with the rows it runs over: what it means, its words, where its answer begins."""

    meaning: Meaning
    text: str
    end: tuple[int, int]
    followed: bool
    bold: bool


def rows_after(sheet: Sheet, number: int, end: int) -> Iterator[Row]:
    """The rows after the one that ends at `end` of line `number`, in its cell."""
    cell, own = sheet.cell(number), sheet.lines[number].place.cell
    for line in range(number, min(number + BRACKET_ROWS + 1, len(sheet.lines))):
        if sheet.cell(line) != cell or sheet.lines[line].place.cell != own:
            return
        offset = 0
        for row in sheet.lines[line].text.split("\n"):
            if line > number or offset > end:
                paragraph = line > number and sheet.kind == "docx" and offset == 0
                yield Row(line, offset, offset + len(row), paragraph)
            offset += len(row) + 1


def closed(
    sheet: Sheet, labels: Labels, spot: tuple[int, int, int], text: str, meaning: Meaning
) -> Longer | None:
    """The label `text` at (line, start, end), whose bracket is open there, up to where it closes."""
    number, _, end = spot
    depth = text.count("(") - text.count(")")
    joined = text
    for nth, row in enumerate(rows_after(sheet, number, end)):
        words = sheet.lines[row.line].text[row.start : row.end]
        if nth >= BRACKET_ROWS or len(joined) + len(words) > MAX_REMARK or _is_label(labels, words):
            return None
        stop = _closing(words, depth)
        if stop is None:
            depth += words.count("(") - words.count(")")
            joined = f"{joined} {words}"
            continue
        rest = words[stop:]
        gap = GAP.match(rest) or re.match(r"\s*(?:[:?.\-\u2013\u2014_\u2026]\s*)*$", rest)
        if gap is None and rest[:1].strip():
            return None
        after = row.start + stop + (gap.end() if gap else 0)
        joined = f"{joined} {words[:stop]}"
        whole = labels.meaning(joined)
        if whole is not None and whole.score >= meaning.score:
            meaning = whole
        followed = bool(sheet.lines[row.line].text[after : row.end].strip(NOTHING))
        bold = sheet.lines[number].bold and sheet.lines[row.line].bold
        return Longer(meaning, joined, (row.line, after if followed else row.end), followed, bold)
    return None


def _closing(words: str, depth: int) -> int | None:
    """Where the bracket open before `words` has closed, or None if it goes on."""
    for at, letter in enumerate(words):
        depth += (letter == "(") - (letter == ")")
        if depth <= 0:
            return at + 1
    return None


def _is_label(labels: Labels, words: str) -> bool:
    """Whether a row is a label by itself as printed: then the bracket before it never closed."""
    meaning = labels.exact(words.rstrip(LEADERS))
    return meaning is not None and bool(meaning.printed) and meaning.words > 1


def longer(
    sheet: Sheet, labels: Labels, spot: tuple[int, int, int], found: Meaning | None
) -> list[Longer]:
    """What the words at (line, start, end) mean with the next rows, where that is a better label."""
    number, start, end = spot
    line = sheet.lines[number]
    text = line.text[start:end].strip()
    if text.endswith((":", "?", ".")) and not _cut_off(text):
        return []
    if len(text) > MAX_LABEL or not any(letter.isalpha() for letter in text):
        return []
    if not labels.may_begin(text):
        return []
    better: list[Longer] = []
    for nth, row in enumerate(rows_after(sheet, number, end)):
        below = sheet.lines[row.line]
        boxed = line.place.box is not None or sheet.kind == "text" or row.line == number
        if nth >= ROWS or row.paragraph or not boxed:
            break
        words = below.text[row.start : row.end]
        for gap in [*GAP.finditer(words), None]:
            stop, after = gap.span() if gap else (len(words), len(words))
            joined = _joined(text, words[:stop]).rstrip(LEADERS)
            meaning = labels.meaning(joined) if len(joined) <= MAX_LABEL else None
            goes_on = gap is None and words[:1].islower()
            if meaning is None or not _is_better(meaning, found, text, goes_on=goes_on):
                continue
            if gap is None and not (line.bold or goes_on):
                continue
            followed = bool(words[after:].strip(NOTHING))
            place = (row.line, row.start + after if followed else row.end)
            better.append(Longer(meaning, joined, place, followed, line.bold and below.bold))
            break
        text = _joined(text, words).strip()
    return better


def runs_on(sheet: Sheet, number: int) -> bool:
    """Whether a bold heading with a dash may go on below: "5. Internal use - Team / (X)"."""
    return all(line.bold for line in sheet.lines[number : number + 2])


def _joined(text: str, words: str) -> str:
    """Two rows of print as one: "Partnership In-" and "formation" are two words."""
    if len(text) > 1 and text.endswith("-") and text[-2].isalpha() and words[:1].islower():
        return text[:-1] + words
    return f"{text} {words}"


def _cut_off(text: str) -> bool:
    """Whether words end in an abbreviation: "e.g. Nat." goes on below."""
    return bool(
        re.search(r"(?:\be\.?g\.?|\bi\.?e\.?|\bNat\.|\bRef\.|\bTel\.|\bNo\.|\bIns\.)$", text)
    )


def _is_better(meaning: Meaning, found: Meaning | None, first: str, *, goes_on: bool) -> bool:
    """Whether the longer words are surely a label, and say more than the first row alone.

    `goes_on` where all of the row below belongs to them and does not begin as an answer does.
    """
    if meaning.score < 100.0 or meaning.words < 3:
        return False
    if found is None or found.score < 100.0:
        return True
    if meaning.printed and not found.printed:
        return True
    last = first.split()[-1].casefold() if first.split() else ""
    return meaning.words > found.words and (last in SMALL or goes_on)


__all__ = ["GAP", "LEADERS", "NOTHING", "Longer", "closed", "longer", "rows_after", "runs_on"]
