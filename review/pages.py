"""What each page shows, read from the store in one transaction a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from fastapi import Response
from fastapi.responses import HTMLResponse

from models.cases import OPEN_STATES, CaseState, Disposition
from models.reasons import INSECURE_NETWORK
from models.reference import find_references
from review.parts import shown_parts, unopened_words
from review.words import due_words

if TYPE_CHECKING:
    from models.store.connection import Store
    from models.store.receipts import ReceiptRow

Show = Callable[..., HTMLResponse]
PAGE = 50
#: What was not taken in, and of which nobody is told but by these pages.
STOPPED = (Disposition.QUARANTINE, Disposition.REFUSE)
_LATE_DAYS = 14
_MOST = 200
_MOST_DIGITS = 19
_REFERENCE_LENGTH = len("PIET-26-7K3Q-X9TD")


def queue_page(store: Store, show: Show, state: str, after: str, today: date) -> Response:
    """The open cases, or those in `state`, and above them what a person has to look at."""
    from models.store.cases import CaseKey, count_cases, list_cases
    from models.store.health import backlog
    from models.store.joining import late_messages
    from models.store.mailboxes import list_states
    from models.store.receipts import list_receipts

    known = {one.value: one for one in CaseState}
    if state and state not in known:
        return show("missing.html", 404, what="There is no such list of cases.")
    states = [known[state]] if state else sorted(OPEN_STATES)
    now = datetime.now(UTC)
    since = datetime.combine(today, time(), UTC) - timedelta(days=_LATE_DAYS)
    with store.read() as session:
        page = list_cases(
            session, states, after=CaseKey.decode(after) if after else None, limit=PAGE
        )
        counts = [(one, *count_cases(session, [one])) for one in CaseState]
        waiting = backlog(session, now)
        late = late_messages(session, since)
        troubled = [one for one in list_states(session) if one.last_problem]
        stopped = [
            (
                one,
                [
                    row
                    for row in list_receipts(session, [one], limit=_MOST)
                    if row.recorded_at >= since
                ],
            )
            for one in STOPPED
        ]
    rows = [(row, due_words(row.target_date, today)) for row in page.rows]
    return show(
        "queue.html",
        rows=rows,
        state=state,
        waiting=waiting,
        late=late,
        troubled=troubled,
        stopped=[(one, len(late), len(late) == _MOST) for one, late in stopped if late],
        days=_LATE_DAYS,
        counts=[one for one in counts if one[1]],
        after=page.after.encode() if page.after else "",
    )


def case_page(store: Store, show: Show, reference: str, today: date) -> Response:
    """One case whole. Only what has the shape of a reference is asked of the store."""
    from models.store.cases import case_by_reference
    from models.store.parts import parts_of

    known = find_references(reference) if len(reference) == _REFERENCE_LENGTH else ()
    found, later = None, {}
    if known:
        with store.read() as session:
            found = case_by_reference(session, known[0])
            if found is not None:
                later = parts_of(session, [one.receipt_id for one in found.messages])
    if found is None:
        return show("missing.html", 404, what="There is no case with this reference.")
    row = found.row
    return show(
        "case.html",
        case=found,
        row=row,
        due=due_words(row.target_date, today),
        parts=shown_parts(found.parts),
        unopened="" if found.parts else unopened_words(None, row.reasons),
        later={number: shown_parts(parts) for number, parts in later.items()},
    )


def notices_page(store: Store, show: Show) -> Response:
    """Notices to our own people, and letters that wait for a person."""
    from models.store.outbox import Kind, State, list_outbound

    with store.read() as session:
        letters = list_outbound(session, list(State), limit=200)
    return show(
        "notices.html",
        notices=[one for one in letters if one.kind == Kind.INTERNAL],
        held=[one for one in letters if one.state in {State.HELD, State.FAILED}],
    )


def messages_page(store: Store, show: Show, before: str) -> Response:
    """Mail that was not taken in, newest first: when, what became of it and why.

    An author is named only where the relay proved him: any other name is a claim.
    """
    from models.store.receipts import list_receipts

    if before and not (before.isascii() and before.isdecimal() and len(before) < _MOST_DIGITS):
        return show("missing.html", 404, what="There is no such list of messages.")
    with store.read() as session:
        rows = list_receipts(
            session, STOPPED, before=int(before) if before else None, limit=PAGE + 1
        )
    more = len(rows) > PAGE
    return show(
        "messages.html",
        rows=[
            (row, _proven_author(row), unopened_words(row.disposition, row.reasons))
            for row in rows[:PAGE]
        ],
        before=rows[PAGE - 1].id if more else "",
    )


def _proven_author(row: ReceiptRow) -> str:
    """Refused for its network alone means that everything else was proven."""
    proven = row.disposition == Disposition.REFUSE and INSECURE_NETWORK in row.reasons
    return row.author or "" if proven else ""
