"""One slip of the pen in a word of the concern lists: "reportd", "harrassed", "neigbours".

A word that is not known is taken for a listed one if a letter is missing, doubled, changed or two
stand in the wrong order. Only long words that begin alike, and only words by which a concern or a
question is told: no list that refuses a request is reached through a slip.

BUGS: a true word of English one letter from a listed one is taken for it ("compliant" is kept
apart by `APART`); it can only make a request look better described to the rules, not well bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from routing.lexicon import Lexicon, expand, stem

#: Shorter words have too many neighbours.
LONG: Final = 6
#: Lists whose single words may be met with a slip.
LISTS: Final = ("behaviour", "reporting", "police_event", "narrow_ask", "outcome_ask", "action")
#: Ordinary words, of which Welsh and English texts alike have some: they show no language.
PLAIN: Final = "plain_words"
#: True words that must not be taken for a listed one.
APART: Final = frozenset(
    ["compliant", "deposal", "proposal", "disposable", "distance", "abused", "sleeping", "counted"]
)


class Spelling:
    """The listed words by what is left when a letter is taken out of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._known: set[str] = set()
        self._by_rest: dict[str, str] = {}
        lists = lexicon.lists.items()
        every = (p for name, phrases in lists if name != PLAIN for p in phrases)
        for phrase in every:
            for one in expand(phrase):
                self._known.update(one.removeprefix("=").split())
        self._known |= {stem(word, lexicon.lemmas) for word in self._known}
        for name in LISTS:
            for phrase in lexicon.lists[name]:
                for word in expand(phrase):
                    if word.isalpha() and len(word) >= LONG:
                        self._learn(word, lexicon)

    def knows(self, word: str) -> bool:
        """Whether a word, in small letters, stands in any list as it is or by its stem."""
        return word in self._known

    def _learn(self, word: str, lexicon: Lexicon) -> None:
        base = stem(word, lexicon.lemmas)
        for form in {word, base, base + "ed", base + "ing", base + "s"}:
            if len(form) >= LONG:
                for rest in _rests(form):
                    self._by_rest.setdefault(rest, base)

    def mended(self, word: str, base: str) -> str:
        """The stem of the listed word that `word` was meant for, or `base`, its own."""
        if len(word) <= LONG or not word.isalpha() or word in self._known or base in self._known:
            return base
        if word in APART:
            return base
        for rest in _rests(word):
            meant = self._by_rest.get(rest)
            if meant is not None and meant[0] == word[0]:
                return meant
        return base


def _rests(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters but the first."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
