"""What has arrived is recorded once, by UID and by bytes, in the order given."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cases import Disposition
from models.mail import Envelope, Mode
from models.store.actions import Target, due_moves
from models.store.connection import Store
from models.store.intake import known_digests, known_uids, record_arrivals, transit_digest
from models.store.mailboxes import first_sight, get_state, list_states, note_poll
from models.store.receipts import find_receipt
from models.store.settling import settle_receipt
from tests.models.making import NOW, arrival, claimed, count, later, outcome, raw, record

TRACE = (
    "Return-Path: <a@b>\nDelivered-To: piet\nX-Spam: no\nReceived: from a\n\tby b; today\n"
    "Authentication-Results: mx; dmarc=pass\nARC-Seal: i=1\n"
)


def test_each_arrival_gets_its_receipt_in_the_order_given(store: Store) -> None:
    with store.write() as session:
        got = record_arrivals(session, [arrival(n) for n in range(20)], NOW)
    assert [one.new for one in got] == [True] * 20
    with store.read() as session:
        for number, one in enumerate(got):
            stored = find_receipt(session, receipt_id=one.receipt_id)
            assert stored is not None
            assert stored.arrival == arrival(number)
            assert stored.digest == hashlib.sha256(raw(number)).hexdigest()
            assert stored.disposition is None


def test_the_same_uid_is_recorded_once_even_within_one_batch(store: Store) -> None:
    with store.write() as session:
        first, twin = record_arrivals(session, [arrival(1, uid=5), arrival(1, uid=5)], NOW)
    with store.write() as session:
        (again,) = record_arrivals(session, [arrival(1, uid=5)], later(5))
    assert first.new
    assert not first.known_arrival
    for one in (twin, again):
        assert (one.arrival_id, one.receipt_id) == (first.arrival_id, first.receipt_id)
        assert one.known_arrival
        assert not one.new
    with store.read() as session:
        assert known_uids(session, "main", "INBOX", 7) == {5}
        assert known_uids(session, "main", "INBOX", 8) == set()


def test_the_same_bytes_by_two_ways_are_one_receipt_with_two_arrivals(store: Store) -> None:
    with store.write() as session:
        first, second = record_arrivals(session, [arrival(1), arrival(1, uid=9)], NOW)
        (third,) = record_arrivals(session, [arrival(1)], NOW)
    assert first.receipt_id == second.receipt_id == third.receipt_id
    assert len({first.arrival_id, second.arrival_id, third.arrival_id}) == 3
    assert [first.new, second.new, third.new] == [True, False, False]
    with store.read() as session:
        assert count(session, "blob") == 1
        digest = hashlib.sha256(raw(1)).hexdigest()
        assert known_digests(session, [digest, "0" * 64]) == {digest}


def test_an_unknown_reverse_path_is_not_the_null_path(store: Store) -> None:
    unknown = arrival(1, envelope=Envelope(None))
    null = arrival(2, envelope=Envelope(""))
    ids = record(store, unknown, null)
    with store.read() as session:
        found = [find_receipt(session, receipt_id=one) for one in ids]
    paths = [one.arrival.envelope.reverse_path for one in found if one and one.arrival]
    assert paths == [None, ""]


def test_hostile_envelope_words_are_stored(store: Store) -> None:
    odd = Envelope("a\x00b\udc80@x", ("\x00\ud800",), "10.0.0.1", "h\x00")
    (receipt,) = record(store, arrival(1, envelope=odd))
    with store.read() as session:
        found = find_receipt(session, receipt_id=receipt)
    assert found
    assert found.arrival
    assert found.arrival.envelope.helo == "h�"


def test_mail_older_than_answer_from_is_settled_at_once_and_never_claimed(store: Store) -> None:
    (receipt,) = record(store, arrival(1, uid=1, answer=False))
    with store.read() as session:
        found = find_receipt(session, receipt_id=receipt)
    assert found
    assert (found.disposition, found.reasons) == ("ignore", ("before_answer_from",))


def test_old_mail_whose_bytes_are_known_changes_nothing(store: Store) -> None:
    (receipt,) = record(store, arrival(1))
    assert record(store, arrival(1, uid=1, answer=False)) == [receipt]
    with store.read() as session:
        found = find_receipt(session, receipt_id=receipt)
    assert found
    assert found.disposition is None


@pytest.mark.parametrize(
    ("changes", "moves"),
    [({}, 1), ({"answer": False}, 0), ({"mode": Mode.OBSERVE}, 0)],
    ids=["answered", "too old", "observed"],
)
def test_a_copy_of_a_settled_message_goes_where_that_went(
    store: Store, changes: dict[str, object], moves: int
) -> None:
    record(store, arrival(1))
    held = claimed(store)
    with store.write() as session:
        result = outcome(held.digest, Disposition.QUEUE)
        assert settle_receipt(session, held, result, NOW, target=Target.ACCEPTED)
    record(store, arrival(1, uid=3, **changes))
    with store.read() as session:
        due = due_moves(session, "main", NOW)
    assert [(one.uid, one.target) for one in due] == [(3, Target.ACCEPTED)] * moves


def test_a_mailbox_keeps_the_answer_from_of_its_first_sight(store: Store) -> None:
    with store.write() as session:
        assert get_state(session, "main", "INBOX") is None
        first = first_sight(session, "main", "INBOX", 7, NOW)
    with store.write() as session:
        again = first_sight(session, "main", "INBOX", 8, later(99), later(50))
        note_poll(session, "main", "INBOX", later(100), uidvalidity=8, problem="no route")
    assert first.answer_from == NOW
    assert again == first
    with store.read() as session:
        (state,) = list_states(session)
    assert (state.uidvalidity, state.last_poll_at, state.last_problem) == (
        8,
        later(100),
        "no route",
    )


def test_the_transit_digest_ignores_what_hops_put_on_top() -> None:
    assert transit_digest(raw(1)) == transit_digest(raw(1, TRACE))
    assert transit_digest(raw(1)) == transit_digest(raw(1).replace(b"\r\n", b"\n"))
    assert transit_digest(raw(1)) != transit_digest(raw(2))


def test_the_transit_digest_keeps_what_stands_below_the_authors_header() -> None:
    below = raw(1).replace(b"Subject:", b"Received: from z\r\nSubject:")
    assert transit_digest(raw(1)) != transit_digest(below)
    assert transit_digest(b"List-Id: x\r\n" + raw(1)) != transit_digest(raw(1))


@pytest.mark.parametrize(
    "field",
    [
        "DKIM-Signature: v=1; d=evil.example;\r\n\tbh=AA==; b=AA==",
        "ARC-Seal: i=1",
        "ARC-Odd: 1",
        "X-Spam-Score: 1.2",
        "Received-SPF: pass",
        "Delivered-To: b@force.example",
        "Old-Return-Path: <a@b.example>",
        "Anything-At-All: x",
        "DKIM-Filter: OpenDKIM",
    ],
)
def test_whatever_is_put_on_top_of_a_copy_it_is_the_same_mail(field: str) -> None:
    assert transit_digest(f"{field}\r\n".encode() + raw(1)) == transit_digest(raw(1))
    assert transit_digest(f"{field}\r\n".encode() + raw(1, TRACE)) == transit_digest(raw(1))


@pytest.mark.parametrize(
    "field",
    [
        "Content-Type: multipart/mixed; boundary=zz",
        "content-type : text/html",
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename=form.docx",
        "MIME-Version: 1.0",
        "Subject: Another",
        "From: another@council.example",
        "Reply-To: another@council.example",
        "In-Reply-To: <1@force.example>",
        "References: <1@force.example>",
        "Message-ID: <2@council.example>",
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "List-Id: x",
        "Resent-From: another@council.example",
        "X-Autoreply: yes",
        "",
        "no field",
    ],
)
def test_what_changes_how_a_mail_is_read_makes_another_of_it(field: str) -> None:
    for above in ("", "DKIM-Signature: v=1\r\n", "X-Note: a\r\n b\r\n"):
        changed = f"{above}{field}\r\n".encode() + raw(1)
        assert transit_digest(changed) != transit_digest(raw(1)), above


def test_two_mails_with_the_same_things_on_top_stay_two() -> None:
    first, second = (b"DKIM-Signature: v=1\r\n" + raw(number) for number in (1, 2))
    assert transit_digest(first) != transit_digest(second)
    assert transit_digest(first) != transit_digest(first + b"more\r\n")


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", TRACE]))
def test_the_transit_digest_takes_any_bytes(body: bytes, trace: str) -> None:
    assert transit_digest(trace.encode() + body) == transit_digest(
        trace.replace("\n", "\r\n").encode() + body
    )


def test_two_writers_at_once_record_the_same_message_once(store: Store) -> None:
    batches = [[arrival(n, uid=n + 1) for n in range(8)] for _ in range(4)]
    batches += [[replace(one, uid=None, session="s") for one in reversed(b)] for b in batches[:2]]
    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(lambda batch: record(store, *batch), batches))
    assert len({one for ids in got for one in ids}) == 8
    with store.read() as session:
        assert count(session, "receipt") == 8
        assert count(session, "arrival") == 8 + 16
