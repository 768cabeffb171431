"""`ostiary reconcile`: what the mail server holds against what is recorded."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from ostiary.problems import Problem
from ostiary.terminal import shown
from ostiary.wiring import settings_for, store_for

if TYPE_CHECKING:
    from gateway.reconcile import FolderReport


def reconcile_all(config: Path | None, *, rescan: bool, as_json: bool) -> None:
    """Compare every configured mailbox; with `rescan`, take in what no database knows.

    Exit status 1 where a message of the server remains unaccounted for.

    Raises:
        Problem: no mailbox is configured, or one cannot be opened.
    """
    from gateway.imap import MailboxError
    from gateway.reconcile import reconcile

    settings = settings_for(config)
    if not settings.mailbox:
        raise Problem(
            "no [[mailbox]] is configured in the settings file; there is nothing to compare"
        )
    store = store_for(settings)
    try:
        reports = [reconcile(store, settings, box, rescan=rescan) for box in settings.mailbox]
    except MailboxError as problem:
        raise Problem(str(problem)) from None
    if as_json:
        sys.stdout.write(json.dumps([asdict(one) for one in reports], default=str) + "\n")
    else:
        table = Table(
            "Mailbox", "Folder", "On the server", "Recorded", "Not recorded", "Known by content",
            "Taken in",
        )  # fmt: skip
        for report in reports:
            for folder in report.folders:
                table.add_row(
                    shown(report.mailbox),
                    shown(folder.folder),
                    str(folder.on_server),
                    str(folder.recorded),
                    str(len(folder.unknown)),
                    str(folder.known),
                    str(folder.taken_in),
                )
        Console().print(table)
    if any(unaccounted(folder) for report in reports for folder in report.folders):
        raise typer.Exit(1)


def unaccounted(folder: FolderReport) -> int:
    """How many messages of the server are neither recorded, known by their bytes nor taken in.

    What was moved by hand or by us has a new UID in its new folder: it is known by its bytes.
    """
    return len(folder.unknown) - folder.known - folder.taken_in
