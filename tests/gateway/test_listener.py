from __future__ import annotations

import smtplib
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from gateway import post, session
from gateway.listener import ListenerError, Listeners, listen
from models.mail import Arrival, Mode, Origin
from models.settings import Settings
from models.store.intake import Recorded
from tests.gateway.talk import Talk

OURS = "information.exchange@anyforce.example"
SPELLING = "information.exchange@anyforce.pnn.example"
MESSAGE = b"From: officer@council.example.cjsm.net\r\nMessage-ID: <a@b>\r\n\r\nHello.\r\n"


class Desk:
    """Takes arrivals and says they are written, or fails as `problem` says."""

    def __init__(self) -> None:
        self.taken: list[Arrival] = []
        self.problem: Exception | None = None
        self.silent = False

    def submit(self, arrival: Arrival) -> Future[Recorded]:
        """What a writer does, without a database."""
        future: Future[Recorded] = Future()
        if self.problem is not None:
            future.set_exception(self.problem)
        elif not self.silent:
            self.taken.append(arrival)
            number = len(self.taken)
            future.set_result(
                Recorded(arrival_id=number, receipt_id=number, new=True, known_arrival=False)
            )
        return future


@pytest.fixture
def desk() -> Desk:
    return Desk()


def hello_of(name: str) -> str:
    return "LHLO relay.example" if name == "lmtp" else "EHLO relay.example"


def settings_with(**changes: object) -> Settings:
    values: dict[str, object] = {
        "own_addresses": [OURS, SPELLING],
        "listener": {"smtp": "127.0.0.1:0", "lmtp": "127.0.0.1:0"},
        "limits": {"message_bytes": 100_000},
    }
    return Settings.model_validate(values | changes)


@pytest.fixture
def ports(desk: Desk) -> Iterator[Listeners]:
    listeners = listen(settings_with(), desk.submit)
    yield listeners
    listeners.stop()


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.fixture
def secure_ports(desk: Desk, pair: tuple[Path, Path]) -> Iterator[Listeners]:
    tls = {"tls_cert": pair[0], "tls_key": pair[1], "require_tls": True}
    where = {"smtp": "127.0.0.1:0", "lmtp": "127.0.0.1:0"}
    listeners = listen(settings_with(listener=where | tls), desk.submit)
    yield listeners
    listeners.stop()


def test_a_message_by_smtp_becomes_an_arrival_with_its_envelope(
    ports: Listeners, desk: Desk
) -> None:
    with smtplib.SMTP(*ports.addresses["smtp"], local_hostname="relay.example") as client:
        client.sendmail("", [OURS.upper(), SPELLING], MESSAGE)
    (arrival,) = desk.taken
    assert arrival.raw == MESSAGE
    assert (arrival.origin, arrival.mailbox, arrival.mode) == (Origin.SMTP, "smtp", Mode.OBSERVE)
    assert arrival.envelope.reverse_path == ""
    assert arrival.envelope.forward_paths == (OURS.upper(), SPELLING)
    assert arrival.envelope.client_ip == "127.0.0.1"
    assert arrival.envelope.helo == "relay.example"
    assert arrival.envelope.tls is False
    assert arrival.session


def test_the_reply_names_the_receipt(ports: Listeners) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        talk.open_data(OURS)
        talk.send(MESSAGE + b".\r\n")
        assert talk.heard() == "250 2.0.0 Ok: queued as 1"


def test_lmtp_answers_once_for_each_accepted_recipient(ports: Listeners, desk: Desk) -> None:
    with Talk(ports.addresses["lmtp"], greet="LHLO relay.example") as talk:
        replies = talk.open_data(OURS, "somebody@anyforce.example", SPELLING)
        assert [reply[:9] for reply in replies] == ["250 2.1.5", "550 5.1.1", "250 2.1.5"]
        talk.send(MESSAGE + b".\r\n")
        assert [talk.heard()[:9], talk.heard()[:9]] == ["250 2.0.0", "250 2.0.0"]
        assert talk.say("NOOP").startswith("250")
    assert desk.taken[0].envelope.forward_paths == (OURS, SPELLING)


def test_lmtp_refuses_once_for_each_accepted_recipient_too(ports: Listeners) -> None:
    with Talk(ports.addresses["lmtp"], greet="LHLO relay.example") as talk:
        talk.open_data(OURS, SPELLING)
        talk.send(b"a\nb\r\n.\r\n")
        assert [talk.heard()[:9], talk.heard()[:9]] == ["554 5.6.0", "554 5.6.0"]
        assert talk.say("NOOP").startswith("250")


def test_lmtp_is_not_greeted_like_smtp(ports: Listeners) -> None:
    with Talk(ports.addresses["lmtp"], greet=None) as talk:
        assert talk.say("EHLO relay.example").startswith("500")
        assert talk.say("HELO relay.example").startswith("500")
        assert "PIPELINING" in talk.say("LHLO relay.example")
    with Talk(ports.addresses["smtp"]) as talk:
        assert talk.say("LHLO relay.example").startswith("500")


@pytest.mark.parametrize("name", ["smtp", "lmtp"])
@pytest.mark.parametrize("direct", [[], ["198.51.100.0/24"]])
def test_a_peer_that_is_neither_relay_nor_direct_is_refused_before_it_speaks(
    desk: Desk, name: str, direct: list[str]
) -> None:
    trust = {"relays": ["10.20.30.40", "192.0.2.0/24"], "direct": direct}
    listeners = listen(settings_with(trust=trust), desk.submit)
    try:
        with Talk(listeners.addresses[name], greet=None) as talk:
            assert talk.banner.startswith("554 5.7.1")
            assert talk.heard() == ""
    finally:
        listeners.stop()


# Direct peers


def direct_ports(desk: Desk, **trust: object) -> Listeners:
    """We ourselves are a direct peer, unless `trust` says otherwise."""
    return listen(
        settings_with(trust={"relays": ["192.0.2.1"], "direct": ["127.0.0.0/8"], **trust}),
        desk.submit,
    )


def test_a_direct_peer_speaks_smtp_and_its_mail_is_marked(desk: Desk) -> None:
    listeners = direct_ports(desk)
    try:
        with Talk(listeners.addresses["smtp"], greet="EHLO out.council.example") as talk:
            talk.open_data(OURS)
            talk.send(MESSAGE + b".\r\n")
            assert talk.heard().startswith("250")
        with Talk(listeners.addresses["lmtp"], greet=None) as talk:
            assert talk.banner.startswith("554 5.7.1")
    finally:
        listeners.stop()
    (taken,) = desk.taken
    assert taken.direct
    assert (taken.envelope.client_ip, taken.envelope.helo) == ("127.0.0.1", "out.council.example")


def test_who_is_relay_and_direct_is_a_relay(desk: Desk) -> None:
    listeners = direct_ports(desk, relays=["127.0.0.1"])
    try:
        with Talk(listeners.addresses["smtp"]) as talk:
            talk.open_data(OURS)
            talk.send(MESSAGE + b".\r\n")
            assert talk.heard().startswith("250")
    finally:
        listeners.stop()
    assert not desk.taken[0].direct


def test_a_flood_of_direct_peers_leaves_room_for_the_relays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "MAX_DIRECT_SESSIONS", 2)
    listeners = direct_ports(desk, relays=["127.0.0.9"])
    smtp = listeners.addresses["smtp"]
    try:
        with Talk(smtp), Talk(smtp), Talk(smtp, greet=None) as third:
            assert third.banner.startswith("421 4.3.2")
            with Talk(smtp, source="127.0.0.9") as relay:
                assert relay.banner.startswith("220")
    finally:
        listeners.stop()


def test_one_direct_peer_cannot_take_every_session_and_gives_its_own_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "MAX_HOST_SESSIONS", 1)
    listeners = direct_ports(desk)
    smtp = listeners.addresses["smtp"]
    try:
        with Talk(smtp) as first:
            with Talk(smtp, greet=None) as second:
                assert second.banner.startswith("421 4.3.2")
            with Talk(smtp, source="127.0.0.2") as other:
                assert other.banner.startswith("220")
            assert first.say("QUIT").startswith("221")
            assert first.heard() == ""
        with Talk(smtp, greet=None) as again:
            assert again.banner.startswith("220")
    finally:
        listeners.stop()


def test_a_direct_peer_may_send_so_many_messages_a_minute(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "MAX_HOST_MESSAGES", 2)
    listeners = direct_ports(desk, relays=["127.0.0.9"])
    smtp = listeners.addresses["smtp"]
    try:
        with Talk(smtp) as talk:
            said = [talk.say("MAIL FROM:<>")[:9] for _ in range(3) if talk.say("RSET")]
        with Talk(smtp, source="127.0.0.9") as relay:
            ours = [relay.say("MAIL FROM:<>")[:9] for _ in range(3) if relay.say("RSET")]
    finally:
        listeners.stop()
    assert said == ["250 2.1.0", "250 2.1.0", "451 4.7.1"]
    assert ours == ["250 2.1.0"] * 3


def test_a_minute_later_a_direct_peer_may_send_again() -> None:
    ways = post.Post(Origin.SMTP, lambda _: Future(), frozenset(), (), 1000)
    assert not any(ways.too_often("198.51.100.7", float(n)) for n in range(post.MAX_HOST_MESSAGES))
    assert ways.too_often("198.51.100.7", 59.0)
    assert not ways.too_often("198.51.100.7", 60.0)
    for number in range(3 * post.MAX_HOSTS_COUNTED):
        ways.too_often(f"h{number}", 100.0)
    assert len(ways._begun) <= post.MAX_HOSTS_COUNTED
    assert not ways.too_often("198.51.100.8", 161.0)


def test_what_direct_peers_hold_at_once_is_bounded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "DIRECT_BYTES_IN_FLIGHT", 0)  # then twice the message limit counts
    desk.silent = True  # the writer holds what it is given
    listeners = direct_ports(desk)
    smtp = listeners.addresses["smtp"]
    talks = [Talk(smtp) for _ in range(4)]
    try:
        refused = 0
        for talk in talks:
            for line in ("MAIL FROM:<>", f"RCPT TO:<{OURS}>"):
                assert talk.say(line).startswith("250")
            if talk.say("DATA").startswith("452"):
                refused += 1
                continue
            talk.send(b"x" * 90_000 + b"\r\n.\r\n")
            talk.sock.settimeout(0.3)
            refused += talk.heard() == "" if _ended(talk) else 0
        assert refused == 2
    finally:
        for talk in talks:
            talk.sock.close()
        listeners.stop()


def _ended(talk: Talk) -> bool:
    """Whether the server has closed the connection."""
    try:
        return talk.sock.recv(1, socket.MSG_PEEK) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_a_session_of_a_direct_peer_ends_whatever_it_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow-loris that says NOOP in time holds its place for so long and no longer."""
    monkeypatch.setattr(session, "DIRECT_SESSION_SECONDS", 0.3)
    listeners = direct_ports(desk)
    try:
        with Talk(listeners.addresses["smtp"]) as talk:
            answers = []
            while said := _say(talk, "NOOP"):
                answers.append(said[:3])
            assert set(answers) <= {"250"}
    finally:
        listeners.stop()


def _say(talk: Talk, line: str) -> str:
    """One command and its reply; "" once the connection has ended."""
    try:
        return talk.say(line)
    except ConnectionError:
        return ""


@pytest.mark.parametrize(
    "recipient",
    [
        "<stranger@anyforce.example>",
        "<information.exchange%anyforce.example@elsewhere.example>",
        "<@elsewhere.example:information.exchange@anyforce.example>",
        "<elsewhere.example!information.exchange@anyforce.example>",
        "<information.exchange@anyforce.example.>",
        "<>",
        "information.exchange@anyforce.example",
        "<information.exchange@anyforce.example> NOTIFY=NEVER",
        "<information.exchange@anyforce.example\r>",
    ],
)
def test_only_our_own_addresses_are_recipients(
    ports: Listeners, desk: Desk, recipient: str
) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        talk.say("MAIL FROM:<>")
        assert talk.say(f"RCPT TO:{recipient}").startswith("5")
        assert talk.say("DATA").startswith("503")
    assert desk.taken == []


#: hannob/smtpsmug's ten, and more in their manner. CRLF.CRLF alone ends a message.
ENDINGS = [
    b"\n.\n", b"\r.\r", b"\r.\n", b"\n.\r", b"\n.\r\n", b"\r\n.\n", b"\r.\r\n", b"\r\n.\r",
    b"\r\n\x00.\r\n", b"\r\n.\x00\r\n",
    b"\n\n.\r\n", b"\r\n.\r\r\n", b"\r\r\n.\r\r\n", b"\r\n.\n\r\n", b"\n\r\n.\n", b"\r\n.\r\x00\n",
    b"\r\x00\n.\r\n", b"\n.\n\n", b"\r\r.\r\r", b"\x00\r\n.\n",
]  # fmt: skip
#: Endings of other worlds, which are plain text here.
TEXT = [
    b"\x85.\x85", b"\xe2\x80\xa8.\xe2\x80\xa8", b"\x0b.\x0b", b"\x0c.\x0c", b"\x1c.\x1c", b"\x1e.\x1e",
    b"\r\n. \r\n", b"\r\n.\t\r\n", b"\r\n .\r\n", b"\r\n..\r\n", b"\r\n.\xa0\r\n", b"=0D=0A.=0D=0A",
]  # fmt: skip
SMUGGLED = (
    b"MAIL FROM:<evil@elsewhere.example>\r\nRCPT TO:<" + OURS.encode() + b">\r\nDATA\r\n"
    b"Subject: two\r\n\r\nx"
)


@pytest.mark.parametrize("name", ["smtp", "lmtp"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_other_ending_than_crlf_dot_crlf_ends_a_message(
    ports: Listeners, desk: Desk, ending: bytes, name: str
) -> None:
    """CVE-2023-51764: what follows a false ending must not become a second message."""
    with Talk(ports.addresses[name], greet=hello_of(name)) as talk:
        talk.open_data(OURS)
        talk.send(b"Subject: one\r\n\r\nbody" + ending + SMUGGLED + b"\r\n.\r\n")
        assert talk.heard()[:9] == "554 5.6.0"
        assert talk.say("QUIT").startswith("221")
    assert desk.taken == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_false_ending_is_answered_before_the_true_one(
    ports: Listeners, desk: Desk, ending: bytes
) -> None:
    """A sender that is held to its own idea of an end waits; nothing is taken meanwhile."""
    with Talk(ports.addresses["smtp"]) as talk:
        talk.open_data(OURS)
        talk.send(b"Subject: one\r\n\r\nbody" + ending)
        talk.sock.settimeout(0.05)
        with pytest.raises(TimeoutError):
            talk.sock.recv(1)
        assert desk.taken == []
        talk.sock.settimeout(10)
        talk.send(b"\r\n.\r\n")
        assert talk.sock.recv(9) == b"554 5.6.0"
    assert desk.taken == []


@pytest.mark.parametrize("name", ["smtp", "lmtp"])
@pytest.mark.parametrize("text", TEXT)
def test_what_looks_like_an_ending_elsewhere_is_text_in_one_message(
    ports: Listeners, desk: Desk, text: bytes, name: str
) -> None:
    with Talk(ports.addresses[name], greet=hello_of(name)) as talk:
        talk.open_data(OURS)
        talk.send(b"Subject: one\r\n\r\nbody" + text + SMUGGLED + b"\r\n.\r\n")
        assert talk.heard()[:3] == "250"
        assert talk.say("QUIT").startswith("221")
    (only,) = desk.taken
    assert only.raw.startswith(b"Subject: one\r\n")
    assert only.raw.endswith(b"Subject: two\r\n\r\nx\r\n")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_false_ending_that_comes_octet_by_octet_is_none_either(
    ports: Listeners, desk: Desk, ending: bytes
) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        talk.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        talk.open_data(OURS)
        for octet in b"x" + ending + SMUGGLED + b"\r\n.\r\n":
            talk.send(bytes([octet]))
        assert talk.heard()[:9] == "554 5.6.0"
    assert desk.taken == []


def test_commands_behind_an_ending_are_a_second_message_only_if_they_begin_one(
    ports: Listeners, desk: Desk
) -> None:
    """The pipelining of smtpsmug: with the true ending in between these are two messages, rightly."""
    with Talk(ports.addresses["smtp"]) as talk:
        talk.open_data(OURS)
        talk.send(
            b"one\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<" + OURS.encode() + b">\r\nDATA\r\ntwo\r\n.\r\n"
        )
        assert [talk.heard()[:3] for _ in range(3)] == ["250", "250", "250"]
        assert talk.heard().startswith("554 5.5.0")  # its content came before our 354
        assert talk.heard() == ""
    assert [one.raw for one in desk.taken] == [b"one\r\n"]


@pytest.mark.parametrize("name", ["smtp", "lmtp"])
def test_content_that_is_sent_before_it_is_asked_for_ends_the_session(
    ports: Listeners, desk: Desk, name: str
) -> None:
    with Talk(ports.addresses[name], greet=hello_of(name)) as talk:
        talk.send(
            b"MAIL FROM:<>\r\nRCPT TO:<" + OURS.encode() + b">\r\nDATA\r\n" + MESSAGE + b".\r\n"
        )
        assert [talk.heard()[:3], talk.heard()[:3]] == ["250", "250"]
        assert talk.heard().startswith("554 5.5.0")
        assert talk.heard() == ""
    assert desk.taken == []


def test_transparency_dots_are_removed_and_only_those(ports: Listeners, desk: Desk) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        talk.open_data(OURS)
        talk.send(b"..a\r\nb.\r\n..\r\n...\r\n.c\r\n.\r\n")
        assert talk.heard().startswith("250")
    assert desk.taken[0].raw == b".a\r\nb.\r\n.\r\n..\r\nc\r\n"


def test_an_empty_message_is_a_message(ports: Listeners, desk: Desk) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        talk.open_data(OURS)
        talk.send(b".\r\n")
        assert talk.heard().startswith("250")
    assert desk.taken[0].raw == b""


def test_content_that_comes_octet_by_octet_is_read_whole(ports: Listeners, desk: Desk) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        talk.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        talk.open_data(OURS)
        for octet in MESSAGE + b".\r\n":
            talk.send(bytes([octet]))
        assert talk.heard().startswith("250")
    assert desk.taken[0].raw == MESSAGE


def test_two_pipelined_messages_are_two_arrivals(ports: Listeners, desk: Desk) -> None:
    one = b"MAIL FROM:<>\r\nRCPT TO:<" + OURS.encode() + b">\r\nDATA\r\n"
    with Talk(ports.addresses["smtp"]) as talk:
        talk.send(one)
        assert [talk.heard()[:3] for _ in range(3)] == ["250", "250", "354"]
        talk.send(b"first\r\n.\r\n" + one)
        assert [talk.heard()[:3] for _ in range(4)] == ["250", "250", "250", "354"]
        talk.send(b"second\r\n.\r\nQUIT\r\n")
        assert [talk.heard()[:3] for _ in range(2)] == ["250", "221"]
    assert [arrival.raw for arrival in desk.taken] == [b"first\r\n", b"second\r\n"]


def test_a_message_over_the_limit_is_refused_at_mail_and_at_data(
    ports: Listeners, desk: Desk
) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        assert "SIZE 100000" in talk.greeting
        assert talk.say("MAIL FROM:<> SIZE=100001")[:9] == "552 5.3.4"
        talk.open_data(OURS)
        talk.send(b"x" * 70 + b"\r\n")
        talk.send((b"y" * 70 + b"\r\n") * 2500 + b".\r\n")
        assert talk.heard()[:9] == "552 5.3.4"
        talk.open_data(OURS)
        talk.send(b"z" * 100_001 + b"\r\n.\r\n")
        assert talk.heard()[:9] == "552 5.3.4"
        talk.open_data(OURS)
        talk.send(b"z" * 99_998 + b"\r\n.\r\n")
        assert talk.heard()[:3] == "250"
    assert len(desk.taken) == 1


def test_a_message_far_over_the_limit_ends_the_connection(ports: Listeners, desk: Desk) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        talk.open_data(OURS)
        with pytest.raises(ConnectionError):
            talk.send(b"x" * 20_000_000)
    assert desk.taken == []


def test_what_cannot_be_written_is_answered_try_again(ports: Listeners, desk: Desk) -> None:
    desk.problem = RuntimeError("database is locked")
    with Talk(ports.addresses["smtp"]) as talk:
        talk.open_data(OURS)
        talk.send(MESSAGE + b".\r\n")
        assert talk.heard()[:9] == "451 4.3.0"
        desk.problem = None
        talk.open_data(OURS)
        talk.send(MESSAGE + b".\r\n")
        assert talk.heard()[:3] == "250"


def test_a_writer_that_does_not_answer_is_not_waited_for_for_ever(
    ports: Listeners, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "WRITE_SECONDS", 0.2)
    desk.silent = True
    with Talk(ports.addresses["smtp"]) as talk:
        talk.open_data(OURS)
        talk.send(MESSAGE + b".\r\n")
        assert talk.heard()[:9] == "451 4.3.0"


@pytest.mark.parametrize("name", ["smtp", "lmtp"])
@pytest.mark.parametrize(
    "behind",
    [
        b"MAIL FROM:<evil@elsewhere.example>\r\n",
        b"NOOP\r\n",
        b"STARTTLS\r\n",
        b"RSET",  # no line yet
        b"\r\n",
        b"\0",
        b"MAIL FROM:<>\r\nRCPT TO:<information.exchange@anyforce.example>\r\nDATA\r\nx\r\n.\r\n",
    ],
)
def test_what_was_sent_before_the_handshake_is_not_obeyed(
    secure_ports: Listeners, desk: Desk, name: str, behind: bytes
) -> None:
    """CVE-2024-34083: commands injected behind STARTTLS must not run inside the TLS session."""
    with Talk(secure_ports.addresses[name], greet=hello_of(name)) as talk:
        talk.send(b"STARTTLS\r\n" + behind)
        assert talk.heard().startswith("421 4.7.0")
        assert talk.heard() == ""
    assert desk.taken == []


def test_plain_text_in_place_of_the_handshake_ends_the_session(
    secure_ports: Listeners, desk: Desk
) -> None:
    with Talk(secure_ports.addresses["smtp"]) as talk:
        assert talk.say("STARTTLS").startswith("220")
        talk.send(b"MAIL FROM:<>\r\nRCPT TO:<" + OURS.encode() + b">\r\nDATA\r\nx\r\n.\r\n")
        assert "250" not in talk.sock.recv(1000).decode("latin-1")
    assert desk.taken == []


def test_what_was_said_before_tls_is_forgotten(secure_ports: Listeners, desk: Desk) -> None:
    """RFC 3207 section 4.2, with what an eavesdropper could have put in place of the truth."""
    with Talk(secure_ports.addresses["smtp"], greet="EHLO evil.example") as talk:
        talk.secure()
        assert talk.say("STARTTLS").startswith("503")
        assert talk.say("RCPT TO:<x@y.example>").startswith("503")
        talk.say("EHLO relay.example")
        talk.open_data(OURS)
        talk.send(MESSAGE + b".\r\n")
        assert talk.heard().startswith("250")
    assert desk.taken[0].envelope.helo == "relay.example"


@pytest.mark.parametrize("name", ["smtp", "lmtp"])
def test_required_tls_is_required(secure_ports: Listeners, desk: Desk, name: str) -> None:
    hello = hello_of(name)
    with Talk(secure_ports.addresses[name], greet=hello) as talk:
        assert "STARTTLS" in talk.greeting
        assert talk.say("MAIL FROM:<>").startswith("530 5.7.0")
        talk.secure()
        assert talk.say("MAIL FROM:<>").startswith("503")  # RFC 3207 section 4.2: all is forgotten
        assert "STARTTLS" not in talk.say(hello)
        talk.open_data(OURS)
        talk.send(MESSAGE + b".\r\n")
        assert talk.heard().startswith("250")
    assert desk.taken[0].envelope.tls is True


def test_lookups_and_help_give_nothing_away(ports: Listeners) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        assert talk.say(f"VRFY {OURS}") == talk.say("VRFY nobody@anyforce.example")
        assert talk.say("EXPN staff").startswith("252")
        assert talk.say("HELP AUTH").startswith("214")
        assert talk.say("AUTH PLAIN AGEAYg==").startswith("500")
        assert "AUTH" not in talk.greeting
        assert talk.say("MAIL FROM:<a@b.example> SMTPUTF8").startswith("555")
        assert talk.say("MAIL FROM:<a@b.example> AUTH=<>").startswith("555")


def test_a_web_browser_is_sent_away(ports: Listeners) -> None:
    with Talk(ports.addresses["smtp"], greet=None) as talk:
        assert talk.say("POST / HTTP/1.1").startswith("421")
        assert talk.heard() == ""


def test_too_many_errors_end_the_session(ports: Listeners) -> None:
    with Talk(ports.addresses["smtp"]) as talk:
        replies = [talk.say("RCPT TO:<x@y.example>")[:3] for _ in range(session.MAX_ERRORS)]
        assert set(replies) == {"503"}
        assert talk.heard().startswith("421 4.7.0")
        assert talk.heard() == ""


def test_one_session_too_many_is_told_to_come_back(
    ports: Listeners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "MAX_SESSIONS", 2)
    smtp = ports.addresses["smtp"]
    with Talk(smtp), Talk(smtp), Talk(smtp, greet=None) as third:
        assert third.banner.startswith("421 4.3.2")


def test_a_silent_client_is_cut_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "COMMAND_SECONDS", 0.2)
    listeners = listen(settings_with(), desk.submit)
    try:
        with Talk(listeners.addresses["smtp"], greet=None) as talk:
            assert talk.heard() == ""
    finally:
        listeners.stop()


def _drip(talk: Talk) -> None:
    while True:
        talk.send(b"x")
        threading.Event().wait(0.02)


def test_content_that_never_ends_is_cut_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "DATA_SECONDS", 0.3)
    listeners = listen(settings_with(), desk.submit)
    try:
        with Talk(listeners.addresses["smtp"]) as talk:
            talk.open_data(OURS)
            with pytest.raises(ConnectionError):
                _drip(talk)  # each octet comes in time; the whole does not
    finally:
        listeners.stop()
    assert desk.taken == []


@pytest.mark.parametrize("name", ["smtp", "lmtp"])
@pytest.mark.parametrize("size", [1001, 70_000, 3_000_000])
def test_a_line_that_is_too_long_is_refused_and_the_session_goes_on(
    ports: Listeners, desk: Desk, size: int, name: str
) -> None:
    with Talk(ports.addresses[name], greet=hello_of(name)) as talk:
        talk.send(b"MAIL FROM:<" + b"x" * size + b">\r\n")
        assert talk.heard().startswith("500")
        assert talk.say("RCPT TO:<x@y.example>").startswith("503")
    assert desk.taken == []


def test_a_busy_port_is_named_with_its_key(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        address = f"127.0.0.1:{holder.getsockname()[1]}"
        with pytest.raises(ListenerError, match=rf"listener\.smtp: cannot listen on {address}"):
            listen(settings_with(listener={"smtp": address}), desk.submit)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"trust": {"relays": ["mx.example"]}}, r"trust\.relays: 'mx\.example'"),
        ({"own_addresses": []}, "own_addresses"),
        ({"listener": {"smtp": "127.0.0.1:0", "require_tls": True}}, r"listener\.tls_cert"),
        (
            {"listener": {"smtp": "127.0.0.1:0", "tls_cert": "/none", "tls_key": "/none"}},
            r"listener\.tls_cert",
        ),
    ],
)
def test_settings_that_cannot_work_are_named(
    desk: Desk, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(ListenerError, match=said):
        listen(settings_with(**changes), desk.submit)


def test_stopping_ends_open_sessions_at_once(desk: Desk) -> None:
    listeners = listen(settings_with(), desk.submit)
    with Talk(listeners.addresses["smtp"]) as talk:
        stopper = threading.Thread(target=listeners.stop)
        stopper.start()
        assert talk.heard() == ""
        stopper.join(5)
        assert not stopper.is_alive()
