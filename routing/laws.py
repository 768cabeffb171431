"""Names of acts, grounds and purposes in prose: a formula, whatever words of conduct stand in it.

"Crime and Disorder Act 1998", "Ground 14" and "prevention and detection of crime" stand on sound
and unsound requests alike. They tell of nothing that happened.

STANDARDS: Safer Estates Agreement, part 3, checklist 3 (grounds that are a formula only).
"""

from __future__ import annotations

import re
from typing import Final

_AND: Final = r"\s*(?:,|/|&|\band\b|\bor\b)\s*"
_ILL: Final = r"(?:crimes?|disorder|anti[\s-]*social behaviour|asb|nuisance|offend\w*|offences?|harm|violence|re-?offending)"
_AIM: Final = r"(?:prevent\w*|detect\w*|reduc\w*|investigat\w*|apprehen\w*|prosecut\w*|tackl\w*)"
_LAW: Final = re.compile(
    r"\b(?:anti[\s-]*social behaviour,?\s*)?(?:,?\s*crime\s*(?:and|&)\s*)(?:policing|disorder)(?:\s*act)?(?:\s*\d{4})?|"
    r"\b(?:asb(?:cpa|\s*act|,? crime (?:and|&) policing act)?|cda|dpa|hra|gdpr)\s*(?:19|20)?\d{2}\b|\basbcpa\b|"
    r"\b(?:protection from harassment|public order|misuse of drugs|domestic abuse|modern slavery|offences against the person|"
    r"criminal damage|protection from eviction|renting homes|housing|data protection|human rights|homelessness reduction|care|"
    r"environmental protection|noise|dangerous dogs)\s*(?:\(\w+\)\s*)?acts?\b(?:\s*\d{4})?|"
    r"\b(?:grounds?|sections?|sect?|schedules?|sched?|parts?|pt|paragraphs?|paras?|clauses?|conditions?|articles?|art|ss?)\.?\s*"
    rf"\d+\w*(?:\(\w+\))*(?:{_AND}\d+\w*(?:\(\w+\))*)*|"
    rf"\b{_AIM}(?:{_AND}{_AIM})*\s+(?:of\s+)?(?:further\s+)?{_ILL}(?:{_AND}(?:{_ILL}|{_AIM}))*|"
    rf"\b{_ILL}(?:{_AND}{_ILL})*\s+{_AIM}\b|"
    r"\bhousing[\s-]related nuisance\b|\bharassment,? alarm (?:and|or) distress\b|\bnuisance (?:and|or|&) annoyance\b",
    re.IGNORECASE,
)


def laws_in(text: str) -> list[tuple[int, int]]:
    """Where names of acts, grounds and purposes stand in a text, as [start, end)."""
    return [hit.span() for hit in _LAW.finditer(text)]


def without(text: str) -> str:
    """The text with a space in place of each of them."""
    return _LAW.sub(" ", text)
