"""Everything that reads a header reads any header in one pass: no filling makes it slow.

The bounds are hang guards, far above what is needed. What is not linear in a field of 256 kB takes
minutes.
"""

from __future__ import annotations

import time
from datetime import date

import pytest

from models.mail import Envelope, Origin
from models.settings import Network, RelayVerdict, Trust
from parsers.mime import parse_header, without_comments
from parsers.trace import gather, received_time, relays_own, return_path
from parsers.verdicts import relay_verdicts
from routing.authenticate import authenticate, automatic
from tests.routing.making import arrival

RELAY = "mx.force.example"
VERDICTS = (RelayVerdict(field="X-Spam", value="yes", means="spam"),)
TRUSTS = (
    Trust(authserv_ids=(RELAY,), verdict=VERDICTS),
    Trust(authserv_ids=(RELAY,), results_position="above-received", verdict=VERDICTS),
    Trust(authserv_ids=(".force.example",), profile="exchange-online", verdict=VERDICTS),
)
RECEIVED = f"Received: from a ([192.0.2.1]) by {RELAY}; Wed, 14 May 2025 10:01:00 +0100\r\n"
RESULTS = f"Authentication-Results: {RELAY}; dmarc=pass header.from=a.example\r\n"
FROM = "From: a@a.example\r\n"
#: The largest header is 262,144 bytes; each run takes smaller ones.
SIZES = [50_000, pytest.param(250_000, marks=pytest.mark.long)]

FIELDS = (
    "From: ",
    "From: a@a.example ",
    "From: a@a.example (",
    "To: ",
    "Sender: ",
    "Received: ",
    f"Received: from a by {RELAY} ",
    "Received: from a (",
    "Authentication-Results: ",
    f"Authentication-Results: {RELAY}; dmarc=pass ",
    f"Authentication-Results: {RELAY}; ",
    "Return-Path: ",
    "Return-Path: <",
    "Auto-Submitted: ",
    "Content-Type: ",
    "Precedence: ",
    "X-Spam: ",
    "References: ",
)
FILLINGS = (
    "(", ")", "()", "(()", '"', '""', '"\\', "\\", "<", "<a@b.example>", "@", "a@", "a.", "a-",
    ",", ";", ":", "=", "=?", "=?a?Q?", "=?a?Q?b?= ", "a=b;", " a=b", ";a=b c.d=e", "[", "[1]",
    " \t", "\r\n ", "\r\n\t", "a ", "\x00", "\r", "\u00e9", "\udcff", "1.", "by ", "from ", "%",
)  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("field", FIELDS)
def test_no_filling_makes_a_header_slow(field: str, size: int) -> None:
    start = time.perf_counter()
    for filling in FILLINGS:
        line = field + filling * (size // len(filling))
        for text in (RECEIVED + line + "\r\n" + FROM, line + "\r\n" + RECEIVED + RESULTS + FROM):
            read_all(text)
    assert time.perf_counter() - start < 60.0


@pytest.mark.parametrize(
    "line", [RECEIVED, RESULTS, FROM, "Auto-Submitted: (\r\n", "a:\r\n", "\r\n "]
)
@pytest.mark.parametrize("size", SIZES)
def test_no_number_of_fields_makes_a_header_slow(line: str, size: int) -> None:
    start = time.perf_counter()
    read_all(line * (size // len(line)))
    read_all(RECEIVED + line * (size // len(line)))
    assert time.perf_counter() - start < 20.0


DEEP = "(" * 100_000 + ")" * 100_000 + " "
MANY = ", ".join(f"a{number}@b.example" for number in range(30_000))


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (f"From: {DEEP}<a@a.example>", "a@a.example"),
        (f"From: <a@a.example> {DEEP}", "a@a.example"),
        (f"From: {'(' * 100_000}<a@a.example>", ""),
        (f"From: {MANY}", ""),
        (f"To: {DEEP}<b@b.example>", None),
        (f"To: {MANY}", None),
        (f"Received: from a {DEEP} by {RELAY}; Wed, 14 May 2025 10:01:00 +0100", None),
        (f"Received: from a by {RELAY} {'(' * 100_000}", None),
        (f"Authentication-Results: {DEEP}{RELAY}; dmarc=pass header.from=a.example", None),
        (f"Authentication-Results: {RELAY}; {DEEP}dmarc=pass header.from=a.example", None),
        (
            f"Authentication-Results: {RELAY}; dmarc=pass {'(' * 100_000} header.from=a.example",
            None,
        ),
    ],
    ids=lambda value: str(value)[:30],
)
def test_the_largest_header_fields_that_the_issue_names_are_read_in_time(
    field: str, told: str | None
) -> None:
    """100,000-deep comments, 30,000 addresses: an answer at once, and the right author or none.

    Nested comments beside the mailbox are legal (RFC 5322 3.2.2), so such a From is read; what
    is never closed, or names many, gives no author. Where another field is filled so, the author
    stands as he did.
    """
    start = time.process_time()
    before = RECEIVED + RESULTS
    text = f"{before}{field}\r\n" if told is not None else f"{field}\r\n{before}{FROM}"
    read_all(text)
    header = parse_header(text.encode() + b"\r\n")
    verdict = authenticate(
        header, gather(header, TRUSTS[0], Envelope(), Origin.IMAP), (), date(2025, 5, 14)
    )
    assert time.process_time() - start < 10.0  # a hang guard
    if told is not None:
        assert str(verdict.author or "") == told


def read_all(text: str) -> None:
    """What the walk does with a header, with each profile, before it reads any part."""
    raw = text.encode("utf-8", "surrogateescape") + b"\r\n"
    header = parse_header(raw)
    networks = (Network(name="a", suffix="a.example", evidence="relay+aligned"),)
    for trust in TRUSTS:
        found = gather(header, trust, Envelope(), Origin.IMAP)
        verdict = authenticate(header, found, networks, date(2025, 5, 14))
        received_time(header, trust)
        relays_own(header, trust, Envelope(), Origin.IMAP)
        relay_verdicts(header, trust, arrival(raw))
    automatic(header, return_path(header), ("b@a.example",), verdict.author)
    for value in header.all("References"):
        without_comments(value)
