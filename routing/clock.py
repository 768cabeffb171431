"""Target dates: how many working days from receipt, in which calendar.

Safer Estates Agreement, Terms of Reference 5: "Staffordshire Police will endeavour to respond to
requests within 10 working days. However, it must be recognised that where a high volume of
requests are received, this time frame will be extended and requests will be responded to in
order of receipt."

The agreement does not say when the count begins. We count as the Freedom of Information Act 2000,
section 10(1), does: "not later than the twentieth working day following the date of receipt". So
the day of receipt is day nought and the working day after it is day one; receipt itself may fall
on a day that is not worked. Unlike that Act, whose section 10(6) leaves out bank holidays "in any
part of the United Kingdom", the clock of a force in England counts the bank holidays of England
and Wales alone: the calendar belongs to the agreement.

A date is the date in London: mail of 23:30 UTC in June is received on the next day.

STANDARDS: ToR5; Banking and Financial Dealings Act 1971 (the holidays, from `holidays`).
BUGS: holidays by proclamation come with a new release of `holidays`; until then an operator adds
    the day to the register, and that wins in either direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from models.forms import Clock
from models.register import CalendarDay

LONDON = ZoneInfo("Europe/London")

#: The calendars an agreement may name, and the parts of the kingdom whose holidays each observes.
CALENDARS: dict[str, tuple[str, ...]] = {
    "england-and-wales": ("ENG", "WLS"),
    "scotland": ("SCT",),
    "northern-ireland": ("NIR",),
    "united-kingdom": ("ENG", "WLS", "SCT", "NIR"),  # FOIA 2000 s.10(6): "in any part"
}

SATURDAY = 5


def london_date(instant: datetime) -> date:
    """The date in Europe/London at `instant`.

    Raises:
        ValueError: `instant` is naive.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone; give aware UTC")
    return instant.astimezone(UTC).astimezone(LONDON).date()


@lru_cache(maxsize=64)
def bank_holidays(year: int, calendar: str) -> frozenset[date]:
    """The public holidays of `calendar` in `year`.

    Raises:
        ValueError: no such calendar.
    """
    if calendar not in CALENDARS:
        raise ValueError(f"calendar {calendar!r} is not known; use one of {sorted(CALENDARS)}")
    import holidays  # here: a program that counts no days need not load it

    found: set[date] = set()
    for part in CALENDARS[calendar]:
        found.update(holidays.country_holidays("GB", subdiv=part, years=year))
    return frozenset(found)


def is_working_day(
    day: date, days: Sequence[CalendarDay] = (), calendar: str = "england-and-wales"
) -> bool:
    """Whether `day` is worked: not a weekend, not a holiday, unless the operator says otherwise.

    `days` are the operator's own entries; those of another calendar are passed over. Of two
    entries for one day the later listed wins.

    Raises:
        ValueError: no such calendar.
    """
    ours = [one for one in days if one.day == day and one.calendar == calendar]
    if ours:
        return ours[-1].kind == "working"
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year, calendar)


def add_days(start: date, clock: Clock, days: Sequence[CalendarDay] = ()) -> date:
    """The last day of a period that `start` opens as day nought.

    Raises:
        ValueError: no such calendar or kind of day, or no working day within ten years.
    """
    if clock.kind == "calendar":
        return start + timedelta(days=clock.days)
    if clock.kind != "working":
        raise ValueError(f"a clock counts working or calendar days, not {clock.kind!r}")
    day, left = start, clock.days
    for _ in range(3660):
        if left <= 0:
            return day
        day += timedelta(days=1)
        left -= is_working_day(day, days, clock.calendar)
    raise ValueError("ten years hold too few working days; look at the calendar days listed")


def target_date(received: datetime, clock: Clock, days: Sequence[CalendarDay] = ()) -> date:
    """The date by which we endeavour to respond to what was received at `received` (ToR5).

    Raises:
        ValueError: `received` is naive, or the clock names no calendar or kind that we know.
    """
    return add_days(london_date(received), clock, days)
