"""What belongs to other people, or to a person at once. None of it is ever refused by machine.

The one exception is that an applicant may not be made to ask for his own data. A request for somebody's own data or under freedom of information law is passed on; a criminal case
that has not ended, and a referral of a possible victim, are a person's; danger now is told at once.

STANDARDS: Safer Estates Agreement, Pre-Tenancy section (no forced subject access), part 3 note 4,
    terms of reference 3; Wilberforce agreement 12.1 (passed on without delay); Data Protection Act
    2018 sections 45 and 184; Freedom of Information Act 2000 section 8.
BUGS: a request in other words than those of config/signals.toml is not known for what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from models import reasons
from models.cases import Finding, Quote, Verdict
from models.forms import Check
from routing.bench import Bench, finding
from routing.language import Language
from routing.rules_content import Opinion, quotes, unsure
from routing.rules_counter import bare
from routing.rules_matter import PROSE, Matter, in_quotation
from routing.signals import Signal, Signals

#: What is listened for in mail that holds no form: list and reason code.
_ELSEWHERE: Final = (
    ("urgent_risk", reasons.URGENT_RISK),
    ("modern_slavery_referral", reasons.MODERN_SLAVERY),
    ("sar_or_foi", reasons.SAR_OR_FOI),
)
#: These reason codes, the most pressing first.
ELSEWHERE: Final = tuple(code for _, code in _ELSEWHERE)


def enforced_sar(matter: Matter) -> Opinion:
    """A person is made to ask for his own data, as a way round the agreement."""
    forced = [
        (sar, one)
        for sar in matter.live("sar", *PROSE, "covering")
        for one in matter.live("made_to", *PROSE, "covering")
        if (sar.field, sar.sentence) == (one.field, one.sentence)
    ]
    if not forced:
        return Opinion(evidence=quotes(matter.signals.of("sar", negated=None)))
    plain = any(not (sar.doubtful or one.doubtful) for sar, one in forced)
    hits = [one for pair in forced for one in pair]
    return unsure(hits, certain=plain and bare(matter))


def sar_or_foi(matter: Matter) -> Opinion:
    """Somebody asks for his own data, or under freedom of information law."""
    return _doubt(matter, "sar_or_foi", _asked_by_law(matter.signals))


def criminal_case_live(matter: Matter) -> Opinion:
    """A criminal case has not ended, told as a fact.

    What may be given for a civil one, if anything, a person decides case by case.
    """
    questions = {
        (one.field, one.number)
        for one in matter.signals.sentences
        if one.text.rstrip().endswith("?")
    }
    hits = [
        one
        for one in matter.live("criminal_case_live")
        if not one.doubtful
        and (one.field, one.sentence) not in questions
        and not in_quotation(one, matter.form)
    ]
    return unsure(hits) if hits else Opinion()


def modern_slavery_referral(matter: Matter) -> Opinion:
    """A possible victim is referred to the wrong place; who only plans a referral asks of us as ever."""
    hits = matter.live("modern_slavery_referral", "summary")
    return _doubt(matter, "modern_slavery_referral", hits)


def _asked_by_law(signals: Signals) -> list[Signal]:
    """Where somebody asks under one of these laws, and no notice at the foot of a page speaks of it."""
    notices = {(one.field, one.sentence) for one in signals.found.get("law_notice", ())}
    return [
        one
        for one in _meant(signals.found.get("sar_or_foi", ()))
        if one.field != "covering" and (one.field, one.sentence) not in notices
    ]


def _doubt(matter: Matter, name: str, hits: Sequence[Signal]) -> Opinion:
    return unsure(hits) if hits else Opinion(evidence=quotes(matter.signals.of(name, negated=True)))


def gating(matter: Matter) -> tuple[Quote, ...]:
    """Words by which incident data is wanted to gate a path (note 4, b)."""
    where = ("subject_name", "subject_address", *PROSE)
    return quotes(matter.live("gating", *where))


def urgent_risk(bench: Bench, check: Check) -> Iterator[Finding]:
    """Somebody is in danger now: a person is told, and the form goes on as it would have."""
    hits = _meant(bench.matter.signals.found.get("urgent_risk", ()))
    yield finding(check, Verdict.FAIL if hits else Verdict.PASS, quotes(hits))


def _meant(hits: tuple[Signal, ...]) -> list[Signal]:
    return [one for one in hits if not one.negated]


def belongs_elsewhere(text: str, language: Language) -> tuple[str, ...]:
    """The reason codes of what a piece of a mail without a form is, as far as it is not for us."""
    signals = language.analyse({"text": text})
    hits = {name: _meant(signals.found.get(name, ())) for name, _ in _ELSEWHERE}
    hits["sar_or_foi"] = _asked_by_law(signals)
    return tuple(code for name, code in _ELSEWHERE if hits[name])
