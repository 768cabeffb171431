"""No personal data in any log (P13).

The whole house runs at its most talkative, over mail full of canaries, on good days and bad ones;
then every byte that it wrote for operators is read.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import secrets
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.crash.messages import MAILBOX, RELAY
from tests.crash.settings import write_settings
from tests.gateway.relays import Relay
from tests.routing.coming_back import report
from tests.routing.making import OWN
from tests.routing.making import RELAY as MADE_BY
from tests.servers import Dovecot, free_port, make_certificate
from tests.sinks.canaries import Aviary
from tests.sinks.payloads import ALL, form_of, word

ROOT = Path(__file__).resolve().parents[2]
HANG_SECONDS = 150.0
pytestmark = pytest.mark.needs("bwrap", "dovecot", "openssl")


class SecretBox(Dovecot):
    """A mailbox whose password is a canary, and that writes down what comes over the wire."""

    def __init__(self, password: str) -> None:
        self.password = password
        super().__init__(extra="")
        self.wire = self.folder / "wire"
        self.wire.mkdir(mode=0o777)
        self.wire.chmod(0o777)
        conf = self.folder / "dovecot.conf"
        conf.write_text(conf.read_text() + f"\nprotocol imap {{\n  rawlog_dir = {self.wire}\n}}\n")


def message(
    birds: Aviary, kind: str, *, dmarc: str = "pass", raw_body: str = "", **more: str
) -> bytes:
    """A mail with a canary in every place; `kind` makes those of each mail its own."""

    def bird(place: str) -> str:
        return birds.canary(f"{kind}.{place}")

    author = f"{bird('author')}@{more.get('domain', 'council.example.cjsm.net')}"
    domain = author.rpartition("@")[2]
    fields = {
        "From": more.get("From", f'"{bird("display")}" <{author}>'),
        "To": f'"{bird("to")}" <{MAILBOX}>',
        "Cc": f"{bird('cc')}@elsewhere.example",
        "Reply-To": f"{bird('reply-to')}@elsewhere.example",
        "Subject": f"{bird('subject')} {word(bird('subject-coded'))}",
        "Date": "Mon, 01 Jun 2026 10:00:00 +0100",
        "Message-ID": f"<{bird('msg-id')}@council.example>",
        "References": f"<{bird('references')}@council.example>",
        "Organization": bird("organization"),
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/mixed; boundary="edge"; {bird("parameter")}={bird("value")}',
    }
    form = base64_lines(form_of(lambda place: bird(f"form-{place}")))
    body = raw_body or (
        f"preamble {bird('preamble')}\r\n--edge\r\nContent-Type: text/plain\r\n\r\n{bird('body')}\r\n"
        f"--edge\r\nContent-Type: application/octet-stream; name={bird('name')}.docx\r\n"
        f"Content-Disposition: attachment; filename={bird('file')}.docx\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{form}\r\n"
        f"--edge\r\nContent-Type: application/pdf\r\n"
        f"Content-Disposition: attachment; filename={bird('broken')}.pdf\r\n\r\n"
        f"%PDF-1.4 {bird('broken-pdf')} /JavaScript ({bird('js')})\r\n--edge--\r\n"
    )
    trace = (
        f"Received: from {bird('helo')}.example (out.{domain} [192.0.2.9]) by {RELAY} with ESMTPS "
        f"id {bird('queue')}\r\n\tfor <{MAILBOX}>; Mon, 01 Jun 2026 10:00:05 +0100\r\n"
        f"Authentication-Results: {RELAY}; dmarc={dmarc} header.from={domain}\r\n"
    )
    path = f"Return-Path: <{bird('path')}@{domain}>\r\n"
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return (path + trace + head + "\r\n" + body.replace("CANARY", bird("raw"))).encode()


def base64_lines(data: bytes) -> str:
    return base64.encodebytes(data).decode().replace("\n", "\r\n")


def mails(birds: Aviary) -> dict[str, bytes]:
    """Honest, broken, hostile, quarantined, refused and returned mail."""
    deep = "".join(
        f'--b{n}\r\nContent-Type: multipart/mixed; boundary="b{n + 1}"\r\n\r\n' for n in range(1500)
    )
    two = f"{birds.canary('two.a')}@a.example, {birds.canary('two.b')}@b.example"
    bounced = report(message(birds, "bounced"), MAILBOX).replace(OWN.encode(), MAILBOX.encode())
    return {
        "honest": message(birds, "honest"),
        "forged": message(birds, "forged", dmarc="fail"),
        "two authors": message(birds, "authors", From=two),
        "no author": message(birds, "broken", From=f"CANARY {birds.canary('broken.From')} <<@"),
        "refused": message(birds, "refused", domain="ordinary-council.example"),
        "nested": message(birds, "nested", raw_body=f"--edge\r\n\r\nCANARY\r\n{deep}CANARY"),
        "no end": message(
            birds, "endless", raw_body="--edge\r\nContent-Type: CANARY/CANARY;;;\r\n"
        ),
        "charset": message(
            birds,
            "charset",
            raw_body="--edge\r\nContent-Type: text/plain; charset=zlib_codec\r\n\r\nCANARY\r\n--edge--",
        ),
        "no header": f"{birds.canary('headless')} is no field\r\n\r\nx\r\n".encode(),
        "bounced": bounced.replace(MADE_BY.encode(), RELAY.encode()),
    }


@dataclass
class House:
    """A running `ostiary run` whose every word goes into files."""

    folder: Path
    process: subprocess.Popen[bytes]

    def log(self) -> list[dict[str, object]]:
        """The events so far."""
        lines = (self.folder / "stderr").read_bytes().splitlines()
        return [json.loads(line) for line in lines if line.startswith(b"{") and line.endswith(b"}")]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database holds."""
        with contextlib.closing(sqlite3.connect(self.folder / "ostiary.db", timeout=20)) as base:
            return list(base.execute(query))

    def change(self, statement: str) -> None:
        """Meddle with the database behind its back."""
        with contextlib.closing(sqlite3.connect(self.folder / "ostiary.db", timeout=20)) as base:
            base.execute(statement)
            base.commit()

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Wait until something holds; a hang guard, no more."""
        end = time.monotonic() + HANG_SECONDS
        while not done():
            assert self.process.poll() is None, f"it ended: {self.log()[-5:]}"
            assert time.monotonic() < end, f"waited for {what}: {self.log()[-8:]}"
            time.sleep(0.1)

    def settled(self) -> int:
        """How many messages have their disposition."""
        return int(
            str(self.rows("SELECT count(*) FROM receipt WHERE disposition IS NOT NULL")[0][0])
        )


@contextmanager
def running(config: Path, **environment: str) -> Iterator[House]:
    """The whole house at level debug, until the block ends; then it is asked to stop."""
    folder = config.parent
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "ostiary.main", "run", "--config", str(config)],
            cwd=ROOT,
            env=dict(os.environ, OSTIARY_LOG_LEVEL="debug", **environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        house = House(folder, process)
        try:
            house.until(
                lambda: b"Stop with Ctrl-C" in (folder / "stdout").read_bytes(), "the start"
            )
            yield house
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)


def hand_in(port: int, birds: Aviary, raw: bytes, kind: str) -> int:
    """Give a mail to our own listener as a relay does; its answer's code."""
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        client.ehlo(f"{birds.canary(f'{kind}.ehlo')}.example")
        client.mail(f"{birds.canary(f'{kind}.mail-from')}@council.example.cjsm.net")
        client.rcpt(f"{birds.canary(f'{kind}.rcpt')}@elsewhere.example")
        client.rcpt(MAILBOX)
        client.docmd(f"VRFY {birds.canary(f'{kind}.vrfy')}")
        return client.data(raw.split(b"\r\n", 1)[1])[0]


def operators_files(folder: Path) -> list[Path]:
    """Everything it wrote, save the database and its letters, which are for keeping personal data."""
    kept = {"ostiary.db", "ostiary.db-wal", "ostiary.db-shm", "ostiary.toml", "register.toml"}
    own = {"relay.password", "cert.pem", "key.pem"}
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in kept | own and "sent" not in file.parts
    ]


def test_no_canary_is_in_anything_that_an_operator_reads(tmp_path: Path) -> None:
    birds = Aviary(secrets.token_hex(8))
    secret = tmp_path / "relay.password"
    secret.write_text(birds.canary("relay password") + "\n")
    pair = make_certificate(tmp_path)
    unknown = birds.canary("relay says")
    port = free_port()
    with (
        SecretBox(birds.canary("mailbox password")) as box,
        Relay(pair, {"RCPT": f"451 4.2.1 <{unknown}@council.example> {unknown}"}) as relay,
    ):
        config = write_settings(
            tmp_path,
            box=box,
            listener=f'smtp = "127.0.0.1:{port}"',
            outbound=f'host = "localhost"\nport = {relay.port}\nca_file = "{pair[0]}"\n'
            f'timeout_seconds = 2\nuser = "piet"\npassword_file = "{secret}"',
        )
        given = mails(birds)
        box.fill(list(given.values()))
        for file in box.wire.iterdir():
            file.unlink()  # what the test itself said
        with running(config) as house:
            for kind, raw in mails_by_smtp(birds).items():
                assert hand_in(port, birds, raw, kind) == 250, kind
            count = len(given) + len(mails_by_smtp(birds))
            house.until(lambda: house.settled() >= count, "every mail to be settled")
            house.until(lambda: said(house, "outbox.later"), "the relay to refuse for now")
            relay.answers["RCPT"] = f"550 5.1.1 <{unknown}@council.example> no {unknown}"
            on_a_bad_day(house, birds, port)
            box.stop()
            house.until(lambda: said(house, "mailbox.problem", "mailbox."), "the mailbox to fail")
        wire = b"".join(file.read_bytes() for file in box.wire.rglob("*") if ".in" in file.name)
    assert {row[0] for row in house.rows("SELECT DISTINCT disposition FROM receipt")} >= {
        "quarantine",
        "review",
    }
    files = operators_files(tmp_path)
    assert {"stdout", "stderr"} <= {file.name for file in files}
    assert any("lock" in file.name for file in files)
    assert birds.found_below(files) == {}
    check_lines(tmp_path / "stderr")
    check_wire(birds, wire)
    assert len(birds.given) > 300
    assert birds.found_in((tmp_path / "ostiary.db").read_bytes()), "they did get in"


def mails_by_smtp(birds: Aviary) -> dict[str, bytes]:
    """What comes by SMTP: an honest mail, a forged one, and payloads that break lines."""
    return {
        "smtp": message(birds, "smtp"),
        "smtp-forged": message(birds, "smtp-forged", dmarc="fail"),
        "smtp-lines": message(birds, "smtp-lines", From=f"{word(ALL[-12])} {birds.canary('x')}"),
    }


def on_a_bad_day(house: House, birds: Aviary, port: int) -> None:
    """The database fails with words that quote, at the door and in the middle of the walk."""
    for table, kind, code in (("arrival", "bad-arrival", 451), ("item", "bad-item", 250)):
        words = f"{birds.canary(f'{kind}.database')} {birds.canary(f'{kind}.value')}"
        house.change(
            f"CREATE TRIGGER broken BEFORE INSERT ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        before = trouble(house)
        assert hand_in(port, birds, message(birds, kind), kind) == code
        if code == 250:
            house.until(partial(more_trouble, house, before), "the walk to fail")
        house.change("DROP TRIGGER broken")
    assert hand_in(port, birds, message(birds, "after"), "after") == 250


def trouble(house: House) -> int:
    """How many lines of its log are warnings or errors."""
    return sum(one.get("level") in {"warning", "error"} for one in house.log())


def more_trouble(house: House, before: int) -> bool:
    return trouble(house) > before


def said(house: House, *events: str) -> bool:
    return any(str(one.get("event", "")).startswith(events) for one in house.log())


def check_lines(file: Path) -> None:
    """One event one line: each line of the log is a JSON object with an event of ours."""
    for line in file.read_bytes().splitlines():
        entry = json.loads(line)
        assert isinstance(entry["event"], str)
        assert entry["event"] != "forged"


def check_wire(birds: Aviary, wire: bytes) -> None:
    """What we ever said to the mailbox: constants, integers and the settings' folder names."""
    assert b"UID FETCH" in wire
    assert birds.found_in(wire) == set()
    constant = re.compile(
        rb"(\d+\.\d+ )?[A-Z]+\d+ (CAPABILITY|LOGOUT|NOOP|IDLE|ENABLE [A-Z0-9= ]+|ID \(.*\)|"
        rb'(SELECT|EXAMINE|CREATE|SUBSCRIBE) "[A-Za-z]+"|LIST "" "?[A-Za-z*]+"?|UID SEARCH (ALL|UID [0-9:*]+)|'
        rb'UID (MOVE|COPY) [0-9,:]+ "[A-Za-z]+"|UID FETCH [0-9,:*]+ \([A-Z0-9. \[\]<>]+\))|'
        rb"(\d+\.\d+ )?DONE"
    )
    strange = [line for line in wire.splitlines() if line.strip() and not constant.fullmatch(line)]
    assert strange == []


CARELESS = """
import structlog
from models.store import intake

_record = intake.record_arrivals


def careless(session, arrivals, now):
    for one in arrivals:
        structlog.get_logger().info("taken", author=one.raw.decode("latin-1")[:4000])
    return _record(session, arrivals, now)


intake.record_arrivals = careless
"""
WIDENED = """
from ostiary import logs


class Everything(frozenset):
    def __contains__(self, key):
        return True


logs.ALLOWED = Everything()
"""


@pytest.mark.parametrize(
    ("changes", "leaks"),
    [(CARELESS, False), (CARELESS + WIDENED, True)],
    ids=["a careless line is stopped by the allow-list", "a widened allow-list is found"],
)
def test_the_canaries_sing_where_the_allow_list_is_widened(
    tmp_path: Path,
    changes: str,
    leaks: bool,  # noqa: FBT001
) -> None:
    """The test above can fail: with a line that logs the mail, and a list that lets it through."""
    birds = Aviary(secrets.token_hex(8))
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(changes)
    (tmp_path / "house").mkdir()
    port = free_port()
    config = write_settings(tmp_path / "house", listener=f'smtp = "127.0.0.1:{port}"')
    with running(config, PYTHONPATH=f"{tmp_path}/site:{ROOT}") as house:
        assert hand_in(port, birds, message(birds, "smtp"), "smtp") == 250
        house.until(lambda: house.settled() >= 1, "the mail to be settled")
        house.until(lambda: said(house, "taken"), "the careless line")
    found = birds.found_below(operators_files(tmp_path / "house"))
    assert bool(found) is leaks, found
    if leaks:
        assert "smtp.author" in found["stderr"]


@pytest.mark.parametrize("text", ["{}", "x{}y", "xx{}", "{}="])
def test_a_canary_is_known_in_every_spelling(text: str) -> None:
    birds = Aviary("seed")
    plain = text.format(birds.canary("one")).encode()
    for data in (plain, plain.upper(), plain.hex().encode(), base64.b64encode(plain)):
        assert birds.found_in(data) == {"one"}, data
    assert birds.found_in(b"nothing of the kind") == set()
