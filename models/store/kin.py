"""Cases about the same people, and forms that come again: looked up, locked and written at settle.

People are found by keys (models/same_people), each an index range that holds few, whatever the
number of cases. Who is told what is not decided here (routing/again); what pages show of it is
models/store/kin_pages.

SECURITY: keys and links are as personal as the names they come from: `forget_people` deletes them.
    An event says that a case is another one sent again, and never that two cases name one person.
BUGS: of more than 200 people who share a key the newest are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from models.cases import CaseState, Disposition
from models.forms import Certainty
from models.same_people import Likeness, Person, likeness, name_keys, person_keys, word_keys
from models.store.engine import lock_name
from models.store.events import EventKind, append
from models.store.joining import KnownCase
from models.tables.cases import cases, data_subjects, items
from models.tables.kin import joined_forms, resubmissions, same_people
from models.tables.kin import person_keys as keys_table
from models.tables.mail import receipts

#: So many people who share a key are looked at, newest first.
MOST_LIKE = 200
#: So many other cases about one person are kept with a case.
MOST_LINKS = 50
#: Workers who settle the same person take turns: by one of so many names, so that locks stay few.
_TURNS = 128


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of a case that is there already, and of that case what must be known.

    `certain`: who it is was not guessed. `people` counts those of the case. `turned_away`: the case
    was returned or refused. `same_mail`: it came of the same mail, by another way.
    """

    number: int
    person: Person
    certain: bool
    case: KnownCase
    state: CaseState
    agreement: str | None
    target_date: date | None
    people: int
    turned_away: bool
    same_mail: bool


def lock_people(session: Session, people: Iterable[Person]) -> None:
    """Make others who settle forms about one of these people wait until this transaction ends."""
    keys = (key for one in people for key in person_keys(one))
    for turn in sorted({int(key[:8], 16) % _TURNS for key in keys}):
        lock_name(session, f"people:{turn}")


def people_like(
    session: Session, one: Person, transit_digest: str, receipt_id: int
) -> tuple[KnownPerson, ...]:
    """Everybody in the cases who shares a key with this person, newest first.

    `transit_digest` and `receipt_id` are those of the mail that asks: what the same mail opened when
    it came by another way is marked.
    """
    found: dict[int, KnownPerson] = {}
    for wanted in (word_keys(one), name_keys(one)):
        if not wanted:
            continue
        numbers = (
            select(keys_table.c.data_subject_id)
            .where(keys_table.c.key.in_(wanted))
            .distinct()
            .order_by(keys_table.c.data_subject_id.desc())
            .limit(MOST_LIKE)
        )
        for row in session.execute(_people().where(data_subjects.c.id.in_(numbers))):
            same = row.transit_digest == transit_digest and row.receipt_id != receipt_id
            found[row.id] = _known(row, same_mail=same)
    return tuple(sorted(found.values(), key=lambda person: -person.number))


def _people() -> Any:
    others = data_subjects.alias("others")
    count = (
        select(func.count())
        .select_from(others)
        .where(others.c.item_id == data_subjects.c.item_id)
        .scalar_subquery()
    )
    table = data_subjects.c
    return (
        select(
            table.id, table.name, table.born, table.address, table.certainty,
            cases.c.id.label("case_id"), cases.c.item_id, cases.c.reference, cases.c.partner_id,
            cases.c.state, cases.c.agreement, cases.c.target_date, cases.c.receipt_id,
            items.c.disposition, receipts.c.author, receipts.c.transit_digest,
            count.label("people"),
        )
        .join(cases, cases.c.item_id == table.item_id)
        .join(items, items.c.id == table.item_id)
        .join(receipts, receipts.c.id == cases.c.receipt_id)
        .where(table.erased_at.is_(None))
    )  # fmt: skip


def _known(row: Any, *, same_mail: bool) -> KnownPerson:
    state = CaseState(row.state)
    away = state in (CaseState.RETURNED, CaseState.REJECTED) or (
        state is CaseState.CLOSED and row.disposition == Disposition.REJECT
    )
    return KnownPerson(
        number=row.id,
        person=Person(row.name or "", row.born, row.address or ""),
        certain=row.certainty != Certainty.GUESSED,
        case=KnownCase(row.case_id, row.item_id, row.reference, row.partner_id, row.author),
        state=state,
        agreement=row.agreement,
        target_date=row.target_date,
        people=row.people,
        turned_away=away,
        same_mail=same_mail,
    )


def turned_away(session: Session, case_id: int) -> bool:
    """Whether a case was returned or refused: by its state, or once it is closed by what it was."""
    row = session.execute(
        select(cases.c.state, items.c.disposition)
        .join(items, items.c.id == cases.c.item_id)
        .where(cases.c.id == case_id)
    ).one()
    closed = row.state == CaseState.CLOSED and row.disposition == Disposition.REJECT
    return closed or row.state in (CaseState.RETURNED, CaseState.REJECTED)


def keep_people(
    session: Session,
    case: tuple[int, int],
    people: Mapping[int, tuple[Person, bool]],
    mail: tuple[str, int],
    now: datetime,
) -> None:
    """Write the keys of a new case's people, and link them with everybody who is or may be the same.

    Args:
        session: of `Store.write`, in which `lock_people` was called for these people.
        case: the case and its item.
        people: by ordinal, with False for one who was only guessed.
        mail: transit digest and number of the receipt.
        now: aware.
    """
    case_id, item_id = case
    table = data_subjects.c
    rows = session.execute(select(table.id, table.ordinal).where(table.item_id == item_id)).all()
    numbers = {row.ordinal: row.id for row in rows}
    for ordinal, (person, certain) in people.items():
        keys = person_keys(person)
        if ordinal not in numbers or not keys:
            continue
        known = [
            one
            for one in people_like(session, person, *mail)
            if one.case.id != case_id and not one.same_mail
        ]
        like = [(one, _how(person, one, certain=certain)) for one in known]
        _link(session, (case_id, numbers[ordinal]), like, now)
        made = [{"data_subject_id": numbers[ordinal], "key": key} for key in keys]
        session.execute(insert(keys_table), made)


def _how(person: Person, other: KnownPerson, *, certain: bool) -> Likeness | None:
    """How far two people agree; what was guessed of either may only be so."""
    how = likeness(person, other.person)
    return how if how is None or (certain and other.certain) else Likeness.MAY_BE


def _link(
    session: Session,
    mine: tuple[int, int],
    like: Iterable[tuple[KnownPerson, Likeness | None]],
    now: datetime,
) -> None:
    """Link one person, given as case and number, with those who are or may be the same."""
    sure_first = sorted(
        (pair for pair in like if pair[1]), key=lambda pair: pair[1] is not Likeness.SAME
    )
    rows = [
        {
            "case_id": case_id,
            "data_subject_id": number,
            "other_case_id": other_case,
            "other_id": other,
            "certain": how is Likeness.SAME,
            "at": now,
        }
        for one, how in sure_first[:MOST_LINKS]
        for (case_id, number), (other_case, other) in (
            (mine, (one.case.id, one.number)),
            ((one.case.id, one.number), mine),
        )
    ]
    if rows:
        session.execute(insert(same_people), rows)


def note_resubmission(
    session: Session,
    case_id: int,
    earlier: KnownCase,
    now: datetime,
    *,
    certain: bool,
    actor: str = "worker",
) -> None:
    """Write down that a case is one that was returned or refused, sent again; or that it may be."""
    session.execute(
        insert(resubmissions).values(
            case_id=case_id, earlier_case_id=earlier.id, certain=certain, at=now
        )
    )
    append(
        session,
        EventKind.CASE_RESUBMITS,
        at=now,
        actor=actor,
        case_id=case_id,
        data={"earlier": earlier.id, "certain": certain},
    )


def note_joined(session: Session, case_id: int, item_id: int, now: datetime) -> None:
    """Write down that a form, its item without a case of its own, joined an open case."""
    session.execute(insert(joined_forms).values(case_id=case_id, item_id=item_id, at=now))


def joined_items(session: Session, case_id: int) -> tuple[int, ...]:
    """The items of the forms that joined a case, in the order in which they came."""
    table = joined_forms.c
    query = select(table.item_id).where(table.case_id == case_id).order_by(table.id)
    return tuple(session.execute(query).scalars())


def forget_people(session: Session, numbers: Collection[int]) -> None:
    """Delete what these people (rows of data_subject) are found by, and whom they are linked with."""
    gone = list(numbers)
    if not gone:
        return
    session.execute(delete(keys_table).where(keys_table.c.data_subject_id.in_(gone)))
    links = same_people.c
    session.execute(
        delete(same_people).where(or_(links.data_subject_id.in_(gone), links.other_id.in_(gone)))
    )
