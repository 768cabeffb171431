"""A letter has one Message-ID for ever, is tried by one sender at a time, and is never lost."""

from dataclasses import replace
from datetime import date

import pytest

from models.store.actions import (
    Target,
    due_moves,
    enqueue_moves,
    mark_done,
)
from models.store.actions import mark_failed as move_failed
from models.store.actions import mark_retry as move_retry
from models.store.connection import Session, Store
from models.store.events import list_events
from models.store.health import backlog
from models.store.jobs import claim_job, enqueue_job, finish_job, job_result
from models.store.outbox import (
    Kind,
    Outbound,
    OutboundRow,
    State,
    claim_due,
    count_recent,
    enqueue,
    list_outbound,
    mark_failed,
    mark_retry,
    mark_sending,
    mark_sent,
    next_due,
    notice_key,
    release_held,
    withhold,
)
from tests.models.making import NOW, arrival, count, later, record
from tests.models.proving import proven_in

LETTER = Outbound("<1@force.example>", Kind.LETTER, "a@b.example", b"From: x\r\n\r\nHello\r\n")


def put(store: Store, *letters: Outbound) -> list[int | None]:
    """Each letter into the outbox; one without a receipt answers a message of its own."""
    with store.write() as session:
        return [enqueue(session, answering(session, one), NOW) for one in letters]


def answering(session: Session, letter: Outbound) -> Outbound:
    if letter.receipt_id is not None or letter.kind is Kind.INTERNAL:
        return letter
    number = count(session, "receipt")
    return replace(letter, receipt_id=proven_in(session, letter.recipient, number))


def take(store: Store, seconds: float = 0) -> OutboundRow | None:
    with store.write() as session:
        return claim_due(session, later(seconds), 60)


def taken(store: Store, seconds: float = 0) -> OutboundRow:
    row = take(store, seconds)
    assert row is not None
    return row


def states(store: Store) -> list[tuple[str, str | None]]:
    with store.read() as session:
        return [(one.state, one.hold_reason) for one in list_outbound(session, list(State))]


def test_a_letter_is_sent_once_under_the_message_id_it_was_queued_with(store: Store) -> None:
    put(store, LETTER)
    row = taken(store)
    assert (row.message_id, row.data, row.attempts, row.in_doubt) == (
        LETTER.message_id,
        LETTER.data,
        1,
        False,
    )
    assert take(store) is None
    with store.write() as session:
        assert mark_sending(session, row, later(1))
    with store.write() as session:
        assert mark_sent(session, row, later(2), "2.0.0")
        assert not mark_sent(session, row, later(2), "2.0.0")
    assert take(store, 9999) is None
    with store.read() as session:
        assert next_due(session) is None
        told = [one.kind for one in list_events(session)]
        assert told == ["letter_sent", "letter_queued", "received"]


def test_the_same_message_id_is_queued_once(store: Store) -> None:
    first, again = put(store, LETTER, replace(LETTER, data=b"other"))
    assert first is not None
    assert again is None


def test_a_notice_goes_once_per_author_kind_and_day(store: Store) -> None:
    key = notice_key("A@b.example", "insecure", date(2026, 3, 2))
    assert key == notice_key("a@B.example", "insecure", date(2026, 3, 2))
    others = [
        notice_key("a@b.example", "insecure", date(2026, 3, 3)),
        notice_key("a@b.example", "unreadable", date(2026, 3, 2)),
        notice_key("c@b.example", "insecure", date(2026, 3, 2)),
    ]
    notices = [
        replace(LETTER, message_id=f"<{n}@force.example>", kind=Kind.NOTICE, notice_key=one)
        for n, one in enumerate([key, key, *others])
    ]
    made = put(store, *notices)
    assert [one is None for one in made] == [False, True, False, False, False]
    with store.read() as session:
        assert len(list_outbound(session, list(State))) == 4


def test_a_temporary_refusal_backs_off_and_a_final_one_ends_it(store: Store) -> None:
    put(store, LETTER)
    row = taken(store)
    with store.write() as session:
        assert mark_sending(session, row, NOW)
        assert mark_retry(session, row, NOW, 300, "4.7.1", "greylisted")
    with store.read() as session:
        assert next_due(session) == later(300)
    assert take(store, 299) is None
    row = taken(store, 300)
    assert (row.attempts, row.in_doubt) == (2, False)
    with store.write() as session:
        assert mark_failed(session, row, later(301), "5.1.1", "no such user\x00")
    assert take(store, 9999) is None
    with store.read() as session:
        (letter,) = list_outbound(session, [State.FAILED])
        assert backlog(session, later(400)).outbox_failed == 1
    assert (letter.last_code, letter.last_problem) == ("5.1.1", "no such user�")


def test_a_sender_that_died_in_the_middle_leaves_its_letter_in_doubt(store: Store) -> None:
    put(store, LETTER)
    dead = taken(store)
    with store.write() as session:
        assert mark_sending(session, dead, NOW)
    assert take(store, 59) is None
    again = taken(store, 60)
    assert again.in_doubt
    assert again.message_id == dead.message_id
    with store.write() as session:
        assert not mark_sending(session, dead, later(61))
        assert not mark_sent(session, dead, later(61))
        assert mark_sent(session, again, later(61))


def test_a_sender_whose_lease_ran_out_may_not_begin(store: Store) -> None:
    put(store, LETTER)
    row = taken(store)
    with store.write() as session:
        assert not mark_sending(session, row, later(60))


def test_a_disclosure_in_doubt_waits_for_a_person(store: Store) -> None:
    put(store, replace(LETTER, kind=Kind.DISCLOSURE))
    row = taken(store)
    with store.write() as session:
        mark_sending(session, row, NOW)
    assert take(store, 61) is None
    assert states(store) == [("held", "in_doubt")]
    with store.write() as session:
        assert not release_held(session, row.id, later(99), "officer")
        assert release_held(session, row.id, later(99), "officer", again=True)
        assert not release_held(session, row.id, later(99), "officer", again=True)
    assert not taken(store, 100).in_doubt


def test_held_and_withheld_letters_are_never_given_out(store: Store) -> None:
    put(store, replace(LETTER, hold_reason="ceiling"))
    with store.write() as session:
        other = answering(session, replace(LETTER, message_id="<2@force.example>"))
        withhold(session, other, NOW)
    assert take(store, 9999) is None
    assert states(store) == [("withheld", None), ("held", "ceiling")]


def test_letters_are_counted_for_ceilings(store: Store) -> None:
    put(
        store,
        LETTER,
        replace(LETTER, message_id="<2@x>", recipient="other@b.example"),
        replace(LETTER, message_id="<3@x>", kind=Kind.INTERNAL),
    )
    with store.write() as session:
        withhold(session, answering(session, replace(LETTER, message_id="<4@x>")), NOW)
        assert count_recent(session, NOW) == 2
        assert count_recent(session, NOW, "a@b.example") == 1
        assert count_recent(session, later(1)) == 0
        assert count_recent(session, NOW, limit=1) == 1


@pytest.mark.parametrize("gone", ["", "gone"])
def test_a_move_is_tried_until_it_is_done(store: Store, gone: str) -> None:
    record(store, arrival(1, uid=4), arrival(2))
    with store.write() as session:
        assert enqueue_moves(session, [2], Target.HELD, NOW) == []
        assert len(enqueue_moves(session, [1], Target.HELD, NOW)) == 1
        assert due_moves(session, "other", NOW) == []
        (move,) = due_moves(session, "main", NOW)
        assert (move.folder, move.uidvalidity, move.uid, move.target) == ("INBOX", 7, 4, "held")
        move_retry(session, move.id, NOW, 30, "no such folder")
        assert due_moves(session, "main", later(29)) == []
        (move,) = due_moves(session, "main", later(30))
        assert move.attempts == 1
        mark_done(session, move.id, later(31), gone)
        mark_done(session, move.id, later(32))
    with store.read() as session:
        assert due_moves(session, "main", later(99)) == []
        assert [one.kind for one in list_events(session)].count("move_done") == 1


def test_a_move_that_cannot_be_made_is_told(store: Store) -> None:
    record(store, arrival(1, uid=4))
    with store.write() as session:
        (move,) = enqueue_moves(session, [1], Target.HELD, NOW)
        assert move
        move_failed(session, move, later(1), "folder refused")
    with store.read() as session:
        assert backlog(session, later(9)).moves_failed == 1
        assert list_events(session)[0].detail == "folder refused"


def test_a_job_of_a_page_is_done_once_and_its_result_read(store: Store) -> None:
    with store.write() as session:
        job_id = enqueue_job(session, "try_mailbox", {"mailbox": "main"}, NOW, "admin")
        assert claim_job(session, ["other"], NOW, 60) is None
        first = claim_job(session, ["try_mailbox"], NOW, 60)
        assert claim_job(session, ["try_mailbox"], later(59), 60) is None
        second = claim_job(session, ["try_mailbox"], later(60), 60)
        assert first
        assert second
        assert second.data == {"mailbox": "main"}
        assert not finish_job(session, first, later(61), {})
        assert finish_job(session, second, later(61), {"said": "no route"}, ok=False)
    with store.read() as session:
        found = job_result(session, job_id)
        assert job_result(session, 99) is None
    assert found
    assert (found.state, found.result) == ("failed", {"said": "no route"})
