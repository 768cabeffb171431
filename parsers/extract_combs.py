"""Boxes of one letter each ("1|2|0|3|1|9|8|5"), read as the words they make.

A box left empty between others is a space: forms group the letters of a number so. What the boxes
are printed with between them, such as the strokes of a date, stands in boxes of its own.

BUGS: fewer than four boxes side by side are read as cells of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from models.documents import Line

MIN_BOXES: Final = 4


def joined_boxes(lines: Sequence[Line]) -> list[Line]:
    """The lines, each run of boxes of one letter made one line.

    A table of nothing else is no table any more: its words stand freely.
    """
    rows: dict[tuple[int, int], list[int]] = {}
    for number, line in enumerate(lines):
        if line.place.cell is not None:
            rows.setdefault(line.place.cell[:2], []).append(number)
    runs = [run for row in rows.values() for run in _runs(lines, row)]
    if not runs:
        return list(lines)
    boxed = {number for run in runs for number in run}
    others = {
        line.place.cell[0]
        for number, line in enumerate(lines)
        if line.place.cell is not None and number not in boxed
    }
    made = {run[0]: _word(lines, run, others) for run in runs}
    return [
        made.get(number, line)
        for number, line in enumerate(lines)
        if number in made or number not in boxed
    ]


def _runs(lines: Sequence[Line], row: Sequence[int]) -> list[list[int]]:
    """The runs of boxes in one row of a table, by line."""
    found: list[list[int]] = []
    run: list[int] = []
    for number in sorted(row, key=lambda one: _column(lines[one])):
        boxed = len(lines[number].text.strip()) == 1
        step = _column(lines[number]) - _column(lines[run[-1]]) if run else 1
        if run and not (boxed and 1 <= step <= 2):
            found.append(run)
            run = []
        run = [*run, number] if boxed else run
    return [one for one in (*found, run) if len(one) >= MIN_BOXES]


def _column(line: Line) -> int:
    return line.place.cell[2] if line.place.cell else 0


def _word(lines: Sequence[Line], run: Sequence[int], others: set[int]) -> Line:
    """One line of the letters of a run of boxes."""
    text = ""
    for nth, number in enumerate(run):
        gap = nth and _column(lines[number]) - _column(lines[run[nth - 1]]) > 1
        text += (" " if gap else "") + lines[number].text.strip()
    first, last = lines[run[0]].place, lines[run[-1]].place
    box = None
    if first.box is not None and last.box is not None:
        box = (
            first.box[0],
            min(first.box[1], last.box[1]),
            last.box[2],
            max(first.box[3], last.box[3]),
        )
    cell = first.cell if first.cell is not None and first.cell[0] in others else None
    controls = ((0, len(text)),) if all(lines[one].controls for one in run) else ()
    return replace(
        lines[run[0]],
        text=text,
        place=replace(first, cell=cell, box=box),
        controls=controls,
        looks=(),
    )
