"""One field made ready for matching, and how a phrase in it is meant: negated, doubtful, asked.

White space, quotes and dashes are folded, so that a line break or a hyphen does not hide a phrase;
every offset leads back to the words as typed.

BUGS: negation and doubt are found by distance within a clause, not by grammar. So a negated or
doubtful signal is only ever a reason for less certainty, never by itself a refusal.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routing.signals import Sentence

#: How many words before a signal a "not" or a "may" still governs it.
NEGATION_REACH = 7
DOUBT_REACH = 9

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTHS}\b|\b{_MONTHS}\s+(?:\d{{1,2}}\b|20\d\d\b)|"
    rf"\b(?:in|since|from|until|during|early|late|mid|last|by|of)\s+{_MONTHS}\b|"
    r"\b(?!24/7\b)\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b(?!\s*(?:am|pm))|\b20\d\d-\d\d-\d\d\b|"
    r"\b(?:on|the|of|from|since|and|,)\s*\d{1,2}(?:st|nd|rd|th)\b(?!\s*(?:floor|birthday|form|time|place|flat))|"
    r"\b(?:christmas|new year|boxing day|bank holiday|bonfire night|halloween|easter|whitsun)\b|"
    r"\b(?:last|this) (?:night|week|weekend|month|spring|summer|autumn|winter)\b|\byesterday\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|dozens?)\b"
    r"(?!\s*(?:[-/]?bed|years?|%|per cent))",
    re.IGNORECASE,
)
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
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|nos|ref|approx|sch|para|art|cllr|rev|sgt|insp|supt|vs|etc|sec|ss|s|p|"
    r"e\.g|i\.e|[a-z])|\d)$",
    re.IGNORECASE,
)
_FOLD = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": " ", "—": " ",
                       "‑": " ", "‐": " ", "-": " ", "\u00a0": " ", "\u00ad": " ", "_": " "})  # fmt: skip


@dataclass(slots=True)
class Text:
    """One field made ready: folded text, where each character came from, tokens."""

    name: str
    value: str
    origin: list[int]
    doc: Any
    stems: list[str]
    sentence_ends: list[int]
    sentences: list[Sentence]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the typed value of the tokens [start, end)."""
        first = self.doc[start].idx
        last = self.doc[end - 1].idx + len(self.doc[end - 1])
        return self.origin[first], self.origin[last - 1] + 1

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that a token stands in."""
        at = bisect.bisect_right(self.sentence_ends, self.doc[token].idx)
        return min(at, len(self.sentences) - 1)


class Cues:
    """Where negations, doubts and clause ends stand in one text."""

    def __init__(self, text: Text, spans: Mapping[str, set[tuple[int, int]]]) -> None:
        self._text = text
        void = {start for start, _ in spans.get("negation_void", ())}
        self._not = {
            end - 1
            for start, end in spans.get("negation", ())
            if not any(end + ahead in void for ahead in range(3)) and not self._is_number(start)
        }
        self._ends = {start for start, _ in spans.get("negation_end", ())}
        self._ends |= {t.i for t in text.doc if t.text in (";", ":", ".", "!", "?")}
        self._doubt = {
            end - 1 for _, end in spans.get("hypothetical", ()) if not self._is_month(end - 1)
        }
        self._definite = {end - 1 for _, end in spans.get("definite", ())}
        #: The tokens where asking begins, and the semicolons where it ends.
        self._asks = sorted(
            start
            for start, end in spans.get("ask", ())
            if end >= len(text.doc) or text.doc[end].lower_ != "because"
        )
        cued = {text.sentence_of(at) for at in self._asks}
        for token in text.doc:
            at = text.sentence_of(token.i)
            opens = token.i == 0 or text.sentence_of(token.i - 1) != at
            question = opens and text.sentences[at].asks
            if question and (token.lower_ in _INVERTED or at not in cued):
                bisect.insort(self._asks, token.i)
        #: The sentences that ask.
        self.asking = frozenset(text.sentence_of(at) for at in self._asks)

    def asks(self, at: int) -> bool:
        """Whether this token stands in what is asked: after a cue, in the same clause."""
        nth = bisect.bisect_right(self._asks, at)
        if not nth:
            return False
        cue = self._asks[nth - 1]
        same = self._text.sentence_of(cue) == self._text.sentence_of(at)
        return same and all(self._text.doc[near].text != ";" for near in range(cue, at))

    def _is_number(self, at: int) -> bool:
        """Whether "no" at this token means number: "No. 17", "no 4"."""
        doc = self._text.doc
        if doc[at].lower_ != "no":
            return False
        after = at + 1
        if after < len(doc) and doc[after].text == ".":
            after += 1
        return after < len(doc) and (doc[after].like_num or doc[after].text[:1].isdigit())

    def _is_month(self, at: int) -> bool:
        """Whether "may" at this token is the month of May."""
        doc = self._text.doc
        if doc[at].lower_ != "may":
            return False
        beside = [doc[near].text for near in (at - 1, at + 1) if 0 <= near < len(doc)]
        inside = at > 0 and doc[at].text == "May" and doc[at - 1].text not in ".?!"
        return inside or any(word[:1].isdigit() for word in beside)

    def _governed(self, at: int, cues: set[int], reach: int, stops: set[int]) -> bool:
        here = self._text.sentence_of(at)
        for back in range(at - 1, max(at - 1 - reach, -1), -1):
            if back in cues:
                return self._text.sentence_of(back) == here
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


def folded(value: str) -> tuple[str, list[int]]:
    """The value with quotes and dashes made plain and runs of white space made one.

    Second, for each character of the result, where it stands in `value`.
    """
    plain = value.translate(_FOLD)
    made: list[str] = []
    origin: list[int] = []
    for at, letter in enumerate(plain):
        space = letter.isspace() or not letter.isprintable()
        if space and (not made or made[-1] == " "):
            continue
        made.append(" " if space else letter)
        origin.append(at)
    return "".join(made), origin


def sentence_ends(folded: str, origin: list[int], value: str) -> list[int]:
    """Where sentences end in the folded text: full stops that are none, and blank lines, minded."""
    ends = []
    for hit in re.finditer(r"[.!?]+[\"')]*(?= |$)", folded):
        before = folded[max(0, hit.start() - 8) : hit.start()]
        after = folded[hit.end() + 1 : hit.end() + 2]
        if (
            hit[0][0] == "."
            and _ABBREVIATED.search(before)
            and not (before[-1:].isdigit() and (after.isupper() or not after))
        ):
            continue
        if hit[0][0] == "." and after.islower():
            continue
        ends.append(hit.end())
    ends += [
        at for at in range(1, len(origin))
        if folded[at - 1] == " " and value[origin[at - 1] : origin[at]].count("\n") > 1
    ]  # fmt: skip
    return sorted({*ends, len(folded)} - {0})


def longest(hits: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The hits of one list without those that lie inside a longer one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(hits, key=lambda one: (one[0], -one[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def sentences_of(
    name: str, value: str, plain: str, origin: list[int], ends: list[int]
) -> list[Sentence]:
    """The sentences of a field, by their ends in the folded text."""
    made = []
    begin = 0
    for number, end in enumerate(ends):
        start = origin[begin] if begin < len(origin) else len(value)
        stop = origin[end - 1] + 1 if end else 0
        typed = value[start:stop]
        made.append(
            Sentence(
                name,
                number,
                start,
                stop,
                typed,
                asks=plain[begin:end].rstrip(" \")'").endswith("?"),
                dated=bool(_DATE.search(typed)),
                counted=bool(_COUNT.search(typed)),
            )
        )
        begin = end
    return made
