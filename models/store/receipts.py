"""Messages as they stand in the store: what is known of one, and the arrival it first came by."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.auth import Evidence, MethodResult
from models.cases import Disposition
from models.mail import Arrival, Envelope, Mode, Origin
from models.store.engine import fit
from models.tables.cases import items
from models.tables.mail import arrivals, blobs, receipts


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """One message and its walk. `arrival` is None once the raw bytes are erased.

    `auth_detail` says more exactly than the reason why its author is proven or not, in our words;
    `last_problem` why it still waits, a code or our words.
    """

    id: int
    digest: str
    transit_digest: str
    disposition: str | None
    reasons: tuple[str, ...]
    received_at: datetime | None
    settled_at: datetime | None
    author: str | None
    network: str | None
    partner: str | None
    auth_verdict: str | None
    auth_reason: str | None
    evidence: dict[str, Any]
    versions: dict[str, str]
    duplicate_of: int | None
    attempts: int
    arrival: Arrival | None
    auth_detail: str = ""
    last_problem: str | None = None
    recorded_at: datetime | None = None
    msg_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One message in a list. `msg_id` is its Message-ID as checked (RFC 5322 section 3.6.4).

    `author` is a claim unless `authenticated`.
    """

    id: int
    digest: str
    disposition: str | None
    reasons: tuple[str, ...]
    author: str | None
    network: str | None
    received_at: datetime | None
    recorded_at: datetime
    settled_at: datetime | None
    auth_detail: str = ""
    msg_id: str | None = None
    authenticated: bool = False


def list_receipts(
    session: Session,
    dispositions: Sequence[Disposition | None],
    *,
    before: int | None = None,
    limit: int = 50,
) -> list[ReceiptRow]:
    """Messages of these dispositions (None: not settled), newest first, by keyset.

    Args:
        session: of `Store.read`.
        dispositions: which.
        before: the id of the last row of the page before; None for the first page.
        limit: rows a page.
    """
    table = receipts.c
    lists: list[list[ReceiptRow]] = []
    for one in dict.fromkeys(dispositions):
        query = select(receipts).order_by(table.id.desc()).limit(limit)
        wanted = table.disposition.is_(None) if one is None else table.disposition == str(one)
        query = query.where(wanted)
        if before is not None:
            query = query.where(table.id < before)
        lists.append([_row(row) for row in session.execute(query)])
    return list(heapq.merge(*lists, key=lambda row: -row.id))[:limit]


def receipt_row(session: Session, receipt_id: int) -> ReceiptRow | None:
    """One message as a list shows it, without its bytes; None: there is none of this number."""
    query = select(receipts).where(receipts.c.id == receipt_id)
    row = session.execute(query).one_or_none()
    return None if row is None else _row(row)


def find_receipt(
    session: Session,
    *,
    receipt_id: int | None = None,
    digest: str | None = None,
    reference: str | None = None,
) -> StoredReceipt | None:
    """One message by its number, its SHA-256 or the reference of an item in it; None: unknown.

    Raises:
        ValueError: not exactly one of the three is given.
    """
    if sum(one is not None for one in (receipt_id, digest, reference)) != 1:
        raise ValueError("name a message by exactly one of receipt_id, digest and reference")
    query = select(receipts)
    if receipt_id is not None:
        query = query.where(receipts.c.id == receipt_id)
    elif digest is not None:
        query = query.where(receipts.c.digest == digest)
    else:
        chosen = select(items.c.receipt_id).where(items.c.reference == reference)
        query = query.where(receipts.c.id == chosen.scalar_subquery())
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    return StoredReceipt(
        id=row.id,
        digest=row.digest,
        transit_digest=row.transit_digest,
        disposition=row.disposition,
        reasons=tuple(row.reasons or ()),
        received_at=row.received_at,
        settled_at=row.settled_at,
        author=row.author,
        network=row.network,
        partner=row.partner_id,
        auth_verdict=row.auth_verdict,
        auth_reason=row.auth_reason,
        evidence=row.evidence or {},
        versions=row.versions or {},
        duplicate_of=row.duplicate_of,
        attempts=row.attempts,
        arrival=first_arrival(session, row.id)[1],
        auth_detail=row.auth_detail or "",
        last_problem=row.last_problem,
        recorded_at=row.recorded_at,
        msg_id=row.msg_id,
    )


def references_of(session: Session, receipt_id: int) -> tuple[str, ...]:
    """The references of the items in a message, in its order."""
    query = select(items.c.reference).where(
        items.c.receipt_id == receipt_id, items.c.reference.is_not(None)
    )
    return tuple(session.execute(query.order_by(items.c.position)).scalars())


def first_arrival(session: Session, receipt_id: int) -> tuple[int, Arrival | None]:
    """The arrival that is judged, with the message's bytes; None in place of it once erased.

    It is the first one; a direct hop is judged only where the message came by no other way, and
    its listener is else none of the places that the message came to (`Arrival.also`).

    Raises:
        LookupError: there is no such message.
    """
    row = session.execute(
        select(arrivals, blobs.c.data)
        .join(receipts, receipts.c.id == arrivals.c.receipt_id)
        .join(blobs, blobs.c.digest == receipts.c.digest)
        .where(arrivals.c.receipt_id == receipt_id)
        .order_by(arrivals.c.direct, arrivals.c.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        raise LookupError(f"receipt {receipt_id}: there is no such message")
    if row.data is None:
        return row.id, None
    table = arrivals.c
    ways = session.execute(
        select(table.origin, table.mailbox)
        .distinct()
        .where(table.receipt_id == receipt_id, table.direct == row.direct)
        .order_by(table.mailbox, table.origin)
    )
    first = arrival_from(row, row.data)
    also = tuple((Origin(one.origin), one.mailbox) for one in ways)
    return row.id, replace(first, also=tuple(one for one in also if one != first.places[0]))


def _row(row: Any) -> ReceiptRow:
    return ReceiptRow(
        row.id,
        row.digest,
        row.disposition,
        tuple(row.reasons or ()),
        row.author,
        row.network,
        row.received_at,
        row.recorded_at,
        row.settled_at,
        row.auth_detail or "",
        row.msg_id,
        bool(row.authenticated),
    )


def arrival_from(row: Any, raw: bytes) -> Arrival:
    """A row of the arrivals with its message's bytes."""
    return Arrival(
        origin=Origin(row.origin),
        mailbox=row.mailbox,
        raw=raw,
        arrived_at=row.arrived_at,
        envelope=Envelope(
            reverse_path=row.reverse_path,
            forward_paths=tuple(row.forward_paths),
            client_ip=row.client_ip,
            helo=row.helo,
            tls=row.tls,
        ),
        mode=Mode(row.mode),
        answer=row.answer,
        hold_replies=row.hold_replies,
        internal_date=row.internal_date,
        folder=row.folder,
        uidvalidity=row.uidvalidity,
        uid=row.uid,
        session=row.session,
        direct=row.direct,
        evidence=None if row.evidence is None else evidence_from(row.evidence),
    )


def arrival_row(arrival: Arrival, receipt_id: int) -> dict[str, Any]:
    """The columns of a new arrival of a message; what `arrival_from` reads."""
    return {
        "receipt_id": receipt_id,
        "origin": str(arrival.origin),
        "mailbox": arrival.mailbox,
        "folder": arrival.folder,
        "uidvalidity": arrival.uidvalidity,
        "uid": arrival.uid,
        "session": arrival.session,
        "arrived_at": arrival.arrived_at,
        "internal_date": arrival.internal_date,
        "reverse_path": fit(arrival.envelope.reverse_path),
        "forward_paths": list(arrival.envelope.forward_paths),
        "client_ip": arrival.envelope.client_ip,
        "helo": fit(arrival.envelope.helo),
        "tls": arrival.envelope.tls,
        "mode": str(arrival.mode),
        "answer": arrival.answer,
        "hold_replies": arrival.hold_replies,
        "direct": arrival.direct,
        "evidence": None if arrival.evidence is None else asdict(arrival.evidence),
        "evidence_attempts": 0,
    }


def evidence_from(stored: dict[str, Any]) -> Evidence:
    """Evidence as it was stored (`dataclasses.asdict` of it, as JSON)."""
    results = tuple(
        MethodResult(
            one["method"], one["result"], tuple((key, value) for key, value in one["properties"])
        )
        for one in stored["results"]
    )
    answers = tuple((name, kind, said) for name, kind, said in stored.get("answers", ()))
    return Evidence(**{**stored, "results": results, "answers": answers})
