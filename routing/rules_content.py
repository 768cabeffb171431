"""What a form asks for, category by category, and how sure we are of it.

Each function gives an Opinion. `explicit` means that plain words of the agreement's own exclusion
stand there and that nothing in the form speaks against them; only then may the gate in
routing/checks turn the opinion into a refusal. Everything less is a doubt, for a person.

STANDARDS: Safer Estates Agreement, part 3 (checklist 3 and 4, notes 1 to 4), Pre-Tenancy section,
terms of reference 8.
BUGS: written for recall of doubt, not for its precision: an unusual sound request may be held for
a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.cases import Quote, Verdict
from parsers.normalise import is_blank
from routing.rules_matter import ENOUGH, PROSE, Matter, Who
from routing.signals import Signal

#: A wide request is narrowed by conduct or an event named within this many characters after it.
NARROWED_WITHIN = 70
_NUMBER_FOLLOWS = re.compile(r"\s*(?:number|no\b|nos\b|ref|reference|\W?\d)", re.I)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one category rule thinks of a form, with the words it rests on.

    `also` are further reason codes that the doubt bears.
    """

    verdict: Verdict = Verdict.PASS
    evidence: tuple[Quote, ...] = ()
    explicit: bool = False
    also: tuple[str, ...] = ()

    @property
    def doubts(self) -> bool:
        """Whether it is anything but a pass."""
        return self.verdict is not Verdict.PASS


def _quotes(*groups: Iterable[Signal]) -> tuple[Quote, ...]:
    return tuple(dict.fromkeys(one.quote for group in groups for one in group))[:8]


def _unsure(*groups: Iterable[Signal], explicit: bool = False) -> Opinion:
    return Opinion(Verdict.UNSURE, _quotes(*groups), explicit)


def mappa(matter: Matter) -> Opinion:
    """Words of sex offender registration, never refused: a person forwards it (Pre-Tenancy).

    A tenant with a described concern, where registration is mentioned but not asked about, passes.
    """
    hits = matter.live("mappa", *PROSE, "subject_name", "subject_address")
    if not hits:
        return Opinion(evidence=_quotes(matter.signals.of("mappa", negated=True)))
    about_a_tenant = matter.substance.strong and not matter.live("pre_tenancy")
    if about_a_tenant and not any(one.asks for one in hits):
        return Opinion(evidence=_quotes(hits))
    return _unsure(hits)


def rehab_homeless(matter: Matter) -> Opinion:
    """Rehabilitation or a homeless project, without evidence of conduct (note 3)."""
    hits = matter.live("rehab", "summary", "grounds", "subject_address")
    if not hits:
        return Opinion(evidence=_quotes(matter.signals.of("rehab", negated=True)))
    asked = matter.substance.enough and matter.live("rehab_asked")
    if asked or (matter.substance.linked and matter.substance.points > ENOUGH):
        return Opinion(evidence=_quotes(hits))
    return _unsure(hits)


def disclosed_convictions(matter: Matter) -> Opinion:
    """Convictions that the applicant told of, without evidence of conduct (note 1)."""
    hits = matter.live("disclosed")
    if not hits or (matter.substance.strong and not matter.live("pre_tenancy")):
        return Opinion(evidence=_quotes(hits))
    return _unsure(hits)


def pre_tenancy(matter: Matter) -> Opinion:
    """A check on somebody who is to be housed (checklist 4), unless an exception is made out."""
    where = (*PROSE, "subject_name", "subject_address")
    explicit = matter.live("pre_tenancy_explicit", *where)
    hits = (
        *explicit,
        *matter.live("pre_tenancy", *where),
        *matter.live("pre_tenancy_decision", "potential_actions"),
    )
    claims = matter.signals.of("pre_tenancy_explicit", negated=True)
    if not hits:
        return Opinion(evidence=_quotes(claims))
    if _homeless_exception(matter) or _ground_17(matter):
        return Opinion(
            evidence=_quotes(hits, matter.live("homeless_route"), matter.live("ground_17"))
        )
    deciding = matter.live("pre_tenancy_decision", "potential_actions")
    own_tenant = bool(matter.live("tenant", "summary"))
    past = _all_past(matter, explicit)
    if own_tenant and matter.substance.strong and past and not _pending(deciding):
        return Opinion(evidence=_quotes(hits))
    against = (
        matter.substance.points or own_tenant or not past_free(matter) or claims
        or matter.live("consent") or matter.live("homeless_route") or matter.live("ground_17")
        or matter.live("applicant_evidence") or matter.live("false_statement")
    )  # fmt: skip
    certain = bool(explicit) and not against and matter.who is Who.PERSON
    return _unsure(hits, explicit=certain)


def past_free(matter: Matter) -> bool:
    """Whether nothing in the summary speaks of the past of a tenancy."""
    return not matter.live("historic", "summary")


def _all_past(matter: Matter, explicit: Iterable[Signal]) -> bool:
    """Whether every explicit phrase stands in a sentence about the past, or there is none."""
    past = {(one.field, one.sentence) for one in matter.live("historic")}
    return all((one.field, one.sentence) in past for one in explicit)


def _pending(deciding: Iterable[Signal]) -> bool:
    return any(True for _ in deciding)


def _homeless_exception(matter: Matter) -> bool:
    """Pre-Tenancy exception 1, complete: route, consent, no landlord, conduct or risk of violence."""
    return (
        matter.who is Who.PERSON
        and not matter.several
        and bool(matter.live("homeless_route"))
        and bool(matter.live("consent"))
        and bool(matter.live("landlord_unable"))
        and bool(matter.live("behaviour", "summary"))
        and matter.substance.points > 0
    )


def _ground_17(matter: Matter) -> bool:
    """Pre-Tenancy exception 2, complete: the ground, the untrue answer, dated, of a tenant."""
    return (
        matter.who is Who.PERSON
        and not matter.several
        and bool(matter.live("ground_17"))
        and bool(matter.live("false_statement", "summary"))
        and any(one.dated for one in matter.signals.sentences if one.field == "summary")
        and not matter.live("pre_tenancy_decision", "potential_actions")
    )


def incident_data(matter: Matter) -> Opinion:
    """Counts, lists or logs for an area or for gating, not about a person (note 4)."""
    hits = matter.live("incident_explicit")
    where = "subject_name", "subject_address", *PROSE
    if matter.who is Who.PERSON:
        asked = [one for one in hits if one.asks or one.field != "summary"]
        if not asked or (matter.dwelling and matter.substance.enough):
            return Opinion(
                evidence=_quotes(hits, matter.signals.of("incident_explicit", negated=True))
            )
        return _unsure(asked)
    if matter.who is Who.UNIDENTIFIED:
        return _unsure(hits) if hits else Opinion()
    area = matter.live("incident_area", *where)
    if not hits:
        return _unsure(area) if area and matter.who is Who.AREA else Opinion()
    if matter.dwelling:
        return _unsure(hits) if not matter.substance.enough else Opinion(evidence=_quotes(hits))
    certain = matter.who is Who.AREA and not matter.substance.strong
    return _unsure(hits, area, explicit=certain)


def documents(matter: Matter) -> Opinion:
    """Statements, logs, recordings and the like, which need a court order (terms of reference 8)."""
    hits = [one for one in matter.live("document", "summary") if _asks_for(one, matter)]
    if not hits:
        return Opinion(evidence=_quotes(matter.signals.of("document", "summary", negated=True)))
    order = matter.signals.of("court_order", *PROSE, "covering")
    inside = [(one.sentence, one.start, one.end) for one in hits]
    about = [
        one
        for one in matter.live("document_about", "summary")
        if one.asks and not any(s == one.sentence and a <= one.start < b for s, a, b in inside)
    ]
    certain = not order and not about and matter.who is Who.PERSON
    return _unsure(hits, order, about, explicit=certain)


def _asks_for(hit: Signal, matter: Matter) -> bool:
    """Whether a document is what is asked for: not its outcome, number or existence."""
    if not hit.asks:
        return False
    if _NUMBER_FOLLOWS.match(matter.form.value("summary")[hit.end :]):
        return False
    same = [one for one in matter.live("document_verb", "summary") if one.sentence == hit.sentence]
    verbs = [one for one in same if one.start <= hit.start]
    if not verbs:
        return False
    firm = [one for one in verbs if one.text.lower() != "please"] or verbs
    last = max(one.start for one in firm)
    between = matter.live("document_about", "summary")
    return not any(last <= one.start < hit.start for one in between if one.sentence == hit.sentence)


def trawl(matter: Matter) -> Opinion:
    """A group or area and nobody in particular: a fishing expedition in plain words."""
    if matter.who not in (Who.GROUP, Who.AREA) or matter.numbered:
        return Opinion()
    scope = matter.live("group", "subject_name", "subject_address", "summary")
    wide = (*matter.live("broad_strong"), *matter.live("broad"))
    if matter.who is Who.AREA and not scope:
        return _unsure(wide) if wide else Opinion()
    certain = bool(scope) and bool(wide) and not matter.substance.points
    return _unsure(scope, wide, explicit=certain)


def wide_asks(matter: Matter) -> tuple[Signal, ...]:
    """Words that ask for anything there is, where nothing narrower follows at once."""
    narrowing = [
        one
        for name in ("behaviour", "broad_end")
        for one in matter.signals.of(name, *PROSE, negated=None)
    ]
    loose = [
        one
        for one in matter.live("broad", "summary", "grounds")
        if not any(
            other.field == one.field
            and other.sentence == one.sentence
            and one.end <= other.start <= one.end + NARROWED_WITHIN
            for other in narrowing
        )
    ]
    return (*matter.live("broad_strong"), *loose)


def speculative(matter: Matter) -> Opinion:
    """A request about somebody that shows no concern, no purpose or no bounds (checklist 3)."""
    form, said = matter.form, matter.substance
    if is_blank(form.value("summary")) or _homeless_exception(matter) or _ground_17(matter):
        return Opinion(evidence=said.evidence)
    elsewhere = matter.live("other_purpose", "grounds", "potential_actions")
    quotes: list[Quote] = list(_quotes(wide_asks(matter), elsewhere))
    if not said.strong:
        quotes += _quotes(matter.live("no_concern", "summary", "grounds"), _other(matter))
    told = form.value("summary")
    if not said.enough:
        quotes.append(Quote(told[:120], "summary", 0, min(len(told), 120)))
    elif not _narrow(matter):
        quotes.append(Quote(told[-120:], "summary", max(len(told) - 120, 0), len(told)))
    plan = form.value("potential_actions")
    if not is_blank(plan) and not matter.live("action", "potential_actions"):
        quotes.append(Quote(plan[:120], "potential_actions", 0, min(len(plan), 120)))
    return Opinion(Verdict.UNSURE, tuple(quotes[:8])) if quotes else Opinion(evidence=said.evidence)


def _other(matter: Matter) -> tuple[Signal, ...]:
    return (
        *matter.live("other_purpose", "summary"),
        *matter.live("idle_purpose", "grounds"),
    )


def _narrow(matter: Matter) -> bool:
    """Whether something definite is asked: an arrest, an attendance, a result.

    Where the concern is strongly described, any question about it will do.
    """
    asked = {one.number for one in matter.signals.sentences if one.field == "summary" and one.asks}
    definite = any(one.sentence in asked for one in matter.live("narrow_ask", "summary"))
    return definite or (bool(asked) and matter.substance.strong)
