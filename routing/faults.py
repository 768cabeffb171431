"""What a letter says is wrong with a form: every fault that counts, each in the agreement's words.

STANDARDS: Safer Estates Agreement, part 3 (what is returned, and why).
ERRORS: none are raised.
"""

from __future__ import annotations

from models.cases import Finding, ItemOutcome, Verdict
from models.forms import Agreement
from models.reasons import (
    BLANK_FORM,
    GATING_DATA,
    MISSING_PREFIX,
    NOT_NOMINEE,
    NOT_REGISTERED,
    SUBJECT_DOB_OR_ADDRESS,
    UNREADABLE,
    WRONG_FORM,
)
from routing.letters import Fault

#: Reasons that have a letter to themselves, and so need no sentence in it.
_TOLD_BY_THE_LETTER = frozenset({UNREADABLE, WRONG_FORM, BLANK_FORM, NOT_REGISTERED, NOT_NOMINEE})

#: Reasons beside another that says it all.
_TOLD_BY_ANOTHER = frozenset({GATING_DATA})


def faults_of(item: ItemOutcome, agreement: Agreement | None) -> tuple[Fault, ...]:
    """What the letter says is wrong with `item`, in the order in which it was found.

    Every reason is told of: one that no finding explains gets a sentence of its own.
    """
    said: list[Fault] = []
    told: set[str] = set()
    for finding in item.findings:
        if finding.reason in _TOLD_BY_ANOTHER:
            continue
        if _counts(finding, item) and finding.reason not in told:
            reason = finding.reason or ""
            words = finding.say or _plain_sentence(reason, agreement)
            said.append(Fault(words, finding.signpost, finding.clause))
            told.add(reason)
    for reason in item.reasons:
        if reason not in told and reason not in _TOLD_BY_THE_LETTER | _TOLD_BY_ANOTHER:
            said.append(Fault(_plain_sentence(reason, agreement)))
            told.add(reason)
    return tuple(said)


def _counts(finding: Finding, item: ItemOutcome) -> bool:
    return (
        finding.verdict is Verdict.FAIL
        and not finding.shadow
        and finding.on_fail != "warn"
        and finding.reason in item.reasons
    )


def _plain_sentence(reason: str, agreement: Agreement | None) -> str:
    """A sentence for a reason without one of its own: the labels as printed on the form."""
    if reason == MISSING_PREFIX + SUBJECT_DOB_OR_ADDRESS:
        return "The date of birth or the address of the person you ask about."
    if reason.startswith(MISSING_PREFIX):
        key = reason.removeprefix(MISSING_PREFIX)
        label = (
            next((f.labels[0] for f in agreement.fields if f.key == key), key) if agreement else key
        )
        return f"{label.rstrip(':').replace('_', ' ')}: this was left blank."
    return "It does not meet the conditions of the agreement. Contact us to ask which."
