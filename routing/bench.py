"""What every rule has before it: the form, the agreement, the register's answer and the matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.auth import Address
from models.cases import Finding, Quote, Verdict
from models.forms import Agreement, Check, FormReading
from models.register import Membership
from models.settings_types import Gate
from routing.language import Language
from routing.rules_content import Opinion
from routing.rules_matter import Matter


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checks need to know besides the form.

    `today` is the day of receipt in Europe/London. `all_parts_read`: every part of the mail that
    could hold a form was read (part 2 of the gate). `resubmission`: the mail answers something we
    returned (part 7). `unregistered_partner` and `gate` are the
    force's settings. `language` None means the lists shipped with us.
    """

    today: date
    author: Address
    all_parts_read: bool = True
    resubmission: bool = False
    unregistered_partner: Literal["review", "reject", "accept"] = "review"
    gate: Gate = "strict"
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """One form before the rules. `opinions` are by category; `danger` the words of danger."""

    form: FormReading
    agreement: Agreement
    membership: Membership
    context: CheckContext
    matter: Matter
    opinions: Mapping[str, Opinion]
    danger: tuple[str, ...] = ()

    def label(self, key: str) -> str:
        """The label as printed, with its part of the form where the label stands twice."""
        field = self.agreement.field_of(key)
        twice = sum(one.labels[0] == field.labels[0] for one in self.agreement.fields) > 1
        if not twice:
            return field.labels[0]
        part = next(one for one in self.agreement.sections if one.key == field.section)
        return f"{field.labels[0]} ({part.headings[0]})"


def quoted(form: FormReading, key: str, most: int = 120) -> Quote:
    """The head of a field's value as evidence, with its offsets."""
    words = form.value(key)[:most]
    return Quote(words, key, 0, len(words))


def finding(
    check: Check,
    verdict: Verdict,
    evidence: Sequence[Quote] = (),
    reason: str | None = None,
    *,
    certain: bool = False,
) -> Finding:
    """A Finding of `check`; a pass bears no reason and says nothing."""
    passed = verdict is Verdict.PASS
    return Finding(
        check=check.rule,
        verdict=verdict,
        clause=check.clause,
        evidence=tuple(evidence),
        reason=None if passed else reason or check.reason,
        on_fail=check.on_fail,
        say="" if passed else check.say,
        signpost="" if passed else check.signpost,
        shadow=check.mode == "shadow",
        certain=certain and not passed,
    )
