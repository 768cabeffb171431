"""`ostiary queue`: the cases in order of receipt within priority, or one case whole."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from models.cases import OPEN_STATES, CaseState
from models.reference import find_references
from models.visible import visible
from ostiary.problems import Problem
from ostiary.terminal import shown
from ostiary.wiring import settings_for, store_for


def show_queue(config: Path | None, *, state: str, limit: int, as_json: bool) -> None:
    """Print the open cases, or those in `state`, at most `limit`.

    Raises:
        Problem: there is no such state, or the database cannot be used.
    """
    from models.store.cases import list_cases

    if state and state not in {one.value for one in CaseState}:
        raise Problem(
            f"there is no state {state!r}; the states are "
            f"{', '.join(one.value for one in CaseState)}"
        )
    states = [CaseState(state)] if state else sorted(OPEN_STATES)
    store = store_for(settings_for(config), migrated=False)
    with store.read() as session:
        page = list_cases(session, states, limit=limit)
    if as_json:
        rows = [
            {key: value for key, value in asdict(row).items() if key != "key"} for row in page.rows
        ]
        sys.stdout.write(json.dumps(rows, default=str, indent=1) + "\n")
        return
    table = Table(
        Column("Reference", no_wrap=True), Column("Due", no_wrap=True), "State", "Organisation",
        "Remarks",
    )  # fmt: skip
    for row in page.rows:
        remarks = [*(["high priority claimed"] if row.priority_claimed else []), *row.reasons]
        table.add_row(
            row.reference,
            str(row.target_date or ""),
            row.state.replace("_", " "),
            shown(row.organisation or row.author),
            shown(", ".join(remarks)),
        )
    Console().print(table)
    if page.after is not None:
        Console().print(f"There are more than {limit}; ask with --limit.")


def show_case(reference: str, config: Path | None, *, as_json: bool) -> None:
    """Print one case: its readings with their places, its findings, its parts and letters.

    Raises:
        Problem: there is no such case.
    """
    from models.store.cases import case_by_reference

    store = store_for(settings_for(config), migrated=False)
    known = find_references(reference)
    with store.read() as session:
        case = case_by_reference(session, known[0]) if known else None
    if case is None:
        raise Problem(
            f"there is no case {visible(reference)}; `ostiary queue` lists those that are open"
        )
    if as_json:
        sys.stdout.write(json.dumps(asdict(case), default=str, indent=1) + "\n")
        return
    console = Console()
    row = case.row
    console.print(
        f"[bold]{row.reference}[/bold]  {row.state.replace('_', ' ')}  "
        f"due {row.target_date or 'not set'}  received {row.received_at:%Y-%m-%d %H:%M} UTC"
    )
    fields = Table("Field", "As typed", "Read as", "Where", "Certainty")
    for reading in case.readings:
        cells = (reading.key, reading.value, reading.normalised, reading.place, reading.certainty)
        fields.add_row(*map(shown, cells))
    checks = Table("Check", "Verdict", "Clause", "Evidence")
    for finding in case.findings:
        quotes = "; ".join(str(quote) for quote in finding.evidence)
        checks.add_row(*map(shown, (finding.check, finding.verdict, finding.clause, quotes)))
    letters = Table("Letter", "To", "State", "Message-ID")
    for letter in case.letters:
        told = (letter.kind, letter.recipient, letter.state, letter.message_id)
        letters.add_row(*map(shown, told))
    for table in (fields, checks, letters):
        console.print(table)
