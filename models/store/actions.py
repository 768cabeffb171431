"""Moves in mailboxes: queued at settle, done by the watcher, retried until they are done.

STANDARDS: RFC 3501 and RFC 6851 (MOVE). A UID that is gone counts as moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from models.store.engine import fit
from models.store.events import EventKind, append
from models.tables.mail import MOVE_QUEUED, arrivals, mailbox_actions


class Target(StrEnum):
    """Where a message goes in its mailbox; the settings name the folders themselves."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Move:
    """One message to be moved: from `folder`, by UID under UIDVALIDITY, to `target`."""

    id: int
    arrival_id: int
    mailbox: str
    folder: str
    uidvalidity: int
    uid: int
    target: Target
    attempts: int


def enqueue_moves(
    session: Session, arrival_ids: Sequence[int], target: Target, now: datetime
) -> list[int]:
    """Queue the moves of those of `arrival_ids` that came over IMAP; gives the moves' ids."""
    table = arrivals.c
    rows = session.execute(
        select(table.id, table.mailbox, table.folder, table.uidvalidity, table.uid)
        .where(table.id.in_(arrival_ids), table.uid.is_not(None))
        .order_by(table.id)
    ).all()
    if not rows:
        return []
    made = session.execute(
        insert(mailbox_actions).returning(mailbox_actions.c.id),
        [
            {
                "arrival_id": row.id,
                "mailbox": row.mailbox,
                "folder": row.folder,
                "uidvalidity": row.uidvalidity,
                "uid": row.uid,
                "action": "move",
                "target": str(target),
                "state": "queued",
                "attempts": 0,
                "next_attempt_at": now,
                "created_at": now,
            }
            for row in rows
        ],
    )
    return list(made.scalars())


def due_moves(session: Session, mailbox: str, now: datetime, limit: int = 100) -> list[Move]:
    """The moves of one mailbox that may be tried now, longest due first."""
    table = mailbox_actions.c
    query = (
        select(mailbox_actions)
        .where(text(MOVE_QUEUED), table.mailbox == mailbox, table.next_attempt_at <= now)
        .order_by(table.next_attempt_at, table.id)
        .limit(limit)
    )
    return [
        Move(
            row.id,
            row.arrival_id,
            row.mailbox,
            row.folder,
            row.uidvalidity,
            row.uid,
            Target(row.target),
            row.attempts,
        )
        for row in session.execute(query)
    ]


def mark_done(session: Session, move_id: int, now: datetime, note: str = "") -> None:
    """The message is in its folder, or its UID is gone (`note` "gone")."""
    _end(session, move_id, "done", EventKind.MOVE_DONE, now, note)


def mark_failed(session: Session, move_id: int, now: datetime, problem: str) -> None:
    """The message cannot be moved, and trying again will not help: a person is told."""
    _end(session, move_id, "failed", EventKind.MOVE_FAILED, now, problem)


def mark_retry(
    session: Session, move_id: int, now: datetime, retry_seconds: float, problem: str
) -> None:
    """The move did not work this time; it is due again after `retry_seconds`."""
    table = mailbox_actions.c
    session.execute(
        update(mailbox_actions)
        .where(table.id == move_id, table.state == "queued")
        .values(
            attempts=table.attempts + 1,
            next_attempt_at=now + timedelta(seconds=retry_seconds),
            last_problem=fit(problem),
        )
    )


def _end(
    session: Session, move_id: int, state: str, kind: EventKind, now: datetime, note: str
) -> None:
    table = mailbox_actions.c
    row: Any = session.execute(
        update(mailbox_actions)
        .where(table.id == move_id, table.state == "queued")
        .values(
            state=state,
            attempts=table.attempts + 1,
            last_problem=fit(note) or None,
            done_at=now,
        )
        .returning(table.arrival_id, table.target, table.mailbox)
    ).one_or_none()
    if row is None:
        return
    receipt = session.execute(
        select(arrivals.c.receipt_id).where(arrivals.c.id == row.arrival_id)
    ).scalar_one()
    append(
        session,
        kind,
        at=now,
        actor="watcher",
        receipt_id=receipt,
        data={"move": move_id, "target": row.target, "mailbox": row.mailbox},
        detail=note if state == "failed" else None,
    )
