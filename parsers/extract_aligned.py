"""Label and answer side by side on a page without rules: lines given the cells they stand in.

Columns are left edges that line after line shares with words on its baseline; a row begins with each
label in the first of them. A label too long for its column runs across the others: then its answer
is what follows it, in whatever column. Where a page begins in the middle of an answer, its lines
belong to the last row of the page before.

BUGS: a grid of two rows has too few lines to be one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from models.documents import Line
from parsers.extract_pages import goes_on
from parsers.extract_row_blocks import NOWHERE, SLACK, Going, Row, by_blocks
from parsers.label_numbers import unnumbered
from parsers.labels import PLAIN, Labels

#: Grids found by alignment are numbered from here, apart from a document's own tables.
ALIGNED: Final = 100_000
#: Wide steps that show on any page that its rows stand apart.
_FEW: Final = 4


def aligned(lines: list[Line], labels: Labels) -> tuple[list[Line], frozenset[Row]]:
    """The lines, those that stand in columns without rules given the cell they stand in.

    With them the (table, row) of rows of which it is not plain where they begin.
    """
    unclear: set[Row] = set()
    laid = list(lines)
    before: Going | None = None
    for page in sorted({line.place.page or 0 for line in lines}):
        mine = [n for n, line in enumerate(lines) if _free_on(line, page)]
        starts = _columns([lines[n] for n in mine])
        if before is not None and not starts and _in_columns([lines[n] for n in mine], before):
            starts = before.starts  # the rest of an answer, and perhaps few rows more
        going = Going(starts, ALIGNED + page, -1, risen=before.risen if before else 0)
        if len(starts) > 1:
            unclear |= _place(laid, mine, going, before, labels)
        before = going if len(starts) > 1 and _ends(lines, mine, page) else None
    return laid, frozenset(unclear)


def _free_on(line: Line, page: int) -> bool:
    return line.place.page == page and line.place.cell is None and line.place.box is not None


def _ends(lines: list[Line], mine: list[int], page: int) -> bool:
    """Whether a page ends in its aligned lines, and not in a table or words on end."""
    last = max((n for n, line in enumerate(lines) if line.place.page == page), default=-1)
    return bool(mine) and mine[-1] == last


def _in_columns(lines: list[Line], before: Going) -> bool:
    """Whether a page begins in the answer column of the page before."""
    box = lines[0].place.box if lines else None
    return box is not None and any(abs(box[0] - x) <= SLACK for x in before.starts[1:])


def _columns(lines: list[Line]) -> list[float]:
    """Where columns begin: the leftmost line, and edges at which three lines follow others."""
    right: Counter[int] = Counter()
    left = min((line.place.box[0] for line in lines if line.place.box), default=0.0)
    for before, line in pairwise(lines):
        one, other = before.place.box, line.place.box
        if one and other and abs(one[3] - other[3]) < SLACK / 2 and other[0] > one[2]:
            right[round(other[0] / SLACK)] += 1
    starts = [left]
    for edge, count in sorted(right.items()):
        near = count + right.get(edge + 1, 0)
        if near >= 3 and edge * SLACK - starts[-1] > 4 * SLACK:
            starts.append(edge * SLACK)
    # Answers that begin wherever their labels end stand in no column.
    known = sum(n for edge, n in right.items() if any(abs(edge * SLACK - x) < 9 for x in starts))
    return starts if len(starts) > 1 and 5 * known >= 3 * sum(right.values()) else []


def _place(
    laid: list[Line], mine: list[int], going: Going, before: Going | None, labels: Labels
) -> set[Row]:
    """Give each line of a page its row and column; a line across the columns is a row alone.

    What stands right of a label that runs across them, and below that, has no row: it follows.
    """
    starts, label, across, bold = going.starts, "", False, False
    leading, going.leading = _leading([laid[number] for number in mine])
    level = _answered([laid[number] for number in mine], starts)
    foot = 0.0
    seen: list[tuple[int, int, int]] = []
    for number in mine:
        line = laid[number]
        box = line.place.box or NOWHERE
        column = max((n for n, x in enumerate(starts) if x - SLACK <= box[0]), default=0)
        if column == 0:
            across = len(starts) > 1 and box[2] > starts[1] + SLACK
            joined = f"{label} {line.text}".strip()
            ended = label.endswith((":", "?")) or line.bold is not bold
            if not label or across or ended or unnumbered(line.text)[1]:
                follows = False
            elif leading is not None:
                apart = {round(box[3]), round(foot)} <= level and _begins(label, line.text, labels)
                follows = box[3] - foot <= leading and not apart
            else:
                follows = goes_on(label, line.text, joined, labels)
            going.row += not follows
            label = "" if across else joined if follows else line.text.rstrip()
            bold, foot = line.bold, box[3]
        cell: tuple[int, int, int] | None = (going.table, max(going.row, 0), column)
        if across or (line.bold and column and abs(box[0] - starts[column]) > 2 * SLACK):
            cell = None
        elif going.row < 0 and before is not None and _is_alike(before, starts):
            cell = None if before.across else (before.table, before.row, column)
        laid[number] = replace(line, place=replace(line.place, cell=cell))
        seen.append((going.row, column, number))
    going.across = across or (going.row < 0 and before is not None and before.across)
    if going.leading is None and before is not None:
        going.leading = before.leading
    return by_blocks(laid, seen, going)


def _begins(label: str, text: str, labels: Labels) -> bool:
    """Whether a line beside an answer is a label of its own, and no next row of `label`."""
    head = text.partition("(")[0].rstrip(" :?")
    first, second = labels.meaning(label.rstrip(" :?")), labels.meaning(head)
    if first is None or second is None or not (first.fields and second.fields):
        return False
    whole = labels.meaning(f"{label} {head}")
    return (whole is None or not whole.printed) and min(first.score, second.score) >= PLAIN


def _answered(lines: list[Line], starts: Sequence[float]) -> set[int]:
    """The heights (rounded feet) at which words stand in a column of answers."""
    if len(starts) < 2:
        return set()
    right = (line.place.box for line in lines if line.place.box is not None)
    return {
        round(box[3] + more) for box in right if box[0] >= starts[1] - SLACK for more in (-1, 0, 1)
    }


def _is_alike(before: Going, starts: list[float]) -> bool:
    """Whether the page before ends in a row of the same columns."""
    return before.row >= 0 and len(before.starts) == len(starts) and all(
        abs(one - two) <= 2 * SLACK for one, two in zip(before.starts, starts, strict=True)
    )  # fmt: skip


def _leading(lines: list[Line]) -> tuple[float | None, float | None]:
    """The widest step (points) from line to line inside a row, where rows stand wider apart.

    None where every line stands as far from the next: then only the words tell a new row. The second
    says so where a few rows do, as on a page that long answers fill.
    """
    feet = [line.place.box[3] for line in lines if line.place.box is not None]
    heights = sorted(line.place.box[3] - line.place.box[1] for line in lines if line.place.box)
    usual = heights[len(heights) // 2] if heights else 0.0
    # Half a line is the step from the middle of an answer to its label.
    least = max(SLACK / 2, 0.85 * usual)
    steps = sorted(after - before for before, after in pairwise(feet) if after - before > least)
    if not steps:
        return None, None
    narrow = steps[len(steps) // 10]
    if narrow > 1.7 * usual:
        return None, None  # no two lines of print stand so far apart in one paragraph
    widest = 1.25 * narrow
    wide = sum(step > widest for step in steps)
    if len(steps) - wide < 2 or wide < min(len(steps) // 4, _FEW):
        return None, None
    return widest if wide >= len(steps) // 4 else None, widest
