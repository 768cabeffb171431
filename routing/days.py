"""Certain days named in prose: "on 4 August", "11/8", "the 9th", "last night"; not "since March".

STANDARDS: Safer Estates Agreement, part 3, checklist 2 and 3 (a specific time).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = re.compile(
    rf"(?P<many>(?:\b{_NTH}(?:\s*,\s*(?:and\s+)?|\s*&\s*|\s+and\s+|\s*/\s*)){{0,12}})"
    rf"\b{_NTH}(?:\s+of)?[\s-]*{MONTHS}\b|"
    rf"\b{MONTHS}\s*\((?P<listed>\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:,|&|and)\s*\d{{1,2}}(?:st|nd|rd|th)?){{0,12}})\)|"
    rf"\b{MONTHS}\s+(?:the\s+)?{_NTH}\b(?!\s*\d)|"
    r"\b(?!24/7\b)(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])(?:[./]\d{2,4})?\b(?!\s*(?:am|pm))|"
    r"\b20\d\d-\d\d-\d\d\b|"
    r"\b(?:on|the|and|night of|,|&)\s*\d{1,2}(?:st|nd|rd|th)\b(?!\s*(?:floor|birthday|form|time|place|flat|avenue|street))|"
    r"\b(?:christmas|new year's|boxing|bank holiday)\s+(?:day|eve|monday|weekend)\b|"
    r"\b(?:last|this) (?:night|nite|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\byesterday\b|"
    r"\b(?:last|on|this|sat|sun|mon|tues?|wed|thurs?|fri)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\b(?:mon|tues?|wed|thurs?|fri|sat|sun)\.?\s+\d{1,2}(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
#: What every one of those has in it; most sentences have none of it.
_MAY_HOLD_ONE = re.compile(r"\d|day|eve|ni(?:ght|te)|weekend", re.IGNORECASE)
#: A day that only bounds a time: "since 2 May", "between 1 May and 30 June".
_BOUND = re.compile(
    r"\b(?:since|from|until|till|before|by|between|to|after|starts?|starting|due|born|dob)\s*(?:on\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    r"(?:\s+20\d\d)?\s*(?:onwards?\b|to date\b|to (?:the )?present\b|to now\b|till\b|until\b)", re.I
)
_PART = re.compile(r"\d+")


def days_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each certain day begins in `text`, and how many days stand there ("3, 17 and 31 May")."""
    if not _MAY_HOLD_ONE.search(text):
        return
    for hit in _DAY.finditer(text):
        if _BOUND.search(text[max(0, hit.start() - 24) : hit.start()]):
            continue
        if _ONWARDS.match(text, hit.end()):
            continue
        listed = len(_PART.findall(hit["listed"] or ""))
        yield hit.start(), listed or 1 + len(_PART.findall(hit["many"] or ""))
