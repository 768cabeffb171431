"""Columns of print without rules: a page whose labels and answers are only aligned, as a table.

BUGS: where a line of print holds words of two columns close together, where the second begins is
    reckoned from its letters, as if all were as wide.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Final

from models.documents import Line
from parsers.extract_pages import SLACK, goes_on
from parsers.labels import Labels

#: Grids found by alignment are numbered from here, apart from a document's own tables.
ALIGNED: Final = 100_000

#: Points by which the reckoned beginning of a column may be wrong.
RECKONED: Final = 40.0
_GAP: Final = re.compile(r"\s{3,}")


def aligned(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines, those that stand in columns without rules given the cell they stand in."""
    pages = sorted({line.place.page or 0 for line in lines})
    starts = {page: _columns([line for line in lines if _free_on(line, page)]) for page in pages}
    laid = [part for line in lines for part in _parted(line, starts[line.place.page or 0])]
    for page in pages:
        mine = [n for n, line in enumerate(laid) if _free_on(line, page)]
        if len(starts[page]) > 1:
            _place(laid, mine, starts[page], ALIGNED + page, labels)
    return laid


def _parted(line: Line, starts: list[float]) -> list[Line]:
    """The line, or where it goes over a column's beginning with a wide gap there, its two parts."""
    box = line.place.box
    if len(starts) < 2 or box is None or line.place.cell is not None or line.controls:
        return [line]
    letter = (box[2] - box[0]) / max(len(line.text), 1)
    for gap in _GAP.finditer(line.text):
        at = box[0] + letter * gap.end()
        start = min(starts[1:], key=lambda x: abs(x - at))
        if abs(start - at) <= RECKONED and box[0] < start - SLACK and gap.start():
            left = (box[0], box[1], min(start - SLACK, box[0] + letter * gap.start()), box[3])
            right = (start, box[1], box[2], box[3])
            return [
                replace(line, text=line.text[: gap.start()], place=replace(line.place, box=left)),
                replace(line, text=line.text[gap.end() :], place=replace(line.place, box=right)),
            ]
    return [line]


def _free_on(line: Line, page: int) -> bool:
    return line.place.page == page and line.place.cell is None and line.place.box is not None


def _columns(lines: list[Line]) -> list[float]:
    """Left edges that at least three lines share with something else on their baselines."""
    edges: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for before, line in pairwise(lines):
        one, other = before.place.box, line.place.box
        if one and other and abs(one[3] - other[3]) < SLACK / 2 and other[0] > one[2]:
            edges[round(one[0] / SLACK)] += 1
            edges[round(other[0] / SLACK)] += 1
            right[round(other[0] / SLACK)] += 1
    starts: list[float] = []
    for edge, count in sorted(edges.items()):
        near = count + edges.get(edge + 1, 0)
        if near >= 3 and (not starts or edge * SLACK - starts[-1] > 4 * SLACK):
            starts.append(edge * SLACK)
    # Answers that begin wherever their labels end stand in no column.
    known = sum(n for edge, n in right.items() if any(abs(edge * SLACK - x) < 9 for x in starts))
    return starts if 5 * known >= 3 * sum(right.values()) else []


def _place(
    laid: list[Line], mine: list[int], starts: list[float], table: int, labels: Labels
) -> None:
    """Give each line of a page its row and column; a line across the columns is a row alone."""
    row = -1
    label = ""
    leading = _leading([laid[number] for number in mine])
    above = 0.0
    for number in mine:
        line = laid[number]
        box = line.place.box or (0.0, 0.0, 0.0, 0.0)
        column = max((n for n, x in enumerate(starts) if x - SLACK <= box[0]), default=0)
        across = column + 1 < len(starts) and box[2] > starts[column + 1] + SLACK
        if column == 0:
            joined = f"{label} {line.text}".strip()
            if not label or across:
                follows = False
            elif leading is not None:
                follows = box[3] - above <= leading
            else:
                follows = goes_on(label, line.text, joined, labels)
            row += not follows
            label = "" if across else joined if follows else line.text
        row = max(row, 0)
        place = replace(line.place, cell=None if across else (table, row, column))
        laid[number] = replace(line, place=place)
        above = box[3]


def _leading(lines: list[Line]) -> float | None:
    """The widest step (points) from line to line inside a row, where rows stand wider apart.

    None where every line stands as far from the next: then only the words tell a new row.
    """
    feet = [line.place.box[3] for line in lines if line.place.box is not None]
    steps = sorted(after - before for before, after in pairwise(feet) if after - before > SLACK / 2)
    if not steps:
        return None
    narrow = steps[len(steps) // 10]
    wide = [step for step in steps if step > 1.25 * narrow]
    close = [step for step in steps if step <= 1.25 * narrow]
    return 1.25 * narrow if len(close) >= 2 and len(wide) >= len(steps) // 4 else None
