"""What would have become of a form, had a check said something else: the table of forms, run again.

Nothing here is guessed at. A decision is taken apart only where the table, given what it was given
then, still decides what was recorded; else nothing is claimed (`weigh` gives None).

STANDARDS: none.
BUGS: a check is changed by itself. On a real form one change of words may move several checks, and
    a check that fails for certain on other words is only supposed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from models.cases import Disposition, Finding, ItemOutcome, Verdict
from models.forms import FormReading, Recognised
from models.reasons import (
    ATTACHED_MESSAGE,
    CHANGED_FORM,
    CHASER,
    CLAIMS_CASE,
    RELAY_SPAM,
    RESUBMISSION,
    UNSUPPORTED,
)
from routing.disposition import Decision, for_form

#: Reasons that hold a form for a person whatever its checks say (routing/items, disposition).
HOLDING: Final = frozenset({ATTACHED_MESSAGE, CHANGED_FORM, UNSUPPORTED, RELAY_SPAM})
#: Reasons that are written down beside a decision and never change it (routing/joining).
_BESIDE_IT: Final = frozenset({CHASER, CLAIMS_CASE, RESUBMISSION})


@dataclass(frozen=True, slots=True)
class Weighed:
    """One decision that the table still gives. `held` are the reasons that hold it besides."""

    item: ItemOutcome
    form: FormReading
    held: tuple[str, ...] = ()

    def supposing(
        self,
        changed: Mapping[int, Verdict],
        *,
        danger: tuple[str, ...] | None = None,
        beside: tuple[str, ...] | None = None,
    ) -> Decision:
        """The decision with other verdicts for the findings at these positions, from 0.

        `danger` and `beside` take the place of what stood in the mail, where they are given.
        """
        findings = [
            _turned(one, changed[nth]) if nth in changed else one
            for nth, one in enumerate(self.item.findings)
        ]
        decided, codes = for_form(
            findings,
            self.form,
            self.item.danger if danger is None else danger,
            self.item.beside if beside is None else beside,
        )
        if not self.held:
            return decided, codes
        return Disposition.REVIEW, tuple(dict.fromkeys((*codes, *self.held)))

    def at(self, *verdicts: Verdict) -> tuple[int, ...]:
        """The positions of the findings that count and have one of these verdicts."""
        return tuple(
            nth
            for nth, one in enumerate(self.item.findings)
            if one.verdict in verdicts and counts(one)
        )


def counts(finding: Finding) -> bool:
    """Whether a finding can change what becomes of a form: not shadowed, and no mere warning."""
    return not finding.shadow and finding.on_fail != "warn"


def weigh(item: ItemOutcome) -> Weighed | None:
    """The decision on a form, to be supposed otherwise; None where the table does not explain it.

    That is a mail without a form, and a decision of which the table's other facts were not kept.
    """
    form = item.form
    if form is None or form.recognised not in (Recognised.FORM, Recognised.BLANK):
        return None
    decided, codes = for_form(item.findings, form, item.danger, item.beside)
    added = [one for one in item.reasons if one not in codes and one not in _BESIDE_IT]
    if not set(codes) <= set(item.reasons):
        return None
    if not added:
        return Weighed(item, form) if decided is item.disposition else None
    if item.rules and set(added) <= HOLDING and item.disposition is Disposition.REVIEW:
        return Weighed(item, form, tuple(added))
    return None


def _turned(finding: Finding, verdict: Verdict) -> Finding:
    """The finding with another verdict; what is met bears no reason, what is not bears one."""
    if verdict is Verdict.PASS:
        return replace(finding, verdict=verdict, reason=None)
    return replace(finding, verdict=verdict, reason=finding.reason or finding.check)
