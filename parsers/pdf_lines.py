"""Words of one region of a PDF page into rows of print, their parts, and Lines.

A row is what stands on one baseline. It is parted where a gap is so wide that another column begins,
and at a lesser gap where a column begins that other rows show: a long label may end close to it.

BUGS: a column that fewer than three rows share is known only by wide gaps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from models.documents import Line, Place
from parsers.pdf_words import Word

#: A gap this many font heights wide separates two columns, not two words.
COLUMN_GAP = 2.0
#: How a gap is told that parts a label from its answer, or two answers, on one line.
WIDE = "   "
#: Points by which words that begin in one column may differ, and by which those of one place do.
_EDGE = 1.5
#: Rows that must begin at an edge for a column to stand there, and those with words left of it.
_SHARED, _INNER = 3, 2
#: How a box to be ticked is written (`pdf_ticks`): it stands before its words.
BOXES = frozenset(("[x]", "[ ]"))
Key = tuple[int, int, int]
Part = list[Word]


@dataclass(slots=True)
class Row:
    """Words that stand on one baseline; its parts once it has been parted."""

    words: list[Word] = field(default_factory=list)
    base: float = 0.0
    size: float = 0.0
    parts: list[Part] = field(default_factory=list)

    @property
    def top(self) -> float:
        """About where its letters begin, from its baseline: boxes of words differ with their letters."""
        return self.base - 0.75 * self.size


def lines_of(words: list[Word], page: int, cell: Key | None) -> list[Line]:
    """Words of one region as lines, from the top, and left to right on one baseline."""
    return [line_of(part, page, cell) for row in parted(words) for part in row.parts]


def parted(words: list[Word]) -> list[Row]:
    """The rows of some words, each in parts."""
    rows = _rows(words)
    for row in rows:
        row.words = _once(sorted(row.words, key=lambda word: (word.box[0], word.order)))
        row.parts = _parts(row, row.words)
    return rows


def in_columns(words: list[Word], before: list[float]) -> tuple[list[Row], list[float]]:
    """The rows of the free words of a page, parted also where a column begins; where columns do.

    A page that shows no columns, as one with the last rows of a form, may have those of the page
    `before` it.
    """
    rows = parted(words)
    edges = _edges(rows) or [edge for edge in before if any(_begins(row, edge) for row in rows)]
    if edges:
        for row in rows:
            row.parts = [part for long in row.parts for part in _at_edges(long, edges)]
    return rows, edges


def _begins(row: Row, edge: float) -> bool:
    """Whether a row, or words in it after a wide gap, begin at an edge."""
    return any(abs(x - edge) <= _EDGE for part in row.parts for x, _ in _begun(row, part))


def _once(words: list[Word]) -> list[Word]:
    """The words of a row less those that lie on their like."""
    kept: list[Word] = []
    for word in words:
        if not (kept and _printed_twice(kept[-1], word)):
            kept.append(word)
    return kept


def _parts(row: Row, words: list[Word]) -> list[Part]:
    """A row of words parted where gaps are as wide as between columns."""
    parts: list[Part] = [words[:1]]
    for before, word in pairwise(words):
        gap = word.box[0] - before.box[2]
        if gap > COLUMN_GAP * row.size and not _joined(before, word):
            parts.append([])
        parts[-1].append(word)
    return parts


def _edges(rows: list[Row]) -> list[float]:
    """Where columns begin that several rows share, besides the first of each."""
    begun = sorted(one for row in rows for part in row.parts for one in _begun(row, part))
    edges: list[float] = []
    group: list[tuple[float, bool]] = []
    for one in [*begun, (float("inf"), False)]:
        if group and one[0] - group[0][0] > _EDGE:
            if len(group) >= _SHARED and sum(inner for _, inner in group) >= _INNER:
                edges.append(sum(x for x, _ in group) / len(group))
            group = []
        group.append(one)
    return edges


def _begun(row: Row, part: Part) -> Iterator[tuple[float, bool]]:
    """Where a part of a row begins, and words in it after a wide gap; whether words stand before."""
    yield part[0].box[0], part is not row.parts[0]
    wide = [(one, two) for one, two in pairwise(part) if two.box[0] - one.box[2] > 0.7 * two.size]
    usual = usual_gap(part) if wide else 0.0
    for before, word in wide:
        if _is_wide(before, word, usual):
            yield word.box[0], True


def _is_wide(before: Word, word: Word, usual: float) -> bool:
    """Whether the gap between two words is much wider than the `usual` one of their line."""
    gap = word.box[0] - before.box[2]
    return gap > 0.7 * max(word.size, before.size) and gap > 2.2 * usual  # of a height


def _at_edges(part: Part, edges: list[float]) -> list[Part]:
    """A part of a row, parted again where a word begins at an edge after more than a usual gap."""
    parts: list[Part] = [part[:1]]
    usual = usual_gap(part)
    strong = part[0].bold
    for before, word in pairwise(part):
        gap = word.box[0] - before.box[2]
        near = bisect_left(edges, word.box[0] - _EDGE)
        at_edge = near < len(edges) and edges[near] <= word.box[0] + _EDGE
        ends = strong and not word.bold and gap > 0.12 * word.size
        wide = gap > 0.45 * word.size and (gap > 1.6 * usual or len(part) < 4)
        if at_edge and (ends or wide) and before.text not in BOXES:
            parts.append([])
        strong = strong and word.bold
        parts[-1].append(word)
    return parts


def _printed_twice(before: Word, word: Word) -> bool:
    """Whether a word lies on its like: some makers print twice to make letters bold."""
    return (
        word.text == before.text
        and abs(word.box[0] - before.box[0]) < 0.2 * word.size
        and abs(word.base - before.base) < 0.2 * word.size
    )


def _joined(before: Word, word: Word) -> bool:
    """Whether white space typed between two words fills the gap: then it is one line."""
    return word.follows and word.order == before.order + 1


def _rows(words: list[Word]) -> list[Row]:
    """Words gathered by baseline, from the top; raised and lowered letters stay on their line."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (word.base, word.order)):
        for row in reversed(rows[-3:]):
            near = abs(word.base - row.base) <= 0.4 * min(row.size, word.size)
            if near and not _overprints(row, word):
                row.words.append(word)
                row.size = max(row.size, word.size)
                break
        else:
            rows.append(Row([word], word.base, word.size))
    return rows


def _overprints(row: Row, word: Word) -> bool:
    """Whether a word lies on other words of a row, a little lower: it is a line of its own."""
    if abs(word.base - row.base) < 0.05 * word.size:
        return False
    return any(
        min(word.box[2], other.box[2]) - max(word.box[0], other.box[0]) > 0.5 * word.size
        and word.text != other.text
        for other in row.words
    )


def line_of(words: Part, page: int, cell: Key | None) -> Line:
    """One part of a row as a Line."""
    text = ""
    before: Word | None = None
    spans: list[tuple[int, int]] = []
    usual = usual_gap(words)
    strong = words[0].bold
    for word in words:
        if before is not None:
            text += _space(
                before, word, usual, ends=strong and not word.bold and not text.endswith((":", "?"))
            )
            strong = strong and word.bold
        if word.control:
            spans.append((len(text), len(text) + len(word.text)))
        text += word.text
        before = word
    # Many fonts give each letter a height of its own; their baseline and size do not change.
    base, size = words[0].base, max(word.size for word in words)
    rounded = (
        round(min(word.box[0] for word in words), 1),
        round(base - 0.8 * size, 1),
        round(max(word.box[2] for word in words), 1),
        round(base + 0.2 * size, 1),
    )
    place = Place(page=page, box=rounded, cell=cell)
    bold = all(word.bold for word in words if any(letter.isalnum() for letter in word.text))
    return Line(text, place, bold=bold and any(word.bold for word in words), controls=tuple(spans))


def _space(before: Word, word: Word, usual: float, *, ends: bool) -> str:
    """What stands between two words of a line: the content's own space, or one for a gap.

    A gap much wider than the `usual` one of its line (points) stays wide, and so does the one where
    bold print at the head of a line `ends`: what stands left of it is a label.
    """
    gap = word.box[0] - before.box[2]
    size = max(word.size, before.size)
    if gap > 0.12 * size and (ends or _is_wide(before, word, usual)):
        return WIDE
    if word.order == before.order + 1 and word.lead and not set(word.lead) & set("\r\n"):
        return " "
    return " " if gap > 0.12 * size else ""


def usual_gap(words: Part) -> float:
    """The gap between words of a line as most of them stand, in points."""
    gaps = sorted(after.box[0] - word.box[2] for word, after in pairwise(words))
    return gaps[(len(gaps) - 1) // 2] if gaps else 0.0


def turned_lines(words: list[Word], page: int) -> list[Line]:
    """Words that stand on end, in content order: a line for each run of them."""
    lines: list[Line] = []
    part: list[str] = []
    for word in words:
        if part and (set(word.lead) & set("\r\n")):
            lines.append(Line(" ".join(part), Place(page=page)))
            part = []
        if part and not word.lead:
            part[-1] += word.text
        else:
            part.append(word.text)
    if part:
        lines.append(Line(" ".join(part), Place(page=page)))
    return lines
