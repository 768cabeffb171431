"""Printed words to fields: which labels and headings of an agreement a few words may be.

Local versions of a form print the same label in many ways. Two labels are the same when they have
the same content words in any order: "Name of data subject", "Data subject's name:" and
"DATA SUBJECT NAME". Typing errors are found by edit distance, and say so.

BUGS: the small words, the plurals and the synonyms below are English.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from models.forms import Agreement, FieldKind, FormField, Section
from parsers.label_numbers import unnumbered
from parsers.label_text import (
    MAX_SLIP,
    asked,
    beside,
    is_another,
    letters_of,
    shapes_of,
    singular_of,
    words_of,
)
from parsers.label_vocabulary import Vocabulary
from parsers.label_words import CLOSING, SAME, SMALL, STRAYS

#: No label is longer than this (letters); the longest printed one has 80.
MAX_LABEL: Final = 140
#: Share of letters (0-100) that must agree for a mistyped label, and from where it is plain.
FUZZY: Final = 86.0
PLAIN: Final = 91.0


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


class Labels:
    """The labels and headings of one agreement, to be asked what some words may mean."""

    def __init__(
        self,
        fields: Sequence[FormField],
        sections: Sequence[Section],
        titles: Sequence[str] = (),
    ) -> None:
        born = {one.section for one in fields if one.kind is FieldKind.BIRTH_DATE}
        self._of_persons = {one.key for one in fields if one.section in born}
        self._vocabulary = Vocabulary(fields)
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
        self._choices = sorted(self._spelt, key=len)
        self._lengths = [len(label) for label in self._choices]
        self._words = {word for bag in self._known for word in bag}
        #: What a label may begin with; "dateof birth" and "no" (which is taken off) besides.
        self._begun = self._words | SMALL | {"dateof", "no", "dob", "s"}
        self._asked: dict[str, Meaning | None] = {}
        self._exact: dict[str, Meaning | None] = {}
        self._unmade: dict[str, tuple[str, int]] = {}  # what was no label: a shape of it, its words

    def _entry(self, label: str) -> _Entry:
        words = words_of(label)
        bag = tuple(sorted(words))
        self._spelt.setdefault(letters_of(label), bag)
        self._inside.add(tuple(words))
        return self._known.setdefault(bag, _Entry([], [], set()))

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
        return len(folded) == 1 or folded in known or singular_of(SAME.get(folded, folded)) in known

    def is_spelt(self, text: str) -> bool:
        """Whether a label is spelt so, small words and all."""
        return letters_of(text) in self._spelt

    def exact(self, text: str) -> Meaning | None:
        """What `text` means as it stands, no remark or tail taken off it."""
        if text not in self._exact:
            words = words_of(text)
            entry = self._known.get(tuple(sorted(words)))
            found = _meaning(entry, len(words), 100.0, numbered=False) if entry else None
            self._exact[text] = found
        return self._exact[text]

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
        self._exact.clear()
        self._unmade.clear()

    def _find(self, text: str) -> Meaning | None:
        bare, numbered = unnumbered(text)
        last: list[str] = []
        for shape in shapes_of(bare):
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
        found = self._doubled(bare, numbered=numbered)
        if found is not None:
            return found
        made_of = self._vocabulary.fields(last)
        if len(made_of) == 1:
            entry = _Entry(made_of, [], set())
            return _meaning(entry, len(last), PLAIN, numbered=numbered)
        found = self._question(bare, numbered=numbered)
        if found is not None:
            return found
        self._unmade[text] = (shapes_of(bare)[-1] if bare else "", len(last))
        return None

    def _doubled(self, text: str, *, numbered: bool) -> Meaning | None:
        """A label said twice, as in "Enw / Name": in two languages, or by two names.

        Where one half is not known, the other must be a long label as the agreement prints it.
        """
        halves = [self.exact(unnumbered(part)[0]) for part in beside(text)]
        known = [half for half in halves if half is not None]
        if not known:
            return None
        fields = [key for key in known[0].fields if all(key in one.fields for one in known)]
        sections = [key for key in known[0].sections if all(key in one.sections for one in known)]
        if not fields and not sections:
            return None
        printed = {key for key in fields if any(key in one.printed for one in known)}
        words = max(one.words for one in known)
        if len(known) == len(halves):
            return _meaning(_Entry(fields, sections, printed), words, 100.0, numbered=numbered)
        if words < 2 or not (printed or (sections and (numbered or words > 2))):
            return None
        return _meaning(_Entry(fields, sections, printed), words, PLAIN, numbered=numbered)

    def _question(self, text: str, *, numbered: bool) -> Meaning | None:
        """The label that a question asks for: "What is your office address"."""
        for one in asked(text):
            entry = self._known.get(tuple(sorted(one.words)))
            if entry is None:
                made_of = self._vocabulary.fields(one.words)
                entry = _Entry(made_of, [], set()) if len(made_of) == 1 else None
            if entry is None:
                continue
            fields = entry.fields
            if one.ours or one.theirs:
                # "Your address" and "their address" are two.
                fields = [
                    key for key in fields if (key in self._of_persons) == one.theirs
                ] or fields
            found = _Entry(fields, [] if fields else entry.sections, set())
            if found.fields or found.sections:
                return _meaning(found, len(one.words), PLAIN, numbered=numbered)
        return None

    def _mistyped(self, text: str) -> Meaning | None:
        """The label that words which are none are a letter or two away from."""
        shape, words = self._unmade[text]
        spelt = letters_of(shape)
        if not 5 <= len(spelt) <= 90 or words > 12:
            return None
        first = bisect_left(self._lengths, len(spelt) - MAX_SLIP)
        last = bisect_right(self._lengths, len(spelt) + MAX_SLIP)
        near = self._choices[first:last]
        best = process.extractOne(
            spelt, near, scorer=fuzz.ratio, score_cutoff=FUZZY if " " in spelt else PLAIN
        )
        if best is None or is_another(best[0], spelt):
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


@lru_cache(maxsize=64)
def _labels(
    fields: tuple[FormField, ...], sections: tuple[Section, ...], titles: tuple[str, ...]
) -> Labels:
    return Labels(fields, sections, titles)


def labels_of(agreement: Agreement) -> Labels:
    """The labels of `agreement`, made once and kept."""
    return _labels(agreement.fields, agreement.sections, agreement.recognise)
