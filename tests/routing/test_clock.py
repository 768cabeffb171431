from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.forms import Clock
from models.register import CalendarDay
from routing.clock import bank_holidays, is_working_day, london_date, target_date

TEN = Clock(10)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


instants = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2025, 12, 19), date(2026, 1, 7)),  # over Christmas and New Year
        (date(2026, 4, 2), date(2026, 4, 20)),  # over Easter
        (date(2026, 5, 2), date(2026, 5, 18)),  # received on a Saturday, before a bank holiday
        (date(2026, 6, 1), date(2026, 6, 15)),  # an ordinary Monday
    ],
)
def test_ten_working_days_after_the_day_of_receipt(received: date, due: date) -> None:
    assert target_date(noon(received.year, received.month, received.day), TEN) == due


def test_receipt_just_before_midnight_utc_in_summer_counts_from_the_next_day() -> None:
    """23:30 UTC on Friday is 00:30 on Saturday in London."""
    late = datetime(2026, 6, 5, 23, 30, tzinfo=UTC)
    assert london_date(late) == date(2026, 6, 6)
    assert target_date(late, Clock(1, kind="calendar")) == date(2026, 6, 7)


def test_receipt_just_before_midnight_utc_in_winter_counts_from_the_same_day() -> None:
    assert london_date(datetime(2026, 1, 5, 23, 59, tzinfo=UTC)) == date(2026, 1, 5)


def test_an_instant_in_another_zone_is_first_brought_to_london() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert london_date(datetime(2026, 1, 6, 8, 0, tzinfo=tokyo)) == date(2026, 1, 5)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        target_date(datetime(2026, 1, 5), TEN)  # noqa: DTZ001 - naive is the point


def test_a_holiday_the_operator_adds_moves_the_target_by_a_day() -> None:
    received = noon(2026, 6, 1)
    added = [CalendarDay(day=date(2026, 6, 10))]
    assert target_date(received, TEN, added) == date(2026, 6, 16)


def test_a_bank_holiday_the_operator_works_does_not_move_it() -> None:
    received = noon(2026, 5, 2)
    worked = [CalendarDay(day=date(2026, 5, 4), kind="working")]
    assert target_date(received, TEN, worked) == date(2026, 5, 15)


def test_a_day_listed_for_another_calendar_changes_nothing() -> None:
    received = noon(2026, 6, 1)
    elsewhere = [CalendarDay(day=date(2026, 6, 10), calendar="scotland")]
    assert target_date(received, TEN, elsewhere) == target_date(received, TEN)


def test_calendar_days_count_weekends_and_holidays() -> None:
    received = noon(2026, 4, 2)
    assert target_date(received, Clock(14, kind="calendar")) == date(2026, 4, 16)


def test_a_scottish_holiday_is_worked_in_england_and_wales() -> None:
    day = date(2026, 1, 2)
    assert is_working_day(day)
    assert not is_working_day(day, calendar="scotland")
    assert not is_working_day(day, calendar="united-kingdom")


@pytest.mark.parametrize("clock", [Clock(1, calendar="mars"), Clock(1, kind="lunar")])
def test_an_unknown_calendar_or_kind_of_day_is_an_error(clock: Clock) -> None:
    with pytest.raises(ValueError, match=r"mars|lunar"):
        target_date(noon(2026, 6, 1), clock)


def test_a_calendar_without_working_days_is_an_error_and_not_a_hang() -> None:
    start = date(2026, 6, 1)
    never = [CalendarDay(day=start + timedelta(days=n)) for n in range(3700)]
    with pytest.raises(ValueError, match="too few working days"):
        target_date(noon(2026, 6, 1), Clock(1), never)


@given(instants)
def test_the_target_is_always_a_working_day_after_receipt(received: datetime) -> None:
    due = target_date(received, TEN)
    assert is_working_day(due)
    assert due > london_date(received)


@given(instants)
def test_exactly_ten_working_days_lie_after_receipt_up_to_the_target(received: datetime) -> None:
    first, due = london_date(received), target_date(received, TEN)
    between = [first + timedelta(days=n) for n in range(1, (due - first).days + 1)]
    assert sum(is_working_day(day) for day in between) == TEN.days


@given(instants, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40)))
def test_later_receipt_never_has_an_earlier_target(received: datetime, wait: timedelta) -> None:
    assert target_date(received, TEN) <= target_date(received + wait, TEN)


@given(instants, st.dates(date(2020, 1, 1), date(2031, 1, 31)))
def test_one_more_holiday_never_brings_the_target_forward(received: datetime, day: date) -> None:
    assert target_date(received, TEN, [CalendarDay(day=day)]) >= target_date(received, TEN)


def test_holidays_of_this_year_and_the_next_are_known() -> None:
    """If this fails, update `holidays` (uv pip compile), or list the days in the register."""
    this_year = datetime.now(tz=UTC).year
    for year in (this_year, this_year + 1):
        assert len(bank_holidays(year, "england-and-wales")) >= 8, f"no holidays for {year}"
