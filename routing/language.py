"""What the words of a form say: signals as quoted spans, with negation, doubt and questions marked.

spaCy's blank English tokeniser, PhraseMatcher over word stems, and Matcher only where a phrase has
a gap. No statistical model: the same words always give the same signals. spaCy is imported when the
first Language is made (it costs a second or two), so that importing this module stays cheap.

STANDARDS: Safer Estates Agreement, parts 2 and 3 (the lists are in config/signals.toml).
SECURITY: the words are a stranger's; they are matched as content and never obeyed. Work is bounded
by `MAX_CHARS` a field.
BUGS: negation and doubt are found by distance within a clause, not by grammar. So a negated or
doubtful signal is only ever a reason for less certainty, never by itself a refusal.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.cases import Quote
from routing.lexicon import GAP, Lexicon, expand, load_lexicon, stem

MAX_CHARS = 20_000
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
    ["is", "are", "was", "were", "has", "have", "had", "did", "do", "does", "can", "could", "would", "will", "may", "might", "should", "what", "when", "who", "which", "how", "where", "why", "whether"]
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|nos|ref|approx|sch|para|art|cllr|rev|sgt|insp|supt|vs|etc|sec|ss|s|p|"
    r"e\.g|i\.e|[a-z])|\d)$",
    re.IGNORECASE,
)
_FOLD = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": " ", "—": " ",
                       "‑": " ", "‐": " ", "-": " ", "\u00a0": " ", "\u00ad": " ", "_": " "})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a field: its number, its offsets, and what kind of sentence it is."""

    field: str
    number: int
    start: int
    end: int
    text: str
    asks: bool
    dated: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Signal:
    """A phrase of the list `name`, found at [start, end) of a field's value.

    `negated`, `doubtful` (may, whether, any, to prevent) and `asks` (in a question or a request)
    say how it is meant; `definite` that it follows "the", "after", "when" within a request.
    """

    name: str
    field: str
    start: int
    end: int
    text: str
    sentence: int
    phrase: str = ""
    negated: bool = False
    doubtful: bool = False
    asks: bool = False
    definite: bool = False

    @property
    def quote(self) -> Quote:
        """The signal as evidence of a finding."""
        return Quote(self.text, self.field, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Signals:
    """All signals of one form (and its covering mail, field "covering"), and its sentences."""

    found: Mapping[str, tuple[Signal, ...]] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    words: int = 0
    english: float = 1.0

    def of(
        self, name: str, *fields: str, negated: bool | None = False
    ) -> tuple[Signal, ...]:
        """Signals of the list `name`, in these fields (none: all but the covering mail).

        `negated` None gives both kinds.
        """
        return tuple(
            one
            for one in self.found.get(name, ())
            if (one.field in fields if fields else one.field != "covering")
            and (negated is None or one.negated is negated)
        )

    def within(self, name: str, sentence: Sentence) -> tuple[Signal, ...]:
        """Signals of the list `name` in one sentence, negated ones too."""
        return tuple(
            one
            for one in self.found.get(name, ())
            if one.field == sentence.field and one.sentence == sentence.number
        )


@dataclass(slots=True)
class _Text:
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


class Language:
    """The compiled lists. Make one and keep it: loading takes about a second."""

    def __init__(self, file: Path | Lexicon | None = None) -> None:
        """Load and compile the lists.

        Raises:
            LexiconError: the file of lists cannot be used.
        """
        import spacy
        from spacy.matcher import Matcher, PhraseMatcher

        self.lexicon = file if isinstance(file, Lexicon) else load_lexicon(file)
        self.version = f"signals {self.lexicon.version}, spacy {spacy.__version__}"
        self._tokenise = spacy.blank("en").tokenizer
        vocab = self._tokenise.vocab
        self._stems: dict[str, str] = {}
        self._last: tuple[tuple[tuple[str, str], ...], Signals] | None = None
        self._by_stem = PhraseMatcher(vocab, attr="NORM")
        self._by_form = PhraseMatcher(vocab, attr="LOWER")
        self._gapped = Matcher(vocab)
        self._names = {vocab.strings.add(name): name for name in self.lexicon.lists}
        for name, phrases in self.lexicon.lists.items():
            if name != "function_words":
                self._compile(name, phrases)
        self._function_words = frozenset(self.lexicon.lists["function_words"])

    def _compile(self, name: str, phrases: Iterable[str]) -> None:
        stems, forms, gapped = [], [], []
        for phrase in dict.fromkeys(one for p in phrases for one in expand(p)):
            if "~" in phrase or "#" in phrase:
                gapped.append([self._node(word) for word in phrase.replace("-", " ").split()])
            elif phrase.startswith("="):
                forms.append(self._doc(_folded(phrase[1:])[0])[0])
            else:
                stems.append(self._doc(_folded(phrase)[0])[0])
        for matcher, patterns in ((self._by_stem, stems), (self._by_form, forms)):
            if patterns:
                matcher.add(name, patterns)
        if gapped:
            self._gapped.add(name, gapped, greedy="LONGEST")

    def _node(self, word: str) -> dict[str, Any]:
        if word == "~":
            return {"OP": f"{{0,{GAP}}}"}
        return {"LIKE_NUM": True} if word == "#" else {"NORM": self._stem(word)}

    def _stem(self, word: str) -> str:
        known = self._stems.get(word)
        if known is None:
            if len(self._stems) > 50_000:  # a stranger's words must not grow us without end
                self._stems.clear()
            known = self._stems[word] = stem(word, self.lexicon.lemmas)
        return known

    def _doc(self, text: str) -> tuple[Any, list[str]]:
        doc = self._tokenise(text)
        stems = []
        for token in doc:
            lower = token.lower_
            token.norm_ = self._stem(lower)
            stems.append(token.norm_)
        return doc, stems

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
        words = function = 0
        for name, value in fields:
            if not value.strip():
                continue
            text = self._prepare(name, value[:MAX_CHARS])
            if not len(text.doc):
                continue
            for one in self._signals(text):
                found.setdefault(one.name, []).append(one)
            sentences += text.sentences
            if name in ("summary", "grounds", "potential_actions"):
                spoken = [t.lower_ for t in text.doc if t.is_alpha]
                words += len(spoken)
                function += sum(word in self._function_words for word in spoken)
        ordered = {name: tuple(hits) for name, hits in found.items()}
        return Signals(ordered, tuple(sentences), words, function / words if words else 1.0)

    def _prepare(self, name: str, value: str) -> _Text:
        folded, origin = _folded(value)
        doc, stems = self._doc(folded)
        text = _Text(name, value, origin, doc, stems, _sentence_ends(folded, origin, value), [])
        begin = 0
        for number, end in enumerate(text.sentence_ends):
            words = folded[begin:end]
            start = origin[begin] if begin < len(origin) else len(value)
            stop = origin[end - 1] + 1 if end else 0
            typed = value[start:stop]
            text.sentences.append(
                Sentence(name, number, start, stop, typed, words.rstrip(" \")'").endswith("?"),
                         bool(_DATE.search(typed)), bool(_COUNT.search(typed)))
            )  # fmt: skip
            begin = end
        return text

    def _signals(self, text: _Text) -> list[Signal]:
        spans: dict[str, set[tuple[int, int]]] = {}
        for matcher in (self._by_stem, self._by_form, self._gapped):
            for key, start, end in matcher(text.doc):
                spans.setdefault(self._names[key], set()).add((start, end))
        cues = _Cues(text, spans)
        text.sentences[:] = [
            replace(one, asks=one.asks or one.number in cues.first_ask) for one in text.sentences
        ]
        made = []
        for name, hits in spans.items():
            for start, end in sorted(_longest(hits)):
                at = text.sentence_of(start)
                if at != text.sentence_of(end - 1):
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
                        asks=text.sentences[at].asks and start >= cues.first_ask.get(at, 0),
                        definite=cues.definite(start),
                    )
                )
        return made


class _Cues:
    """Where negations, doubts and clause ends stand in one text."""

    def __init__(self, text: _Text, spans: Mapping[str, set[tuple[int, int]]]) -> None:
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
        #: For each sentence that asks, the token where its asking begins.
        self.first_ask: dict[int, int] = {}
        for start, end in sorted(spans.get("ask", ()), reverse=True):
            if end >= len(text.doc) or text.doc[end].lower_ != "because":
                self.first_ask[text.sentence_of(start)] = start
        for token in text.doc:
            at = text.sentence_of(token.i)
            opens = token.i == 0 or text.sentence_of(token.i - 1) != at
            if opens and text.sentences[at].asks and token.lower_ in _INVERTED:
                self.first_ask[at] = token.i

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


def _folded(value: str) -> tuple[str, list[int]]:
    """The value with quotes and dashes made plain and runs of white space made one.

    Second, for each character of the result, where it stands in `value`.
    """
    plain = value.translate(_FOLD)
    made, origin = [], []
    for at, letter in enumerate(plain):
        space = letter.isspace() or not letter.isprintable()
        if space and (not made or made[-1] == " "):
            continue
        made.append(" " if space else letter)
        origin.append(at)
    return "".join(made), origin


def _sentence_ends(folded: str, origin: list[int], value: str) -> list[int]:
    """Where sentences end in the folded text: full stops that are none, and blank lines, minded."""
    ends = []
    for hit in re.finditer(r"[.!?]+[\"')]*(?= |$)", folded):
        before = folded[max(0, hit.start() - 8) : hit.start()]
        after = folded[hit.end() + 1 : hit.end() + 2]
        if hit[0][0] == "." and _ABBREVIATED.search(before) and not (
            before[-1:].isdigit() and (after.isupper() or not after)
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


def _longest(hits: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The hits of one list without those that lie inside a longer one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(hits, key=lambda one: (one[0], -one[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


@lru_cache(maxsize=1)
def shipped_language() -> Language:
    """The Language of the lists shipped with us, made once."""
    return Language()
