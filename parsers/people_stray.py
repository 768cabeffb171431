"""Somebody who is named where only a person's address, telephone or reference should stand.

"1 High St, with Carol Green (02/05/1990)" asks about two people, perhaps; no label parts them, so a
person looks. What gives such a one away is a birth date that is not the person's own: a date with
"born" before it, or one so old that it may be a birth and that no word explains ("since", "tenancy
start"). A name without a date is none: landlords, carers and houses bear names.

STANDARDS: Children and Young Persons Act 1933, section 50 (nobody under ten is an offender).

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from parsers.normalise import dates_in, normalise_date
from parsers.people_words import Shape, name_words, shape_of

#: Letters of a box that are looked at.
MAX_TEXT: Final = 4000
#: Whose date is younger is nobody whom a form asks about.
LEAST_AGE: Final = 10
#: Words before or behind a date that say what happened then.
NEAR: Final = 5
_BORN: Final = re.compile(
    r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirth ?da(?:te|y)\b|\bborn\b|(?<!\w)b\.)"
    r"(?:\s+on(?:\s+the)?)?[\s:.=,(\[\-\u2013\u2014]*$",
    re.I,
)
_EVENT: Final = re.compile(
    r"\b(?:since|from|until|till?|to|between|before|after|moved?|moving|tenan\w+|start\w*|began|begun|"
    r"beginning|commenc\w*|let|lett?ing|lease\w*|lived?|living|resid\w*|occup\w*|left|vacat\w+|end(?:ed|s)?|"
    r"evict\w*|died|deceased|death|dated?|as (?:at|of|from)|w\.?e\.?f|expir\w+|issued?|visit\w*|"
    r"arrest\w*|report\w*|crimes?|incidents?|logs?|refs?|reference|case|claim\w*|signed|sign(?:ing)?|"
    r"offences?|court|order|releas\w+|bail\w*|custody|hearing|charged|convict\w+|acquir\w+|purchas\w+|"
    r"bought|sold|onwards?|present|now|built|registered|joined|updated?|recorded|appl\w+|known)\b",
    re.I,
)
_RANGE: Final = re.compile(r"\s*(?:[-\u2013\u2014]|to)\s*", re.I)
_NAME: Final = re.compile(r"((?:[A-Z][\w'\u2019.\-]*,?\s+){1,3}[A-Z][\w'\u2019\-]*)[\s,;:(\[\-\u2013\u2014]*$")  # fmt: skip


def stray_birth(
    text: str, births: frozenset[str], names: Iterable[str], today: date | None = None
) -> str:
    """The words of `text` that seem to give the birth date of a further person; "" where none do.

    `births` are the ISO dates of birth and `names` the names of those whom the form asks about.
    Where no birth date is known of them, one without another name beside it may be theirs.
    """
    words = text[:MAX_TEXT]
    spans = dates_in(words)
    known = {one.casefold() for name in names for one in name_words(name)}
    for nth, (start, end) in enumerate(spans):
        day = normalise_date(words[start:end], today=today, past=True)
        if day is None or day in births:
            continue
        before = words[spans[nth - 1][1] if nth else 0 : start]
        after = words[end : spans[nth + 1][0] if nth + 1 < len(spans) else len(words)]
        born = _BORN.search(before)
        if born is None and (not _is_old(day, today) or _explained(before, after)):
            continue
        named = _name_before(before[: born.start()] if born else before, known)
        if births or named:
            return words[max(start - 60, 0) : end].strip()
    return ""


def _is_old(day: str, today: date | None) -> bool:
    """Whether who was born on an ISO date is old enough to be asked about."""
    now = today or date.today()  # noqa: DTZ011 - only how old somebody may be
    return now.year - int(day[:4]) >= LEAST_AGE


def _explained(before: str, after: str) -> bool:
    """Whether a word near a date, or on the line above it, says what happened then."""
    lines = [line for line in before.split("\n") if re.search(r"\w", line)]
    lead = " ".join(" ".join(lines[-1:]).split()[-NEAR:])
    follow = " ".join(after.split("\n")[0].split()[:NEAR])
    if _RANGE.fullmatch(before) or _RANGE.fullmatch(after):
        return True  # from one day to another
    return bool(_EVENT.search(lead) or _EVENT.search(follow))


def _name_before(text: str, known: set[str]) -> bool:
    """Whether the words right before a date are the full name of somebody who is not known."""
    found = _NAME.search(text)
    words = found[1].split() if found else []
    tails = (words[nth:] for nth in range(len(words) - 1))
    return any(
        shape_of(" ".join(tail)) <= Shape.DOUBTFUL
        and not known.issuperset(one.casefold() for one in name_words(" ".join(tail)))
        for tail in tails
    )
