"""Cases: opened at settle, moved by officers, their target dates moved by the calendar.

Reading them for pages is models/store/listing, whose names are given here too.

STANDARDS: Terms of Reference 4 (high priority is granted) and 5 (target dates).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.cases import OPEN_STATES, TRANSITIONS, CaseState
from models.forms import Agreement
from models.mail import Mode
from models.store import blobs
from models.store.erasing import erase_content, locked
from models.store.events import EventKind, append
from models.store.listing import case_by_reference, count_cases, list_cases
from models.store.rows import (
    CaseDetail,
    CaseKey,
    CasePage,
    CaseRow,
    StoredFinding,
    StoredPart,
    StoredReading,
)
from models.tables.cases import cases, items

__all__ = [
    "CaseDetail",
    "CaseKey",
    "CasePage",
    "CaseRow",
    "Moved",
    "NewCase",
    "StoredFinding",
    "StoredPart",
    "StoredReading",
    "TransitionError",
    "case_by_reference",
    "change_state",
    "count_cases",
    "decide_priority",
    "erase_content",
    "list_cases",
    "move_target_dates",
    "open_case",
]


class TransitionError(Exception):
    """A case cannot go from its state to the one asked for; the message names both."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case is opened with. `received_day` is the London date of receipt."""

    item_id: int
    reference: str
    state: CaseState
    agreement: Agreement | None
    partner: str | None
    received_at: datetime
    received_day: date
    target_date: date | None
    priority_claimed: bool
    mode: Mode


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose target date moved."""

    case_id: int
    reference: str
    old: date | None
    new: date


def open_case(session: Session, new: NewCase, now: datetime, actor: str = "worker") -> int:
    """Open a case for an item; gives its number. It keeps the agreement text it came on.

    Raises:
        KeyError: there is no such item.
    """
    receipt_id = session.execute(
        select(items.c.receipt_id).where(items.c.id == new.item_id)
    ).scalar_one_or_none()
    if receipt_id is None:
        raise KeyError(f"item {new.item_id}")
    agreement = new.agreement
    text = agreement.source.encode("utf-8") if agreement and agreement.source else None
    case_id: int = session.execute(
        insert(cases)
        .values(
            item_id=new.item_id,
            receipt_id=receipt_id,
            reference=new.reference,
            state=str(new.state),
            agreement=agreement.id if agreement else None,
            agreement_version=agreement.version if agreement else None,
            agreement_digest=blobs.put(session, "agreement", text, now) if text else None,
            partner_id=new.partner,
            rank=1,
            priority_claimed=new.priority_claimed,
            received_at=new.received_at,
            received_day=new.received_day,
            target_date=new.target_date,
            mode=str(new.mode),
            opened_at=now,
            updated_at=now,
        )
        .returning(cases.c.id)
    ).scalar_one()
    append(
        session,
        EventKind.CASE_OPENED,
        at=now,
        actor=actor,
        receipt_id=receipt_id,
        case_id=case_id,
        data={
            "state": str(new.state),
            "agreement": agreement.id if agreement else None,
            "version": agreement.version if agreement else None,
            "target_date": new.target_date.isoformat() if new.target_date else None,
        },
    )
    return case_id


def change_state(
    session: Session,
    case_id: int,
    to: CaseState,
    *,
    actor: str,
    now: datetime,
    why: str | None = None,
) -> None:
    """Move a case along TRANSITIONS; `why` is kept apart and erasable.

    Raises:
        TransitionError: it cannot go there from where it stands.
        KeyError: there is no such case.
    """
    state = CaseState(locked(session, case_id, "state"))
    if to not in TRANSITIONS[state]:
        raise TransitionError(f"case {case_id} is {state}: it cannot become {to}")
    session.execute(
        update(cases)
        .where(cases.c.id == case_id)
        .values(state=str(to), updated_at=now, closed_at=now if to is CaseState.CLOSED else None)
    )
    append(
        session,
        EventKind.CASE_MOVED,
        at=now,
        actor=actor,
        case_id=case_id,
        data={"from": str(state), "to": str(to)},
        detail=why,
    )


def decide_priority(
    session: Session,
    case_id: int,
    granted: bool,  # noqa: FBT001 - the decision itself
    *,
    actor: str,
    now: datetime,
    why: str | None = None,
) -> None:
    """An officer grants or declines high priority (ToR 4); only a grant moves it in the queue.

    Raises:
        KeyError: there is no such case.
    """
    locked(session, case_id, "state")
    session.execute(
        update(cases)
        .where(cases.c.id == case_id)
        .values(priority_granted=granted, rank=0 if granted else 1, updated_at=now)
    )
    append(
        session,
        EventKind.PRIORITY_DECIDED,
        at=now,
        actor=actor,
        case_id=case_id,
        data={"granted": granted},
        detail=why,
    )


def move_target_dates(
    session: Session,
    compute: Callable[[date], date],
    now: datetime,
    *,
    agreement: str | None = None,
    actor: str = "clock",
) -> list[Moved]:
    """Compute the target dates of open cases anew, and record each that moved.

    Args:
        session: of `Store.write`.
        compute: the received day (London) to the target date.
        now: aware.
        agreement: only cases on this agreement: clocks and calendars differ between them.
        actor: who moved the calendar.
    """
    query = (
        select(cases.c.id, cases.c.reference, cases.c.received_day, cases.c.target_date)
        .where(
            cases.c.state.in_([str(one) for one in OPEN_STATES]),
            cases.c.target_date.is_not(None),
        )
        .order_by(cases.c.id)
        .with_for_update()
    )
    if agreement is not None:
        query = query.where(cases.c.agreement == agreement)
    dates: dict[date, date] = {}
    moved: list[Moved] = []
    for row in session.execute(query).all():
        if row.received_day not in dates:
            dates[row.received_day] = compute(row.received_day)
        new = dates[row.received_day]
        if new == row.target_date:
            continue
        moved.append(Moved(row.id, row.reference, row.target_date, new))
        session.execute(
            update(cases).where(cases.c.id == row.id).values(target_date=new, updated_at=now)
        )
        append(
            session,
            EventKind.TARGET_MOVED,
            at=now,
            actor=actor,
            case_id=row.id,
            data={"from": row.target_date.isoformat(), "to": new.isoformat()},
        )
    return moved
