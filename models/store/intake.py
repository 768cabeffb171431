"""What has arrived, recorded: the hot path of the one writer (gateway/spool).

Many arrivals go into one transaction. An IMAP UID is recorded once, a message is one receipt by
its bytes, and a transit-stripped digest finds the same mail come by another way.

STANDARDS: RFC 3501 (UID, UIDVALIDITY).
SECURITY: hostile bytes are hashed and stored here, not parsed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert as plain_insert
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Disposition
from models.mail import Arrival, Mode, Origin
from models.reasons import BEFORE_ANSWER_FROM
from models.store.actions import Target, enqueue_moves
from models.store.engine import fit, insert, lock_name
from models.store.events import EventKind, append
from models.store.evidence import due_at, judge_again
from models.store.receipts import arrival_row
from models.store.standing import promote
from models.store.transit import transit_digest
from models.tables.mail import arrivals as arrival_table
from models.tables.mail import blobs, receipts

__all__ = ["Recorded", "known_digests", "known_uids", "record_arrivals", "transit_digest"]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where an arrival stands. `new`: its bytes were unknown. `known_arrival`: its UID was known."""

    arrival_id: int
    receipt_id: int
    new: bool
    known_arrival: bool = False


@dataclass(slots=True)
class _Receipt:
    """What intake needs to know of a receipt."""

    id: int
    disposition: str | None
    target: str | None
    new: bool


def record_arrivals(session: Session, arrivals: Sequence[Arrival], now: datetime) -> list[Recorded]:
    """Record what has arrived, in the order given; nothing is durable before the commit.

    Mail that is not to be answered is settled at once as ignore/before_answer_from, unless its
    bytes are known. A copy in a mailbox of a message that is settled gets its move queued.
    """
    for name in sorted({_place(one) for one in arrivals if one.uid is not None}):
        lock_name(session, f"mailbox:{name}")
    known = _known(session, arrivals)
    fresh: dict[object, tuple[Arrival, str]] = {}
    keys: list[object] = []
    for index, one in enumerate(arrivals):
        key: object = _key(one) or index
        keys.append(key)
        if key not in known and key not in fresh:
            fresh[key] = (one, hashlib.sha256(one.raw).hexdigest())
    found = _receipts(session, list(fresh.values()), now)
    ids = _insert_arrivals(session, list(fresh.values()), found, now)
    _follow(session, list(fresh.values()), found, ids, now)
    recorded: list[Recorded] = []
    added = dict(zip(fresh, ids, strict=True))
    told: set[str] = set()
    for at in keys:
        if at in known:
            recorded.append(Recorded(*known[at], new=False, known_arrival=True))
            continue
        digest = fresh[at][1]
        receipt = found[digest]
        recorded.append(Recorded(added[at], receipt.id, new=receipt.new and digest not in told))
        told.add(digest)
        known[at] = (added[at], receipt.id)
    return recorded


def known_uids(session: Session, mailbox: str, folder: str, uidvalidity: int) -> set[int]:
    """The UIDs of a folder that are recorded under this UIDVALIDITY."""
    query = select(arrival_table.c.uid).where(
        arrival_table.c.mailbox == mailbox,
        arrival_table.c.folder == folder,
        arrival_table.c.uidvalidity == uidvalidity,
    )
    return set(session.execute(query).scalars())


def known_digests(session: Session, digests: Iterable[str]) -> set[str]:
    """Those of `digests` (SHA-256 of raw bytes, hex) that a receipt exists for."""
    wanted = sorted(set(digests))
    found: set[str] = set()
    for start in range(0, len(wanted), _BATCH):
        query = select(receipts.c.digest).where(
            receipts.c.digest.in_(wanted[start : start + _BATCH])
        )
        found.update(session.execute(query).scalars())
    return found


def _place(arrival: Arrival) -> str:
    return f"{arrival.mailbox}:{arrival.folder}"


def _key(arrival: Arrival) -> tuple[str, str | None, int | None, int] | None:
    """What an IMAP arrival is unique by; None for a transaction, which is always its own."""
    if arrival.uid is None:
        return None
    return (arrival.mailbox, arrival.folder, arrival.uidvalidity, arrival.uid)


def _known(session: Session, arrivals: Sequence[Arrival]) -> dict[object, tuple[int, int]]:
    """The arrivals whose UID is recorded: key -> (arrival id, receipt id)."""
    folders: dict[tuple[str, str | None, int | None], list[int]] = {}
    for one in arrivals:
        if one.uid is not None:
            folders.setdefault((one.mailbox, one.folder, one.uidvalidity), []).append(one.uid)
    known: dict[object, tuple[int, int]] = {}
    table = arrival_table.c
    for (mailbox, folder, validity), uids in folders.items():
        for start in range(0, len(uids), _BATCH):
            query = select(table.uid, table.id, table.receipt_id).where(
                table.mailbox == mailbox,
                table.folder == folder,
                table.uidvalidity == validity,
                table.uid.in_(uids[start : start + _BATCH]),
            )
            for row in session.execute(query):
                known[(mailbox, folder, validity, row.uid)] = (row.id, row.receipt_id)
    return known


def _receipts(
    session: Session, fresh: Sequence[tuple[Arrival, str]], now: datetime
) -> dict[str, _Receipt]:
    """The receipt of each digest, made where there is none. Existing rows stay locked.

    The lock makes intake and settle take turns: a copy that comes while its message is being
    settled is either seen by settle or sees what settle wrote.
    """
    first: dict[str, Arrival] = {}
    for arrival, digest in fresh:
        first.setdefault(digest, arrival)
    found = _select_receipts(session, list(first))
    missing = {digest: one for digest, one in first.items() if digest not in found}
    if not missing:
        return found
    session.execute(
        insert(session, blobs).on_conflict_do_nothing(),
        [
            {"digest": d, "kind": "raw", "data": a.raw, "size": len(a.raw), "created_at": now}
            # in one order for everybody: two writers with the same mail must not wait in a ring
            for d, a in sorted(missing.items(), key=lambda pair: pair[0])
        ],
    )
    made = session.execute(
        insert(session, receipts)
        .on_conflict_do_nothing(index_elements=[receipts.c.digest])
        .returning(receipts.c.id, receipts.c.digest, receipts.c.disposition, receipts.c.target),
        [_receipt_row(digest, arrival, now) for digest, arrival in missing.items()],
    )
    for row in made:
        found[row.digest] = _Receipt(row.id, row.disposition, row.target, new=True)
        _tell(session, row, missing[row.digest], now)
    lost = [digest for digest in missing if digest not in found]
    return {**found, **_select_receipts(session, lost)}


def _select_receipts(session: Session, digests: Sequence[str]) -> dict[str, _Receipt]:
    table = receipts.c
    found: dict[str, _Receipt] = {}
    for start in range(0, len(digests), _BATCH):
        query = (
            select(table.id, table.digest, table.disposition, table.target)
            .where(table.digest.in_(digests[start : start + _BATCH]))
            .order_by(table.id)
            .with_for_update(key_share=True)  # settle may still name it as the first of a copy
        )
        for row in session.execute(query):
            found[row.digest] = _Receipt(row.id, row.disposition, row.target, new=False)
    return found


def _receipt_row(digest: str, arrival: Arrival, now: datetime) -> dict[str, Any]:
    ignored = not arrival.answer
    return {
        "digest": digest,
        "transit_digest": transit_digest(arrival.raw),
        "size": len(arrival.raw),
        "mode": str(arrival.mode),
        "answer": arrival.answer,
        "hold_replies": arrival.hold_replies,
        "recorded_at": now,
        "received_at": arrival.internal_date if ignored else None,
        "fence": 0,
        "attempts": 0,
        "deferrals": 0,
        "disposition": str(Disposition.IGNORE) if ignored else None,
        "reasons": [BEFORE_ANSWER_FROM] if ignored else None,
        "settled_at": now if ignored else None,
    }


def _tell(session: Session, row: Any, arrival: Arrival, now: datetime) -> None:
    """The events of a new receipt."""
    append(
        session,
        EventKind.RECEIVED,
        at=now,
        actor="intake",
        receipt_id=row.id,
        data={
            "digest": row.digest,
            "origin": str(arrival.origin),
            "mailbox": fit(arrival.mailbox),
            "size": len(arrival.raw),
        },
    )
    if row.disposition is not None:
        append(
            session,
            EventKind.SETTLED,
            at=now,
            actor="intake",
            receipt_id=row.id,
            data={"disposition": row.disposition, "reasons": [BEFORE_ANSWER_FROM]},
        )


def _insert_arrivals(
    session: Session,
    fresh: Sequence[tuple[Arrival, str]],
    found: dict[str, _Receipt],
    now: datetime,
) -> list[int]:
    if not fresh:
        return []
    first = {digest: one for one, digest in reversed(fresh) if found[digest].new}
    rows = [
        {
            **arrival_row(one, found[digest].id),
            "evidence_due": due_at(one, now, new=first.get(digest) is one),
        }
        for one, digest in fresh
    ]
    made = session.execute(
        plain_insert(arrival_table).returning(arrival_table.c.id, sort_by_parameter_order=True),
        rows,
    )
    return list(made.scalars())


def _follow(
    session: Session,
    fresh: Sequence[tuple[Arrival, str]],
    found: dict[str, _Receipt],
    ids: Sequence[int],
    now: datetime,
) -> None:
    """Copies of settled messages: in mailboxes they go where those went; they may do more."""
    for (one, digest), arrival_id in zip(fresh, ids, strict=True):
        receipt = found[digest]
        if one.direct:
            continue  # what came directly never lets a message do more
        if not receipt.new and judge_again(session, receipt.id, ids[0], now):
            receipt.disposition = None
        if receipt.disposition is None:
            continue
        promote(session, receipt.id, one, now)
        if receipt.new or receipt.target is None:
            continue
        if one.origin is Origin.IMAP and one.answer and one.mode is not Mode.OBSERVE:
            enqueue_moves(session, [arrival_id], Target(receipt.target), now)
