"""The audit chain, column by column: whatever is changed in any column of any table is found."""

from __future__ import annotations

import pytest
from sqlalchemy import String, Text, select, text, update
from sqlalchemy.exc import DatabaseError

from models.store.connection import Store, StoreError
from models.store.events import GENESIS, EventKind, append, hash_of, head, verify
from models.tables.events import chain_heads, event_details, events
from tests.models.making import later

#: Erasing words with their salt is what details are for: `erased_at` alone, or half of it, is not.
COLUMNS = [
    (table, column.name)
    for table in (events, event_details, chain_heads)
    for column in table.columns
    if (table.name, column.name) != ("chain_head", "id")
]


def tell(store: Store) -> None:
    with store.write() as session:
        for number in range(1, 6):
            append(
                session,
                EventKind.SETTLED,
                at=later(number),
                actor="worker",
                receipt_id=number,
                case_id=number,
                data={"n": number},
                detail=f"words {number}",
            )


def other(column: str, value: object) -> object:
    """Another value of the same kind."""
    if isinstance(value, int):
        return value + 100
    if column in {"at", "erased_at"}:
        return later(1000)
    if column == "salt":
        return "00" * 32
    return f"{value}x"


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{table.name}.{column}" for table, column in COLUMNS]
)
@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_change_in_any_column_is_found(
    store: Store, table: object, column: str, seq: int
) -> None:
    tell(store)
    made = {events.name: events, event_details.name: event_details, chain_heads.name: chain_heads}
    found = made[table.name]  # type: ignore[attr-defined]
    key = {"event": events.c.seq, "event_detail": event_details.c.event_seq}.get(found.name)
    where = chain_heads.c.id == 1 if key is None else key == seq
    with store.read() as session:
        assert verify(session) == []
        before = session.execute(select(found.c[column]).where(where)).scalar_one()
    try:
        with store.write() as session:
            session.execute(update(found).where(where).values({column: other(column, before)}))
    except (StoreError, DatabaseError):
        return  # the database itself refuses: a key that others point at
    with store.read() as session:
        breaks = verify(session)
    assert breaks
    if key is not None and column not in {"seq", "event_seq"}:
        assert any(f"event {seq}" in one for one in breaks), breaks


def test_an_instant_or_a_salt_that_is_none_is_a_break_and_no_fault(store: Store) -> None:
    """SQLite keeps any text in any column: the walk goes on to its end and names each."""
    tell(store)
    with store.write() as session:
        session.execute(
            update(event_details).where(event_details.c.event_seq == 2).values(salt="x")
        )
        if store.dialect == "sqlite":
            session.execute(text("UPDATE event SET at = 'x', receipt_id = 'y' WHERE seq = 4"))
    with store.read() as session:
        breaks = verify(session)
    assert "event 2: its detail was changed" in breaks
    assert store.dialect != "sqlite" or any("event 4 was changed" in one for one in breaks)


@pytest.mark.parametrize("column", ["data", "actor", "detail_digest", "hash", "prev_hash"])
def test_an_emptied_column_is_found(store: Store, column: str) -> None:
    tell(store)
    with store.write() as session:
        session.execute(update(events).where(events.c.seq == 2).values({column: ""}))
    with store.read() as session:
        assert verify(session)


def test_a_chain_written_anew_is_shown_by_a_copy_of_its_head(store: Store) -> None:
    """Whoever can write the database can make another whole chain; not one with the old hashes."""
    tell(store)
    with store.read() as session:
        seq, digest = head(session)
        assert hash_of(session, seq) == digest
        assert hash_of(session, 0) == GENESIS
        assert hash_of(session, 99) is None
    with store.write() as session:
        session.execute(event_details.delete())
        session.execute(events.delete())
        session.execute(update(chain_heads).values(seq=0, hash=GENESIS))
    with store.write() as session:
        append(session, EventKind.SETTLED, at=later(1), actor="worker")
    with store.read() as session:
        assert verify(session) == []
        assert hash_of(session, seq) != digest


def test_every_text_column_is_among_those_changed() -> None:
    """A column that a later migration adds is tried without further ado."""
    texts = {
        (table.name, column.name)
        for table in (events, event_details, chain_heads)
        for column in table.columns
        if isinstance(column.type, String | Text)
    }
    assert texts <= {(table.name, column) for table, column in COLUMNS}
