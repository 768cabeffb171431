from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import wait as await_all
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from gateway import spool
from gateway.listener import start_listeners
from gateway.spool import SpoolFullError, SpoolStoppedError, Writer
from models.mail import Arrival, Envelope, Origin
from models.settings import Settings
from models.store.connection import Store
from models.store.intake import Recorded
from tests.gateway.talk import Talk

BROKEN = "BEGIN SELECT RAISE(ABORT, 'out of order'); END"
OURS = "information.exchange@anyforce.example"


def arrival(raw: bytes, *, session: str | None = None) -> Arrival:
    envelope = Envelope(reverse_path="officer@council.example")
    return Arrival(
        Origin.SMTP, "smtp", raw, datetime.now(UTC), envelope, session=session or raw.hex()[:16]
    )


@pytest.fixture
def writer(store: Store) -> Iterator[Writer]:
    running = Writer(store)
    running.start()
    yield running
    running.stop()


def count(store: Store, table: str) -> int:
    with store.read() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def test_what_is_submitted_is_recorded_before_the_future_resolves(
    store: Store, writer: Writer
) -> None:
    recorded = writer.submit(arrival(b"Subject: a\r\n\r\nb\r\n")).result(10)
    assert recorded.new
    assert count(store, "arrival") == 1


def test_many_messages_from_many_threads_are_all_recorded(store: Store, writer: Writer) -> None:
    futures: list[Future[Recorded]] = []

    def hand_in(first: int) -> None:
        futures.extend(
            writer.submit(arrival(b"N: %d\r\n\r\n" % number), 10.0)
            for number in range(first, first + 30)
        )

    threads = [threading.Thread(target=hand_in, args=(100 * one,)) for one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert await_all(futures, 20).not_done == set()
    assert len({future.result().receipt_id for future in futures}) == 120
    assert count(store, "arrival") == 120


def test_a_repeat_is_the_same_receipt(writer: Writer) -> None:
    first = writer.submit(arrival(b"A: b\r\n\r\n", session="one")).result(10)
    again = writer.submit(arrival(b"A: b\r\n\r\n", session="two")).result(10)
    assert (first.new, again.new) == (True, False)
    assert first.receipt_id == again.receipt_id


def test_a_poisonous_message_does_not_fail_its_group(store: Store) -> None:
    """On the failure of a group each message is tried alone, and fails alone."""
    writer = Writer(store)
    good = arrival(b"A: good\r\n\r\n")
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - what no store takes
    bad = Arrival(Origin.SMTP, "smtp", b"A: bad\r\n\r\n", naive, Envelope(), session="x")
    also_good = arrival(b"A: also good\r\n\r\n")
    with writer._state:
        writer._open = True  # so that all three wait when the thread begins
    futures = [writer.submit(one) for one in (good, bad, also_good)]
    writer.start()
    try:
        assert futures[0].result(10).new
        with pytest.raises(Exception, match=r"."):
            futures[1].result(10)
        assert futures[2].result(10).new
    finally:
        writer.stop()
    assert count(store, "arrival") == 2


def test_a_full_queue_says_so_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "QUEUE_MESSAGES", 2)
    writer = Writer(store)
    with writer._state:
        writer._open = True
    waiting = [writer.submit(arrival(b"N: %d\r\n\r\n" % number)) for number in range(2)]
    with pytest.raises(SpoolFullError):
        writer.submit(arrival(b"N: 3\r\n\r\n")).result(1)
    writer.start()
    assert [future.result(10).new for future in waiting] == [True, True]
    writer.stop()


def test_a_message_above_the_queues_bound_still_gets_through(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "QUEUE_BYTES", 10)
    assert writer.submit(arrival(b"A: " + b"x" * 100 + b"\r\n\r\n")).result(10).new


def test_a_withdrawn_message_is_not_written(store: Store) -> None:
    writer = Writer(store)
    with writer._state:
        writer._open = True
    assert writer.submit(arrival(b"A: b\r\n\r\n")).cancel()
    kept = writer.submit(arrival(b"A: c\r\n\r\n"))
    writer.start()
    kept.result(10)
    writer.stop()
    assert count(store, "arrival") == 1


def test_stopping_writes_what_waits_and_takes_no_more(store: Store) -> None:
    writer = Writer(store)
    writer.start()
    futures = [writer.submit(arrival(b"N: %d\r\n\r\n" % number)) for number in range(20)]
    writer.stop()
    assert all(future.result(0).new for future in futures)
    with pytest.raises(SpoolStoppedError):
        writer.submit(arrival(b"N: late\r\n\r\n")).result(1)


def test_a_database_that_fails_is_answered_try_again_and_works_again_later(
    store: Store, writer: Writer
) -> None:
    settings = Settings.model_validate(
        {"own_addresses": [OURS], "listener": {"smtp": "127.0.0.1:0"}}
    )
    listeners = start_listeners(settings, writer)
    try:
        with Talk(listeners.addresses["smtp"]) as talk:
            with store.write() as session:
                session.execute(text(f"CREATE TRIGGER broken BEFORE INSERT ON arrival {BROKEN}"))
            talk.open_data(OURS)
            talk.send(b"A: b\r\n\r\nc\r\n.\r\n")
            assert talk.heard().startswith("451 4.3.0")
            with store.write() as session:
                session.execute(text("DROP TRIGGER broken"))
            assert count(store, "arrival") == 0
            talk.open_data(OURS)
            talk.send(b"A: b\r\n\r\nc\r\n.\r\n")
            assert talk.heard().startswith("250 2.0.0 Ok: queued as ")
    finally:
        listeners.stop()
    assert count(store, "arrival") == 1
