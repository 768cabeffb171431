"""Printed words to fields: which labels and headings of an agreement a few words may be.

Local versions of a form print the same label in many ways. Two labels are the same when they have
the same content words in any order: "Name of data subject", "Data subject's name:" and
"DATA SUBJECT NAME". Typing errors are found by edit distance, and say so.

BUGS: the small words, the plurals and the synonyms below are English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from models.forms import Agreement, FormField, Section
from parsers.label_numbers import unnumbered
from parsers.label_words import CLOSING, SAME, SMALL, STRAYS

#: No label is longer than this (letters); the longest printed one has 80.
MAX_LABEL: Final = 140
#: Share of letters (0-100) that must agree for a mistyped label, and from where it is plain.
FUZZY: Final = 86.0
PLAIN: Final = 91.0
#: Share of a field's labels that hold a word for the word to tell the field.
COMMON: Final = 0.03

#: Words for what is a number anyway.
_NUMBERS: Final = frozenset(("tel", "ref", "mobile", "ins", "ni", "urn", "nino", "collar"))
_BIRTH: Final = re.compile(r"\bd\s*\.?\s*o\s*\.?\s*b\b\.?|\bbirth\s?date\b|\bdate\s?of\s?birth\b")
_INITIALS: Final = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: Words that forms print after a label, and that are no part of it.
TAIL: Final = re.compile(
    r"[\s,;\-\u2013\u2014]*\b(?:if (?:known|applicable|any|available|different|possible|appropriate|held|not known)"
    r"|where (?:known|applicable|available|possible)|as applicable|when known|in full|"
    r"e\.?g\.?\b[^:]*|i\.?e\.?\b[^:]*|for example\b[^:]*|such as\b[^:]*|including\b[^:]*|must\b[^:]*|"
    r"please\b[^:]*|block capitals)"
    r"[\s.]*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some printed words may mean: fields, sections, and how well they match.

    `score` is 100 for the same words, else the share of letters that agree. `printed` are the
    fields of which this is the label as the agreement prints it; `words` counts content words.
    """

    fields: tuple[str, ...]
    sections: tuple[str, ...]
    printed: frozenset[str]
    words: int
    score: float = 100.0
    numbered: bool = False
    closing: bool = False


@dataclass(slots=True)
class _Entry:
    fields: list[str]
    sections: list[str]
    printed: set[str]


def words_of(text: str) -> list[str]:
    """The content words of a label, in order: case, marks, small words and plurals taken off."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    folded = _BIRTH.sub(" birth date ", folded.replace("e-mail", "email").replace("(s)", ""))
    folded = _INITIALS.sub(lambda match: match[0].replace(".", ""), folded)
    folded = folded.replace("'s", "").replace("s'", "s").replace("&", " and ").replace("'", "")
    found = [SAME.get(word, word) for word in re.findall(r"[^\W_]+", folded)]
    kept = [_singular(word) for word in found if word not in SMALL] or found
    return _less_number(kept)


def _letters(text: str) -> str:
    """A label as it is spelt: its words in lower case, for typing errors to be measured on."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))


def _singular(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _less_number(words: list[str]) -> list[str]:
    """The words less "number", which says nothing beside a word that is one anyway."""
    if len(words) > 1 and not _NUMBERS.isdisjoint(words):
        return [word for word in words if word != "no"]
    return words


class Labels:
    """The labels and headings of one agreement, to be asked what some words may mean."""

    def __init__(
        self,
        fields: Sequence[FormField],
        sections: Sequence[Section],
        titles: Sequence[str] = (),
    ) -> None:
        self._vocabulary: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._learn(fields)
        self._known: dict[tuple[str, ...], _Entry] = {}
        self._spelt: dict[str, tuple[str, ...]] = {}
        self._inside: set[tuple[str, ...]] = set()
        for field in fields:
            for nth, label in enumerate(field.labels):
                entry = self._entry(label)
                if field.key not in entry.fields:
                    entry.fields.append(field.key)
                if nth == 0:
                    entry.printed.add(field.key)
            entry = self._entry(field.key.replace("_", " "))
            if field.key not in entry.fields:
                entry.fields.append(field.key)
        for section in sections:
            for heading in section.headings:
                entry = self._entry(heading)
                if section.key not in entry.sections:
                    entry.sections.append(section.key)
        for words in (*STRAYS, *CLOSING, *titles):
            self._entry(words)
        self._closing = {tuple(sorted(words_of(words))) for words in CLOSING}
        self._choices = list(self._spelt)
        self._words = {word for bag in self._known for word in bag}
        #: What a label may begin with; "dateof birth" and "no" (which is taken off) besides.
        self._begun = self._words | SMALL | {"dateof", "no", "dob", "s"}
        self._asked: dict[str, Meaning | None] = {}
        self._unmade: dict[str, tuple[str, int]] = {}  # what was no label: a shape of it, its words

    def _entry(self, label: str) -> _Entry:
        words = words_of(label)
        bag = tuple(sorted(words))
        self._spelt.setdefault(_letters(label), bag)
        self._inside.add(tuple(words))
        return self._known.setdefault(bag, _Entry([], [], set()))

    def _learn(self, fields: Sequence[FormField]) -> None:
        """Keep the words each field's labels are made of, and those that are its own above all."""
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
            self._vocabulary[key] = (frozenset(known), frozenset(heads))

    def _composed(self, words: list[str]) -> list[str]:
        """The fields whose labels are made of all of these words: "Tenant's current address"."""
        bag = frozenset(words)
        if not 2 <= len(bag) <= 8:
            return []
        return [
            key
            for key, (known, heads) in self._vocabulary.items()
            if bag <= known and not bag.isdisjoint(heads)
        ]

    def may_begin(self, text: str) -> bool:
        """Whether a label may begin with `text`: all of its words are words of labels."""
        return "(" in text or self._words.issuperset(words_of(unnumbered(text)[0]))

    def may_go_on(self, text: str) -> bool:
        """Whether a label as it stands may go on after the whole words `text`."""
        return all(word in self._begun or len(word) == 1 for word in words_of(text))

    def opens(self, word: str) -> bool:
        """Whether one word, as typed, is a word of labels, or one that tells none apart."""
        folded = word.casefold()
        known = self._begun
        return len(folded) == 1 or folded in known or _singular(SAME.get(folded, folded)) in known

    def exact(self, text: str) -> Meaning | None:
        """What `text` means as it stands, no remark or tail taken off it."""
        words = words_of(text)
        entry = self._known.get(tuple(sorted(words)))
        return _meaning(entry, len(words), 100.0, numbered=False) if entry else None

    def meaning(self, text: str, *, fuzzy: bool = False) -> Meaning | None:
        """What `text` may mean as a label or heading, or None if nothing.

        Numbering, brackets and "if known" are tried with and without. With `fuzzy` a mistyped
        label is found too.
        """
        if not text or len(text) > MAX_LABEL:
            return None
        if "=" + text not in self._asked:
            self._asked["=" + text] = self._find(text)
        found = self._asked["=" + text]
        if found is not None or not fuzzy:
            return found
        if "~" + text not in self._asked:
            self._asked["~" + text] = self._mistyped(text)
        return self._asked["~" + text]

    def forget(self) -> None:
        """Forget what was asked: words of one document must not outlive its reading."""
        self._asked.clear()
        self._unmade.clear()

    def _find(self, text: str) -> Meaning | None:
        bare, numbered = unnumbered(text)
        last: list[str] = []
        for shape in _shapes(bare):
            words = words_of(shape)
            if not words or len(words) > 16:
                continue
            entry = self._known.get(tuple(sorted(words)))
            if entry is not None:
                closing = tuple(sorted(words)) in self._closing
                return _meaning(entry, len(words), 100.0, numbered=numbered, closing=closing)
            entry = self._ending(words)
            if entry is not None:
                return _meaning(entry, len(words), PLAIN, numbered=numbered)
            last = words
        made_of = self._composed(last)
        if len(made_of) == 1:
            entry = _Entry(made_of, [], set())
            return _meaning(entry, len(last), PLAIN, numbered=numbered)
        self._unmade[text] = (_shapes(bare)[-1] if bare else "", len(last))
        return None

    def _mistyped(self, text: str) -> Meaning | None:
        """The label that words which are none are a letter or two away from."""
        shape, words = self._unmade[text]
        spelt = _letters(shape)
        if not 5 <= len(spelt) <= 90 or words > 12:
            return None
        best = process.extractOne(
            spelt, self._choices, scorer=fuzz.ratio, score_cutoff=FUZZY if " " in spelt else PLAIN
        )
        if best is None:
            return None
        entry = self._known[self._spelt[best[0]]]
        return _meaning(entry, words, float(best[1]), numbered=unnumbered(text)[1])

    def _ending(self, words: list[str]) -> _Entry | None:
        """A long label with a name before it: "Anyforce Police Partnership Information ..."."""
        for skip in range(1, min(4, len(words) - 3)):
            entry = self._known.get(tuple(sorted(words[skip:])))
            if entry is not None and tuple(words[skip:]) in self._inside:
                return entry
        return None


def _meaning(
    entry: _Entry, words: int, score: float, *, numbered: bool, closing: bool = False
) -> Meaning:
    return Meaning(
        fields=tuple(entry.fields),
        sections=tuple(entry.sections),
        printed=frozenset(entry.printed),
        words=words,
        score=score,
        numbered=numbered,
        closing=closing,
    )


def _shapes(text: str) -> list[str]:
    """The label as it stands, then without remarks in brackets, tails and what follows a dash."""
    shapes = [text]
    bare = _BRACKETS.sub(" ", text).strip()
    if "(" in bare:  # a bracket that never closes: the label was cut there
        bare = bare[: bare.index("(")].strip()
    shapes.append(bare)
    shapes.append(TAIL.sub("", bare))
    shapes.append(re.split(r"\s[-\u2013\u2014]\s", bare, maxsplit=1)[0])
    return [shape for shape in dict.fromkeys(shapes) if shape]


@lru_cache(maxsize=64)
def _labels(
    fields: tuple[FormField, ...], sections: tuple[Section, ...], titles: tuple[str, ...]
) -> Labels:
    return Labels(fields, sections, titles)


def labels_of(agreement: Agreement) -> Labels:
    """The labels of `agreement`, made once and kept."""
    return _labels(agreement.fields, agreement.sections, agreement.recognise)
