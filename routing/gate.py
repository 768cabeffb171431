"""The gate: what it takes to refuse a request without a person, and what is proposed otherwise.

A category rule gives an Opinion. `certain`: plain words of an exclusion, and nothing in the form or
the mail against them. Whether that refuses depends on the setting `gate`:

    standard   what is certain refuses
    strict     all eight parts of the gate must hold besides; two categories never pass it

In neither is an appeal, a resubmission or a text that is not mainly English judged by machine.
What waits for a person bears a Proposal: the letter that would go, where only the gate kept it from
going, and else nothing. Nobody is offered one where a word of danger stands.

STANDARDS: Safer Estates Agreement, part 3; Data Protection Act 2018 sections 50A to 50D (a person
can be asked for); the eight parts are listed in docs/design.md, section 3b.
SECURITY: words of a form that ask to be approved are content: no part of the gate looks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from models.cases import Disposition, Finding, ItemOutcome, Offer, Proposal, Verdict
from routing.bench import Bench
from routing.languages import mainly_english
from routing.replies import letter_for
from routing.rules_content import Opinion
from routing.rules_matter import Who

#: What a person decides whatever the words: public protection, and case by case (note 3).
NEVER_STRICT: Final = frozenset({"mappa", "rehab_homeless", "fishing", "enforced_sar"})

Part = Callable[[Bench, str, Opinion], bool]


def _known(bench: Bench, _: str, __: Opinion) -> bool:
    """The agency has signed, and the author is one of its nominees or it lists none."""
    member = bench.membership
    return member.partner is not None and (member.nominee is not None or not member.known_nominees)


def _one_matter(bench: Bench, name: str, opinion: Opinion) -> bool:
    """One category and one data subject. A wide request that another explains is none by itself."""
    others = [
        key
        for key, one in bench.opinions.items()
        if key != name and one.doubts and not (key == "trawl" and opinion.certain > one.certain)
    ]
    return not others and (not bench.matter.several or bench.matter.who is not Who.PERSON)


#: The eight parts of the strict gate, in order, each by what must hold.
PARTS: Final[Mapping[str, Part]] = {
    "the author is a registered partner's nominee": _known,
    "every part of the mail that could hold a form was read": (
        lambda bench, _, __: bench.context.all_parts_read
    ),
    "words of the agreement's own exclusion are quoted": lambda _, __, one: one.explicit,
    "nothing speaks against them": lambda _, __, one: one.certain,
    "no word of danger": lambda bench, _, __: not bench.danger,
    "one category and one person": _one_matter,
    "no resubmission and no appeal": lambda bench, _, __: not comes_back(bench),
    "the rule is switched on, or watched": lambda bench, name, __: _is_on(bench, name),
}


def refuses(bench: Bench, name: str, opinion: Opinion) -> bool:
    """Whether an opinion of the category `name` refuses without a person."""
    if not opinion.certain or comes_back(bench) or not mainly_english(bench.matter.signals):
        return False
    return bench.context.gate == "standard" or not missing_parts(bench, name, opinion)


def missing_parts(bench: Bench, name: str, opinion: Opinion) -> tuple[str, ...]:
    """The parts of the strict gate that do not hold; a category that never passes is one of them."""
    never = ("the category is one that a person decides",) if name in NEVER_STRICT else ()
    return (*never, *(part for part, holds in PARTS.items() if not holds(bench, name, opinion)))


def comes_back(bench: Bench) -> bool:
    """Whether the mail answers what was returned, or says that it does: a person looks again."""
    said = bench.matter.signals.found.get("resubmission", ())
    return bench.context.resubmission or bool(said)


#: The check that acts on an opinion, where it bears another name.
_RULE_OF: Final = {"trawl": ("trawl", "fishing")}


def _is_on(bench: Bench, name: str) -> bool:
    wanted = _RULE_OF.get(name, (name,))
    return any(one.rule in wanted and one.mode != "off" for one in bench.agreement.checks)


REFERRED: Final = Proposal()


def proposal_for(
    disposition: Disposition, findings: Sequence[Finding], against: Iterable[str]
) -> Proposal | None:
    """What an officer is offered with a form that waits for him; None where none waits.

    `against` is all that speaks against a ready answer: words of danger, parts not read, a doubtful
    place. A letter is proposed only where every finding that counts is a certain fault.
    """
    if disposition is not Disposition.REVIEW:
        return None
    counts = [
        one
        for one in findings
        if one.verdict is not Verdict.PASS and not one.shadow and one.on_fail != "warn"
    ]
    ready = all(_is_ready(one) for one in counts)
    reasons = tuple(dict.fromkeys(one.reason for one in counts if one.reason))
    if not reasons or not ready or any(True for _ in against):
        return REFERRED
    template = letter_for(ItemOutcome(Disposition.REJECT, reasons))
    return Proposal(Offer.PROPOSE, template, reasons)


def _is_ready(finding: Finding) -> bool:
    """Whether a finding would refuse by itself, but for the gate."""
    failed = finding.verdict is Verdict.FAIL and finding.on_fail == "reject"
    return failed or (finding.certain and finding.on_fail == "reject")
