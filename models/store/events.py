"""The audit chain: every event holds the hash of the one before it.

Events are collected in the session and written as the last thing before the commit: the chain's
head is the one row that everybody needs, so it is locked last and shortly.

SECURITY: `data` holds no personal data; the words that might go into `detail`, which can be
erased: the event has only a salted digest of it, and the salt goes with the words.
BUGS: somebody who can write the database can rewrite the whole chain from a point on. An outside
copy of the head (a backup, a print) shows it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, insert, select, type_coerce, update
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from models.store.engine import fit, rows_changed
from models.tables.events import chain_heads, event_details, events
from models.tables.types import canonical, utc

_PENDING = "ostiary_events"
GENESIS = "0" * 64


class EventKind(StrEnum):
    """The closed vocabulary of what can happen."""

    RECEIVED = "received"  # new bytes were committed
    SETTLED = "settled"  # a message got its disposition
    REOPENED = "reopened"  # too old for one mailbox, it came to another that answers it
    CASE_OPENED = "case_opened"  # a form became a case
    CASE_MOVED = "case_moved"  # a case changed its state
    PERSON_SEARCHED = "person_searched"  # an officer searched for one person of a case
    PERSON_ANSWERED = "person_answered"  # what was answered about one person of a case
    PRIORITY_DECIDED = "priority_decided"  # an officer granted or declined high priority
    TARGET_MOVED = "target_moved"  # a calendar day or a clock moved a target date
    LETTER_QUEUED = "letter_queued"  # a letter was put in the outbox
    LETTER_HELD = "letter_held"  # a letter waits for a person
    LETTER_RELEASED = "letter_released"  # a person let a held letter go
    LETTER_DROPPED = "letter_dropped"  # a person decided that a held letter is never sent
    LETTER_WITHHELD = "letter_withheld"  # observe mode: written, never sent
    LETTER_SENT = "letter_sent"  # the relay or the Maildir has it
    LETTER_FAILED = "letter_failed"  # it cannot be sent; a person is told
    LETTER_BOUNCED = "letter_bounced"  # a letter came back; a person is told
    MESSAGE_JOINED = "message_joined"  # a later message belongs to a case
    CASE_RESUBMITS = "case_resubmits"  # a new case is what was returned before, sent again
    CASE_CLAIMED = "case_claimed"  # the mail of a new case names another case
    MOVE_DONE = "move_done"  # a message was moved in its mailbox, or was gone
    MOVE_FAILED = "move_failed"  # it could not be moved; a person is told
    MAILBOX_SEEN = "mailbox_seen"  # a mailbox was seen for the first time
    REGISTER_ADDED = "register_added"  # an entry of the register was added
    REGISTER_CHANGED = "register_changed"  # an entry was superseded by another
    REGISTER_REMOVED = "register_removed"  # an entry was taken out
    CONTENT_ERASED = "content_erased"  # retention or a person erased content
    JOB_QUEUED = "job_queued"  # work was asked for, at the edge or by a worker
    JOB_DONE = "job_done"  # that work ended, well or not


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it stands in the chain. `detail` is None where there is none or it is erased."""

    seq: int
    at: datetime
    kind: str
    actor: str
    receipt_id: int | None
    case_id: int | None
    data: dict[str, Any]
    detail: str | None


def append(
    session: Session,
    kind: EventKind,
    *,
    at: datetime,
    actor: str,
    receipt_id: int | None = None,
    case_id: int | None = None,
    data: dict[str, Any] | None = None,
    detail: str | None = None,
) -> None:
    """Note that something happened; it is chained when the transaction of `Store.write` ends.

    Args:
        session: of `Store.write`.
        kind: which event.
        at: when, aware.
        actor: who: a part of the program ("worker", "clock"), or a person's account.
        receipt_id: the message it is about.
        case_id: the case it is about.
        data: JSON-safe facts without personal data: codes, counts, digests, dates.
        detail: words that may name a person; kept apart and erasable.
    """
    detail = fit(detail)
    salt = secrets.token_hex(32) if detail is not None else None
    row = {
        "at": utc(at),
        "kind": str(kind),
        "actor": actor,
        "receipt_id": receipt_id,
        "case_id": case_id,
        "data": canonical(data or {}),
        "detail_digest": None if salt is None else _digest(salt, detail or ""),
    }
    session.info.setdefault(_PENDING, []).append((row, salt, detail))


def flush(session: Session) -> None:
    """Chain what was appended. Called by `Store.write` just before it commits."""
    pending = session.info.pop(_PENDING, [])
    if not pending:
        return
    head = session.execute(
        select(chain_heads.c.seq, chain_heads.c.hash).where(chain_heads.c.id == 1).with_for_update()
    ).one()
    seq, last = head.seq, head.hash
    rows, details = [], []
    for row, salt, text in pending:
        seq += 1
        link = {**row, "seq": seq, "prev_hash": last}
        last = link["hash"] = _hash(link)
        rows.append(link)
        if salt is not None:
            details.append({"event_seq": seq, "salt": salt, "text": text})
    session.execute(insert(events), rows)
    if details:
        session.execute(insert(event_details), details)
    session.execute(update(chain_heads).where(chain_heads.c.id == 1).values(seq=seq, hash=last))


def verify(session: Session) -> list[str]:
    """Walk the chain from row one and name every break; an empty list means it is whole."""
    problems: list[str] = []
    last, seq = GENESIS, 0
    for row in _walk(session):
        seq += 1
        if row.seq != seq:
            problems.append(f"event {seq} is missing: the next one is {row.seq}")
            seq = row.seq
        if row.prev_hash != last:
            problems.append(f"event {row.seq} does not follow the one before it")
        if _hash(row._mapping) != row.hash:
            problems.append(f"event {row.seq} was changed: its hash is not that of its contents")
        if row.salt is not None and not _matches(row.salt, row.text or "", row.detail_digest):
            problems.append(f"event {row.seq}: its detail was changed")
        if row.detail_digest and row.salt is None and row.erased_at is None:
            problems.append(f"event {row.seq}: its detail is gone, but not marked as erased")
        if row.erased_at is not None and (row.salt, row.text) != (None, None):
            problems.append(f"event {row.seq}: its detail is marked as erased, but stands there")
        last = row.hash
    head = session.execute(select(chain_heads).where(chain_heads.c.id == 1)).one_or_none()
    if head is None:
        problems.append("the chain has no head")
    elif (head.seq, head.hash) != (seq, last):
        problems.append(f"the chain ends at event {seq}, but its head says {head.seq}")
    return problems


def head(session: Session) -> tuple[int, str]:
    """The number and the hash of the last event; (0, "") where the head is gone.

    A copy kept elsewhere shows a chain that was written anew, or cut off with its head.
    """
    row = session.execute(select(chain_heads).where(chain_heads.c.id == 1)).one_or_none()
    return (0, "") if row is None else (row.seq, row.hash)


def hash_of(session: Session, seq: int) -> str | None:
    """The hash of one event; None where there is no such event. Before the first it is GENESIS."""
    if seq == 0:
        return GENESIS
    return session.execute(select(events.c.hash).where(events.c.seq == seq)).scalar_one_or_none()


def list_events(
    session: Session,
    *,
    case_id: int | None = None,
    receipt_id: int | None = None,
    limit: int = 100,
) -> list[StoredEvent]:
    """The last `limit` events, newest first, of a case or a receipt where one is named."""
    query = (
        select(events, event_details.c.text)
        .outerjoin(event_details, event_details.c.event_seq == events.c.seq)
        .order_by(events.c.seq.desc())
        .limit(limit)
    )
    if case_id is not None:
        query = query.where(events.c.case_id == case_id)
    if receipt_id is not None:
        query = query.where(events.c.receipt_id == receipt_id)
    return [
        StoredEvent(
            row.seq,
            row.at,
            row.kind,
            row.actor,
            row.receipt_id,
            row.case_id,
            json.loads(row.data),
            row.text,
        )
        for row in session.execute(query)
    ]


def erase_detail(session: Session, seq: int, now: datetime) -> bool:
    """Erase the words of one event with their salt; False where there was nothing to erase."""
    done = session.execute(
        update(event_details)
        .where(event_details.c.event_seq == seq, event_details.c.erased_at.is_(None))
        .values(salt=None, text=None, erased_at=now)
    )
    return rows_changed(done) == 1


def _walk(session: Session) -> Iterator[Any]:
    """Every event with its words, as they stand: an instant that is none must not end the walk."""
    columns = [column if column.key != "at" else _as_stored(column) for column in events.c]
    query = (
        select(
            *columns,
            event_details.c.salt,
            event_details.c.text,
            _as_stored(event_details.c.erased_at),
        )
        .outerjoin(event_details, event_details.c.event_seq == events.c.seq)
        .order_by(events.c.seq)
        .execution_options(yield_per=2000)
    )
    yield from session.execute(query)


def _as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return type_coerce(column, NullType()).label(column.key or "")


def _spelled(at: Any) -> str:
    """An instant as it is hashed; SQLite's text is of one form, so nothing need be parsed."""
    if isinstance(at, str):
        return at.removesuffix("Z") + "+00:00"
    return utc(at).isoformat(timespec="microseconds")


def _hash(row: Any) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the event."""
    body = {
        "seq": row["seq"],
        "at": _spelled(row["at"]),
        "kind": row["kind"],
        "actor": row["actor"],
        "receipt_id": row["receipt_id"],
        "case_id": row["case_id"],
        "data": row["data"],
        "detail_digest": row["detail_digest"],
    }
    return hashlib.sha256((row["prev_hash"] + canonical(body)).encode("utf-8")).hexdigest()


def _matches(salt: str, text: str, digest: str | None) -> bool:
    try:
        return _digest(salt, text) == digest
    except ValueError:  # a salt that is none
        return False


def _digest(salt: str, text: str) -> str:
    """A keyed digest: without the salt, guessing the words proves nothing."""
    message = text.encode("utf-8", "surrogatepass")
    return hmac.new(bytes.fromhex(salt), message, hashlib.sha256).hexdigest()
