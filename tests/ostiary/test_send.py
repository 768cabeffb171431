"""`ostiary send` says what became of a message, and what it waits for."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from models.mail import Arrival, Envelope, Origin
from models.scan import ScannerUnavailableError
from models.settings import Settings
from models.store.connection import connect, migrate
from models.store.intake import record_arrivals
from ostiary.send import _print_outcome
from routing.walk import advance
from tests.routing.making import SETTINGS, form, installation, mail
from tests.routing.test_scan import CLEAN, Says, with_scanner


def told(folder: Path, raw: bytes, scanner: Says, capsys: pytest.CaptureFixture[str]) -> str:
    """What is printed of a message that was handed in, once a worker has had it."""
    settings: Settings = SETTINGS.model_copy(update={"database": f"sqlite:///{folder}/o.db"})
    store = connect(settings.database)
    migrate(store)
    now = datetime.now(UTC)
    with store.write() as session:
        record_arrivals(session, [Arrival(Origin.FILE, "file", raw, now, Envelope())], now)
    advance(store, with_scanner(installation(), scanner), "w1", now)
    store.close()
    capsys.readouterr()
    _print_outcome(settings, raw, Console(width=200), time.monotonic())
    return " ".join(capsys.readouterr().out.split())


def test_a_message_that_waits_for_the_scanner_is_said_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = Says(ScannerUnavailableError("clamd cannot be reached (Connection refused)"))
    said = told(tmp_path, mail(("f.docx", form())), away, capsys)
    assert "waits for the virus scanner" in said
    assert "ostiary doctor" in said
    assert "Outcome" not in said


def test_an_author_who_is_not_believed_is_told_of_with_the_exact_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = mail(author="a@b.example, c@d.example")
    said = told(tmp_path, raw, Says(CLEAN), capsys)
    assert "quarantine" in said
    assert "several_authors: the From field lists several mailboxes" in said


def test_an_accepted_message_is_told_of_with_its_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(tmp_path, mail(("f.docx", form())), Says(CLEAN), capsys)
    assert "queue" in said
    assert "Case PIET-" in said
