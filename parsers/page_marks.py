"""Where the values of a form stand on its pages: a mark for each, or none where that is in doubt.

A reading of a PDF or a scan knows on which page and in which box its value begins; the words that
go on from there are its own. One of a text file knows its paragraph alone: there the words of its
value are looked for among those that were drawn, in the order of the document. A value that stands
in one place is found there. One that stands in several is taken where it lies between its
neighbours on the form, right behind one, or next to a label of its field; else it has no mark, for
a wrong one is worse than none.

STANDARDS: none; words are compared as Unicode NFKC, without case and punctuation.
SECURITY: words and values were written by strangers; the work is bounded, and grows with their
    number (each value is searched for as a whole, and in few places).
ERRORS: none are raised.
BUGS: a value that is drawn otherwise than it was read (turned letter by letter, or as a picture)
    has no mark.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from models.documents import Place
from models.pages import Box, DrawnPage, Mark
from parsers.page_words import Found, Words, tokens_of

#: Values with fewer letters and fewer words than this are found only next to a label of theirs.
_FEW_LETTERS, _FEW_WORDS = 6, 3
#: Values of so many words stand where they stand alone, wherever that is.
_LONG: Final = 4
#: Words between a label and its value: a colon is none, "(if known)" is two.
_BETWEEN: Final = 2
#: A value of at most so many words stands on one page, with no more than so many lines between two.
_COMPACT, _LINES = 6, 1.5


@dataclass(frozen=True, slots=True)
class Sought:
    """A reading to be found: its field, its value as typed, its place in the file.

    `labels` are those that its field may have on a form. `within` is the key of another reading whose
    value holds this one: the cell in which several people stand.
    """

    key: str
    value: str
    place: Place
    labels: tuple[str, ...] = ()
    within: str = ""


def find_marks(sought: Iterable[Sought], pages: Sequence[DrawnPage]) -> tuple[Mark, ...]:
    """A mark on each page for each value that is found, in the order of `sought`; keys are unique."""
    wanted = [one for one in sought if one.value.strip()]
    words = Words(pages)
    alone = [one for one in wanted if not one.within]
    found = _Search(words, [one for one in alone if one.place.box is None]).found
    marks: dict[str, list[Mark]] = {}
    for one in alone:
        if one.place.box is not None:
            marks[one.key] = _declared(one, pages, words)
        elif one.key in found:
            marks[one.key] = _marks(one.key, found[one.key], pages)
    for one in wanted:
        if one.within:
            marks[one.key] = _inside(one, marks.get(one.within, []), pages, words)
    return tuple(mark for one in wanted for mark in marks.get(one.key, ()))


def _inside(
    one: Sought, frames: Sequence[Mark], pages: Sequence[DrawnPage], words: Words
) -> list[Mark]:
    """The marks of a value in one place among the words of another's."""
    places = [place for place in words.places(one.value) if _lies_in(place, frames)]
    return _marks(one.key, places[0], pages) if len(places) == 1 else []


def _lies_in(place: Found, frames: Sequence[Mark]) -> bool:
    return all(
        any(page == frame.page and _is_in(box, frame.box) for frame in frames)
        for page, box in place.words
    )


def _declared(one: Sought, pages: Sequence[DrawnPage], words: Words) -> list[Mark]:
    """The marks of a reading that has a box of its own: there its value begins, at least."""
    page, box = one.place.page, one.place.box
    if page is None or box is None or not 1 <= page <= len(pages):
        return []
    begun = [place for place in words.places(one.value) if _begins_in(place, page, box)]
    whole = _marks(one.key, begun[0], pages) if len(begun) == 1 else []
    kept = _on_page(box, pages[page - 1])
    return whole or ([Mark(one.key, page, kept)] if kept is not None else [])


def _begins_in(place: Found, page: int, box: Box) -> bool:
    on, first = place.words[0]
    return on == page and _is_in(first, box)


def _is_in(word: Box, box: Box) -> bool:
    """Whether the middle of a word lies in a box."""
    across, down = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _on_page(box: Box, page: DrawnPage) -> Box | None:
    """What of a box lies on its page; None where nothing does."""
    width, height = page.size
    left, top = max(box[0], 0.0), max(box[1], 0.0)
    right, bottom = min(box[2], width), min(box[3], height)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _marks(key: str, found: Found, pages: Sequence[DrawnPage]) -> list[Mark]:
    """The box around the words of a value, on each page that it stands on."""
    boxes = found.boxes()
    if found.count <= _COMPACT and not _is_compact(boxes):
        return []
    marks: list[Mark] = []
    for page, around in sorted(boxes.items()):
        left, top = min(box[0] for box in around), min(box[1] for box in around)
        right, bottom = max(box[2] for box in around), max(box[3] for box in around)
        kept = _on_page((left, top, right, bottom), pages[page - 1])
        if kept is not None:
            marks.append(Mark(key, page, kept))
    return marks


def _is_compact(boxes: dict[int, list[Box]]) -> bool:
    if len(boxes) != 1:
        return False
    (around,) = boxes.values()
    most = _LINES * max(box[3] - box[1] for box in around)
    return all(max(b[1] - a[3], a[1] - b[3]) <= most for a, b in pairwise(around))


class _Search:
    """One form being searched for the values whose paragraph alone is known.

    `found` gives for each key the place that was settled on.
    """

    def __init__(self, words: Words, loose: Sequence[Sought]) -> None:
        self._words = words
        self._order = sorted(loose, key=lambda one: _paragraph(one.place))
        self._labels = [frozenset(map(tokens_of, one.labels)) for one in self._order]
        self._places = [words.places(one.value) for one in self._order]
        self._settled: dict[int, Found] = {}
        self._settle_those_that_stand_alone()
        while self._settle_between_neighbours():
            pass
        self.found = self._without_rivals()

    def _settle_those_that_stand_alone(self) -> None:
        alone = [
            (nth, places[0])
            for nth, places in enumerate(self._places)
            if len(places) == 1 and not _is_short(places[0])
        ]
        in_order = _rising(alone)
        for nth, place in alone:
            if nth in in_order or place.count >= _LONG or self._is_labelled(nth, place):
                self._settled[nth] = place

    def _settle_between_neighbours(self) -> bool:
        """Settle what is in doubt by what is settled already; whether any was."""
        before = len(self._settled)
        for nth, places in enumerate(self._places):
            if nth in self._settled or not places:
                continue
            after, until = self._window(nth)
            within = [one for one in places if after <= one.start and one.end <= until]
            anchored = [
                one for one in within if one.start == after > 0 or self._is_labelled(nth, one)
            ]
            if len(anchored) == 1:
                self._settled[nth] = anchored[0]
            elif len(within) == 1 and not _is_short(within[0]) and len(places) > 1:
                self._settled[nth] = within[0]
        return len(self._settled) > before

    def _window(self, nth: int) -> tuple[int, int]:
        """Between which words a value must stand: after what stands before it, before the next."""
        mine = _paragraph(self._order[nth].place)
        posts = [
            (_paragraph(self._order[one].place), self._settled[one])
            for one in _rising(sorted(self._settled.items()))
        ]
        before = (place.end for paragraph, place in posts if paragraph < mine)
        behind = (place.start for paragraph, place in posts if paragraph > mine)
        return max(before, default=0), min(behind, default=self._words.count)

    def _is_labelled(self, nth: int, place: Found) -> bool:
        return self._words.follows(place.start, self._labels[nth], _BETWEEN)

    def _without_rivals(self) -> dict[str, Found]:
        """What was found, save where two fields from different places claim the same words."""
        kept: dict[str, Found] = {}
        for nth, place in self._settled.items():
            mine = self._order[nth]
            claimed = [
                self._order[other].place
                for other, theirs in self._settled.items()
                if other != nth and (theirs.start, theirs.end) == (place.start, place.end)
            ]
            if all(one == mine.place for one in claimed):
                kept[mine.key] = place
        return kept


def _is_short(place: Found) -> bool:
    return place.letters < _FEW_LETTERS and place.count < _FEW_WORDS


def _paragraph(place: Place) -> int:
    return place.paragraph if place.paragraph is not None else 0


def _rising(found: Sequence[tuple[int, Found]]) -> set[int]:
    """The numbers of the longest row of places that lie one behind the other, in the order given."""
    ends: list[int] = []  # of the row of each length, where its last place begins
    last: list[int] = []
    before: list[int | None] = []
    for at, (_, place) in enumerate(found):
        length = bisect_left(ends, place.start)
        before.append(last[length - 1] if length else None)
        if length == len(ends):
            ends.append(place.start)
            last.append(at)
        else:
            ends[length], last[length] = place.start, at
    row: set[int] = set()
    at_end = last[-1] if last else None
    while at_end is not None:
        row.add(found[at_end][0])
        at_end = before[at_end]
    return row
