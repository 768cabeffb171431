"""Made-up arrivals, outcomes and items for the store's tests. All people and places are fictional."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from models.auth import Address, AuthVerdict, Evidence, MethodResult, SenderVerdict
from models.cases import (
    CaseState,
    Disposition,
    Finding,
    ItemOutcome,
    Outcome,
    PartOutcome,
    Priority,
    Quote,
    ReplyPlan,
    Verdict,
)
from models.documents import Place
from models.forms import Agreement, Certainty, Clock, FormReading, Reading, Recognised
from models.mail import Arrival, Envelope, Mode, Origin, Part, PartKind
from models.store.cases import NewCase
from models.store.claims import Claim, claim
from models.store.connection import Session, Store
from models.store.intake import record_arrivals

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
AUTHOR = Address("a.officer", "council.example.cjsm.net")
AGREEMENT = Agreement(
    "safer-estates", "2024-1", "Safer Estates", (), (), (), (), Clock(10), source='id = "x"\n'
)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def raw(number: int = 1, trace: str = "") -> bytes:
    text = f"{trace}From: {AUTHOR}\nMessage-ID: <{number}@council.example>\nSubject: x\n\nHello {number}\n"
    return text.replace("\n", "\r\n").encode()


def arrival(number: int = 1, uid: int | None = None, **changes: object) -> Arrival:
    """An IMAP arrival where `uid` is given, else an SMTP one."""
    given: dict[str, object] = {
        "origin": Origin.SMTP if uid is None else Origin.IMAP,
        "mailbox": "smtp" if uid is None else "main",
        "raw": raw(number),
        "arrived_at": NOW,
        "envelope": Envelope(str(AUTHOR), ("piet@force.example",), "10.20.30.40", "mx", tls=True),
        "session": f"s{number}" if uid is None else None,
        "folder": None if uid is None else "INBOX",
        "uidvalidity": None if uid is None else 7,
        "uid": uid,
        "internal_date": None if uid is None else NOW,
    }
    return Arrival(**{**given, **changes})  # type: ignore[arg-type]


def record(store: Store, *arrivals: Arrival, now: datetime = NOW) -> list[int]:
    """Record arrivals; gives their receipts' ids."""
    with store.write() as session:
        return [one.receipt_id for one in record_arrivals(session, arrivals, now)]


def claimed(store: Store, worker: str = "w1", now: datetime = NOW, lease: float = 60) -> Claim:
    with store.write() as session:
        held = claim(session, worker, now, lease)
    assert held is not None
    return held


def item(disposition: Disposition = Disposition.QUEUE) -> ItemOutcome:
    place = Place(page=1, box=(72.0, 90.0, 300.0, 104.5), cell=(0, 1, 2))
    readings = {
        "subject_name": Reading(
            "subject_name", "Jo\x00 Doe \udc80", None, place, Certainty.ANCHORED
        ),
        "date_from": Reading(
            "date_from", "1/2/26", "2026-02-01", place, Certainty.DECLARED, "tie", ("2/2/26",)
        ),
    }
    finding = Finding(
        "fishing", Verdict.FAIL, "L101", (Quote("anything known", "summary", 3, 17),), "fishing",
        say="Say what you need.", signpost="See page 2.",
    )  # fmt: skip
    return ItemOutcome(
        disposition,
        ("fishing",) if disposition is Disposition.REJECT else (),
        FormReading(
            Recognised.FORM,
            "2",
            "safer-estates",
            "2024-1",
            readings,
            ("Safer Estates",),
            ("n",),
            "words",
        ),
        (finding, Finding("complete", Verdict.PASS, "F1")),
        Priority.HIGH,
        date(2026, 3, 16),
        ReplyPlan("accepted", str(AUTHOR)),
        ("urgent",),
    )


def outcome(
    digest: str, disposition: Disposition = Disposition.QUEUE, *items: ItemOutcome
) -> Outcome:
    part = Part("2", PartKind.DOCX, "application/x", "J\x00o\udc80.docx", "attachment", 9, "d" * 64)
    evidence = Evidence((MethodResult("dmarc", "pass", (("header.from", AUTHOR.domain),)),), "mx")
    return Outcome(
        digest,
        NOW,
        AuthVerdict(SenderVerdict.ACCEPTED, "authenticated", AUTHOR, "cjsm", authenticated=True),
        evidence,
        disposition,
        (),
        items,
        (PartOutcome(part, "read"),),
        partner="council",
        author=AUTHOR,
        message_id="<1@council.example>",
        versions=(("rules", "1"),),
    )


def new_case(item_id: int, number: int = 0, **changes: object) -> NewCase:
    given: dict[str, object] = {
        "item_id": item_id,
        "reference": f"PIET-26-AAAA-{number:04d}",
        "state": CaseState.QUEUED,
        "agreement": AGREEMENT,
        "partner": "council",
        "received_at": NOW,
        "received_day": NOW.date(),
        "target_date": date(2026, 3, 16),
        "priority_claimed": False,
        "mode": Mode.LIVE,
    }
    return NewCase(**{**given, **changes})  # type: ignore[arg-type]


def count(session: Session, table: str) -> int:
    return int(session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608
