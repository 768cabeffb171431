from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from gateway.clamd import Clamd
from models.cases import CaseState, Disposition
from models.documents import Document, Unreadable
from models.mail import Structure
from models.reasons import INSECURE_NETWORK, MALWARE, NOT_SCANNED
from models.scan import Scan, ScannerUnavailableError, ScanVerdict
from models.settings import Settings
from models.store.cases import list_cases
from models.store.connection import Store
from models.store.intake import record_arrivals
from models.store.outbox import Kind, State, claim_due, list_outbound
from models.store.receipts import StoredReceipt, find_receipt
from routing.judge import JudgeContext, judge
from routing.walk import MAX_DEFERRALS, advance
from tests.edge_servers import MARKER, ClamAV
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
ENGINE = "ClamAV 1.4.6/27822"
FOUND = Scan(ScanVerdict.MALWARE, "Win.Test.Evil", ENGINE)
CLEAN = Scan(ScanVerdict.CLEAN, "", ENGINE)
UNSCANNED = Scan(ScanVerdict.NOT_SCANNED)
AWAY = ScannerUnavailableError("away")
NOT_THIS = ScannerUnavailableError("too large", answering=True)


@dataclass
class Says:
    """A scanner that says what it is told to, and keeps what it was asked."""

    said: Scan | ScannerUnavailableError
    asked: list[bytes] = field(default_factory=list)

    def scan(self, raw: bytes) -> Scan:
        """Say it."""
        self.asked.append(raw)
        if isinstance(self.said, ScannerUnavailableError):
            raise self.said
        return self.said


class Untouched(HereReader):
    """A reader that must not be asked."""

    def split(self, raw: bytes) -> Structure | Unreadable:
        """Fail."""
        raise AssertionError("a part was read")

    def read(self, raw: bytes, path: str) -> Document | Unreadable:
        """Fail."""
        raise AssertionError("a part was read")


@pytest.fixture(scope="module")
def plain() -> JudgeContext:
    return installation()


def settings(mode: str) -> Settings:
    own = SETTINGS.antivirus.model_copy(update={"clamd": "/run/clamd", "mode": mode})
    return SETTINGS.model_copy(update={"antivirus": own})


def with_scanner(context: JudgeContext, scanner: object, mode: str = "required") -> JudgeContext:
    return replace(context, scanner=scanner, settings=settings(mode))  # type: ignore[arg-type]


def record(store: Store, raw: bytes, uid: int = 1) -> int:
    with store.write() as session:
        (recorded,) = record_arrivals(session, [arrival(raw, uid=uid)], NOW)
    return recorded.receipt_id


def receipt(store: Store, number: int) -> StoredReceipt:
    with store.read() as session:
        found = find_receipt(session, receipt_id=number)
    assert found is not None
    return found


def sent(store: Store, kind: Kind) -> list[Message]:
    """What lies in the outbox; it is claimed by this, so ask once."""
    found = []
    with store.write() as session:
        while row := claim_due(session, NOW + timedelta(days=30), 3600):
            found.append(row)
    return [message_from_bytes(one.data) for one in found if one.kind == kind]


def test_a_clean_message_is_read_as_without_a_scanner_and_the_scan_is_kept(
    plain: JudgeContext,
) -> None:
    one = arrival(mail(("f.docx", form())))
    scanner = Says(CLEAN)
    outcome = judge(one, with_scanner(plain, scanner))
    assert scanner.asked == [one.raw]
    assert outcome.scan == CLEAN
    assert ("scanner", ENGINE) in outcome.versions
    assert outcome.items == judge(one, replace(plain, settings=settings("required"))).items


def test_malware_of_a_proven_author_is_held_unread_unanswered_and_people_are_told(
    plain: JudgeContext,
) -> None:
    context = replace(with_scanner(plain, Says(FOUND)), reader=Untouched())
    outcome = judge(arrival(mail(("f.docx", form()))), context)
    assert outcome.disposition is Disposition.QUARANTINE
    assert outcome.reasons == (MALWARE,)
    assert outcome.notify == (MALWARE,)
    assert outcome.reply.to is None
    assert outcome.reply.suppressed == MALWARE
    assert outcome.scan == FOUND
    assert ("scanner", ENGINE) in outcome.versions
    assert outcome.items == ()


@pytest.mark.parametrize("files", [(), (("f.docx", form()),)], ids=["partner", "form"])
def test_malware_by_an_insecure_route_gets_no_notice(
    plain: JudgeContext, files: tuple[tuple[str, bytes], ...]
) -> None:
    context = replace(with_scanner(plain, Says(FOUND)), reader=Untouched())
    outcome = judge(arrival(mail(*files, author=ORDINARY)), context)
    assert outcome.disposition is Disposition.REFUSE
    assert outcome.reasons == (INSECURE_NETWORK, MALWARE)
    assert outcome.reply.to is None
    assert outcome.notify == (MALWARE,)


@pytest.mark.parametrize(
    "raw",
    [mail(extra={"Auto-Submitted": "auto-replied"}), mail(("f.docx", form()), dmarc="fail")],
    ids=["ignored", "not proven"],
)
def test_what_is_never_read_is_not_scanned(plain: JudgeContext, raw: bytes) -> None:
    scanner = Says(AWAY)
    outcome = judge(arrival(raw), with_scanner(plain, scanner))
    assert scanner.asked == []
    assert outcome.scan is None


def test_a_message_too_large_to_be_read_is_scanned_all_the_same(plain: JudgeContext) -> None:
    context = with_scanner(plain, Says(FOUND))
    limits = context.settings.limits.model_copy(update={"message_bytes": 1000})
    small = replace(context, settings=context.settings.model_copy(update={"limits": limits}))
    assert judge(arrival(mail(("f.docx", form()))), small).reasons == (MALWARE,)


def test_in_advisory_mode_every_item_says_that_it_was_not_scanned(plain: JudgeContext) -> None:
    raw = mail(("f.docx", form()), ("g.docx", form(name="Tanya Tenant-Example")))
    outcome = judge(arrival(raw), with_scanner(plain, Says(UNSCANNED), "advisory"))
    assert len(outcome.items) == 2
    assert all(NOT_SCANNED in item.flags for item in outcome.items)
    assert outcome.disposition is Disposition.QUEUE


def test_in_advisory_mode_people_are_told_once_a_day(store: Store, plain: JudgeContext) -> None:
    context = with_scanner(plain, Says(UNSCANNED), "advisory")
    for uid, later in ((1, 0), (2, 0), (3, 24)):
        number = record(store, mail(text=f"Thanks {uid}.\n", number=uid), uid)
        assert advance(store, context, "w1", NOW + timedelta(hours=later))
        assert receipt(store, number).disposition == "review"
    notices = sent(store, Kind.INTERNAL)
    assert len(notices) == 2
    told = notices[0]
    assert told["To"] == "people@force.example"
    assert told["Subject"] == "OFFICIAL: The virus scanner gives no answer"
    assert "Messages are read without it" in told.get_payload()


def test_while_the_scanner_is_away_a_message_waits_and_is_walked_when_it_is_back(
    store: Store, plain: JudgeContext
) -> None:
    number = record(store, mail(("f.docx", form())))
    scanner = Says(AWAY)
    context = with_scanner(plain, scanner)
    now = NOW
    with capture_logs() as logs:
        for _ in range(MAX_DEFERRALS * 3):
            assert advance(store, context, "w1", now)
            assert not advance(store, context, "w1", now)
            now += timedelta(minutes=1)
    assert receipt(store, number).disposition is None
    assert not [one for one in logs if one["log_level"] == "error"]
    (notice,) = sent(store, Kind.INTERNAL)
    assert "Messages wait until it does" in notice.get_payload()
    scanner.said = CLEAN
    assert advance(store, context, "w1", now)
    assert receipt(store, number).disposition == "queue"
    with store.read() as session:
        assert [one.state for one in list_cases(session, tuple(CaseState)).rows] == [
            CaseState.QUEUED
        ]


def test_a_message_that_alone_gets_no_answer_ends_in_quarantine_for_that_reason(
    store: Store, plain: JudgeContext
) -> None:
    number = record(store, mail(("f.docx", form())))
    context = replace(with_scanner(plain, Says(NOT_THIS)), reader=Untouched())
    now = NOW
    walks = 0
    with capture_logs() as logs:
        while receipt(store, number).disposition is None:
            assert advance(store, context, "w1", now)
            walks += 1
            now += timedelta(minutes=15)
    assert walks == MAX_DEFERRALS
    settled = receipt(store, number)
    assert settled.disposition == "quarantine"
    assert tuple(settled.reasons) == (NOT_SCANNED,)
    assert not [one for one in logs if "fault of ours" in one["event"]]
    notices = sent(store, Kind.INTERNAL)
    assert sum("Why: not scanned" in one.get_payload() for one in notices) == 1
    with store.read() as session:
        kinds = {one.kind for one in list_outbound(session, tuple(State))}
    assert kinds == {Kind.INTERNAL}


def test_without_an_address_for_notices_a_message_still_waits_and_still_ends(
    store: Store, plain: JudgeContext
) -> None:
    number = record(store, mail(("f.docx", form())))
    context = with_scanner(plain, Says(NOT_THIS))
    nobody = {"notices_to": "", "own_addresses": ()}
    mute = replace(context, settings=context.settings.model_copy(update=nobody))
    for step in range(MAX_DEFERRALS):
        assert advance(store, mute, "w1", NOW + timedelta(hours=step))
    assert receipt(store, number).disposition == "quarantine"


@pytest.fixture(scope="module")
def clamd() -> Iterator[ClamAV]:
    with ClamAV() as server:
        yield server


@pytest.mark.needs("clamd")
def test_with_a_real_clamd_the_marked_form_is_held_and_the_clean_one_queued(
    store: Store, plain: JudgeContext, clamd: ClamAV
) -> None:
    antivirus = SETTINGS.antivirus.model_copy(update={"clamd": clamd.where})
    context = with_scanner(plain, Clamd(antivirus))
    marked = record(store, mail(("f.docx", form(actions=MARKER.decode()))))
    clean = record(store, mail(("f.docx", form()), number=2), 2)
    while advance(store, context, "w1", NOW):
        pass
    assert tuple(receipt(store, marked).reasons) == (MALWARE,)
    assert receipt(store, clean).disposition == "queue"


@pytest.mark.needs("clamd")
def test_with_a_real_clamd_stopped_between_two_messages_nothing_is_lost(
    store: Store, plain: JudgeContext, tmp_path: Path
) -> None:
    with ClamAV() as server:
        antivirus = SETTINGS.antivirus.model_copy(update={"clamd": server.where})
        context = with_scanner(plain, Clamd(antivirus))
        first = record(store, mail(("f.docx", form())))
        assert advance(store, context, "w1", NOW)
        server.stop()
        second = record(store, mail(("f.docx", form()), number=2), 2)
        assert advance(store, context, "w1", NOW)
        assert receipt(store, first).disposition == "queue"
        assert receipt(store, second).disposition is None
        server.start()
        assert not advance(store, context, "w1", NOW), "it is tried again after a while"
        assert advance(store, context, "w1", NOW + timedelta(minutes=1))
        assert receipt(store, second).disposition == "queue"
