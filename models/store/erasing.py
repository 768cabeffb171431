"""Erasing what a form said: all of it, or what it said of one person.

What was decided stays, and who answered what and when: values, quotes and names go.

A form that joined a case goes with it: all of it as soon as one of the case's people is erased, for
what of it is said of whom is not kept apart.

BUGS: the requester's own prose may name a person who was erased; it goes with the last of them, or
with the case. The raw message has a retention of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from models.same_people import words_of
from models.store.events import EventKind, append
from models.store.kin import forget_people, joined_items
from models.store.pictures import erase_pictures
from models.tables.cases import cases, data_subjects, findings, items, readings

_GONE = {
    "name": None,
    "birth_date": None,
    "born": None,
    "address": None,
    "reference": None,
    "readings": None,
    "words": "",
}
#: Letters from which a word of a name tells who is meant in a quote.
_TELLING = 3


def erase_content(session: Session, case_id: int, now: datetime, actor: str) -> None:
    """Empty what the form said: values, quotes, notes and pages. What was decided stays.

    Raises:
        KeyError: there is no such case.
    """
    _erase_item(session, locked(session, case_id, "item_id"), now)
    for joined in joined_items(session, case_id):
        _erase_item(session, joined, now)
    append(
        session,
        EventKind.CONTENT_ERASED,
        at=now,
        actor=actor,
        case_id=case_id,
        data={"what": "readings"},
    )


def _erase_item(session: Session, item_id: int, now: datetime) -> None:
    """Empty what one form said, and what its people are found by."""
    session.execute(
        update(readings)
        .where(readings.c.item_id == item_id, readings.c.erased_at.is_(None))
        .values(value=None, normalised=None, alternatives=None, note="", erased_at=now)
    )
    session.execute(
        update(findings)
        .where(findings.c.item_id == item_id, findings.c.erased_at.is_(None))
        .values(evidence=None, erased_at=now)
    )
    session.execute(
        update(items)
        .where(items.c.id == item_id, items.c.erased_at.is_(None))
        .values(evidence=None, notes=None, danger=None, erased_at=now)
    )
    people = select(data_subjects.c.id).where(data_subjects.c.item_id == item_id)
    forget_people(session, session.execute(people).scalars().all())
    session.execute(
        update(data_subjects)
        .where(data_subjects.c.item_id == item_id, data_subjects.c.erased_at.is_(None))
        .values(**_GONE, erased_at=now)
    )
    erase_pictures(session, item_id, now)


def erase_data_subject(
    session: Session, case_id: int, ordinal: int, now: datetime, actor: str
) -> bool:
    """Empty what a form said of one person, `ordinal` from 1; False where that was done before.

    The boxes of the form that hold the person's words are emptied with the quotes from them. The
    others keep what was read of each of them, and a place that is theirs as well; but the pictures
    of its pages go, for they show everyone. With the last person the rest of the form goes too.

    Raises:
        KeyError: there is no such case, or no such person in it.
    """
    item_id = locked(session, case_id, "item_id")
    everyone = session.execute(
        select(data_subjects).where(data_subjects.c.item_id == item_id)
    ).all()
    one = next((row for row in everyone if row.ordinal == ordinal), None)
    if one is None:
        raise KeyError(f"person {ordinal} of case {case_id}")
    if one.erased_at is not None:
        return False
    others = [row for row in everyone if row.erased_at is None and row.ordinal != ordinal]
    keys = _emptied(session, item_id, one, others, now)
    _unquote(session, item_id, keys, _own_words(one, others), _own_values(one, others))
    session.execute(
        update(data_subjects).where(data_subjects.c.id == one.id).values(**_GONE, erased_at=now)
    )
    forget_people(session, [one.id])
    for joined in joined_items(session, case_id):
        _erase_item(session, joined, now)
    erase_pictures(session, item_id, now)
    append(
        session,
        EventKind.CONTENT_ERASED,
        at=now,
        actor=actor,
        case_id=case_id,
        data={"what": "data_subject", "person": ordinal},
    )
    if not others:
        erase_content(session, case_id, now, actor)
    return True


def _emptied(
    session: Session, item_id: int, one: Row[Any], others: Collection[Row[Any]], now: datetime
) -> list[str]:
    """Empty the readings of the form that stand where this person's do; their keys.

    One that is word for word another person's too stays: it is not this person's alone.
    """
    own = _own_values(one, others)
    mine = {
        key: reading["place"]
        for key, reading in _read(one).items()
        if (key, reading["value"]) in own
    }
    table = readings.c
    found = session.execute(
        select(table.id, table.key, table.place).where(
            table.item_id == item_id, table.key.in_(list(mine)), table.erased_at.is_(None)
        )
    ).all()
    keys = {row.id: row.key for row in found if row.place == mine[row.key]}
    if keys:
        session.execute(
            update(readings)
            .where(table.id.in_(list(keys)))
            .values(value=None, normalised=None, alternatives=None, note="", erased_at=now)
        )
    return list(keys.values())


def _read(row: Row[Any]) -> Mapping[str, dict[str, Any]]:
    """What was read of a person, by field."""
    return {reading["key"]: reading for reading in row.readings or ()}


def _own_values(one: Row[Any], others: Collection[Row[Any]]) -> frozenset[tuple[str, str]]:
    """What was read of a person and is word for word of no other: (field, value)."""
    theirs = {(key, reading["value"]) for row in others for key, reading in _read(row).items()}
    return frozenset((key, reading["value"]) for key, reading in _read(one).items()) - theirs


def _own_words(one: Row[Any], others: Collection[Row[Any]]) -> frozenset[str]:
    """The words of a person's name that no other person of the form has."""
    theirs = {word for row in others for word in row.words.split()}
    return frozenset(word for word in one.words.split() if len(word) >= _TELLING) - theirs


def _unquote(
    session: Session,
    item_id: int,
    keys: Collection[str],
    words: frozenset[str],
    values: Collection[tuple[str, str]],
) -> None:
    """Take out of the findings what is quoted from these fields or values, or names the person."""

    def is_theirs(quote: dict[str, Any]) -> bool:
        # A further person's own place is none of the form's readings: then only the value tells.
        field, text = quote["field"], quote["text"]
        said = text and any(key == field and value.startswith(text) for key, value in values)
        return field in keys or bool(said) or not words.isdisjoint(words_of(text).split())

    found = session.execute(
        select(findings.c.id, findings.c.evidence).where(
            findings.c.item_id == item_id, findings.c.erased_at.is_(None)
        )
    ).all()
    for row in found:
        kept = [quote for quote in row.evidence or () if not is_theirs(quote)]
        if len(kept) < len(row.evidence or ()):
            session.execute(update(findings).where(findings.c.id == row.id).values(evidence=kept))


def locked(session: Session, case_id: int, column: str) -> Any:
    """One column of a case, its row locked until the transaction ends.

    Raises:
        KeyError: there is no such case.
    """
    value = session.execute(
        select(cases.c[column]).where(cases.c.id == case_id).with_for_update()
    ).scalar_one_or_none()
    if value is None:
        raise KeyError(f"case {case_id}")
    return value
