from __future__ import annotations

import contextlib
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from gateway import folders
from gateway import moves as moving
from gateway.folders import Connection, open_mailbox
from gateway.imap import LoginRefusedError, MailboxError
from gateway.mailbox import Watcher, reconcile
from gateway.spool import Writer
from models.mail import Mode
from models.settings import Mailbox, Settings, SettingsError
from models.store.actions import Target, enqueue_moves
from models.store.connection import Store
from models.store.mailboxes import get_state
from models.store.outbox import State, list_outbound
from models.tables.mail import arrivals, mailbox_actions, receipts
from tests.servers import Dovecot, make_certificate

pytestmark = pytest.mark.needs("dovecot", "openssl")

#: Reasons that a log line may give for a move.
CODES = {"server_refused", "folder_refused", "not_understood", "not_moved", "folder_missing"}
LONG_AGO = "2020-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with Dovecot() as running:
        yield running


@pytest.fixture
def box(server: Dovecot) -> Iterator[Dovecot]:
    """The module's Dovecot with every folder empty."""
    yield server
    server.empty()


@pytest.fixture
def writer(store: Store) -> Iterator[Writer]:
    running = Writer(store)
    running.start()
    yield running
    running.stop()


def config(box: Dovecot, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "name": "piet",
        "host": "localhost",
        "port": box.tls_port,
        "ca_file": box.cert,
        "user": box.user,
        "password_file": box.password_file,
        "mode": "live",
        "answer_from": LONG_AGO,
        "poll_seconds": 30.0,
        "timeout_seconds": 10.0,
    }
    limits = changes.pop("limits", {})
    return Settings.model_validate({"mailbox": [values | changes], "limits": limits})


def only(settings: Settings) -> Mailbox:
    return settings.mailbox[0]


def watcher(store: Store, settings: Settings, writer: Writer) -> Watcher:
    return Watcher(store, settings, only(settings), writer.submit)


def one_cycle(store: Store, settings: Settings, writer: Writer) -> int:
    connection = open_mailbox(only(settings), settings.limits.message_bytes)
    try:
        return watcher(store, settings, writer).cycle(connection)
    finally:
        connection.close()


def message(number: int, body: str = "Hello.") -> bytes:
    head = f"From: officer@council.example.cjsm.net\r\nMessage-ID: <{number}@council.example>\r\n"
    return f"{head}Subject: {number}\r\n\r\n{body}\r\n".encode()


def recorded(store: Store) -> list[Any]:
    with store.read() as session:
        query = select(arrivals, receipts.c.disposition, receipts.c.size).join(
            receipts, receipts.c.id == arrivals.c.receipt_id
        )
        return list(session.execute(query.order_by(arrivals.c.id)))


def moves(store: Store) -> list[tuple[str, str | None]]:
    with store.read() as session:
        table = mailbox_actions.c
        query = select(table.state, table.last_problem).order_by(table.id)
        return [(row.state, row.last_problem) for row in session.execute(query)]


def queue_move(store: Store, arrival_id: int, target: Target = Target.ACCEPTED) -> None:
    with store.write() as session:
        assert enqueue_moves(session, [arrival_id], target, datetime.now(UTC))


def eventually(wanted: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def test_new_mail_is_recorded_once_with_its_bytes_and_stays_unseen(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    when = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    box.append(message(1), when=when)
    box.append(message(2))
    settings = config(box)
    assert one_cycle(store, settings, writer) == 2
    assert one_cycle(store, settings, writer) == 0
    first, second = recorded(store)
    assert (first.origin, first.mailbox, first.folder) == ("imap", "piet", "INBOX")
    assert (first.uid, second.uid) == tuple(box.uids())
    assert first.internal_date == when
    assert first.reverse_path is None
    assert first.answer
    with store.read() as session:
        raw = session.execute(text("SELECT data FROM blob WHERE kind = 'raw' ORDER BY size")).all()
    assert {bytes(row.data) for row in raw} == {message(1), message(2)}
    assert all(b"Seen" not in line for line in box.flags())


def test_what_lies_there_at_first_sight_is_recorded_and_never_answered(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    box.append(message(1), when=datetime.now(UTC) - timedelta(days=30))
    box.append(message(2))  # of this very second
    settings = config(box, answer_from=None)
    assert one_cycle(store, settings, writer) == 2
    assert [row.answer for row in recorded(store)] == [False, False]
    assert {row.disposition for row in recorded(store)} == {"ignore"}
    time.sleep(1.1)
    box.append(message(3))
    box.append(message(4), when=datetime.now(UTC) - timedelta(days=1))
    assert one_cycle(store, settings, writer) == 2
    assert [row.answer for row in recorded(store)] == [False, False, True, False]


def test_answer_from_of_the_settings_divides_old_from_new(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    box.append(message(1), when=datetime(2026, 11, 1, 8, 59, 59, tzinfo=UTC))
    box.append(message(2), when=datetime(2026, 11, 1, 9, 0, tzinfo=UTC))
    one_cycle(store, config(box, answer_from="2026-11-01T10:00:00+01:00"), writer)
    assert [row.answer for row in recorded(store)] == [False, True]


def test_an_answer_from_that_is_no_instant_is_named(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    for wrong in ("yesterday", "2026-11-01", "2026-11-01T10:00:00"):
        with pytest.raises(SettingsError, match="mailbox 'piet': answer_from"):
            watcher(store, config(box, answer_from=wrong), writer)


def test_a_new_uidvalidity_means_reading_again_and_knowing_by_digest(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    box.append(message(1))
    settings = config(box)
    one_cycle(store, settings, writer)
    box.renumber()
    assert one_cycle(store, settings, writer) == 1
    first, again = recorded(store)
    assert first.uidvalidity != again.uidvalidity
    assert first.receipt_id == again.receipt_id
    with store.read() as session:
        state = get_state(session, "piet", "INBOX")
    assert state is not None
    assert state.uidvalidity == again.uidvalidity


def test_many_messages_come_in_batches(store: Store, writer: Writer, box: Dovecot) -> None:
    box.fill([message(number) for number in range(120)])
    assert one_cycle(store, config(box), writer) == 120
    assert len(recorded(store)) == 120


def test_a_message_over_the_limit_is_taken_whole_and_a_giant_one_cut(
    store: Store, writer: Writer, box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the limit the walk says "too large"; the mailbox keeps the whole message."""
    monkeypatch.setattr(folders, "WHOLE_BYTES", 50_000)
    line = "x" * 70 + "\r\n"
    box.append(message(1, line * 500))
    box.append(message(2))
    box.append(message(3, line * 2000))
    assert one_cycle(store, config(box, limits={"message_bytes": 10_000}), writer) == 3
    sizes = [row.size for row in recorded(store)]
    assert sizes == [len(message(1, line * 500)), len(message(2)), 50_000]


def wire_log(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(entry.getMessage() for entry in caplog.records)


def test_nothing_of_a_message_ever_stands_in_a_command(
    store: Store, writer: Writer, box: Dovecot, caplog: pytest.LogCaptureFixture
) -> None:
    """Only constants, integers and the settings' folder names go over the wire."""
    hostile = (
        b'Message-ID: <x"\\ UID STORE 1 +FLAGS \\Deleted {5}@evil.example>\r\nSubject: a\r\n\r\n'
    )
    box.append(hostile)
    wire = logging.getLogger("imapclient.imaplib")
    wire.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG, logger="imapclient.imaplib"):
            settings = config(box)
            one_cycle(store, settings, writer)
            queue_move(store, recorded(store)[0].id)
            one_cycle(store, settings, writer)
    finally:
        wire.setLevel(logging.NOTSET)
    sent = re.findall(r"^> b(['\"])[A-Z]+[0-9]+ (.*)\1$", wire_log(caplog), re.MULTILINE)
    commands = [command for _, command in sent]
    constant = re.compile(
        r'CAPABILITY|LOGOUT|AUTHENTICATE \*\*REDACTED\*\*|(SELECT|CREATE|SUBSCRIBE) "[A-Za-z]+"|'
        r'LIST "" "Accepted"|UID SEARCH ALL|UID MOVE [0-9,]+ "Accepted"|'
        r"UID FETCH [0-9,]+ \((RFC822\.SIZE|BODY\.PEEK\[\] INTERNALDATE)\)"
    )
    assert len(commands) > 10
    assert any(line.startswith("UID MOVE") for line in commands)
    assert [line for line in commands if not constant.fullmatch(line)] == []


def test_moves_are_carried_out_and_folders_made(store: Store, writer: Writer, box: Dovecot) -> None:
    for number in range(3):
        box.append(message(number))
    settings = config(box)
    one_cycle(store, settings, writer)
    first, second, third = recorded(store)
    queue_move(store, first.id)
    queue_move(store, second.id, Target.REJECTED)
    queue_move(store, third.id, Target.HELD)
    one_cycle(store, settings, writer)
    assert moves(store) == [("done", None)] * 3
    assert box.uids() == []
    assert box.messages("Accepted") == [message(0)]
    assert box.messages("Rejected") == [message(1)]
    assert box.messages("Held") == [message(2)]


def test_without_move_a_copy_is_made_and_the_original_expunged(
    store: Store, writer: Writer
) -> None:
    with Dovecot(capability="IMAP4rev1 UIDPLUS IDLE") as box:
        box.append(message(1))
        box.append(message(2))
        settings = config(box)
        one_cycle(store, settings, writer)
        queue_move(store, recorded(store)[0].id)
        one_cycle(store, settings, writer)
        assert moves(store) == [("done", None)]
        assert (box.messages(), box.messages("Accepted")) == ([message(2)], [message(1)])


def test_without_move_and_uidplus_nothing_is_touched(store: Store, writer: Writer) -> None:
    """EXPUNGE without UIDs would take what people have marked as deleted."""
    with Dovecot(capability="IMAP4rev1") as box:
        box.append(message(1))
        settings = config(box)
        one_cycle(store, settings, writer)
        queue_move(store, recorded(store)[0].id)
        one_cycle(store, settings, writer)
        (move,) = moves(store)
        assert move == ("queued", "the server offers neither MOVE nor UIDPLUS")
        assert box.messages() == [message(1)]


def test_a_message_that_a_person_moved_counts_as_moved(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    box.append(message(1))
    settings = config(box)
    one_cycle(store, settings, writer)
    box.empty()
    queue_move(store, recorded(store)[0].id)
    one_cycle(store, settings, writer)
    assert moves(store) == [("done", "gone")]


def test_a_uid_of_another_uidvalidity_is_never_moved(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    box.append(message(1))
    settings = config(box)
    one_cycle(store, settings, writer)
    box.renumber()
    queue_move(store, recorded(store)[0].id)
    one_cycle(store, settings, writer)
    assert moves(store) == [("done", "uidvalidity changed")]
    assert box.messages() == [message(1)]


def test_a_move_that_fails_is_tried_again_and_then_given_up(
    store: Store, writer: Writer, box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.append(message(1))
    settings = config(box, accepted="a//b")  # no name for a folder of Dovecot's
    one_cycle(store, settings, writer)
    queue_move(store, recorded(store)[0].id)
    one_cycle(store, settings, writer)
    (move,) = moves(store)
    assert move[0] == "queued"
    assert "a//b" in (move[1] or "")
    monkeypatch.setattr("gateway.moves.MAX_ATTEMPTS", 2)
    with store.write() as session:
        session.execute(mailbox_actions.update().values(next_attempt_at=datetime.now(UTC)))
    one_cycle(store, settings, writer)
    assert moves(store)[0][0] == "failed"
    assert box.messages() == [message(1)]


def test_observe_moves_nothing(store: Store, writer: Writer, box: Dovecot) -> None:
    box.append(message(1))
    one_cycle(store, config(box), writer)
    queue_move(store, recorded(store)[0].id)
    one_cycle(store, config(box, mode=Mode.OBSERVE), writer)
    assert moves(store) == [("queued", None)]
    assert box.messages() == [message(1)]


def test_starttls_is_used_where_it_is_configured(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    box.append(message(1))
    assert one_cycle(store, config(box, port=box.port, tls="starttls"), writer) == 1


def test_a_wrong_password_is_a_refused_log_in(
    store: Store, writer: Writer, box: Dovecot, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not this one\n")
    with pytest.raises(LoginRefusedError, match="user or password refused"):
        one_cycle(store, config(box, password_file=wrong), writer)


def test_a_certificate_that_does_not_verify_is_not_talked_to(
    store: Store, writer: Writer, box: Dovecot, tmp_path: Path
) -> None:
    other, _ = make_certificate(tmp_path)
    for changes in ({}, {"port": box.port, "tls": "starttls"}):
        with pytest.raises(MailboxError, match="certificate"):
            one_cycle(store, config(box, ca_file=other, **changes), writer)


class Script:
    """A server on a loopback port that says fixed lines and keeps what it hears."""

    def __init__(self, *lines: bytes) -> None:
        self._lines = lines
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.heard = b""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        sock, _ = self._server.accept()
        with sock, self._server:
            sock.settimeout(5)
            sock.sendall(self._lines[0] + b"\r\n")
            for line in self._lines[1:]:
                command = sock.recv(4096)
                self.heard += command
                sock.sendall(line.replace(b"TAG", command.split(b" ")[0]) + b"\r\n")
            try:
                while more := sock.recv(4096):
                    self.heard += more
            except OSError:
                return

    def end(self) -> bytes:
        """All that the client said."""
        self._thread.join(10)
        return self.heard


@pytest.mark.parametrize(
    "lines",
    [
        (b"* PREAUTH ready", b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK done"),
        (b"* OK ready", b"* CAPABILITY IMAP4rev1\r\nTAG OK done"),
        (
            b"* OK ready",
            b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\nTAG OK done",
            b"TAG NO not today",
        ),
    ],
    ids=["preauth", "not offered", "refused"],
)
def test_without_tls_no_password_is_ever_sent(box: Dovecot, lines: tuple[bytes, ...]) -> None:
    script = Script(*lines)
    settings = config(box, port=script.port, tls="starttls")
    with pytest.raises(MailboxError):
        open_mailbox(only(settings), 1000)
    heard = script.end()
    assert b"LOGIN" not in heard
    assert b"AUTHENTICATE" not in heard


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(box: Dovecot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings = config(box, port=mute.getsockname()[1], timeout_seconds=0.3)
        began = time.monotonic()
        with pytest.raises(MailboxError, match="cannot connect"):
            open_mailbox(only(settings), 1000)
        assert time.monotonic() - began < 5


def test_the_watcher_takes_in_moves_and_stops_promptly(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    """IDLE brings new mail and a due move long before the next poll."""
    watching = watcher(store, config(box, poll_seconds=60.0), writer)
    watching.start()
    try:
        eventually(lambda: watching.status.connected)
        box.append(message(1))
        eventually(lambda: len(recorded(store)) == 1)
        queue_move(store, recorded(store)[0].id)
        eventually(lambda: box.messages("Accepted") == [message(1)])
        eventually(lambda: moves(store) == [("done", None)])
    finally:
        began = time.monotonic()
        watching.stop()
    assert time.monotonic() - began < 3


def test_without_idle_polling_goes_on(store: Store, writer: Writer, box: Dovecot) -> None:
    watching = watcher(store, config(box, idle=False, poll_seconds=0.3), writer)
    watching.start()
    try:
        eventually(lambda: watching.status.connected)
        box.append(message(1))
        eventually(lambda: len(recorded(store)) == 1)
        assert watching.status.connected
    finally:
        watching.stop()


def test_a_server_that_went_away_is_found_again(store: Store, writer: Writer) -> None:
    with Dovecot() as box:
        watching = watcher(store, config(box, poll_seconds=0.5), writer)
        watching.start()
        try:
            eventually(lambda: watching.status.connected)
            box.stop()
            eventually(lambda: watching.status.failures > 0)
            assert not watching.status.connected
            assert watching.status.problem
            box.start()
            box.append(message(1))
            eventually(lambda: len(recorded(store)) == 1)
            eventually(lambda: watching.status.problem is None)
        finally:
            watching.stop()


def test_a_refused_log_in_is_reported_and_not_insisted_on(
    store: Store, writer: Writer, box: Dovecot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not this one\n")
    watching = watcher(store, config(box, password_file=wrong), writer)
    watching.start()
    try:
        eventually(lambda: watching.status.login_refused)
        assert watching.status.problem == "user or password refused"
        time.sleep(1.5)
        assert watching.status.failures == 1
    finally:
        watching.stop()
    assert "not this one" not in capsys.readouterr().out


def test_what_cannot_be_written_stays_on_the_server_and_comes_later(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    box.append(message(1))
    settings = config(box, poll_seconds=0.3)
    broken = "BEFORE INSERT ON arrival BEGIN SELECT RAISE(ABORT, 'out of order'); END"
    with store.write() as session:
        session.execute(text(f"CREATE TRIGGER broken {broken}"))
    watching = watcher(store, settings, writer)
    watching.start()
    try:
        eventually(lambda: watching.status.failures > 0)
        assert recorded(store) == []
        with store.write() as session:
            session.execute(text("DROP TRIGGER broken"))
        eventually(lambda: len(recorded(store)) == 1)
    finally:
        watching.stop()


def test_reconcile_names_what_each_side_lacks(store: Store, writer: Writer, box: Dovecot) -> None:
    box.append(message(1))
    box.append(message(2))
    settings = config(box)
    one_cycle(store, settings, writer)
    gone = recorded(store)[0]
    queue_move(store, gone.id)
    one_cycle(store, settings, writer)
    box.append(message(3))
    (folder,) = reconcile(store, settings, only(settings), rescan=False).folders
    assert (folder.folder, folder.on_server, folder.recorded) == ("INBOX", 2, 2)
    assert folder.gone == (gone.uid,)
    assert folder.unknown == (box.uids()[-1],)
    assert len(recorded(store)) == 2


def test_rescan_takes_in_what_no_database_knows_and_holds_its_replies(
    store: Store, writer: Writer, box: Dovecot
) -> None:
    """After a restore: one message is known, one was moved after the backup was made."""
    box.append(message(1))
    settings = config(box)
    one_cycle(store, settings, writer)
    queue_move(store, recorded(store)[0].id)
    one_cycle(store, settings, writer)
    box.append(message(2), folder="Accepted")
    box.append(message(3))
    report = reconcile(store, settings, only(settings), rescan=True)
    named = {folder.folder: folder for folder in report.folders}
    assert (named["Accepted"].taken_in, named["Accepted"].known) == (1, 1)
    assert named["INBOX"].taken_in == 1
    assert named["Held"].uidvalidity is None
    first, *later = recorded(store)
    assert not first.hold_replies
    assert [row.hold_replies for row in later] == [True, True]
    assert [row.folder for row in later] == ["INBOX", "Accepted"]
    assert reconcile(store, settings, only(settings), rescan=True).taken_in == 0
    queue_move(store, later[1].id)
    one_cycle(store, settings, writer)
    assert moves(store)[-1] == ("done", "there already")


def test_a_very_full_folder_is_listed_in_windows(
    box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One SEARCH line for all would be longer than the library reads."""
    box.fill([message(number) for number in range(30)])
    monkeypatch.setattr(folders, "SEARCH_MESSAGES", 7)
    connection = open_mailbox(only(config(box)), 1000)
    try:
        connection.select("INBOX", readonly=True)
        assert connection.uids() == box.uids()
    finally:
        connection.close()


def test_a_session_that_was_cut_fails_at_once(box: Dovecot) -> None:
    connection: Connection = open_mailbox(only(config(box)), 1000)
    connection.select("INBOX", readonly=True)
    cutter = threading.Timer(0.3, connection.cut)
    cutter.start()
    began = time.monotonic()
    with pytest.raises((MailboxError, ssl.SSLError)):
        connection.wait(30.0, lambda: False, idle=True)
    assert time.monotonic() - began < 3
    connection.drop()


def test_people_are_told_once_a_day_of_moves_that_were_given_up(
    store: Store, writer: Writer, box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "MAX_ATTEMPTS", 1)
    box.append(message(1))
    box.append(message(2))
    people = {"notices_to": "people@force.example", "own_addresses": ["piet@force.example"]}
    made = config(box, accepted="a/../\x00b").model_copy(update=people)
    assert one_cycle(store, made, writer) == 2
    for one in recorded(store):
        queue_move(store, one.id)
    with capture_logs() as logs, contextlib.suppress(MailboxError):
        one_cycle(store, made, writer)
    assert [state for state, _ in moves(store)] == ["failed", "failed"]
    assert {one["reason"] for one in logs if one["event"] == "mailbox.move_failed"} <= CODES
    with store.read() as session:
        notices = list_outbound(session, list(State))
    assert [(one.kind, one.recipient) for one in notices] == [("internal", "people@force.example")]


def test_a_session_that_fails_says_why_in_a_word(
    store: Store, writer: Writer, box: Dovecot, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("no\n")
    other, _ = make_certificate(tmp_path)
    for changes, word in (
        ({"password_file": wrong}, "login_refused"),
        ({"ca_file": other}, "tls_failed"),
        ({"password_file": tmp_path / "none"}, "settings_unusable"),
        ({"folder": "Nowhere"}, "folder_missing"),
        ({"port": 1}, "connect_failed"),
    ):
        settings = config(box, **changes)
        with pytest.raises(MailboxError) as failed:
            one_cycle(store, settings, writer)
        assert failed.value.reason == word
        with capture_logs() as logs:
            watcher(store, settings, writer)._failed(failed.value)
        assert logs[-1]["reason"] == word
        assert "problem" not in logs[-1]
