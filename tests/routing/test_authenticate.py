"""Evidence becomes a verdict: nobody in who does not belong, and no honest officer turned away."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.auth import Address, AuthVerdict, Evidence, MethodResult, SenderVerdict
from models.mail import Envelope, Header, HeaderField, Origin
from models.reasons import (
    AMBIGUOUS_AUTHOR,
    AUTHENTICATED,
    AUTO_SUBMITTED,
    INSECURE_NETWORK,
    LIST_OR_BULK,
    MALFORMED_RESULTS,
    NETWORK_RETIRED,
    NO_RESULTS,
    NOT_ALIGNED,
    NOT_AUTHENTICATED,
    NULL_REVERSE_PATH,
    OWN_ADDRESS,
    REPORT,
    SEVERAL_AUTHORS,
    SEVERAL_RESULTS,
    WRONG_ROUTE,
)
from models.settings import Network, Trust
from parsers.mime import parse_header
from parsers.results import read_results
from parsers.trace import gather, received_time
from routing.authenticate import authenticate, automatic

DAY = date(2025, 5, 14)
DOMAIN = "council.secure.example"
OFFICER = f"a.officer@{DOMAIN}"
NETWORKS = (Network(name="secure", suffix="secure.example"),)
PASS = f"dmarc=pass header.from={DOMAIN}"
TRUST = Trust(authserv_ids=("mx.force.example",))


def judge(
    said: str,
    author: str = OFFICER,
    networks: tuple[Network, ...] = NETWORKS,
    on: date = DAY,
    client: str = "relay.example ([192.0.2.1])",
) -> AuthVerdict:
    """The verdict on a message that reached our relay, which `said` this of it."""
    header = parse_header(
        f"Received: from {client} by mx.force.example; 14 May 2025 10:01 +0100\n"
        f"Authentication-Results: mx.force.example; {said}\n"
        f"From: {author}\n\n".encode()
    )
    return authenticate(header, gather(header, TRUST, Envelope(), Origin.IMAP), networks, on)


def aligned(trusted_until: str | None = None) -> tuple[Network, ...]:
    return (
        Network(
            name="secure",
            suffix="secure.example",
            evidence="relay+aligned",
            trusted_until=trusted_until,
        ),
    )


def accepted(verdict: AuthVerdict) -> bool:
    return verdict.verdict is SenderVerdict.ACCEPTED


@pytest.mark.parametrize(
    ("said", "author"),
    [
        (PASS, OFFICER),
        (PASS.upper(), OFFICER),
        (PASS, f"A Officer <A.Officer@{DOMAIN.upper()}>"),
        (f"spf=fail smtp.mailfrom={DOMAIN}; dkim=pass header.d={DOMAIN}; {PASS}", OFFICER),
        (
            f"dkim=fail header.d=relay.example; dkim=pass header.d={DOMAIN}; {PASS}; arc=none",
            OFFICER,
        ),
        (f"{PASS}; {PASS}", OFFICER),
        ("dmarc=pass (p=reject) header.from=secure.example", "a@secure.example"),
        (f"dmarc=pass action=none header.from={DOMAIN};compauth=pass reason=100", OFFICER),
    ],
)
def test_an_author_whom_the_relay_proves_on_a_secure_network_is_accepted(
    said: str, author: str
) -> None:
    verdict = judge(said, author)
    assert accepted(verdict)
    assert (verdict.reason, verdict.network) == (AUTHENTICATED, "secure")
    assert verdict.authenticated
    assert verdict.author is not None
    assert verdict.author.domain in author.lower()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("none", NOT_AUTHENTICATED),
        (f"spf=pass smtp.mailfrom={DOMAIN}; dkim=pass header.d={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=fail header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=none header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=temperror header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=bestguesspass header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=passed header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=fail (dmarc=pass) header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f'dmarc=fail reason="; {PASS}"', NOT_AUTHENTICATED),
        (f"{PASS}; dmarc=fail header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dmarc=fail header.from={DOMAIN}; {PASS}", NOT_AUTHENTICATED),
        (f"arc=pass header.from={DOMAIN}", NOT_AUTHENTICATED),
        ("dmarc=pass", NOT_ALIGNED),
        (f"dmarc=pass ({DOMAIN})", NOT_ALIGNED),
        (f"dmarc=pass smtp.from={DOMAIN}", NOT_ALIGNED),
        (f"dmarc=pass header.from={DOMAIN}.evil.example", NOT_ALIGNED),
        ("dmarc=pass header.from=secure.example", NOT_ALIGNED),
        (f"dmarc=pass header.from=x.{DOMAIN}", NOT_ALIGNED),
        (f"dmarc=pass header.from={DOMAIN}.", NOT_ALIGNED),
        (f"dmarc=pass header.from=evil.example header.from={DOMAIN}", NOT_ALIGNED),
        (f"{PASS}; dmarc=pass header.from=evil.example", NOT_ALIGNED),
        (f"dmarc=pass header.from=evil.example ({PASS})", NOT_ALIGNED),
        (f'dmarc=pass header.from="{DOMAIN}"@evil.example', NOT_ALIGNED),
        ("dmarc=pass header.from=", NOT_ALIGNED),
    ],
)
def test_an_author_whom_the_relay_does_not_prove_is_refused(said: str, reason: str) -> None:
    verdict = judge(said)
    assert not accepted(verdict)
    assert verdict.reason == reason
    assert not verdict.authenticated
    assert verdict.network is None
    assert verdict.author == Address("a.officer", DOMAIN)


@pytest.mark.parametrize(
    "domain",
    [
        "council.secure.example.mail.example",
        "council-secure.example",
        "councilsecure.example",
        "council.xn--secre-3ya.example",
        "council.example",
        "example.com",
    ],
)
def test_a_proven_author_on_no_secure_network_is_refused_as_insecure(domain: str) -> None:
    verdict = judge(f"dmarc=pass header.from={domain}", f"a@{domain}")
    assert not accepted(verdict)
    assert verdict.reason == INSECURE_NETWORK
    assert verdict.authenticated


def test_an_unproven_author_on_no_secure_network_is_just_unproven() -> None:
    verdict = judge("dmarc=fail header.from=council.example", "a@council.example")
    assert (verdict.reason, verdict.authenticated) == (NOT_AUTHENTICATED, False)


@pytest.mark.parametrize(
    ("author", "reason"),
    [
        (f"{OFFICER}, b@mailbox.example", SEVERAL_AUTHORS),
        (f"{OFFICER}\nFrom: {OFFICER}", SEVERAL_AUTHORS),
        (f'"{OFFICER}"@mailbox.example', AMBIGUOUS_AUTHOR),
        (f"{OFFICER}\nSubject: x\rFrom: b@mailbox.example", AMBIGUOUS_AUTHOR),
        (f"{OFFICER}\nDate: a\nDate: b", AMBIGUOUS_AUTHOR),
        (f"{OFFICER}\nFrom\u00a0: b@mailbox.example", AMBIGUOUS_AUTHOR),
    ],
)
def test_without_one_clear_author_no_result_helps(author: str, reason: str) -> None:
    verdict = judge(PASS, author)
    assert (verdict.reason, verdict.author, verdict.authenticated) == (reason, None, False)


def test_a_display_name_that_looks_secure_is_only_a_name() -> None:
    verdict = judge("dmarc=pass header.from=mailbox.example", f'"{OFFICER}" <a@mailbox.example>')
    assert verdict.reason == INSECURE_NETWORK
    assert judge(PASS, f'"{OFFICER}" <a@mailbox.example>').reason == NOT_AUTHENTICATED


def test_evidence_with_a_problem_proves_nothing() -> None:
    header = Header((HeaderField("From", OFFICER),))
    proof = (MethodResult("dmarc", "pass", (("header.from", DOMAIN),)),)
    verdict = authenticate(header, Evidence(proof, problem=NO_RESULTS), NETWORKS, DAY)
    assert (verdict.reason, verdict.authenticated) == (NO_RESULTS, False)


def test_a_disabled_network_is_not_matched() -> None:
    off = (Network(name="secure", suffix="secure.example", enabled=False),)
    assert judge(PASS, networks=off).reason == INSECURE_NETWORK
    assert judge(PASS, networks=()).reason == INSECURE_NETWORK


def test_the_longest_suffix_decides() -> None:
    wide = Network(name="wide", suffix="secure.example")
    narrow = Network(name="narrow", suffix=DOMAIN, via=("10.1.1.1",))
    assert judge(PASS, networks=(wide, narrow)).reason == WRONG_ROUTE
    assert judge(PASS, networks=(narrow, wide)).reason == WRONG_ROUTE
    open_door = narrow.model_copy(update={"via": (), "name": "door"})
    assert judge(PASS, networks=(wide, narrow, open_door)).network == "door"


@pytest.mark.parametrize(
    "said",
    [
        f"spf=pass smtp.mailfrom={DOMAIN}",
        f"spf=pass smtp.mailfrom=bounces@{DOMAIN}",
        f"spf=pass smtp.mailfrom=@{DOMAIN}; dmarc=none",
        f"dkim=pass header.d={DOMAIN.upper()}",
        f"dkim=pass header.d=relay.example; dkim=pass header.d={DOMAIN}; spf=fail smtp.mailfrom=x.example",
        f"spf=pass smtp.mailfrom={DOMAIN}; dmarc=bestguesspass header.from={DOMAIN}",
        PASS,
    ],
)
def test_a_network_may_demand_only_spf_or_dkim_for_exactly_the_authors_domain(said: str) -> None:
    assert accepted(judge(said, networks=aligned()))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("none", NOT_AUTHENTICATED),
        (f"spf=pass smtp.helo={DOMAIN}", NOT_AUTHENTICATED),
        (f"spf=softfail smtp.mailfrom={DOMAIN}", NOT_AUTHENTICATED),
        (f"dkim=fail header.d={DOMAIN}; dkim=temperror header.d={DOMAIN}", NOT_AUTHENTICATED),
        (f"spf=fail smtp.mailfrom=x.example; spf=pass smtp.mailfrom={DOMAIN}", NOT_ALIGNED),
        ("spf=pass smtp.mailfrom=secure.example", NOT_ALIGNED),
        (f"spf=pass smtp.mailfrom=x.{DOMAIN}", NOT_ALIGNED),
        (f'spf=pass smtp.mailfrom="a@{DOMAIN}"@evil.example', NOT_ALIGNED),
        ("dkim=pass header.d=secure.example", NOT_ALIGNED),
        (f"dkim=pass header.i=@{DOMAIN}", NOT_ALIGNED),
        (f"dkim=pass header.d=evil.example header.d={DOMAIN}", NOT_ALIGNED),
        (f"dkim=pass header.d={DOMAIN}; dmarc=fail header.from={DOMAIN}", NOT_AUTHENTICATED),
        (f"dkim=pass header.d={DOMAIN}; dmarc=temperror", NOT_AUTHENTICATED),
        (f"dkim=pass header.d={DOMAIN}; {PASS}; dmarc=fail", NOT_AUTHENTICATED),
        (f"dkim=pass header.d={DOMAIN}; dmarc=pass header.from=evil.example", NOT_ALIGNED),
    ],
)
def test_what_is_not_exactly_aligned_does_not_satisfy_it(said: str, reason: str) -> None:
    verdict = judge(said, networks=aligned())
    assert (verdict.reason, verdict.authenticated) == (reason, False)


@pytest.mark.parametrize(
    ("until", "on", "said", "reason"),
    [
        ("2025-05-14", DAY, f"spf=pass smtp.mailfrom={DOMAIN}", AUTHENTICATED),
        ("2025-05-13", DAY, f"spf=pass smtp.mailfrom={DOMAIN}", NETWORK_RETIRED),
        ("2019-03-31", DAY, f"dkim=pass header.d={DOMAIN}; dmarc=none", NETWORK_RETIRED),
        ("2019-03-31", DAY, PASS, AUTHENTICATED),
        ("soon", DAY, f"spf=pass smtp.mailfrom={DOMAIN}", NETWORK_RETIRED),
    ],
)
def test_after_its_last_day_a_network_counts_only_with_dmarc(
    until: str, on: date, said: str, reason: str
) -> None:
    assert judge(said, networks=aligned(trusted_until=until), on=on).reason == reason


@pytest.mark.parametrize(
    ("via", "client"),
    [
        ("relay.psn.example", "helo.example (relay.psn.example [192.0.2.1])"),
        ("Relay.PSN.example", "helo.example (relay.psn.example [192.0.2.1])"),
        ("192.0.2.1", "helo.example (unknown [192.0.2.1])"),
        ("192.0.2.0/24", "helo.example (unknown [192.0.2.1])"),
        ("2001:DB8::0001", "helo.example (unknown [IPv6:2001:db8:0::1])"),
        ("mx.force.example", "helo.example (unknown [192.0.2.1])"),
    ],
)
def test_mail_by_the_route_a_network_names_is_accepted(via: str, client: str) -> None:
    networks = (Network(name="psn", suffix="secure.example", via=("10.9.9.9", via)),)
    assert accepted(judge(PASS, networks=networks, client=client))


@pytest.mark.parametrize(
    ("via", "client"),
    [
        ("relay.psn.example", "relay.psn.example (evil.example [192.0.2.1])"),
        ("relay.psn.example", "relay.psn.example (unknown [192.0.2.1])"),
        ("relay.psn.example", "relay.psn.example (relay.psn.example [192.0.2.1] (may be forged))"),
        ("relay.psn.example", "x.relay.psn.example ([192.0.2.1])"),
        ("192.0.2.1", "[192.0.2.1] (unknown [198.51.100.1])"),
        ("192.0.2.1", "helo.example ([192.0.2.10])"),
        ("192.0.2.0/24", "helo.example ([198.51.100.1])"),
        ("192.0.2.1", "helo.example"),
    ],
)
def test_mail_by_another_route_is_refused_and_not_proven(via: str, client: str) -> None:
    networks = (Network(name="psn", suffix="secure.example", via=(via,)),)
    verdict = judge(PASS, networks=networks, client=client)
    assert (verdict.reason, verdict.authenticated) == (WRONG_ROUTE, False)


@pytest.mark.parametrize(
    ("via", "client", "by_route"),
    [
        ("10.9.0.0/16", "helo.example (unknown [10.9.8.7])", True),
        ("10.9.0.0/16", "helo.example (unknown [10.10.8.7])", False),
        ("10.9.8.7/16", "helo.example (unknown [10.9.1.1])", True),
        ("2001:db8::/32", "helo.example (unknown [IPv6:2001:db8:1::7])", True),
        ("2001:db8::/32", "helo.example (unknown [IPv6:2001:db9::7])", False),
        ("10.9.8.7", "helo.example (unknown [IPv6:::ffff:10.9.8.7])", True),
        ("10.9.0.0/16", "10.9.1.1 (evil.example [203.0.113.1])", False),
        ("10.9.0.0/16", "[10.9.1.1] (evil.example [203.0.113.1])", False),
        ("10.9.0.0/16", "x (10.9.1.1.evil.example [203.0.113.1])", False),
        ("10.9.0.0/16", "x (evil.example [203.0.113.1] [10.9.1.1])", False),
        ("psn.example", "x (relay.psn.example [203.0.113.1])", False),
        ("relay.psn.example", "x (relay.psn.example.evil.example [203.0.113.1])", False),
        ("relay.psn.example", "x (relay.psn.example. [203.0.113.1])", True),
        ("0.0.0.0/0", "x (unknown [IPv6:2001:db8::1])", False),
        ("not a host", "x (unknown [203.0.113.1])", False),
        ("", "x (unknown [203.0.113.1])", False),
    ],
)
def test_a_route_is_an_address_a_range_or_a_name_that_was_looked_up(
    via: str, client: str, *, by_route: bool
) -> None:
    networks = (Network(name="psn", suffix="secure.example", via=(via,)),)
    verdict = judge(PASS, networks=networks, client=client)
    assert accepted(verdict) is by_route
    assert verdict.reason == (AUTHENTICATED if by_route else WRONG_ROUTE)


def test_a_route_is_demanded_besides_the_proof_and_never_instead_of_it() -> None:
    psn = (Network(name="psn", suffix="secure.example", via=("192.0.2.1",)),)
    assert judge("none", networks=psn).reason == NOT_AUTHENTICATED
    assert judge(f"dmarc=fail header.from={DOMAIN}", networks=psn).reason == NOT_AUTHENTICATED


def test_evidence_of_a_direct_hop_is_judged_like_a_relays() -> None:
    """There the address is all that is known of the route."""
    header = Header((HeaderField("From", OFFICER),))
    found = Evidence(
        (
            MethodResult("spf", "pass", (("smtp.mailfrom", DOMAIN),)),
            MethodResult("dkim", "pass", (("header.d", DOMAIN),)),
            MethodResult("dmarc", "pass", (("header.from", DOMAIN),)),
        ),
        received_from="[192.0.2.1]",
    )
    for via in ((), ("192.0.2.0/24",)):
        networks = (Network(name="psn", suffix="secure.example", via=via),)
        assert accepted(authenticate(header, found, networks, DAY))
    named = (Network(name="psn", suffix="secure.example", via=("relay.psn.example",)),)
    assert authenticate(header, found, named, DAY).reason == WRONG_ROUTE


@pytest.mark.parametrize(
    "said",
    [
        f"spf=pass smtp.mailfrom={DOMAIN}; dkim=pass header.d={DOMAIN}; dmarc=none",
        f"spf=pass smtp.mailfrom={DOMAIN}; dkim=pass header.d={DOMAIN}; dmarc=bestguesspass",
        "dmarc=pass header.from=secure.example",
        "dmarc=pass header.from=other.secure.example",
        f"dmarc=pass header.from={DOMAIN}; dmarc=fail header.from={DOMAIN}",
    ],
)
@pytest.mark.parametrize("evidence", ["dmarc", "relay+aligned"])
def test_of_a_retired_network_nothing_counts_but_a_pass_for_exactly_the_author(
    evidence: str, said: str
) -> None:
    retired = Network.model_validate(
        {
            "name": "gsi",
            "suffix": "secure.example",
            "evidence": evidence,
            "trusted_until": "2019-03-31",
        }
    )
    verdict = judge(said, networks=(retired,))
    assert (verdict.reason, verdict.authenticated) == (NETWORK_RETIRED, False)
    assert accepted(judge(PASS, networks=(retired,)))


@pytest.mark.parametrize(
    "ident",
    [
        "mx.force.example.evil.example",
        "mx.force.example.",
        "mx.force.example..",
        "mx.force.examp\u217ce",
        "mx.f\u043erce.example",
        "mx.\uff46orce.example",
        "m\u00d7.force.example",
        "mx\u3002force.example",
        "mx.force.example\u200b",
        "mx.force.example\u00a0",
        "mx.force.example/1",
        "mx.force.example:25",
        "mx.force.example,",
        "'mx.force.example'",
        "<mx.force.example>",
        "mx.force.example=1",
        "mx%2eforce.example",
        "1 mx.force.example",
        "mx.force.example 2",
        "mx.force.example 1 1",
        "mx.force.example v1",
    ],
)
def test_a_look_alike_id_or_another_version_proves_nothing(ident: str) -> None:
    header = parse_header(
        "Received: from x ([192.0.2.1]) by mx.force.example; 14 May 2025 10:01 +0100\n"
        f"Authentication-Results: {ident}; {PASS}\nFrom: {OFFICER}\n\n".encode()
    )
    found = gather(header, TRUST, Envelope(), Origin.IMAP)
    assert found.problem in (NO_RESULTS, MALFORMED_RESULTS)
    assert not accepted(authenticate(header, found, NETWORKS, DAY))


@pytest.mark.parametrize(
    "ident", ["MX.Force.Example", "mx.force.example 1", "(x) mx.force.example"]
)
def test_our_id_is_known_in_any_case_with_a_comment_and_with_its_version(ident: str) -> None:
    header = parse_header(
        "Received: from x ([192.0.2.1]) by mx.force.example; 14 May 2025 10:01 +0100\n"
        f"Authentication-Results: {ident}; {PASS}\nFrom: {OFFICER}\n\n".encode()
    )
    found = gather(header, TRUST, Envelope(), Origin.IMAP)
    assert accepted(authenticate(header, found, NETWORKS, DAY))


LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)


@settings(max_examples=200)
@given(st.lists(LABEL, min_size=1, max_size=5), st.sampled_from(["", "-", ".", "secure.example"]))
def test_no_soup_of_labels_is_accepted_unless_it_ends_in_the_suffix(
    labels: list[str], joint: str
) -> None:
    domain = ".".join(labels) + joint + "secure.example" + (f".{labels[0]}" if joint else "")
    verdict = judge(f"dmarc=pass header.from={domain}", f"a@{domain}")
    on_network = domain == "secure.example" or domain.endswith(".secure.example")
    assert accepted(verdict) <= on_network


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            (
                OFFICER,
                f"<{OFFICER}>",
                f'"{OFFICER}"',
                f"({OFFICER})",
                "b@evil.example",
                DOMAIN,
                "\n From: ",
                *'<>@,:;"()\\ \t\r',
            )
        ),
        max_size=8,
    ).map("".join),
    st.sampled_from(
        (
            f"dmarc=fail header.from={DOMAIN} ({PASS})",
            f'dmarc=fail reason="{PASS}"',
            "none",
            "dmarc=pass header.from=evil.example",
            f"spf=pass smtp.mailfrom={DOMAIN}",
        )
    ),
)
def test_no_from_field_is_trusted_where_the_relay_does_not_vouch_for_it(
    author: str, said: str
) -> None:
    assert not accepted(judge(said, author))


@settings(max_examples=200)
@given(st.binary(max_size=200), st.text('()";=.\\ dmarcpsfhe@', max_size=40))
def test_no_bytes_raise(raw: bytes, soup: str) -> None:
    for head in (raw, b"From: " + raw, f"From: a@b.example\nReceived: {soup}\n".encode() + raw):
        header = parse_header(head)
        found = gather(header, TRUST, Envelope(), Origin.FILE)
        verdict = authenticate(header, found, NETWORKS, DAY)
        assert not accepted(verdict)
        automatic(header, None, (), verdict.author)
    judge(soup, soup)


OWN = ("Info.Exchange@force.pnn.example", "info.exchange@force.example")
PERSON = Address("a.officer", DOMAIN)


def ignored(
    *fields: tuple[str, str], path: str | None = OFFICER, author: Address | None = PERSON
) -> str | None:
    return automatic(Header(tuple(HeaderField(*one) for one in fields)), path, OWN, author)


@pytest.mark.parametrize(
    "field",
    [
        ("Auto-Submitted", "no"),
        ("auto-submitted", " NO (a person) ; x=y"),
        ("X-Auto-Response-Suppress", "All"),
        ("Subject", "Automatic reply: form"),
        ("Content-Type", "multipart/mixed; boundary=report"),
        ("Content-Type", "text/plain; x=multipart/report"),
        ("Precedence", "normal"),
        ("X-List", "x"),
        ("Disposition-Notification-To", OFFICER),
    ],
)
def test_the_mail_of_a_person_is_not_ignored(field: tuple[str, str]) -> None:
    assert ignored(field) is None
    assert ignored(field, path=None) is None


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        (("Auto-Submitted", "auto-replied"), AUTO_SUBMITTED),
        (("AUTO-SUBMITTED", "Auto-Generated (no); x=no"), AUTO_SUBMITTED),
        (("Auto-Submitted", "(no) auto-notified"), AUTO_SUBMITTED),
        (("Auto-Submitted", ""), AUTO_SUBMITTED),
        (("Auto-Submitted", "no (open"), AUTO_SUBMITTED),
        (("X-Autoreply", "yes"), AUTO_SUBMITTED),
        (("Precedence", "auto_reply"), AUTO_SUBMITTED),
        (("Content-Type", "Multipart/Report; report-type=disposition-notification"), REPORT),
        (("Content-Type", "(x) multipart/report"), REPORT),
        (("Content-Type", "message/disposition-notification"), REPORT),
        (("Content-Type", "message/delivery-status"), REPORT),
        (("List-Id", "<x.example>"), LIST_OR_BULK),
        (("list-unsubscribe", "<mailto:x@y.example>"), LIST_OR_BULK),
        (("Precedence", "Bulk"), LIST_OR_BULK),
        (("Precedence", "list (x)"), LIST_OR_BULK),
        (("Precedence", "junk"), LIST_OR_BULK),
    ],
)
def test_the_mail_of_a_machine_is_ignored(field: tuple[str, str], reason: str) -> None:
    assert ignored(field) == reason


def test_two_auto_submitted_fields_are_as_automatic_as_the_worse_of_them() -> None:
    assert ignored(("Auto-Submitted", "no"), ("Auto-Submitted", "auto-replied")) == AUTO_SUBMITTED


def test_the_null_reverse_path_is_ignored_but_an_unknown_one_is_not() -> None:
    assert ignored(path="") == NULL_REVERSE_PATH
    assert ignored(path="<>") == NULL_REVERSE_PATH
    assert ignored(path=None) is None


def test_our_own_address_is_known_in_every_spelling_as_author_and_reverse_path() -> None:
    for own in OWN:
        local, _, domain = own.upper().partition("@")
        assert ignored(author=Address(local, domain.lower())) == OWN_ADDRESS
        assert ignored(path=own.upper(), author=None) == OWN_ADDRESS
    assert ignored(path="", author=Address("info.exchange", "force.example")) == OWN_ADDRESS
    assert ignored(author=Address("info.exchange", "other.example")) is None


def test_a_mailer_daemon_with_a_reverse_path_is_still_a_report() -> None:
    assert ignored(author=Address("MAILER-DAEMON", DOMAIN)) == REPORT


@pytest.mark.parametrize(
    ("bases", "proven"),
    [
        ("spf=pass smtp.mailfrom=b.pnn.police.uk; ", False),
        ("dkim=pass header.d=b.pnn.police.uk; ", False),
        ("dkim=pass header.d=pnn.police.uk; spf=pass smtp.mailfrom=b.pnn.police.uk; ", False),
        ("dkim=pass header.d=a.pnn.police.uk; spf=pass smtp.mailfrom=b.pnn.police.uk; ", True),
        ("spf=pass smtp.mailfrom=x@a.pnn.police.uk; ", True),
        ("", True),
    ],
)
def test_one_force_does_not_pass_as_another_by_relaxed_alignment(
    bases: str, *, proven: bool
) -> None:
    pnn = (Network(name="pnn", suffix="pnn.police.uk"),)
    said = f"{bases}dmarc=pass header.from=a.pnn.police.uk"
    assert accepted(judge(said, "x@a.pnn.police.uk", networks=pnn)) is proven


ONE, TWO = "one.uk.secure.example", "two.uk.secure.example"


@pytest.mark.parametrize(
    ("bases", "proven"),
    [
        ("", True),
        ("spf=pass; dkim=pass; ", True),
        ("spf=none smtp.mailfrom=; dkim=none; ", True),
        (f"spf=fail smtp.mailfrom={TWO}; dkim=fail header.d={TWO}; ", True),
        (f"spf=pass smtp.mailfrom={ONE}; ", True),
        (f"spf=pass smtp.mailfrom=x@mail.{ONE}; ", True),
        (f"spf=pass smtp.mailfrom=<x@{ONE}>; ", True),
        (f"dkim=pass header.d={ONE.upper()}; ", True),
        (f"dkim=pass header.d=mail.{ONE}; ", True),
        ("dkim=pass header.d=uk.secure.example; ", True),
        ("dkim=pass header.d=secure.example; ", True),
        (f"dkim=pass header.i=@{ONE}; ", True),
        (f"dkim=pass header.i=bob@{ONE} header.s=a; spf=pass smtp.mailfrom=x@fwd.example; ", True),
        (f"spf=pass smtp.mailfrom=SRS0=a=b={ONE}=x@fwd.example; dkim=pass header.d={ONE}; ", True),
        (f"dkim=pass header.d={TWO}; dkim=pass header.d={ONE}; ", True),
        (f'dkim=pass header.d="{ONE}" header.s="a"; ', True),
        # a neighbour
        (f"spf=pass smtp.mailfrom=x@{TWO}; ", False),
        (f"spf=pass smtp.mailfrom={TWO}; dkim=fail header.d={ONE}; ", False),
        (f"dkim=pass header.d={TWO}; spf=pass smtp.mailfrom=evil.example; ", False),
        (f"dkim=pass header.d={TWO} header.i=@{ONE}; ", False),
        (f"dkim=pass header.d={ONE} header.d={TWO}; ", False),
        (f"dkim=pass header.i=@{TWO}; ", False),
        (f"dkim=pass header.i=@{ONE}.evil.example; ", False),
        (f'dkim=pass header.d="{TWO}" header.s=a; ', False),
        (f"dkim = pass header.d = {TWO} header.s = a; ", False),
        ("dkim=pass header.d=example; ", False),
        (f"dkim=pass header.d=x{ONE}; ", False),
        (f"spf=pass smtp.mailfrom={TWO} smtp.helo={ONE}; ", False),
        # what cannot be read names somebody, whoever that is
        (f"spf=pass smtp.mailfrom=[x]@{TWO}; ", False),
        (f'spf=pass smtp.mailfrom="a b"@{TWO} smtp.helo={ONE}; ', False),
        ("dkim=pass header.d=; ", False),
        # HELO alone: it is what SPF was about where the reverse-path is null
        (f"spf=pass smtp.helo={TWO}; ", False),
        (f"spf=pass smtp.mailfrom= smtp.helo={TWO}; ", False),
        (f"spf=pass smtp.mailfrom=<> smtp.helo=postmaster@{TWO}; ", False),
        (f"spf=pass smtp.helo=mail.{ONE}; ", True),
        ("spf=pass smtp.helo=mail.other.example; ", True),
        ("spf=pass smtp.helo=[192.0.2.1]; ", True),
        (f"spf=pass smtp.helo={TWO}; spf=none smtp.mailfrom=x@{ONE}; ", True),
        (f"spf=pass smtp.helo={TWO}; dkim=pass header.d={ONE}; ", True),
    ],
)
@pytest.mark.parametrize("until", [None, "2019-03-31"])
def test_a_neighbour_on_a_network_never_passes_for_another(
    bases: str, until: str | None, *, proven: bool
) -> None:
    network = Network(name="secure", suffix="secure.example", trusted_until=until)
    said = f"{bases}dmarc=pass header.from={ONE}"
    assert accepted(judge(said, f"x@{ONE}", networks=(network,))) is proven


@pytest.mark.parametrize("suffix", ["cjsm.net", "gsi.gov.uk", "nhs.net", "police.uk"])
def test_that_holds_on_every_network(suffix: str) -> None:
    networks = (Network(name="one", suffix=suffix),)
    for basis in ("dkim=pass header.d=", "spf=pass smtp.mailfrom="):
        said = f"{basis}b.{suffix}; dmarc=pass header.from=a.{suffix}"
        assert judge(said, f"x@a.{suffix}", networks=networks).reason == NOT_ALIGNED
        # nor does what stands below the suffix speak for the suffix
        said = f"{basis}b.{suffix}; dmarc=pass header.from={suffix}"
        assert judge(said, f"x@{suffix}", networks=networks).reason == NOT_ALIGNED
        said = f"{basis}{suffix}; dmarc=pass header.from=a.{suffix}"
        assert accepted(judge(said, f"x@a.{suffix}", networks=networks))


def test_a_neighbour_on_a_direct_hop_never_passes_for_another() -> None:
    header = Header((HeaderField("From", f"x@{ONE}"),))
    for basis in (
        MethodResult("dkim", "pass", (("header.d", TWO),)),
        MethodResult("spf", "pass", (("smtp.mailfrom", TWO),)),
        MethodResult("spf", "pass", (("smtp.helo", TWO),)),
    ):
        found = Evidence((MethodResult("dmarc", "pass", (("header.from", ONE),)), basis))
        assert authenticate(header, found, NETWORKS, DAY).reason == NOT_ALIGNED


def test_an_author_on_no_network_has_no_neighbours_and_stays_insecure() -> None:
    said = "dkim=pass header.d=b.example; dmarc=pass header.from=a.b.example"
    assert judge(said, "x@a.b.example").reason == INSECURE_NETWORK
    # on one that is switched off he has, and is not told anything either
    off = (Network(name="off", suffix="b.example", enabled=False),)
    said = "dkim=pass header.d=c.b.example; dmarc=pass header.from=a.b.example"
    assert judge(said, "x@a.b.example", networks=off).reason == NOT_AUTHENTICATED


def test_the_day_by_which_a_network_is_judged_is_the_relays() -> None:
    """No date that a sender writes makes a retired network young again."""
    retired = aligned(trusted_until="2019-03-31")
    old = "Wed, 14 Mar 2018 10:00:00 +0000"
    relays = "from x.example ([192.0.2.1]) by mx.force.example; Wed, 14 May 2025 10:01:00 +0100"
    results = f"Authentication-Results: mx.force.example; spf=pass smtp.mailfrom={DOMAIN}\n"
    below = (
        f"Received: from x ([192.0.2.1]) by mx.force.example; {old}\nFrom: {OFFICER}\nDate: {old}\n"
    )
    for top in (relays, relays.replace("x.example", f"x.example; {old}"), f"{relays}\n ; {old}"):
        header = parse_header(f"Received: {top}\n{results}{below}".encode())
        found = gather(header, TRUST, Envelope(), Origin.IMAP)
        received = received_time(header, TRUST)
        assert received is None or received.year == 2025
        on = received.date() if received else DAY
        assert not accepted(authenticate(header, found, retired, on))
    header = parse_header(f"Received: {relays}\n{results}{below}".encode())
    found = gather(header, TRUST, Envelope(), Origin.IMAP)
    assert authenticate(header, found, retired, DAY).reason == NETWORK_RETIRED


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (SEVERAL_RESULTS, "two results fields of ours"),
        (NO_RESULTS, "no results field of ours"),
        (MALFORMED_RESULTS, "not written as RFC 8601"),
        (NOT_AUTHENTICATED, "nothing our relay says"),
    ],
)
def test_the_verdict_says_plainly_what_is_wrong_with_the_results(problem: str, words: str) -> None:
    header = Header((HeaderField("From", OFFICER),))
    verdict = authenticate(header, Evidence(problem=problem), NETWORKS, DAY)
    assert verdict.reason == problem
    assert words in verdict.detail


def test_a_from_field_folded_onto_the_relays_results_breaks_them() -> None:
    assert judge(f"{PASS}\n From: <b@evil.example>").reason == AMBIGUOUS_AUTHOR
    assert read_results(f"mx.force.example; {PASS} From: <b@evil.example>") is None


@pytest.mark.parametrize("path", ['""', '<"">', "MAILER-DAEMON", "<mailer-daemon>", "<>"])
def test_however_a_server_spells_the_null_reverse_path_it_is_ignored(path: str) -> None:
    assert automatic(Header(()), path, (), None) == NULL_REVERSE_PATH


def test_the_reverse_path_of_a_mailer_daemon_with_a_domain_is_a_report() -> None:
    assert automatic(Header(()), "Mailer-Daemon@relay.example", (), None) == REPORT


@pytest.mark.parametrize("local", ["exchange+piet", "Exchange+", "exchange+a+b"])
def test_our_own_address_with_a_detail_is_still_our_own(local: str) -> None:
    own = ("exchange@force.example",)
    author = Address(local, "force.example")
    assert automatic(Header(()), "x@council.example", own, author) == OWN_ADDRESS
    assert automatic(Header(()), f"<{local}@force.example>", own, None) == OWN_ADDRESS
    assert automatic(Header(()), None, own, Address("exchange.team", "force.example")) is None


def test_a_quoted_authserv_id_is_the_same_id() -> None:
    quoted = f'"mx.force.example"; {PASS}'
    header = parse_header(
        b"Received: from a.example (a.example [192.0.2.1]) by mx.force.example; "
        b"Mon, 5 Jan 2026 10:00:00 +0000\r\n"
        b"Authentication-Results: " + quoted.encode() + b"\r\n"
        b"From: " + OFFICER.encode() + b"\r\n\r\n"
    )
    found = gather(header, TRUST, Envelope(), Origin.IMAP)
    assert found.problem is None
    assert authenticate(header, found, NETWORKS, DAY).verdict is SenderVerdict.ACCEPTED


def test_a_colon_inside_a_quoted_reason_is_no_folded_field() -> None:
    value = f'mx.force.example; dkim=neutral reason="bad key: not found" header.d=x.example; {PASS}'
    header = parse_header(
        b"Received: from a.example (a.example [192.0.2.1]) by mx.force.example; "
        b"Mon, 5 Jan 2026 10:00:00 +0000\r\n"
        b"Authentication-Results: " + value.encode() + b"\r\n"
        b"From: " + OFFICER.encode() + b"\r\n\r\n"
    )
    assert gather(header, TRUST, Envelope(), Origin.IMAP).problem is None
