"""`ostiary queue`: the cases in order of receipt within priority, or one case whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Column, Table

from models.cases import OPEN_STATES, CaseState, Disposition
from models.reference import find_references
from models.visible import visible
from ostiary.csv_cells import write_table
from ostiary.problems import Problem
from ostiary.terminal import shown
from ostiary.wiring import settings_for, store_for
from review.words import (
    answer_words,
    disposition_words,
    kin_words,
    place_words,
    reason_to_do,
    reason_words,
    sentence,
)

if TYPE_CHECKING:
    from models.store.connection import Session, Store
    from models.store.rows import (
        CaseDetail,
        CaseRow,
        StoredDataSubject,
        StoredMessage,
        Whereabouts,
    )

#: So long a message for a case that is not open is told of.
LATE_DAYS = 14
#: What was not taken in; of it the newest so many are told.
STOPPED = (Disposition.QUARANTINE, Disposition.REFUSE)
_MOST_STOPPED = 10

_COLUMNS = ("Reference", "Due", "State", "Organisation", "Author", "Received", "Remarks")


def show_queue(
    config: Path | None,
    *,
    state: str,
    limit: int,
    as_json: bool,
    csv_file: str = "",
    person: str = "",
) -> None:
    """Print the open cases, or those in `state`, at most `limit`.

    With `person`, words of a name: those that ask about somebody so named, in any state unless one
    is given. `csv_file` names a file for a spreadsheet in place of the screen; "-" is standard output.

    Raises:
        Problem: there is no such state, the database cannot be used, or the file not be written.
    """
    from models.store.cases import list_cases
    from models.store.joining import late_messages

    states = _states(state, OPEN_STATES if not person else CaseState)
    store = store_for(settings_for(config), migrated=False)
    with store.read() as session:
        page = list_cases(session, states, limit=limit, person=person or None)
        late = late_messages(session, datetime.now(UTC) - timedelta(days=LATE_DAYS))
    if as_json:
        rows = [
            {key: value for key, value in asdict(row).items() if key != "key"} for row in page.rows
        ]
        sys.stdout.write(json.dumps(rows, default=str, indent=1) + "\n")
        return
    if csv_file:
        write_table(csv_file, _COLUMNS, map(_csv_row, page.rows))
        if page.after is not None:
            sys.stderr.write(f"There are more than {limit}; ask with --limit.\n")
        return
    table = Table(
        Column("Reference", no_wrap=True), Column("Due", no_wrap=True), "State", "Organisation",
        "Remarks",
    )  # fmt: skip
    for row in page.rows:
        table.add_row(
            row.reference,
            str(row.target_date or ""),
            row.state.replace("_", " "),
            shown(row.organisation or row.author),
            shown(_remarks(row)),
        )
    Console().print(table)
    for one in () if person else late:
        Console().print(
            f"Case {one.reference} is not open ({one.state.replace('_', ' ')}); for it came: "
            f"{one.kind.replace('_', ' ')}, {one.at:%Y-%m-%d %H:%M} UTC."
        )
    if page.after is not None:
        Console().print(f"There are more than {limit}; ask with --limit.")
    if not state and not person:
        _show_stopped(Console(), store)


def _states(state: str, default: Iterable[CaseState]) -> list[CaseState]:
    """The states to list: the one named, else `default`.

    Raises:
        Problem: there is no such state.
    """
    if not state:
        return sorted(default)
    if state not in {one.value for one in CaseState}:
        raise Problem(
            f"there is no state {state!r}; the states are "
            f"{', '.join(one.value for one in CaseState)}"
        )
    return [CaseState(state)]


def _remarks(row: CaseRow) -> str:
    remarks = [
        *(["high priority claimed"] if row.priority_claimed else []),
        *row.reasons,
        *(["a letter is ready to confirm"] if row.ready else []),
        *([f"{row.people} people"] if row.people > 1 else []),
        *([f"{row.later} later"] if row.later else []),
        *(["danger in a later message"] if row.later_danger else []),
        *([f"sent again after {row.resubmits}"] if row.resubmits else []),
        *([kin_words(row)] if kin_words(row) else []),
        *([f"names {row.claims}"] if row.claims else []),
    ]
    return ", ".join(remarks)


def _csv_row(row: CaseRow) -> tuple[object, ...]:
    received = f"{row.received_at:%Y-%m-%d %H:%M} UTC"
    state = row.state.replace("_", " ")
    due, claims = row.target_date, _remarks(row)
    return (row.reference, due, state, row.organisation, row.author, received, claims)


def show_case(reference: str, config: Path | None, *, as_json: bool) -> None:
    """Print one case: people, readings with places, findings, parts, letters and later messages.

    Raises:
        Problem: there is no such case.
    """
    from ostiary.repeats import print_difference, print_repeats
    from review.again import repeats_of
    from review.parts import shown_parts

    store = store_for(settings_for(config), migrated=False)
    with store.read() as session:
        case = case_of(session, reference)
        repeats = repeats_of(session, case)
    if as_json:
        sys.stdout.write(json.dumps(asdict(case), default=str, indent=1) + "\n")
        return
    console = Console()
    row = case.row
    console.print(
        f"[bold]{row.reference}[/bold]  {row.state.replace('_', ' ')}  "
        f"due {row.target_date or 'not set'}  received {row.received_at:%Y-%m-%d %H:%M} UTC"
    )
    if row.agreement:
        console.print(f"Agreement: {row.agreement}")
    fields = Table("Field", "As typed", "Read as", "Where", "Certainty")
    for reading in case.readings:
        cells = (reading.key, reading.value, reading.normalised, reading.place, reading.certainty)
        fields.add_row(*map(shown, cells))
    checks = Table("Check", "Verdict", "Clause", "Evidence")
    for finding in case.findings:
        quotes = "; ".join(str(quote) for quote in finding.evidence)
        verdict = f"{finding.verdict} (watched only)" if finding.shadow else finding.verdict
        checks.add_row(*map(shown, (finding.check, verdict, finding.clause, quotes)))
    parts = Table("Part", "Kind", "What became of it", "What to do")
    for part in shown_parts(case.parts):
        kind = ", ".join(word for word in (part.kind, part.place) if word)
        parts.add_row(*map(shown, (part.name, kind, part.why, part.to_do)))
    letters = Table("Letter", "To", "State", "Message-ID")
    for letter in case.letters:
        told = (letter.kind, letter.recipient, letter.state, letter.message_id)
        letters.add_row(*map(shown, told))
    if row.claims:
        console.print(shown(f"Its mail names: {row.claims}"))
    console.print(shown(_to_find(row.receipt_id, case.msg_id, case.places)))
    for line in _proposal_lines(case):
        console.print(shown(line))
    for table in (_people(case.people), fields, checks, parts, letters):
        console.print(table)
    print_repeats(console, case, repeats)
    for one in case.messages:
        _show_later(console, one)
        if one.receipt_id in repeats.later:
            print_difference(console, repeats.later[one.receipt_id])


def _proposal_lines(case: CaseDetail) -> list[str]:
    """What is put to the officer: the letter that would go and what it says, or that he decides."""
    said = case.row.proposal
    if said is None or case.row.state is not CaseState.IN_REVIEW:
        return []
    if not case.row.ready:
        return ["Nothing is proposed: decide from the form."]
    lines = [f"Proposed: return it with the letter “{said.template}”, which says:"]
    return lines + [f"  {one.say} {one.signpost}".rstrip() for one in case.proposed]


def case_of(session: Session, reference: str) -> CaseDetail:
    """The case with this reference, however it is spelt.

    Raises:
        Problem: there is none.
    """
    from models.store.cases import case_by_reference

    known = find_references(reference)
    case = case_by_reference(session, known[0]) if known else None
    if case is None:
        raise Problem(
            f"there is no case {visible(reference)}; `ostiary queue` lists those that are open"
        )
    return case


def _people(people: Sequence[StoredDataSubject]) -> Table:
    """Who is asked about, and how far search, answer and retention of each have come."""
    table = Table("Person", "Name", "Born", "Address", "Reference", "Certainty", "Answer")
    for one in people:
        name = one.name if one.erased_at is None else "(erased)"
        born = one.born or one.birth_date
        cells = (one.ordinal, name, born, one.address, one.reference, one.certainty)
        table.add_row(*map(shown, (*cells, answer_words(one))))
    return table


def _show_later(console: Console, one: StoredMessage) -> None:
    """A later message of a case: what it is, why it was looked at (danger first), how to find it."""
    letter = f" (our {one.letter})" if one.letter else ""
    author = f", by {one.author}" if one.author else ""
    at = f"{one.received_at:%Y-%m-%d %H:%M} UTC"
    console.print(shown(f"Later, {at}: {one.kind.replace('_', ' ')}{letter}{author}"))
    if one.reasons and one.kind in ("follow_up", "changed_form", "chaser"):
        why = ", ".join(map(reason_words, one.reasons))
        to_do = " ".join(filter(None, map(reason_to_do, one.reasons)))
        console.print(shown(f"  Why it was looked at: {why}. {to_do}".rstrip()))
    console.print(shown(f"  {_to_find(one.receipt_id, one.msg_id, one.places)}"))


def _to_find(number: int, msg_id: str | None, places: Sequence[Whereabouts]) -> str:
    """How a person finds a message: Message-ID as checked, and where it lies."""
    where = " ".join(sentence(place_words(one)) for one in places)
    return f"Message {number}, Message-ID {msg_id or 'none that is well formed'}. {where}".rstrip()


def _show_stopped(console: Console, store: Store) -> None:
    """The newest messages that were not taken in, with the exact reason and how to find them."""
    from models.store.receipts import list_receipts
    from models.store.whereabouts import Found, find_messages

    since = datetime.now(UTC) - timedelta(days=LATE_DAYS)
    with store.read() as session:
        rows = list_receipts(session, STOPPED, limit=_MOST_STOPPED + 1)
        rows = [row for row in rows if row.recorded_at >= since]
        known = find_messages(session, [row.id for row in rows])
    for row in rows[:_MOST_STOPPED]:
        at = f"{row.received_at or row.recorded_at:%Y-%m-%d %H:%M} UTC"
        why = ", ".join(map(reason_words, row.reasons))
        exact = f" {sentence(row.auth_detail)}" if row.auth_detail else ""
        console.print(
            shown(f"Not taken in, {at}: {disposition_words(row.disposition)}: {why}.{exact}")
        )
        found = known.get(row.id, Found())
        console.print(shown(f"  {_to_find(row.id, row.msg_id, found.places)}"))
    if len(rows) > _MOST_STOPPED:
        console.print("More were not taken in: see the page Messages.")
