"""A message that came by a direct hop waits for its evidence; a relay's copy is judged by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update

from models.auth import AuthVerdict, Evidence, MethodResult, SenderVerdict
from models.cases import Disposition
from models.mail import Arrival, Mode
from models.reasons import MALWARE, NULL_REVERSE_PATH, POISON
from models.store.claims import Claim, claim, next_due
from models.store.connection import Store
from models.store.evidence import Due, postpone_evidence, take_due, write_evidence
from models.store.intake import record_arrivals
from models.store.receipts import find_receipt
from models.store.settling import settle_receipt
from models.store.standing import standing_of
from models.tables.mail import blobs
from tests.models.making import AUTHOR, NOW, arrival, claimed, later, outcome, record

FOUND = Evidence(
    (MethodResult("dmarc", "pass", (("header.from", AUTHOR.domain),)),),
    "ostiary",
    received_from="[10.20.30.40]",
    answers=(("_dmarc.council.example", "TXT", "v=DMARC1; p=reject"),),
)


def direct(number: int = 1, **changes: object) -> Arrival:
    return arrival(number, direct=True, **changes)


def due(store: Store, now: datetime = NOW, limit: int = 9, but: tuple[int, ...] = ()) -> list[Due]:
    with store.read() as session:
        return take_due(session, now, limit, but)


def write(store: Store, one: Due, evidence: Evidence = FOUND) -> bool:
    with store.write() as session:
        return write_evidence(session, one.arrival_id, evidence)


def take(store: Store, now: datetime = NOW) -> Claim | None:
    with store.write() as session:
        return claim(session, "w", now, 60)


def settle(
    store: Store,
    held: Claim,
    disposition: Disposition = Disposition.QUARANTINE,
    reason: str = "not_authenticated",
    *,
    auth_reason: str | None = None,
) -> None:
    auth = AuthVerdict(SenderVerdict.REFUSED, auth_reason or reason, AUTHOR)
    decided = replace(outcome(held.digest, disposition), auth=auth, reasons=(reason,))
    with store.write() as session:
        assert settle_receipt(session, held, decided, NOW)


def disposition_of(store: Store, receipt_id: int) -> str | None:
    with store.read() as session:
        found = find_receipt(session, receipt_id=receipt_id)
    assert found is not None
    return found.disposition


def test_what_came_directly_is_walked_only_when_its_evidence_stands(store: Store) -> None:
    record(store, direct(1))
    assert take(store) is None
    with store.read() as session:
        assert next_due(session) is None
    (one,) = due(store)
    assert (one.attempts, one.arrival) == (0, direct(1))
    assert write(store, one)
    held = claimed(store)
    assert held.arrival == direct(1, evidence=FOUND)
    assert held.arrival_id == one.arrival_id
    assert due(store) == []


def test_mail_that_waits_for_evidence_holds_up_no_other(store: Store) -> None:
    _, second = record(store, direct(1), arrival(2))
    assert claimed(store).receipt_id == second


def test_evidence_is_written_once(store: Store) -> None:
    record(store, direct(1))
    (one,) = due(store)
    assert write(store, one)
    assert not write(store, one, Evidence(problem="no_trusted_results"))
    with store.write() as session:
        assert not postpone_evidence(session, one.arrival_id, later(60))
    assert claimed(store).arrival.evidence == FOUND


def test_a_transaction_that_is_cut_off_leaves_the_debt(store: Store) -> None:
    record(store, direct(1))
    (one,) = due(store)

    def killed() -> None:
        with store.write() as session:
            write_evidence(session, one.arrival_id, FOUND)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert take(store) is None
    assert due(store) == [one]


def test_a_try_without_an_answer_is_counted_and_made_again_later(store: Store) -> None:
    record(store, direct(1))
    (one,) = due(store)
    with store.write() as session:
        assert postpone_evidence(session, one.arrival_id, later(60))
    assert due(store, later(59)) == []
    assert take(store, later(61)) is None
    (again,) = due(store, later(60))
    assert again.attempts == 1


def test_first_tries_go_before_repeated_ones_and_what_runs_is_left_out(store: Store) -> None:
    record(store, direct(1), direct(2))
    (one, two) = due(store)
    with store.write() as session:
        postpone_evidence(session, one.arrival_id, later(1))
    record(store, direct(3), now=later(5))
    order = [found.arrival.raw for found in due(store, later(9))]
    assert order == [direct(2).raw, direct(3).raw, direct(1).raw]
    assert [found.arrival_id for found in due(store, later(9), 1)] == [two.arrival_id]
    left = due(store, later(9), but=(two.arrival_id, one.arrival_id))
    assert [found.arrival.raw for found in left] == [direct(3).raw]


def test_a_relayed_copy_is_walked_by_its_own_trust_without_waiting(store: Store) -> None:
    (first,) = record(store, direct(1))
    assert record(store, arrival(1, session="relay")) == [first]
    held = claimed(store)
    assert not held.arrival.direct
    assert held.arrival.session == "relay"


def test_two_copies_in_one_transaction_are_judged_by_the_relayed_one(store: Store) -> None:
    record(store, direct(1), arrival(1, uid=5), direct(1, session="again"))
    assert claimed(store).arrival.uid == 5


def test_a_direct_copy_of_relayed_mail_is_not_looked_up_and_changes_nothing(store: Store) -> None:
    record(store, arrival(1, uid=5))
    record(store, direct(1))
    assert due(store) == []
    assert claimed(store).arrival.uid == 5


def test_a_further_direct_copy_is_not_looked_up_again(store: Store) -> None:
    record(store, direct(1))
    record(store, direct(1, session="again"), direct(1, session="and again"))
    (one,) = due(store)
    write(store, one)
    assert claimed(store).arrival_id == one.arrival_id


def test_of_two_direct_copies_at_once_the_judged_one_is_looked_up(store: Store) -> None:
    record(store, direct(1, session="one"), direct(1, session="two"))
    (one,) = due(store)
    write(store, one)
    assert claimed(store).arrival == direct(1, session="one", evidence=FOUND)


def test_a_direct_copy_never_lets_a_message_do_more(store: Store) -> None:
    (number,) = record(store, arrival(1, uid=5, mode=Mode.OBSERVE))
    record(store, direct(1, mode=Mode.LIVE))
    with store.write() as session:
        assert standing_of(session, number, NOW).mode is Mode.OBSERVE


def test_old_mail_is_not_opened_by_a_direct_copy(store: Store) -> None:
    (number,) = record(store, arrival(1, uid=5, answer=False))
    record(store, direct(1))
    assert disposition_of(store, number) == "ignore"
    assert due(store) == []


def test_a_walk_by_the_direct_hop_is_overtaken_when_the_relay_brings_the_mail(
    store: Store,
) -> None:
    (number,) = record(store, direct(1))
    write(store, due(store)[0])
    slow = claimed(store, "slow")
    record(store, arrival(1, uid=5))
    with store.write() as session:
        assert not settle_receipt(session, slow, outcome(slow.digest, Disposition.QUARANTINE), NOW)
    held = claimed(store, "fast")
    assert (held.receipt_id, held.arrival.uid, held.attempts) == (number, 5, 1)


def test_a_walk_by_the_relays_way_is_left_alone(store: Store) -> None:
    record(store, arrival(1, uid=5))
    held = claimed(store)
    record(store, arrival(1, uid=6), direct(1))
    settle(store, held, Disposition.QUEUE, "authenticated")
    assert disposition_of(store, held.receipt_id) == "queue"


def test_what_was_erased_is_not_opened_again(store: Store) -> None:
    (number,) = record(store, direct(1))
    write(store, due(store)[0])
    settle(store, claimed(store))
    with store.write() as session:
        session.execute(update(blobs).values(data=None))
    record(store, arrival(1, uid=5))
    assert disposition_of(store, number) == "quarantine"


@pytest.mark.parametrize("disposition", [Disposition.QUARANTINE, Disposition.REFUSE])
def test_mail_not_believed_by_a_direct_hop_is_judged_again_when_the_relay_brings_it(
    store: Store, disposition: Disposition
) -> None:
    (number,) = record(store, direct(1))
    write(store, due(store)[0])
    settle(store, claimed(store), disposition)
    record(store, arrival(1, uid=5), arrival(1, session="relay"))
    assert disposition_of(store, number) is None
    held = claimed(store)
    assert (held.receipt_id, held.arrival.uid) == (number, 5)
    settle(store, held, Disposition.QUEUE, "authenticated")
    assert disposition_of(store, number) == "queue"


def test_an_empty_reverse_path_of_a_direct_peer_does_not_block_the_relayed_copy(
    store: Store,
) -> None:
    (number,) = record(store, direct(1))
    write(store, due(store)[0])
    settle(store, claimed(store), Disposition.IGNORE, NULL_REVERSE_PATH)
    record(store, arrival(1, uid=5))
    assert disposition_of(store, number) is None


@pytest.mark.parametrize(
    ("disposition", "reason", "auth_reason"),
    [
        (Disposition.QUEUE, "authenticated", None),
        (Disposition.QUARANTINE, POISON, POISON),
        (Disposition.QUARANTINE, MALWARE, "authenticated"),
        (Disposition.IGNORE, "own_address", None),
    ],
)
def test_what_no_proof_changes_stays_settled(
    store: Store, disposition: Disposition, reason: str, auth_reason: str | None
) -> None:
    (number,) = record(store, direct(1))
    write(store, due(store)[0])
    settle(store, claimed(store), disposition, reason, auth_reason=auth_reason)
    record(store, arrival(1, uid=5))
    assert disposition_of(store, number) == disposition.value


def test_mail_that_a_relay_brought_first_is_not_judged_again(store: Store) -> None:
    (number,) = record(store, arrival(1, uid=5))
    settle(store, claimed(store))
    record(store, direct(1))
    record(store, arrival(1, uid=6))
    assert disposition_of(store, number) == "quarantine"


def test_mail_that_waits_is_recorded_once_and_told_as_new_once(store: Store) -> None:
    with store.write() as session:
        first = record_arrivals(session, [direct(1)], NOW)
        again = record_arrivals(session, [direct(1, session="again")], NOW)
    assert [one.new for one in (*first, *again)] == [True, False]
