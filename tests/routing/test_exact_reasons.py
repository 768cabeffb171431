"""The exact reason of a verdict is kept, in our own words; the log tells what was stored."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from models.auth import Evidence
from models.scan import ScannerUnavailableError
from models.settings import Network
from models.store.cases import case_by_reference, list_cases
from models.store.connection import Store
from models.store.intake import record_arrivals
from models.store.outbox import State, list_outbound
from models.store.receipts import StoredReceipt, find_receipt
from models.store.whereabouts import endangered
from ostiary.logs import ALLOWED
from parsers.mime import parse_header
from routing.authenticate import authenticate
from routing.judge import JudgeContext
from routing.unscanned import NoAnswer, why_no_answer
from routing.walk import advance
from tests.routing.attacks import forged_header
from tests.routing.coming_back import WITH_BOUNCES, note, report
from tests.routing.making import arrival, form, installation, mail
from tests.routing.test_scan import UNSCANNED, Says, with_scanner

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
STRANGER = "s.tranger@homes.example.cjsm.net"
NETWORKS = (Network(name="cjsm", suffix="secure.example"),)


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation(settings=WITH_BOUNCES)


def walk(
    store: Store, context: JudgeContext, raw: bytes, uid: int = 1
) -> tuple[StoredReceipt, dict[str, object]]:
    """A message walked: as it is stored, and the line that the log has of it."""
    with store.write() as session:
        (recorded,) = record_arrivals(session, [arrival(raw, uid=uid)], NOW)
    with capture_logs() as logs:
        assert advance(store, context, "w1", NOW + timedelta(minutes=uid))
    with store.read() as session:
        found = find_receipt(session, receipt_id=recorded.receipt_id)
    assert found is not None
    (line,) = [one for one in logs if one["event"] == "settled"]
    return found, dict(line)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (mail(author="a@b.example, c@d.example"), "the From field lists several mailboxes"),
        (
            mail(dmarc="fail"),
            "no dmarc=pass for the author's domain (network cjsm)",
        ),
        (mail(author="o.fficer@council.example"), "on no secure network"),
        (mail(), "dmarc=pass"),
    ],
    ids=["several", "unproven", "insecure", "proven"],
)
def test_the_exact_reason_is_stored_with_the_message(
    raw: bytes, words: str, store: Store, context: JudgeContext
) -> None:
    found, _ = walk(store, context, raw)
    assert words in found.auth_detail


def details(header: bytes) -> str:
    """What is said of an author, whatever the relay said of him."""
    read = parse_header(header + b"\r\n\r\n")
    said = [
        authenticate(read, evidence, NETWORKS, date(2026, 6, 1)).detail
        for evidence in (Evidence(), Evidence(problem="malformed_results"))
    ]
    return " ".join(said)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.text(min_size=1, max_size=40))
def test_no_exact_reason_quotes_the_message(random: Random, typed: str) -> None:
    canary = "zqcanaryqz"
    header = forged_header(random).replace(b"officer", canary.encode())
    header += f"\r\nX-{canary}: {canary}\r\n{canary}".encode()
    assert canary not in details(header)
    odd = f"From: {canary}{typed}{canary} <a@b.example>".encode("utf-8", "replace")
    assert canary not in details(odd)


def test_a_field_that_is_named_in_a_reason_is_one_of_ours() -> None:
    twice = details(b"From: a@b.example\r\nSubject: zqcanary\r\nSubject: other")
    assert "the field subject stands twice and differs" in twice
    assert "zqcanary" not in twice


def test_the_log_tells_what_was_stored_of_a_claim_and_a_bounce(
    store: Store, context: JudgeContext
) -> None:
    first, _ = walk(store, context, mail(("form.docx", form())))
    with store.read() as session:
        (letter,) = list_outbound(session, list(State))
    claimed, line = walk(store, context, note(title=letter.references[0], author=STRANGER), 2)
    assert "claims_case" in claimed.reasons
    assert line["reasons"] == list(claimed.reasons)
    original = f"Message-ID: {letter.message_id}\r\nSubject: x\r\n\r\nx\r\n".encode()
    back, line = walk(store, context, report(original, "bounce@force.example"), 3)
    assert back.reasons == ("bounce",)
    assert line["reasons"] == ["bounce"]
    assert first.disposition == "queue"


def test_the_log_tells_of_a_copy_that_it_is_one(store: Store, context: JudgeContext) -> None:
    raw = mail(("form.docx", form()))
    walk(store, context, raw)
    other = raw.replace(b"id A1", b"id B7", 1)
    assert other != raw
    copy, line = walk(store, context, other, 2)
    assert copy.reasons == ("duplicate",)
    assert (line["disposition"], line["reasons"]) == ("ignore", ["duplicate"])


def test_a_case_knows_of_danger_in_what_came_later_and_where_it_lies(
    store: Store, context: JudgeContext
) -> None:
    walk(store, context, mail(("form.docx", form())))
    with store.read() as session:
        (case,) = list_cases(session).rows
    assert not case.later_danger
    danger = "He has a knife and said he will kill her tonight.\n"
    found, _ = walk(store, context, note(danger, title=case.reference), 2)
    with store.read() as session:
        (case,) = list_cases(session).rows
        whole = case_by_reference(session, case.reference)
        assert endangered(session, [case.reference, "PIET-26-0000-0000"]) == {case.reference}
    assert (case.later, case.later_danger) == (1, True)
    assert whole is not None
    (later,) = whole.messages
    assert later.reasons[0] == "danger_words"
    assert later.msg_id == found.msg_id == "<2@council.example>"
    (place,) = later.places
    assert (place.folder, place.target, place.move) == ("INBOX", "held", "queued")
    assert whole.places[0].target == "accepted"


# ---------------------------------------------------------------- the scanner
def test_every_sentence_of_the_gateways_has_a_word_of_the_list() -> None:
    source = (ROOT / "gateway/clamd.py").read_text(encoding="utf-8")
    said = {
        *re.findall(r'ClamdError\(f?"([^"{]+)', source),
        *re.findall(r'"(the message exceeds[^"]+)', source),
    }
    said.add("clamd answers with an error")
    assert len(said) >= 6
    for words in said:
        assert why_no_answer(words) is not NoAnswer.AWAY, words
    assert why_no_answer("o.fficer@council.example") is NoAnswer.AWAY


@pytest.mark.parametrize(
    ("says", "mode", "why"),
    [
        (
            ScannerUnavailableError("clamd cannot be reached (Connection refused)"),
            "required",
            "cannot_be_reached",
        ),
        (ScannerUnavailableError("clamd does not answer in time"), "required", "no_answer_in_time"),
        (UNSCANNED, "advisory", "no_answer"),
        (replace(UNSCANNED, engine="ClamAV 1.4.6"), "advisory", "no_answer_on_this_message"),
    ],
)
def test_the_log_says_why_the_scanner_gives_no_answer(
    says: object, mode: str, why: str, store: Store, context: JudgeContext
) -> None:
    with store.write() as session:
        record_arrivals(session, [arrival(mail(("f.docx", form())))], NOW)
    with capture_logs() as logs:
        assert advance(store, with_scanner(context, Says(says), mode), "w1", NOW)  # type: ignore[arg-type]
    (line,) = [one for one in logs if one["event"] == "the virus scanner gives no answer"]
    assert line["reason"] == why
    assert {"event", "reason", "mode"} <= ALLOWED
