"""Where labels and headings stand on a sheet, and where the answer of each may begin.

Nothing is believed yet (`extract_resolve`): a hit could be a label by what it says and how it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby, islice
from typing import Final

from models.documents import Line
from parsers.extract_look import SEARCHED
from parsers.extract_sheet import Cell, Sheet
from parsers.extract_stacked import begins_answer
from parsers.extract_wrapped import GAP, LEADERS, NOTHING, closed, longer
from parsers.label_numbers import unnumbered
from parsers.labels import MAX_LABEL, PLAIN, Labels, Meaning

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
    bare: bool = False  # the next hit follows at once: nothing answers this one


MAX_PARTS: Final = 60  # of one line, searched: no form prints more labels side by side
_WORD_END: Final = re.compile(r"\s")
_WIDE: Final = re.compile(r"\t+|\s{3,}")
#: What may stand between one control's answer and the next label.
_BETWEEN: Final = re.compile(r"[\s,;.)]*(?:and\s+|with\s+)?")
_QUOTE: Final = re.compile(r"[\s>|*\u2022\u25cf\u25aa\u00b7]*")


def find_hits(sheet: Sheet, labels: Labels, *, bare: bool = False) -> list[Hit]:
    """Every place on the sheet that may be a label or heading, in reading order.

    With `bare` also labels that nothing parts from their answers ("Name J. Doe").
    """
    hits: list[Hit] = []
    taken: Spot = (-1, 0)
    seen_cells: set[Cell] = set()
    for number, line in enumerate(islice(sheet.lines, SEARCHED)):
        cell = sheet.cell(number)
        if cell is not None and cell not in seen_cells:
            seen_cells.add(cell)
            whole = _cell_hit(sheet, labels, cell, number)
            if whole is not None:
                hits.append(whole)
                taken = (sheet.cell_lines(cell)[-1], 1 << 30)
                continue
        for start, end, inner in _parts(line):
            if (number, start) < taken:
                continue
            hit = _line_hit(sheet, labels, number, start, end)
            if bare and (hit is None or _overreaches(labels, hit)):
                hit = _bare_hit(sheet, labels, number, start, end) or hit
            if hit is not None and inner and hit.form not in (Form.COLON, Form.CONTROL):
                continue
            if hit is not None:
                hits.append(hit)
                taken = max(taken, hit.end, (number, end) if hit.form is Form.ALONE else hit.end)
    return hits


def more_hits(
    sheet: Sheet, labels: Labels, hits: list[Hit], bare: set[str], inner: set[str]
) -> list[Hit]:
    """`hits`, and labels that stand where labels seldom do, of fields not found otherwise.

    Of `bare` fields, labels that nothing parts from their answers: "... is sought 1 May"; short
    ones begin too many sentences. Of `inner` fields, labels in a line that begins with another.
    """
    first = {hit.start[0]: hit for hit in reversed(hits)}
    begun = {n: max(hit.end[1] for hit in own) for n, own in groupby(hits, lambda h: h.start[0])}
    more: list[Hit] = []
    for number, line in enumerate(islice(sheet.lines, SEARCHED)):
        if number not in first and sheet.cell(number) is None:
            start, end, _ = (_parts(line) or [(0, 0, False)])[0]
            hit = _bare_hit(sheet, labels, number, start, end)
            if hit is not None and hit.meaning.words > 2 and bare & set(hit.meaning.fields):
                more.append(hit)
        elif number in first and first[number].form is Form.COLON:
            more += _inner_hits(sheet, labels, number, begun[number], inner)
    return sorted((*hits, *more), key=lambda hit: hit.start)


def _inner_hits(sheet: Sheet, labels: Labels, number: int, begun: int, keys: set[str]) -> list[Hit]:
    """Labels of `keys`, as printed, before a colon further on in a line: "A. Tuck Telephone: 1"."""
    line = sheet.lines[number]
    found: list[Hit] = []
    for colon in islice(re.finditer(r"[:\uff1a](?=\s|$)", line.text), MAX_PARTS):
        near = max(begun, colon.start() - 8 * MAX_LABEL)  # eight words, of any sane length
        words = list(re.finditer(r"\S+", line.text[near : colon.start()]))[-8:]
        for word in words:
            start = near + word.start()
            meaning = labels.exact(line.text[start : colon.start()])
            if start > begun and meaning is not None and meaning.printed & keys:
                followed = bool(line.text[colon.end() :].strip(NOTHING))
                text = line.text[start : colon.start()]
                found.append(
                    Hit(meaning, (number, start), (number, colon.end()), Form.COLON, text,
                        bold=False, cell=sheet.cell(number), followed=followed)
                )  # fmt: skip
                begun = colon.end()
                break
    return found


def _parts(line: Line) -> list[tuple[int, int, bool]]:
    """The [start, end) of each part of a line that may begin with a label, and if it is an inner one.

    Typed line breaks part a line; so do tabs, wide gaps (two answers side by side) and the ends of
    fill-in controls ("Name: [A. Tuck] Date of Birth: [1 May 1990]").
    """
    parts: list[tuple[int, int, bool]] = []
    offset = 0
    for row in line.text.split("\n"):
        lead = _QUOTE.match(row)
        stop = offset + len(row)
        parts.append((offset + (lead.end() if lead else 0), stop, False))
        inner = {offset + gap.end() for gap in _WIDE.finditer(row) if gap.start()}
        for _, after in line.controls:
            if offset < after < stop:
                mark = _BETWEEN.match(row, after - offset)
                inner.add(offset + (mark.end() if mark else after - offset))
        parts.extend((start, stop, True) for start in sorted(inner))
        offset = stop + 1
    return [(start, end, inner) for start, end, inner in parts[:MAX_PARTS] if start < end]


def _cell_hit(sheet: Sheet, labels: Labels, cell: Cell, number: int) -> Hit | None:
    """A hit of a whole cell: a label, maybe with remarks and on several lines, and nothing else."""
    lines = sheet.cell_lines(cell)
    text = sheet.cell_text(cell).strip().rstrip(LEADERS)
    if not text or len(text) > MAX_LABEL:
        return None
    if any(sheet.lines[one].prompts for one in lines):
        return None
    colon = text.find(":")
    if colon > 0 and labels.meaning(text[:colon]) is not None:
        return None  # label and answer in the same cell
    meaning = labels.meaning(text) or labels.meaning(text, fuzzy=True)
    if meaning is None or begins_answer(sheet, labels, lines, text, meaning):
        return None
    if any(sheet.lines[one].controls for one in lines) and not (
        meaning.printed and meaning.words > 1 and _is_left(sheet, cell)
    ):
        return None  # an answer filled in
    last = lines[-1]
    bold = all(sheet.lines[one].bold for one in lines)
    end = (last, len(sheet.lines[last].text))
    return Hit(meaning, (number, 0), end, Form.CELL, text, bold, cell)


def _is_left(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is the first of its row, and another follows."""
    columns = sheet.grids[cell[0]].row(cell[1])
    return len(columns) > 1 and columns[0] == cell[2]


def _line_hit(sheet: Sheet, labels: Labels, number: int, start: int, end: int) -> Hit | None:
    """The best hit that begins at `start` of a line, or None."""
    line = sheet.lines[number]
    found: list[Hit] = []
    for fuzzy in (False, True):
        for stop, after, form in _stops(sheet, number, start, end):
            text = line.text[start:stop].rstrip(LEADERS)
            meaning = labels.meaning(text, fuzzy=fuzzy)
            if fuzzy and form is Form.ALONE and not (line.bold or len(text.split()) <= 4):
                # A whole line of print that differs from a label by a letter or two.
                meaning = meaning if meaning is not None and meaning.score >= PLAIN else None
            if meaning is not None:
                followed = bool(line.text[after:end].strip(NOTHING))
                found.append(
                    Hit(meaning, (number, start), (number, after), form, text, line.bold,
                        sheet.cell(number), followed)
                )  # fmt: skip
                if line.text[stop:after].strip() == ":" and not fuzzy:
                    break  # what follows a label and its colon is answer
        best = max(found, key=_rank, default=None)
        wrapped: list[Hit] = []
        if not fuzzy and (best is None or best.form is Form.ALONE or _runs_on(sheet, best)):
            alone = best if best is not None and best.form is Form.ALONE else None
            wrapped = _wrapped(sheet, labels, (number, start, end), alone)
        best = max(wrapped, key=_rank, default=best)
        if best is not None:
            return _closed(sheet, labels, best, end)
    return None


def _runs_on(sheet: Sheet, hit: Hit) -> bool:
    """Whether a bold numbered heading with a dash may go on below: "5. Internal use - Team / (X)"."""
    line, after = sheet.lines[hit.start[0]], sheet.lines[hit.start[0] + 1 : hit.start[0] + 2]
    return line.bold and hit.meaning.numbered and hit.followed and any(one.bold for one in after)


def _rank(hit: Hit) -> tuple[float, int, int]:
    return hit.meaning.score, hit.meaning.words, -hit.form


def _wrapped(
    sheet: Sheet, labels: Labels, spot: tuple[int, int, int], found: Hit | None
) -> list[Hit]:
    """Hits of a label that runs on over the next one or two rows, as PDF lines do."""
    number, start, _ = spot
    return [
        Hit(one.meaning, (number, start), one.end, Form.COLON if one.followed else Form.ALONE,
            one.text, one.bold, sheet.cell(number), one.followed)
        for one in longer(sheet, labels, spot, found.meaning if found else None)
    ]  # fmt: skip


def _closed(sheet: Sheet, labels: Labels, hit: Hit, end: int) -> Hit:
    """The hit, up to where a bracket closes that was open at the end of its row."""
    number, start = hit.start
    if hit.form is not Form.ALONE or hit.end != (number, end):
        return hit
    text = sheet.lines[number].text[start:end]
    if text.count("(") <= text.count(")"):
        return hit
    whole = closed(sheet, labels, (number, start, end), text, hit.meaning)
    if whole is None:
        return hit
    form = Form.COLON if whole.followed else Form.ALONE
    return Hit(whole.meaning, hit.start, whole.end, form, whole.text, whole.bold, hit.cell,
               whole.followed)  # fmt: skip


def _bare_hit(sheet: Sheet, labels: Labels, number: int, start: int, end: int) -> Hit | None:
    """The longest label that a line begins with, its answer right behind it."""
    line = sheet.lines[number]
    gaps = [one.start() - start for one in islice(_WORD_END.finditer(line.text, start, end), 16)]
    found: list[Hit] = []
    listed = unnumbered(line.text[start : start + gaps[-1]])[1] if gaps else False
    for gap in gaps:
        text, numbered = unnumbered(line.text[start : start + gap])
        if numbered == listed and not labels.may_go_on(text):
            break
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
    for gap in GAP.finditer(text, start, min(end, start + MAX_LABEL + 1)):
        if gap.start() == start or len(stops) > 6:
            continue
        inside = text.count("(", start, gap.start()) > text.count(")", start, gap.start())
        if inside and gap[0] != "\t":
            continue
        depth_end = gap.end()
        if not text[gap.end() : end].strip(NOTHING) and not (control and control >= gap.end()):
            stops.append((gap.start(), end, Form.ALONE))
        else:
            stops.append((gap.start(), gap.end(), Form.COLON))
    if depth_end < end and end - start <= MAX_LABEL:
        stops.append((end, end, Form.ALONE))
    return stops
