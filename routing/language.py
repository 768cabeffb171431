"""What the words of a form say: signals as quoted spans, with negation, doubt and questions marked.

spaCy's blank English tokeniser, PhraseMatcher over word stems, and Matcher only where a phrase has
a gap. No statistical model: the same words always give the same signals. spaCy is imported when the
first Language is made (it costs a second or two), so that importing this module stays cheap.

STANDARDS: Safer Estates Agreement, parts 2 and 3 (the lists are in config/signals.toml).
SECURITY: the words are a stranger's; they are matched as content and never obeyed. Work is bounded
by `MAX_CHARS` a field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from routing.gapped import Gapped
from routing.languages import WELSH_WORDS, welsh_words
from routing.lexicon import Lexicon, expand, load_lexicon, stem
from routing.sentences import folded, sentence_ends, sentences_of
from routing.signals import Sentence, Signal, Signals
from routing.spans import Cues, Text, longest
from routing.spelling import Spelling
from routing.vocabulary import Vocabulary

MAX_CHARS = 20_000
#: Lists of single words that are no signals.
_NO_SIGNALS = frozenset(("function_words", "plain_words"))
#: Notes have few of the small words; so many of the words of our lists are English as well.
LISTED, ENGLISH_NOTES = 0.4, 0.2
#: What is listened to of one mail: ten times what an honest one with a long form holds.
MAX_HEARD = 10 * MAX_CHARS


class Language:
    """The compiled lists. Make one and keep it: loading takes about a second."""

    def __init__(self, file: Path | Lexicon | None = None) -> None:
        """Load and compile the lists.

        Raises:
            LexiconError: the file of lists cannot be used.
        """
        import spacy
        from spacy.matcher import PhraseMatcher

        self.lexicon = file if isinstance(file, Lexicon) else load_lexicon(file)
        self.version = f"signals {self.lexicon.version}, spacy {version('spacy')}"
        blank = spacy.blank("en")
        self._tokenise, vocab = blank.tokenizer, blank.vocab
        self._stems: dict[str, str] = {}
        #: By the number of a word in lower case: the word, its stem and the stem's number.
        self._by_lower: dict[int, tuple[str, str, int]] = {}
        self._spelling = Spelling(self.lexicon)
        self._vocabulary = Vocabulary(self.lexicon, self._stem)
        self._last: tuple[tuple[tuple[str, str], ...], Signals] | None = None
        self._by_stem = PhraseMatcher(vocab, attr="NORM")
        self._by_form = PhraseMatcher(vocab, attr="LOWER")
        self._gapped = Gapped()
        self._keys = {name: vocab.strings.add(name) for name in self.lexicon.lists}
        self._names = {key: name for name, key in self._keys.items()}
        for name, phrases in self.lexicon.lists.items():
            if name not in _NO_SIGNALS:
                self._compile(name, phrases)
        self._function_words = frozenset(self.lexicon.lists["function_words"])

    def _compile(self, name: str, phrases: Iterable[str]) -> None:
        stems, forms, gapped = [], [], []
        for phrase in dict.fromkeys(one for p in phrases for one in expand(p)):
            if "~" in phrase or "#" in phrase:
                gapped.append(
                    [
                        word if word in "~#" else self._stem(word)
                        for word in phrase.replace("-", " ").split()
                    ]
                )
            elif phrase.startswith("="):
                forms.append(self._doc(folded(phrase[1:])[0])[0])
            else:
                stems.append(self._doc(folded(phrase)[0])[0])
        for matcher, patterns in ((self._by_stem, stems), (self._by_form, forms)):
            if patterns:
                matcher.add(name, patterns)
        if gapped:
            self._gapped.add(self._keys[name], gapped)

    def _stem(self, word: str) -> str:
        known = self._stems.get(word)
        if known is None:
            if len(self._stems) > 50_000:  # a stranger's words must not grow us without end
                self._stems.clear()
            known = stem(word, self.lexicon.lemmas)
            known = self._stems[word] = self._spelling.mended(word, known)
        return known

    def _doc(self, text: str) -> tuple[Any, list[str], list[str]]:
        """The tokens of a text with their stems as norms; the stems, and the words in lower case.

        In whole columns, for a Token object each would cost more than all the rest.
        """
        from numpy import array as numbers
        from spacy.attrs import LOWER, NORM

        doc = self._tokenise(text)
        strings, known = doc.vocab.strings, self._by_lower
        words: list[str] = []
        stems: list[str] = []
        norms: list[int] = []
        for key in doc.to_array(LOWER).tolist():
            found = known.get(key)
            if found is None:
                if len(known) > 50_000:  # a stranger's words must not grow us without end
                    known.clear()
                word = strings[key]
                base = self._stem(word)
                found = known[key] = word, base, strings.add(base)
            words.append(found[0])
            stems.append(found[1])
            norms.append(found[2])
        if words:
            doc.from_array([NORM], numbers(norms, dtype="uint64"))  # type: ignore[arg-type]  # an array is one to spaCy
        return doc, stems, words

    def analyse(self, fields: Mapping[str, str], covering: str = "") -> Signals:
        """Every signal in the fields and the covering mail, marked as to how it is meant.

        The last form analysed is remembered: several questions are asked of it in a row.
        """
        key = (*fields.items(), ("covering", covering))
        if self._last is None or self._last[0] != key:
            self._last = key, self._analyse(key)
        return self._last[1]

    def _analyse(self, fields: Iterable[tuple[str, str]]) -> Signals:
        found: dict[str, list[Signal]] = {}
        sentences: list[Sentence] = []
        words = function = listed = welsh = 0
        for name, value in fields:
            if not value.strip():
                continue
            text = self._prepare(name, value[:MAX_CHARS])
            if not text.words:
                continue
            for one in self._signals(text):
                found.setdefault(one.name, []).append(one)
            sentences += text.sentences
            if name in ("summary", "grounds", "potential_actions"):
                spoken = [word for word in text.words if word.isalpha()]
                words += len(spoken)
                function += sum(word in self._function_words for word in spoken)
                welsh += welsh_words(value[:MAX_CHARS])
                listed += sum(self._spelling.knows(word) for word in spoken)
        ordered = {name: tuple(hits) for name, hits in found.items()}
        english = function / words if words else 1.0
        if words and listed >= words * LISTED and welsh < WELSH_WORDS:
            english = max(english, ENGLISH_NOTES)
        return Signals(ordered, tuple(sentences), words, english, self._vocabulary)

    def _prepare(self, name: str, value: str) -> Text:
        plain, origin = folded(value)
        doc, stems, words = self._doc(plain)
        ends = sentence_ends(plain, origin, value)
        told = sentences_of(name, value, plain, origin, ends)
        return Text(name, value, origin, doc, stems, words, ends, told)

    def _signals(self, text: Text) -> list[Signal]:
        spans: dict[str, set[tuple[int, int]]] = {}
        found = (
            self._by_stem(text.doc),
            self._by_form(text.doc),
            self._gapped.matches(text.stems, lambda at: bool(text.doc[at].like_num)),
        )
        for key, start, end in chain.from_iterable(found):
            spans.setdefault(self._names[key], set()).add((start, end))
        cues = Cues(text, spans)
        text.sentences[:] = [cues.with_days(one) for one in text.sentences]
        made = []
        for name, hits in spans.items():
            for start, end in sorted(longest(hits)):
                at = text.at[start]
                if at != text.at[end - 1]:
                    continue
                first, last = text.span(start, end)
                made.append(
                    Signal(
                        name,
                        text.name,
                        first,
                        last,
                        text.value[first:last],
                        at,
                        " ".join(text.stems[start:end]),
                        negated=cues.negates(start),
                        doubtful=cues.doubts(start),
                        asks=cues.asks(start),
                        definite=cues.definite(start),
                    )
                )
        return made


@lru_cache(maxsize=1)
def shipped_language() -> Language:
    """The Language of the lists shipped with us, made once."""
    return Language()
