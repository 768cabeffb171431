"""What pages do to a form: running heads and feet to leave out, rows that a page cut in two.

A line is furniture where it stands at the same height on several pages and nothing but such lines
stands beyond it: "Page 1 of 2" and "Page 2 of 2" are one line. On a single page the foot is known
by its words and by the gap above it.

BUGS: a head or foot on a single page that names no page, version or marking is read as words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from models.documents import Line
from parsers.label_words import SMALL
from parsers.labels import Labels

Cell = tuple[int, int, int]
Spot = tuple[str, int, int]
#: Points by which the same line may move from page to page.
SLACK: Final = 6.0
#: Heights of a line that part a foot from the last words of its page.
APART: Final = 1.5
_PAGE: Final = re.compile(
    r"(?:page|p\.?|-)?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,3})?\s*-?|official(?:[\s:-]+sensitive)?(?:\s.{0,30})?"
    r"|(?:not )?protectively marked|restricted(?: when complete)?"
    r"|\(?(?:please )?(?:continued?|cont(?:inues|'?d)?\.?)(?: (?:on|over)(?: the)?(?: next page| page \d+|leaf)?| overleaf)?\.*\)?"
    r"|(?:please )?(?:turn over|p\.?t\.?o\.?)",
    re.I,
)
_FOOT: Final = re.compile(
    r"\bpage\s*\d{1,3}\b|\buncontrolled\b|\b(?:version|rev(?:ision)?|issue)\s*\d|\bv\d+(?:\.\d+)+\b|"
    r"\bofficial\b|\brestricted\b|\u00a9|\bcopyright\b|\bprotectively marked\b",
    re.I,
)


def without_furniture(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines of a document less page numbers, markings, running heads and feet."""
    gone = _repeated(lines, labels)
    outer: set[int] = set()  # first and last rows: in between, a figure is part of an answer
    for page in _pages(lines).values():
        gone |= _edges(lines, page)
        tops = sorted({round(_top(lines[n]) / SLACK) for n in page})
        outer |= {n for n in page if round(_top(lines[n]) / SLACK) in (*tops[:2], *tops[-2:])}
    return [
        line
        for number, line in enumerate(lines)
        if number not in gone
        and not (line.place.page and _PAGE.fullmatch(line.text.strip()) and not line.place.cell
                 and (number in outer or line.place.box is None or not _figure(line)))
    ]  # fmt: skip


def _figure(line: Line) -> bool:
    """Whether a line is a number and no more."""
    return line.text.strip(" -").isdigit()


def _pages(lines: list[Line]) -> dict[int, list[int]]:
    """The lines of each page that have a box, from the top."""
    pages: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        if line.place.page is not None and line.place.box is not None:
            pages.setdefault(line.place.page, []).append(number)
    return {page: sorted(found, key=lambda n: _top(lines[n])) for page, found in pages.items()}


def _top(line: Line) -> float:
    return line.place.box[1] if line.place.box else 0.0


def _spot(line: Line) -> Spot:
    """A line's words, figures masked, with the height and the side of the page it stands at."""
    text = re.sub(r"\d+", "#", line.text.strip().casefold())
    box = line.place.box or (0.0, 0.0, 0.0, 0.0)
    return text, round(box[1] / SLACK), round((box[0] + box[2]) / (8 * SLACK))


def _repeated(lines: list[Line], labels: Labels) -> set[int]:
    """The lines that stand on several pages.

    The same words anywhere; but for their figures, only where none but such lines stand beyond.
    """
    pages = _pages(lines)
    if len(pages) < 2:
        return set()
    seen = Counter(spot for page in pages.values() for spot in {_spot(lines[n]) for n in page})
    same: Counter[tuple[str, int]] = Counter()
    for page in pages.values():
        same.update({(lines[n].text.strip(), round(_top(lines[n]) / SLACK)) for n in page})
    gone: set[int] = set()
    for page in pages.values():
        for edge in (page, page[::-1]):
            for number in edge:
                if seen[_spot(lines[number])] < 2 or lines[number].place.cell is not None:
                    break
                gone.add(number)
        gone |= {
            n
            for n in page
            if same[lines[n].text.strip(), round(_top(lines[n]) / SLACK)] > 1
            and lines[n].place.cell is None
        }
    answers: dict[str, int] = {}  # "Date of Request: 4 May" in a running head: once it counts
    for number in sorted(gone):
        if _answers(lines[number], labels):
            answers.setdefault(lines[number].text.strip(), number)
    return {n for n in gone if not _tells(lines[n], labels)} - set(answers.values())


def _answers(line: Line, labels: Labels) -> bool:
    """Whether a line is a label, as the agreement prints it, and its answer."""
    label, colon, answer = line.text.partition(":")
    meaning = labels.exact(label) if colon and answer.strip() else None
    return meaning is not None and bool(meaning.printed) and len(meaning.fields) == 1


def _tells(line: Line, labels: Labels) -> bool:
    """Whether a line is a label or heading: a table may print them again on each page."""
    meaning = labels.meaning(line.text.rstrip(" :"))
    return meaning is not None and bool(meaning.fields or meaning.sections)


def _edges(lines: list[Line], page: list[int]) -> set[int]:
    """A foot at the end of one page, known by its words and the gap above it."""
    foot = [n for n in page if abs(_top(lines[n]) - _top(lines[page[-1]])) < SLACK / 2]
    rest = [n for n in page if n not in foot]
    if not rest or not any(_FOOT.search(lines[n].text) for n in foot):
        return set()
    box, last = lines[page[-1]].place.box, max(_bottom(lines[n]) for n in rest)
    if box is None or box[1] - last < APART * (box[3] - box[1]):
        return set()
    return {n for n in foot if lines[n].place.cell is None}


def _bottom(line: Line) -> float:
    return line.place.box[3] if line.place.box else 0.0


def _table(line: Line) -> int | None:
    return line.place.cell[0] if line.place.cell is not None else None


def joined_rows(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines, the rows of a table that a page cut inside their label made one again."""
    rows: dict[tuple[int, int], list[int]] = {}
    for number, line in enumerate(lines):
        if line.place.cell is not None:
            rows.setdefault(line.place.cell[:2], []).append(number)
    laid = list(lines)
    for (table, row), found in sorted(rows.items()):
        above = rows.get((table, row - 1))
        if above is None or lines[above[-1]].place.page == lines[found[0]].place.page:
            continue
        first, second = _label(lines, above), _label(lines, found)
        if first and second and _is_cut(first, second, labels):
            for number in found:
                laid[number] = _moved(laid[number], -1)
            order = sorted((*above, *found), key=lambda n: (_column(lines[n]), n))
            for spot, line in zip(sorted((*above, *found)), [laid[n] for n in order], strict=True):
                laid[spot] = line
    return laid


def _label(lines: list[Line], row: list[int]) -> str:
    """The words in the first column of a row, where it has another column."""
    columns = {_column(lines[n]) for n in row}
    if len(columns) < 2 or 0 not in columns:
        return ""
    return " ".join(lines[n].text for n in row if _column(lines[n]) == 0)


def _is_cut(first: str, second: str, labels: Labels) -> bool:
    """Whether the label above a page break ends below it."""
    if first.count("(") > first.count(")") and second.count(")") > second.count("("):
        return labels.meaning(first) is not None
    return goes_on(first, second, f"{first} {second}", labels)


def _column(line: Line) -> int:
    return line.place.cell[2] if line.place.cell else 0


def _moved(line: Line, rows: int) -> Line:
    """The line some rows further down."""
    table, row, column = line.place.cell or (0, 0, 0)
    return replace(line, place=replace(line.place, cell=(table, row + rows, column)))


def goes_on(label: str, text: str, joined: str, labels: Labels) -> bool:
    """Whether the words `text` belong to the `label` above them; `joined` are both."""
    whole = labels.meaning(joined.rstrip(" :?"))
    if label.rstrip().endswith((":", "?")) or whole is None:
        return False
    first, second = labels.meaning(label), labels.meaning(text.rstrip(" :?"))
    if first is None or second is None:
        return True
    # "Legal basis for / disclosure": the first line does not end, the second does not begin.
    cut = label.split()[-1].casefold() in SMALL or (label[:1].isupper() and text[:1].islower())
    return whole.score > first.score or (cut and whole.score >= min(first.score, 100.0))
