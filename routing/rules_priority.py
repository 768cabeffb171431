"""Whether a form claims high priority and supports the claim. An officer still grants it (G3).

STANDARDS: Safer Estates Agreement, terms of reference 4: "they are required to provide information
to support this, the request will then be considered".
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from models.cases import Priority
from parsers.normalise import dates_in, normalise_date
from routing.signals import Sentence, Signal, Signals

_WHERE = ("summary", "grounds", "potential_actions", "date_of_request")

#: Court words that support a claim without a date in the same sentence.
_NO_DATE_NEEDED = ("without notice", "closure notice", "48 hours", "72 hours", "heard within")
#: A claim made as a form would have it: "Priority: HIGH", "Priority level - high".
_MARKED: Final = re.compile(
    r"\bpriority(?:\s+(?:level|status|requested|claimed|rating))?\s*[:=\-\u2013]\s*high\b(?!\s*/)",
    re.I,
)
#: A hearing that is over supports nothing, unless the words go on to the next.
_OVER: Final = re.compile(
    r"\b(?:hearing|trial|application|case|matter)\b[^.;,]{0,30}?\b(?:took place|was (?:held|heard|on|dismissed|concluded|"
    r"decided|granted|successful)|has (?:already |)been (?:heard|decided)|concluded|ended)\b",
    re.I,
)
_REASON: Final = re.compile(r"\b(?:because|owing to|due to|as|since|given)\b", re.I)
_NEXT: Final = re.compile(
    r"\b(?:adjourn\w*|next|relist\w*|re-list\w*|return\w*|part[ -]heard)\b", re.I
)


def claim(signals: Signals, signed: date | None = None) -> Priority:
    """HIGH where the form claims it and names a risk of harm or a day in court; else ROUTINE.

    `signed`: the date of the request, by which a hearing is over or to come.
    """
    void = signals.of("priority_void", *_WHERE, negated=None)
    claims = [
        one
        for one in signals.of("priority_claim", *_WHERE)
        if not any(_overlaps(other, one) for other in void)
    ]
    marked = any(one.field in _WHERE and _MARKED.search(one.text) for one in signals.sentences)
    return Priority.HIGH if (claims or marked) and supported(signals, signed) else Priority.ROUTINE


def supported(signals: Signals, signed: date | None = None) -> bool:
    """Whether the form states a risk of harm as a fact, or a hearing with its date."""
    sentences = {(one.field, one.number): one for one in signals.sentences}
    court = any(
        _dated(one, sentences[one.field, one.sentence])
        and not _over(sentences[one.field, one.sentence], signed)
        for one in signals.of("support_court", *_WHERE)
    )
    risk = any(
        not _doubted(one, sentences[one.field, one.sentence], signals)
        and (one.definite or not _asked(one, sentences[one.field, one.sentence]))
        for one in signals.of("support_risk", *_WHERE)
    )
    return court or risk


def _doubted(one: Signal, sentence: Sentence, signals: Signals) -> bool:
    """Whether a "may" or "should" governs the risk, and not the claim that it gives a reason for."""
    if not one.doubtful:
        return False
    claims = [hit for hit in signals.within("priority_claim", sentence) if hit.end <= one.start]
    return not any(
        _REASON.search(sentence.text[hit.end - sentence.start : one.start - sentence.start])
        for hit in claims
    )


def _asked(one: Signal, sentence: Sentence) -> bool:
    """Whether the risk itself is in question: "has he a knife?"."""
    return one.asks and sentence.text.rstrip(" \"')").endswith("?")


def _dated(one: Signal, sentence: Sentence) -> bool:
    folded = " ".join(one.text.casefold().split())
    return sentence.dated or any(words in folded for words in _NO_DATE_NEEDED)


def _over(sentence: Sentence, signed: date | None) -> bool:
    """Whether the hearing that a sentence tells of is over: it says so, or its day is past.

    Where the sentence has another day besides, that may be the day of the hearing.
    """
    text, told = sentence.text, sentence.days + sentence.asked_days
    if _NEXT.search(text):
        return False
    if told < 2 and _OVER.search(text):
        return True
    if signed is None:
        return False
    days = [normalise_date(text[start:end], today=signed) for start, end in dates_in(text)]
    return len(days) >= max(told, 1) and all(
        one and date.fromisoformat(one) < signed for one in days
    )


def _overlaps(one: Signal, other: Signal) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end
