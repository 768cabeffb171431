"""Cases as pages and the command line read them: by keyset, never by offset or full count.

A page of the queue costs the same in the middle of a million cases as at their start: each state
is an index range in order of (rank, received_at, id), and several states are merged.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, func, literal, select, text, tuple_
from sqlalchemy.orm import Session

from models.cases import CaseState, Offer, Proposal
from models.store.data_subjects import names, people_of
from models.store.joining import messages_of
from models.store.kin_pages import kin_columns, kin_of, stored_reading
from models.store.letters import stored_letter
from models.store.parts import parts_of
from models.store.rows import (
    CaseDetail,
    CaseKey,
    CasePage,
    CaseRow,
    StoredFinding,
)
from models.store.whereabouts import Found, find_messages, speaks_of_danger, with_findings
from models.tables.cases import (
    CLAIMED,
    case_messages,
    cases,
    data_subjects,
    findings,
    items,
    readings,
)
from models.tables.mail import receipts
from models.tables.outbound import outbound_items, outbound_messages
from models.tables.register import partners
from models.tables.types import Instant, Key

#: Granted high priority, and all the rest (see tables.cases.Case).
_RANKS = (0, 1)


def list_cases(
    session: Session,
    states: Sequence[CaseState] = (CaseState.QUEUED,),
    *,
    after: CaseKey | None = None,
    limit: int = 50,
    partner: str | None = None,
    claimed: bool | None = None,
    person: str | None = None,
) -> CasePage:
    """One page of the cases in these states, in the order in which they are to be worked.

    Args:
        session: of `Store.read`.
        states: which states.
        after: the `after` of the page before; None for the first page.
        limit: rows a page.
        partner: only this partner's.
        claimed: only those that do, or do not, claim high priority.
        person: only those that ask about somebody with these words in the name.
    """
    query = _rows()
    if person is not None:
        query = query.where(names(person))
    if partner is not None:
        query = query.where(cases.c.partner_id == partner)
    if claimed is not None:
        query = query.where(text(CLAIMED) if claimed else cases.c.priority_claimed.is_(False))
    query = query.order_by(cases.c.received_at, cases.c.id).limit(limit + 1)
    lists = [
        [_row(row) for row in session.execute(_from(query, state, rank, after))]
        for state in dict.fromkeys(states)
        for rank in _RANKS
        if after is None or rank >= after.rank
    ]
    merged = list(heapq.merge(*lists, key=lambda row: row.key))
    rows = tuple(merged[:limit])
    return CasePage(rows, rows[-1].key if len(merged) > limit and rows else None)


def _from(query: Select[Any], state: CaseState, rank: int, after: CaseKey | None) -> Select[Any]:
    """The rows of one state and rank behind `after`: one range of the queue's index.

    Rank is an equality, and the instant is bounded by itself too, because SQLite does not narrow
    an index range by a row value that follows an equality (seen: 12 ms in the middle of 100,000).
    """
    query = query.where(cases.c.state == str(state), cases.c.rank == rank)
    if after is None or rank > after.rank:
        return query
    place = tuple_(cases.c.received_at, cases.c.id)
    return query.where(
        cases.c.received_at >= after.received_at,
        place > tuple_(literal(after.received_at, Instant), literal(after.id, Key)),
    )


def count_cases(
    session: Session, states: Sequence[CaseState], limit: int = 1000
) -> tuple[int, bool]:
    """How many cases are in these states, counted up to `limit`, and whether there are more."""
    bounded = (
        select(cases.c.id)
        .where(cases.c.state.in_([str(one) for one in states]))
        .limit(limit + 1)
        .subquery()
    )
    count = session.execute(select(func.count()).select_from(bounded)).scalar_one()
    return min(count, limit), count > limit


def case_by_reference(session: Session, reference: str) -> CaseDetail | None:
    """Everything about the case with this reference (canonical spelling), or None."""
    found = session.execute(_rows().where(cases.c.reference == reference)).one_or_none()
    if found is None:
        return None
    row = _row(found)
    by_item = [
        select(table).where(table.c.item_id == row.item_id).order_by(table.c.id)
        for table in (readings, findings)
    ]
    letters = (
        select(outbound_messages)
        .join(outbound_items, outbound_items.c.outbound_id == outbound_messages.c.id)
        .where(outbound_items.c.item_id == row.item_id)
        .order_by(outbound_messages.c.id)
    )
    mail = find_messages(session, [row.receipt_id]).get(row.receipt_id, Found())
    return CaseDetail(
        row,
        tuple(stored_reading(one) for one in session.execute(by_item[0])),
        tuple(_finding(one) for one in session.execute(by_item[1])),
        parts_of(session, [row.receipt_id]).get(row.receipt_id, ()),
        tuple(stored_letter(one) for one in session.execute(letters)),
        with_findings(session, messages_of(session, row.id)),
        mail.msg_id,
        mail.places,
        people_of(session, row.item_id),
        kin_of(session, row.id),
    )


def _rows() -> Select[Any]:
    organisation = (
        select(partners.c.organisation)
        .where(partners.c.partner_id == cases.c.partner_id, partners.c.superseded_at.is_(None))
        .order_by(partners.c.id)
        .limit(1)
        .scalar_subquery()
    )
    later = (
        select(func.count())
        .select_from(case_messages)
        .where(case_messages.c.case_id == cases.c.id)
        .scalar_subquery()
    )
    people = (
        select(func.count())
        .select_from(data_subjects)
        .where(data_subjects.c.item_id == cases.c.item_id)
        .scalar_subquery()
    )
    theirs = items.alias("later_item")  # not the item that the case was opened for
    danger = (
        exists()
        .where(
            case_messages.c.case_id == cases.c.id,
            theirs.c.receipt_id == case_messages.c.receipt_id,
            speaks_of_danger(theirs),
        )
        .correlate(cases)
    )
    return (
        select(
            cases,
            items.c.disposition,
            items.c.reasons,
            items.c.recognised,
            items.c.flags,
            items.c.claims,
            items.c.proposal,
            receipts.c.author,
            organisation.label("organisation"),
            later.label("later"),
            people.label("people"),
            danger.label("later_danger"),
            *kin_columns(),
        )
        .join(items, items.c.id == cases.c.item_id)
        .join(receipts, receipts.c.id == cases.c.receipt_id)
    )


def _row(row: Any) -> CaseRow:
    return CaseRow(
        id=row.id,
        reference=row.reference,
        state=CaseState(row.state),
        disposition=row.disposition,
        reasons=tuple(row.reasons),
        recognised=row.recognised,
        agreement=row.agreement,
        partner=row.partner_id,
        organisation=row.organisation,
        author=row.author,
        received_at=row.received_at,
        target_date=row.target_date,
        priority_claimed=row.priority_claimed,
        priority_granted=row.priority_granted,
        flags=tuple(row.flags),
        mode=row.mode,
        item_id=row.item_id,
        receipt_id=row.receipt_id,
        key=CaseKey(row.rank, row.received_at, row.id),
        claims=row.claims,
        later=row.later,
        later_danger=bool(row.later_danger),
        people=row.people,
        proposal=proposal_of(row.proposal),
        same_people=row.same_people,
        maybe_people=row.maybe_people,
        resubmits=row.resubmits,
    )


def proposal_of(said: dict[str, Any] | None) -> Proposal | None:
    """What was put to the officer, as it is stored; None where nothing was."""
    if said is None:
        return None
    return Proposal(Offer(said["offer"]), said["template"], tuple(said["reasons"]))


def _finding(row: Any) -> StoredFinding:
    quotes = (
        f"{one['field']}: {one['text']}" if one["field"] else one["text"]
        for one in row.evidence or ()
    )
    return StoredFinding(
        row.check_name,
        row.verdict,
        row.clause,
        tuple(quotes),
        row.reason,
        row.on_fail,
        row.say,
        row.signpost,
        row.shadow,
    )
