"""A mail that comes with no relay between: from the raw socket to the case, or to quarantine.

The listener, the writer, the prover, the resolver with a DNS server, the walk: all of it real.
"""

from __future__ import annotations

import base64
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from gateway.evidence import MOST_TRIES, Prover, examine
from gateway.listener import Listeners, listen
from gateway.lookups import Lookups, system_resolve
from gateway.spool import Writer
from models.auth import SenderVerdict
from models.cases import CaseState
from models.mail import Arrival, Envelope, Mode, Origin
from models.reasons import AUTH_UNAVAILABLE
from models.settings import Network, Settings
from models.store.cases import list_cases
from models.store.connection import Store, connect, migrate
from models.store.outbox import Kind, State, list_outbound
from models.store.receipts import StoredReceipt, find_receipt
from ostiary.wiring import author_domain_in
from parsers.mime import parse_header
from routing.authenticate import authenticate
from routing.judge import JudgeContext, judge
from routing.walk import advance
from tests.crash.daemon import Daemon
from tests.crash.settings import write_settings
from tests.gateway.talk import Talk
from tests.gateway.zone import Key, Nameserver, Zone
from tests.routing.making import AUTHOR, NOW, OWN, SETTINGS, form, installation, mail
from tests.servers import free_port

DOMAIN = AUTHOR.rpartition("@")[2]
TRUST = SETTINGS.trust.model_copy(update={"direct": ("127.0.0.0/8",), "lookup_seconds": 2.0})
DIRECT: Settings = SETTINGS.model_copy(
    update={
        "trust": TRUST,
        "listener": SETTINGS.listener.model_copy(update={"smtp": "127.0.0.1:0", "mode": Mode.LIVE}),
    }
)


def untraced(raw: bytes) -> bytes:
    """A mail as its author's own machines send it: without our relay's fields."""
    return raw[raw.index(b"From:") :]


@pytest.fixture(scope="module")
def key() -> Key:
    return Key()


@pytest.fixture
def zone(key: Key) -> Zone:
    made = Zone().text(f"_dmarc.{DOMAIN}", "v=DMARC1; p=reject")
    return made.text(f"s1._domainkey.{DOMAIN}", key.record).text(DOMAIN, "v=spf1 -all")


class Gate:
    """One installation with a direct peer: ourselves."""

    def __init__(self, store: Store, port: int) -> None:
        self.store = store
        self.context: JudgeContext = installation(settings=DIRECT)
        self.now = NOW
        self._writer = Writer(store)
        self._writer.start()
        self._listeners: Listeners = listen(DIRECT, self._writer.submit)
        self.port = self._listeners.addresses["smtp"]
        self.prover = self.new_prover(port)

    def new_prover(self, port: int) -> Prover:
        """A prover that asks the name server at `port`."""
        resolve = system_resolve(["127.0.0.1"], port)
        domain = author_domain_in(DIRECT)
        return Prover(self.store, DIRECT, domain, resolve=resolve, clock=lambda: self.now)

    def send(self, raw: bytes, path: str = AUTHOR) -> int:
        """The receipt's number, from the 250 that says it is stored."""
        still = time_machine.travel(self.now, tick=False)
        with still, Talk(self.port, greet="EHLO out.example") as talk:
            assert talk.say(f"MAIL FROM:<{path}>").startswith("250")
            assert talk.say(f"RCPT TO:<{OWN}>").startswith("250")
            assert talk.say("DATA").startswith("354")
            talk.send(raw + b".\r\n")
            said = talk.heard()
        assert said.startswith("250 2.0.0 Ok: queued as ")
        return int(said.rpartition(" ")[2])

    def prove(self) -> None:
        """Let the prover do what is due."""
        self.prover.step()
        while self.prover._running:
            time.sleep(0.01)
            self.prover.step()

    def walk(self) -> bool:
        """One step of the worker."""
        return advance(self.store, self.context, "w1", self.now)

    def receipt(self, number: int) -> StoredReceipt:
        """What is known of a message."""
        with self.store.read() as session:
            found = find_receipt(session, receipt_id=number)
        assert found is not None
        return found

    def close(self) -> None:
        """End its threads."""
        self._listeners.stop()
        self._writer.stop()
        self.prover.stop()


@pytest.fixture
def server(zone: Zone) -> Iterator[Nameserver]:
    with Nameserver(zone) as running:
        yield running


@pytest.fixture
def gate(server: Nameserver, tmp_path: Path) -> Iterator[Gate]:
    store = connect(f"sqlite:///{tmp_path}/ostiary.db")
    migrate(store)
    made = Gate(store, server.port)
    yield made
    made.close()
    store.close()


def test_an_honest_form_by_a_direct_hop_becomes_a_queued_case(gate: Gate, key: Key) -> None:
    number = gate.send(key.sign(untraced(mail(("f.docx", form()))), DOMAIN))
    assert not gate.walk()  # the 250 is said, the evidence is not there yet
    gate.prove()
    assert gate.walk()
    settled = gate.receipt(number)
    assert (settled.disposition, settled.network, settled.author) == ("queue", "cjsm", AUTHOR)
    assert settled.evidence["authserv_id"] == "ostiary"
    assert [f"_dmarc.{DOMAIN}", "TXT", "v=DMARC1; p=reject"] in settled.evidence["answers"]
    with gate.store.read() as session:
        assert [one.state for one in list_cases(session, tuple(CaseState)).rows] == [
            CaseState.QUEUED
        ]
        letters = [(one.kind, one.recipient) for one in list_outbound(session, tuple(State))]
    assert letters == [(Kind.ACKNOWLEDGEMENT, AUTHOR)]


def test_a_quoted_text_that_a_stranger_makes_an_attachment_of_is_quarantined(
    gate: Gate, key: Key
) -> None:
    """The officer only quoted what he was sent; his signature does not say how it is to be read."""
    file = base64.encodebytes(form()).decode().replace("\n", "\r\n")
    quoted = (
        "Not ours, sorry. You wrote:\r\n\r\n--zz\r\n"
        "Content-Type: application/octet-stream; name=form.docx\r\n"
        "Content-Disposition: attachment; filename=form.docx\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{file}--zz--\r\n"
    )
    head = (
        f"From: {AUTHOR}\r\nTo: a@evil.example\r\nSubject: Re: Our form\r\n"
        f"Date: Mon, 01 Jun 2026 10:00:00 +0100\r\nMessage-ID: <5@{DOMAIN}>\r\n\r\n"
    )
    signed = key.sign((head + quoted).encode(), DOMAIN)
    as_mime = b"Content-Type: multipart/mixed; boundary=zz\r\nMIME-Version: 1.0\r\n"
    number = gate.send(as_mime + signed, path="a@evil.example")
    gate.prove()
    assert gate.walk()
    settled = gate.receipt(number)
    assert (settled.disposition, settled.reasons) == ("quarantine", ("not_authenticated",))
    with gate.store.read() as session:
        assert list_cases(session, tuple(CaseState)).rows == ()
        assert list_outbound(session, tuple(State)) == []


def test_a_stored_direct_hop_is_judged_the_same_without_any_name_server(
    gate: Gate, key: Key
) -> None:
    number = gate.send(key.sign(untraced(mail(("f.docx", form()))), DOMAIN))
    gate.prove()
    gate.walk()
    settled = gate.receipt(number)
    assert settled.arrival is not None
    again = judge(settled.arrival, gate.context)
    assert again.disposition.value == settled.disposition
    assert again.auth.authenticated


SHARED = (
    Network(name="cjsm", suffix="cjsm.net"),
    Network(name="pnn", suffix="pnn.police.uk"),
    Network(name="nhs", suffix="nhs.net"),
    Network(name="gsi", suffix="gsi.gov.uk"),
    Network(name="police", suffix="police.uk"),
)


@pytest.mark.parametrize("proof", ["dkim", "spf", "helo"])
@pytest.mark.parametrize(
    ("author", "prover", "speaks"),
    [
        ("trust-a.nhs.net", "trust-a.nhs.net", True),
        ("trust-a.nhs.net", "nhs.net", True),
        ("trust-a.nhs.net", "trust-b.nhs.net", False),
        ("nhs.net", "trust-b.nhs.net", False),
        ("a.gsi.gov.uk", "b.gsi.gov.uk", False),
        ("council.example.cjsm.net", "rogue.example.cjsm.net", False),
        ("a.pnn.police.uk", "b.pnn.police.uk", False),
        ("a.police.uk", "b.police.uk", False),
        ("a.police.uk", "mail.a.police.uk", True),
    ],
)
def test_a_neighbour_on_a_shared_network_proves_nobody_but_himself(
    key: Key,
    author: str,
    prover: str,
    proof: str,
    speaks: bool,  # noqa: FBT001
) -> None:
    """What is looked up names whom it is about, so that the judgement on it can tell."""
    raw = f"From: a@{author}\r\nSubject: x\r\n\r\nHello\r\n".encode()
    names = Zone().text(f"_dmarc.{author}", "v=DMARC1; p=none")
    names.text(f"s1._domainkey.{prover}", key.record)
    names.text(prover, f"v=spf1 {'-' if proof == 'dkim' else '+'}all")
    if proof == "dkim":
        raw = key.sign(raw, prover)
    path = "" if proof == "helo" else f"x@{prover}"
    envelope = Envelope(path, (), "192.0.2.9", prover)
    come = Arrival(Origin.SMTP, "smtp", raw, NOW, envelope, direct=True)
    evidence = examine(come, author, Lookups(names, 20.0))
    verdict = authenticate(parse_header(raw), evidence, SHARED, NOW.date())
    assert (verdict.verdict is SenderVerdict.ACCEPTED) is speaks


@pytest.mark.parametrize("signer", [None, "evil.example"])
def test_a_forged_form_goes_to_quarantine_in_silence(
    gate: Gate, zone: Zone, key: Key, signer: str | None
) -> None:
    """With our relay's own fields on top, too: nothing in the header is our relay's."""
    raw = mail(("f.docx", form()))
    if signer:
        zone.text(f"s1._domainkey.{signer}", key.record).text(signer, "v=spf1 +all")
        raw = key.sign(raw, signer)
    number = gate.send(raw, f"x@{signer}" if signer else AUTHOR)
    gate.prove()
    assert gate.walk()
    settled = gate.receipt(number)
    assert (settled.disposition, settled.reasons) == ("quarantine", ("not_authenticated",))
    with gate.store.read() as session:
        assert list_outbound(session, tuple(State)) == []


def test_servers_that_fail_are_asked_again_and_the_form_is_queued_then(
    gate: Gate, zone: Zone, key: Key
) -> None:
    zone.failing(f"s1._domainkey.{DOMAIN}")
    number = gate.send(key.sign(untraced(mail(("f.docx", form()))), DOMAIN))
    gate.prove()
    assert zone.asked
    assert not gate.walk()
    assert gate.receipt(number).disposition is None
    zone.text(f"s1._domainkey.{DOMAIN}", key.record)
    gate.prove()
    assert not gate.walk()  # not yet due
    gate.now += timedelta(seconds=90)
    gate.prove()
    assert gate.walk()
    assert gate.receipt(number).disposition == "queue"


def test_servers_that_never_answer_end_in_quarantine_and_people_are_told(
    gate: Gate, zone: Zone, key: Key
) -> None:
    zone.failing(f"_dmarc.{DOMAIN}")
    number = gate.send(key.sign(untraced(mail(("f.docx", form()))), DOMAIN))
    for _ in range(MOST_TRIES):
        assert not gate.walk()
        gate.prove()
        gate.now += timedelta(hours=1.3)
    assert gate.walk()
    settled = gate.receipt(number)
    assert (settled.disposition, settled.reasons) == ("quarantine", (AUTH_UNAVAILABLE,))
    with gate.store.read() as session:
        told = list_outbound(session, tuple(State))
    assert [(one.kind, one.recipient) for one in told] == [(Kind.INTERNAL, DIRECT.notices_to)]


def test_a_kill_between_the_250_and_the_evidence_loses_nothing(
    gate: Gate, server: Nameserver, key: Key
) -> None:
    number = gate.send(key.sign(untraced(mail(("f.docx", form()))), DOMAIN))
    gate.prover.step()  # under way; this prover never writes it down
    gate.prover.stop()
    assert not gate.walk()
    gate.prover = gate.new_prover(server.port)
    gate.prove()
    assert gate.walk()
    assert gate.receipt(number).disposition == "queue"


def test_via_names_the_address_of_a_direct_peer(gate: Gate, key: Key) -> None:
    """PSN is a connection, not a suffix: the address that spoke to us is the route."""
    (network,) = DIRECT.network or ()
    for via, disposition in ((("127.0.0.0/8",), "queue"), (("10.0.0.0/8",), "quarantine")):
        routed = network.model_copy(update={"via": via})
        gate.context = installation(settings=DIRECT.model_copy(update={"network": (routed,)}))
        raw = untraced(mail(("f.docx", form()), text=f"{disposition}\n"))
        number = gate.send(key.sign(raw, DOMAIN))
        gate.prove()
        assert gate.walk()
        assert gate.receipt(number).disposition == disposition


@pytest.mark.needs("root", "bwrap")  # to serve names on port 53
def test_the_running_house_looks_up_what_came_directly(
    tmp_path: Path, zone: Zone, key: Key
) -> None:
    """`ostiary run` with the settings of an operator, from the port to the disposition."""
    port = free_port()
    config = write_settings(tmp_path, listener=f'smtp = "127.0.0.1:{port}"')
    text = config.read_text(encoding="utf-8").replace(
        'relays = ["127.0.0.1"]',
        'relays = ["192.0.2.1"]\ndirect = ["127.0.0.1"]\nnameservers = ["127.0.0.99"]\n'
        "lookup_seconds = 2.0",
    )
    config.write_text(text, encoding="utf-8")
    database = tmp_path / "ostiary.db"
    with Nameserver(zone, ("127.0.0.99", 53)), Daemon(config) as house:
        assert house.await_ready()
        with Talk(("127.0.0.1", port), greet="EHLO out.example") as talk:
            for raw in (key.sign(untraced(mail()), DOMAIN), mail(number=2)):
                talk.open_data("information.exchange@anyforce.police.uk")
                talk.send(raw + b".\r\n")
                assert talk.heard().startswith("250")
        house.wait_for(lambda: len(settled(database)) == 2, 60, "to settle both")
        house.stop()
    assert settled(database) == [
        ("review", True, f"o.fficer@{DOMAIN}"),
        ("quarantine", False, f"o.fficer@{DOMAIN}"),
    ]


def settled(database: Path) -> list[tuple[str, bool, str]]:
    """What became of each message: disposition, whether its author is proven, and who he is."""
    with closing(sqlite3.connect(database)) as session:
        rows = session.execute(
            "SELECT disposition, authenticated, author FROM receipt"
            " WHERE disposition IS NOT NULL ORDER BY id"
        ).fetchall()
    return [(disposition, bool(proven), author) for disposition, proven, author in rows]
