"""What each page shows, read from the store in one transaction a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from fastapi import Response
from fastapi.responses import HTMLResponse

from models.cases import OPEN_STATES, CaseState, Disposition
from models.forms import Certainty
from models.pages import person_key
from models.reference import find_references
from review.again import repeats_of
from review.original import drawn_paths, original_of
from review.parts import shown_parts, unopened_words
from review.words import due_words

if TYPE_CHECKING:
    from models.store.connection import Store

Show = Callable[..., HTMLResponse]
PAGE = 50
#: What was not taken in, and of which nobody is told but by these pages.
STOPPED = (Disposition.QUARANTINE, Disposition.REFUSE)
_LATE_DAYS = 14
_MOST = 200
_MOST_NOTICES = 100
_MOST_DIGITS = 19
_PICTURE_SECONDS = 300
_REFERENCE_LENGTH = len("PIET-26-7K3Q-X9TD")


def queue_page(store: Store, show: Show, state: str, after: str, today: date) -> Response:
    """The open cases, or those in `state`, and above them what a person has to look at."""
    from models.store.cases import CaseKey, count_cases, list_cases
    from models.store.health import backlog
    from models.store.joining import late_messages
    from models.store.mailboxes import list_states
    from models.store.receipts import list_receipts
    from models.store.whereabouts import endangered

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
        danger = endangered(session, [one.reference for one in late])
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
        danger=danger,
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
    from models.store.pictures import drawings_of, marks_of

    known = find_references(reference) if len(reference) == _REFERENCE_LENGTH else ()
    found, later = None, {}
    if known:
        with store.read() as session:
            found = case_by_reference(session, known[0])
            if found is not None:
                later = parts_of(session, [one.receipt_id for one in found.messages])
                drawings = drawings_of(session, found.row.receipt_id, found.row.item_id)
                marks = marks_of(session, found.row.item_id)
                repeats = repeats_of(session, found)
    if found is None:
        return show("missing.html", 404, what="There is no case with this reference.")
    row = found.row
    read = [(one.key, one.certainty) for one in found.readings]
    for one in found.people:
        read += [(person_key(said.key, one.ordinal), said.certainty) for said in one.readings]
    guessed = frozenset(key for key, certainty in read if certainty == Certainty.GUESSED)
    return show(
        "case.html",
        original=original_of(drawings, found.parts, marks, guessed),
        case=found,
        repeats=repeats,
        row=row,
        due=due_words(row.target_date, today),
        parts=shown_parts(found.parts, drawn_paths(drawings)),
        unopened="" if found.parts else unopened_words(None, row.reasons),
        later={number: shown_parts(parts) for number, parts in later.items()},
    )


def notices_page(store: Store, show: Show) -> Response:
    """Notices to our own people, and letters that wait for a person."""
    from models.store.notices import read_notices
    from models.store.outbox import Kind, State, list_outbound

    with store.read() as session:
        notices = list_outbound(session, list(State), limit=_MOST_NOTICES, kind=Kind.INTERNAL)
        texts = read_notices(session, [one.id for one in notices])
        waiting = list_outbound(session, [State.HELD, State.FAILED], limit=_MOST)
    return show(
        "notices.html",
        notices=[(one, texts.get(one.id)) for one in notices],
        shown_only=sum(one.state == State.HELD for one in notices),
        held=[one for one in waiting if one.kind != Kind.INTERNAL],
    )


def messages_page(store: Store, show: Show, before: str) -> Response:
    """Mail that was not taken in, newest first: when, what became of it, why, and where it lies.

    An author is named only where the relay proved him: any other name is a claim.
    """
    from models.store.receipts import list_receipts
    from models.store.whereabouts import Found, find_messages

    if before and not _is_number(before):
        return show("missing.html", 404, what="There is no such list of messages.")
    with store.read() as session:
        rows = list_receipts(
            session, STOPPED, before=int(before) if before else None, limit=PAGE + 1
        )
        known = find_messages(session, [row.id for row in rows])
    more = len(rows) > PAGE
    return show(
        "messages.html",
        rows=[
            (row, unopened_words(row.disposition, row.reasons), known.get(row.id, Found()))
            for row in rows[:PAGE]
        ],
        before=rows[PAGE - 1].id if more else "",
    )


def message_page(store: Store, show: Show, number: str) -> Response:
    """One message: why it stands where it does, how to find it, its parts and its cases."""
    from models.store.joining import joined_by
    from models.store.parts import parts_of
    from models.store.pictures import drawings_of
    from models.store.receipts import receipt_row, references_of
    from models.store.whereabouts import Found, find_messages

    row = None
    if _is_number(number):
        with store.read() as session:
            row = receipt_row(session, int(number))
            if row is not None:
                found = find_messages(session, [row.id]).get(row.id, Found())
                parts = parts_of(session, [row.id]).get(row.id, ())
                about = (*references_of(session, row.id), *joined_by(session, row.id))
                drawings = drawings_of(session, row.id)
    if row is None:
        return show("missing.html", 404, what="There is no message with this number.")
    return show(
        "message.html",
        row=row,
        found=found,
        cases=about,
        original=original_of(drawings, parts),
        parts=shown_parts(parts, drawn_paths(drawings)),
        unopened="" if parts else unopened_words(row.disposition, row.reasons),
    )


def picture_file(store: Store, show: Show, number: str) -> Response:
    """The PNG of one page; a browser may keep it for as long as somebody looks at a case."""
    from models.store.pictures import picture_bytes

    data = None
    if _is_number(number):
        with store.read() as session:
            data = picture_bytes(session, int(number))
    if data is None:
        return show("missing.html", 404, what="There is no picture with this number.")
    headers = {"Cache-Control": f"private, max-age={_PICTURE_SECONDS}"}
    return Response(data, media_type="image/png", headers=headers)


def _is_number(text: str) -> bool:
    """Whether it is a row number as we write one; what is longer fits no column."""
    return text.isascii() and text.isdecimal() and len(text) < _MOST_DIGITS
