"""Phrases with a gap in them ("known ~ to us"), looked for only where one of them may stand.

spaCy's Matcher tries every pattern at every word, which was most of what listening cost. Nearly no
word begins a phrase whose other words follow it: those places are found by set look-ups, and only
there is a phrase laid along the words. What is found is what Matcher finds with greedy="LONGEST":
of the matches of one list that overlap the longest, and of those of one length the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from routing.lexicon import GAP

Numbered = Callable[[int], bool]


class Gapped:
    """The phrases with gaps ("~") and numbers ("#") of every list, by the lists' keys."""

    def __init__(self) -> None:
        """Phrases of none."""
        #: By the first word of a phrase ("" for a gap or a number, which may be any word): the
        #: list's key, its words, which of them are certain, and the most words it may take.
        self._heads: dict[str, list[tuple[int, tuple[str, ...], frozenset[str], int]]] = {}

    def add(self, key: int, phrases: Sequence[Sequence[str]]) -> None:
        """Take up the phrases of a list: stems, "~" for up to `GAP` words, "#" for a number."""
        for one in dict.fromkeys(map(tuple, phrases)):
            reach = sum(GAP if word == "~" else 1 for word in one)
            words = frozenset(one[1:]) - {"~", "#"}
            head = "" if one[0] in "~#" else one[0]
            self._heads.setdefault(head, []).append((key, one, words, reach))

    def matches(self, stems: Sequence[str], is_number: Numbered) -> Iterator[tuple[int, int, int]]:
        """(list, first word, word after the last) of each phrase found; the longest of a list.

        `is_number` says whether the word at a place is a number.
        """
        found: dict[int, set[tuple[int, int]]] = {}
        anywhere = self._heads.get("", [])
        for at, stem in enumerate(stems):
            for heads in (self._heads.get(stem, ()), anywhere):
                for key, phrase, words, reach in heads:
                    if words.issubset(stems[at : at + reach]):
                        ends = _ends(phrase, stems, at, is_number)
                        found.setdefault(key, set()).update((at, end) for end in ends)
        for key, spans in found.items():
            taken: set[int] = set()
            for first, last in sorted(spans, key=lambda one: (one[0] - one[1], one[0])):
                if taken.isdisjoint(range(first, last)):
                    taken.update(range(first, last))
                    yield key, first, last


def _ends(
    phrase: Sequence[str], stems: Sequence[str], at: int, is_number: Numbered
) -> frozenset[int]:
    """Where a phrase that begins at `at` may end: places after its last word."""
    places = {at}
    for word in phrase:
        if word == "~":
            places = {to for one in places for to in range(one, min(one + GAP, len(stems)) + 1)}
        else:
            places = {
                one + 1
                for one in places
                if one < len(stems) and (is_number(one) if word == "#" else stems[one] == word)
            }
    return frozenset(places)
