"""The people that forms ask about: written at settle, found by name, searched for and answered.

Each person has an answer of his own, and is kept for as long as the agreement that the case came on
says, counted from that answer.

STANDARDS: Data Protection Act 2018 section 62 (who consulted and disclosed, and when, is logged).
SECURITY: an event holds the number of a person in his form, and nothing that was said of him.
BUGS: a search by name looks at every person; it is meant for a terminal, not for a busy page. Forms
    taken in before the migration 0004 have no people.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, exists, insert, select, update
from sqlalchemy.orm import Session

from models.cases import NOT_ANSWERED, Answer, CaseState
from models.documents import Place
from models.forms import Agreement, Certainty, DataSubject, FieldKind, FormReading, Reading
from models.same_people import Person, words_of
from models.store import blobs
from models.store.engine import fit
from models.store.events import EventKind, append
from models.store.rows import StoredDataSubject, StoredReading
from models.tables.cases import cases, data_subjects

_LONDON = ZoneInfo("Europe/London")
#: Words of a name that are searched for at once.
_MOST_WORDS = 8
_COLUMNS = {
    FieldKind.NAME: "name",
    FieldKind.BIRTH_DATE: "birth_date",
    FieldKind.ADDRESS: "address",
    FieldKind.REFERENCE: "reference",
}
_ORDER = (Certainty.GUESSED, Certainty.ANCHORED, Certainty.DECLARED)


class NotAnsweredError(Exception):
    """Nobody is searched for or answered about in this state; the message says why not."""


def add_data_subjects(
    session: Session, item_id: int, form: FormReading | None, agreement: Agreement | None
) -> None:
    """Write the people of an item's form; which field says what, the agreement tells."""
    if form is None or agreement is None or not form.data_subjects:
        return
    kinds = {one.key: one.kind for one in agreement.fields}
    rows = [_row(item_id, one, kinds) for one in form.data_subjects]
    session.execute(insert(data_subjects), rows)


def described(one: DataSubject, agreement: Agreement) -> Person:
    """Who somebody on a form of `agreement` is: name, birth date and address as read."""
    said = _said(one, {field.key: field.kind for field in agreement.fields})
    name, address = (said[column].value if column in said else "" for column in ("name", "address"))
    return Person(name, _born(said), address)


def _said(one: DataSubject, kinds: dict[str, FieldKind]) -> dict[str, Reading]:
    """What is said of somebody, by column: of each kind the first that is not empty."""
    said: dict[str, Reading] = {}
    for key, reading in one.readings.items():
        column = _COLUMNS.get(kinds[key])
        if column and reading.value.strip():
            said.setdefault(column, reading)
    return said


def _born(said: dict[str, Reading]) -> date | None:
    born = said["birth_date"].normalised if "birth_date" in said else None
    return date.fromisoformat(born) if born else None


def _row(item_id: int, one: DataSubject, kinds: dict[str, FieldKind]) -> dict[str, Any]:
    said = _said(one, kinds)
    certainties = [reading.certainty for reading in one.readings.values()]
    return {
        "item_id": item_id,
        "ordinal": one.ordinal,
        **{column: said[column].value if column in said else None for column in _COLUMNS.values()},
        "born": _born(said),
        "certainty": str(min(certainties, key=_ORDER.index, default=Certainty.GUESSED)),
        "readings": [_reading_json(reading) for reading in one.readings.values()],
        "words": fit(f" {words_of(said['name'].value)} ") if "name" in said else "",
        "answer": str(Answer.NONE),
    }


def _reading_json(reading: Reading) -> dict[str, Any]:
    return {
        "key": reading.key,
        "value": reading.value,
        "normalised": reading.normalised,
        "place": json.loads(json.dumps(asdict(reading.place))),  # tuples become lists
        "certainty": str(reading.certainty),
        "note": reading.note,
    }


def names(person: str) -> ColumnElement[bool]:
    """Whether a case asks about somebody whose name has words that begin with those of `person`.

    Words that hold nothing to search for name nobody.
    """
    words = words_of(fit(person) or "").split()[:_MOST_WORDS]
    table = data_subjects.c
    wanted = [table.words.contains(f" {word}", autoescape=True) for word in words]
    return exists().where(
        table.item_id == cases.c.item_id,
        table.erased_at.is_(None),
        and_(*wanted) if wanted else table.ordinal < 0,
    )


def people_of(session: Session, item_id: int) -> tuple[StoredDataSubject, ...]:
    """The people of an item, in order; those that were erased with nothing but what was decided."""
    query = select(data_subjects).where(data_subjects.c.item_id == item_id)
    found = session.execute(query.order_by(data_subjects.c.ordinal))
    return tuple(_stored(row) for row in found)


def _stored(row: Row[Any]) -> StoredDataSubject:
    return StoredDataSubject(
        ordinal=row.ordinal,
        name=row.name,
        birth_date=row.birth_date,
        born=row.born,
        address=row.address,
        reference=row.reference,
        certainty=row.certainty,
        readings=tuple(_stored_reading(one) for one in row.readings or ()),
        searched_at=row.searched_at,
        searched_by=row.searched_by,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        retain_until=row.retain_until,
        erased_at=row.erased_at,
    )


def _stored_reading(one: dict[str, Any]) -> StoredReading:
    return StoredReading(
        one["key"],
        one["value"],
        one["normalised"],
        place_of(one["place"]),
        one["certainty"],
        one["note"],
        (),
    )


def place_of(place: dict[str, Any]) -> Place:
    """A place as it was stored."""
    return Place(
        place["part"],
        place["page"],
        tuple(place["box"]) if place["box"] else None,
        tuple(place["cell"]) if place["cell"] else None,
        place["paragraph"],
    )


def note_search(session: Session, case_id: int, ordinal: int, now: datetime, actor: str) -> None:
    """Record that `actor` searched for person `ordinal` of a case; the last search is shown.

    Raises:
        KeyError: there is no such case, or no such person in it.
        NotAnsweredError: the case is in no state for that, or the person was erased.
    """
    row = _open(session, case_id, ordinal)
    session.execute(
        update(data_subjects)
        .where(data_subjects.c.id == row.id)
        .values(searched_at=now, searched_by=fit(actor))
    )
    append(
        session,
        EventKind.PERSON_SEARCHED,
        at=now,
        actor=actor,
        case_id=case_id,
        data={"person": ordinal},
    )


def answer_data_subject(
    session: Session, case_id: int, ordinal: int, answer: Answer, now: datetime, actor: str
) -> date | None:
    """Record what is answered about person `ordinal`; until when this is kept (London's date).

    An answer presupposes a search: where none was noted, it counts as one. `Answer.NONE` takes an
    answer back, and its retention with it. The days are those of `retain.reading` in the agreement
    as the case came on it; without any it is kept until somebody erases it: None.

    Raises:
        KeyError: there is no such case, or no such person in it.
        NotAnsweredError: the case is in no state for that, or the person was erased.
    """
    row = _open(session, case_id, ordinal)
    days = _retain_days(session, case_id)
    given = answer is not Answer.NONE
    until = now.astimezone(_LONDON).date() + timedelta(days=days) if given and days else None
    values: dict[str, Any] = {
        "answer": str(answer),
        "answered_at": now if given else None,
        "answered_by": fit(actor) if given else None,
        "retain_until": until,
    }
    if given and row.searched_at is None:
        values |= {"searched_at": now, "searched_by": fit(actor)}
    session.execute(update(data_subjects).where(data_subjects.c.id == row.id).values(values))
    append(
        session,
        EventKind.PERSON_ANSWERED,
        at=now,
        actor=actor,
        case_id=case_id,
        data={
            "person": ordinal,
            "was": row.answer,
            "answer": str(answer),
            "retain_until": until.isoformat() if until else None,
        },
    )
    return until


def _open(session: Session, case_id: int, ordinal: int) -> Row[Any]:
    """The row of a person who may be searched for, locked until the transaction ends.

    Raises:
        KeyError: there is no such case, or no such person in it.
        NotAnsweredError: the case is in no state for that, or the person was erased.
    """
    row = session.execute(
        select(data_subjects, cases.c.state)
        .join(cases, cases.c.item_id == data_subjects.c.item_id)
        .where(cases.c.id == case_id, data_subjects.c.ordinal == ordinal)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise KeyError(f"person {ordinal} of case {case_id}")
    if row.erased_at is not None:
        raise NotAnsweredError("what the form said of this person was erased")
    if CaseState(row.state) in NOT_ANSWERED:
        raise NotAnsweredError(f"the case is {row.state}: nobody of it is searched for")
    return row


def _retain_days(session: Session, case_id: int) -> int:
    """For how many days readings are kept, by the agreement as the case came on it; 0 for ever."""
    digest = session.execute(
        select(cases.c.agreement_digest).where(cases.c.id == case_id)
    ).scalar_one()
    text = blobs.get(session, digest) if digest else None
    retain = tomllib.loads(text.decode("utf-8")).get("retain", {}) if text else {}
    return int(retain.get("reading", 0))
