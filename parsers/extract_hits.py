"""Where labels and headings stand on a sheet, and where the answer of each may begin.

Nothing is believed yet (`extract_resolve`): a hit could be a label by what it says and how it stands.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, islice
from typing import Final

from models.documents import Line
from parsers.extract_cells import answers_inside, cell_hit
from parsers.extract_hit import Form, Hit, Spot
from parsers.extract_look import SEARCHED
from parsers.extract_sheet import Cell, Sheet
from parsers.extract_wrapped import GAP, LEADERS, NOTHING, closed, longer, runs_on
from parsers.label_numbers import unnumbered
from parsers.label_words import SMALL
from parsers.labels import MAX_LABEL, PLAIN, Labels
from parsers.looks import is_bold_lead, turns

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
    inside = answers_inside(sheet, labels)
    for number, line in enumerate(islice(sheet.lines, SEARCHED)):
        cell = sheet.cell(number)
        if cell is not None and cell not in seen_cells:
            seen_cells.add(cell)
            whole = cell_hit(sheet, labels, cell, number, inside=cell[0] in inside)
            if whole is not None:
                hits.append(whole)
                taken = (sheet.cell_lines(cell)[-1], 1 << 30)
                continue
        for start, end, inner in _parts(line):
            if (number, start) < taken:
                continue
            hit = _line_hit(sheet, labels, number, start, end)
            if bare and (hit is None or _overreaches(labels, hit)):
                hit = _bare_hit(sheet, labels, number, start, end, strays=True) or hit
            elif hit is None and hits:
                hit = _again(sheet, labels, hits[-1], (number, start, end))
            if hit is not None and inner and hit.form not in (Form.COLON, Form.CONTROL):
                continue
            if hit is not None:
                hits.append(hit)
                taken = max(taken, hit.end, (number, end) if hit.form is Form.ALONE else hit.end)
    return hits


def _again(sheet: Sheet, labels: Labels, last: Hit, spot: tuple[int, int, int]) -> Hit | None:
    """A heading said again, right below it, by a label that runs on into its answer."""
    number, start, end = spot
    if last.form is not Form.ALONE or last.end[0] + 1 != number or last.meaning.words < 3:
        return None
    hit = _bare_hit(sheet, labels, number, start, end)
    same = hit is not None and hit.meaning.printed and hit.meaning.fields == last.meaning.fields
    return hit if same else None


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
            if hit is not None and bare & set(hit.meaning.fields) and _tells(line, hit, bare):
                more.append(hit)
        elif number in first and first[number].form is Form.COLON:
            more += _inner_hits(sheet, labels, number, begun[number], inner)
    return sorted((*hits, *more), key=lambda hit: hit.start)


def _tells(line: Line, hit: Hit, keys: set[str]) -> bool:
    """Whether a label that nothing parts from its answer is one: long, or printed before a name."""
    after = line.text[hit.end[1] :].lstrip()[:1]
    return hit.meaning.words > 2 or (
        hit.meaning.words > 1 and bool(hit.meaning.printed & keys) and not after.islower()
    )


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
                if line.bold and meaning.sections and not meaning.fields and form is Form.COLON:
                    after, form = end, Form.ALONE  # "Internal use only - for the team": all heading
                followed = bool(line.text[after:end].strip(NOTHING))
                bold = line.bold or is_bold_lead(line, stop, after)
                found.append(
                    Hit(meaning, (number, start), (number, after), form, text, bold,
                        sheet.cell(number), followed)
                )  # fmt: skip
                if line.text[stop:after].strip() == ":" and not fuzzy:
                    break  # what follows a label and its colon is answer
        best = max(found, key=_rank, default=None)
        alone = best if best is not None and best.form is Form.ALONE else None
        onward = best is not None and best.meaning.numbered and best.followed
        wraps = not fuzzy and (best is alone or (onward and runs_on(sheet, number)))
        wrapped = _wrapped(sheet, labels, (number, start, end), alone) if wraps else []
        best = max(wrapped, key=_rank, default=best)
        if best is not None:
            return _closed(sheet, labels, best, end)
    return None


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


def _bare_hit(
    sheet: Sheet, labels: Labels, number: int, start: int, end: int, *, strays: bool = False
) -> Hit | None:
    """The longest label that a line begins with, its answer right behind it.

    With `strays` also labels that are no field of ours: "Gender Male".
    """
    line = sheet.lines[number]
    gaps = [one.start() - start for one in islice(_WORD_END.finditer(line.text, start, end), 16)]
    found: list[Hit] = []
    listed = unnumbered(line.text[start : start + gaps[-1]])[1] if gaps else False
    for gap in gaps:
        text, numbered = unnumbered(line.text[start : start + gap])
        if numbered == listed and not labels.may_go_on(text):
            break
        meaning = labels.exact(text)
        ends = bool(text.split()) and text.split()[-1].casefold() in SMALL - {"is", "are"}
        if ends and not labels.is_spelt(text):
            continue  # "Address The Old Hall": no label ends so
        stray = strays and meaning is not None and not meaning.sections
        if meaning is not None and (
            stray or (meaning.fields and (meaning.words > 1 or meaning.printed))
        ):
            after = start + gap
            found.append(
                Hit(replace(meaning, numbered=numbered), (number, start), (number, after), Form.BARE, text, line.bold,
                    sheet.cell(number), followed=True)
            )  # fmt: skip
    best = max(found, key=lambda hit: (bool(hit.meaning.printed), len(hit.text)), default=None)
    longest = max(found, key=lambda hit: len(hit.text), default=None)
    if best is None or longest is None or best is longest:
        return best
    # "Organisation Council of ..." is "Organisation", as printed, and no "Organisation, council";
    # "Organisation or council Brookfold ..." is the longer label.
    more = line.text[best.end[1] : longest.end[1]]
    return longest if more.islower() else best


def _overreaches(labels: Labels, hit: Hit) -> bool:
    """Whether a whole line was taken for a label though it may hold a shorter one and its answer."""
    text = unnumbered(hit.text)[0]
    meaning = labels.exact(text)
    if labels.is_spelt(text):
        return False
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
    for turn in turns(line):  # a bold label, its answer in plain print
        if start < turn < min(end, start + MAX_LABEL):
            stops.append((turn, turn, Form.COLON))  # noqa: PERF401 - reads best so
    return sorted(stops, key=lambda stop: stop[0])


__all__ = ["Form", "Hit", "Spot", "find_hits", "more_hits"]
