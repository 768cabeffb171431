"""`ostiary import`: bring the register into line with a file; every edit is an Event."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from models.register import RegisterError, load_register
from ostiary.problems import Problem
from ostiary.target_dates import bring_target_dates_up_to_date
from ostiary.wiring import settings_for, store_for


def import_file(file: Path, config: Path | None, *, by: str) -> None:
    """Import `file`; what it no longer lists is superseded, and open cases move with the calendar.

    Raises:
        Problem: the file or the database cannot be used; nothing is changed then.
    """
    from models.store.register import import_register

    settings = settings_for(config)
    try:
        register = load_register(file)
    except RegisterError as problem:
        raise Problem(str(problem)) from None
    store = store_for(settings)
    now = datetime.now(UTC)
    with store.write() as session:
        changed = import_register(session, register, now, by)
    moved = bring_target_dates_up_to_date(store, settings, now)
    Console().print(
        f"{changed.added} added, {changed.changed} changed, {changed.removed} ended; "
        f"target dates of {moved} open cases moved."
    )
