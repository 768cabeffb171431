"""What is odd about a day as it was written: no such day, month before day, a stand-in, an age.

Each says in words what is odd, for an officer; none of them decides anything.

STANDARDS: ISO 8601 (what a day is given as); Children and Young Persons Act 1963 section 16 (ten
    years, below which nobody is asked about as an offender).
BUGS: a day that is told right and is wrong all the same is not found.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from models.forms import Reading
from parsers.normalise import dates_in, normalise_date

YOUNGEST, OLDEST = 10, 110
#: The first day of a calendar that programs and people write where a birth date is not known.
_STAND_IN: Final = frozenset((date(1900, 1, 1), date(1901, 1, 1)))
_FIGURES: Final = re.compile(r"\b(\d{1,2})(\s*[/.\-\u2013 ]\s*)(\d{1,2})\2(\d{4}|\d{2})\b")
#: An age beside a birth date: "aged 34", "(age: 34)", "34 years old", "34 yrs".
_AGE: Final = re.compile(
    r"\bage[d]?\s*:?\s*(\d{1,3})\b|\b(\d{1,3})\s*(?:years?|yrs?)(?:\s+old|\s+of\s+age)?\b", re.I
)


def day_of(reading: Reading | None) -> date | None:
    """The day that a reading gives, or None."""
    try:
        return date.fromisoformat(reading.normalised) if reading and reading.normalised else None
    except ValueError:
        return None


def swapped(value: str, today: date, *, past: bool = False) -> date | None:
    """The day that `value` would be with the month before the day; None where that is none other."""
    found = _FIGURES.search(value)
    if found is None or found[1] == found[3]:
        return None
    turned = normalise_date(f"{found[3]}/{found[1]}/{found[4]}", today=today, past=past)
    return date.fromisoformat(turned) if turned else None


def no_such_day(value: str, today: date, *, past: bool = False) -> str:
    """What is said of a value that has the shape of a date and is none; "" of any other."""
    if not dates_in(value):
        return ""
    other = swapped(value, today, past=past)
    return "there is no such day" + (f"; with month before day, {said(other)}" if other else "")


def odd_birth(value: str, born: date | None, today: date) -> str:
    """What is odd about a birth date as typed, in words; "" where nothing is.

    Args:
        value: as typed.
        born: the day that was read from it, if any.
        today: the day of receipt.
    """
    if born is None:
        return no_such_day(value, today, past=True)
    if born in _STAND_IN:
        return f"{said(born)} is often written where a birth date is not known"
    odd = _out_of_bounds(born, today)
    if odd:
        other = swapped(value, today, past=True)
        better = other is not None and not _out_of_bounds(other, today)
        return odd + (f"; with month before day, {said(other)}" if other and better else "")
    told = _AGE.search(value)
    stated = int(told[1] or told[2]) if told else None
    age = age_on(born, today)
    # Whoever fills in a form may count a birthday of this year already.
    if stated is not None and abs(stated - age) > 1:
        return f"the age beside it is {stated}, and of this birth date it would be {age}"
    return ""


def _out_of_bounds(born: date, today: date) -> str:
    if born > today:
        return "later than the day of receipt"
    age = age_on(born, today)
    if YOUNGEST <= age <= OLDEST:
        return ""
    return f"the person would be {age} years old"


def age_on(born: date, day: date) -> int:
    """Whole years from birth to `day`; who was born on 29 February has a birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def said(day: date | None) -> str:
    """A day in figures as a form has it: 06/10/2025; "" for none."""
    return f"{day:%d/%m/%Y}" if day else ""
