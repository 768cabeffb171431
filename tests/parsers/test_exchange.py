"""Exchange Online's results count where only the tenant can have written them, and nowhere else.

The blocks have the layout of header blocks that others have published (2017 to 2026); hosts,
addresses and domains are made up.
"""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.auth import AuthVerdict, Evidence, SenderVerdict
from models.mail import Envelope, Origin
from models.reasons import (
    INSECURE_NETWORK,
    MALFORMED_RESULTS,
    NO_RESULTS,
    NOT_ALIGNED,
    NOT_AUTHENTICATED,
    SEVERAL_RESULTS,
    WRONG_ROUTE,
)
from models.settings import Network, Trust
from parsers.exchange import is_tenants, read_exchange
from parsers.mime import parse_header
from parsers.trace import gather, received_time, relays_own
from routing.authenticate import authenticate

TRUST = Trust(
    profile="exchange-online",
    authserv_ids=(".prod.outlook.com", ".protection.outlook.com", ".outlook.office365.com"),
)
DOMAIN = "council.secure.example"
FROM = f"From: A Officer <a.officer@{DOMAIN}>\nTo: info@force.example\nSubject: x\n"

DELIVERED = (
    "Received: from LO4P123MB2222.GBRP123.PROD.OUTLOOK.COM (2603:10a6:600:1::11)\n"
    " by LO2P123MB1111.GBRP123.PROD.OUTLOOK.COM with HTTPS; Wed, 14 May 2025\n 09:01:03 +0000\n"
)
PASSED_ON = (
    "Received: from LO3P123CA0003.GBRP123.PROD.OUTLOOK.COM (2603:10a6:600:2::13)\n"
    " by LO4P123MB2222.GBRP123.PROD.OUTLOOK.COM (2603:10a6:600:1::11) with\n"
    " Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)"
    " id 15.20.8722.27; Wed, 14 May\n 2025 09:01:02 +0000\n"
)
FRONT = (
    "Received: from LO1PEPF00001111.GBRP123.PROD.OUTLOOK.COM\n"
    " (2603:10a6:600:2:cafe::44) by LO3P123CA0003.outlook.office365.com\n"
    " (2603:10a6:600:2::13) with Microsoft SMTP Server (version=TLS1_3,\n"
    " cipher=TLS_AES_256_GCM_SHA384) id 15.20.8722.27 via Frontend Transport; Wed,\n"
    " 14 May 2025 09:01:01 +0000\n"
)
RESULTS = (
    "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\n"
    f" smtp.mailfrom={DOMAIN}; dkim=pass (signature was verified)\n"
    f" header.d={DOMAIN};dmarc=pass action=none\n"
    f" header.from={DOMAIN};compauth=pass reason=100\n"
)
SPF = (
    f"Received-SPF: Pass (protection.outlook.com: domain of {DOMAIN}\n"
    " designates 192.0.2.1 as permitted sender)\n receiver=protection.outlook.com;"
    " client-ip=192.0.2.1; helo=out.council.example; pr=C\n"
)
ENTRY = (
    "Received: from out.council.example (192.0.2.1) by\n"
    " LO1PEPF00001111.mail.protection.outlook.com (10.167.241.1) with Microsoft SMTP\n"
    " Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.8722.18 via\n"
    " Frontend Transport; Wed, 14 May 2025 09:01:00 +0000\n"
)
OLDER = (
    "Received: from pc.council.example by out.council.example; Wed, 14 May 2025 10:00:00 +0100\n"
)
SIGNED = f"DKIM-Signature: v=1; a=rsa-sha256; d={DOMAIN}; s=a; h=from; bh=a; b=b\n"
ABOVE = DELIVERED + PASSED_ON + FRONT
HONEST = ABOVE + RESULTS + SPF + ENTRY + OLDER + SIGNED + FROM
UNPROVEN = RESULTS.replace("=pass", "=fail")

OTHER_TENANT = ENTRY.replace(
    "from out.council.example (192.0.2.1)",
    "from CWXP265CU001.outbound.protection.outlook.com (40.107.10.99)",
) + (
    "ARC-Seal: i=1; a=rsa-sha256; d=microsoft.com; cv=none; b=x\n"
    "ARC-Authentication-Results: i=1; mx.microsoft.com 1; spf=pass smtp.mailfrom=x.example;"
    " dmarc=pass action=none header.from=x.example\n"
    f"{SIGNED}"
    "Authentication-Results: dkim=none (message not signed) header.d=none;dmarc=none action=none\n"
    f" header.from={DOMAIN};\n"
    "Received: from LO9P123MB9999.GBRP123.PROD.OUTLOOK.COM (2603:10a6:600:9::9)\n"
    " by LO9P123MB9999.GBRP123.PROD.OUTLOOK.COM ([fe80::1%4]) with mapi id 15.20.8722.27;"
    " Wed, 14 May 2025 09:00:58 +0000\n"
)


def evidence(text: str, trust: Trust = TRUST, origin: Origin = Origin.IMAP) -> Evidence:
    return gather(parse_header(text.encode()), trust, Envelope(client_ip="127.0.0.1"), origin)


def verdict(text: str, *networks: Network, trust: Trust = TRUST) -> AuthVerdict:
    """The verdict on a message with this header, fetched from the mailbox."""
    header = parse_header(text.encode())
    found = gather(header, trust, Envelope(), Origin.IMAP)
    known = networks or (Network(name="secure", suffix="secure.example"),)
    return authenticate(header, found, known, date(2025, 5, 14))


def accepted(text: str, trust: Trust = TRUST) -> bool:
    return verdict(text, trust=trust).verdict is SenderVerdict.ACCEPTED


@pytest.mark.parametrize(
    "text",
    [
        HONEST,
        ABOVE + RESULTS + SPF + ENTRY + FROM,
        PASSED_ON + FRONT + RESULTS + SPF + ENTRY + FROM,
        FRONT + RESULTS + SPF + ENTRY + FROM,
        RESULTS + ENTRY + FROM,
        ABOVE + RESULTS + SPF + OTHER_TENANT + FROM,
        "Delivered-To: info@force.example\n" + HONEST,
        HONEST.replace("\n ", " "),
        HONEST.replace("reason=100\n", "reason=100;\n"),
        HONEST.replace(";compauth=pass reason=100", ""),
        HONEST.replace("compauth=pass reason=100", "compauth=none reason=405"),
        # the recipient's own domain among the results, as it was until about 2021
        HONEST.replace(f"smtp.mailfrom={DOMAIN};", f"smtp.mailfrom={DOMAIN}; force.example;"),
        HONEST.replace(
            "dkim=pass (signature was verified)", "dkim=fail (body hash did not verify)"
        ),
        HONEST.replace(f"header.d={DOMAIN};", f"header.d={DOMAIN};dkim=pass header.d=esp.example;"),
        HONEST.replace("(sender IP is 192.0.2.1)\n smtp.mailfrom", "smtp.helo"),
        HONEST.replace(f"header.from={DOMAIN}", f"header.from={DOMAIN.upper()}"),
        HONEST.replace("(2603:10a6:600:2::13)\n by", "(10.152.250.52)\n by"),
        HONEST.replace("(192.0.2.1) by", "(2001:db8::1) by"),
        HONEST.replace("LO1PEPF00001111.mail", "lo1pepf00001111.mail"),
        HONEST.replace("mail.protection.outlook.com (10", "mail.protection.outlook.com. (10"),
        HONEST.replace("(2603:10a6:600:1::11)\n by LO2P", "(::1)\n by LO2P"),
        # what came with the message below the entering hop says nothing, whatever it says
        HONEST.replace(OLDER, OLDER + UNPROVEN),
        HONEST.replace(OLDER, "Authentication-Results-Original: dmarc=fail\n" + OLDER),
    ],
)
def test_an_author_whom_the_tenant_proves_is_accepted(text: str) -> None:
    assert accepted(text)


def test_the_evidence_names_the_hop_by_which_the_mail_entered_the_tenant() -> None:
    found = evidence(HONEST)
    assert found.problem is None
    assert found.authserv_id is None
    assert found.relay == "lo1pepf00001111.mail.protection.outlook.com"
    assert found.received_from == "[192.0.2.1]"
    assert found.field.startswith("spf=pass (sender IP is 192.0.2.1)")
    assert [one.method for one in found.results] == ["spf", "dkim", "dmarc", "compauth"]
    assert received_time(parse_header(HONEST.encode()), TRUST) == datetime(
        2025, 5, 14, 9, 1, tzinfo=UTC
    )


def test_mail_from_another_network_is_proven_and_still_refused() -> None:
    found = verdict(HONEST, Network(name="cjsm", suffix="cjsm.net"))
    assert (found.reason, found.authenticated) == (INSECURE_NETWORK, True)


def test_a_network_may_name_the_addresses_from_which_mail_must_enter() -> None:
    for via, reason in (("192.0.2.0/28", "authenticated"), ("198.51.100.0/24", WRONG_ROUTE)):
        psn = Network(name="psn", suffix="secure.example", via=(via,))
        assert verdict(HONEST, psn).reason == reason
    # what the client calls itself is no route
    named = Network(name="psn", suffix="secure.example", via=("out.council.example",))
    assert verdict(HONEST, named).reason == WRONG_ROUTE


FORGED = (
    "Authentication-Results: spf=pass smtp.mailfrom=x; dmarc=pass action=none"
    f" header.from={DOMAIN};compauth=pass reason=100\n"
)
LOOPED = DELIVERED.replace("(2603:10a6:600:1::11)", "(::1)")
FAKE_FRONT = FRONT.replace("LO1PEPF00001111", "LO1PEPF00006666")
FAKE_ENTRY = ENTRY.replace("LO1PEPF00001111", "LO1PEPF00006666")
EVIL_ENTRY = ENTRY.replace("out.council.example (192.0.2.1)", "evil.example (203.0.113.6)")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # the tenant wrote nothing, and the author did
        (ABOVE + EVIL_ENTRY + FORGED + FROM, NO_RESULTS),
        (ABOVE + EVIL_ENTRY + FORGED + FAKE_ENTRY + FROM, NO_RESULTS),
        (ABOVE + EVIL_ENTRY + FAKE_FRONT + FORGED + SPF + FAKE_ENTRY + FROM, NO_RESULTS),
        (FORGED + FROM, NO_RESULTS),
        (FORGED + FROM + ENTRY, NO_RESULTS),
        (FROM + ABOVE + RESULTS + ENTRY, NO_RESULTS),
        (ABOVE + FROM + RESULTS + ENTRY, NO_RESULTS),
        (ABOVE + RESULTS + FROM + ENTRY, NO_RESULTS),
        (ABOVE + RESULTS + SIGNED + ENTRY + FROM, NO_RESULTS),
        # the tenant refused, and the author's own field stands below
        (ABOVE + UNPROVEN + EVIL_ENTRY + FORGED + FROM, NOT_AUTHENTICATED),
        (ABOVE + UNPROVEN + EVIL_ENTRY + FORGED + FAKE_ENTRY + FROM, NOT_AUTHENTICATED),
        # two fields where the tenant writes one
        (ABOVE + UNPROVEN + FORGED + ENTRY + FROM, SEVERAL_RESULTS),
        (ABOVE + FORGED + UNPROVEN + ENTRY + FROM, SEVERAL_RESULTS),
        (ABOVE + RESULTS + SPF + RESULTS + ENTRY + FROM, SEVERAL_RESULTS),
        (ABOVE + RESULTS + "authentication-results: mx.x; none\n" + ENTRY + FROM, SEVERAL_RESULTS),
        # fields of other names never count
        *(
            (ABOVE + f"{name}: " + FORGED.partition(": ")[2] + ENTRY + FROM, NO_RESULTS)
            for name in (
                "Authentication-Results-Original",
                "ARC-Authentication-Results",
                "X-MS-Exchange-Authentication-Results",
                "X-MS-Exchange-Organization-Authentication-Results",
                "X-Authentication-Results",
            )
        ),
        # an internal hop below the field, or no hop at all
        (DELIVERED + RESULTS + PASSED_ON + FRONT + ENTRY + FROM, NO_RESULTS),
        (ABOVE + RESULTS + FROM, NO_RESULTS),
        (ABOVE + RESULTS + OLDER + FROM, NO_RESULTS),
        # a hop above that is not the tenant's, or that nobody can read
        (OLDER + HONEST, NO_RESULTS),
        ("Received: garbage\n" + HONEST, NO_RESULTS),
        (
            HONEST.replace(" by LO2P123MB1111.GBRP123.PROD.OUTLOOK.COM", " by mx.evil.example"),
            NO_RESULTS,
        ),
        (
            HONEST.replace(
                "mail.protection.outlook.com", "mail.protection.outlook.com.evil.example"
            ),
            NO_RESULTS,
        ),
        (
            HONEST.replace("mail.protection.outlook.com", "mail.evilprotection.outlook.com"),
            NO_RESULTS,
        ),
        # a break in the chain of hosts
        (PASSED_ON + RESULTS + ENTRY + FROM, NO_RESULTS),
        (DELIVERED + FRONT + RESULTS + ENTRY + FROM, NO_RESULTS),
        (ABOVE + RESULTS + FAKE_ENTRY + FROM, NO_RESULTS),
        # a colleague's program hands in a message that brings a trace along
        (
            FRONT.replace("(2603:10a6:600:2:cafe::44)", "(203.0.113.6)") + FORGED + ENTRY + FROM,
            NO_RESULTS,
        ),
        (
            "Received: from LO1PEPF00001111.GBRP123.PROD.OUTLOOK.COM ([::1]) by"
            " LO1PEPF00001111.GBRP123.PROD.OUTLOOK.COM ([fe80::1%4]) with mapi id 15.20;"
            " Wed, 14 May 2025 09:00:00 +0000\n" + FORGED + ENTRY + FROM,
            NO_RESULTS,
        ),
        (
            "Received: from LO1PEPF00001111.GBRP123.PROD.OUTLOOK.COM (2603:10a6::1) by"
            " LO1PEPF00001111.GBRP123.PROD.OUTLOOK.COM (2603:10a6::1) with mapi id 15.20;"
            " Wed, 14 May 2025 09:00:00 +0000\n" + FORGED + ENTRY + FROM,
            NO_RESULTS,
        ),
        # a hop from loopback by HTTPS that is not the topmost, or not between two of its hosts
        (
            DELIVERED
            + PASSED_ON.replace("(2603:10a6:600:2::13)", "(::1)")
            + FRONT
            + RESULTS
            + ENTRY
            + FROM,
            NO_RESULTS,
        ),
        (
            DELIVERED
            + LOOPED.replace("LO2P123MB1111", "LO4P123MB2222").replace(
                "from LO4P123MB2222", "from LO3P123CA0003"
            )
            + FRONT
            + RESULTS
            + ENTRY
            + FROM,
            NO_RESULTS,
        ),
        (LOOPED.replace("from LO4P123MB2222", "from LO2P123MB1111") + HONEST, NO_RESULTS),
        (
            LOOPED.replace("from LO4P123MB2222.GBRP123.PROD.OUTLOOK.COM", "from evil.example")
            + PASSED_ON
            + FRONT
            + RESULTS
            + ENTRY
            + FROM,
            NO_RESULTS,
        ),
        (
            LOOPED.replace("with HTTPS", "with mapi") + PASSED_ON + FRONT + RESULTS + ENTRY + FROM,
            NO_RESULTS,
        ),
        (
            LOOPED.replace("(::1)", "([192.0.2.9])") + PASSED_ON + FRONT + RESULTS + ENTRY + FROM,
            NO_RESULTS,
        ),
        (LOOPED + FORGED + ENTRY + FROM, NO_RESULTS),
        # a colleague's letter, whose own trace stands below his server's hop
        (
            LOOPED + "Received: from LO4P123MB2222.GBRP123.PROD.OUTLOOK.COM ([fe80::1]) by"
            " LO4P123MB2222.GBRP123.PROD.OUTLOOK.COM ([fe80::1%4]) with mapi id 15.20;"
            " Wed, 14 May 2025 09:00:00 +0000\n" + FRONT + FORGED + ENTRY + FROM,
            NO_RESULTS,
        ),
        *(
            (ABOVE + RESULTS + ENTRY.replace("(192.0.2.1)", f"([{address}])") + FROM, NO_RESULTS)
            for address in ("::1", "127.0.0.1", "fe80::1", "169.254.1.1", "::")
        ),
        # a hop from one of the tenant's own addresses is no entry
        (HONEST.replace("(192.0.2.1) by", "(10.0.0.5) by"), NO_RESULTS),
        (HONEST.replace("(192.0.2.1) by", "by"), NO_RESULTS),
        (HONEST.replace("(192.0.2.1) by", "(192.0.2.1) (203.0.113.1) by"), NO_RESULTS),
    ],
)
def test_a_field_that_the_tenant_may_not_have_written_proves_nothing(
    text: str, reason: str
) -> None:
    found = verdict(text)
    assert (found.verdict, found.authenticated) == (SenderVerdict.REFUSED, False)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            "spf=pass smtp.mailfrom=x; dkim=none header.d=none;compauth=pass reason=109",
            NOT_AUTHENTICATED,
        ),
        (
            f"dmarc=bestguesspass action=none header.from={DOMAIN};compauth=pass reason=109",
            NOT_AUTHENTICATED,
        ),
        (
            f"dmarc=fail action=none header.from={DOMAIN};compauth=pass reason=130",
            NOT_AUTHENTICATED,
        ),
        (
            f"dmarc=none action=none header.from={DOMAIN};compauth=softpass reason=202",
            NOT_AUTHENTICATED,
        ),
        (f"dmarc=temperror action=none header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=pass action=none header.from={DOMAIN};dmarc=fail", NOT_AUTHENTICATED),
        (f"dmarc=pass header.from={DOMAIN};dmarc=pass header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=fail header.from={DOMAIN};dmarc=pass header.from={DOMAIN}", NOT_AUTHENTICATED),
        (
            f"arc=pass (i=1 dmarc=pass);dmarc=pass action=none header.from={DOMAIN}",
            NOT_AUTHENTICATED,
        ),
        (f"dmarc=pass header.from={DOMAIN};compauth=pass reason=130", NOT_AUTHENTICATED),
        (f"dmarc=pass header.from={DOMAIN};compauth=fail reason=001", NOT_AUTHENTICATED),
        (f"xdmarc=pass header.from={DOMAIN}", NOT_AUTHENTICATED),
        ("dmarc=pass action=none", NOT_ALIGNED),
        ("dmarc=pass action=none header.from=", NOT_ALIGNED),
        ("dmarc=pass header.from=secure.example", NOT_ALIGNED),
        (f"dmarc=pass header.from=x.{DOMAIN}", NOT_ALIGNED),
        (f"dmarc=pass header.from={DOMAIN}.", NOT_ALIGNED),
        (f"dmarc=pass header.from={DOMAIN}.evil.example", NOT_ALIGNED),
        (f"dmarc=pass header.from=evil.example header.from={DOMAIN}", NOT_ALIGNED),
        (f"dmarc=pass header.from=a@{DOMAIN}", NOT_ALIGNED),
        (f"dmarc=pass smtp.from={DOMAIN}", NOT_ALIGNED),
        ("", MALFORMED_RESULTS),
        ("none", MALFORMED_RESULTS),
        (f"mx.evil.example; dmarc=pass header.from={DOMAIN}", MALFORMED_RESULTS),
        (f"LO1.mail.protection.outlook.com; dmarc=pass header.from={DOMAIN}", MALFORMED_RESULTS),
        (f"(x) dmarc=pass header.from={DOMAIN}", MALFORMED_RESULTS),
        (f"dmarc (x)=pass header.from={DOMAIN}", MALFORMED_RESULTS),
        (f"dmarc=pass header.from=(x){DOMAIN}", MALFORMED_RESULTS),
        (f"dmarc=pass header.from={DOMAIN} (x)", MALFORMED_RESULTS),
        (f"dmarc=pass (a) (b) header.from={DOMAIN}", MALFORMED_RESULTS),
        (f'dmarc=pass header.from="{DOMAIN}"', MALFORMED_RESULTS),
        (f'spf=pass smtp.mailfrom="a; b"; dmarc=pass header.from={DOMAIN}', MALFORMED_RESULTS),
        (f"spf=pass smtp.mailfrom=x(; dmarc=pass header.from={DOMAIN}", MALFORMED_RESULTS),
        (f"spf=pass; ;dmarc=pass header.from={DOMAIN}", MALFORMED_RESULTS),
        (f";dmarc=pass header.from={DOMAIN}", MALFORMED_RESULTS),
        (f"dmarc=pass and so on header.from={DOMAIN}", MALFORMED_RESULTS),
        (f"dmarc=pass header.from={DOMAIN}\u00e9", MALFORMED_RESULTS),
        (f"dmarc=pass header.from={DOMAIN}; spf=none x." + "y" * 20_000 + "=", MALFORMED_RESULTS),
    ],
)
def test_what_is_no_plain_pass_for_the_author_alone_proves_nothing(said: str, reason: str) -> None:
    text = ABOVE + f"Authentication-Results: {said}\n" + SPF + ENTRY + FROM
    found = verdict(text)
    assert (found.verdict, found.authenticated) == (SenderVerdict.REFUSED, False)
    assert found.reason == reason
    aligned = Network(name="secure", suffix="secure.example", evidence="relay+aligned")
    assert verdict(text, aligned).verdict is SenderVerdict.REFUSED


def test_the_pass_of_another_author_does_not_help() -> None:
    other = HONEST.replace(f"a.officer@{DOMAIN}", "b@other.secure.example")
    assert verdict(other).reason == NOT_ALIGNED
    assert verdict(HONEST.replace("From: A", "From: b@evil.example, A")).authenticated is False


@pytest.mark.parametrize("origin", [Origin.SMTP, Origin.LMTP])
def test_over_smtp_any_tenant_could_have_written_it(origin: Origin) -> None:
    assert evidence(HONEST, origin=origin).problem == NO_RESULTS
    assert relays_own(parse_header(HONEST.encode()), TRUST, Envelope(), origin) == ()
    assert evidence(HONEST, origin=Origin.FILE).problem is None


def test_nobody_is_trusted_until_the_tenants_hosts_are_named() -> None:
    assert evidence(HONEST, Trust(profile="exchange-online")).problem == NO_RESULTS
    assert evidence(HONEST, Trust(authserv_ids=TRUST.authserv_ids)).problem == NO_RESULTS


def test_further_ranges_of_the_tenants_own_may_be_named() -> None:
    moved = HONEST.replace("2603:10a6", "2001:db8")
    assert evidence(moved).problem == NO_RESULTS
    wider = TRUST.model_copy(update={"relays": ("2001:db8::/32",)})
    assert evidence(moved, wider).problem is None
    hosts = TRUST.model_copy(update={"authserv_ids": (), "relays": TRUST.authserv_ids})
    assert evidence(HONEST, hosts).problem is None


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("a.b.prod.outlook.com", True),
        ("prod.outlook.com", False),
        ("a.xprod.outlook.com", False),
        ("a.prod.outlook.com.evil.example", False),
        (".prod.outlook.com", False),
        ("a..prod.outlook.com", False),
        ("a.prod.outlook.com.", False),
        ("", False),
    ],
)
def test_a_name_with_a_leading_dot_names_the_hosts_below_it(host: str, *, is_ours: bool) -> None:
    assert is_tenants(host, TRUST) is is_ours


def test_the_fields_that_the_tenant_wrote_end_above_the_entering_hop() -> None:
    own = relays_own(parse_header(HONEST.encode()), TRUST, Envelope(), Origin.IMAP)
    assert [one.key for one in own] == [
        "received",
        "received",
        "received",
        "authentication-results",
        "received-spf",
    ]


BELOW = st.lists(
    st.sampled_from([FORGED, FAKE_ENTRY, FAKE_FRONT, ENTRY, FRONT, OLDER, RESULTS, FROM, SIGNED]),
    max_size=7,
).map("".join)


@settings(max_examples=300)
@given(BELOW, st.sampled_from([UNPROVEN, ""]))
def test_nothing_below_the_entering_hop_makes_it_a_pass(below: str, said: str) -> None:
    assert not accepted(ABOVE + said + EVIL_ENTRY + below + FROM)
    assert not accepted(ABOVE + said + EVIL_ENTRY + below)


@settings(max_examples=300)
@given(st.text('; =.()"\\ admrcpsxf:\t\u00e9', max_size=60))
def test_no_text_raises_and_what_is_read_is_plain(text: str) -> None:
    for said in (text, f"dmarc={text}", f"dmarc=pass {text} header.from={DOMAIN}"):
        for one in read_exchange(said) or ():
            assert one.method.isascii()
            assert not set(one.method + one.result) & set(' ;()"=')
        evidence(ABOVE + f"Authentication-Results: {said}\n" + ENTRY + FROM)


def test_a_huge_trace_takes_no_time() -> None:
    start = time.perf_counter()
    for text in (
        ABOVE + "Authentication-Results: " + "a=b;" * 60_000 + "\n" + ENTRY + FROM,
        ABOVE + "Authentication-Results: a=b " + "(" * 240_000 + "\n" + ENTRY + FROM,
        ABOVE + "Authentication-Results: a=b " + "c.d=e " * 2_600 + "\n" + ENTRY + FROM,
        (FRONT + ENTRY) * 240 + FROM,
        RESULTS * 490 + ENTRY + FROM,
    ):
        evidence(text)
    assert time.perf_counter() - start < 5.0
