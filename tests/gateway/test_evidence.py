"""SPF, DKIM and DMARC of a direct hop: what proves an author, what does not, what is asked again."""

from __future__ import annotations

import base64
import re
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import dkim
import pytest
from dkim.crypto import parse_pem_private_key
from structlog.testing import capture_logs

from gateway import evidence as evidence_module
from gateway import lookups as lookups_module
from gateway.dmarc import aligned, find_policy
from gateway.evidence import MOST_TRIES, Prover, examine
from gateway.lookups import Lookups, Resolve, TemporaryDnsError, TooManyLookupsError, system_resolve
from models.auth import Evidence
from models.mail import Arrival, Envelope, Origin
from models.organisation import organisation
from models.reasons import AUTH_UNAVAILABLE
from models.settings import Settings, SettingsError
from models.store.claims import claim
from models.store.connection import Store
from models.store.intake import record_arrivals
from models.store.outbox import State, list_outbound
from tests.gateway.zone import Key, Nameserver, Zone

DOMAIN = "council.example"
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
PEER = "198.51.100.7"
MAIL = (
    f"From: Olive Fficer <o.fficer@{DOMAIN}>\r\nTo: information.exchange@force.example\r\n"
    "Subject: Our form\r\nDate: Mon, 01 Jun 2026 10:00:00 +0100\r\n"
    f"Message-ID: <1@{DOMAIN}>\r\n\r\nPlease  find it. \r\n\r\n\r\n"
).encode()
POLICY = "v=DMARC1; p=reject"
KEY_NAME = f"s1._domainkey.{DOMAIN}"


@pytest.fixture(scope="module")
def key() -> Key:
    return Key()


def zone(key: Key, policy: str = POLICY) -> Zone:
    """A domain that signs and says so; its SPF names one address that is not the peer's."""
    made = Zone().text(f"_dmarc.{DOMAIN}", policy).text(KEY_NAME, key.record)
    return made.text(DOMAIN, "a site verification", "v=spf1 ip4:192.0.2.1 -all")


def arrival(
    raw: bytes = MAIL, path: str | None = f"bounces@{DOMAIN}", **changed: object
) -> Arrival:
    envelope = Envelope(path, (), str(changed.pop("ip", PEER)), str(changed.pop("helo", "mx.out")))
    return Arrival(Origin.SMTP, "smtp", raw, NOW, envelope, direct=True, session="s1")


def found(
    names: Resolve, raw: bytes = MAIL, author: str | None = DOMAIN, **changed: object
) -> Evidence:
    return examine(arrival(raw, **changed), author, Lookups(names, 20.0))  # type: ignore[arg-type]


def results(evidence: Evidence, method: str) -> list[str]:
    return [one.result for one in evidence.results if one.method == method]


# What proves an author


def test_an_aligned_signature_proves_the_author(key: Key) -> None:
    evidence = found(zone(key), key.sign(MAIL, DOMAIN))
    assert [(one.method, one.result, one.properties) for one in evidence.results] == [
        ("dmarc", "pass", (("header.from", DOMAIN),)),
        ("spf", "fail", (("smtp.mailfrom", DOMAIN),)),
        ("dkim", "pass", (("header.d", DOMAIN),)),
    ]
    assert (evidence.authserv_id, evidence.relay, evidence.problem) == ("ostiary", None, None)
    assert evidence.received_from == f"[{PEER}]"


@pytest.mark.parametrize("header_form", [b"simple", b"relaxed"])
@pytest.mark.parametrize("body_form", [b"simple", b"relaxed"])
@pytest.mark.parametrize(
    "body",
    [b"", b"\r\n", b"\r\n\r\n\r\n", b" \r\n\t\r\n", b"a \t b\t\r\n \r\n", b"a", b" a\r\nb  \r\n"],
)
def test_both_canonical_forms_are_made_as_the_signer_made_them(
    key: Key, header_form: bytes, body_form: bytes, body: bytes
) -> None:
    head = MAIL.partition(b"\r\n\r\n")[0].replace(b"Subject: Our form", b"Subject:  Our\r\n  form")
    raw = head + b"\r\n\r\n" + body
    signed = key.sign(raw, DOMAIN, canonicalize=(header_form, body_form))
    assert results(found(zone(key), signed), "dkim") == ["pass"]


def test_an_aligned_spf_pass_proves_the_author_without_a_signature(key: Key) -> None:
    names = zone(key).text(f"mail.{DOMAIN}", f"v=spf1 include:_spf.{DOMAIN} mx -all")
    names.text(f"_spf.{DOMAIN}", f"v=spf1 a:a.{DOMAIN} ?all")
    names.records[f"mail.{DOMAIN}", "MX"] = [(10, f"out.{DOMAIN}.")]
    names.records[f"out.{DOMAIN}", "A"] = [PEER]
    evidence = found(names, path=f"x@mail.{DOMAIN}")
    assert results(evidence, "spf") == ["pass"]
    assert results(evidence, "dmarc") == ["pass"]
    assert ("out.council.example", "A", PEER) in evidence.answers
    assert ("mail.council.example", "MX", "10 out.council.example.") in evidence.answers
    assert (f"a.{DOMAIN}", "A", "") in evidence.answers


def test_spf_asks_by_ipv6_and_by_macro(key: Key) -> None:
    names = zone(key).text(DOMAIN, "v=spf1 exists:%{l}._x.%{d} ip6:2001:db8::/32 -all")
    assert results(found(names, ip="2001:db8::7"), "dmarc") == ["pass"]
    names.records[f"bounces._x.{DOMAIN}", "A"] = ["127.0.0.2"]
    assert results(found(names), "dmarc") == ["pass"]
    assert results(found(names, path=f"other@{DOMAIN}"), "dmarc") == ["fail"]


def test_spf_of_the_null_path_is_that_of_the_helo_name(key: Key) -> None:
    names = zone(key).text(f"mx.{DOMAIN}", f"v=spf1 ip4:{PEER} -all")
    evidence = found(names, path="", helo=f"MX.{DOMAIN}")
    assert evidence.results[0].result == "pass"
    assert evidence.results[1].properties == (("smtp.helo", f"mx.{DOMAIN}"),)
    assert results(found(names, path="", helo="[198.51.100.7]"), "spf") == []
    # beside a reverse-path the HELO name proves nothing
    assert results(found(names, path="x@other.example", helo=f"mx.{DOMAIN}"), "dmarc") == ["fail"]


@pytest.mark.parametrize("path", ['"a@b"@council.example', "a@[198.51.100.7]", None])
def test_a_reverse_path_that_is_no_plain_address_is_no_spf_result(
    key: Key, path: str | None
) -> None:
    evidence = found(zone(key), path=path)
    assert results(evidence, "spf") == []
    assert results(evidence, "dmarc") == ["fail"]


# What does not


def test_a_forged_mail_fails(key: Key) -> None:
    names = zone(key).text("evil.example", f"v=spf1 ip4:{PEER} -all")
    names.text("s1._domainkey.evil.example", key.record)
    evidence = found(names, key.sign(MAIL, "evil.example"), path="x@evil.example")
    assert results(evidence, "spf") == ["pass"]
    assert results(evidence, "dkim") == ["pass"]
    assert results(evidence, "dmarc") == ["fail"]


def test_a_mail_without_one_author_asks_for_nothing(key: Key) -> None:
    names = zone(key)
    evidence = found(names, author=None)
    assert evidence.results == ()
    assert evidence.problem is None
    assert names.asked == []


def test_what_was_changed_after_signing_fails(key: Key) -> None:
    signed = key.sign(MAIL, DOMAIN)
    for changed in (
        signed.replace(b"Please", b"Plaese"),
        signed.replace(b"Our form", b"Our forms"),
        signed + b"more\r\n",
        signed.replace(b"From: Olive", b"From: Oliver"),
    ):
        assert results(found(zone(key), changed), "dkim") == ["fail"]


def test_a_signature_on_a_part_of_the_body_does_not_count(key: Key) -> None:
    signed = key.sign(MAIL, DOMAIN, length=True) + b"and what the author never wrote\r\n"
    evidence = found(zone(key), signed)
    assert results(evidence, "dkim") == ["policy"]
    assert results(evidence, "dmarc") == ["fail"]


MIME = (
    b"Content-Type: multipart/mixed; boundary=zz\r\n",
    b"content-type : text/html\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Disposition: attachment; filename=form.docx\r\n",
    b"MIME-Version: 1.0\r\n",
    b"Subject: URGENT\r\n",
)


@pytest.mark.parametrize("added", MIME)
@pytest.mark.parametrize("above", [True, False])
def test_a_field_that_changes_what_is_read_must_be_covered(
    key: Key,
    added: bytes,
    above: bool,  # noqa: FBT001
) -> None:
    names = zone(key)
    plain = MAIL.replace(b"Subject: Our form\r\n", b"") if b"Subject" in added else MAIL
    signed = key.sign(plain, DOMAIN)
    changed = added + signed if above else signed.replace(b"\r\nTo:", b"\r\n" + added + b"To:")
    assert results(found(names, signed), "dkim") == ["pass"]
    evidence = found(names, changed)
    assert results(evidence, "dkim") == ["policy"]
    assert results(evidence, "dmarc") == ["fail"]
    # in the author's own mail, covered by his signature, it is as sound as ever
    own = plain.replace(b"\r\nTo:", b"\r\n" + added.replace(b" :", b":") + b"To:")
    every = [line.partition(b":")[0].strip() for line in own.split(b"\r\n\r\n")[0].split(b"\r\n")]
    covered = key.sign(own, DOMAIN, include_headers=every)
    assert results(found(names, covered), "dmarc") == ["pass"]


def test_a_second_field_above_the_one_that_is_covered_does_not_count(key: Key) -> None:
    typed = MAIL.replace(b"\r\nTo:", b"\r\nContent-Type: text/plain\r\nTo:")
    signed = key.sign(typed, DOMAIN)
    assert results(found(zone(key), signed), "dkim") == ["pass"]
    assert results(found(zone(key), MIME[0] + signed), "dkim") == ["policy"]
    assert results(found(zone(key), b"Subject: Other\r\n" + signed), "dkim") == ["policy"]


def test_a_field_with_two_kinds_of_line_end_hides_no_other(key: Key) -> None:
    signed = key.sign(MAIL, DOMAIN)
    for between in (b"\n", b"\r"):
        hidden = b"X-Note: a" + between + MIME[0] + signed
        assert results(found(zone(key), hidden), "dkim") == ["policy"]
        assert results(found(zone(key), signed + b"a" + between), "dkim") == ["policy"]


def test_no_more_is_demanded_than_what_is_there(key: Key) -> None:
    """Over-signing, and fields that say nothing, are not asked for."""
    says_nothing = b"Content-Transfer-Encoding: 8bit\r\nContent-Disposition: inline\r\n"
    plain = MAIL.replace(b"\r\nTo:", b"\r\n" + says_nothing + b"To:")
    signed = key.sign(plain, DOMAIN, include_headers=[b"from", b"subject"])
    assert results(found(zone(key), signed), "dmarc") == ["pass"]
    assert results(found(zone(key), b"X-Hop: 1\r\n" + signed), "dmarc") == ["pass"]


def test_the_authors_own_domain_is_heard_before_one_that_stands_above_it(key: Key) -> None:
    """A policy may ask for the very domain: a parent's good signature must not end the search."""
    below = f"a.{DOMAIN}"
    raw = key.sign(MAIL.replace(f"@{DOMAIN}>\r\nTo".encode(), f"@{below}>\r\nTo".encode()), below)
    signed = key.sign(raw, DOMAIN)
    names = zone(key).text(f"_dmarc.{below}", f"{POLICY}; adkim=s")
    names.text(f"s1._domainkey.{below}", key.record)
    assert results(found(names, signed, author=below), "dmarc") == ["pass"]


def _retagged(signed: bytes, old: bytes, new: bytes) -> bytes:
    head, _, rest = signed.partition(b"\r\nFrom:")
    assert re.search(old, head)
    return re.sub(old, new, head, count=1) + b"\r\nFrom:" + rest


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        (rb"; t=\d+", b"; t=1700000000; x=1700000001", "policy"),
        (rb"; t=\d+", b"; x=later", "policy"),
        (rb"; t=\d+", b"; x=-1", "policy"),
        (rb"a=rsa-sha256", b"a=rsa-sha1", "policy"),
        (rb"a=rsa-sha256", b"a=ed25519-sha256", "policy"),
        (rb"h=from : ", b"h=", "permerror"),
        (rb"i=@council", b"i=@evil", "fail"),
        (rb"v=1", b"v=2", "fail"),
        (rb"c=relaxed/relaxed", b"c=odd/odd", "fail"),
    ],
)
def test_a_signature_that_does_not_count_whatever_its_key_says(
    key: Key, old: bytes, new: bytes, result: str
) -> None:
    signed = key.sign(MAIL, DOMAIN, include_headers=[b"from", b"to", b"subject"])
    evidence = found(zone(key), _retagged(signed, old, new))
    assert results(evidence, "dkim") == [result]
    assert results(evidence, "dmarc") == ["fail"]


def test_a_signature_that_expired_while_we_had_no_answer_was_good(key: Key) -> None:
    """Only the instant at which the mail came counts: the lookup may be hours later."""
    expired = datetime.now(UTC) - timedelta(hours=4)
    for came, result in (
        (expired - timedelta(minutes=1), "pass"),
        (expired + timedelta(minutes=1), "policy"),
    ):
        mail = replace(arrival(_expiring(key, expired)), arrived_at=came)
        assert results(examine(mail, DOMAIN, Lookups(zone(key), 20.0)), "dkim") == [result]


def _expiring(key: Key, at: datetime) -> bytes:
    """Signed with x=, which the library's signer cannot write: by way of its own fields."""
    made = dkim.DomainSigner.gen_header
    stamp = str(int(at.timestamp())).encode()

    def with_expiry(self: object, fields: list[tuple[bytes, bytes]], *rest: object) -> bytes:
        fields[:] = [one for one in fields if one[0] != b"t"]
        fields.insert(4, (b"x", stamp))
        signed: bytes = made(self, fields, *rest)
        return signed

    dkim.DomainSigner.gen_header = with_expiry
    try:
        return key.sign(MAIL, DOMAIN)
    finally:
        dkim.DomainSigner.gen_header = made


@pytest.mark.parametrize(
    "record",
    [
        "v=DKIM1; k=rsa; p=",
        "v=DKIM2; {key}",
        "v=DKIM1; t=y; {key}",
        "v=DKIM1; t=s; {key}",
        "v=DKIM1; h=sha1; {key}",
        "v=DKIM1; s=tlsrpt; {key}",
        "v=DKIM1; k=ed25519; p=AAAA",
        "nonsense",
        "",
    ],
)
def test_a_key_that_may_not_speak_is_no_key(key: Key, record: str) -> None:
    bare = key.record.partition("; ")[2]
    names = zone(key).text(KEY_NAME, record.format(key=bare))
    signed = key.sign(MAIL, DOMAIN, identity=b"@sub.council.example")
    assert results(found(names, signed), "dkim")[0] in {"fail", "permerror"}


def test_two_keys_at_one_name_are_none(key: Key) -> None:
    names = zone(key).text(KEY_NAME, key.record, key.record)
    assert results(found(names, key.sign(MAIL, DOMAIN)), "dkim") == ["fail"]


def test_a_key_of_less_than_1024_bits_proves_nothing() -> None:
    small = Key(1016)
    assert results(found(zone(small), small.sign(MAIL, DOMAIN)), "dkim") == ["fail"]


def test_junk_signatures_do_not_crowd_out_the_one_that_counts(key: Key) -> None:
    signed = key.sign(MAIL, DOMAIN)
    junk = signed.partition(b"\r\nFrom:")[0].replace(b"council.example", b"junk.example")
    names = zone(key).failing("s1._domainkey.junk.example")
    evidence = found(names, b"".join([junk + b"\r\n"] * 20) + signed)
    assert results(evidence, "dmarc") == ["pass"]
    assert len([one for one in names.asked if "junk" in one[0]]) <= 1


# Policies and alignment


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        ((POLICY,), "pass"),
        (("v=DMARC1; p=none; pct=0",), "pass"),
        (("V=DMARC1; p=reject",), "none"),
        (("v=DMARC1x; p=reject",), "none"),
        (("p=reject; v=DMARC1",), "none"),
        ((POLICY, POLICY), "none"),
        ((POLICY, "something else", "v=spf1 -all"), "pass"),
        (("v=DMARC1; rua=mailto:x@council.example",), "pass"),
        (("v=DMARC1; p=whatever",), "none"),
        ((), "none"),
    ],
)
def test_exactly_one_record_is_a_policy(key: Key, texts: tuple[str, ...], verdict: str) -> None:
    names = zone(key).text(f"_dmarc.{DOMAIN}", *texts)
    assert results(found(names, key.sign(MAIL, DOMAIN)), "dmarc") == [verdict]


def test_the_policy_of_the_organisation_counts_where_the_domain_has_none(key: Key) -> None:
    raw = MAIL.replace(b"@council.example>\r\nTo", b"@housing.council.example>\r\nTo")
    author = "housing.council.example"
    signed = key.sign(raw, DOMAIN)
    assert results(found(zone(key), signed, author), "dmarc") == ["pass"]
    strict = zone(key, "v=DMARC1; p=reject; adkim=s; aspf=s")
    assert results(found(strict, signed, author), "dmarc") == ["fail"]
    own = zone(key).text(f"_dmarc.{author}", "v=DMARC1; p=none; adkim=s")
    assert results(found(own, signed, author), "dmarc") == ["fail"]
    several = zone(key).text(f"_dmarc.{author}", POLICY, POLICY)
    assert results(found(several, signed, author), "dmarc") == ["none"]


def test_spf_is_held_to_the_policy_too(key: Key) -> None:
    names = zone(key, "v=DMARC1; p=reject; aspf=s")
    names.text(f"mail.{DOMAIN}", f"v=spf1 ip4:{PEER} -all")
    assert results(found(names, path=f"x@mail.{DOMAIN}"), "dmarc") == ["fail"]


@pytest.mark.parametrize(
    ("author", "proven", "speaks"),
    [
        ("anyforce.pnn.police.uk", "anyforce.pnn.police.uk", True),
        ("anyforce.pnn.police.uk", "otherforce.pnn.police.uk", False),
        ("anyforce.pnn.police.uk", "pnn.police.uk", False),
        ("sub.anyforce.pnn.police.uk", "anyforce.pnn.police.uk", False),
        ("pnn.police.uk", "anyforce.pnn.police.uk", False),
        ("mail.anyforce.police.uk", "anyforce.police.uk", True),
        ("anyforce.police.uk", "otherforce.police.uk", False),
        ("one.cjsm.net", "cjsm.net", True),
        ("one.cjsm.net", "two.cjsm.net", False),
        ("cjsm.net", "one.cjsm.net", False),
        ("a.gov.uk.cjsm.net", "gov.uk.cjsm.net", True),
        ("one.gov.uk", "two.gov.uk", False),
        ("x.one.gov.uk", "y.one.gov.uk", True),
        ("council.example", "notcouncil.example", False),
        ("council.example", "example", False),
    ],
)
def test_who_may_speak_for_whom(author: str, proven: str, speaks: bool) -> None:  # noqa: FBT001
    assert aligned(author, proven, strict=False) is speaks
    assert aligned(author, proven, strict=True) is (author == proven)


def test_one_force_cannot_pass_for_another_whatever_the_record_says(key: Key) -> None:
    """police.uk is a public suffix: by the book pnn.police.uk is one organisation."""
    assert organisation("anyforce.pnn.police.uk") == "pnn.police.uk"
    author, other = "anyforce.pnn.police.uk", "otherforce.pnn.police.uk"
    names = Zone().text("_dmarc.pnn.police.uk", "v=DMARC1; p=reject; adkim=r; aspf=r")
    names.text(f"s1._domainkey.{other}", key.record).text(other, f"v=spf1 ip4:{PEER} -all")
    raw = MAIL.replace(DOMAIN.encode(), author.encode())
    evidence = found(names, key.sign(raw, other), author, path=f"x@{other}")
    assert results(evidence, "dmarc") == ["fail"]
    names.text(f"s1._domainkey.{author}", key.record)
    assert results(found(names, key.sign(raw, author), author), "dmarc") == ["pass"]


# No answer is not an answer


@pytest.mark.parametrize("name", [f"_dmarc.{DOMAIN}", KEY_NAME, DOMAIN])
def test_what_the_verdict_hangs_on_is_asked_again(key: Key, name: str) -> None:
    raw = key.sign(MAIL, DOMAIN)
    names = zone(key)
    if name == DOMAIN:
        names.text(KEY_NAME)
    with pytest.raises(TemporaryDnsError):
        found(names.failing(name), raw)


def test_one_proof_is_enough_whatever_other_servers_do(key: Key) -> None:
    evidence = found(zone(key).failing(DOMAIN), key.sign(MAIL, DOMAIN))
    assert results(evidence, "spf") == ["temperror"]
    assert results(evidence, "dmarc") == ["pass"]


def test_a_domain_that_could_not_speak_anyway_is_not_waited_for(key: Key) -> None:
    names = zone(key).failing("s1._domainkey.evil.example").failing("evil.example")
    evidence = found(names, key.sign(MAIL, "evil.example"), path="x@evil.example")
    assert results(evidence, "dkim") == ["temperror"]
    assert results(evidence, "dmarc") == ["fail"]


def test_when_the_time_is_up_nothing_is_known(key: Key) -> None:
    with pytest.raises(TemporaryDnsError):
        examine(arrival(), DOMAIN, Lookups(zone(key), 0.0))


# Hostile mail and records


def test_a_record_that_asks_for_too_much_is_an_error_and_not_a_pass(key: Key) -> None:
    names = zone(key)
    hosts: list[tuple[int, str]] = [(1, f"h{number}.{DOMAIN}") for number in range(10)]
    for number in range(10):
        names.records[f"m{number}.{DOMAIN}", "MX"] = [(p, f"{number}{h}") for p, h in hosts]
        for _, host in hosts:
            names.records[f"{number}{host}", "A"] = ["192.0.2.1"]
    every = " ".join(f"mx:m{number}.{DOMAIN}" for number in range(10))
    names.text(DOMAIN, f"v=spf1 {every} +all")
    evidence = found(names)
    assert results(evidence, "spf") == ["permerror"]
    assert len(names.asked) <= lookups_module.MOST_QUERIES


@pytest.mark.parametrize(
    "record",
    [
        f"v=spf1 include:{DOMAIN} +all",
        f"v=spf1 redirect={DOMAIN}",
        "v=spf1 a:%{l999999999999999999999999}.x -all",
        "v=spf1 exists:%{z} +all",
        "v=spf1 " + "a " * 5000 + "+all",
        "v=spf1 ptr:%{p} ?all",
        "v=spf1 a:n1.x.example a:n2.x.example a:n3.x.example +all",
        "v=spf1 exp=%{d}.x -all \udcff",
        "v=spf1\t+all",
    ],
)
def test_a_broken_record_never_passes(key: Key, record: str) -> None:
    names = zone(key).text(DOMAIN, record.encode(errors="surrogateescape"))
    assert results(found(names), "spf")[0] in {"permerror", "neutral", "none", "fail"}


def test_an_answer_that_is_too_large_says_nothing(key: Key) -> None:
    names = zone(key).text(DOMAIN, f"v=spf1 ip4:{PEER} -all", *["x" * 1000] * 20)
    assert results(found(names), "spf") == ["none"]


def test_names_that_are_no_names_are_not_asked() -> None:
    names = Zone()
    asked = Lookups(names, 5.0)
    for odd in ("", ".", "a..b", "x" * 64 + ".example", "a b.example", "é.example", "a\\.b", "\0"):
        assert asked.ask(odd, "TXT") == ()
    assert asked.ask("_DMARC.Council.example.", "TXT") == ()
    assert names.asked == [("_dmarc.council.example", "TXT")]
    assert asked.answers == (("_dmarc.council.example", "TXT", ""),)


def test_a_message_may_ask_for_so_many_names_and_no_more() -> None:
    asked = Lookups(Zone(), 5.0)
    for number in range(lookups_module.MOST_QUERIES):
        asked.ask(f"n{number}.example", "A")
        asked.ask(f"n{number}.example", "A")
    with pytest.raises(TooManyLookupsError):
        asked.ask("one.more.example", "A")


def test_hostile_signatures_and_bodies_take_no_time(key: Key) -> None:
    """Each of these is quadratic, or worse, in the library alone. The bound is a hang guard."""
    signed = key.sign(MAIL, DOMAIN)
    spaces = signed.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + b" " * 5_000_000 + b"x\r\n"
    lines = signed.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + b"\r\n" * 2_000_000
    fold = b"DKIM-Signature: v=1; d=council.example; b" + b"\r\n " * 20_000 + b"\r\n" + signed
    many = b"X-A: y" + b"\r\n z" * 50_000 + b"\r\n" + signed
    began = time.monotonic()
    for raw in (spaces, lines, fold, many):
        found(zone(key), raw)
    assert time.monotonic() - began < 60


def _der(modulus: int, exponent: int) -> str:
    """An RSAPublicKey (RFC 8017 appendix A.1.1) as a key record has it."""

    def number(value: int) -> bytes:
        data = value.to_bytes(value.bit_length() // 8 + 1)
        return b"\x02\x82" + len(data).to_bytes(2) + data

    inside = number(modulus) + number(exponent)
    whole = b"\x30\x82" + len(inside).to_bytes(2) + inside
    return "p=" + base64.b64encode(whole).decode()


def test_a_key_that_would_take_long_to_compute_with_is_no_key(key: Key) -> None:
    """The exponent plus a multiple of the order of the group verifies just as well, slowly."""
    made = parse_pem_private_key(key.pem)
    modulus, exponent = made["modulus"], made["publicExponent"]
    order = (made["prime1"] - 1) * (made["prime2"] - 1)
    signed = key.sign(MAIL, DOMAIN)
    for more, result in ((0, "pass"), (order, "fail"), (order**4, "fail")):
        names = zone(key).text(KEY_NAME, _der(modulus, exponent + more))
        assert results(found(names, signed), "dkim") == [result]


@pytest.mark.parametrize(("modulus", "exponent"), [(2**9000 + 1, 3), (0, 0), (1, 0), (2**1030, 0)])
def test_a_key_that_is_none_proves_nothing(key: Key, modulus: int, exponent: int) -> None:
    names = zone(key).text(KEY_NAME, _der(modulus, exponent))
    said = results(found(names, key.sign(MAIL, DOMAIN)), "dkim")
    assert said[0] in {"fail", "permerror"}


# The resolver itself


def test_the_real_resolver_against_a_real_server(key: Key) -> None:
    names = zone(key).failing("broken.example")
    names.records["h.example", "A"] = ["192.0.2.9"]
    names.records["h.example", "AAAA"] = ["2001:db8::9"]
    names.records["h.example", "MX"] = [(5, "mx.h.example")]
    names.records["9.2.0.192.in-addr.arpa", "PTR"] = ["h.example."]
    with Nameserver(names) as server:
        ask = system_resolve(["127.0.0.1"], server.port)
        assert ask(KEY_NAME, "TXT", 5.0) == [key.record.encode()]
        assert ask("h.example", "A", 5.0) == ["192.0.2.9"]
        assert ask("h.example", "AAAA", 5.0) == ["2001:db8::9"]
        assert ask("h.example", "MX", 5.0) == [(5, "mx.h.example")]
        assert ask("9.2.0.192.in-addr.arpa", "PTR", 5.0) == ["h.example"]
        assert ask("h.example", "TXT", 5.0) == []
        assert ask("nobody.example", "TXT", 5.0) == []
        for name in ("broken.example", "silent.example"):
            with pytest.raises(TemporaryDnsError):
                ask(name, "TXT", 0.5)
        evidence = found(ask, key.sign(MAIL, DOMAIN))
    assert results(evidence, "dmarc") == ["pass"]
    with pytest.raises(TemporaryDnsError):
        ask(KEY_NAME, "TXT", 0.5)  # the server is gone


def test_a_nameserver_that_is_no_address_is_named() -> None:
    with pytest.raises(SettingsError, match=r"trust\.nameservers: 'dns\.example'"):
        system_resolve(["dns.example"])


def test_several_records_at_one_name_make_no_policy_of_the_organisation() -> None:
    names = Zone().text("_dmarc.a.council.example", POLICY, POLICY).text(f"_dmarc.{DOMAIN}", POLICY)
    assert not find_policy("a.council.example", Lookups(names, 5.0)).found


# The thread that does it


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The instant by now."""
        return self.now


SETTINGS = Settings(
    own_addresses=("information.exchange@force.example",), notices_to="people@force.example"
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def prover(store: Store, names: Resolve, clock: Clock) -> Prover:
    return Prover(store, SETTINGS, lambda _raw: DOMAIN, resolve=names, clock=clock)


@pytest.fixture
def names(key: Key) -> Zone:
    return zone(key)


def record(store: Store, raw: bytes = MAIL) -> int:
    with store.write() as session:
        return record_arrivals(session, [arrival(raw)], NOW)[0].receipt_id


def work(prover: Prover) -> None:
    """Step until nothing is under way."""
    prover.step()
    while prover._running:
        prover.step()


def evidence_of(store: Store, now: datetime = NOW) -> Evidence | None:
    """What the walk would be given; None while it may not begin."""
    with store.write() as session:
        held = claim(session, "w", now, 0.0)
    return held.arrival.evidence if held else None


def test_what_is_found_is_written_and_lets_the_walk_begin(
    store: Store, names: Zone, key: Key, clock: Clock
) -> None:
    record(store, key.sign(MAIL, DOMAIN))
    assert evidence_of(store) is None
    proving = prover(store, names, clock)
    work(proving)
    proving.stop()
    evidence = evidence_of(store)
    assert evidence is not None
    assert results(evidence, "dmarc") == ["pass"]
    assert (f"_dmarc.{DOMAIN}", "TXT", POLICY) in evidence.answers


def test_a_temporary_failure_is_tried_again_ever_more_rarely(
    store: Store, names: Zone, clock: Clock
) -> None:
    record(store)
    names.failing(f"_dmarc.{DOMAIN}")
    proving = prover(store, names, clock)
    waits = []
    for number in range(1, MOST_TRIES):
        with capture_logs() as logs:
            work(proving)
        assert [one["attempts"] for one in logs] == [number]
        wait = logs[0]["next_seconds"]
        waits.append(wait)
        asked = len(names.asked)
        clock.now += timedelta(seconds=wait - 2)
        work(proving)
        assert len(names.asked) == asked  # not yet
        assert evidence_of(store, clock.now) is None
        clock.now += timedelta(seconds=4)
    proving.stop()
    steady = [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert all(0.79 * one <= wait <= 1.21 * one for one, wait in zip(steady, waits, strict=True))
    assert max(waits) <= 3600


def test_after_so_many_tries_it_is_given_up_and_people_are_told_once_a_day(
    store: Store, names: Zone, clock: Clock
) -> None:
    record(store)
    record(store, MAIL + b"another\r\n")
    names.failing(f"_dmarc.{DOMAIN}")
    proving = prover(store, names, clock)
    for _ in range(MOST_TRIES):
        assert evidence_of(store, clock.now) is None
        work(proving)
        clock.now += timedelta(seconds=1.3 * 3600)
    proving.stop()
    evidence = evidence_of(store, clock.now)
    assert evidence is not None
    assert evidence.problem == AUTH_UNAVAILABLE
    assert evidence.results == ()
    with store.read() as session:
        notices = list_outbound(session, tuple(State))
    assert {one.recipient for one in notices} == {"people@force.example"}
    assert 1 <= len(notices) <= 2  # the day may end between the two


def test_servers_that_answer_again_are_believed(
    store: Store, names: Zone, key: Key, clock: Clock
) -> None:
    record(store, key.sign(MAIL, DOMAIN))
    names.failing(KEY_NAME)
    proving = prover(store, names, clock)
    work(proving)
    names.text(KEY_NAME, key.record)
    clock.now += timedelta(seconds=100)
    work(proving)
    proving.stop()
    evidence = evidence_of(store, clock.now)
    assert evidence is not None
    assert results(evidence, "dmarc") == ["pass"]


def test_a_kill_before_the_writing_means_that_it_is_looked_up_again(
    store: Store, names: Zone, key: Key, clock: Clock
) -> None:
    record(store, key.sign(MAIL, DOMAIN))
    killed = prover(store, names, clock)
    killed.step()  # taken up; never written
    killed.stop()
    assert evidence_of(store) is None
    again = prover(store, names, clock)
    work(again)
    again.stop()
    assert evidence_of(store) is not None


def test_stopping_is_nobodys_failure(store: Store, clock: Clock) -> None:
    waiting, go_on = threading.Event(), threading.Event()

    def slow(_name: str, _kind: str, _seconds: float) -> list[bytes]:
        waiting.set()
        go_on.wait(10)
        return []

    record(store)
    proving = prover(store, slow, clock)
    proving.step()
    assert waiting.wait(10)
    proving._stopped = True
    go_on.set()
    proving.stop()
    while proving._running:
        proving.step()
    again = prover(store, Zone(), clock)
    work(again)
    again.stop()
    assert evidence_of(store) is not None


def test_a_fault_of_ours_is_logged_without_a_word_and_tried_again(
    store: Store, clock: Clock, key: Key
) -> None:
    record(store, key.sign(MAIL, DOMAIN))

    def broken(_name: str, _kind: str, _seconds: float) -> list[bytes]:
        raise RuntimeError("o.fficer@council.example")

    proving = prover(store, broken, clock)
    with capture_logs() as logs:
        work(proving)
    assert "o.fficer" not in str(logs)
    assert logs[0]["problem_type"] == "RuntimeError"
    assert logs[0]["attempts"] == 1
    proving._resolve = zone(key)
    clock.now += timedelta(seconds=100)
    work(proving)
    proving.stop()
    assert evidence_of(store, clock.now) is not None


def test_one_slow_domain_does_not_hold_up_the_others(
    store: Store, clock: Clock, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_module, "THREADS", 2)
    go_on = threading.Event()
    good = zone(key)
    slow_mail = MAIL.replace(DOMAIN.encode(), b"slow.example")

    def ask(name: str, kind: str, seconds: float) -> list[object]:
        if "slow.example" in name:
            go_on.wait(20)
        return list(good(name, kind, seconds))

    record(store, slow_mail)
    fast = record(store, key.sign(MAIL, DOMAIN))
    proving = Prover(
        store,
        SETTINGS,
        lambda raw: "slow.example" if b"slow.example" in raw else DOMAIN,
        resolve=ask,  # type: ignore[arg-type]
        clock=clock,
    )
    until = datetime.now(UTC) + timedelta(seconds=20)
    held = None
    while held is None and datetime.now(UTC) < until:
        proving.step()
        with store.write() as session:
            held = claim(session, "w", NOW, 60)
    go_on.set()
    proving.stop()
    assert held is not None
    assert held.receipt_id == fast
