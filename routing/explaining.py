"""One decision on one form in plain words: every check, what it rests on, what would change it.

What would have become of it otherwise is never worded from memory: each such sentence is the answer
of the table of forms, asked again with that check changed (routing/counterfactual). Where the table
no longer gives what was recorded, that is said and nothing is supposed.

STANDARDS: Safer Estates Agreement, part 3 (the clause of each check).
SECURITY: quotes are a stranger's words, as typed; whoever shows them makes them safe to show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models import reasons
from models.cases import Disposition, Finding, ItemOutcome, Quote, Verdict
from models.forms import Agreement, FormReading, Recognised
from routing.counterfactual import Weighed, counts, weigh
from routing.explaining_priority import PrioritySaid, explain_priority
from routing.explaining_words import (
    OUTCOMES,
    VERDICTS,
    because,
    check_title,
    doubt_of,
    label_of,
    listed,
    settled_by,
    would,
)
from routing.language import Language
from routing.said_dates import long_date

_NO_FORM: Final = {
    reasons.WRONG_FORM: "If the agreed form had been attached, filled in, it would have been read "
    "and checked.",
    reasons.BLANK_FORM: "If the form had been filled in, it would have been checked.",
    reasons.UNREADABLE: "If the file had been an ordinary Word document or PDF that opens, it would "
    "have been read and checked.",
    reasons.UNSUPPORTED: "If the form had been attached to an ordinary mail as a Word document or "
    "PDF, it would have been read and checked at once.",
    reasons.CORRESPONDENCE: "If it is meant as a request, the agreed form has to come with it.",
    reasons.TOO_LARGE: "If the mail had been smaller, it would have been read.",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Quoted words with the key and the printed label of their field; both "" where there is none.

    `cut`: the field goes on in the middle of the last word.
    """

    field: str
    label: str
    words: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would have become of the request under a supposition, as the table of forms decides."""

    supposing: str
    disposition: str
    reasons: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class CheckSaid:
    """One check in words.

    `counts` is False for what is only told to the officer, `shadow` where the check is tried out.
    `says` is what was found, `to_change` what would settle or mend it.
    """

    check: str
    title: str
    verdict: str
    said: str
    clause: str
    reason: str | None
    counts: bool
    shadow: bool
    says: str = ""
    words: tuple[Words, ...] = ()
    to_change: str = ""
    what_if: tuple[WhatIf, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSaid:
    """One form, or the mail if it has none. `verified`: the table still decides what was recorded."""

    reference: str | None
    agreement: str
    disposition: str
    reasons: tuple[str, ...]
    outcome: tuple[str, ...]
    checks: tuple[CheckSaid, ...]
    what_if: tuple[WhatIf, ...]
    to_change: tuple[str, ...]
    verified: bool
    flags: tuple[str, ...] = ()
    priority: PrioritySaid | None = None
    priority_words: tuple[Words, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()


def explain_form(
    item: ItemOutcome,
    known: Mapping[str, Agreement],
    language: Language,
    reference: str | None = None,
) -> FormSaid:
    """What was decided of one form and why. `known` are the agreements by id."""
    form = item.form
    agreement = known.get(form.agreement or "") if form else None
    weighed = weigh(item)
    priority = explain_priority(item, language)
    return FormSaid(
        reference=reference,
        agreement=agreement.title if agreement else "",
        disposition=item.disposition,
        reasons=item.reasons,
        outcome=_outcome(item, agreement),
        checks=tuple(_check(nth, one, weighed, agreement) for nth, one in enumerate(item.findings)),
        what_if=_whole(weighed, agreement) if weighed else (),
        to_change=_besides(item, weighed),
        verified=weighed is not None,
        flags=item.flags,
        priority=priority,
        priority_words=_words(priority.words, agreement) if priority else (),
        rules=item.rules,
    )


def _outcome(item: ItemOutcome, agreement: Agreement | None) -> tuple[str, ...]:
    """What became of it, why, who goes on with it and by when."""
    said = [OUTCOMES[item.disposition]]
    if item.reasons:
        said.append(f"That is because {_reasons(item.reasons, item, agreement)}.")
    if item.target_date is not None:
        said.append(f"We aim to answer by {long_date(item.target_date)}.")
    return tuple(said)


def _reasons(codes: Sequence[str], item: ItemOutcome, agreement: Agreement | None) -> str:
    """Reason codes as the end of "because ...": what no table words, by the check that gave it."""
    said = []
    for code in codes:
        one = next((one for one in item.findings if one.reason == code and counts(one)), None)
        own = one is not None and because(code, agreement) == code.replace("_", " ")
        if own and one is not None:
            said.append(f"the check “{check_title(one.check)}” is {VERDICTS[one.verdict]}")
        else:
            said.append(because(code, agreement))
    return listed(list(dict.fromkeys(said)))


def _check(
    nth: int, finding: Finding, weighed: Weighed | None, agreement: Agreement | None
) -> CheckSaid:
    verdict, reason = finding.verdict, finding.reason or ""
    says, to_change = "", ""
    if verdict is Verdict.FAIL:
        why = because(reason, agreement)
        says = finding.say or f"{why[:1].upper()}{why[1:]}."
        to_change = finding.signpost or (settled_by(reason) if finding.on_fail == "review" else "")
    elif verdict is Verdict.UNSURE:
        says = doubt_of(reason, finding.say)
        to_change = " ".join(filter(None, (settled_by(reason), _if_sure(finding))))
    return CheckSaid(
        check=finding.check,
        title=check_title(finding.check),
        verdict=verdict,
        said=VERDICTS[verdict],
        clause=finding.clause,
        reason=finding.reason,
        counts=counts(finding),
        shadow=finding.shadow,
        says=says,
        words=_words(finding.evidence, agreement, weighed.form if weighed else None),
        to_change=to_change,
        what_if=_alone(nth, finding, weighed, agreement) if weighed else (),
    )


def _if_sure(finding: Finding) -> str:
    """What the agency would be told, were a doubt to turn out against it."""
    return (
        f"If it were returned, the letter would say: {finding.signpost}" if finding.signpost else ""
    )


def _words(
    quotes: Sequence[Quote], agreement: Agreement | None, form: FormReading | None = None
) -> tuple[Words, ...]:
    return tuple(
        Words(
            one.field,
            label_of(agreement, one.field) if one.field else "",
            one.text,
            cut=form is not None and _is_cut(one.text, form.value(one.field)),
        )
        for one in quotes
        if one.text.strip()
    )


def _is_cut(words: str, value: str) -> bool:
    """Whether `words` end in the middle of a word of the field's value."""
    end = value.find(words) + len(words)
    return words in value and value[end - 1 : end + 1].isalnum() and end < len(value)


def _alone(
    nth: int, finding: Finding, weighed: Weighed, agreement: Agreement | None
) -> tuple[WhatIf, ...]:
    """What this one check did to the outcome, by each verdict that it did not have."""
    if not counts(finding):
        return ()
    mended = finding.verdict is Verdict.FAIL
    others = {
        Verdict.PASS: "this had been put right" if mended else "this had plainly been met",
        Verdict.FAIL: "this had plainly not been met",
        Verdict.UNSURE: "this had been in doubt",
    }
    wanted = {
        Verdict.FAIL: (Verdict.PASS,),
        Verdict.UNSURE: (Verdict.PASS, Verdict.FAIL),
        Verdict.PASS: (Verdict.FAIL, Verdict.UNSURE),
    }[finding.verdict]
    return tuple(_what_if(others[one], {nth: one}, weighed, agreement) for one in wanted)


def _what_if(
    supposing: str,
    changed: Mapping[int, Verdict],
    weighed: Weighed,
    agreement: Agreement | None,
    **without: tuple[str, ...],
) -> WhatIf:
    decided, codes = weighed.supposing(changed, **without)
    item = weighed.item
    says = f"If {supposing}, the request would {would(decided, item.disposition)}"
    left = [one for one in codes if one in item.reasons]
    if left and decided is item.disposition and decided is not Disposition.QUEUE:
        says += f", because {_reasons(left, item, agreement)}"
    return WhatIf(supposing, decided, codes, f"{says}.")


def _whole(weighed: Weighed, agreement: Agreement | None) -> tuple[WhatIf, ...]:
    """What several checks together, or what stood beside the form, did to the outcome."""
    item = weighed.item
    open_ = weighed.at(Verdict.FAIL, Verdict.UNSURE)
    said = []
    if len(open_) > 1:
        every = dict.fromkeys(open_, Verdict.PASS)
        said.append(_what_if("all of this had been met", every, weighed, agreement))
    if reasons.DANGER in item.reasons:
        what = "no such word had stood in the form or the mail"
        said.append(_what_if(what, {}, weighed, agreement, danger=()))
    if item.beside and set(item.beside) & set(item.reasons):
        what = "every part of the mail had been read, and held nothing more"
        said.append(_what_if(what, {}, weighed, agreement, beside=()))
    return tuple(said)


def _besides(item: ItemOutcome, weighed: Weighed | None) -> tuple[str, ...]:
    """What would have changed the outcome that no check says, as sentences."""
    said = []
    if reasons.DANGER in item.reasons:
        words = f" ({', '.join(item.danger)})" if item.danger else ""
        said.append(
            f"Such words{words} never count against a request. They mean that no program may "
            "return it: a person reads it first."
        )
    if weighed is not None:
        said += [
            f"Whatever its checks say, a person looks first, because {because(one)}."
            for one in weighed.held
        ]
    elif item.form is not None and item.form.recognised is Recognised.FORM:
        said.append(
            "What would have changed the outcome cannot be worked out from what was kept, so "
            "nothing is said of it here."
        )
    else:
        said += [_NO_FORM[one] for one in item.reasons if one in _NO_FORM][:1]
    return tuple(said)
