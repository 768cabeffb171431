"""Phrases with a gap in them ("known ~ to us"), looked for only where one of them may stand.

spaCy's Matcher tries every pattern at every word, which is most of what listening costs. Nearly no
word begins a phrase whose other words follow it: those places are found by set look-ups, and the
Matcher is given only the words around them. What it finds is the same: a match begins at such a
place, and matches that overlap always lie in the same stretch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from routing.lexicon import GAP


class Gapped:
    """The phrases with gaps ("~") and numbers ("#") of every list, by the lists' names."""

    def __init__(self, vocab: Any) -> None:
        """Phrases of none, for documents of `vocab`."""
        from spacy.matcher import Matcher

        self._matcher = Matcher(vocab)
        #: By the first word of a phrase: its other words, and the most words it may take.
        self._heads: dict[str, set[tuple[frozenset[str], int]]] = {}

    def add(self, name: str, phrases: Sequence[Sequence[str]]) -> None:
        """Take up the phrases of a list: stems, "~" for up to `GAP` words, "#" for a number."""
        self._matcher.add(name, [[_node(w) for w in one] for one in phrases], greedy="LONGEST")
        for one in phrases:
            reach = sum(GAP if word == "~" else 1 for word in one)
            words = frozenset(one[1:]) - {"~", "#"}
            # A phrase that begins with a gap or a number may begin at any word.
            head = "" if one[0] in "~#" else one[0]
            self._heads.setdefault(head, set()).add((words, reach))

    def matches(self, doc: Any, stems: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """(list, first token, token after the last) of each phrase found; the longest of a list."""
        for start, end in self._stretches(stems):
            for key, first, last in self._matcher(doc[start:end]):
                yield key, start + first, start + last

    def _stretches(self, stems: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The parts of a text in which a phrase may stand, in order, none touching the next."""
        begun = stop = -1
        anywhere = self._heads.get("", set())
        for at, stem in enumerate(stems):
            reach = 0
            for heads in (self._heads.get(stem, ()), anywhere):
                for words, most in heads:
                    if most > reach and words.issubset(stems[at : at + most]):
                        reach = most
            if not reach:
                continue
            if at > stop:
                if begun >= 0:
                    yield begun, stop
                begun = at
            stop = max(stop, min(at + reach, len(stems)))
        if begun >= 0:
            yield begun, stop


def _node(word: str) -> dict[str, Any]:
    if word == "~":
        return {"OP": f"{{0,{GAP}}}"}
    return {"LIKE_NUM": True} if word == "#" else {"NORM": word}
