"""What a form asks for, category by category, and how sure we are of it.

Each function gives an Opinion. Only one that is certain may be turned into a refusal by
routing/gate; everything less is a doubt, for a person.

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
from routing.rules_counter import bare, exception_hinted, own_tenancy
from routing.rules_matter import PROSE, Matter, Who
from routing.rules_understood import somebody_meant, strange
from routing.signals import Signal
from routing.substance import ENOUGH, marks_of

_KIND = r"(?:road|street|lane|avenue|drive|close|way|crescent|place|square|estate|terrace|gardens|rd|st|ave)"
_ROAD = re.compile(rf"\b(?:[^\W\d_][\w'’-]+\s+){{1,3}}{_KIND}\b", re.I)
_STREETWIDE = re.compile(
    rf"(?<!\d )(?<!\d[a-z] )\b(?:[A-Z][\w'’-]+\s+){{1,3}}(?i:{_KIND})\b|"
    r"(?i:\b(?:the|this|our|whole|entire|that|each|which)\s+(?:\w+\s+)?(?:street|estate|road|ward|area|parade|neighbourhood|precinct|streets|roads|"
    r"block|stairwell|building|postcode|terrace|village|town)\b)|(?:[A-Z][\w'’-]+\s+)Court\b|\b(?i:all (?:homes|flats|houses))\b"
)
_COUNTED = re.compile(
    r"\b(?:how many|how often|how frequently|numbers?|counts?|totals?|list|calls?|reports?|incidents?|"
    r"crimes?|offences?|visits?|visited|attendances?|called|attended|burglar\w+|thefts?|logs?|figures|"
    r"who|whose|which|any (?:residents?|tenants?|others?|flats?|homes)|others|residents|homes|arrests?|support)\b",
    re.I,
)
_PINNED = re.compile(
    r"\b(?:him|her|his|hers|he|she|they|them|their|tenant|subject|household|occupiers?|family|"
    r"both|either|these|those|each of|that (?:day|night|date)|no\.?\s*\d|number \d|flat|house|property|"
    r"address|premises|home)\b|\b(?:mr|mrs|ms|miss|mx)\b",
    re.I,
)


#: What a count may be of: such words tell of nobody.
_COUNTABLE = ("behaviour", "reporting", "police_event", "specific", "narrow_ask", "gating")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one category rule thinks of a form, with the words it rests on.

    `explicit`: words of the agreement's own exclusion stand there. `certain`: its signals are plain
    and nothing speaks against them. What each is good for says routing/gate.
    """

    verdict: Verdict = Verdict.PASS
    evidence: tuple[Quote, ...] = ()
    explicit: bool = False
    certain: bool = False

    @property
    def doubts(self) -> bool:
        """Whether it is anything but a pass."""
        return self.verdict is not Verdict.PASS


def quotes(*groups: Iterable[Signal]) -> tuple[Quote, ...]:
    """The words of these signals as evidence, at most eight."""
    return tuple(dict.fromkeys(one.quote for group in groups for one in group))[:8]


def unsure(*groups: Iterable[Signal], explicit: bool = False, certain: bool = False) -> Opinion:
    """A doubt that rests on these signals."""
    return Opinion(Verdict.UNSURE, quotes(*groups), explicit, certain)


def mappa(matter: Matter) -> Opinion:
    """Words of sex offender registration, never refused: a person forwards it (Pre-Tenancy).

    A tenant with a described concern, where registration is mentioned but not asked about, passes.
    """
    hits = matter.live("mappa", *PROSE, "subject_name", "subject_address")
    if not hits:
        return Opinion(evidence=quotes(matter.signals.of("mappa", negated=True)))
    about_a_tenant = matter.substance.strong and not matter.live("pre_tenancy")
    if about_a_tenant and not any(one.asks for one in hits):
        return Opinion(evidence=quotes(hits))
    applies = matter.live("pre_tenancy") or matter.live("pre_tenancy_explicit")
    certain = applies and matter.who is Who.PERSON and not own_tenancy(matter) and bare(matter)
    return unsure(hits, certain=bool(certain))


def rehab_homeless(matter: Matter) -> Opinion:
    """Rehabilitation or a homeless project, without evidence of conduct (note 3)."""
    hits = matter.live("rehab", "summary", "grounds", "subject_address")
    if not hits:
        return Opinion(evidence=quotes(matter.signals.of("rehab", negated=True)))
    asked = matter.substance.enough and matter.live("rehab_asked")
    if asked or (matter.substance.linked and matter.substance.points > ENOUGH):
        return Opinion(evidence=quotes(hits))
    said = matter.live("rehab", "summary", "grounds") and not matter.live("rehab_asked")
    certain = said and matter.who is Who.PERSON and bare(matter) and not exception_hinted(matter)
    return unsure(hits, certain=bool(certain))


def disclosed_convictions(matter: Matter) -> Opinion:
    """Convictions that the applicant told of, without evidence of conduct (note 1)."""
    hits = matter.live("disclosed")
    if not hits or (matter.substance.strong and not matter.live("pre_tenancy")):
        return Opinion(evidence=quotes(hits))
    certain = matter.who is Who.PERSON and bare(matter) and not exception_hinted(matter)
    calm = matter.live("no_concern", "summary", "grounds")
    return unsure(hits, explicit=certain and bool(calm), certain=certain and bool(calm))


def pre_tenancy(matter: Matter) -> Opinion:
    """A check on somebody who is to be housed (checklist 4), unless an exception is made out."""
    where = (*PROSE, "subject_name", "subject_address")
    explicit = matter.live("pre_tenancy_explicit", *where)
    hits = (
        *explicit,
        *(one for one in matter.live("pre_tenancy", *where) if not _litigant(one, matter)),
        *matter.live("pre_tenancy_decision", "potential_actions"),
    )
    claims = matter.signals.of("pre_tenancy_explicit", negated=True)
    weak = not explicit and {one.field for one in hits} == {"potential_actions"}
    decided = bool(matter.live("tenant", "summary") or matter.live("action", "potential_actions"))
    if not hits or (weak and decided and matter.substance.specific):
        return Opinion(evidence=quotes(claims))
    if homeless_exception(matter) or ground_17(matter):
        return Opinion(
            evidence=quotes(hits, matter.live("homeless_route"), matter.live("ground_17"))
        )
    deciding = matter.live("pre_tenancy_decision", "potential_actions")
    own_tenant = bool(matter.live("tenant", "summary"))
    past = _all_past(matter, explicit)
    investigated = bool(matter.live("applicant_evidence"))  # note 2: police will consider it
    if own_tenant and matter.substance.strong and past and (investigated or not deciding):
        return Opinion(evidence=quotes(hits))
    certain = matter.who in (Who.PERSON, Who.GROUP) and not (
        own_tenancy(matter) or claims or exception_hinted(matter) or not bare(matter)
    )
    strong = (
        bool(explicit)
        and matter.who is Who.PERSON
        and not (own_tenant or matter.live("consent") or not past_free(matter))
    )
    plain = bool(explicit) or bool(deciding) or len({one.phrase for one in hits}) > 1
    return unsure(hits, explicit=strong and certain, certain=plain and certain)


#: Whoever brings a claim is an applicant as well: "the Applicant and Mr Lowe the Respondent".
_CLAIM = re.compile(
    r"\b(?:respondent|defendant|claimant|claim (?:no|number)|committal|injunction)\b", re.I
)


def _litigant(one: Signal, matter: Matter) -> bool:
    """Whether "applicant" is said of the side that brings a claim."""
    if one.phrase != "applicant":
        return False
    return bool(_CLAIM.search(matter.sentence_of(one).text))


def past_free(matter: Matter) -> bool:
    """Whether nothing in the summary speaks of the past of a tenancy."""
    return not matter.live("historic", "summary")


def _all_past(matter: Matter, explicit: Iterable[Signal]) -> bool:
    """Whether every explicit phrase stands in a sentence about the past, or there is none."""
    past = {(one.field, one.sentence) for one in matter.live("historic")}
    return all((one.field, one.sentence) in past for one in explicit)


def homeless_exception(matter: Matter) -> bool:
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


def ground_17(matter: Matter) -> bool:
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
        streets = _counts_of_a_street(matter)
        if streets:
            return Opinion(Verdict.UNSURE, streets)
        asked = [one for one in hits if one.asks or one.field != "summary"]
        if not asked or (matter.dwelling and matter.substance.enough):
            return Opinion(
                evidence=quotes(hits, matter.signals.of("incident_explicit", negated=True))
            )
        return unsure(asked)
    if matter.who is Who.UNIDENTIFIED:
        return unsure(hits) if hits else Opinion()
    area = matter.live("incident_area", *where)
    if not hits:
        return unsure(area) if area and matter.who is Who.AREA else Opinion()
    if matter.dwelling:
        return unsure(hits) if not matter.substance.enough else Opinion(evidence=quotes(hits))
    in_mind = matter.substance.strong or somebody_meant(matter) or strange(matter, *_COUNTABLE)
    certain = matter.who is Who.AREA and not in_mind
    return unsure(hits, area, explicit=certain, certain=certain)


def _counts_of_a_street(matter: Matter) -> tuple[Quote, ...]:
    """What is asked about a whole street or block, though a person stands on the form.

    "How many times have police visited Oak Road?" is incident data; with "him", the number of a
    house or a certain day in the same sentence it is not.
    """
    address = matter.form.everyone("subject_address")
    own = [re.escape(" ".join(hit.split())) for hit in _ROAD.findall(address)]
    named = re.compile("|".join(rf"(?<!\d )(?<!\d[a-z] )\b{one}\b" for one in own) or r"$^", re.I)
    marks = marks_of(matter.form)
    return tuple(
        Quote(" ".join(one.text.split())[:200], one.field, one.start, one.end)
        for one in matter.signals.sentences
        if one.field == "summary" and (one.asks or matter.signals.trails(one))
        and not one.asked_days
        and _COUNTED.search(one.text)
        and (named.search(one.text) or _STREETWIDE.search(one.text))
        and not _PINNED.search(one.text)
        and not any(mark in one.text.casefold() for mark in marks)
    )  # fmt: skip
