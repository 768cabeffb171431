"""Only what our relay wrote, where our relay writes it, is evidence."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.auth import Evidence
from models.mail import Envelope, Header, HeaderField, Origin
from models.reasons import MALFORMED_RESULTS, NO_RESULTS, SEVERAL_RESULTS
from models.settings import Trust
from parsers.mime import parse_header
from parsers.trace import gather, received_time, return_path

TRUST = Trust(authserv_ids=("mx.force.example",), relays=("10.20.30.40", "mx2.force.example"))
ABOVE = Trust(authserv_ids=("mx.force.example",), results_position="above-received")
TOP = (
    "Received: from relay.council.example ([192.0.2.1])\n"
    " by mx.force.example with ESMTPS id 1; Wed, 14 May 2025 10:01:00 +0100\n"
)
OLDER = "Received: from a by b.example; Wed, 14 May 2025 10:00:00 +0100\n"
PASS = "Authentication-Results: mx.force.example; dmarc=pass header.from=council.example\n"
FAIL = "Authentication-Results: mx.force.example; dmarc=fail header.from=council.example\n"
FROM = "From: a@council.example\n"


def evidence(
    text: str,
    trust: Trust = TRUST,
    origin: Origin = Origin.IMAP,
    client_ip: str | None = None,
) -> Evidence:
    return gather(parse_header(text.encode()), trust, Envelope(client_ip=client_ip), origin)


def dmarc(text: str, trust: Trust = TRUST) -> list[str]:
    found = evidence(text, trust)
    return [one.result for one in found.results if one.method == "dmarc"]


def test_the_relays_field_just_below_its_received_field_is_believed() -> None:
    found = evidence("Return-Path: <a@council.example>\n" + TOP + PASS + FROM)
    assert found.problem is None
    assert found.authserv_id == "mx.force.example"
    assert found.relay == "mx.force.example"
    assert found.received_from == "[192.0.2.1]"
    assert found.field.startswith("mx.force.example; dmarc=pass")
    assert [(one.method, one.result, one.properties) for one in found.results] == [
        ("dmarc", "pass", (("header.from", "council.example"),))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "X-Original-To: x@y.example\nDelivered-To: x@y.example\n" + TOP + PASS + FROM,
        TOP + "X-Spam: no\nReceived-SPF: pass\nARC-Seal: i=1\n" + PASS + FROM,
        TOP + "Authentication-Results: other.example; dmarc=fail\n" + PASS + FROM,
        TOP + PASS + OLDER + FAIL + FROM,
        TOP + PASS + OLDER + FROM + FAIL,
        TOP.replace("mx.force.example", "MX2.Force.Example") + PASS + FROM,
        TOP + PASS.upper() + FROM,
        TOP + PASS.replace(" dmarc", "\n\tdmarc") + FROM,
        TOP + PASS.replace("example;", "example 1;", 1) + FROM,
        TOP + PASS.replace(" mx", " (our (own) relay) mx", 1) + FROM,
        TOP + PASS.replace("\n", ";\n") + FROM,
    ],
)
def test_its_field_is_found_among_other_trace_fields_and_in_any_spelling(text: str) -> None:
    assert evidence(text).problem is None
    assert dmarc(text) == ["pass"]


@pytest.mark.parametrize(
    "text",
    [
        TOP + FROM,
        FROM,
        "",
        PASS + FROM,
        PASS + TOP + FROM,
        TOP + OLDER + PASS + FROM,
        TOP + FROM + PASS,
        TOP + "Subject: x\n" + PASS + FROM,
        TOP + "DKIM-Signature: v=1\n" + PASS + FROM,
        TOP + "Content-Type: text/plain\n" + PASS + FROM,
        FROM + TOP + PASS,
        OLDER + PASS + FROM,
        OLDER + TOP + PASS + FROM,
        "Received: garbage\n" + PASS + FROM,
        TOP.replace("by mx.force.example", "by mx.force.example.evil.example") + PASS + FROM,
        TOP.replace("by mx.force.example", "(by mx.force.example)") + PASS + FROM,
        "Received: from h.example by evil.example (by mx.force.example); 1 May 2025 10:00 GMT\n"
        + PASS
        + FROM,
    ],
)
def test_a_field_anywhere_else_came_with_the_message(text: str) -> None:
    found = evidence(text)
    assert found.problem == NO_RESULTS
    assert found.results == ()


@pytest.mark.parametrize(
    "name",
    [
        "mx.force.example.evil.example",
        "evil.mx.force.example",
        "mx.force.example.",
        "mx-force.example",
        "mx.force.examp1e",
        "mx.force.example,mx.force.example",
        "mx.force.example/1",
        "(mx.force.example) evil.example",
        "(mx.force.example)",
        "(mx.force.example",
        "evil.example mx.force.example",
        "",
    ],
)
def test_a_look_alike_id_is_not_ours(name: str) -> None:
    assert evidence(TOP + PASS.replace("mx.force.example", name) + FROM).problem == NO_RESULTS


@pytest.mark.parametrize(
    "text",
    [
        TOP + FAIL + PASS + FROM,
        TOP + PASS + FAIL + FROM,
        TOP + PASS + PASS + FROM,
        TOP + FAIL + "X-Spacer: 1\n" + PASS + FROM,
        TOP + FAIL + FROM + PASS,
        FAIL + TOP + PASS + FROM,
        PASS + TOP + PASS + FROM,
        TOP + FAIL + FROM + PASS + OLDER,
        TOP + PASS + FROM + "Authentication-Results: MX.force.example (x); broken((\n",
        TOP + PASS + FROM + 'Authentication-Results: "mx.force.example"; dmarc=pass\n',
        TOP + PASS + FROM + "authentication-results: mx.force.example\n",
    ],
)
def test_two_fields_of_ours_are_one_too_many_wherever_they_stand(text: str) -> None:
    for trust in (TRUST, ABOVE):
        assert evidence(text, trust).problem == SEVERAL_RESULTS
        assert evidence(text, trust).results == ()


@pytest.mark.parametrize(
    "value",
    [
        "mx.force.example",
        "mx.force.example;",
        "mx.force.example; dmarc",
        "mx.force.example; dmarc=",
        "mx.force.example 2; dmarc=pass",
        "mx.force.example; dmarc=pass (open",
        'mx.force.example; dmarc=pass reason="open',
        "mx.force.example; dmarc=pass) header.from=council.example",
        "mx.force.example; none; dmarc=pass header.from=council.example",
        "mx.force.example; spf=fail; ;dmarc=pass",
        "mx.force.example; dmarc=pass header.from=council.ex\u00e4mple",
        "mx.force.example; dmarc=pass " + "x" * 20_000,
        "mx.force.example; dmarc=pass header.from=" + "(" * 5_000,
        "mx.force.example dmarc=pass header.from=council.example",
        "mx.force.example; spf=pass smtp.mailfrom=council.example(x.evil.example; dmarc=fail)",
        "mx.force.example; spf=pass smtp.mailfrom=a;dmarc=pass(x)header.from=council.example (;x)",
        "mx.force.example; dmarc=pass header.from=(x)council.example",
        'mx.force.example; dmarc=pass header.from="council.example"(x)',
        "mx.force.example(x); dmarc=pass header.from=council.example",
        "mx.force.example; spf=pass x=pass(; dmarc=fail) ",
    ],
)
def test_a_broken_field_of_ours_is_malformed_and_says_nothing(value: str) -> None:
    found = evidence(TOP + f"Authentication-Results: {value}\n" + FROM)
    assert found.problem == MALFORMED_RESULTS
    assert found.results == ()


def test_none_is_no_results_but_no_fault() -> None:
    found = evidence(TOP + "Authentication-Results: mx.force.example; none\n" + FROM)
    assert (found.problem, found.results) == (None, ())


@pytest.mark.parametrize(
    ("said", "results"),
    [
        ("dmarc=fail (dmarc=pass)", [("dmarc", "fail")]),
        ("dmarc=fail (p=none (dmarc=pass) ; dmarc=pass)", [("dmarc", "fail")]),
        ("dmarc=fail (\\); dmarc=pass)", [("dmarc", "fail")]),
        ('dmarc=fail reason="; dmarc=pass"', [("dmarc", "fail")]),
        ('spf=fail smtp.mailfrom="x; dmarc=pass header.from=council.example"', [("spf", "fail")]),
        ('spf=fail smtp.mailfrom="x\\"; dmarc=pass"@e.example', [("spf", "fail")]),
        ('spf=fail x.y="; dmarc=pass"; dmarc=none', [("spf", "fail"), ("dmarc", "none")]),
        ("(dmarc=pass;) spf=none", [("spf", "none")]),
        ("x-dmarc=pass; dmarc.x=pass", [("x-dmarc", "pass"), ("dmarc.x", "pass")]),
        ("dmarc/1=PASS (p=reject)", [("dmarc", "pass")]),
        ("dmarc = pass", [("dmarc", "pass")]),
        ("spf=none; dmarc=pass(p=REJECT) x.y=z", [("spf", "none"), ("dmarc", "pass")]),
        ("dmarc= " + "(" * 4_000 + ")" * 4_000 + " pass", [("dmarc", "pass")]),
        ("spf=pass (caf\u00e9) ; dkim=none", [("spf", "pass"), ("dkim", "none")]),
    ],
)
def test_words_in_comments_and_quotes_are_no_results(
    said: str, results: list[tuple[str, str]]
) -> None:
    found = evidence(TOP + f"Authentication-Results: mx.force.example; {said}\n" + FROM)
    assert [(one.method, one.result) for one in found.results] == results


def test_results_above_the_received_field_count_only_where_they_are_configured() -> None:
    assert evidence(PASS + TOP + FROM, ABOVE).problem is None
    assert evidence("Delivered-To: x\n" + PASS + "X-A: b\n" + TOP + FROM, ABOVE).problem is None
    assert evidence(TOP + PASS + FROM, ABOVE).problem == NO_RESULTS
    assert evidence(PASS + FROM + TOP, ABOVE).problem == NO_RESULTS
    assert evidence(FROM + PASS + TOP, ABOVE).problem == NO_RESULTS
    assert evidence(PASS + TOP + OLDER + PASS + FROM, ABOVE).problem is None


@pytest.mark.parametrize("origin", [Origin.SMTP, Origin.LMTP])
@pytest.mark.parametrize(
    ("client_ip", "problem"),
    [
        ("10.20.30.40", None),
        ("::ffff:10.20.30.40", None),
        ("10.20.30.41", NO_RESULTS),
        ("mx2.force.example", NO_RESULTS),
        ("", NO_RESULTS),
        (None, NO_RESULTS),
    ],
)
def test_over_smtp_and_lmtp_only_a_relay_of_ours_is_believed(
    origin: Origin, client_ip: str | None, problem: str | None
) -> None:
    assert evidence(TOP + PASS + FROM, TRUST, origin, client_ip).problem == problem


def test_nobody_is_trusted_until_named() -> None:
    assert evidence(TOP + PASS + FROM, Trust()).problem == NO_RESULTS


def test_what_is_stored_can_be_written_down() -> None:
    raw = (TOP + PASS).encode().replace(b"dmarc", b"(\xe9\xff) dmarc") + FROM.encode()
    found = gather(parse_header(raw), TRUST, Envelope(), Origin.FILE)
    assert found.problem is None
    assert "(??) dmarc=pass" in found.field


def test_the_time_of_receipt_is_the_topmost_received_fields_if_it_is_ours() -> None:
    expected = datetime(2025, 5, 14, 9, 1, tzinfo=UTC)
    assert received_time(parse_header((TOP + OLDER + FROM).encode()), TRUST) == expected
    assert received_time(parse_header((OLDER + TOP + FROM).encode()), TRUST) is None
    assert received_time(parse_header((FROM + TOP).encode()), TRUST) is None
    assert received_time(parse_header(FROM.encode()), TRUST) is None
    assert received_time(parse_header(TOP.replace("14 May", "34 May").encode()), TRUST) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (FROM, None),
        ("Return-Path: <>\n", ""),
        ("Return-Path: < > (bounce)\n", ""),
        ("Return-Path:\n", ""),
        ("Return-Path: <a@b.example>\nReturn-Path: <>\n", "a@b.example"),
        ("Return-Path: a@b.example (x)\n", "a@b.example"),
        ('Return-Path: <"a b"@c.example>\n', '"a b"@c.example'),
        ("Return-Path: <\u00e9@b.example>\n", "??@b.example"),
    ],
)
def test_no_return_path_is_not_a_null_path(text: str, path: str | None) -> None:
    assert return_path(parse_header(text.encode())) == path


def test_a_huge_results_field_takes_no_time() -> None:
    start = time.perf_counter()
    for filling in ("; a=b" * 3_000, " c.d=e" * 2_700, "(" * 200_000, '"' * 200_001, ";" * 200_000):
        text = TOP + f"Authentication-Results: mx.force.example; dmarc=pass{filling}\n"
        evidence(text[:250_000] + "\n" + FROM)
    assert time.perf_counter() - start < 3.0


PIECE = st.sampled_from(
    [TOP, OLDER, PASS, FAIL, FROM, "Subject: x\n", "X-A: b\n", "Received: by\n"]
)


@settings(max_examples=200)
@given(st.lists(PIECE, max_size=6))
def test_what_the_author_puts_below_our_relays_fail_never_makes_it_a_pass(tail: list[str]) -> None:
    for trust, top in ((TRUST, TOP + FAIL), (ABOVE, FAIL + TOP)):
        assert "pass" not in dmarc(top + "".join(tail), trust)


@settings(max_examples=200)
@given(st.text('; =.()"\\ admrcpsxf:\t\udce9', max_size=60), st.binary(max_size=80))
def test_no_bytes_raise(value: str, raw: bytes) -> None:
    fields = (
        HeaderField("Received", TOP.partition(": ")[2].replace("\n", "")),
        HeaderField("Authentication-Results", "mx.force.example;" + value),
    )
    for header in (Header(fields), parse_header(raw), parse_header(TOP.encode() + raw)):
        for trust in (TRUST, ABOVE):
            found = gather(header, trust, Envelope(), Origin.IMAP)
            assert found.field.isascii()
            assert found.problem is None or found.results == ()
            when = received_time(header, trust)
            assert when is None or when.tzinfo is not None
        path = return_path(header)
        assert path is None or (path.isascii() and path.isprintable())
