"""Where labels and headings stand on a sheet, and where the answer of each may begin.

Nothing is believed yet: a hit is words that could be a label by what they say and how they stand.
`extract_resolve` decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from parsers.extract_sheet import Cell, Sheet
from parsers.labels import MAX_LABEL, Labels, Meaning, unnumbered

Spot = tuple[int, int]  # line, offset in its text


class Form(IntEnum):
    """How a label stands, the surest first."""

    CELL = 0  # a table cell by itself
    CONTROL = 1  # before a fill-in control
    COLON = 2  # "Label: answer", "Label? answer", a tab or leader dots between
    ALONE = 3  # a line by itself
    BARE = 4  # "Label answer", nothing between them


@dataclass(slots=True)
class Hit:
    """Words that may be a label: what they may mean, where they stand, where its answer begins."""

    meaning: Meaning
    start: Spot
    end: Spot
    form: Form
    text: str
    bold: bool = False
    cell: Cell | None = None
    followed: bool = False  # words of an answer stand after it on its line


#: What may stand between a label and its answer on one line.
_GAP: Final = re.compile(
    r"[:\uff1a]|\?|\t+|[.\u2026_]{3,}|\u2026|\s{3,}|(?:\s-|-\s|\s[\u2013\u2014])(?=\s|$)"
)
_QUOTE: Final = re.compile(r"[\s>|*\u2022\u25cf\u25aa\u00b7]*")
_LEADERS: Final = " \t:._\u2026\uff1a-\u2013\u2014"
#: What is no answer. A dash is one: it says that there is nothing to say.
_NOTHING: Final = " \t:._\u2026\uff1a"


def find_hits(sheet: Sheet, labels: Labels, *, bare: bool = False) -> list[Hit]:
    """Every place on the sheet that may be a label or heading, in reading order.

    With `bare` also labels that nothing parts from their answers ("Name J. Doe").
    """
    hits: list[Hit] = []
    taken: Spot = (-1, 0)
    seen_cells: set[Cell] = set()
    for number, line in enumerate(sheet.lines):
        cell = sheet.cell(number)
        if cell is not None and cell not in seen_cells:
            seen_cells.add(cell)
            whole = _cell_hit(sheet, labels, cell, number)
            if whole is not None:
                hits.append(whole)
                taken = (sheet.cell_lines(cell)[-1], 1 << 30)
                continue
        for start, end, inner in _parts(line.text):
            if (number, start) < taken:
                continue
            hit = _line_hit(sheet, labels, number, start, end)
            if bare and (hit is None or _overreaches(labels, hit)):
                hit = _bare_hit(sheet, labels, number, start, end) or hit
            if hit is not None and inner and hit.form not in (Form.COLON, Form.CONTROL):
                continue
            if hit is not None:
                hits.append(hit)
                taken = max(taken, hit.end if hit.form is not Form.ALONE else (number, end))
    return hits


def _parts(text: str) -> list[tuple[int, int, bool]]:
    """The [start, end) of each part of a line that may begin with a label, and if it is an inner one.

    Typed line breaks part a line, and so do tabs and wide gaps (two answers side by side).
    """
    parts: list[tuple[int, int, bool]] = []
    offset = 0
    for row in text.split("\n"):
        lead = _QUOTE.match(row)
        parts.append((offset + (lead.end() if lead else 0), offset + len(row), False))
        parts.extend(
            (offset + gap.end(), offset + len(row), True)
            for gap in re.finditer(r"\t+|\s{3,}", row)
            if gap.start() and gap.end() < len(row)
        )
        offset += len(row) + 1
    return [(start, end, inner) for start, end, inner in parts if start < end]


def _cell_hit(sheet: Sheet, labels: Labels, cell: Cell, number: int) -> Hit | None:
    """A hit of a whole cell: a label, maybe with remarks and on several lines, and nothing else."""
    lines = sheet.cell_lines(cell)
    text = sheet.cell_text(cell).strip().rstrip(_LEADERS)
    if not text or len(text) > MAX_LABEL or any(sheet.lines[one].controls for one in lines):
        return None
    if any(sheet.lines[one].prompts for one in lines):
        return None
    colon = text.find(":")
    if colon > 0 and labels.meaning(text[:colon]) is not None:
        return None  # label and answer in the same cell
    meaning = labels.meaning(text) or labels.meaning(text, fuzzy=len(text.split()) <= 8)
    if meaning is None:
        return None
    last = lines[-1]
    bold = all(sheet.lines[one].bold for one in lines)
    end = (last, len(sheet.lines[last].text))
    return Hit(meaning, (number, 0), end, Form.CELL, text, bold, cell)


def _line_hit(sheet: Sheet, labels: Labels, number: int, start: int, end: int) -> Hit | None:
    """The best hit that begins at `start` of a line, or None."""
    line = sheet.lines[number]
    found: list[Hit] = []
    for fuzzy in (False, True):
        for stop, after, form in _stops(sheet, number, start, end):
            text = line.text[start:stop].rstrip(_LEADERS)
            if fuzzy and form is Form.ALONE and not (line.bold or len(text.split()) <= 4):
                continue
            meaning = labels.meaning(text, fuzzy=fuzzy)
            if meaning is not None:
                followed = bool(line.text[after:end].strip(_NOTHING))
                found.append(
                    Hit(meaning, (number, start), (number, after), form, text, line.bold,
                        sheet.cell(number), followed)
                )  # fmt: skip
                if line.text[stop:after].strip() == ":" and not fuzzy:
                    break  # what follows a label and its colon is answer
        if not found and not fuzzy and end == len(line.text):
            found += _wrapped(sheet, labels, number, start)
        if found:
            return max(found, key=lambda hit: (hit.meaning.score, hit.meaning.words, -hit.form))
    return None


def _bare_hit(sheet: Sheet, labels: Labels, number: int, start: int, end: int) -> Hit | None:
    """The longest label that a line begins with, its answer right behind it."""
    line = sheet.lines[number]
    gaps = [gap.start() for gap in re.finditer(r"\s", line.text[start:end])][:16]
    found: list[Hit] = []
    for gap in gaps:
        text, numbered = unnumbered(line.text[start : start + gap])
        meaning = labels.exact(text)
        if meaning is not None and meaning.fields and (meaning.words > 1 or meaning.printed):
            after = start + gap
            found.append(
                Hit(replace(meaning, numbered=numbered), (number, start), (number, after), Form.BARE, text, line.bold,
                    sheet.cell(number), followed=True)
            )  # fmt: skip
    # "Organisation Council of ..." is "Organisation", as printed, and no "Organisation, council".
    return max(found, key=lambda hit: (bool(hit.meaning.printed), len(hit.text)), default=None)


def _overreaches(labels: Labels, hit: Hit) -> bool:
    """Whether a whole line was taken for a label though it may hold a shorter one and its answer."""
    meaning = labels.exact(unnumbered(hit.text)[0])
    return hit.form is Form.ALONE and (meaning is None or not (meaning.printed or meaning.sections))


def _stops(sheet: Sheet, number: int, start: int, end: int) -> list[tuple[int, int, Form]]:
    """Where a label that begins at `start` may stop: (stop, where the answer begins, how)."""
    line = sheet.lines[number]
    text = line.text
    stops: list[tuple[int, int, Form]] = []
    control = min(
        [one for one, _ in line.controls if start < one <= end]
        + [one for one in line.prompts if start < one <= end],
        default=None,
    )
    if control is not None and control - start <= MAX_LABEL:
        stops.append((control, control, Form.CONTROL))
    depth_end = start
    for gap in _GAP.finditer(text, start, min(end, start + MAX_LABEL + 1)):
        if gap.start() == start or len(stops) > 6:
            continue
        inside = text.count("(", start, gap.start()) > text.count(")", start, gap.start())
        if inside and gap[0] != "\t":
            continue
        depth_end = gap.end()
        if not text[gap.end() : end].strip(_NOTHING) and not (control and control >= gap.end()):
            stops.append((gap.start(), end, Form.ALONE))
        else:
            stops.append((gap.start(), gap.end(), Form.COLON))
    if depth_end < end and end - start <= MAX_LABEL:
        stops.append((end, end, Form.ALONE))
    return stops


def _wrapped(sheet: Sheet, labels: Labels, number: int, start: int) -> list[Hit]:
    """Hits of a label that runs on over the next one or two lines, as PDF lines do."""
    line = sheet.lines[number]
    if sheet.kind == "docx" or (line.place.box is None and sheet.kind != "text"):
        return []
    text = line.text[start:].strip()
    if text.endswith((":", "?", ".")) or len(text) > MAX_LABEL:
        return []
    found: list[Hit] = []
    cell = sheet.cell(number)
    for more in (1, 2):
        if number + more >= len(sheet.lines) or sheet.cell(number + more) != cell:
            break
        below = sheet.lines[number + more]
        for gap in [*_GAP.finditer(below.text), None]:
            stop = gap.start() if gap else len(below.text)
            after = gap.end() if gap else len(below.text)
            joined = f"{text} {below.text[:stop]}".rstrip(_LEADERS)
            meaning = labels.meaning(joined) if len(joined) <= MAX_LABEL else None
            if (
                meaning is None
                or meaning.score < 100.0
                or meaning.words < 3
                or (gap is None and not line.bold)
            ):
                continue
            followed = bool(below.text[after:].strip(_NOTHING))
            form = Form.COLON if followed else Form.ALONE
            after = after if followed else len(below.text)
            found.append(
                Hit(meaning, (number, start), (number + more, after), form, joined,
                    line.bold and below.bold, cell, followed)
            )  # fmt: skip
            break
        text = f"{text} {below.text}".strip()
    return found
