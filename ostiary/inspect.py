"""`ostiary inspect`: what would become of messages. Writes nothing; needs no database."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from models.auth import SenderVerdict
from models.cases import Outcome
from models.mail import Arrival, Envelope, Mode, Origin
from models.scan import ScannerUnavailableError
from models.settings import Settings
from models.visible import visible
from ostiary.inspecting import outcome_json
from ostiary.problems import Problem
from ostiary.terminal import json_line, shown
from ostiary.wiring import judging, register_file_for, settings_for


def arrival_of(file: Path, mailbox: str = "") -> Arrival:
    """The message in `file` as if fetched now, from `mailbox` if one is named.

    Raises:
        Problem: the file cannot be read.
    """
    try:
        raw = file.read_bytes()
    except OSError as problem:
        raise Problem(f"{file}: cannot be read ({problem.strerror})") from None
    return Arrival(
        origin=Origin.FILE,
        mailbox=mailbox or "inspect",
        raw=raw,
        arrived_at=datetime.now(UTC),
        envelope=Envelope(),
        mode=Mode.LIVE,
    )


def mailbox_named(settings: Settings, mailbox: str) -> None:
    """Make sure that the settings have this mailbox, or that it is "listener" or "".

    Raises:
        Problem: they have none of this name.
    """
    names = (*(one.name for one in settings.mailbox), "listener")
    if mailbox and mailbox not in names:
        raise Problem(
            f"there is no mailbox {visible(mailbox)!r} in the settings; name one of "
            f"{', '.join(names)}"
        )


def inspect_files(
    files: list[Path], config: Path | None, *, as_json: bool, mailbox: str = ""
) -> None:
    """Judge each file in order and print one JSON object a line, or a table for people.

    `mailbox` names the one of the settings whose agreements count, or "listener"; "" is none.

    Raises:
        Problem: a file, the settings or the confined child cannot be used, or there is no such
            mailbox.
    """
    from routing.judge import judge

    settings = settings_for(config)
    mailbox_named(settings, mailbox)
    register = register_file_for(settings)
    console = Console()
    table = Table("Message", "Author", "Outcome", "Reasons", "Target date", "Reply")
    with judging(settings, register) as context:
        for file in files:
            arrival = arrival_of(file, mailbox)
            began = time.monotonic()
            try:
                outcome = judge(arrival, context)
            except ScannerUnavailableError as problem:
                raise Problem(f"antivirus.clamd: {problem}; see `ostiary doctor`") from None
            seconds = time.monotonic() - began
            if as_json:
                sys.stdout.write(json_line(outcome_json(outcome, str(file), seconds)) + "\n")
                sys.stdout.flush()
            else:
                table.add_row(*(shown(cell) for cell in _row(file, outcome)))
    if not as_json:
        console.print(table)


def _row(file: Path, outcome: Outcome) -> tuple[str, ...]:
    """One message as a row for people."""
    first = outcome.items[0] if outcome.items else None
    target = first.target_date.isoformat() if first and first.target_date else ""
    reply = outcome.reply
    said = f"{reply.template} to {reply.to}" if reply.to else f"none ({reply.suppressed})"
    return (
        str(file),
        str(outcome.author) if outcome.auth.authenticated else "not proven",
        outcome.disposition.value,
        _why(outcome),
        target,
        said,
    )


def _why(outcome: Outcome) -> str:
    """The reasons, and of an author who is not accepted what is wrong, in our words."""
    reasons = ", ".join(outcome.reasons)
    refused = outcome.auth.verdict is not SenderVerdict.ACCEPTED and outcome.auth.detail
    return f"{reasons}: {outcome.auth.detail}" if refused else reasons
