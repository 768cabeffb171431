"""What follows for an outcome where a form came before: the pure other half of routing/again.

A form that joins an open case is never returned: it is kept for a person, under that case's
reference and date. What a content rule refuses is not refused twice by machine: its findings become
doubts, and the table of forms decides anew (the gate, part 7). A form that lacks something is judged
on its own facts, and may be returned once more.

STANDARDS: Safer Estates Agreement, part 3; terms of reference 4 and 5.
ERRORS: none are raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from models.auth import Address
from models.cases import (
    SEVERITY,
    Disposition,
    Finding,
    ItemOutcome,
    Outcome,
    Priority,
    ReplyPlan,
    Verdict,
)
from models.forms import FormReading
from models.reasons import CHANGED_FORM, CHASER, DANGER, RESUBMISSION
from models.register import Register
from models.store.joining import MessageKind
from routing.again import NEW, Again
from routing.checks import GATED, danger_words, priority_claim
from routing.disposition import for_form
from routing.finishing import finished
from routing.language import Language
from routing.replies import LetterContext, letter_for, plan_reply

#: A flag for the officer: a form that joined a case claims high priority.
PRIORITY_CLAIMED = "high_priority_claimed"


class SettleContext(LetterContext, Protocol):
    """What settling needs to know of the installation."""

    @property
    def register(self) -> Register: ...  # noqa: D102 - whose days a target date counts

    @property
    def language(self) -> Language: ...  # noqa: D102 - which finds a claim of priority


def with_again(outcome: Outcome, again: Sequence[Again], context: SettleContext) -> Outcome:
    """The outcome to settle, `again` being what each of its forms is to the cases before it.

    Where none came before it is the same outcome.
    """
    author = outcome.author
    if author is None or all(one == NEW for one in again):
        return outcome
    items = tuple(
        _with(item, one, author, outcome, context)
        for item, one in zip(outcome.items, again, strict=True)
    )
    worst = min(items, key=lambda item: SEVERITY.index(item.disposition))
    return replace(
        outcome,
        items=items,
        disposition=worst.disposition,
        reasons=worst.reasons,
        reply=plan_reply(items, author),
    )


def _with(
    item: ItemOutcome, again: Again, author: Address, outcome: Outcome, context: SettleContext
) -> ItemOutcome:
    if again.joins is not None:
        return _joining(item, again, author, context)
    if again.resubmits is None:
        return item
    marked = replace(item, flags=tuple(dict.fromkeys((*item.flags, RESUBMISSION))))
    if not again.owned or item.disposition is not Disposition.REJECT or item.form is None:
        return marked
    doubted = tuple(_doubted(one) for one in item.findings)
    if doubted == item.findings:
        return marked  # it lacks something: that is plain, however often it comes
    decided, reasons = for_form(doubted, item.form)
    claim = _claim(item.form, context)
    looked_at = replace(
        marked,
        disposition=decided,
        reasons=(*reasons, RESUBMISSION),
        findings=doubted,
        flags=item.flags,
        priority=claim,
    )
    return finished(looked_at, author, outcome.received_at, context)


def _joining(
    item: ItemOutcome, again: Again, author: Address, context: SettleContext
) -> ItemOutcome:
    """A form that joins an open case: that case's date, and never a return."""
    same = again.kind is MessageKind.CHASER
    sound = same and item.disposition is Disposition.QUEUE
    claim = _claim(item.form, context) if item.form else Priority.ROUTINE
    # Words of danger never hold a sound form up; on a later message nothing else tells of them.
    danger = item.form and danger_words(item.form, ". ".join(item.flags), context.language)
    flags = (
        *item.flags,
        *([PRIORITY_CLAIMED] if claim is Priority.HIGH else []),
        *([DANGER] if danger else []),
    )
    joined = replace(
        item,
        disposition=Disposition.QUEUE if sound else Disposition.REVIEW,
        reasons=(CHASER if same else CHANGED_FORM, *item.reasons),
        target_date=again.target_date,
        priority=claim,
        flags=tuple(dict.fromkeys(flags)),
    )
    return replace(joined, reply=ReplyPlan(letter_for(joined), str(author)))


def _doubted(finding: Finding) -> Finding:
    """A refusal by a content rule as a doubt; every other finding as it is."""
    refuses = finding.verdict is Verdict.FAIL and finding.on_fail == "reject" and not finding.shadow
    return (
        replace(finding, verdict=Verdict.UNSURE) if refuses and finding.check in GATED else finding
    )


def _claim(form: FormReading, context: SettleContext) -> Priority:
    return priority_claim(form, "", context.language)
