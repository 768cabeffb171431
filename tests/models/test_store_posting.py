"""The door of the outbox: to the proven author only, once a message, and within the ceilings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from models.settings_tables import Limits
from models.store.ceilings import (
    HELD_FOR_ALL,
    HELD_FOR_DOMAIN,
    HELD_FOR_NOTICES,
    HELD_FOR_ONE,
    Ceilings,
    above,
    hours_of_waiting,
    keep,
)
from models.store.connection import Session, Store
from models.store.events import list_events, verify
from models.store.letters import (
    INSECURE_NOTICE,
    count_recent,
    notice_day,
    notice_key,
    notice_of_day,
)
from models.store.outbox import (
    Kind,
    Outbound,
    State,
    UnprovenRecipientError,
    claim_due,
    drop_held,
    enqueue,
    find_outbound,
    list_outbound,
    mark_failed,
    release_held,
    withhold,
)
from models.store.posting import let_go
from models.tables.mail import receipts
from tests.models.making import NOW, count, later
from tests.models.proving import proven, proven_in

ONE = "a.officer@council.example"
CJSM = "A.Officer@council.example.cjsm.net"
OTHER = "b.officer@council.example"
AUTOMATIC = (Kind.ACKNOWLEDGEMENT, Kind.LETTER, Kind.NOTICE)


def letter(number: int, to: str = ONE, kind: Kind = Kind.LETTER, **changes: object) -> Outbound:
    made = Outbound(f"<{number}@force.example>", kind, to, b"From: x\r\n\r\nHello\r\n")
    return replace(made, **changes)  # type: ignore[arg-type]


def answered(session: Session, number: int, to: str = ONE, kind: Kind = Kind.LETTER) -> int | None:
    """A letter that answers a message of its own."""
    receipt = proven_in(session, to, number)
    return enqueue(session, letter(number, to, kind, receipt_id=receipt), NOW)


def states(store: Store) -> list[tuple[str, str | None]]:
    with store.read() as session:
        found = list_outbound(session, list(State), limit=1000)
    return [(one.state, one.hold_reason) for one in reversed(found)]


# ---------------------------------------------------------------- to whom
@pytest.mark.parametrize("kind", [*AUTOMATIC, Kind.DISCLOSURE])
@pytest.mark.parametrize(
    "recipient",
    [
        OTHER,
        CJSM,
        ONE.upper(),
        f"{ONE} ",
        f"{ONE},{OTHER}",
        "",
        "a.officer@council.example.evil.example",
    ],
)
@pytest.mark.parametrize("put", [enqueue, withhold])
def test_a_letter_to_anybody_but_the_proven_author_is_refused_at_the_door(
    put: Callable[[Session, Outbound, datetime], int | None],
    recipient: str,
    kind: Kind,
    store: Store,
) -> None:
    receipt = proven(store, ONE)
    wrong = letter(1, recipient, kind, receipt_id=receipt)
    with pytest.raises(UnprovenRecipientError), store.write() as session:
        put(session, wrong, NOW)
    assert states(store) == []


@pytest.mark.parametrize("kind", [*AUTOMATIC, Kind.DISCLOSURE])
@pytest.mark.parametrize("case", ["unauthenticated", "unsettled", "no receipt", "unknown receipt"])
def test_a_letter_that_answers_no_proven_author_is_refused_at_the_door(
    case: str, kind: Kind, store: Store
) -> None:
    receipt: int | None = proven(store, ONE, authenticated=case != "unauthenticated")
    if case == "unsettled":
        with store.write() as session:
            session.execute(update(receipts).values(author=None, authenticated=None))
    elif case != "unauthenticated":
        receipt = None if case == "no receipt" else 99
    with pytest.raises(UnprovenRecipientError), store.write() as session:
        enqueue(session, letter(1, kind=kind, receipt_id=receipt), NOW)
    assert states(store) == []


def test_a_notice_to_our_own_people_needs_no_author(store: Store) -> None:
    with store.write() as session:
        assert enqueue(session, letter(1, "people@force.example", Kind.INTERNAL), NOW)


# ---------------------------------------------------------------- once a message
@pytest.mark.parametrize("second", AUTOMATIC)
@pytest.mark.parametrize("first", AUTOMATIC)
@pytest.mark.parametrize("becomes", ["queued", "held", "withheld", "failed", "dropped"])
def test_a_message_gets_no_second_automatic_letter_under_another_message_id(
    becomes: str, first: Kind, second: Kind, store: Store
) -> None:
    receipt = proven(store, ONE)
    one = letter(1, kind=first, receipt_id=receipt)
    with store.write() as session:
        put = withhold if becomes == "withheld" else enqueue
        held = "wait" if becomes in {"held", "dropped"} else None
        number = put(session, replace(one, hold_reason=held), NOW)
        assert number is not None
        if becomes == "dropped":
            assert drop_held(session, number, "said by telephone", NOW, "officer")
        if becomes == "failed":
            row = claim_due(session, NOW, 60)
            assert row is not None
            assert mark_failed(session, row, NOW, "550", "refused")
    for put in (enqueue, withhold):
        with store.write() as session:
            again = letter(2, kind=second, receipt_id=receipt)
            assert put(session, again, later(90_000)) is None
    assert [state for state, _ in states(store)] == [becomes]


def test_an_officers_answer_and_notices_to_people_are_no_second_answer(store: Store) -> None:
    receipt = proven(store, ONE)
    with store.write() as session:
        for number, kind in enumerate(
            [Kind.ACKNOWLEDGEMENT, Kind.DISCLOSURE, Kind.INTERNAL, Kind.INTERNAL]
        ):
            assert enqueue(session, letter(number, kind=kind, receipt_id=receipt), NOW)


def test_two_at_once_give_one_letter(store: Store) -> None:
    receipt = proven(store, ONE)
    made: list[int | None] = []
    start = threading.Barrier(4)

    def put(number: int) -> None:
        start.wait()
        with store.write() as session:
            made.append(enqueue(session, letter(number, receipt_id=receipt), NOW))

    together((put, number) for number in range(4))
    assert len([one for one in made if one is not None]) == 1
    assert len(states(store)) == 1


def together(calls: Iterable[tuple[Callable[[int], None], int]]) -> None:
    threads = [threading.Thread(target=call, args=(one,)) for call, one in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


# ---------------------------------------------------------------- ceilings
def test_above_a_ceiling_letters_wait_and_none_is_dropped(store: Store) -> None:
    with store.write() as session:
        keep(session, Ceilings(3, 5))
        for number in range(5):
            assert answered(session, number) is not None
        for number in range(5, 8):
            assert answered(session, number, OTHER) is not None
    assert states(store) == (
        [("queued", None)] * 3
        + [("held", HELD_FOR_ONE)] * 2
        + [("queued", None)] * 2
        + [("held", HELD_FOR_ALL)]
    )


def test_without_settings_the_shipped_ceilings_hold(store: Store) -> None:
    with store.write() as session:
        for number in range(31):
            answered(session, number)
    assert states(store) == [("queued", None)] * 30 + [("held", HELD_FOR_ONE)]


def test_both_channels_of_a_person_in_any_case_are_one_author(store: Store) -> None:
    with store.write() as session:
        keep(session, Ceilings(2, 100))
        answered(session, 1, ONE)
        answered(session, 2, CJSM)
        answered(session, 3, ONE.upper().replace("COUNCIL.EXAMPLE", "council.example"))
        answered(session, 4, "a.officer@council.example.cjsm.net")
        answered(session, 5, "xa.officer@council.example")
        answered(session, 6, "a.officer@xcouncil.example")
    assert [state for state, _ in states(store)] == ["queued"] * 2 + ["held"] * 2 + ["queued"] * 2


@pytest.mark.parametrize("kind", [Kind.ACKNOWLEDGEMENT, Kind.LETTER])
def test_every_kind_of_answer_counts_and_waits(kind: Kind, store: Store) -> None:
    with store.write() as session:
        keep(session, Ceilings(1, 9))
        answered(session, 1, kind=kind)
        answered(session, 2)
        assert count_recent(session, NOW - timedelta(hours=1)) == 1
    assert [state for state, _ in states(store)] == ["queued", "held"]


def test_what_stands_behind_a_plus_is_no_other_author(store: Store) -> None:
    with store.write() as session:
        keep(session, Ceilings(2, 100))
        answered(session, 1, "a.officer+1@council.example")
        answered(session, 2, "A.Officer+2@council.example.cjsm.net")
        for number, to in enumerate(["a.officer+3+4@council.example", ONE, CJSM.lower()], 3):
            answered(session, number, to)
        for number, to in enumerate(
            ["a.officerx+1@council.example", "a_officer@council.example", "a.officer@x.example"], 6
        ):
            answered(session, number, to)
    assert [state for state, _ in states(store)] == ["queued"] * 2 + ["held"] * 3 + ["queued"] * 3


def test_an_underscore_stands_for_no_other_letter_where_details_are_counted(store: Store) -> None:
    with store.write() as session:
        keep(session, Ceilings(1, 100))
        answered(session, 1, "aXofficer+1@council.example")
        answered(session, 2, "a_officer@council.example")
        answered(session, 3, "a_officer+1@council.example")
    assert [state for state, _ in states(store)] == ["queued", "queued", "held"]


def test_the_notice_of_the_day_is_one_a_mailbox_whatever_stands_behind_a_plus() -> None:
    key = notice_of_day(ONE, NOW)
    assert key == notice_key(ONE, INSECURE_NOTICE, notice_day(NOW))
    for same in (CJSM, "a.officer+1@council.example", "a.Officer+x+y@council.example.cjsm.net"):
        assert notice_of_day(same, NOW) == key
    for other in (OTHER, "a.officer@other.example", "+a.officer@council.example"):
        assert notice_of_day(other, NOW) != key
    assert notice_of_day("+1@council.example", NOW) != notice_of_day("+2@council.example", NOW)


def test_notices_have_ceilings_of_their_own_and_take_nothing_of_the_answers(store: Store) -> None:
    with store.write() as session:
        keep(session, Ceilings(2, 2, notices=6, notices_to_domain=3))
        for number in range(5):
            answered(session, number, f"u{number}@evil.example", Kind.NOTICE)
        for number in range(5, 9):
            answered(session, number, f"u@d{number}.example", Kind.NOTICE)
        for number in range(9, 12):
            answered(session, number)
        answered(session, 12, OTHER)
    assert states(store) == (
        [("queued", None)] * 3
        + [("held", HELD_FOR_DOMAIN)] * 2
        + [("queued", None)] * 3
        + [("held", HELD_FOR_NOTICES)]
        + [("queued", None)] * 2
        + [("held", HELD_FOR_ALL)] * 2
    )
    with store.read() as session:
        assert hours_of_waiting(session, NOW) == [("2026-03-02T09", 5)]


def test_subdomains_and_the_secure_channel_are_one_domain_to_the_ceiling_on_notices(
    store: Store,
) -> None:
    """Whoever owns a domain makes up as many names below it as he likes, each of them proven."""
    with store.write() as session:
        keep(session, Ceilings(9, 9, notices_to_domain=2))
        for number, domain in enumerate(
            ["evil.example", "a.evil.example", "b.c.evil.example", "d.evil.example.cjsm.net"]
        ):
            answered(session, number, f"x@{domain}", Kind.NOTICE)
        answered(session, 7, "x@notevil.example", Kind.NOTICE)
        answered(session, 8, "x@one.gov.uk", Kind.NOTICE)
        answered(session, 9, "x@two.gov.uk", Kind.NOTICE)
        answered(session, 10, "x@three.gov.uk", Kind.NOTICE)
    assert [state for state, _ in states(store)] == ["queued"] * 2 + ["held"] * 2 + ["queued"] * 4


def test_the_settings_say_the_ceilings() -> None:
    assert Ceilings.of(Limits()) == Ceilings(30, 600, 100, 10)
    assert Ceilings.of(
        Limits(
            letters_per_author_hour=1,
            letters_per_hour=2,
            notices_per_hour=3,
            notices_per_domain_hour=4,
        )
    ) == Ceilings(1, 2, 3, 4)


def test_what_waits_or_was_dropped_does_not_use_up_the_share_of_others(store: Store) -> None:
    with store.write() as session:
        keep(session, Ceilings(1, 3))
        for number in range(20):
            answered(session, number)
        assert above(session, OTHER, NOW) is None
        assert above(session, ONE, NOW) == HELD_FOR_ONE
        assert above(session, ONE, NOW + timedelta(minutes=59)) == HELD_FOR_ONE
        assert above(session, ONE, NOW + timedelta(minutes=61)) is None


def test_notices_to_people_and_disclosures_neither_count_nor_wait(store: Store) -> None:
    with store.write() as session:
        keep(session, Ceilings(1, 1))
        answered(session, 1)
        receipt = proven_in(session, ONE, 2)
        for number, kind in ((3, Kind.INTERNAL), (4, Kind.DISCLOSURE), (5, Kind.INTERNAL)):
            enqueue(session, letter(number, kind=kind, receipt_id=receipt), NOW)
    assert [state for state, _ in states(store)] == ["queued"] * 4


def test_a_letter_held_for_another_reason_keeps_that_reason(store: Store) -> None:
    receipt = proven(store, ONE)
    with store.write() as session:
        keep(session, Ceilings(1, 1))
        answered(session, 7)
        enqueue(session, letter(8, receipt_id=receipt, hold_reason="assist"), NOW)
    assert states(store)[-1] == ("held", "assist")


def test_workers_that_settle_at_once_keep_the_ceiling_exactly(store: Store) -> None:
    """With the lock on the count; without it PostgreSQL would let each of them pass once."""
    start = threading.Barrier(6)

    def settle(number: int) -> None:
        start.wait()
        for turn in range(3):
            with store.write() as session:
                receipt = proven_in(session, ONE, 100 * number + turn)
                keep(session, Ceilings(4, 100), locked=True)
                made = letter(100 * number + turn, receipt_id=receipt)
                assert enqueue(session, made, NOW) is not None

    together((settle, number) for number in range(6))
    found = [state for state, _ in states(store)]
    assert (found.count("queued"), found.count("held")) == (4, 14)


def test_hours_in_which_letters_came_to_wait_are_known_until_somebody_lets_them_go(
    store: Store,
) -> None:
    with store.write() as session:
        keep(session, Ceilings(1, 9))
        numbers = [answered(session, number) for number in range(3)]
        assert hours_of_waiting(session, NOW) == [("2026-03-02T09", 2)]
        assert hours_of_waiting(session, NOW + timedelta(hours=1)) == [("2026-03-02T09", 2)]
        assert hours_of_waiting(session, NOW + timedelta(hours=2)) == []
        for number in numbers[1:]:
            assert number is not None
            assert release_held(session, number, NOW, "officer")
        assert hours_of_waiting(session, NOW) == []


# ---------------------------------------------------------------- what was withheld is let go
def withheld(store: Store, number: int, to: str = ONE, kind: Kind = Kind.NOTICE) -> int:
    receipt = proven(store, to, number)
    key = notice_key(to, INSECURE_NOTICE, notice_day(NOW)) if kind is Kind.NOTICE else None
    with store.write() as session:
        made = letter(number, to, kind, receipt_id=receipt, notice_key=key)
        assert withhold(session, made, NOW) is not None
    return receipt


def go(store: Store, receipt: int, seconds: float = 0, waits: str | None = None) -> None:
    with store.write() as session:
        keep(session, Ceilings(2, 9))
        let_go(session, receipt, lambda _: waits, later(seconds), "intake")


def test_a_withheld_notice_does_not_use_up_the_authors_notice_of_the_day(store: Store) -> None:
    withheld(store, 1)
    withheld(store, 2)
    receipt = proven(store, ONE, 3)
    key = notice_key(ONE, INSECURE_NOTICE, notice_day(NOW))
    with store.write() as session:
        live = letter(3, kind=Kind.NOTICE, receipt_id=receipt, notice_key=key)
        assert enqueue(session, live, NOW) is not None
    assert [state for state, _ in states(store)] == ["withheld", "withheld", "queued"]


def test_notices_that_are_let_go_are_one_a_person_and_day(store: Store) -> None:
    numbers = [withheld(store, 1), withheld(store, 2, CJSM), withheld(store, 3, OTHER)]
    for number in numbers:
        go(store, number)
    assert [state for state, _ in states(store)] == ["queued", "withheld", "queued"]
    go(store, numbers[1], 24 * 3600)
    assert [state for state, _ in states(store)] == ["queued", "queued", "queued"]
    with store.read() as session:
        assert verify(session) == []


def test_letters_that_are_let_go_keep_the_ceilings_and_count_as_made_now(store: Store) -> None:
    numbers = [withheld(store, number, kind=Kind.LETTER) for number in range(3)]
    for number in numbers:
        go(store, number, 5 * 3600)
    assert states(store) == [("queued", None)] * 2 + [("held", HELD_FOR_ONE)]
    with store.read() as session:
        assert count_recent(session, later(5 * 3600 - 60)) == 2


def test_what_is_let_go_into_assist_mode_waits(store: Store) -> None:
    go(store, withheld(store, 1, kind=Kind.LETTER), waits="assist")
    assert states(store) == [("held", "assist")]
    with store.read() as session:
        assert list_events(session)[0].kind == "letter_held"


# ---------------------------------------------------------------- what a person does
def test_a_person_drops_a_held_letter_and_his_words_can_be_erased(store: Store) -> None:
    receipt = proven(store, ONE)
    with store.write() as session:
        number = enqueue(session, letter(1, receipt_id=receipt, hold_reason="wait"), NOW)
        assert number is not None
        assert drop_held(session, number, "told Mr X", NOW, "officer")
        assert not drop_held(session, number, "again", NOW, "officer")
        assert not release_held(session, number, NOW, "officer")
        assert claim_due(session, later(9999), 60) is None
        (kept,) = find_outbound(session, [number, 99])
        assert (kept.state, kept.receipt_id) == ("dropped", receipt)
    with store.read() as session:
        event = list_events(session)[0]
        assert (event.kind, event.actor, event.detail) == ("letter_dropped", "officer", "told Mr X")
        assert "told" not in str(event.data)
        assert count(session, "outbound_message") == 1
