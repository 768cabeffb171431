"""A Received field is read clause by clause; comments and the client's claims are not clauses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.received import instant, ip, read_received

TAIL = " by mx.force.example with ESMTPS id 1; Wed, 14 May 2025 10:01:00 +0100"


@pytest.mark.parametrize(
    ("start", "client"),
    [
        ("from relay.example ([192.0.2.1])", "[192.0.2.1]"),
        ("from relay.psn.gov.uk ([198.51.100.66])", "[198.51.100.66]"),
        ("from r.example (r.example [192.0.2.1])", "r.example [192.0.2.1]"),
        ("from Helo.example (relay.example [192.0.2.1])", "relay.example [192.0.2.1]"),
        ("from helo.example (unknown [192.0.2.1])", "[192.0.2.1]"),
        ("from helo.example (ident@relay.example. [192.0.2.1])", "relay.example [192.0.2.1]"),
        ("from helo.example (x.example [192.0.2.1] (may be forged))", "[192.0.2.1]"),
        ("from relay.example ([192.0.2.1]:4711 helo=h.example)", "[192.0.2.1]"),
        ("from unknown (HELO h.example) (192.0.2.1)", "[192.0.2.1]"),
        ("from h.example (HELO [10.1.1.1] [192.0.2.1])", None),
        ("from [10.0.0.1] (unknown [192.0.2.1])", "[192.0.2.1]"),
        ("from [192.0.2.1] (helo=[10.0.0.1])", "[192.0.2.1]"),
        ("from h.example (2001:db8::1)", "[2001:db8::1]"),
        ("from h.example ([IPv6:2001:DB8:0::1])", "[2001:db8::1]"),
        ("from h.example (h.example [::ffff:192.0.2.1])", "h.example [192.0.2.1]"),
        ("from h.example [192.0.2.1]", "[192.0.2.1]"),
        ("from h.example (h.example) ([192.0.2.1])", "[192.0.2.1]"),
        ('from h.example (r.example [192.0.2.1]) (CN "x [192.0.2.9] y")', None),
        (
            "from h.example (r.example [192.0.2.1]) (using TLSv1.3 (256 bits))",
            "r.example [192.0.2.1]",
        ),
        ("from h.example", None),
        ("from [192.0.2.1] (unknown)", None),
        ("from [192.0.2.1] (HELO h.example) (unverified)", None),
        ("from [192.0.2.1] (port=4711 helo=h.example)", "[192.0.2.1]"),
        ("from [192.0.2.1] (helo=h.example) (unverified)", None),
        ("from [192.0.2.1]", "[192.0.2.1]"),
        ("from localhost (h [not.an.ip])", None),
        ("from by ([192.0.2.1])", "[192.0.2.1]"),
    ],
)
def test_the_relays_own_look_up_goes_before_what_the_client_calls_itself(
    start: str, client: str | None
) -> None:
    hop = read_received(start + TAIL)
    assert hop is not None
    assert hop.relay == "mx.force.example"
    assert hop.received_from == client


@pytest.mark.parametrize(
    ("start", "seen"),
    [
        ("from h.example (r.example [192.0.2.1])", "192.0.2.1"),
        ("from h.example (192.0.2.1)", "192.0.2.1"),
        ("from [10.1.1.1] (unknown [192.0.2.1])", "192.0.2.1"),
        ("from [192.0.2.1] (helo=h.example)", "192.0.2.1"),
        ("from [127.0.0.1]", None),
        ("from h.example [127.0.0.1]", None),
        ("from [127.0.0.1] (unknown)", None),
        ("from [127.0.0.1] (h.example)", None),
        ("from h.example ([127.0.0.1]) ([192.0.2.1])", None),
        ("from h.example ([192.0.2.1] helo=[127.0.0.1])", "192.0.2.1"),
        ("from h.example [127.0.0.1] (helo=h.example)", None),
    ],
)
def test_only_what_the_server_saw_itself_is_the_clients_address(
    start: str, seen: str | None
) -> None:
    hop = read_received(start + TAIL)
    assert hop is not None
    assert hop.seen == (ip(seen) if seen else None)


@pytest.mark.parametrize(
    ("clauses", "protocol"),
    [
        (" with LMTP id 1", "lmtp"),
        (" (Postfix) with ESMTPSA id 1", "esmtpsa"),
        (" (10.1.1.1) via TCP with esmtps (TLS1.3) id 1", "esmtps"),
        (" id 1 with LMTP", None),
        (" for <a@b.example> with LMTP", None),
        (" (with LMTP)", None),
        (" with", None),
        ("", None),
    ],
)
def test_the_protocol_is_read_where_the_host_writes_it(clauses: str, protocol: str | None) -> None:
    hop = read_received(f"from h.example by mx.force.example{clauses}; 14 May 2025 10:01 +0100")
    assert hop is not None
    assert hop.protocol == protocol


def test_a_trailing_dot_is_the_same_host() -> None:
    hop = read_received("from h.example by mx.force.example. with SMTP; 14 May 2025 10:01 +0100")
    assert hop is not None
    assert hop.relay == "mx.force.example"


@pytest.mark.parametrize(
    "folded", ["; 1 Jan 2018 10:00 +0000", "; 1 Jan 2018 10:00 +0000; x", ";1 Jan 2018 10:00 GMT "]
)
def test_two_date_times_in_one_field_are_one_too_many(folded: str) -> None:
    assert read_received("from h.example" + TAIL + folded) is None


@pytest.mark.parametrize(
    "value",
    [
        "by MX.force.example (Postfix, from userid 1000) id 1; Wed, 14 May 2025 10:01:00 +0100",
        "from h.example (by evil.example; x)" + TAIL,
        "(from evil.example by evil.example;) from h.example" + TAIL,
        "FROM h.example BY mx.force.example; Wed, 14 May 2025 10:01:00 +0100 (BST)",
        "from h.example by mx.force.example for <a;b@c.example>; Wed, 14 May 2025 10:01:00 +0100",
    ],
)
def test_clauses_are_found_whatever_stands_in_comments(value: str) -> None:
    hop = read_received(value)
    assert hop is not None
    assert hop.relay == "mx.force.example"
    assert instant(hop.when) == datetime(2025, 5, 14, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "nonsense",
        "from h.example by mx.force.example",
        "from h.example (by mx.force.example) with SMTP; Wed, 14 May 2025 10:01:00 +0100",
        "from h.example x by mx.force.example; Wed, 14 May 2025 10:01:00 +0100",
        'from h.example "by" mx.force.example; Wed, 14 May 2025 10:01:00 +0100',
        "from h.example by; Wed, 14 May 2025 10:01:00 +0100",
        "from h.example by (mx.force.example); Wed, 14 May 2025 10:01:00 +0100",
        "from h.example by mx_\udce9.example; Wed, 14 May 2025 10:01:00 +0100",
        "with x by mx.force.example; Wed, 14 May 2025 10:01:00 +0100",
        "from h.example (open" + TAIL,
        "from h.example" + TAIL + " (open",
        "from " + "h" * 20_000 + TAIL,
        "from;by mx.force.example; Wed, 14 May 2025 10:01:00 +0100",
    ],
)
def test_a_field_without_the_standards_clauses_says_nothing(value: str) -> None:
    assert read_received(value) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Wed, 14 May 2025 10:01:00 +0100", datetime(2025, 5, 14, 9, 1, tzinfo=UTC)),
        ("1 jan 2025 00:30 +0100", datetime(2024, 12, 31, 23, 30, tzinfo=UTC)),
        ("Sat,31 Dec 2016 23:59:60 GMT", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("14 May 2025 10:01:00 -0000 ", datetime(2025, 5, 14, 10, 1, tzinfo=UTC)),
        ("14 May 2025 10:01:00 PDT", datetime(2025, 5, 14, 17, 1, tzinfo=UTC)),
    ],
)
def test_a_date_time_of_the_standard_is_read_as_utc(text: str, expected: datetime) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2025-05-14 10:01:00 +0100",
        "Wed, 14 May 25 10:01:00 +0100",
        "Wed, 31 Feb 2025 10:01:00 +0100",
        "Wed, 14 Foo 2025 10:01:00 +0100",
        "Wed, 14 May 2025 25:01:00 +0100",
        "Wed, 14 May 2025 10:01:00",
        "Wed, 14 May 2025 10:01:00 BST",
        "Wed, 14 May 2025 10:01:00 +0190",
        "Wed, 14 May 2025 10:01:00 +9900",
        "Wed, 14 May 2025 10:01:00 +0100 x",
        "14 May 0000 10:01:00 +0100",
        "1 Jan 0001 00:01:00 +0100",
        "31 Dec 9999 23:59:00 -0100",
        "١٤ May 2025 10:01:00 +0100",
    ],
)
def test_anything_else_is_no_instant(text: str) -> None:
    assert instant(text) is None


@settings(max_examples=200)
@given(st.text(max_size=60) | st.text('from by;()[]1.: "\\', max_size=60))
def test_no_text_raises(text: str) -> None:
    for hop in (read_received(text), read_received("from " + text + TAIL)):
        assert hop is None or (hop.relay == hop.relay.lower() and " " not in hop.relay)
    for when in (instant(text), instant("14 May 2025 10:01:00 +0100" + text)):
        assert when is None or when.utcoffset() == timedelta(0)
    address = ip(text)
    assert address is None or ip(str(address)) == address
