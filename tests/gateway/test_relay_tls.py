"""A letter leaves inside verified TLS or not at all, and people are told of a relay that fails it."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from structlog.testing import capture_logs

from gateway.outbox import Sender
from models.settings import Settings
from models.store.connection import Store
from models.store.outbox import Kind, Outbound, State, StoredLetter, enqueue, list_outbound
from tests.gateway.relays import Relay
from tests.models.proving import proven_in
from tests.servers import find, make_certificate

TO = "o.fficer@council.example.cjsm.net"
MESSAGE_ID = "<7@force.example>"
SECRET = "Terence Tenant-Example"
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

#: What the man in the middle, or the broken relay, answers to EHLO and to STARTTLS; then what.
WAYS = {
    "not offered": (b"250-relay.example\r\n250 SIZE 1000000\r\n", b"502 5.5.1 no\r\n"),
    "stripped on the way": (b"250-relay.example\r\n250 XXXXXXXA\r\n", b"500 5.5.1 what\r\n"),
    "refused for now": (
        b"250-relay.example\r\n250 STARTTLS\r\n",
        b"454 4.7.0 TLS not available\r\n",
    ),
    "refused for good": (b"250-relay.example\r\n250 STARTTLS\r\n", b"554 5.7.3 no\r\n"),
    "taken and then answered in plain": (
        b"250-relay.example\r\n250 STARTTLS\r\n",
        b"220 go\r\n250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go on\r\n250 2.0.0 queued\r\n",
    ),
    "no EHLO": (b"502 5.5.1 what\r\n", b"502 5.5.1 no\r\n"),
}


class Listening:
    """A relay in the power of somebody else: it answers in plain and keeps every byte."""

    def __init__(self, ehlo: bytes, starttls: bytes) -> None:
        self.heard = b""
        self._answers = {b"EHLO": ehlo, b"STARTTLS": starttls}
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._server.accept()
            except OSError:
                return
            with sock:
                sock.settimeout(3)
                sock.sendall(b"220 relay.example\r\n")
                self._talk(sock)

    def _talk(self, sock: socket.socket) -> None:
        """Say yes to whatever comes, as long as anything comes."""
        try:
            while heard := sock.recv(65536):
                self.heard += heard
                word = heard.split(b" ")[0].strip().upper()
                yes = b"354 go on\r\n" if word == b"DATA" else b"250 2.0.0 ok\r\n"
                sock.sendall(self._answers.get(word, yes))
        except OSError:
            return


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


class Clock:
    """A clock that a test moves."""

    now = START

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def put(store: Store) -> None:
    text = f"Message-ID: {MESSAGE_ID}\r\nTo: {TO}\r\n\r\nAbout {SECRET}.\r\n"
    with store.write() as session:
        receipt = proven_in(session, TO, 1)
        made = Outbound(MESSAGE_ID, Kind.LETTER, TO, text.encode(), receipt_id=receipt)
        assert enqueue(session, made, START) is not None


def sender(store: Store, port: int, ca_file: Path, clock: Clock, **changed: object) -> Sender:
    outbound = {
        "host": "localhost",
        "port": port,
        "ca_file": ca_file,
        "helo": "ostiary.example",
        "timeout_seconds": 3,
    }
    settings = Settings.model_validate(
        {
            "outbound": outbound | changed,
            "own_addresses": ["piet@force.example"],
            "notices_to": "people@force.example",
        }
    )
    return Sender(store, settings, clock=clock)


def stored(store: Store) -> list[StoredLetter]:
    with store.read() as session:
        return list(reversed(list_outbound(session, list(State))))


def assert_waits_and_is_told(store: Store, sending: Sender, clock: Clock) -> None:
    """One try, then another a day later: it waits, and people are told once a day."""
    with capture_logs() as logs:
        assert sending.run_once()
    assert {"event": "outbox.relay_unsafe", "log_level": "error"}.items() <= logs[-1].items()
    letter, notice = stored(store)
    assert letter.state == "retry"
    assert (notice.kind, notice.recipient, notice.state) == (
        "internal",
        "people@force.example",
        "queued",
    )
    for _ in range(4):
        clock.now += timedelta(minutes=3)
        assert sending.run_once()
    assert len(stored(store)) == 2
    assert {one.state for one in stored(store)} == {"retry"}


def assert_nothing_leaked(heard: bytes) -> None:
    for word in (b"MAIL", b"RCPT", b"DATA", TO.encode(), SECRET.encode(), b"piet@", b"7@force"):
        assert word not in heard, word


@pytest.mark.parametrize("way", WAYS)
def test_without_tls_not_even_the_envelope_is_said(
    way: str, store: Store, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store)
    with Listening(*WAYS[way]) as relay:
        assert_waits_and_is_told(store, sender(store, relay.port, pair[0], clock), clock)
        assert relay.heard.startswith(b"ehlo ostiary.example")
        assert_nothing_leaked(relay.heard)


def test_a_relay_that_speaks_no_tls_where_it_should_from_the_start_hears_nothing(
    store: Store, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store)
    with Listening(*WAYS["not offered"]) as relay:
        at_once = sender(store, relay.port, pair[0], clock, tls="tls")
        assert_waits_and_is_told(store, at_once, clock)
        assert_nothing_leaked(relay.heard)
        assert b"ehlo" not in relay.heard.lower()


def test_a_certificate_of_an_unknown_authority_ends_it(
    store: Store, pair: tuple[Path, Path], clock: Clock, tmp_path: Path
) -> None:
    other, _ = make_certificate(tmp_path)
    put(store)
    with Relay(pair) as relay:
        assert_waits_and_is_told(store, sender(store, relay.port, other, clock), clock)
        assert relay.taken == []
        assert set(relay.plain_commands) == {"EHLO", "STARTTLS"}


def test_a_certificate_for_another_name_ends_it(store: Store, clock: Clock, tmp_path: Path) -> None:
    other = _certificate_for("relay.elsewhere.example", tmp_path)
    put(store)
    with Relay(other) as relay:
        assert_waits_and_is_told(store, sender(store, relay.port, other[0], clock), clock)
        assert relay.taken == []
        assert set(relay.plain_commands) == {"EHLO", "STARTTLS"}
    assert "ismatch" in (stored(store)[0].last_problem or "")


def _certificate_for(name: str, folder: Path) -> tuple[Path, Path]:
    """A certificate that we trust, for a name that the relay does not have."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    words += ["-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    words += ["-keyout", str(key), "-out", str(cert)]
    subprocess.run([find("openssl"), *words], check=True, capture_output=True)
    return cert, key


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_relay_that_knows_only_old_tls_gets_nothing(
    version: ssl.TLSVersion, store: Store, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    old.load_cert_chain(*pair)
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = old.maximum_version = version
    with Relay(pair) as relay:
        relay._context = old
        lenient = ssl.create_default_context(cafile=pair[0])
        lenient.set_ciphers("ALL:@SECLEVEL=0")
        lenient.minimum_version = ssl.TLSVersion.TLSv1
        assert _agrees(relay.port, lenient) == version.name.replace("_", ".")
        assert_waits_and_is_told(store, sender(store, relay.port, pair[0], clock), clock)
        assert relay.taken == []


def _agrees(port: int, context: ssl.SSLContext) -> str | None:
    """The version that a client less strict than ours gets: the relay does work."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as sock:
        sock.recv(1000)
        sock.sendall(b"EHLO x\r\n")
        sock.recv(1000)
        sock.sendall(b"STARTTLS\r\n")
        sock.recv(1000)
        with context.wrap_socket(sock, server_hostname="localhost") as inside:
            return inside.version()


def test_words_slipped_in_before_the_handshake_are_not_believed(
    store: Store, pair: tuple[Path, Path], clock: Clock
) -> None:
    """A 5xx that stands in the same packet as the 220 is no answer of the relay's (RFC 3207 5)."""
    put(store)
    with Relay(pair) as relay:
        relay.starttls = b"220 go\r\n550 5.1.1 no such user\r\n550 5.1.1 no such user\r\n"
        assert sender(store, relay.port, pair[0], clock).run_once()
        assert len(relay.taken) == 1
    assert stored(store)[0].state == "sent"


def test_what_waited_for_tls_goes_once_there_is_some_and_the_notice_with_it(
    store: Store, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store)
    with Listening(*WAYS["refused for now"]) as relay:
        assert sender(store, relay.port, pair[0], clock).run_once()
    clock.now += timedelta(hours=1)
    with Relay(pair) as good:
        sending = sender(store, good.port, pair[0], clock)
        while sending.run_once():
            pass
        assert [MESSAGE_ID.encode() in one.content for one in good.taken].count(True) == 1
        assert len(good.taken) == 2
    assert {one.state for one in stored(store)} == {"sent"}
