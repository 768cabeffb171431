"""A message is walked by one worker at a time, and settled by exactly one, whatever is killed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.store.claims import (
    Claim,
    claim,
    extend,
    forget_leases,
    next_due,
    release,
)
from models.store.connection import Store, connect, migrate
from models.store.health import backlog
from models.store.settling import settle_receipt
from tests.models.making import NOW, arrival, claimed, count, later, outcome, record


def take(store: Store, worker: str = "w", now: datetime = NOW) -> Claim | None:
    with store.write() as session:
        return claim(session, worker, now, 60)


def settle(store: Store, held: Claim, now: datetime = NOW) -> bool:
    with store.write() as session:
        return settle_receipt(session, held, outcome(held.digest), now)


def test_messages_are_claimed_in_order_of_arrival_each_once(store: Store) -> None:
    ids = record(store, *[arrival(n) for n in range(3)])
    held = [take(store, f"w{n}") for n in range(4)]
    assert [one.receipt_id if one else None for one in held] == [*ids, None]
    first = held[0]
    assert first is not None
    assert (first.attempts, first.deferrals, first.fence) == (1, 0, 1)
    assert first.arrival == arrival(0)


def test_workers_that_claim_at_once_never_get_the_same_message(store: Store) -> None:
    ids = record(store, *[arrival(n) for n in range(24)])

    def work(name: str) -> list[int]:
        got: list[int] = []
        while (held := take(store, name)) is not None:
            got.append(held.receipt_id)
            assert settle(store, held)
        return got

    with ThreadPoolExecutor(4) as pool:
        taken = [one for got in pool.map(work, "abcd") for one in got]
    assert sorted(taken) == ids


def test_a_lease_that_ran_out_is_claimed_by_another_and_the_first_cannot_settle(
    store: Store,
) -> None:
    record(store, arrival(1))
    slow = claimed(store, "slow")
    assert take(store, "fast", later(59)) is None
    fast = claimed(store, "fast", later(60))
    assert (fast.fence, fast.attempts) == (slow.fence + 1, 2)
    assert not settle(store, slow, later(61))
    assert settle(store, fast, later(62))
    assert not settle(store, fast, later(63))
    assert take(store, "w", later(999)) is None


def test_a_lease_that_is_extended_is_kept(store: Store) -> None:
    record(store, arrival(1))
    held = claimed(store)
    with store.write() as session:
        assert extend(session, held, later(50), 60)
    assert take(store, "other", later(100)) is None
    other = claimed(store, "other", later(110))
    with store.write() as session:
        assert not extend(session, held, later(111), 60)
        assert not release(session, held, later(111), 5)
    assert other.fence == 2


def test_a_temporary_error_is_retried_later_and_is_no_interruption(store: Store) -> None:
    record(store, arrival(1))
    for number in range(5):
        held = claimed(store, now=later(number * 100))
        assert (held.attempts, held.deferrals) == (1, number)
        with store.write() as session:
            assert release(session, held, later(number * 100), 100, "DNS timed out")
            assert next_due(session) == later((number + 1) * 100)
        assert take(store, now=later(number * 100 + 99)) is None


def test_what_was_interrupted_three_times_is_walked_last_and_alone(store: Store) -> None:
    odd, *rest = record(store, *[arrival(n) for n in range(3)])
    for number in range(3):
        assert claimed(store, "dies", later(number * 60)).receipt_id == odd
    now = later(180)
    first, second = claimed(store, "a", now), claimed(store, "b", now)
    assert [first.receipt_id, second.receipt_id] == rest
    assert take(store, "c", now) is None
    assert settle(store, first, now)
    assert take(store, "c", now) is None
    assert settle(store, second, now)
    alone = claimed(store, "c", now)
    assert (alone.receipt_id, alone.attempts) == (odd, 4)


def test_what_was_interrupted_too_often_is_still_given_out_with_its_count(store: Store) -> None:
    record(store, arrival(1))
    for number in range(11):
        held = claimed(store, now=later(number * 60))
    assert held.attempts == 11


def test_a_worker_that_starts_again_frees_the_leases_it_died_with(store: Store) -> None:
    record(store, arrival(1), arrival(2))
    dead, other = claimed(store, "w1"), claimed(store, "w2")
    with store.write() as session:
        assert forget_leases(session, "w1") == 1
    again = claimed(store, "w1")
    assert (again.receipt_id, again.fence, again.attempts) == (dead.receipt_id, 2, 2)
    assert other.receipt_id != again.receipt_id


def test_the_backlog_is_counted_up_to_its_limit(store: Store) -> None:
    record(store, *[arrival(n) for n in range(5)])
    with store.read() as session:
        assert backlog(session, NOW).unsettled == 5
        found = backlog(session, NOW, limit=3)
    assert (found.unsettled, found.oldest_unsettled_at, found.interrupted) == (3, NOW, 0)


def test_nothing_open_is_never_due(store: Store) -> None:
    with store.read() as session:
        assert next_due(session) is None


def test_claiming_does_not_walk_through_what_is_settled(tmp_path: Path) -> None:
    """The plan of the claim is one range of an index, not the whole table."""
    store = connect(f"sqlite:///{tmp_path / 'o.db'}")
    migrate(store)
    with store.read() as session:
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM receipt WHERE disposition IS NULL AND "
            "(next_attempt_at IS NULL OR next_attempt_at <= 'x') AND "
            "(leased_until IS NULL OR leased_until <= 'x') AND attempts < 3 ORDER BY id LIMIT 1"
        )
        words = " ".join(str(row) for row in plan)
    store.close()
    assert "SEARCH receipt USING INDEX ix_receipt_disposition (disposition=?)" in words
    assert "TEMP B-TREE" not in words


STEPS = st.lists(
    st.tuples(st.sampled_from(["claim", "settle", "release", "extend", "wait"]), st.integers(0, 1)),
    max_size=25,
)


@pytest.mark.parametrize("messages", [1, 2])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_two_interleaved_workers_never_settle_a_message_twice(
    store: Store, messages: int, steps: list[tuple[str, int]]
) -> None:
    """Whatever two workers do with stale or fresh claims, each message is settled at most once."""
    with store.write() as session:
        run = session.connection().exec_driver_sql
        for table in ("part_outcome", "arrival", "receipt", "blob"):
            run(f"DELETE FROM {table}")  # noqa: S608
        run("DELETE FROM event")
        run("UPDATE chain_head SET seq = 0, hash = 'x'")
    record(store, *[arrival(n) for n in range(messages)])
    held: list[list[Claim]] = [[], []]
    settled: list[int] = []
    clock = 0.0
    for step, who in steps:
        now = later(clock)
        mine = held[who][-1] if held[who] else None
        if step == "wait":
            clock += 40
        elif step == "claim":
            got = take(store, f"w{who}", now)
            if got:
                assert got.receipt_id not in settled
                held[who].append(got)
        elif mine and step == "settle":
            if settle(store, mine, now):
                settled.append(mine.receipt_id)
        elif mine:
            with store.write() as session:
                ok = (
                    release(session, mine, now, 10)
                    if step == "release"
                    else extend(session, mine, now, 60)
                )
            assert not ok or mine.receipt_id not in settled
    assert len(settled) == len(set(settled))
    with store.read() as session:
        assert count(session, "receipt WHERE disposition IS NOT NULL") == len(settled)
        assert count(session, "event WHERE kind = 'settled'") == len(settled)
