"""Whether a form claims high priority and supports the claim. An officer still grants it (G3).

STANDARDS: Safer Estates Agreement, terms of reference 4: "they are required to provide information
to support this, the request will then be considered".
"""

from __future__ import annotations

from models.cases import Priority
from routing.signals import Sentence, Signal, Signals

_WHERE = ("summary", "grounds", "potential_actions", "date_of_request")

#: Court words that support a claim without a date in the same sentence.
_NO_DATE_NEEDED = ("without notice", "closure notice", "48 hours", "72 hours", "heard within")


def claim(signals: Signals) -> Priority:
    """HIGH where the form claims it and names a risk of harm or a day in court; else ROUTINE."""
    void = signals.of("priority_void", *_WHERE, negated=None)
    claims = [
        one
        for one in signals.of("priority_claim", *_WHERE)
        if not any(_covers(other, one) for other in void)
    ]
    return Priority.HIGH if claims and supported(signals) else Priority.ROUTINE


def supported(signals: Signals) -> bool:
    """Whether the form states a risk of harm as a fact, or a hearing with its date."""
    sentences = {(one.field, one.number): one for one in signals.sentences}
    court = any(
        _dated(one, sentences[one.field, one.sentence])
        for one in signals.of("support_court", *_WHERE)
    )
    risk = any(
        not one.doubtful and (one.definite or not _asked(one, sentences[one.field, one.sentence]))
        for one in signals.of("support_risk", *_WHERE)
    )
    return court or risk


def _asked(one: Signal, sentence: Sentence) -> bool:
    """Whether the risk itself is in question: "has he a knife?"."""
    return one.asks and sentence.text.rstrip(" \"')").endswith("?")


def _dated(one: Signal, sentence: Sentence) -> bool:
    folded = " ".join(one.text.casefold().split())
    return sentence.dated or any(words in folded for words in _NO_DATE_NEEDED)


def _covers(outer: Signal, inner: Signal) -> bool:
    return outer.field == inner.field and outer.start <= inner.start and inner.end <= outer.end
