"""One field made ready for matching, and how a phrase in it is meant: negated, doubtful, asked.

BUGS: negation and doubt are found by distance within a clause, not by grammar. So a negated or
doubtful signal is only ever a reason for less certainty, never by itself a refusal.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from routing.days import days_in
from routing.signals import Sentence

#: Where what is asked ends within a sentence, and telling begins again.
_ASKED_NO_MORE = frozenset([";", "because"])
_CLAUSE_ENDS = frozenset([";", ":", ".", "!", "?"])
#: How many words before a signal a "not" or a "may" still governs it.
NEGATION_REACH = 7
DOUBT_REACH = 9

_INVERTED = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "did",
        "do",
        "does",
        "can",
        "could",
        "would",
        "will",
        "may",
        "might",
        "should",
        "what",
        "when",
        "who",
        "which",
        "how",
        "where",
        "why",
        "whether",
    ]
)


@dataclass(slots=True)
class Text:
    """One field made ready: folded text, where each character came from, tokens."""

    name: str
    value: str
    origin: list[int]
    doc: Any
    stems: list[str]
    words: list[str]
    sentence_ends: list[int]
    sentences: list[Sentence]
    #: Where each token begins and ends in the folded text, and the number of its sentence.
    begins: list[int] = field(init=False)
    stops: list[int] = field(init=False)
    at: list[int] = field(init=False)

    def __post_init__(self) -> None:
        from spacy.attrs import IDX, LENGTH

        placed = self.doc.to_array([IDX, LENGTH]).tolist() if self.words else []
        self.begins = [begin for begin, _ in placed]
        self.stops = [begin + length for begin, length in placed]
        last, ends = len(self.sentences) - 1, self.sentence_ends
        self.at = [min(bisect.bisect_right(ends, begin), last) for begin in self.begins]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the typed value of the tokens [start, end)."""
        return self.origin[self.begins[start]], self.origin[self.stops[end - 1] - 1] + 1


class Cues:
    """Where negations, doubts and clause ends stand in one text."""

    def __init__(self, text: Text, spans: Mapping[str, set[tuple[int, int]]]) -> None:
        self._text = text
        self._starts: list[int] | None = None
        void = {start for start, _ in spans.get("negation_void", ())}
        self._not = {
            end - 1
            for start, end in spans.get("negation", ())
            if not any(end + ahead in void for ahead in range(3)) and not self._is_number(start)
        }
        self._ends = {start for start, _ in spans.get("negation_end", ())}
        self._ends.update(at for at, word in enumerate(text.words) if word in _CLAUSE_ENDS)
        self._doubt = {
            end - 1 for _, end in spans.get("hypothetical", ()) if not self._is_month(end - 1)
        }
        self._definite = {end - 1 for _, end in spans.get("definite", ())}
        #: The tokens where asking ends within a sentence, and those where it begins.
        self._asked_ends = [at for at, word in enumerate(text.words) if word in _ASKED_NO_MORE]
        self._asks = sorted(
            start
            for start, end in spans.get("ask", ())
            if end >= len(text.words) or text.words[end] != "because"
        )
        cued = {text.at[at] for at in self._asks}
        before = -1
        for token, at in enumerate(text.at):
            opens, before = at != before, at
            question = opens and text.sentences[at].asks
            if question and (text.words[token] in _INVERTED or at not in cued):
                bisect.insort(self._asks, token)
        #: The sentences that ask.
        self.asking = frozenset(text.at[at] for at in self._asks)

    def asks(self, at: int) -> bool:
        """Whether this token stands in what is asked: after a cue, in the same clause."""
        nth = bisect.bisect_right(self._asks, at)
        if not nth:
            return False
        cue = self._asks[nth - 1]
        ended = bisect.bisect_left(self._asked_ends, cue) < bisect.bisect_left(self._asked_ends, at)
        return not ended and self._text.at[cue] == self._text.at[at]

    def with_days(self, one: Sentence) -> Sentence:
        """The sentence with its certain days counted: those it states, and those it asks about."""
        days = asked = 0
        if self._starts is None:
            self._starts = [self._text.origin[begin] for begin in self._text.begins]
        for start, count in days_in(one.text):
            # "4 August": what decides is how the first word of the day is meant.
            if self.asks(max(bisect.bisect_right(self._starts, one.start + start) - 1, 0)):
                asked += count
            else:
                days += count
        asks = one.asks or one.number in self.asking
        if asks == one.asks and not days and not asked:
            return one
        return replace(one, asks=asks, days=days, asked_days=asked)

    def _is_number(self, at: int) -> bool:
        """Whether "no" at this token means number: "No. 17", "no 4"."""
        doc = self._text.doc
        if self._text.words[at] != "no":
            return False
        after = at + 1
        if after < len(doc) and doc[after].text == ".":
            after += 1
        return after < len(doc) and (doc[after].like_num or doc[after].text[:1].isdigit())

    def _is_month(self, at: int) -> bool:
        """Whether "may" at this token is the month of May."""
        doc = self._text.doc
        if self._text.words[at] != "may":
            return False
        beside = [doc[near].text for near in (at - 1, at + 1) if 0 <= near < len(doc)]
        inside = at > 0 and doc[at].text == "May" and doc[at - 1].text not in ".?!"
        return inside or any(word[:1].isdigit() for word in beside)

    def _governed(self, at: int, cues: set[int], reach: int, stops: set[int]) -> bool:
        here = self._text.at[at]
        for back in range(at - 1, max(at - 1 - reach, -1), -1):
            if back in cues:
                return self._text.at[back] == here
            if back in stops:
                return False
        return False

    def negates(self, at: int) -> bool:
        """Whether a "not" governs the signal that begins at this token."""
        return self._governed(at, self._not, NEGATION_REACH, self._ends)

    def doubts(self, at: int) -> bool:
        """Whether "may", "whether", "to prevent" or their like govern it."""
        return self._governed(at, self._doubt, DOUBT_REACH, self._ends - self._doubt)

    def definite(self, at: int) -> bool:
        """Whether it is spoken of as a fact: "the", "after", "when" just before."""
        return any(back in self._definite for back in range(max(at - 4, 0), at))


def longest(hits: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The hits of one list without those that lie inside a longer one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(hits, key=lambda one: (one[0], -one[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept
