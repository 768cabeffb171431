"""What a judged form gets besides: its letter, its target date and its priority. Pure.

STANDARDS: Safer Estates Agreement, terms of reference 4 (priority) and 5 (target dates).
ERRORS: none are raised.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from models.auth import Address
from models.cases import Disposition, ItemOutcome, Priority, ReplyPlan
from models.forms import Agreement
from models.register import Register
from routing.clock import target_date
from routing.gate import REFERRED
from routing.replies import letter_for


class ClockContext(Protocol):
    """What a target date needs to know of the installation."""

    @property
    def register(self) -> Register: ...  # noqa: D102 - with the days that are not worked

    @property
    def agreements(self) -> tuple[Agreement, ...]: ...  # noqa: D102 - those switched on


def finished(
    item: ItemOutcome, author: Address, received_at: datetime, context: ClockContext
) -> ItemOutcome:
    """The item with its target date and its letter; a priority only where it is taken in.

    Whatever waits for a person is put to him, if only as something to decide.
    """
    if item.disposition is Disposition.REVIEW and item.proposal is None:
        item = replace(item, proposal=REFERRED)
    letter = letter_for(item)
    plan = ReplyPlan(letter, str(author)) if letter else ReplyPlan(suppressed=item.reasons[0])
    if item.disposition is Disposition.REJECT or letter is None:
        return replace(item, reply=plan, priority=None)
    agreement = _agreement_of(item, context)
    due = target_date(received_at, agreement.clock, context.register.days) if agreement else None
    # Everything that is taken in is routine until information supports more (ToR 4).
    return replace(item, reply=plan, target_date=due, priority=item.priority or Priority.ROUTINE)


def _agreement_of(item: ItemOutcome, context: ClockContext) -> Agreement | None:
    """The agreement of the form, else the first that is switched on: its clock counts."""
    wanted = item.form.agreement if item.form else None
    known = {one.id: one for one in context.agreements}
    return known.get(wanted or "") or next(iter(context.agreements), None)
