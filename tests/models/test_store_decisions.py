from __future__ import annotations

from dataclasses import replace

from models.cases import Disposition
from models.store.cases import erase_content, open_case
from models.store.connection import Store
from models.store.decisions import stored_decision
from models.store.settling import add_item, settle_receipt
from tests.models.making import NOW, arrival, claimed, item, new_case, outcome, record

RULES = (("agreement:safer-estates", "2024-1"), ("program", "0" * 64))


def test_what_was_settled_is_read_back_as_the_outcome_that_it_was(store: Store) -> None:
    (number,) = record(store, arrival(1))
    held = claimed(store)
    made = replace(item(), danger=("knife",), beside=("unsupported_kind",), rules=RULES)
    with store.write() as session:
        given = outcome(held.digest, Disposition.QUEUE, made)
        assert settle_receipt(session, held, given, NOW)
        item_id = add_item(session, held.receipt_id, 0, made, "PIET-26-AAAA-0000")
        case_id = open_case(session, new_case(item_id), NOW)
    with store.read() as session:
        found = stored_decision(session, number)
    assert found is not None
    assert (found.references, found.states) == (("PIET-26-AAAA-0000",), ("queued",))
    (read,) = found.outcome.items
    assert (read.disposition, read.reasons, read.findings) == (
        made.disposition,
        made.reasons,
        made.findings,
    )
    assert (read.danger, read.beside, dict(read.rules)) == (
        made.danger,
        made.beside,
        dict(made.rules),
    )
    assert read.form is not None
    assert made.form is not None
    assert read.form.readings == made.form.readings
    assert found.outcome.auth == given.auth
    assert found.outcome.evidence == given.evidence
    assert found.outcome.received_at == NOW
    with store.write() as session:
        erase_content(session, case_id, NOW, "operator")
    with store.read() as session:
        gone = stored_decision(session, number)
    assert gone is not None
    (left,) = gone.outcome.items
    assert (left.disposition, left.danger, dict(left.rules)) == (made.disposition, (), dict(RULES))
    assert all(one.evidence == () for one in left.findings)
    assert left.form is not None
    assert all(one.value == "" for one in left.form.readings.values())


def test_what_is_not_settled_or_not_there_is_no_decision(store: Store) -> None:
    (number,) = record(store, arrival(1))
    with store.read() as session:
        assert stored_decision(session, number) is None
        assert stored_decision(session, number + 99) is None
