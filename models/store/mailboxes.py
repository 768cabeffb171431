"""What is known of each watched folder: since when, under which UIDVALIDITY, and its last poll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.store.engine import fit, insert, rows_changed
from models.store.events import EventKind, append
from models.tables.mail import mailbox_states


@dataclass(frozen=True, slots=True)
class MailboxState:
    """One watched folder. Mail that arrived before `answer_from` is recorded, never answered."""

    mailbox: str
    folder: str
    first_seen_at: datetime
    answer_from: datetime
    uidvalidity: int | None = None
    last_poll_at: datetime | None = None
    last_problem: str | None = None


def get_state(session: Session, mailbox: str, folder: str) -> MailboxState | None:
    """What is known of one folder, or None before its first sight."""
    table = mailbox_states.c
    row = session.execute(
        select(mailbox_states).where(table.mailbox == mailbox, table.folder == folder)
    ).one_or_none()
    return None if row is None else _state(row)


def first_sight(
    session: Session,
    mailbox: str,
    folder: str,
    uidvalidity: int | None,
    now: datetime,
    answer_from: datetime | None = None,
) -> MailboxState:
    """The state of a folder; made at its first sight, with `answer_from` or, without it, now.

    Pointing Ostiary at an old mailbox thus answers nothing that lies in it. Later calls change
    nothing: an instant once fixed stays.

    Raises:
        LookupError: the state is not there although it was just written.
    """
    row = {
        "mailbox": mailbox,
        "folder": folder,
        "first_seen_at": now,
        "answer_from": answer_from or now,
        "uidvalidity": uidvalidity,
    }
    made = session.execute(insert(session, mailbox_states).values(row).on_conflict_do_nothing())
    if rows_changed(made) == 1:
        since = (answer_from or now).isoformat()
        append(
            session,
            EventKind.MAILBOX_SEEN,
            at=now,
            actor="watcher",
            data={"mailbox": mailbox, "folder": folder, "answer_from": since},
        )
    state = get_state(session, mailbox, folder)
    if state is None:  # pragma: no cover - the row was made above, in this transaction
        raise LookupError(f"mailbox {mailbox!r}: its state could not be recorded")
    return state


def note_poll(
    session: Session,
    mailbox: str,
    folder: str,
    now: datetime,
    *,
    uidvalidity: int | None = None,
    problem: str | None = None,
) -> None:
    """Note that a folder was polled, and what went wrong, if anything did."""
    table = mailbox_states.c
    values: dict[str, Any] = {"last_poll_at": now, "last_problem": fit(problem)}
    if uidvalidity is not None:
        values["uidvalidity"] = uidvalidity
    session.execute(
        update(mailbox_states)
        .where(table.mailbox == mailbox, table.folder == folder)
        .values(values)
    )


def list_states(session: Session) -> list[MailboxState]:
    """Every folder ever watched."""
    table = mailbox_states.c
    query = select(mailbox_states).order_by(table.mailbox, table.folder)
    return [_state(row) for row in session.execute(query)]


def _state(row: Any) -> MailboxState:
    return MailboxState(
        row.mailbox,
        row.folder,
        row.first_seen_at,
        row.answer_from,
        row.uidvalidity,
        row.last_poll_at,
        row.last_problem,
    )
