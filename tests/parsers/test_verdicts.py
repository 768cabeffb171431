"""The relay's filters are heard where the relay writes; malware is heard wherever it is said."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.mail import Arrival, Envelope, Origin
from models.settings import RelayVerdict, Trust
from parsers.mime import parse_header
from parsers.verdicts import relay_verdicts
from tests.parsers.test_exchange import ENTRY, FRONT, RESULTS
from tests.parsers.test_exchange import TRUST as ONLINE

VERDICTS = (
    RelayVerdict(field="X-Spam-Status", value="Yes", means="spam"),
    RelayVerdict(field="X-Spam-Flag", value="YES", means="spam"),
    RelayVerdict(field="X-Virus-Status", value="Infected", means="malware"),
    RelayVerdict(field="X-Amavis-Alert", means="malware"),
    RelayVerdict(field="X-Forefront", value="SCL:9; SFV:SPM", means="spam"),
)
TRUST = Trust(authserv_ids=("mx.force.example",), relays=("192.0.2.1",), verdict=VERDICTS)
TOP = "Received: from a ([198.51.100.1]) by mx.force.example; Wed, 14 May 2025 10:01:00 +0100\n"
PASS = "Authentication-Results: mx.force.example; dmarc=pass header.from=council.example\n"
OLDER = "Received: from b by c.example; Wed, 14 May 2025 10:00:00 +0100\n"
FROM = "From: a@council.example\nSubject: x\n"
SPAM = "X-Spam-Status: Yes, score=9.1\n"
VIRUS = "X-Virus-Status: Infected (Eicar-Test)\n"


def said(
    text: str,
    trust: Trust = TRUST,
    *,
    origin: Origin = Origin.IMAP,
    client_ip: str | None = None,
    direct: bool = False,
) -> set[str]:
    raw = text.encode()
    arrival = Arrival(
        origin=origin,
        mailbox="main",
        raw=raw,
        arrived_at=datetime(2025, 5, 14, 9, 2, tzinfo=UTC),
        envelope=Envelope(client_ip=client_ip),
        direct=direct,
    )
    return set(relay_verdicts(parse_header(raw), trust, arrival))


@pytest.mark.parametrize(
    "field",
    [
        "X-Spam-Status: Yes, score=9.1\n",
        "x-spam-status:   yES\n",
        "X-Spam-Flag: YES\n",
        "X-Forefront: SCL:9;\n\tSFV:SPM; x\n",
    ],
)
def test_the_relays_mark_is_heard_in_any_spelling_above_or_below_its_received(field: str) -> None:
    assert said(field + TOP + PASS + FROM) == {"spam"}
    assert said(TOP + field + PASS + FROM) == {"spam"}
    assert said(TOP + PASS + field + OLDER + FROM) == {"spam"}


@pytest.mark.parametrize(
    "field",
    [
        "X-Spam-Status: No, score=-1\n",
        "X-Spam-Status: (Yes)\n",
        "X-Spam-Status:\n",
        "X-Spam-Statuses: Yes\n",
        "X-Virus-Status: Clean\n",
        "Subject: X-Spam-Flag: YES\n",
    ],
)
def test_another_word_or_another_field_says_nothing(field: str) -> None:
    assert said(TOP + field + PASS + FROM) == set()


@pytest.mark.parametrize(
    "text",
    [
        TOP + PASS + OLDER + SPAM + FROM,
        TOP + PASS + FROM + SPAM,
        TOP + PASS + "DKIM-Signature: v=1\n" + SPAM + FROM,
        OLDER + SPAM + TOP + PASS + FROM,
        SPAM + OLDER + FROM,
        SPAM + FROM,
    ],
)
def test_a_mark_that_came_with_the_message_holds_nothing_up(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        VIRUS + TOP + PASS + FROM,
        TOP + PASS + OLDER + VIRUS + FROM,
        TOP + PASS + FROM + VIRUS,
        FROM + "X-Amavis-Alert: INFECTED, message contains virus: x\n",
        FROM + "x-amavis-alert:\n",
    ],
)
def test_malware_is_believed_wherever_it_is_said(text: str) -> None:
    assert said(text) == {"malware"}
    assert said(text, direct=True) == {"malware"}


def test_both_may_be_said_and_nothing_is_heard_that_is_not_configured() -> None:
    assert said(SPAM + VIRUS + TOP + PASS + FROM) == {"spam", "malware"}
    assert said(SPAM + VIRUS + TOP, Trust(authserv_ids=TRUST.authserv_ids)) == set()


def test_of_a_direct_hop_or_a_stranger_no_mark_is_the_relays() -> None:
    assert said(SPAM + TOP + PASS + FROM, direct=True) == set()
    smtp = Origin.SMTP
    assert said(SPAM + TOP + PASS + FROM, origin=smtp, client_ip="203.0.113.9") == set()
    assert said(SPAM + TOP + PASS + FROM, origin=smtp, client_ip="192.0.2.1") == {"spam"}


def test_in_exchange_online_the_marks_above_the_entering_hop_count() -> None:
    online = ONLINE.model_copy(update={"verdict": VERDICTS})
    assert said(FRONT + RESULTS + SPAM + ENTRY + FROM, online) == {"spam"}
    assert said(FRONT + RESULTS + ENTRY + SPAM + FROM, online) == set()
    assert said(FRONT + RESULTS + ENTRY + SPAM + VIRUS + FROM, online) == {"malware"}
    assert said(FRONT + SPAM + ENTRY + FROM, online, origin=Origin.SMTP) == set()


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_raise(raw: bytes) -> None:
    text = raw.decode("latin-1")
    assert said(text) <= {"spam", "malware"}
    said(TOP + "X-Spam-Status:" + text)


def test_huge_fields_take_no_time() -> None:
    start = time.perf_counter()
    said(TOP + "X-Spam-Status: " + " \t" * 120_000 + "Yes\n" + FROM)
    said("X-Spam-Status: No\n" * 500 + FROM)
    assert time.perf_counter() - start < 3.0
