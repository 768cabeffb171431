"""What a form says for high priority, and what would support it: found by asking the rule again.

The rule is asked once of the form as it is, and where it says routine, once more with a claim, with
support, or with both added. So what is said here is what the rule would do, on the lists of words
that are in force.

STANDARDS: Safer Estates Agreement, terms of reference 4 (support); an officer grants it (G3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from models.cases import Disposition, ItemOutcome, Priority, Quote
from models.documents import Place
from models.forms import Certainty, FormReading, Reading, Recognised
from routing.checks import priority_claim
from routing.language import Language

_PROSE: Final = "summary"
_CLAIM: Final = "We ask for high priority."
_SUPPORT: Final = "The without notice injunction hearing is on 3 June 2026."
_WHAT: Final = "the date of a hearing in court, or a risk of harm that it states as a fact"
_ROUTINE: Final = "An officer grants high priority, never the program."
_WORDS: Final = ("priority_claim", "support_court", "support_risk")
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class PrioritySaid:
    """Whether a form claims high priority: "supported", "unsupported", "none"; and in words."""

    claim: str
    says: tuple[str, ...]
    words: tuple[Quote, ...] = ()


def explain_priority(item: ItemOutcome, language: Language) -> PrioritySaid | None:
    """What a form says for high priority; None where the question was never asked of it."""
    form = item.form
    if form is None or form.recognised is not Recognised.FORM:
        return None
    if item.disposition is Disposition.REJECT:
        return None  # it has a priority once it is sent again
    if item.priority is Priority.HIGH:
        return PrioritySaid(
            "supported",
            (
                "The form asks for high priority and gives information to support that.",
                f"It is a claim until an officer has considered it. {_ROUTINE}",
                "Until then the request is worked in its turn.",
            ),
            _said_for_it(form, language),
        )
    return _routine(form, language)


def _routine(form: FormReading, language: Language) -> PrioritySaid:
    def high(*added: str) -> bool:
        return priority_claim(_with(form, added), language=language) is Priority.HIGH

    if high(_SUPPORT):
        return PrioritySaid(
            "unsupported",
            (
                "The form asks for high priority, and gives nothing that would support it.",
                f"It would have been shown as a claim if the form had given {_WHAT}.",
                f"So it is routine. {_ROUTINE}",
            ),
            _said_for_it(form, language),
        )
    says = ["The form does not ask for high priority, so it is routine."]
    if high(_CLAIM):
        says.append("It does tell of a hearing or a risk; had it asked, this would have counted.")
        return PrioritySaid("none", (*says, _ROUTINE), _said_for_it(form, language))
    if high(_CLAIM, _SUPPORT):
        says.append(f"To be shown as a claim it would have to ask, and to give {_WHAT}.")
    return PrioritySaid("none", tuple(says))


def _with(form: FormReading, added: tuple[str, ...]) -> FormReading:
    """The form with sentences added to its request."""
    old = form.readings.get(_PROSE) or Reading(_PROSE, "", None, Place(), Certainty.ANCHORED)
    value = " ".join((old.value.rstrip(". ") + ".", *added)) if old.value else " ".join(added)
    return replace(form, readings={**form.readings, _PROSE: replace(old, value=value)})


def _said_for_it(form: FormReading, language: Language) -> tuple[Quote, ...]:
    """The words of the form that claim or support, in the order of the form, without repeats."""
    signals = language.analyse({key: one.value for key, one in form.readings.items()})
    found = [one.quote for name in _WORDS for one in signals.of(name)]
    wider = [
        one
        for one in dict.fromkeys(found)
        if not any(_within(one, other) for other in found if other != one)
    ]
    return tuple(wider[:_MOST_WORDS])


def _within(inner: Quote, outer: Quote) -> bool:
    return inner.field == outer.field and outer.start <= inner.start and inner.end <= outer.end
