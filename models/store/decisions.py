"""What was decided of one message, read back as the Outcome that was settled.

For those who explain a decision or compare it with another: findings with their quotes, readings,
parts, and the letters that were written. What retention emptied is empty here.

BUGS: what a walk knew and no table keeps is not here: further people's own readings, the words of
the whole form, what the message claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.auth import Address, AuthVerdict, Evidence, SenderVerdict
from models.cases import (
    Disposition,
    Finding,
    ItemOutcome,
    Outcome,
    PartOutcome,
    Priority,
    Quote,
    ReplyPlan,
    Verdict,
)
from models.forms import Certainty, FormReading, Reading, Recognised
from models.mail import Part, PartKind
from models.store.data_subjects import place_of
from models.store.listing import proposal_of
from models.store.receipts import evidence_from
from models.tables.cases import cases, findings, items, readings
from models.tables.mail import blobs, part_outcomes, receipts
from models.tables.outbound import outbound_messages

_KINDS = frozenset(map(str, PartKind))


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A message of ours about the one received; `data` is its bytes, None once erased."""

    kind: str
    state: str
    recipient: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """One settled message. `references` and `states` are of its items' cases, in order, or None."""

    receipt_id: int
    outcome: Outcome
    references: tuple[str | None, ...]
    states: tuple[str | None, ...]
    letters: tuple[WrittenLetter, ...]


def stored_decision(session: Session, receipt_id: int) -> StoredDecision | None:
    """What was decided of this message; None where it is not known, or not settled yet."""
    row = session.execute(select(receipts).where(receipts.c.id == receipt_id)).one_or_none()
    if row is None or row.disposition is None:
        return None
    found = session.execute(
        select(items, cases.c.state)
        .outerjoin(cases, cases.c.item_id == items.c.id)
        .where(items.c.receipt_id == receipt_id)
        .order_by(items.c.position)
    ).all()
    return StoredDecision(
        receipt_id,
        _outcome(row, tuple(_item(session, one) for one in found), _parts(session, receipt_id)),
        tuple(one.reference for one in found),
        tuple(one.state for one in found),
        _letters(session, receipt_id),
    )


def _outcome(row: Any, made: tuple[ItemOutcome, ...], parts: tuple[PartOutcome, ...]) -> Outcome:
    local_part, _, domain = (row.author or "").rpartition("@")
    author = Address(local_part, domain) if domain else None
    auth = AuthVerdict(
        SenderVerdict(row.auth_verdict),
        row.auth_reason,
        author,
        row.network,
        bool(row.authenticated),
        row.auth_detail or "",
    )
    return Outcome(
        digest=row.digest,
        received_at=row.received_at,
        auth=auth,
        evidence=evidence_from(row.evidence) if row.evidence else Evidence(),
        disposition=Disposition(row.disposition),
        reasons=tuple(row.reasons or ()),
        items=made,
        parts=parts,
        partner=row.partner_id,
        author=author,
        message_id=row.msg_id,
        versions=tuple((row.versions or {}).items()),
    )


def _item(session: Session, row: Any) -> ItemOutcome:
    return ItemOutcome(
        Disposition(row.disposition),
        tuple(row.reasons or ()),
        _form(session, row) if row.recognised else None,
        _findings(session, row.id),
        Priority(row.priority) if row.priority else None,
        row.target_date,
        ReplyPlan(template=row.reply_template, suppressed=row.reply_suppressed),
        tuple(row.flags or ()),
        tuple(row.notify or ()),
        proposal=proposal_of(row.proposal),
        danger=tuple(row.danger or ()),
        beside=tuple(row.beside or ()),
        rules=tuple((row.rules or {}).items()),
    )


def _form(session: Session, row: Any) -> FormReading:
    query = select(readings).where(readings.c.item_id == row.id).order_by(readings.c.id)
    return FormReading(
        Recognised(row.recognised),
        row.part or "",
        row.agreement,
        row.agreement_version,
        {one.key: _reading(one) for one in session.execute(query)},
        tuple(row.evidence or ()),
        tuple(row.notes or ()),
    )


def _reading(row: Any) -> Reading:
    return Reading(
        row.key,
        row.value or "",
        row.normalised,
        place_of(row.place),
        Certainty(row.certainty),
        row.note,
        tuple(row.alternatives or ()),
    )


def _findings(session: Session, item_id: int) -> tuple[Finding, ...]:
    query = select(findings).where(findings.c.item_id == item_id).order_by(findings.c.position)
    return tuple(
        Finding(
            one.check_name,
            Verdict(one.verdict),
            one.clause,
            tuple(
                Quote(said["text"], said["field"], said["start"], said["end"])
                for said in one.evidence or ()
            ),
            one.reason,
            one.on_fail,
            one.say,
            one.signpost,
            one.shadow,
        )
        for one in session.execute(query)
    )


def _parts(session: Session, receipt_id: int) -> tuple[PartOutcome, ...]:
    query = (
        select(part_outcomes)
        .where(part_outcomes.c.receipt_id == receipt_id)
        .order_by(part_outcomes.c.position)
    )
    return tuple(
        PartOutcome(
            Part(
                one.path,
                PartKind(one.kind) if one.kind in _KINDS else PartKind.OTHER,
                one.declared_type,
                one.file_name,
                None,
                one.size,
                one.digest,
                one.depth,
            ),
            one.outcome,
            one.detail or "",
        )
        for one in session.execute(query)
    )


def _letters(session: Session, receipt_id: int) -> tuple[WrittenLetter, ...]:
    table = outbound_messages.c
    query = (
        select(table.kind, table.state, table.recipient, blobs.c.data)
        .join(blobs, blobs.c.digest == table.blob_digest)
        .where(table.receipt_id == receipt_id)
        .order_by(table.id)
    )
    return tuple(
        WrittenLetter(one.kind, one.state, one.recipient, one.data)
        for one in session.execute(query)
    )
