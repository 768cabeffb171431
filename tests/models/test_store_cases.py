"""What a walk decided is written whole or not at all, and read back as it was said."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cases import CaseState, Disposition
from models.documents import Place
from models.mail import Mode
from models.register import Partner, Register
from models.store import outbox
from models.store.actions import Target, due_moves
from models.store.cases import (
    CaseKey,
    TransitionError,
    case_by_reference,
    change_state,
    count_cases,
    decide_priority,
    erase_content,
    list_cases,
    move_target_dates,
    open_case,
)
from models.store.connection import Session, Store
from models.store.events import list_events, verify
from models.store.receipts import find_receipt, list_receipts, references_of
from models.store.register import import_register
from models.store.settling import LostClaimError, add_item, find_earlier, settle_receipt
from tests.models.making import (
    AUTHOR,
    NOW,
    arrival,
    claimed,
    count,
    item,
    later,
    new_case,
    outcome,
    raw,
    record,
)


def settled_case(store: Store, number: int = 0, **changes: object) -> int:
    """A message settled as one item with one case; gives the case's number."""
    record(store, arrival(number))
    held = claimed(store)
    with store.write() as session:
        assert settle_receipt(session, held, outcome(held.digest, Disposition.QUEUE, item()), NOW)
        item_id = add_item(session, held.receipt_id, 0, item(), f"PIET-26-AAAA-{number:04d}")
        return open_case(session, new_case(item_id, number, **changes), NOW)


def test_an_outcome_is_read_back_as_it_was_written(store: Store) -> None:
    case_id = settled_case(store)
    with store.write() as session:
        import_register(
            session, Register((), (Partner(id="council", organisation="A Council"),)), NOW, "t"
        )
    with store.read() as session:
        detail = case_by_reference(session, "PIET-26-AAAA-0000")
        receipt = find_receipt(session, reference="PIET-26-AAAA-0000")
        assert receipt
        assert references_of(session, receipt.id) == ("PIET-26-AAAA-0000",)
    assert detail
    row = detail.row
    assert (row.id, row.state, row.disposition) == (case_id, CaseState.QUEUED, "queue")
    assert (row.organisation, row.author, row.flags) == ("A Council", str(AUTHOR), ("urgent",))
    name, start = detail.readings
    assert name.value == "Jo\x00 Doe \udc80"
    assert (start.normalised, start.alternatives) == ("2026-02-01", ("2/2/26",))
    assert name.place == Place(page=1, box=(72.0, 90.0, 300.0, 104.5), cell=(0, 1, 2))
    assert detail.findings[0].evidence == ("summary: anything known",)
    assert [one.check for one in detail.findings] == ["fishing", "complete"]
    assert detail.parts[0].file_name == "J�o�.docx"
    assert (receipt.network, receipt.partner, receipt.auth_verdict) == (
        "cjsm",
        "council",
        "accepted",
    )
    assert receipt.evidence["results"][0]["properties"] == [["header.from", AUTHOR.domain]]
    assert receipt.versions == {"rules": "1"}
    assert receipt.received_at == NOW


def test_a_settle_that_lost_its_claim_leaves_nothing(store: Store) -> None:
    record(store, arrival(1))
    slow = claimed(store, "slow")
    claimed(store, "fast", later(60))

    def settle() -> None:
        with store.write() as session:
            add_item(session, slow.receipt_id, 0, item(), "PIET-26-AAAA-0000")
            if not settle_receipt(session, slow, outcome(slow.digest), later(61)):
                raise LostClaimError

    with pytest.raises(LostClaimError):
        settle()
    with store.read() as session:
        for table in ("item", "reading", "finding", "part_outcome"):
            assert count(session, table) == 0


def test_every_copy_in_a_mailbox_is_moved_at_settle_but_not_the_observed_and_the_old(
    store: Store,
) -> None:
    record(
        store,
        arrival(1, uid=1),
        arrival(1),
        arrival(1, uid=2),
        arrival(1, uid=3, mode=Mode.OBSERVE),
        arrival(1, uid=4, answer=False),
    )
    held = claimed(store)
    with store.write() as session:
        settle_receipt(session, held, outcome(held.digest), NOW, target=Target.REJECTED)
    with store.read() as session:
        due = due_moves(session, "main", NOW)
    assert [(one.uid, one.uidvalidity, one.target) for one in due] == [
        (1, 7, Target.REJECTED),
        (2, 7, Target.REJECTED),
    ]


def test_the_same_mail_by_another_way_finds_the_one_dealt_with(store: Store) -> None:
    first, second = record(
        store, arrival(1), arrival(1, raw=raw(1, "Received: from elsewhere; today\n"))
    )
    held, other = claimed(store), claimed(store)
    assert held.transit_digest == other.transit_digest
    with store.write() as session:
        digest = other.transit_digest
        assert find_earlier(session, digest, str(AUTHOR), receipt_id=second) is None
        settle_receipt(session, held, outcome(held.digest), NOW, target=Target.ACCEPTED)
    with store.write() as session:
        found = find_earlier(session, digest, str(AUTHOR), receipt_id=second)
        assert find_earlier(session, digest, "else@x.example", receipt_id=second) is None
        assert find_earlier(session, digest, str(AUTHOR), receipt_id=first) is None
    assert found
    assert (found.receipt_id, found.disposition, found.target) == (
        first,
        Disposition.QUEUE,
        Target.ACCEPTED,
    )


def test_two_workers_settling_one_mail_come_two_ways_take_turns(store: Store) -> None:
    """Only one of two copies walked at the same time is dealt with, the other is a duplicate."""
    record(store, arrival(1), arrival(1, raw=raw(1, "X-Way: two\n")))
    claims = [claimed(store, "a"), claimed(store, "b")]

    def run(index: int) -> bool:
        held = claims[index]
        with store.write() as session:
            earlier = find_earlier(
                session, held.transit_digest, str(AUTHOR), receipt_id=held.receipt_id
            )
            verdict = Disposition.IGNORE if earlier else Disposition.QUEUE
            assert settle_receipt(
                session,
                held,
                outcome(held.digest, verdict),
                NOW,
                duplicate_of=earlier.receipt_id if earlier else None,
            )
            return earlier is not None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [False, True]


def test_a_case_moves_only_along_its_transitions(store: Store) -> None:
    case_id = settled_case(store)
    with store.write() as session:
        change_state(session, case_id, CaseState.DISCLOSED, actor="o", now=later(1), why="Jo asked")
        change_state(session, case_id, CaseState.CLOSED, actor="o", now=later(2))
    with pytest.raises(TransitionError, match="is closed"), store.write() as session:
        change_state(session, case_id, CaseState.QUEUED, actor="o", now=later(3))
    with pytest.raises(KeyError), store.write() as session:
        change_state(session, 999, CaseState.QUEUED, actor="o", now=later(3))
    with store.read() as session:
        told = list_events(session, case_id=case_id)
    assert [one.kind for one in told] == ["case_moved", "case_moved", "case_opened"]
    assert told[1].data == {"from": "queued", "to": "disclosed"}
    assert told[1].detail == "Jo asked"


def test_the_queue_lists_granted_priority_first_then_order_of_receipt(store: Store) -> None:
    ids = [
        settled_case(store, n, received_at=NOW - timedelta(hours=n), priority_claimed=n == 1)
        for n in range(6)
    ]
    with store.write() as session:
        decide_priority(session, ids[2], granted=True, actor="o", now=NOW)
        change_state(session, ids[4], CaseState.IN_REVIEW, actor="o", now=NOW)
    with store.read() as session:
        assert _pages(session, 2, [CaseState.QUEUED]) == [ids[2], ids[5], ids[3], ids[1], ids[0]]
        both = [CaseState.QUEUED, CaseState.IN_REVIEW]
        assert _pages(session, 4, both) == [ids[2], ids[5], ids[4], ids[3], ids[1], ids[0]]
        claims = list_cases(session, claimed=True)
        assert [row.id for row in claims.rows] == [ids[1]]
        assert list_cases(session, partner="other").rows == ()
        assert len(list_cases(session, partner="council").rows) == 5
        assert count_cases(session, both) == (6, False)
        assert count_cases(session, both, limit=4) == (4, True)


def _pages(session: Session, limit: int, states: list[CaseState]) -> list[int]:
    found: list[int] = []
    after = None
    while True:
        page = list_cases(session, states, after=after, limit=limit)
        found += [row.id for row in page.rows]
        if page.after is None:
            return found
        assert len(page.rows) == limit
        after = CaseKey.decode(page.after.encode())


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_made_up_place_in_the_queue_is_no_place(text: str) -> None:
    key = CaseKey.decode(text)
    assert key is None or CaseKey.decode(key.encode()) == key


def test_open_cases_move_with_the_calendar_and_each_move_is_recorded(store: Store) -> None:
    early, due, done = (settled_case(store, n) for n in range(3))
    with store.write() as session:
        change_state(session, done, CaseState.DISCLOSED, actor="o", now=NOW)
        moved = move_target_dates(
            session, lambda day: day + timedelta(days=15), later(5), agreement="safer-estates"
        )
        assert move_target_dates(session, lambda day: day, later(5), agreement="other") == []
        assert move_target_dates(session, lambda day: day + timedelta(days=15), later(6)) == []
    assert [(one.case_id, one.old, one.new) for one in moved] == [
        (early, date(2026, 3, 16), date(2026, 3, 17)),
        (due, date(2026, 3, 16), date(2026, 3, 17)),
    ]
    with store.read() as session:
        told = list_events(session, case_id=early)[0]
        assert (told.kind, told.data) == (
            "target_moved",
            {"from": "2026-03-16", "to": "2026-03-17"},
        )
        assert verify(session) == []


def test_erasing_a_case_leaves_what_was_decided(store: Store) -> None:
    case_id = settled_case(store)
    with store.write() as session:
        erase_content(session, case_id, later(9), "retention")
    with store.read() as session:
        detail = case_by_reference(session, "PIET-26-AAAA-0000")
        assert verify(session) == []
    assert detail
    assert {(one.value, one.normalised, one.alternatives) for one in detail.readings} == {
        (None, None, ())
    }
    assert [(one.check, one.verdict, one.evidence) for one in detail.findings] == [
        ("fishing", "fail", ()),
        ("complete", "pass", ()),
    ]
    assert detail.row.disposition == "queue"


def test_a_case_shows_the_letters_about_it(store: Store) -> None:
    settled_case(store)
    with store.write() as session:
        detail = case_by_reference(session, "PIET-26-AAAA-0000")
        assert detail
        letter = outbox.Outbound(
            "<r1@force.example>",
            outbox.Kind.ACKNOWLEDGEMENT,
            str(AUTHOR),
            b"x",
            detail.row.receipt_id,
            (detail.row.item_id,),
        )
        outbox.enqueue(session, letter, NOW)
        detail = case_by_reference(session, "PIET-26-AAAA-0000")
    assert detail
    assert [one.message_id for one in detail.letters] == ["<r1@force.example>"]


def test_a_message_is_named_by_exactly_one_thing(store: Store) -> None:
    with store.read() as session, pytest.raises(ValueError, match="exactly one"):
        find_receipt(session, receipt_id=1, digest="x")


def test_messages_are_listed_by_disposition_newest_first(store: Store) -> None:
    ids = record(store, *[arrival(n) for n in range(6)])
    order = [Disposition.QUARANTINE, Disposition.IGNORE, Disposition.QUARANTINE, Disposition.REFUSE]
    for disposition in order:
        held = claimed(store)
        with store.write() as session:
            settle_receipt(session, held, outcome(held.digest, disposition), NOW)
    both = [Disposition.QUARANTINE, Disposition.IGNORE]
    with store.read() as session:
        assert [one.id for one in list_receipts(session, both)] == [ids[2], ids[1], ids[0]]
        assert [one.id for one in list_receipts(session, both, before=ids[2], limit=1)] == [ids[1]]
        assert [one.id for one in list_receipts(session, [None])] == [ids[5], ids[4]]
