"""Letters in boxes of their own, and dates in a box for each part, made one answer again.

Forms print a row of small boxes for a date, a number or a code, one letter to each; or a box for the
day, one for the month, one for the year, with strokes between. An empty box between full ones is a
space. Letters drawn as far apart without boxes (ticks on a line, or nothing) are known by their pitch.

BUGS: a row of fewer than four letters without boxes round them is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from parsers.pdf_cells import Cell, Table
from parsers.pdf_words import Box, Word

#: Points: no box for one letter is wider, and none for part of a date.
_LETTER, _PART = 30.0, 64.0
#: Letters that a box for part of a date or number may hold, and parts that one answer may have.
_PART_LETTERS, _PARTS = 6, 4
#: Letters that must stand evenly for their pitch to tell.
_EVEN = 4
_SEPARATORS = frozenset("/-.\u2013\u2014\\|:")
_Run = list[Cell]


def joined_letters(words: list[Word], found: list[Table]) -> tuple[list[Word], list[Table]]:
    """Words and tables, each row of boxes for letters one box with one word."""
    tables: list[Table] = []
    for table in found:
        cells: list[Cell] = []
        for _, row in groupby(table.cells, key=lambda cell: cell.row):
            for run in _runs(list(row)):
                whole, words = _filled(run, words)
                cells += whole
        tables.append(table if len(cells) == len(table.cells) else _narrowed(table, cells))
    words, tables = _parts_joined(_evenly(words), tables)
    return words, tables


def _runs(row: list[Cell]) -> list[_Run]:
    """The cells of one row, those that may be boxes for one letter each together."""
    runs: list[_Run] = []
    for cell in row:
        x0, top, x1, bottom = cell.box
        small = 4 < x1 - x0 <= _LETTER and x1 - x0 <= 1.7 * (bottom - top)
        if runs and small:
            a, b, c, d = runs[-1][-1].box
            alike = abs((c - a) - (x1 - x0)) <= 0.25 * (x1 - x0) and abs(b - top) < 2
            if alike and abs(c - x0) < 2 and abs(d - bottom) < 2:
                runs[-1].append(cell)
                continue
        runs.append([cell])
    return runs


def _filled(run: _Run, words: list[Word]) -> tuple[_Run, list[Word]]:
    """A row of boxes as one, its letters as one word, if each box holds a letter at most."""
    if len(run) < 2:
        return run, words
    box = (run[0].box[0], run[0].box[1], run[-1].box[2], run[0].box[3])
    found = sorted((word for word in words if _within(word, box)), key=_middle)
    text = _placed(found, run)
    if text is None or (len(run) < 3 and " " in text):
        return run, words
    gone = {id(word) for word in found}
    kept = [word for word in words if id(word) not in gone]
    return [replace(run[0], box=box)], [*kept, _merged(found, text.strip())]


def _placed(found: list[Word], run: _Run) -> str | None:
    """The letters of `found`, a box of `run` to each, spaces for empty boxes; None if they fit not."""
    pitch = (run[-1].box[2] - run[0].box[0]) / len(run)
    letters = [" "] * len(run)
    for word in found:
        step = (word.box[2] - word.box[0]) / len(word.text)
        if len(word.text) > 1 and not 0.65 * pitch < step < 1.35 * pitch:
            return None
        first = int((word.box[0] + min(step, pitch) / 2 - run[0].box[0]) / pitch)
        spots = range(first, first + len(word.text))
        if first < 0 or spots[-1] >= len(run) or any(letters[at] != " " for at in spots):
            return None
        letters[first : spots[-1] + 1] = word.text
    return "".join(letters) if found else None


def _within(word: Word, box: Box) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, word.base - 0.3 * word.size
    return box[0] <= x <= box[2] and box[1] <= y <= box[3] and not word.turned


def _merged(words: list[Word], text: str) -> Word:
    """Several words as one that says `text`."""
    first = words[0]
    box = (
        min(word.box[0] for word in words),
        min(word.box[1] for word in words),
        max(word.box[2] for word in words),
        max(word.box[3] for word in words),
    )
    return replace(first, text=text, box=box, follows=False, lead=" ")


def _narrowed(table: Table, cells: list[Cell]) -> Table:
    """A table with fewer cells: its columns counted anew."""
    edges = tuple(sorted({cell.box[0] for cell in cells}))
    cells = [replace(cell, column=edges.index(cell.box[0])) for cell in cells]
    return Table(tuple(cells), table.box, edges)


def _evenly(words: list[Word]) -> list[Word]:
    """Words, single letters that stand evenly far apart on one line made one."""
    single = [word for word in words if len(word.text) == 1 and not word.turned]
    if len(single) < _EVEN:
        return words
    gone: set[int] = set()
    more: list[Word] = []
    ordered = sorted(single, key=lambda word: (round(word.base), word.box[0]))
    for _, row in groupby(ordered, key=lambda word: round(word.base)):
        for run in _even_runs(list(row)):
            alone = len(run) >= _EVEN and not _between(run, words)
            text = (_spelt(run, _middle) or _spelt(run, _left)) if alone else None
            if text is not None:
                gone.update(id(word) for word in run)
                more.append(_merged(run, text))
    return [word for word in words if id(word) not in gone] + more


def _middle(word: Word) -> float:
    return (word.box[0] + word.box[2]) / 2


def _left(word: Word) -> float:
    return word.box[0]


def _even_runs(row: list[Word]) -> Iterator[list[Word]]:
    """Letters of one row in runs of one pitch, a place or two left out between them."""
    run: list[Word] = []
    for word in row:
        step = _middle(word) - _middle(run[-1]) if run else 0.0
        if run and not 0.75 * word.size <= step <= 3.3 * _LETTER:
            yield run
            run = []
        run.append(word)
    yield run


def _spelt(run: list[Word], at: Callable[[Word], float]) -> str | None:
    """The letters of a run, a space where a place is left out; None where they stand unevenly.

    `at` tells where a letter stands: typed letters begin at their places, drawn ones have them in
    their middle.
    """
    steps = [at(word) - at(before) for before, word in pairwise(run)]
    pitch = min(steps)
    text = run[0].text
    for step, word in zip(steps, run[1:], strict=True):
        places = round(step / pitch)
        if places > 3 or abs(step - places * pitch) > 0.12 * pitch:  # of a place
            return None
        text += " " * (places - 1) + word.text
    return " ".join(text.split())


def _between(run: list[Word], words: list[Word]) -> bool:
    """Whether other words stand among the letters of a run."""
    mine = {id(word) for word in run}
    left, right, base = run[0].box[0], run[-1].box[2], run[0].base
    return any(
        id(word) not in mine
        and abs(word.base - base) < 0.5 * word.size
        and word.box[0] < right
        and word.box[2] > left
        for word in words
    )


def _parts_joined(words: list[Word], found: list[Table]) -> tuple[list[Word], list[Table]]:
    """Small boxes side by side, with no more than strokes between them, made one."""
    small = [table for table in found if _is_part(table, words)]
    groups: list[list[Table]] = []
    for table in sorted(small, key=lambda table: (round(table.box[1] / 4), table.box[0])):
        last = groups[-1][-1].box if groups else None
        if last is not None and (
            max(abs(last[1] - table.box[1]), abs(last[3] - table.box[3])) < 3
            and -1 <= table.box[0] - last[2] <= 24
            and _gap_is_plain((last[2], table.box[1], table.box[0], table.box[3]), words)
        ):
            groups[-1].append(table)
        else:
            groups.append([table])
    for group in groups:
        if 1 < len(group) <= _PARTS:
            words, whole = _one_box(group, words)
            found = [
                whole if table is group[0] else table for table in found if table not in group[1:]
            ]
    return words, found


def _is_part(table: Table, words: list[Word]) -> bool:
    """Whether a table is one small box that holds part of a date or number."""
    if len(table.cells) != 1:
        return False
    text = "".join(word.text for word in words if _within(word, table.box))
    width = table.box[2] - table.box[0]
    small = width <= _PART or width <= _LETTER * len(text)
    digits = any(letter.isdigit() for letter in text)
    return small and digits and len(text) <= _PART_LETTERS and text.isalnum()


def _gap_is_plain(gap: Box, words: list[Word]) -> bool:
    """Whether nothing but a stroke stands in the gap between two boxes."""
    return all(
        set(word.text) <= _SEPARATORS
        for word in words
        if gap[0] - 1 <= _middle(word) <= gap[2] + 1 and gap[1] <= word.base <= gap[3] + 4
    )


def _one_box(group: list[Table], words: list[Word]) -> tuple[list[Word], Table]:
    """Boxes side by side as one, and the words in and between them as one."""
    box = (
        group[0].box[0],
        min(table.box[1] for table in group),
        group[-1].box[2],
        max(table.box[3] for table in group),
    )
    mine = sorted((word for word in words if _within(word, box)), key=_middle)
    text = ""
    for word in mine:
        stroke = set(word.text) <= _SEPARATORS
        text += word.text if stroke or not text or text[-1] in _SEPARATORS else f" {word.text}"
    gone = {id(word) for word in mine}
    cell = replace(group[0].cells[0], box=box)
    kept = [word for word in words if id(word) not in gone]
    return [*kept, _merged(mine, text)], Table((cell,), box, (box[0],))
