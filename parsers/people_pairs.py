"""Which birth date, address or reference is whose, where one box holds those of several people.

Who is named beside a value has it; else the values go by their order, if there are as many as
people. One address is everybody's. Where the counts disagree nothing about it is sure.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from parsers.normalise import dates_in, is_blank, normalise_date
from parsers.people_row import Named, apart
from parsers.people_words import TITLE, name_words, tidy

#: Letters of a box that are looked at.
MAX_TEXT: Final = 4000
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019.\-][^\W_]+)*")
_STAND_IN: Final = re.compile(
    r"\b(?:not\s+known|unknown|not\s+(?:yet\s+)?(?:given|provided|available|stated|held|sure)|"
    r"n\s*/\s*[ak]|nk|tbc|tba|unsure)\b",
    re.I,
)
#: Words beside a value that name nobody.
_NOISE_WORDS: Final = (
    "dob d.o.b date of birth born on is was and the at for in address addresses home lives living now "
    "ref reference no nino ni number tel aged age years yrs old b respectively"
)
_NOISE: Final = frozenset(_NOISE_WORDS.split())
_ALL: Final = frozenset(("both", "all", "each", "everyone", "same", "joint"))
_AGE: Final = re.compile(r"\(?\b(?:aged?\s*)?\d{1,3}\s*(?:years?|yrs)(?: old)?\b\)?|\(\s*(?:aged?\s*)\d{1,3}\s*\)|\baged?\s*\d{1,3}\b", re.I)  # fmt: skip
_LISTED: Final = re.compile(r"(?:^|(?<=[\s;,]))\(?(\d{1,2})[.)]\s+(?=\S)")
_BREAK: Final = re.compile(r"\s*[;\n]\s*")
_PARTS: Final = re.compile(r"\s*[;\n,]\s*|\s+(?:and|&|/)\s+")
_KEY: Final = re.compile(
    r"(?:^|[;\n,.&(]|\band\b)[ \t]*(?P<key>[^:;,.&()\u2013\u2014\n]{1,40}?)"
    r"(?:[ \t]*:|[ \t]+[-\u2013\u2014]|['\u2019]s)\s+(?=\S)",
    re.I | re.M,
)
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.I)
_NINO: Final = re.compile(r"\b[A-Z]{2}(?:[\s-]?\d{2}){3}[\s-]?[A-D]?\b", re.I)
_HOUSE: Final = re.compile(
    r"(?:flat|apartment|room|unit)?\s*\d+\s?[a-z]?\b[\s,]+[^\W\d_]{3,}.*", re.I
)
#: More than one address may stand here, though nothing parts them.
_SEVERAL: Final = re.compile(
    r"\b(?:and|&|or)\s+(?:flat\s+|no\.?\s*)?\d|\brespectively\b|\b(?:previous|former|current|old|new)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A value as typed, and whose it is by the words beside it.

    None: nobody is named there; the empty set: somebody who is not known.
    """

    text: str
    of: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Paired:
    """The value of each person (None where there is none), and whether that is sure."""

    values: tuple[str | None, ...]
    sure: bool = True


class Names:
    """The words that tell the people of one form apart."""

    def __init__(self, people: Sequence[Named]) -> None:
        self.count = len(people)
        self._labels: dict[str, set[int]] = {}
        self._words: dict[str, set[int]] = {}
        for nth, one in enumerate(people):
            if one.label:
                self._labels.setdefault(" ".join(_words(one.label)), set()).add(nth)
            remarks = " ".join(re.findall(r"\(([^()]*)\)", f"{one.text} {one.rest}"))
            for word in (*name_words(one.text), *_words(remarks), *_words(one.label)):
                self._words.setdefault(word.casefold(), set()).add(nth)

    def whose(self, beside: str) -> frozenset[int] | None:
        """Whose a value is by the words beside it (as in `Said.of`)."""
        typed = _words(_AGE.sub(" ", beside))
        if " ".join(typed) in self._labels:
            return frozenset(self._labels[" ".join(typed)])
        words = [word for word in typed if word not in _NOISE and not TITLE.fullmatch(word)]
        if _ALL & set(words):
            return frozenset(range(self.count))
        found: set[int] = set()
        words = [w for w in words if not (w.isdigit() and self.count < int(w) < 120)]  # an age
        if not words:
            return None
        for word in words:
            if word.isdigit() and 0 < int(word) <= self.count:
                found.add(int(word) - 1)
                continue
            mine = self._words.get(word)
            if mine is None and word not in ("person", "subject", "tenant"):
                return frozenset()
            if mine is not None and len(mine) == 1:
                found |= mine
        return frozenset(found) if len(found) == 1 else frozenset()

    def names_another(self, value: str, of: frozenset[int]) -> bool:
        """Whether a value names one of the people who is none of those it is taken to be of."""
        return any(
            len(self._words.get(word, ())) == 1 and not self._words[word] <= of
            for word in _words(value)
            if not word.isdigit() and len(word) > 1
        )


def _words(text: str) -> list[str]:
    found = (word.casefold() for word in _WORD.findall(text))
    return [re.sub(r"['\u2019]s$", "", word) for word in found]


def pair_births(text: str, names: Names) -> Paired:
    """The birth date of each person in `text`; what stands for none ("not known") is given too."""
    if is_blank(text):
        return Paired((None,) * names.count)
    return _pair(_births(tidy(text[:MAX_TEXT]), names), names)


def births_agree(text: str, count: int) -> bool:
    """Whether `text` holds exactly `count` birth dates, or words for one that is not known."""
    return len(text) <= MAX_TEXT and len(_units(text)) == count


def birth_dates(text: str) -> frozenset[str]:
    """The different dates that stand in `text`; one that is typed in two ways is one."""
    typed = (text[start:end] for start, end in dates_in(text[:MAX_TEXT]))
    return frozenset(normalise_date(one, past=True) or one for one in typed)


def _units(text: str) -> list[tuple[int, int]]:
    """The [start, end) of every date, and of all that stands for one."""
    dates = dates_in(text)
    others = [
        mark.span()
        for mark in _STAND_IN.finditer(text)
        if not any(start < mark.end() and mark.start() < end for start, end in dates)
    ]
    return sorted([*dates, *others])


def _births(text: str, names: Names) -> list[Said]:
    units = _units(text)
    if not units:
        return [Said(text, frozenset())]
    ends = [0, *(end for _, end in units)]
    gaps = [
        text[a:b] for a, b in zip(ends, [*(start for start, _ in units), len(text)], strict=True)
    ]
    owners = [names.whose(gap) for gap in gaps]
    # "1/2/1983 (Alaric), 3/4/1985 (Beryl)": the names stand behind their dates.
    behind = owners[0] is None and owners[-1] is not None and len(units) > 1
    if not behind and owners[-1] is not None:
        owners[-2] = frozenset()  # words behind the last date that are no name before one
    mine = owners[1:] if behind else owners[:-1]
    return [Said(text[a:b], of) for (a, b), of in zip(units, mine, strict=True)]


def pair_addresses(text: str, names: Names) -> Paired:
    """The address of each person in `text`; one address is everybody's."""
    if is_blank(text) or len(text) > MAX_TEXT:
        return Paired((None if is_blank(text) else text,) * names.count, is_blank(text))
    words = tidy(text)
    said = _parted(words, names) or _by_postcode(words)
    if said:
        return _pair(said, names, whole=text)
    lines = apart(words, _BREAK)
    if ";" in text and len(lines) == names.count and all(_HOUSE.match(one) for one in lines):
        return _pair([Said(one) for one in lines], names)
    if len(lines) > 1 and all(_HOUSE.fullmatch(one) for one in lines):
        if len(lines) == names.count:
            return Paired(tuple(lines), sure=False)
        return Paired((text,) * names.count, sure=False)
    return Paired((text,) * names.count, sure=not _SEVERAL.search(text))


def pair_references(text: str, names: Names) -> Paired:
    """The reference, or telephone number, of each person in `text`; one alone is everybody's.

    Not where it is one person's by its nature, a National Insurance number, or names somebody: of
    whom it is not said is then not sure.
    """
    if is_blank(text) or len(text) > MAX_TEXT:
        return Paired((None if is_blank(text) else text,) * names.count, is_blank(text))
    words = tidy(text)
    said = _parted(words, names)
    if said:
        return _pair(said, names, whole=text)
    pieces = apart(words, _PARTS)
    if len(pieces) == names.count:
        return Paired(tuple(pieces))
    own = _NINO.search(text) or names.names_another(text, frozenset())
    return Paired((text,) * names.count, sure=len(pieces) == 1 and not own)


def _parted(text: str, names: Names) -> list[Said]:
    """The values of a list with numbers, or with a name before each; [] where it is neither."""
    marks = list(_LISTED.finditer(text))
    if (
        len(marks) == names.count
        and not text[: marks[0].start()].strip()
        and [mark[1] for mark in marks] == [str(n + 1) for n in range(names.count)]
    ):
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        return [
            Said(text[mark.end() : end].strip(" \n;,"), frozenset((nth,)))
            for nth, (mark, end) in enumerate(zip(marks, ends, strict=True))
        ]
    keyed = [(mark, names.whose(mark["key"])) for mark in _KEY.finditer(text)]
    starts = [(mark, of) for mark, of in keyed if of]
    if not starts:
        return []
    ends = [*(mark.start() for mark, _ in starts[1:]), len(text)]
    before = text[: starts[0][0].start()].strip(" \n;,.&")
    found = [Said(before)] if before else []
    return found + [
        Said(text[mark.end() : end].strip(" \n;,&"), of)
        for (mark, of), end in zip(starts, ends, strict=True)
    ]


def _by_postcode(text: str) -> list[Said]:
    """An address up to each postcode; [] where there are fewer than two."""
    marks = list(_POSTCODE.finditer(text))
    if len(marks) < 2 or len({"".join(mark[0].upper().split()) for mark in marks}) < 2:
        return []
    starts = [0, *(mark.end() for mark in marks[:-1])]
    ends = [*(mark.end() for mark in marks[:-1]), len(text)]
    return [
        Said(re.sub(r"^(?:and|&)\s+", "", text[a:b].strip(" \n;,.&/")))
        for a, b in zip(starts, ends, strict=True)
    ]


def _pair(said: list[Said], names: Names, whole: str | None = None) -> Paired:
    """Each value to its person. With `whole`, a single value is everybody's, and so is a doubt."""
    owners = [one.of for one in said]
    count = names.count
    if all(owners):
        return _by_name(said, names)
    if len(said) == count and frozenset() not in owners:
        right = all(of is None or of == {nth} for nth, of in enumerate(owners))
        strange = any(names.names_another(one.text, frozenset((n,))) for n, one in enumerate(said))
        return Paired(tuple(one.text for one in said), sure=right and not strange)
    if whole is not None:
        return Paired((whole,) * count, sure=False)
    values = [one.text for one in said[:count]]
    return Paired((*values, *(None for _ in range(count - len(values)))), sure=False)


def _by_name(said: list[Said], names: Names) -> Paired:
    values: list[str | None] = [None] * names.count
    sure = True
    for one in said:
        of = one.of or frozenset()
        sure = sure and not names.names_another(one.text, of)
        for nth in of:
            sure = sure and values[nth] is None
            values[nth] = values[nth] or one.text
    return Paired(tuple(values), sure)
