"""What was found in the words of a form: sentences and signals, as quoted spans. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.cases import Quote
from routing.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a field: its number, its offsets, and what kind of sentence it is.

    `days`: how many certain days it states; `asked_days`: how many stand in what it asks.
    """

    field: str
    number: int
    start: int
    end: int
    text: str
    asks: bool
    dated: bool
    counted: bool
    days: int = 0
    asked_days: int = 0


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
    """All signals of one form (and its covering mail, field "covering"), and its sentences.

    `english` is the share of small English words in what is asked and why;
    notes without such words count by the words of our lists. `vocabulary`: the words that explain
    a refusal (routing/vocabulary).
    """

    found: Mapping[str, tuple[Signal, ...]] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    words: int = 0
    english: float = 1.0
    vocabulary: Vocabulary | None = field(default=None, repr=False, compare=False)
    _at: dict[tuple[str, str, int], tuple[Signal, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        made: dict[tuple[str, str, int], list[Signal]] = {}
        for name, hits in self.found.items():
            for one in hits:
                made.setdefault((name, one.field, one.sentence), []).append(one)
        self._at.update((key, tuple(hits)) for key, hits in made.items())

    def of(self, name: str, *fields: str, negated: bool | None = False) -> tuple[Signal, ...]:
        """Signals of the list `name`, in these fields (none: all but the covering mail).

        `negated` None gives both kinds.
        """
        return tuple(
            one
            for one in self.found.get(name, ())
            if (one.field in fields if fields else one.field != "covering")
            and (negated is None or one.negated is negated)
        )

    def trails(self, sentence: Sentence) -> bool:
        """Whether a sentence of the summary follows a question and tells of nothing dated or counted.

        "The log would do." "His cousins too." It widens what was asked, with or without a verb.
        """
        told = sentence.dated or sentence.counted
        return not told and self.behind_a_question(sentence)

    def behind_a_question(self, sentence: Sentence) -> bool:
        """Whether a sentence of the summary follows one that asks."""
        return sentence.field == "summary" and any(
            one.field == "summary" and one.asks and one.number < sentence.number
            for one in self.sentences
        )

    def within(self, name: str, sentence: Sentence) -> tuple[Signal, ...]:
        """Signals of the list `name` in one sentence, negated ones too."""
        return self._at.get((name, sentence.field, sentence.number), ())
