from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from models.cases import CaseState
from models.documents import Document, Unreadable
from models.mail import Mode, Structure
from models.store.cases import list_cases
from models.store.claims import claim
from models.store.connection import Store
from models.store.intake import record_arrivals
from models.store.outbox import Kind, State, list_outbound
from models.store.receipts import StoredReceipt, find_receipt
from routing.judge import JudgeContext, judge
from routing.walk import MAX_DEFERRALS, advance, place_of
from tests.routing.making import (
    ORDINARY,
    SETTINGS,
    HereReader,
    arrival,
    form,
    installation,
    mail,
)

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
CANARY = "Zebedee Canary"


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


class FaultyReader(HereReader):
    """A reader with a fault of ours: the mail itself is sound."""

    def __init__(self, fault: Callable[[], Exception]) -> None:
        """Raise what `fault` makes at every call."""
        self._fault = fault

    def split(self, raw: bytes) -> Structure | Unreadable:
        """Fail."""
        raise self._fault()

    def read(self, raw: bytes, path: str) -> Document | Unreadable:
        """Fail."""
        raise self._fault()


def record(store: Store, raw: bytes, **changed: object) -> int:
    with store.write() as session:
        (recorded,) = record_arrivals(session, [arrival(raw, **changed)], NOW)
    return recorded.receipt_id


def receipt(store: Store, receipt_id: int) -> StoredReceipt:
    with store.read() as session:
        found = find_receipt(session, receipt_id=receipt_id)
    assert found is not None
    return found


def test_nothing_waiting_is_nothing_done(store: Store, context: JudgeContext) -> None:
    assert not advance(store, context, "w1", NOW)


@pytest.mark.parametrize(
    ("raw", "disposition", "case", "letter"),
    [
        (mail(("f.docx", form())), "queue", CaseState.QUEUED, Kind.ACKNOWLEDGEMENT),
        (mail(("f.docx", form(date_from=""))), "reject", CaseState.RETURNED, Kind.LETTER),
        (mail(text="Thanks.\n"), "review", CaseState.IN_REVIEW, None),
        (mail(text="Hello\n", author=ORDINARY), "refuse", None, Kind.NOTICE),
        (mail(("f.docx", form()), dmarc="fail"), "quarantine", None, None),
        (mail(extra={"Auto-Submitted": "auto-replied"}), "ignore", None, None),
    ],
    ids=["queue", "reject", "review", "refuse", "quarantine", "ignore"],
)
def test_each_disposition_from_waiting_to_settled(
    raw: bytes,
    disposition: str,
    case: CaseState | None,
    letter: Kind | None,
    store: Store,
    context: JudgeContext,
) -> None:
    number = record(store, raw)
    assert advance(store, context, "w1", NOW)
    assert not advance(store, context, "w1", NOW)
    settled = receipt(store, number)
    assert settled.disposition == disposition
    assert settled.disposition == judge(arrival(raw), context).disposition.value
    with store.read() as session:
        states = [one.state for one in list_cases(session, tuple(CaseState)).rows]
        kinds = [one.kind for one in list_outbound(session, tuple(State))]
    assert states == ([case] if case else [])
    assert kinds == ([letter] if letter else [])


def test_one_mail_with_a_fault_of_ours_does_not_stop_the_next(
    store: Store, context: JudgeContext
) -> None:
    first = record(store, mail(("f.docx", form())))
    faulty = replace(context, reader=FaultyReader(lambda: RuntimeError(CANARY)))
    assert advance(store, faulty, "w1", NOW)
    assert receipt(store, first).disposition is None
    second = record(store, mail(text="Thanks.\n", number=2), uid=2)
    assert advance(store, context, "w1", NOW)
    assert receipt(store, second).disposition == "review"
    assert advance(store, context, "w1", NOW + timedelta(seconds=30))
    assert receipt(store, first).disposition == "queue"


def test_a_fault_is_logged_without_a_word_of_the_mail(store: Store, context: JudgeContext) -> None:
    record(store, mail(("f.docx", form())))
    faulty = replace(context, reader=FaultyReader(lambda: ValueError(f"bad name {CANARY}")))
    with capture_logs() as logs:
        advance(store, faulty, "w1", NOW)
    assert logs[0]["problem_type"] == "ValueError"
    assert "test_walk" in logs[0]["where"]
    assert CANARY not in str(logs)


def test_a_fault_that_stays_ends_in_quarantine_and_people_are_told(
    store: Store, context: JudgeContext
) -> None:
    number = record(store, mail(("f.docx", form())))
    faulty = replace(context, reader=FaultyReader(RuntimeError))
    now = NOW
    for _ in range(MAX_DEFERRALS + 1):
        assert advance(store, faulty, "w1", now)
        now += timedelta(hours=1)
    settled = receipt(store, number)
    assert (settled.disposition, settled.reasons) == ("quarantine", ("interrupted_too_often",))
    with store.read() as session:
        assert [one.kind for one in list_outbound(session, tuple(State))] == [Kind.INTERNAL]


def test_a_mail_that_killed_ten_walks_is_not_walked_again(
    store: Store, context: JudgeContext
) -> None:
    number = record(store, mail(("f.docx", form())))
    now = NOW
    for _ in range(9):  # nine walks that died: claimed, and never heard of again
        with store.write() as session:
            assert claim(session, "dead", now, 60)
        now += timedelta(seconds=61)
    fatal = replace(context, reader=FaultyReader(lambda: AssertionError("walked again")))
    assert advance(store, fatal, "w1", now)
    assert receipt(store, number).reasons == ("interrupted_too_often",)


def test_a_mail_that_lived_through_nine_deaths_is_walked(
    store: Store, context: JudgeContext
) -> None:
    number = record(store, mail(("f.docx", form())))
    now = NOW
    for _ in range(8):
        with store.write() as session:
            assert claim(session, "dead", now, 60)
        now += timedelta(seconds=61)
    assert advance(store, context, "w1", now)
    assert receipt(store, number).disposition == "queue"


def test_a_bad_template_costs_time_and_not_the_message(
    store: Store, context: JudgeContext, tmp_path: Path
) -> None:
    number = record(store, mail(("f.docx", form())))
    broken = replace(context, settings=SETTINGS.model_copy(update={"config_dir": tmp_path}))
    assert advance(store, broken, "w1", NOW)
    assert receipt(store, number).disposition is None
    assert advance(store, context, "w1", NOW + timedelta(minutes=1))
    assert receipt(store, number).disposition == "queue"


def test_an_installation_that_cannot_write_a_letter_ends_in_quarantine_and_not_for_ever(
    store: Store, context: JudgeContext, tmp_path: Path
) -> None:
    number = record(store, mail(("f.docx", form())))
    broken = replace(context, settings=SETTINGS.model_copy(update={"config_dir": tmp_path}))
    now = NOW
    for _ in range(MAX_DEFERRALS + 1):
        assert advance(store, broken, "w1", now)
        now += timedelta(hours=1)
    assert receipt(store, number).reasons == ("interrupted_too_often",)


def test_observed_mail_is_judged_like_any_other(store: Store, context: JudgeContext) -> None:
    number = record(store, mail(("f.docx", form())), mode=Mode.OBSERVE)
    advance(store, context, "w1", NOW)
    assert receipt(store, number).disposition == "queue"


def test_the_place_of_a_fault_names_modules_and_lines_only() -> None:
    with pytest.raises(LookupError) as caught:
        {"a": 1}[CANARY]
    assert place_of(caught.value).startswith("test_walk:")
    assert CANARY not in place_of(caught.value)
