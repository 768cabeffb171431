"""Keeps the target dates of open cases in line with the calendar and records each change."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from models.settings import Settings
from ostiary.wiring import agreements_for, other_agreements, stored_register

if TYPE_CHECKING:
    from models.store.connection import Store


def bring_target_dates_up_to_date(store: Store, settings: Settings, now: datetime) -> int:
    """Compute every open case's target date anew; returns how many moved.

    A day added to the calendar (a one-off bank holiday) moves the cases it falls into; each move
    is an Event with the old and the new date.
    """
    from models.store.cases import move_target_dates
    from routing.clock import add_days

    days = stored_register(settings, store).days
    moved = 0
    with store.write() as session:
        # Also those switched off since: a case keeps its clock.
        for agreement in (*agreements_for(settings), *other_agreements(settings)[0]):
            due: partial[date] = partial(add_days, clock=agreement.clock, days=days)
            moved += len(move_target_dates(session, due, now, agreement=agreement.id))
    return moved
