"""Hops of our own above the relay's are passed over; nothing that an outsider writes is one."""

from datetime import UTC, datetime

import pytest

from models.auth import Evidence
from models.mail import Arrival, Envelope, Origin
from models.reasons import NO_RESULTS, SEVERAL_RESULTS
from models.settings import RelayVerdict, Trust
from parsers.hops import MAX_INSIDE
from parsers.mime import parse_header
from parsers.trace import gather, received_time
from parsers.verdicts import SPAM, relay_verdicts

MX, STORE, INNER = "mx.force.example", "store.force.example", "ex01.force.example"
VERDICTS = (RelayVerdict(field="X-Spam", value="yes", means="spam"),)
TRUST = Trust(
    authserv_ids=(MX,), relays=("10.20.30.40", "127.0.0.1", "::1", STORE, INNER), verdict=VERDICTS
)
ABOVE = TRUST.model_copy(update={"results_position": "above-received"})
ENTRY = (
    f"Received: from relay.council.example (relay.council.example [192.0.2.1])\n by {MX} (Postfix)"
    " with ESMTPS id 1; Wed, 14 May 2025 10:01:00 +0100\n"
)
EVIL = ENTRY.replace("relay.council.example", "evil.example").replace("192.0.2.1", "203.0.113.6")
OLDER = "Received: from a by b.example; Wed, 14 May 2025 10:00:00 +0100\n"
PASS = f"Authentication-Results: {MX}; dmarc=pass header.from=council.example\n"
FAIL = PASS.replace("=pass", "=fail")
FROM = "From: a@council.example\n"
LATER = "; Wed, 14 May 2025 10:05:00 +0100\n"
LMTP = f"Received: from {MX}\n by {STORE} with LMTP id abc (envelope-from <a@b.example>){LATER}"
HANDED = f"Received: from {MX} ({MX} [10.20.30.40])\n by {INNER} (10.1.1.1) with SMTP{LATER}"
AGAIN = f"Received: from localhost (localhost [127.0.0.1])\n by {MX} (Postfix) with ESMTP{LATER}"


def evidence(text: str, trust: Trust = TRUST) -> Evidence:
    return gather(parse_header(text.encode()), trust, Envelope(), Origin.IMAP)


@pytest.mark.parametrize(
    "inner",
    [
        LMTP,
        LMTP.replace(STORE, MX),
        LMTP.replace("LMTP", "LMTPS"),
        LMTP.replace("LMTP", "lmtpsa").replace(MX, f"{MX.upper()}."),
        LMTP.replace(f"from {MX}", f"from {MX} ([10.9.9.9])"),
        HANDED,
        HANDED.replace(f"from {MX} ({MX} ", "from other.name (unknown "),
        HANDED.replace(f"({MX} [10.20.30.40])", "(10.20.30.40)"),
        HANDED.replace("10.20.30.40", "::ffff:10.20.30.40"),
        AGAIN,
        LMTP + HANDED + AGAIN,
        AGAIN * MAX_INSIDE,
        "Return-Path: <a@b.example>\n" + LMTP + "Delivered-To: x@y.example\n",
    ],
)
def test_below_hops_of_our_own_the_relays_results_count(inner: str) -> None:
    text = inner + ENTRY + PASS + OLDER + FROM
    found = evidence(text)
    assert found.problem is None
    assert (found.relay, found.received_from) == (MX, "relay.council.example [192.0.2.1]")
    assert received_time(parse_header(text.encode()), TRUST) == datetime(
        2025, 5, 14, 9, 1, tzinfo=UTC
    )
    # and no further down than that
    assert evidence(inner + ENTRY + OLDER + PASS + FROM).problem == NO_RESULTS
    assert evidence(inner + ENTRY + OLDER + ENTRY + PASS + FROM).problem == NO_RESULTS
    for two in (PASS + inner + ENTRY + PASS, inner + PASS + ENTRY + FAIL, inner + ENTRY + FAIL * 2):
        assert evidence(two + FROM).problem == SEVERAL_RESULTS


def test_above_received_the_field_stands_between_the_inner_hop_and_the_entering_one() -> None:
    assert evidence(LMTP + PASS + ENTRY + FROM, ABOVE).problem is None
    assert evidence(LMTP + HANDED + "X-A: b\n" + PASS + ENTRY + OLDER + FROM, ABOVE).problem is None
    for text in (
        PASS + LMTP + ENTRY,
        LMTP + PASS + HANDED + ENTRY,
        LMTP + ENTRY + PASS,
        LMTP + ENTRY + PASS + OLDER,
        LMTP + "Subject: x\n" + PASS + ENTRY,
    ):
        assert evidence(text + FROM, ABOVE).problem == NO_RESULTS


def test_what_a_filter_that_hands_mail_back_writes_below_the_inner_hop_counts_too() -> None:
    assert evidence(AGAIN + PASS + ENTRY + FROM).problem is None
    assert evidence(PASS + AGAIN + ENTRY + FROM).problem == NO_RESULTS


@pytest.mark.parametrize(
    "top",
    [
        # the client calls itself by our name, or by our address
        EVIL.replace("from evil.example", f"from {MX}"),
        EVIL.replace("from evil.example", "from localhost"),
        EVIL.replace("from evil.example", "from [127.0.0.1]"),
        EVIL.replace("from evil.example", "from [10.20.30.40]"),
        EVIL.replace("(evil.example [203.0.113.6])", "([203.0.113.6] helo=[10.20.30.40])"),
        EVIL.replace("(evil.example [203.0.113.6])", "(HELO 127.0.0.1) (203.0.113.6)"),
        # a name in the reverse DNS of a stranger
        EVIL.replace("(evil.example", f"({MX}"),
        EVIL.replace("(evil.example", "(127.0.0.1"),
        # nobody says what the server saw
        EVIL.replace(" (evil.example [203.0.113.6])", ""),
        EVIL.replace("from evil.example (evil.example [203.0.113.6])", "from [127.0.0.1]"),
        EVIL.replace("from evil.example (evil.example [203.0.113.6])", "from [127.0.0.1] (x)"),
        EVIL.replace("[203.0.113.6]", "[203.0.113.6] [127.0.0.1]"),
        # no LMTP, or not from a host of ours
        EVIL.replace("with ESMTPS", "with ESMTPS id LMTP for <with@lmtp.example> with LMTP"),
        EVIL.replace("(Postfix)", "(with LMTP)"),
        EVIL.replace("ESMTPS", "LMTP"),
        # one who logged in
        HANDED.replace("with SMTP", "with ESMTPSA"),
        AGAIN.replace("with ESMTP", "with ESMTPA"),
        AGAIN.replace("with ESMTP", "with HTTP"),
    ],
)
@pytest.mark.parametrize("trust", [TRUST, ABOVE])
def test_an_outsiders_hop_is_the_entering_one_whatever_he_calls_himself(
    top: str, trust: Trust
) -> None:
    """So that a Received field of his own making, and what stands below, counts for nothing."""
    forged = ENTRY.replace("2025", "2018") + PASS
    forged = forged if trust is TRUST else PASS + forged
    said = FAIL + top if trust is ABOVE else top + FAIL
    assert evidence(top + forged + FROM, trust).problem in (NO_RESULTS, SEVERAL_RESULTS)
    assert evidence(top + ENTRY + PASS + FROM, trust).problem == NO_RESULTS
    found = evidence(said + forged + FROM, trust)
    assert all(one.result != "pass" for one in found.results)
    entered = received_time(parse_header((top + forged + FROM).encode()), trust)
    assert entered is not None
    assert entered.year == 2025


@pytest.mark.parametrize(
    "text",
    [
        # our relay handed mail on that it never took
        HANDED + PASS + FROM,
        LMTP + PASS + FROM,
        HANDED + PASS + OLDER + FROM,
        # the next hop is not ours, or nobody can read it
        HANDED + OLDER + ENTRY + PASS + FROM,
        HANDED + ENTRY.replace(MX, "mx.evil.example") + PASS + FROM,
        HANDED + ENTRY.replace(MX, f"{MX}.evil.example") + PASS + FROM,
        HANDED + "Received: garbage\n" + ENTRY + PASS + FROM,
        # an author's field stands between
        HANDED + FROM + ENTRY + PASS,
        HANDED + "Subject: x\n" + ENTRY + PASS + FROM,
        # too many
        AGAIN * (MAX_INSIDE + 1) + ENTRY + PASS + FROM,
        # the topmost hop is another's
        OLDER + LMTP + ENTRY + PASS + FROM,
        LMTP.replace(STORE, "store.evil.example") + ENTRY + PASS + FROM,
    ],
)
def test_where_no_entering_hop_is_found_nothing_is_believed(text: str) -> None:
    assert evidence(text).problem == NO_RESULTS
    assert received_time(parse_header(text.encode()), TRUST) is None


@pytest.mark.parametrize("below", ["", OLDER, ENTRY.replace(MX, "mx.evil.example")])
def test_mail_through_a_filter_on_the_relays_own_machine_enters_there(below: str) -> None:
    found = evidence(AGAIN + PASS + below + FROM)
    assert found.problem is None
    assert found.received_from is not None
    assert "127.0.0.1" in found.received_from
    assert evidence(AGAIN + below + PASS + FROM).problem == (None if not below else NO_RESULTS)
    assert evidence(HANDED + AGAIN + PASS + below + FROM).problem is None
    assert evidence(AGAIN.replace("ESMTP", "LMTP") + PASS + below + FROM).problem == NO_RESULTS


def test_a_made_up_hop_beside_the_relays_own_results_is_one_field_too_many() -> None:
    """One who hands in mail on a host of ours can move the hop, but not the relay's own field."""
    assert evidence(HANDED + FAIL + ENTRY + PASS + FROM).problem == SEVERAL_RESULTS
    webmail = HANDED.replace("10.20.30.40", "10.20.30.99")
    assert evidence(webmail + ENTRY + PASS + FROM).problem == NO_RESULTS
    assert evidence(webmail + FAIL + ENTRY + PASS + FROM).results[0].result == "fail"


def test_over_lmtp_to_us_the_peer_must_be_a_relay_as_well() -> None:
    header = parse_header((HANDED + ENTRY + PASS + FROM).encode())
    for ip, problem in (("10.20.30.40", None), ("203.0.113.6", NO_RESULTS)):
        assert gather(header, TRUST, Envelope(client_ip=ip), Origin.LMTP).problem == problem


def test_the_relays_mark_for_spam_counts_down_to_the_entering_hop() -> None:
    spam = "X-Spam: yes\n"
    for text, heard in (
        (LMTP + ENTRY + spam + OLDER + FROM, True),
        (LMTP + spam + ENTRY + FROM, True),
        (spam + LMTP + ENTRY + FROM, True),
        (LMTP + ENTRY + OLDER + spam + FROM, False),
        (LMTP + ENTRY + FROM + spam, False),
        (EVIL + OLDER + ENTRY + spam + FROM, False),
        (LMTP + spam + OLDER + FROM, False),
    ):
        raw = text.encode()
        arrival = Arrival(
            origin=Origin.IMAP,
            mailbox="main",
            raw=raw,
            arrived_at=datetime(2025, 5, 14, 9, 2, tzinfo=UTC),
            envelope=Envelope(),
        )
        assert (SPAM in relay_verdicts(parse_header(raw), TRUST, arrival)) is heard
