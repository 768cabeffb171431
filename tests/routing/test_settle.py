from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest

from models.auth import Address, AuthVerdict, Evidence, SenderVerdict
from models.cases import CaseState, Disposition, ItemOutcome, Outcome, Priority, ReplyPlan
from models.forms import FormReading, Recognised
from models.mail import Arrival, Envelope, Mode, Origin
from models.reasons import POISON
from models.store.actions import Target, due_moves
from models.store.cases import CaseRow, list_cases
from models.store.claims import Claim, claim
from models.store.connection import Store
from models.store.events import verify
from models.store.intake import record_arrivals
from models.store.mailboxes import first_sight
from models.store.outbox import Kind, State, StoredLetter, claim_due, list_outbound
from models.store.receipts import StoredReceipt, find_receipt
from routing.judge import JudgeContext
from routing.letters import LetterError
from routing.replies import plan_reply
from routing.settle import settle, target_of
from tests.routing.making import SETTINGS, installation

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
AUTHOR = Address("o.fficer", "council.example.cjsm.net")
STATES = tuple(CaseState)


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


def item(
    disposition: Disposition = Disposition.QUEUE, *reasons: str, notify: tuple[str, ...] = ()
) -> ItemOutcome:
    form = FormReading(Recognised.FORM, "2", "safer-estates", "1")
    due = None if disposition is Disposition.REJECT else date(2026, 6, 15)
    return ItemOutcome(disposition, reasons, form, target_date=due, notify=notify)


def outcome(*items: ItemOutcome, digest: str = "0" * 64) -> Outcome:
    return Outcome(
        digest=digest,
        received_at=NOW,
        auth=AuthVerdict(SenderVerdict.ACCEPTED, "authenticated", AUTHOR, "cjsm", True),
        evidence=Evidence(),
        disposition=items[0].disposition,
        reasons=items[0].reasons,
        items=items,
        reply=plan_reply(items, AUTHOR),
        partner="council",
        author=AUTHOR,
    )


def refusal() -> Outcome:
    verdict = AuthVerdict(SenderVerdict.REFUSED, "insecure_network", AUTHOR, None, True)
    return replace(
        outcome(item(Disposition.REFUSE, "insecure_network")),
        auth=verdict,
        items=(),
        reply=ReplyPlan("insecure", str(AUTHOR)),
    )


def arrival(number: int = 1, trace: str = "", **changed: object) -> Arrival:
    given: dict[str, object] = {
        "origin": Origin.IMAP,
        "mailbox": "main",
        "raw": f"{trace}From: {AUTHOR}\r\nMessage-ID: <{number}@x>\r\n\r\nHello\r\n".encode(),
        "arrived_at": NOW,
        "envelope": Envelope(),
        "internal_date": NOW,
        "folder": "INBOX",
        "uidvalidity": 7,
        "uid": number,
    }
    return Arrival(**{**given, **changed})  # type: ignore[arg-type]


def claimed(store: Store, *arrivals: Arrival, now: datetime = NOW) -> Claim:
    with store.write() as session:
        record_arrivals(session, arrivals, now)
    with store.write() as session:
        held = claim(session, "w1", now, 60)
    assert held is not None
    return held


def letters(store: Store, *states: State) -> list[StoredLetter]:
    with store.read() as session:
        return list(list_outbound(session, states or tuple(State)))


def cases(store: Store) -> tuple[CaseRow, ...]:
    with store.read() as session:
        return list_cases(session, STATES).rows


def moves(store: Store) -> list[tuple[int, Target]]:
    with store.read() as session:
        return [(move.uid, move.target) for move in due_moves(session, "main", NOW)]


def receipt(store: Store, receipt_id: int) -> StoredReceipt:
    with store.read() as session:
        found = find_receipt(session, receipt_id=receipt_id)
    assert found is not None
    return found


def test_a_queued_form_becomes_a_case_an_acknowledgement_and_a_move(
    store: Store, context: JudgeContext
) -> None:
    held = claimed(store, arrival())
    assert settle(store, held, outcome(item()), context, NOW)
    (case,) = cases(store)
    assert case.state is CaseState.QUEUED
    assert case.target_date == date(2026, 6, 15)
    assert case.partner == "council"
    (sent,) = letters(store, State.QUEUED)
    assert sent.kind == Kind.ACKNOWLEDGEMENT
    assert sent.recipient == str(AUTHOR)
    assert sent.message_id == f"<{case.reference}@force.example>"
    assert moves(store) == [(1, Target.ACCEPTED)]
    assert receipt(store, held.receipt_id).disposition == "queue"
    with store.read() as session:
        assert verify(session) == []


def test_a_claim_of_high_priority_is_kept_and_never_grants_itself(
    store: Store, context: JudgeContext
) -> None:
    """Terms of reference 4: an officer grants it; until then the order of receipt holds."""
    routine = replace(item(), priority=Priority.ROUTINE)
    high = replace(item(), priority=Priority.HIGH)
    assert settle(store, claimed(store, arrival()), outcome(routine, high), context, NOW)
    first, second = cases(store)
    assert (first.priority_claimed, first.priority_granted, first.key.rank) == (False, None, 1)
    assert (second.priority_claimed, second.priority_granted, second.key.rank) == (True, None, 1)


def test_the_letter_in_the_outbox_quotes_the_cases_reference_and_has_the_null_path(
    store: Store, context: JudgeContext
) -> None:
    settle(store, claimed(store, arrival()), outcome(item()), context, NOW)
    with store.write() as session:
        row = claim_due(session, NOW, 60)
    assert row is not None
    assert row.reverse_path == ""
    mail = message_from_bytes(row.data, policy=SMTP)
    assert cases(store)[0].reference in mail["Subject"]
    assert mail["Message-ID"] == row.message_id


def test_two_forms_become_two_cases_and_one_letter(store: Store, context: JudgeContext) -> None:
    both = outcome(item(), item(Disposition.REJECT, "missing:date_from"))
    settle(store, claimed(store, arrival()), both, context, NOW)
    assert {case.state for case in cases(store)} == {CaseState.QUEUED, CaseState.RETURNED}
    assert [one.kind for one in letters(store)] == [Kind.LETTER]
    assert moves(store) == [(1, Target.ACCEPTED)]


@pytest.mark.parametrize(
    ("made", "state", "target"),
    [
        (item(Disposition.REVIEW, "guessed_field"), CaseState.IN_REVIEW, Target.HELD),
        (item(Disposition.REJECT, "fishing"), CaseState.REJECTED, Target.REJECTED),
        (item(Disposition.REJECT, "missing:summary"), CaseState.RETURNED, Target.REJECTED),
    ],
)
def test_a_case_opens_in_the_state_of_its_disposition(
    made: ItemOutcome, state: CaseState, target: Target, store: Store, context: JudgeContext
) -> None:
    settle(store, claimed(store, arrival()), outcome(made), context, NOW)
    assert [case.state for case in cases(store)] == [state]
    assert moves(store) == [(1, target)]


def test_a_message_goes_to_held_while_any_form_of_it_waits() -> None:
    waiting = item(Disposition.REVIEW, "guessed_field")
    assert target_of(outcome(item(), waiting)) is Target.HELD
    assert target_of(outcome(item(Disposition.REJECT, "fishing"), item())) is Target.ACCEPTED


def test_quarantine_is_silent_and_held(store: Store, context: JudgeContext) -> None:
    quiet = replace(
        outcome(item(Disposition.QUARANTINE, "not_authenticated")),
        items=(),
        reply=ReplyPlan(suppressed="not_authenticated"),
    )
    settle(store, claimed(store, arrival()), quiet, context, NOW)
    assert (letters(store), cases(store)) == ([], ())
    assert moves(store) == [(1, Target.HELD)]


def test_in_observe_mode_everything_is_recorded_and_nothing_sent_or_moved(
    store: Store, context: JudgeContext
) -> None:
    held = claimed(store, arrival(mode=Mode.OBSERVE))
    settle(store, held, outcome(item(notify=("danger_words",))), context, NOW)
    assert {one.state for one in letters(store)} == {State.WITHHELD}
    assert len(cases(store)) == 1
    assert moves(store) == []


def test_in_assist_mode_a_refusal_waits_for_a_person_and_an_acknowledgement_does_not(
    store: Store, context: JudgeContext
) -> None:
    first = claimed(store, arrival(1, mode=Mode.ASSIST))
    settle(store, first, outcome(item()), context, NOW)
    second = claimed(store, arrival(2, mode=Mode.ASSIST))
    settle(store, second, outcome(item(Disposition.REJECT, "fishing")), context, NOW)
    assert [one.kind for one in letters(store, State.QUEUED)] == [Kind.ACKNOWLEDGEMENT]
    (waiting,) = letters(store, State.HELD)
    assert waiting.kind == Kind.LETTER
    assert waiting.hold_reason is not None
    assert len(moves(store)) == 2


def test_after_a_restore_replies_wait_for_a_person(store: Store, context: JudgeContext) -> None:
    settle(store, claimed(store, arrival(hold_replies=True)), outcome(item()), context, NOW)
    assert [one.state for one in letters(store)] == [State.HELD]


def test_the_same_mail_by_another_way_is_a_duplicate_without_reply_and_goes_with_the_first(
    store: Store, context: JudgeContext
) -> None:
    first = claimed(store, arrival(1))
    settle(store, first, outcome(item()), context, NOW)
    copy = arrival(1, trace="Received: from x by y; now\r\n", uid=2)
    second = claimed(store, copy)
    assert settle(store, second, outcome(item()), context, NOW)
    told = receipt(store, second.receipt_id)
    assert (told.disposition, told.reasons) == ("ignore", ("duplicate",))
    assert told.duplicate_of == first.receipt_id
    assert len(cases(store)) == len(letters(store)) == 1
    assert sorted(moves(store)) == [(1, Target.ACCEPTED), (2, Target.ACCEPTED)]


def test_the_same_words_from_another_author_are_no_duplicate(
    store: Store, context: JudgeContext
) -> None:
    settle(store, claimed(store, arrival(1)), outcome(item()), context, NOW)
    second = claimed(store, arrival(1, trace="Received: from x by y; now\r\n", uid=2))
    other = Address("someone", "else.example.cjsm.net")
    theirs = replace(outcome(item()), author=other, reply=plan_reply((item(),), other))
    settle(store, second, theirs, context, NOW)
    assert receipt(store, second.receipt_id).disposition == "queue"


def test_a_worker_that_was_overtaken_writes_nothing(store: Store, context: JudgeContext) -> None:
    slow = claimed(store, arrival())
    late = NOW + timedelta(seconds=120)
    with store.write() as session:
        quick = claim(session, "w2", late, 60)
    assert quick is not None
    assert not settle(store, slow, outcome(item()), context, late)
    assert (cases(store), letters(store), moves(store)) == ((), [], [])
    assert settle(store, quick, outcome(item()), context, late)
    assert not settle(store, quick, outcome(item()), context, late)
    assert len(cases(store)) == len(letters(store)) == 1


def test_an_insecure_author_gets_one_notice_a_day(store: Store, context: JudgeContext) -> None:
    for number, now in ((1, NOW), (2, NOW), (3, NOW + timedelta(days=1))):
        settle(store, claimed(store, arrival(number), now=now), refusal(), context, now)
    assert [one.kind for one in letters(store)] == [Kind.NOTICE, Kind.NOTICE]
    assert cases(store) == ()


def test_a_person_is_told_of_what_asks_for_one(store: Store, context: JudgeContext) -> None:
    held = item(Disposition.REVIEW, "fishing", "danger_words", notify=("danger_words",))
    settle(store, claimed(store, arrival()), outcome(held), context, NOW)
    notice = next(one for one in letters(store) if one.kind == Kind.INTERNAL)
    assert notice.recipient == "people@force.example"
    assert notice.state == State.QUEUED


def test_a_notice_that_nobody_would_get_waits_where_it_is_seen(store: Store) -> None:
    here = installation(settings=SETTINGS.model_copy(update={"notices_to": ""}))
    held = item(Disposition.REVIEW, "danger_words", notify=("danger_words",))
    settle(store, claimed(store, arrival()), outcome(held), here, NOW)
    notice = next(one for one in letters(store) if one.kind == Kind.INTERNAL)
    assert notice.state == State.HELD


def test_a_letter_that_cannot_be_written_leaves_the_message_open(store: Store) -> None:
    here = installation(settings=SETTINGS.model_copy(update={"own_addresses": ()}))
    held = claimed(store, arrival())
    with pytest.raises(LetterError):
        settle(store, held, outcome(item()), here, NOW)
    assert receipt(store, held.receipt_id).disposition is None
    assert cases(store) == ()


# ---------------------------------------------------------------- old mail in a new place
def watched_since(store: Store, when: datetime, mailbox: str = "main") -> None:
    with store.write() as session:
        first_sight(session, mailbox, "INBOX", 7, when)


def received(when: datetime, made: Outcome) -> Outcome:
    return replace(made, received_at=when)


def test_mail_our_relay_took_long_before_answer_from_waits_for_a_person_where_it_lies(
    store: Store, context: JudgeContext
) -> None:
    watched_since(store, NOW)
    old = received(NOW - timedelta(days=900), outcome(item()))
    assert settle(store, claimed(store, arrival()), old, context, NOW)
    (letter,) = letters(store)
    assert letter.state == State.HELD
    assert letter.hold_reason is not None
    assert len(cases(store)) == 1
    assert moves(store) == []


@pytest.mark.parametrize("days", [0.0, 0.9, -3.0])
def test_mail_that_was_under_way_at_answer_from_is_answered(
    days: float, store: Store, context: JudgeContext
) -> None:
    watched_since(store, NOW)
    settle(
        store,
        claimed(store, arrival()),
        received(NOW - timedelta(days=days), outcome(item())),
        context,
        NOW,
    )
    assert [one.state for one in letters(store)] == [State.QUEUED]
    assert len(moves(store)) == 1


@pytest.mark.parametrize("origin", [Origin.SMTP, Origin.LMTP])
@pytest.mark.parametrize(("days", "state"), [(31, State.HELD), (29, State.QUEUED)])
def test_mail_handed_over_a_month_after_our_relay_took_it_waits_for_a_person(
    origin: Origin, days: int, state: State, store: Store, context: JudgeContext
) -> None:
    late = arrival(
        origin=origin, mailbox="smtp", session="s", uid=None, folder=None, uidvalidity=None
    )
    held = claimed(store, replace(late, internal_date=None))
    settle(store, held, received(NOW - timedelta(days=days), outcome(item())), context, NOW)
    assert [one.state for one in letters(store)] == [state]
    assert len(cases(store)) == 1


# ---------------------------------------------------------------- the same mail, two mailboxes
def test_a_live_copy_of_mail_that_was_only_observed_is_answered(
    store: Store, context: JudgeContext
) -> None:
    first = claimed(store, arrival(1, mode=Mode.OBSERVE))
    settle(store, first, outcome(item()), context, NOW)
    live = arrival(1, trace="Received: from x by y; now\r\n", uid=2, mailbox="other")
    second = claimed(store, live)
    assert settle(store, second, outcome(item()), context, NOW)
    told = receipt(store, second.receipt_id)
    assert (told.disposition, told.duplicate_of) == ("queue", first.receipt_id)
    assert sorted(one.state for one in letters(store)) == [State.QUEUED, State.WITHHELD]
    third = claimed(store, arrival(1, trace="Received: from z by y; now\r\n", uid=3))
    settle(store, third, outcome(item()), context, NOW)
    assert receipt(store, third.receipt_id).duplicate_of == second.receipt_id
    assert len(letters(store, State.QUEUED)) == 1


def test_a_second_observed_copy_is_a_duplicate_all_the_same(
    store: Store, context: JudgeContext
) -> None:
    settle(store, claimed(store, arrival(1, mode=Mode.OBSERVE)), outcome(item()), context, NOW)
    copy = arrival(1, trace="Received: from x by y; now\r\n", uid=2, mode=Mode.OBSERVE)
    second = claimed(store, copy)
    settle(store, second, outcome(item()), context, NOW)
    assert receipt(store, second.receipt_id).reasons == ("duplicate",)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("observed_first", [True, False])
def test_the_same_bytes_in_an_observed_and_a_live_mailbox_are_answered_once(
    before: bool,  # noqa: FBT001
    observed_first: bool,  # noqa: FBT001
    store: Store,
    context: JudgeContext,
) -> None:
    both = [arrival(1, mode=Mode.OBSERVE, mailbox="watch"), arrival(1)]
    if not observed_first:
        both.reverse()
    held = claimed(store, *(both if before else both[:1]))
    settle(store, held, outcome(item(notify=("danger_words",))), context, NOW)
    if not before:
        with store.write() as session:
            record_arrivals(session, both[1:], NOW)
    assert {one.state for one in letters(store)} == {State.QUEUED}
    assert sorted(one.kind for one in letters(store)) == [Kind.ACKNOWLEDGEMENT, Kind.INTERNAL]
    assert moves(store) == [(1, Target.ACCEPTED)]
    with store.write() as session:  # and once more, by a third way
        record_arrivals(session, [arrival(1, uid=9, mailbox="third")], NOW)
    assert len(letters(store)) == 2
    (case,) = cases(store)
    assert case.state is CaseState.QUEUED
    with store.read() as session:
        assert verify(session) == []


def test_a_refusal_released_into_assist_mode_waits_for_a_person(
    store: Store, context: JudgeContext
) -> None:
    held = claimed(store, arrival(1, mode=Mode.OBSERVE, mailbox="watch"))
    settle(store, held, outcome(item(Disposition.REJECT, "fishing")), context, NOW)
    with store.write() as session:
        record_arrivals(session, [arrival(1, mode=Mode.ASSIST)], NOW)
    (letter,) = letters(store)
    assert (letter.state, bool(letter.hold_reason)) == (State.HELD, True)


def test_what_was_observed_is_not_released_where_its_live_copy_was_answered(
    store: Store, context: JudgeContext
) -> None:
    settle(
        store,
        claimed(store, arrival(1, mode=Mode.OBSERVE, mailbox="watch")),
        outcome(item()),
        context,
        NOW,
    )
    copy = claimed(store, arrival(1, trace="Received: from x by y; now\r\n", uid=2))
    settle(store, copy, outcome(item()), context, NOW)
    with store.write() as session:
        record_arrivals(session, [arrival(1, uid=3)], NOW)
    assert len(letters(store, State.QUEUED)) == 1


def test_a_mailbox_that_is_read_again_in_live_mode_releases_nothing(
    store: Store, context: JudgeContext
) -> None:
    settle(store, claimed(store, arrival(1, mode=Mode.OBSERVE)), outcome(item()), context, NOW)
    with store.write() as session:
        record_arrivals(session, [arrival(1, uidvalidity=8)], NOW)
    assert [one.state for one in letters(store)] == [State.WITHHELD]


def test_mail_that_one_mailbox_does_not_answer_is_walked_for_another_that_does(
    store: Store, context: JudgeContext
) -> None:
    with store.write() as session:
        record_arrivals(session, [arrival(1, answer=False, mailbox="old")], NOW)
    held = claimed(store, arrival(1))
    settle(store, held, outcome(item()), context, NOW)
    assert [one.state for one in letters(store)] == [State.QUEUED]
    assert moves(store) == [(1, Target.ACCEPTED)]


# ---------------------------------------------------------------- poison
def poison() -> Outcome:
    verdict = AuthVerdict(SenderVerdict.REFUSED, POISON)
    return replace(
        outcome(item(Disposition.QUARANTINE, POISON)),
        auth=verdict,
        items=(),
        author=None,
        reply=ReplyPlan(suppressed=POISON),
        notify=(POISON,),
    )


def test_a_poisoned_message_is_settled_though_its_notice_cannot_be_written(store: Store) -> None:
    here = installation(
        settings=SETTINGS.model_copy(update={"own_addresses": (), "notices_to": ""})
    )
    held = claimed(store, arrival())
    assert settle(store, held, poison(), here, NOW)
    assert receipt(store, held.receipt_id).reasons == (POISON,)
    assert letters(store) == []
