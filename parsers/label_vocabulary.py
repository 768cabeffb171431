"""The words that each field's labels are made of: a label in none of the known orders is told by them.

"Tenant's current address" is no label that anybody listed, and made of words of one field's alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from models.forms import FormField
from parsers.label_text import words_of

#: Share of a field's labels that hold a word for the word to tell the field.
COMMON: Final = 0.03
MOST_WORDS: Final = 8


class Vocabulary:
    """The words of the labels of each field, and those that are its own above all."""

    def __init__(self, fields: Sequence[FormField]) -> None:
        self._words: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        shares: dict[str, dict[str, float]] = {}
        for field in fields:
            bags = [set(words_of(label)) for label in field.labels]
            count = Counter(word for bag in bags for word in bag)
            shares[field.key] = {word: times / len(bags) for word, times in count.items()}
        for key, known in shares.items():
            heads = {
                word
                for word, share in known.items()
                if share >= COMMON and share == max(one.get(word, 0.0) for one in shares.values())
            }
            self._words[key] = (frozenset(known), frozenset(heads))

    def fields(self, words: Sequence[str]) -> list[str]:
        """The fields whose labels are made of all of these content words."""
        bag = frozenset(words)
        if not 2 <= len(bag) <= MOST_WORDS or len(bag - {"you", "your"}) < 2:
            return []  # "Your organisation and you" is a heading
        return [
            key
            for key, (known, heads) in self._words.items()
            if bag <= known and not bag.isdisjoint(heads)
        ]
