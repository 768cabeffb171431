from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from gateway import outbox
from gateway.backoff import retry_seconds
from gateway.outbox import Sender, unsendable
from gateway.relay import reply_code
from models.settings import Settings
from models.store.connection import Store
from models.store.outbox import (
    Kind,
    Outbound,
    State,
    StoredLetter,
    claim_due,
    enqueue,
    list_outbound,
    mark_sending,
)
from tests.gateway.relays import Relay
from tests.models.proving import proven_in
from tests.servers import Postfix, make_certificate

TO = "officer@council.example.cjsm.net"
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now

    def forward(self, **step: float) -> None:
        """Let time pass."""
        self.now += timedelta(**step)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def relay(pair: tuple[Path, Path]) -> Iterator[Relay]:
    with Relay(pair) as running:
        yield running


def letter(message_id: str, body: str = "Hello.", extra: str = "") -> bytes:
    return f"Message-ID: {message_id}\nTo: {TO}\n{extra}\n{body}\n".encode()


def put(store: Store, message_id: str = "<1@a.example>", **changes: Any) -> None:
    values: dict[str, Any] = {
        "message_id": message_id,
        "kind": Kind.LETTER,
        "recipient": TO,
        "data": letter(message_id),
    } | changes
    with store.write() as session:
        values.setdefault("receipt_id", proven_in(session, values["recipient"], 1))
        assert enqueue(session, Outbound(**values), START) is not None


def stored(store: Store) -> StoredLetter:
    with store.read() as session:
        (one,) = list_outbound(session, list(State))
    return one


def to_relay(store: Store, port: int, ca_file: Path, clock: Clock, **changes: Any) -> Sender:
    outbound = {
        "host": "localhost",
        "port": port,
        "ca_file": ca_file,
        "helo": "ostiary.example",
        "timeout_seconds": 5,
    }
    settings = Settings.model_validate({"outbound": outbound | changes})
    return Sender(store, settings, clock=clock)


def to_maildir(store: Store, folder: Path, clock: Clock) -> Sender:
    return Sender(store, Settings.model_validate({"outbound": {"maildir": folder}}), clock=clock)


def test_a_letter_goes_to_the_relay_inside_tls_with_the_null_reverse_path(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store, data=letter("<1@a.example>", "..dots\n.\nend"))
    sender = to_relay(store, relay.port, pair[0], clock)
    assert sender.run_once()
    (taken,) = relay.taken
    assert relay.plain_commands == ["EHLO", "STARTTLS"]
    assert "ehlo ostiary.example" in taken.commands
    mail = next(line for line in taken.commands if line.startswith("MAIL"))
    assert mail.startswith("MAIL FROM:<> SIZE=")
    assert f"RCPT TO:<{TO}>" in taken.commands
    assert taken.content.endswith(b"\r\n\r\n...dots\r\n..\r\nend\r\n")
    assert (stored(store).state, stored(store).last_code) == ("sent", "250 2.0.0")
    assert not sender.run_once()


@pytest.mark.parametrize("word", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "."])
def test_a_temporary_refusal_waits_and_goes_later(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock, word: str
) -> None:
    relay.answers[word] = "451 4.7.1 greylisted"
    put(store)
    sender = to_relay(store, relay.port, pair[0], clock)
    assert sender.run_once()
    assert stored(store).state == "retry"
    if word != "EHLO":  # the library then tries HELO, which cannot have TLS
        assert stored(store).last_code == "451 4.7.1"
    assert not sender.run_once()
    relay.answers.clear()
    clock.forward(seconds=40)
    assert sender.run_once()
    assert stored(store).state == "sent"
    assert relay.taken[-1].content.startswith(b"Message-ID: <1@a.example>\r\n")


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA", "."])
def test_a_permanent_refusal_is_failed_and_told(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock, word: str
) -> None:
    relay.answers[word] = "550 5.1.1 no such user x@y.example"
    put(store)
    sender = to_relay(store, relay.port, pair[0], clock)
    assert sender.run_once()
    assert (stored(store).state, stored(store).last_code) == ("failed", "550 5.1.1")
    assert "x@y.example" not in (stored(store).last_problem or "")
    clock.forward(days=2)
    assert not sender.run_once()


def test_a_relay_that_refuses_us_is_no_fault_of_the_letter(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    relay.answers["CONNECT"] = "554 5.7.1 go away"
    put(store)
    assert to_relay(store, relay.port, pair[0], clock).run_once()
    assert (stored(store).state, stored(store).last_code) == ("retry", "554 5.7.1")


def test_without_starttls_nothing_is_sent(
    store: Store, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store)
    with Relay(pair, tls=False) as relay:
        assert to_relay(store, relay.port, pair[0], clock).run_once()
        assert relay.taken == []
        assert "MAIL" not in relay.plain_commands
    assert stored(store).state == "retry"


def test_a_certificate_that_does_not_verify_gets_nothing(
    store: Store, relay: Relay, tmp_path: Path, clock: Clock
) -> None:
    other, _ = make_certificate(tmp_path)
    put(store)
    assert to_relay(store, relay.port, other, clock).run_once()
    assert relay.taken == []
    assert "certificate" in (stored(store).last_problem or "")
    assert stored(store).state == "retry"


def test_a_certificate_for_another_name_gets_nothing(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store)
    assert to_relay(store, relay.port, pair[0], clock, host="127.0.0.2").run_once()
    assert relay.taken == []
    assert stored(store).state == "retry"


def test_no_relay_at_all_is_waited_out_ever_more_slowly_and_then_failed(
    store: Store, pair: tuple[Path, Path], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MAX_ATTEMPTS", 4)
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    put(store)
    sender = to_relay(store, port, pair[0], clock)
    tries = 0
    for _ in range(100):
        tries += sender.run_once()
        clock.forward(seconds=20)
    assert tries == 4
    assert stored(store).state == "failed"


def test_a_connection_lost_after_the_final_dot_goes_again_under_the_same_message_id(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    relay.answers["."] = "drop"
    put(store)
    sender = to_relay(store, relay.port, pair[0], clock)
    assert sender.run_once()
    relay.answers.clear()
    clock.forward(seconds=60)
    assert sender.run_once()
    first, second = (taken.content for taken in relay.taken)
    assert first == second
    assert stored(store).state == "sent"


def test_a_disclosure_that_may_have_gone_waits_for_a_person(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    relay.answers["."] = "drop"
    put(store, kind=Kind.DISCLOSURE)
    sender = to_relay(store, relay.port, pair[0], clock)
    assert sender.run_once()
    for _ in range(20):
        clock.forward(minutes=5)
        sender.run_once()
    assert len(relay.taken) == 1
    assert stored(store).state == "held"


def test_a_disclosure_refused_for_now_goes_later(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    relay.answers["."] = "451 4.3.0 disk full"
    put(store, kind=Kind.DISCLOSURE)
    sender = to_relay(store, relay.port, pair[0], clock)
    assert sender.run_once()
    assert stored(store).state == "retry"


def test_a_held_letter_is_not_sent(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store, hold_reason="restored")
    assert not to_relay(store, relay.port, pair[0], clock).run_once()


@pytest.mark.parametrize(
    "recipient",
    ["a@b.example> SIZE=1", "a@b.example\r\nRCPT TO:<c@d.example>", "", "Name <a@b.example>", "a"],
)
def test_a_recipient_that_is_no_address_is_never_said(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock, recipient: str
) -> None:
    put(store, recipient=recipient)
    assert to_relay(store, relay.port, pair[0], clock).run_once()
    assert relay.taken == []
    assert stored(store).state == "failed"


@pytest.mark.parametrize(
    "data",
    [
        b"To: a@b.example\n\nHello.\n",
        b"Message-ID: <other@a.example>\n\nHello.\n",
        b"Message-ID: <1@a.example>\nMessage-Id: <1@a.example>\n\nHello.\n",
        b"Message-ID: <1@a.example>\n",
        b"Message-ID: <1@a.example>\n\nbare\rreturn\n",
        b"Message-ID: <1@a.example>\n\nnul\x00\n",
        b"Subject: x\n\nMessage-ID: <1@a.example>\n",
    ],
)
def test_what_is_not_the_letter_it_should_be_is_not_sent(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock, data: bytes
) -> None:
    put(store, data=data)
    assert to_relay(store, relay.port, pair[0], clock).run_once()
    assert relay.taken == []
    assert stored(store).state == "failed"


def test_a_folded_message_id_is_a_message_id() -> None:
    assert (
        unsendable("<1@a.example>", b"A: b\r\nMessage-ID:\r\n <1@a.example>\r\n\r\nx\r\n") is None
    )


def test_without_a_relay_letters_go_into_the_maildir_once(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    put(store)
    sender = to_maildir(store, tmp_path / "sent", clock)
    assert sender.run_once()
    assert not sender.run_once()
    (file,) = (tmp_path / "sent" / "new").iterdir()
    assert file.read_bytes() == letter("<1@a.example>")
    assert stored(store).state == "sent"


def test_a_kill_after_the_maildir_has_it_leaves_one_file(
    store: Store, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The try dies between the rename and our commit; the next one finds the file."""
    put(store)
    sender = to_maildir(store, tmp_path / "sent", clock)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(sender, "_settle", die)
        with pytest.raises(KeyboardInterrupt):
            sender.run_once()
    clock.forward(minutes=1)
    assert to_maildir(store, tmp_path / "sent", clock).run_once()
    assert len(list((tmp_path / "sent" / "new").iterdir())) == 1
    assert stored(store).state == "sent"


def test_a_killed_try_stands_in_the_way_for_three_timeouts_at_most(
    store: Store, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store)
    outbound = {"maildir": tmp_path / "sent", "timeout_seconds": 1.0}
    settings = Settings.model_validate({"outbound": outbound})
    sender = Sender(store, settings, clock=clock)
    with monkeypatch.context() as killed:
        killed.setattr(sender, "_settle", lambda *_: None)
        assert sender.run_once()
    clock.forward(seconds=2)
    assert not Sender(store, settings, clock=clock).run_once()
    clock.forward(seconds=2)
    assert Sender(store, settings, clock=clock).run_once()
    assert stored(store).state == "sent"


def test_a_maildir_that_cannot_be_written_is_tried_again(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    (tmp_path / "sent").write_text("a file is in the way")
    put(store)
    assert to_maildir(store, tmp_path / "sent", clock).run_once()
    assert stored(store).state == "retry"


def test_the_sender_runs_until_it_is_stopped(store: Store, tmp_path: Path) -> None:
    put(store)
    stop = threading.Event()
    sender = Sender(store, Settings.model_validate({"outbound": {"maildir": tmp_path / "sent"}}))
    thread = threading.Thread(target=sender.run, args=(stop,))
    thread.start()
    for _ in range(100):
        if stored(store).state == "sent":
            break
        stop.wait(0.05)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert stored(store).state == "sent"


@pytest.mark.parametrize(
    ("code", "said", "kept"),
    [
        (250, b"2.0.0 Ok", "250 2.0.0"),
        (550, b"5.1.1 <x@y.example>: no", "550 5.1.1"),
        (550, b"4.1.1 mixed up", "550"),
        (451, b"try later 4.3.0", "451"),
        (550, b"5.7.1.2", "550"),
        (554, b"5.7.1234", "554"),
    ],
)
def test_enhanced_codes_are_read_strictly(code: int, said: bytes, kept: str) -> None:
    assert reply_code(code, said) == kept


def test_pauses_double_with_jitter_up_to_four_hours() -> None:
    rng = random.Random(1)  # noqa: S311 - jitter is no secret
    pauses = [retry_seconds(attempt, rng=rng) for attempt in range(1, 40)]
    assert 24 <= pauses[0] <= 36
    assert 48 <= pauses[1] <= 72
    assert all(pause <= 4 * 3600 * 1.2 for pause in pauses)
    assert min(pauses[12:]) >= 4 * 3600 * 0.8


@pytest.mark.needs("postfix", "openssl", "root")
def test_postfix_as_next_hop_takes_our_letters(store: Store, clock: Clock) -> None:
    with Postfix(tls=True, results=False) as postfix:
        put(store)
        assert to_relay(store, postfix.port, postfix.cert, clock).run_once()
        (received,) = postfix.await_received(1)
    assert received.startswith(b"Return-Path: <>\n")
    assert received.count(b"Message-ID: <1@a.example>") == 1
    assert stored(store).state == "sent"


@pytest.mark.parametrize("kind", [Kind.LETTER, Kind.INTERNAL])
def test_people_are_told_of_a_letter_that_cannot_be_sent_and_not_of_their_own_notice(
    kind: Kind, store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    relay.answers["RCPT"] = "550 5.1.1 no such user"
    put(store, kind=kind)
    outbound = {"host": "localhost", "port": relay.port, "ca_file": pair[0], "timeout_seconds": 5}
    settings = Settings.model_validate(
        {
            "outbound": outbound,
            "notices_to": "people@force.example",
            "own_addresses": ["piet@force.example"],
        }
    )
    with capture_logs() as logs:
        assert Sender(store, settings, clock=clock).run_once()
    assert logs[-1]["reason"] == "refused"
    with store.read() as session:
        told = [one for one in list_outbound(session, list(State)) if one.state == "queued"]
    assert [(one.kind, one.recipient) for one in told] == (
        [("internal", "people@force.example")] if kind is Kind.LETTER else []
    )
    with store.write() as session:
        row = claim_due(session, clock(), 60)
    if kind is Kind.LETTER:
        assert row is not None
        assert unsendable(row.message_id, row.data) is None
        assert TO.encode() not in row.data


def test_an_outbox_that_was_killed_leaves_nothing_to_wait_for(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store)
    put(store, "<2@a.example>", kind=Kind.DISCLOSURE)
    dead = to_relay(store, relay.port, pair[0], clock)
    with store.write() as session:  # claimed, being sent, and never heard of again
        first = claim_due(session, clock(), 180, dead._owner)
        second = claim_due(session, clock(), 180, dead._owner)
        assert first
        assert second
        assert mark_sending(session, first, clock())
        assert mark_sending(session, second, clock())
    heir = to_relay(store, relay.port, pair[0], clock)
    assert heir.start() == 2
    while heir.run_once():
        pass
    with store.read() as session:
        states = {one.message_id: one.state for one in list_outbound(session, list(State))}
    assert states == {"<1@a.example>": "sent", "<2@a.example>": "held"}
    assert len(relay.taken) == 1


def test_the_leases_of_another_machine_are_left_alone(
    store: Store, relay: Relay, pair: tuple[Path, Path], clock: Clock
) -> None:
    put(store)
    with store.write() as session:
        assert claim_due(session, clock(), 180, "other-host:outbox")
    sender = to_relay(store, relay.port, pair[0], clock)
    assert sender.start() == 0
    assert not sender.run_once()
