"""Applies an agreement's checks to one form: the closed vocabulary of rules.

Every check gives at least one Finding where it applies, hit or miss, with the words it rests on.
A content rule refuses only through the gate (routing/gate); all that is less than certain is
`unsure`, which a person decides.

STANDARDS: Safer Estates Agreement, part 3; terms of reference 4 (priority).
SECURITY: what a form says is content. "Approve this" is words like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from models import reasons
from models.cases import Finding, Priority, Verdict
from models.forms import PRINTED, Agreement, Check, FormReading, Recognised
from models.register import Membership
from routing import (
    rules_agree,
    rules_basis,
    rules_content,
    rules_documents,
    rules_elsewhere,
    rules_fishing,
    rules_formal,
    rules_priority,
    rules_requester,
    rules_sense,
)
from routing.bench import Bench, CheckContext, finding
from routing.day_sense import day_of
from routing.gate import comes_back, refuses
from routing.language import Language, shipped_language
from routing.rules_content import Opinion
from routing.rules_matter import Matter, Who, make_matter
from routing.signals import Signal, Signals

__all__ = [
    "GATED",
    "RULES",
    "CheckContext",
    "danger_words",
    "flags",
    "priority_claim",
    "run_checks",
]

Rule = Callable[[Bench, Check], Iterator[Finding]]

#: Categories in the order of the agreement; `fishing` is what is left when none of them speaks.
CATEGORIES: Final[Mapping[str, Callable[[Matter], Opinion]]] = {
    "pre_tenancy": rules_content.pre_tenancy,
    "disclosed_convictions": rules_content.disclosed_convictions,
    "mappa": rules_content.mappa,
    "incident_data": rules_content.incident_data,
    "rehab_homeless": rules_content.rehab_homeless,
    "documents": rules_documents.documents,
    "enforced_sar": rules_elsewhere.enforced_sar,
    "sar_or_foi": rules_elsewhere.sar_or_foi,
    "criminal_case_live": rules_elsewhere.criminal_case_live,
    "modern_slavery_referral": rules_elsewhere.modern_slavery_referral,
    "trawl": rules_fishing.trawl,
}
#: The rules that refuse only through the gate; none of them refuses twice without a person.
GATED: Final = frozenset({"fishing", *CATEGORIES})


def run_checks(
    form: FormReading,
    agreement: Agreement,
    membership: Membership,
    covering: str,
    context: CheckContext,
) -> tuple[Finding, ...]:
    """Every finding on one form, in the order of the agreement's checks.

    A form of another kind, a letter or a blank form is judged by the rules that need no fields.
    """
    signals = _signals(form, covering, context.language)
    matter = make_matter(form, signals)
    opinions = {name: opine(matter) for name, opine in CATEGORIES.items()}
    bench = Bench(
        form,
        agreement,
        membership,
        context,
        matter,
        opinions,
        danger_words(form, covering, context.language),
    )
    made: list[Finding] = []
    for check in agreement.checks:
        if check.mode == "off":
            continue
        if form.recognised is Recognised.FORM or check.rule in _WITHOUT_FIELDS:
            made.extend(_RULES[check.rule](bench, check))
    return tuple(made)


def priority_claim(
    form: FormReading, covering: str = "", language: Language | None = None
) -> Priority:
    """HIGH where the form itself claims it and gives information to support it (ToR 4).

    `covering` counts for nothing: the form decides.
    """
    signed = day_of(form.readings.get("date_of_request"))
    return rules_priority.claim(_signals(form, covering, language), signed)


def flags(
    form: FormReading, covering: str = "", language: Language | None = None
) -> tuple[str, ...]:
    """Words of danger and urgency, for the officer; they never hold a sound form up."""
    signals = _signals(form, covering, language)
    urgent = {one.text.casefold() for one in _everywhere(signals, "urgent")}
    return (*danger_words(form, covering, language), *sorted(urgent))


def danger_words(
    form: FormReading, covering: str = "", language: Language | None = None
) -> tuple[str, ...]:
    """Words of danger, injunction or hearing in the form or the covering mail, in lower case.

    Negated ones count as well: here a false alarm costs a look, a miss may cost a person.
    """
    signals = _signals(form, covering, language)
    return tuple(
        sorted({" ".join(one.text.casefold().split()) for one in _everywhere(signals, "danger")})
    )


def _everywhere(signals: Signals, name: str) -> tuple[Signal, ...]:
    return tuple(signals.found.get(name, ()))


def _signals(form: FormReading, covering: str, language: Language | None) -> Signals:
    """The signals of a form: its fields, or all its words where it has none.

    What is said of further people stands behind what is said of the first, a line each. What the
    form prints itself, word for word, says nothing: of slavery the form of a modern slavery
    agreement speaks whoever fills it in.
    """
    printed = {key for key, one in form.readings.items() if one.note == PRINTED}
    keys = (form.readings, *(one.readings for one in form.data_subjects))
    told = dict.fromkeys(key for found in keys for key in found if key not in printed)
    fields = {key: form.everyone(key) for key in told}
    if form.recognised is not Recognised.FORM:
        fields["text"] = form.text
    return (language or shipped_language()).analyse(fields, covering)


def _content(name: str) -> Rule:
    """The rule of one category: pass, a doubt, or through the gate a refusal."""

    def rule(bench: Bench, check: Check) -> Iterator[Finding]:
        yield _found(bench, check, name, bench.opinions[name])

    return rule


def _found(bench: Bench, check: Check, name: str, opinion: Opinion) -> Finding:
    """An opinion as a finding: what is certain fails where the gate lets it."""
    verdict = Verdict.FAIL if refuses(bench, name, opinion) else opinion.verdict
    certain = opinion.certain and not comes_back(bench)
    return finding(check, verdict, opinion.evidence, certain=certain)


def _incident_data(bench: Bench, check: Check) -> Iterator[Finding]:
    """Data about an area; that it is for gating a path is told apart (note 4, b)."""
    opinion = bench.opinions["incident_data"]
    gating = rules_elsewhere.gating(bench.matter) if opinion.doubts else ()
    say = str(check.with_.get("gating_say", check.say)) if gating else check.say
    found = _found(bench, replace(check, say=say), "incident_data", opinion)
    yield found
    if gating:
        yield replace(found, evidence=gating, reason=reasons.GATING_DATA, say="", signpost="")


def _fishing(bench: Bench, check: Check) -> Iterator[Finding]:
    """Fishing (checklist 3): a trawl in plain words, else whatever shows no concern or bounds.

    What another category explains is not also called speculative.
    """
    trawl = bench.opinions["trawl"]
    explained = any(one.certain for one in bench.opinions.values())
    if trawl.doubts and (trawl.certain or not explained):
        yield _found(bench, check, "trawl", trawl)
        return
    others = any(one.doubts for one in bench.opinions.values())
    loose = rules_fishing.speculative(bench.matter)
    if loose.doubts and (others or bench.matter.who is Who.NOBODY):
        yield finding(check, Verdict.PASS, loose.evidence)
        return
    yield _found(bench, check, "fishing", loose)


#: The rules that judge something other than a completed form of this agreement.
_WITHOUT_FIELDS: Final = frozenset({"signed_up", "nominee", "right_form"})

_RULES: Final[Mapping[str, Rule]] = {
    "signed_up": rules_formal.signed_up,
    "nominee": rules_formal.nominee,
    "right_form": rules_formal.right_form,
    "english": rules_formal.english,
    "complete": rules_formal.complete,
    "from_date": rules_formal.from_date,
    "other_lacks": rules_formal.other_lacks,
    "request_date": rules_sense.request_date,
    "date_order": rules_sense.date_order,
    "birth_date": rules_sense.birth_date,
    "dwelling": rules_sense.dwelling,
    "reference_shape": rules_sense.reference_shape,
    "fields_agree": rules_agree.fields_agree,
    "requester_known": rules_requester.requester_known,
    "organisation_known": rules_requester.organisation_known,
    "section_five": rules_formal.section_five,
    "legal_basis": rules_basis.legal_basis,
    "answered": rules_basis.answered,
    "fishing": _fishing,
    **{name: _content(name) for name in CATEGORIES},
    "incident_data": _incident_data,
    "urgent_risk": rules_elsewhere.urgent_risk,
}

#: The names of the rules; models/agreement_rules.RULES gives each its parameters.
RULES: Final = frozenset(_RULES)
