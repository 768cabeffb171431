"""What a case's page shows of cases that belong together: the same people, and forms sent again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.cases import CaseState
from models.store.data_subjects import people_of, place_of
from models.store.rows import Kin, OtherCase, SaidForm, StoredReading
from models.tables.cases import cases, data_subjects, items, readings
from models.tables.kin import joined_forms, resubmissions, same_people
from models.tables.mail import receipts
from models.tables.register import partners

_MOST = 200


def kin_of(session: Session, case_id: int) -> Kin:
    """The cases that belong to one, newest first; at most 200 of a kind."""
    links, sent = same_people.c, resubmissions.c
    people = (
        _others(links.certain, data_subjects.c.ordinal)
        .join(same_people, links.other_case_id == cases.c.id)
        .join(data_subjects, data_subjects.c.id == links.data_subject_id)
        .where(links.case_id == case_id)
    )
    before = (
        _others(sent.certain)
        .join(resubmissions, sent.earlier_case_id == cases.c.id)
        .where(sent.case_id == case_id)
    )
    after = (
        _others(sent.certain)
        .join(resubmissions, sent.case_id == cases.c.id)
        .where(sent.earlier_case_id == case_id)
    )
    returned = _read(session, before)
    joined = session.execute(
        select(items.c.receipt_id, items.c.id)
        .join(joined_forms, joined_forms.c.item_id == items.c.id)
        .where(joined_forms.c.case_id == case_id)
    ).all()
    return Kin(
        _read(session, people),
        returned[0] if returned else None,
        _read(session, after),
        tuple((row.receipt_id, row.id) for row in joined),
    )


def said_of(session: Session, item_id: int) -> SaidForm:
    """What the form of an item said."""
    found = session.execute(
        select(readings).where(readings.c.item_id == item_id).order_by(readings.c.id)
    )
    return SaidForm(tuple(stored_reading(row) for row in found), people_of(session, item_id))


def kin_columns() -> tuple[Any, ...]:
    """For a list of cases: how many others ask about the same people, and what each was sent for.

    `same_people` counts those that surely do, `maybe_people` those that may; `resubmits` is the
    reference of the case that was returned.
    """
    links, earlier = same_people.c, cases.alias("earlier")
    counted = [
        select(func.count(links.other_case_id.distinct()))
        .where(links.case_id == cases.c.id, links.certain.is_(certain))
        .correlate(cases)
        .scalar_subquery()
        for certain in (True, False)
    ]
    resubmits = (
        select(earlier.c.reference)
        .join(resubmissions, resubmissions.c.earlier_case_id == earlier.c.id)
        .where(resubmissions.c.case_id == cases.c.id)
        .correlate(cases)
        .scalar_subquery()
    )
    return (
        counted[0].label("same_people"),
        counted[1].label("maybe_people"),
        resubmits.label("resubmits"),
    )


def _others(*further: Any) -> Select[Any]:
    organisation = (
        select(partners.c.organisation)
        .where(partners.c.partner_id == cases.c.partner_id, partners.c.superseded_at.is_(None))
        .order_by(partners.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            cases.c.reference,
            cases.c.state,
            cases.c.received_at,
            cases.c.item_id,
            receipts.c.author,
            organisation.label("organisation"),
            *further,
        )
        .join(receipts, receipts.c.id == cases.c.receipt_id)
        .order_by(cases.c.id.desc())
        .limit(_MOST)
    )


def _read(session: Session, query: Select[Any]) -> tuple[OtherCase, ...]:
    return tuple(
        OtherCase(
            row.reference,
            CaseState(row.state),
            row.organisation or row.author or "",
            row.received_at,
            row.item_id,
            row.certain,
            getattr(row, "ordinal", 0),
        )
        for row in session.execute(query)
    )


def stored_reading(row: Any) -> StoredReading:
    """A field of a form as it was stored."""
    return StoredReading(
        row.key,
        row.value,
        row.normalised,
        place_of(row.place),
        row.certainty,
        row.note,
        tuple(row.alternatives or ()),
    )
