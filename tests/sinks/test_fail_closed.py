"""Faults of the world (P14): nothing is accepted that is not kept, nobody is trusted by mistake."""

from __future__ import annotations

import contextlib
import resource
import smtplib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.listener import Listeners, start_listeners
from gateway.spool import Writer
from models.auth import SenderVerdict
from models.cases import Disposition
from models.settings import Settings, load_settings
from models.store import connection
from models.store.connection import Store, connect, migrate
from models.store.events import verify
from models.store.intake import record_arrivals
from models.store.register import import_register
from ostiary.wiring import register_file_for
from routing.judge import judge
from routing.walk import advance
from tests.routing.making import AUTHOR, OWN, arrival, form, installation, mail
from tests.sinks.commands import ostiary
from tests.sinks.conftest import write_config

REQUEST = mail(("form.docx", form()))


@contextmanager
def door(folder: Path) -> Iterator[tuple[Store, Listeners]]:
    """A listener with its writer over a database of its own."""
    store = connect(f"sqlite:///{folder}/ostiary.db")
    migrate(store)
    writer = Writer(store)
    writer.start()
    settings = Settings(own_addresses=(OWN,), listener={"smtp": "127.0.0.1:0"})
    listeners = start_listeners(settings, writer)
    try:
        yield store, listeners
    finally:
        listeners.stop()
        writer.stop()
        store.close()


def hand_in(listeners: Listeners, raw: bytes = REQUEST) -> int:
    """The code that a relay gets for a mail."""
    host, port = listeners.addresses["smtp"]
    with smtplib.SMTP(host, port, timeout=60) as client:
        client.ehlo("relay.example")
        client.mail(AUTHOR)
        client.rcpt(OWN)
        return client.data(raw)[0]


def kept(store: Store) -> int:
    with store.read() as session:
        return int(session.execute(text("SELECT count(*) FROM arrival")).scalar_one())


def test_a_full_disk_is_answered_try_again_and_nothing_is_half_kept(tmp_path: Path) -> None:
    """No file may grow (RLIMIT_FSIZE): the database cannot write, as on a full disk."""
    large = REQUEST + b"x" * 70 + b"\r\n"
    large += (b"y" * 76 + b"\r\n") * 40_000
    with door(tmp_path) as (store, listeners):
        assert hand_in(listeners) == 250
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = max(file.stat().st_size for file in tmp_path.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 65_536, before[1]))
        try:
            assert hand_in(listeners, large) == 451
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert kept(store) == 1
        assert hand_in(listeners, large) == 250
        assert kept(store) == 2
        with store.read() as session:
            assert verify(session) == []
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_a_locked_database_is_answered_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.3)
    with door(tmp_path) as (store, listeners):
        with contextlib.closing(
            sqlite3.connect(tmp_path / "ostiary.db", isolation_level=None)
        ) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert hand_in(listeners) == 451
            other.execute("ROLLBACK")
        assert kept(store) == 0
        assert hand_in(listeners) == 250
        assert kept(store) == 1


def test_a_database_that_is_gone_is_answered_try_again(tmp_path: Path) -> None:
    with door(tmp_path) as (store, listeners):
        store.close()
        for file in tmp_path.glob("ostiary.db*"):
            file.unlink()
        (tmp_path / "ostiary.db").mkdir()
        assert hand_in(listeners) == 451


CLOCKS = [
    datetime(1970, 1, 2, tzinfo=UTC),
    datetime(2000, 2, 29, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC),
]


@pytest.mark.parametrize("now", CLOCKS, ids=str)
@pytest.mark.parametrize("result", ["fail", "none", "temperror", "permerror", "PASSED"])
def test_no_clock_makes_a_forged_author_a_true_one(now: datetime, result: str) -> None:
    raw = mail(("form.docx", form()), dmarc=result)
    found = judge(arrival(raw, arrived_at=now, internal_date=now), installation())
    assert found.auth.verdict is not SenderVerdict.ACCEPTED
    assert found.disposition is Disposition.QUARANTINE
    assert found.reply.to is None


@pytest.mark.needs("bwrap")
@pytest.mark.parametrize("jump", [timedelta(days=-3650), timedelta(days=3650)], ids=str)
def test_a_clock_that_jumps_loses_and_doubles_nothing(tmp_path: Path, jump: timedelta) -> None:
    """Claimed at one time and walked at another, years away: settled once, answered once at most."""
    from ostiary.wiring import judging

    settings = load_settings(write_config(tmp_path))
    register = register_file_for(settings)
    store = connect(settings.database)
    migrate(store)
    now = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    mails = [mail(("form.docx", form()), number=n) for n in range(3)]
    with store.write() as session:
        import_register(session, register, now, "test")
        record_arrivals(session, [arrival(raw, uid=n) for n, raw in enumerate(mails, 1)], now)
    with judging(settings, register) as context:
        assert advance(store, context, "one", now)
        while advance(store, context, "two", now + jump):
            pass
        while advance(store, context, "three", now):
            pass
    with store.read() as session:
        rows = session.execute(text("SELECT disposition FROM receipt")).scalars().all()
        assert [str(one) for one in rows] == ["queue"] * 3
        letters = "SELECT count(*) FROM outbound_message WHERE kind <> 'internal'"
        assert session.execute(text(letters)).scalar_one() == 3
        assert verify(session) == []
    store.close()


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ("unknown_key = 1\n", b"unknown_key"),
        ('agreements = ["no-such-agreement"]\n', b"no-such-agreement"),
        ('config_dir = "nowhere"\n', b"nowhere"),
        ("own_addresses = 5\n", b"own_addresses"),
        ("[[[\n", b"ostiary.toml"),
    ],
)
def test_a_setting_that_is_wrong_stops_the_start_before_a_port_is_open(
    tmp_path: Path, broken: str, named: bytes
) -> None:
    config = write_config(tmp_path)
    good = config.read_text(encoding="utf-8")
    if broken.startswith("own_addresses"):
        good = good.partition("\n")[2]
    config.write_text(broken + good, encoding="utf-8")
    said = ostiary("run", config=config, status=2)
    assert named in said.stderr
    assert threading.active_count() < 50
