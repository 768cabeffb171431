"""The words of drawn pages as one row of tokens in which a value can be found.

A token is a run of letters and digits, in NFKC and without case. A value is found where its
letters stand one after the other from the beginning of a token to the end of one: so it does not
matter where a line was broken or a word was cut in two, but 1/12 is never found in 11/2. A long
value is found too where some tokens stand between its own: numbers of a list, a page's foot.

STANDARDS: Unicode Standard Annex 15 (NFKC).
SECURITY: bounded in letters of a value, places of it, and tokens that are passed over.
ERRORS: none are raised.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from models.pages import Box, DrawnPage

#: Letters of one value that are looked at, and places of it that are told apart.
_MOST_LETTERS, _MOST_PLACES = 8_000, 40
#: A value of so many tokens is found though some tokens stand between its own, or a few are amiss.
_TOLERANT: Final = 8
#: So many tokens in a row tell where such a value may begin: one of its first few, in few places.
_HEAD, _HEADS, _BEGINNINGS = 4, 12, 3
#: Tokens that may stand between two of its own: a page's foot and the head of the next.
_GAP: Final = 60
#: The same, before the head by which it was found.
_NEAR: Final = 4
#: So many of its tokens must be there, of a hundred.
_ENOUGH: Final = 85
_TOKEN: Final = re.compile(r"[^\W_]+")
#: Stands between two tokens of which one ends and one begins with a digit.
_APART: Final = "\x1f"

Tokens = tuple[str, ...]


def tokens_of(text: str) -> Tokens:
    """The tokens of a text, of its first 8,000 letters."""
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", text[:_MOST_LETTERS]).casefold()))


@dataclass(frozen=True, slots=True)
class Found:
    """One place of a value: from which token to which (not included), and where its words stand.

    `count` are the tokens of the value, `letters` its letters and digits; `words` are page and box.
    """

    start: int
    end: int
    count: int
    letters: int
    words: tuple[tuple[int, Box], ...]

    def boxes(self) -> dict[int, list[Box]]:
        """The boxes of its words by page."""
        pages: dict[int, list[Box]] = {}
        for page, box in self.words:
            pages.setdefault(page, []).append(box)
        return pages


class Words:
    """All words of some pages, in the order in which they are drawn."""

    def __init__(self, pages: Sequence[DrawnPage]) -> None:
        tokens: list[str] = []
        where: list[tuple[int, Box]] = []
        for number, page in enumerate(pages, 1):
            for word in page.words:
                for token in tokens_of(word.text):
                    tokens.append(token)
                    where.append((number, word.box))
        self._tokens, self._where = tuple(tokens), where
        self._text, self._starts = _joined(self._tokens)

    @property
    def count(self) -> int:
        """How many tokens there are."""
        return len(self._tokens)

    def places(self, value: str) -> list[Found]:
        """The places of a value, in order; none where it has more than can be told apart."""
        tokens = tokens_of(value)
        if not tokens:
            return []
        places = self._exactly(tokens)
        if not places and len(tokens) >= _TOLERANT:
            places = self._nearly(tokens)
        return [self._found(hits, tokens) for hits in places] if len(places) <= _MOST_PLACES else []

    def follows(self, at: int, labels: Collection[Tokens], between: int) -> bool:
        """Whether one of these labels ends at most `between` tokens before the token `at`."""
        lengths = {len(one) for one in labels}
        return any(
            self._tokens[end - length : end] in labels
            for end in range(at, max(at - between, 0) - 1, -1)
            for length in lengths
            if length <= end
        )

    def _found(self, hits: Sequence[int], tokens: Tokens) -> Found:
        words = tuple(dict.fromkeys(self._where[hit] for hit in hits))
        return Found(hits[0], hits[-1] + 1, len(tokens), sum(map(len, tokens)), words)

    def _exactly(self, tokens: Tokens) -> list[Sequence[int]]:
        """The tokens of each place where the letters of a value stand one after the other."""
        wanted, _ = _joined(tokens)
        places: list[Sequence[int]] = []
        for first, start in enumerate(self._starts):
            if self._text.startswith(wanted, start):
                last = self._token_that_ends(start + len(wanted))
                if last is not None:
                    places.append(range(first, last + 1))
                if len(places) > _MOST_PLACES:
                    break
        return places

    def _token_that_ends(self, at: int) -> int | None:
        """Which token ends right before a letter of the text."""
        nth = bisect_left(self._starts, at) - 1
        return nth if nth >= 0 and self._starts[nth] + len(self._tokens[nth]) == at else None

    def _nearly(self, tokens: Tokens) -> list[Sequence[int]]:
        """The tokens of each place where nearly all of a long value stands, in its order."""
        for skipped in range(min(_HEADS, len(tokens) - _HEAD)):
            begins = self._heads.get(tokens[skipped : skipped + _HEAD], [])
            if 0 < len(begins) <= _BEGINNINGS:
                runs = [
                    self._led(tokens[:skipped], begin) + self._followed(tokens[skipped:], begin)
                    for begin in begins
                ]
                enough = _ENOUGH * len(tokens) / 100
                return [run for run in runs if len(run) >= enough]
        return []

    @cached_property
    def _heads(self) -> dict[Tokens, list[int]]:
        """Where each run of a few tokens begins, the first few places of it."""
        found: dict[Tokens, list[int]] = {}
        for at in range(len(self._tokens) - _HEAD + 1):
            begins = found.setdefault(self._tokens[at : at + _HEAD], [])
            if len(begins) <= _BEGINNINGS:
                begins.append(at)
        return found

    def _followed(self, tokens: Tokens, at: int) -> list[int]:
        """The tokens from `at` on that are those of a value, until too many of them are amiss."""
        hits: list[int] = []
        nth, amiss = 0, 0
        while nth < len(tokens) and at < len(self._tokens) and amiss <= len(tokens) // 5:
            if tokens[nth] == self._tokens[at]:
                hits.append(at)
                nth, at = nth + 1, at + 1
                continue
            further = self._further(tokens[nth : nth + 2], at)
            if further is None:
                nth, amiss = nth + 1, amiss + 1
            else:
                at = further
        return hits

    def _led(self, tokens: Tokens, at: int) -> list[int]:
        """The tokens right before `at` that are those with which a value begins."""
        hits: list[int] = []
        for token in reversed(tokens):
            near = range(at - 1, max(at - 1 - _NEAR, -1), -1)
            here = next((before for before in near if self._tokens[before] == token), None)
            if here is not None:
                hits.insert(0, here)
                at = here
        return hits

    def _further(self, pair: Tokens, at: int) -> int | None:
        """Where two tokens stand a little further on, one after the other."""
        for begin in range(at + 1, at + _GAP):
            if self._tokens[begin : begin + len(pair)] == pair:
                return begin
        return None


def _joined(tokens: Tokens) -> tuple[str, list[int]]:
    """The letters of all tokens, and where each token begins in them."""
    pieces: list[str] = []
    starts: list[int] = []
    at, before = 0, ""
    for token in tokens:
        if before[-1:].isdigit() and token[0].isdigit():
            pieces.append(_APART)
            at += 1
        starts.append(at)
        pieces.append(token)
        at += len(token)
        before = token
    return "".join(pieces), starts
