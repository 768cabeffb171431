"""A real letter goes out, a real relay sends it back, and it finds its case (issue 3, items 3 and 4)."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.crash.daemon import ROOT, Daemon
from tests.crash.messages import MAILBOX, RELAY
from tests.crash.outcomes import rows
from tests.crash.settings import write_settings
from tests.routing.making import form, mail
from tests.servers import Dovecot, Postfix, free_port

pytestmark = pytest.mark.needs("dovecot", "postfix", "openssl", "bwrap", "root")
AUTHOR = "o.fficer@council.example.cjsm.net"
BOUNCE = "bounce@anyforce.pnn.police.uk"
HANG_SECONDS = 120.0


def message(
    number: int, *files: tuple[str, bytes], text: str = "Our form.\n", **extra: str
) -> bytes:
    """A mail of the officer's as it reaches our relay."""
    raw = mail(*files, text=text, author=AUTHOR, number=number, extra=extra)
    own = raw[raw.index(b"From: ") :].replace(
        b"Mon, 01 Jun 2026 10:00:00 +0100", format_datetime(datetime.now(UTC)).encode()
    )
    domain = AUTHOR.partition("@")[2]
    return f"X-Test-Results: {RELAY}; dmarc=pass header.from={domain}\r\n".encode() + own


def settings(folder: Path, box: Dovecot, relay: Postfix) -> Path:
    lines = (
        f'host = "localhost"\nport = {relay.port}\nca_file = "{relay.cert}"\n'
        f'tls = "starttls"\nbounce_address = "{BOUNCE}"\ntimeout_seconds = 10.0'
    )
    return write_settings(folder, box=box, outbound=lines)


def route(port: int) -> str:
    """Where our relay hands our letters over."""
    return f"transport_maps = inline:{{ {{ council.example.cjsm.net = smtp:[127.0.0.1]:{port} }} }}"


def waiting_for(database: Path, query: str) -> Callable[[], bool]:
    def seen() -> bool:
        if not database.exists():
            return False
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as one:
            return bool(one.execute(query).fetchone()[0])

    return seen


@pytest.mark.parametrize("kind", ["bounce", "delay"])
def test_a_letter_that_the_relay_sends_back_finds_its_case(kind: str, tmp_path: Path) -> None:
    """Postfix itself writes the report and delivers it into the mailbox that is watched.

    The agency's own server refuses whoever it is asked for, or is away.
    """
    with (
        Dovecot() as box,
        Postfix(
            hostname="mx.council.example", settings=("smtpd_relay_restrictions = reject",)
        ) as theirs,
        Postfix(
            domains=(MAILBOX.partition("@")[2],),
            maildir=box.maildir,
            owner=box.owner,
            tls=True,
            settings=(
                route(theirs.port if kind == "bounce" else free_port()),
                "bounce_queue_lifetime = 1d",
                "maximal_queue_lifetime = 1d",
                "delay_warning_time = 1s",
            ),
        ) as relay,
    ):
        config = settings(tmp_path, box, relay)
        database = tmp_path / "ostiary.db"
        with Daemon(config) as daemon:
            daemon.await_ready()
            relay.send(message(1, ("form.docx", form())), [MAILBOX], AUTHOR)
            joined = waiting_for(database, "SELECT count(*) FROM case_message")
            daemon.wait_for(joined, HANG_SECONDS, "to join what came back")
            follow_up = message(2, text=f"Any news?\n\n> {reference(database)}\n")
            relay.send(follow_up, [MAILBOX], AUTHOR)
            joined = waiting_for(
                database, "SELECT count(*) FROM case_message WHERE kind = 'follow_up'"
            )
            daemon.wait_for(joined, HANG_SECONDS, "to join the follow-up")
            daemon.stop()
        assert replayed(config)["different"] == []
    back = rows(
        database,
        """SELECT case_message.kind, outbound_message.kind AS letter, receipt.disposition,
            receipt.reasons FROM case_message JOIN receipt ON receipt.id = case_message.receipt_id
            LEFT JOIN outbound_message ON outbound_message.id = outbound_id ORDER BY case_message.id""",
    )
    assert tuple(back[0]) == (kind, "acknowledgement", "ignore", '["bounce"]')
    assert tuple(back[-1]) == ("follow_up", None, "review", '["correspondence","follow_up"]')
    assert [one["state"] for one in rows(database, "SELECT state FROM case_file")] == ["in_review"]
    told = rows(database, "SELECT count(*) FROM outbound_message WHERE kind = 'internal'")[0][0]
    assert told == (1 if kind == "bounce" else 0)


def replayed(config: Path) -> dict[str, Any]:
    """What a dry walk of everything that is stored says."""
    command = [sys.executable, "-m", "ostiary.main", "replay", "--config", str(config), "--json"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=HANG_SECONDS
    )
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["walked"] > 2
    return said


def reference(database: Path) -> str:
    """The reference of the one case."""
    (one,) = rows(database, "SELECT reference FROM case_file")
    return str(one["reference"])
