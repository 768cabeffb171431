"""Dates and times as a letter says them, in whatever locale we run."""

from __future__ import annotations

from datetime import date, datetime

from routing.clock import LONDON

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NOON = 12


def long_date(day: date) -> str:
    """A date as a letter gives it, in whatever locale we run: "Wednesday 7 January 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_time(instant: datetime) -> str:
    """The time of day in London as a letter gives it: "10:15am", "12:05am" after midnight."""
    there = instant.astimezone(LONDON)
    return f"{there.hour % 12 or 12}:{there.minute:02}{'am' if there.hour < _NOON else 'pm'}"
