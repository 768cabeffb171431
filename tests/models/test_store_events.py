"""The audit chain: whatever is changed afterwards is found, and what may be erased can be."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.store.connection import Store
from models.store.events import EventKind, append, erase_detail, list_events, verify
from tests.models.making import NOW, count, later


def tell(store: Store, number: int, detail: str | None = None) -> None:
    with store.write() as session:
        for n in range(number):
            append(
                session,
                EventKind.RECEIVED,
                at=later(n),
                actor="t",
                receipt_id=n,
                data={"n": n, "ä": "ö"},
                detail=detail,
            )


def meddle(store: Store, statement: str) -> None:
    with store.write() as session:
        session.connection().exec_driver_sql(statement)


def problems(store: Store) -> list[str]:
    with store.read() as session:
        return verify(session)


def test_an_untouched_chain_is_whole_from_row_one(store: Store) -> None:
    assert problems(store) == []
    tell(store, 3)
    tell(store, 2, "Jo\x00 Doe")
    assert problems(store) == []
    with store.read() as session:
        told = list_events(session, limit=2)
    assert [one.seq for one in told] == [5, 4]
    assert told[0].data == {"n": 1, "ä": "ö"}
    assert told[0].detail == "Jo� Doe"


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE event SET data = '{\"n\":7}' WHERE seq = 2", "event 2 was changed"),
        ("UPDATE event SET actor = 'x' WHERE seq = 3", "event 3 was changed"),
        ("UPDATE event SET hash = 'x' WHERE seq = 2", "event 3 does not follow"),
        ("DELETE FROM event WHERE seq = 2", "event 2 is missing"),
        ("DELETE FROM event WHERE seq = 1", "event 1 is missing"),
        ("UPDATE chain_head SET seq = 9", "its head says 9"),
        ("DELETE FROM chain_head", "no head"),
    ],
)
def test_meddling_with_the_chain_is_found(store: Store, statement: str, says: str) -> None:
    tell(store, 4)
    meddle(store, statement)
    assert any(says in one for one in problems(store)), problems(store)


def test_cutting_off_the_end_is_found(store: Store) -> None:
    tell(store, 4)
    meddle(store, "DELETE FROM event WHERE seq = 4")
    assert any("ends at event 3" in one for one in problems(store))


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seq=st.integers(1, 5),
    column=st.sampled_from(["at", "kind", "actor", "receipt_id", "case_id", "data", "prev_hash"]),
)
def test_a_change_to_any_column_of_any_event_is_found(store: Store, seq: int, column: str) -> None:
    with store.read() as session:
        empty = count(session, "event") == 0
    if empty:
        tell(store, 5)
    new = {
        "at": "'2020-01-01T00:00:00.000000Z'",
        "receipt_id": "777",
        "case_id": "778",
    }.get(column, "'x'")
    with store.write() as session:
        run = session.connection().exec_driver_sql
        run(f"CREATE TABLE kept AS SELECT * FROM event WHERE seq = {seq}")  # noqa: S608
        run(f"UPDATE event SET {column} = {new} WHERE seq = {seq}")  # noqa: S608
        found = verify(session)
        run(f"UPDATE event SET {column} = (SELECT {column} FROM kept) WHERE seq = {seq}")  # noqa: S608
        assert verify(session) == []
        run("DROP TABLE kept")
    assert any(f"event {seq} " in one for one in found)


def test_words_can_be_erased_and_the_chain_stays_whole(store: Store) -> None:
    tell(store, 2, "Jo Doe of 1 High Street")
    with store.write() as session:
        assert erase_detail(session, 1, NOW)
        assert not erase_detail(session, 1, NOW)
    assert problems(store) == []
    with store.read() as session:
        assert [one.detail for one in list_events(session)] == ["Jo Doe of 1 High Street", None]
        assert count(session, "event_detail WHERE salt IS NOT NULL OR text IS NOT NULL") == 1


def test_changed_or_vanished_words_are_found(store: Store) -> None:
    tell(store, 2, "Jo Doe")
    meddle(store, "UPDATE event_detail SET text = 'Al Roe' WHERE event_seq = 1")
    meddle(store, "DELETE FROM event_detail WHERE event_seq = 2")
    assert problems(store) == [
        "event 1: its detail was changed",
        "event 2: its detail is gone, but not marked as erased",
    ]


def test_what_is_rolled_back_is_not_in_the_chain(store: Store) -> None:
    def fail() -> None:
        with store.write() as session:
            append(session, EventKind.RECEIVED, at=NOW, actor="t")
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        fail()
    tell(store, 1)
    assert problems(store) == []
    with store.read() as session:
        assert len(list_events(session)) == 1


def test_events_are_listed_by_receipt(store: Store) -> None:
    tell(store, 3)
    with store.read() as session:
        assert [one.receipt_id for one in list_events(session, receipt_id=1)] == [1]
