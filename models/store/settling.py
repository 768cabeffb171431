"""The one transaction that records what a walk decided: all of it, or nothing.

`settle_receipt` is WHERE fence = mine AND disposition IS NULL: a worker that was overtaken
changes no row and rolls back. The caller drives everything inside ONE `Store.write()`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, insert, select, update
from sqlalchemy.orm import Session

from models.cases import Disposition, ItemOutcome, Outcome, Quote
from models.forms import Reading
from models.mail import Mode, Origin
from models.reasons import WRONG_FORM
from models.store.actions import Target, enqueue_moves
from models.store.claims import Claim
from models.store.engine import fit, lock_name, rows_changed
from models.store.events import EventKind, append
from models.tables.cases import findings, items, readings
from models.tables.mail import arrivals, part_outcomes, receipts

#: A mail that came before counts as the first only if it was dealt with.
_DEALT_WITH = (Disposition.QUEUE, Disposition.REJECT, Disposition.REVIEW)


#: One mail comes by no more ways than a force has mailboxes and relays.
_MOST_COPIES = 50


class LostClaimError(Exception):
    """Another worker has the message, or has settled it: roll back and go on."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same mail, come before by another way, and where its copies go.

    `answered`: it came to a place whose mail is answered; what was only observed is not.
    `wrong_form`: it was taken for no form of an agreement that is switched on there.
    """

    receipt_id: int
    disposition: Disposition
    target: Target | None
    answered: bool = True
    wrong_form: bool = False


def find_earlier(
    session: Session, transit_digest: str, author: str, *, receipt_id: int
) -> Earlier | None:
    """The message with the same content and author that was dealt with before this one.

    One that may have been answered goes before one that was only observed, and one that was taken
    in before one that was the wrong form where it came. Call it in the settling transaction: two
    copies walked at the same time then take turns.
    """
    lock_name(session, f"transit:{transit_digest}")
    table = receipts.c
    answered = and_(table.answer.is_(True), table.mode != str(Mode.OBSERVE))
    rows = session.execute(
        select(table.id, table.disposition, table.target, table.reasons, answered.label("answered"))
        .where(
            table.transit_digest == transit_digest,
            table.author == author,
            table.id != receipt_id,
            table.disposition.in_([str(one) for one in _DEALT_WITH]),
        )
        .order_by(case((answered, 0), else_=1), table.id)
        .limit(_MOST_COPIES)
    ).all()
    if not rows:
        return None
    row = min(rows, key=lambda one: (not one.answered, WRONG_FORM in one.reasons, one.id))
    target = Target(row.target) if row.target else None
    wrong = WRONG_FORM in row.reasons
    return Earlier(row.id, Disposition(row.disposition), target, bool(row.answered), wrong)


def settle_receipt(
    session: Session,
    claim: Claim,
    outcome: Outcome,
    now: datetime,
    *,
    target: Target | None = None,
    duplicate_of: int | None = None,
) -> bool:
    """Write the disposition of a claimed message; False where the claim was lost: roll back.

    Its parts, the moves of every copy in a mailbox to `target`, and the event are written with
    it. Copies in a mailbox in observe mode, or older than its `answer_from`, stay where they are.
    """
    done = session.execute(
        update(receipts)
        .where(
            receipts.c.id == claim.receipt_id,
            receipts.c.fence == claim.fence,
            receipts.c.disposition.is_(None),
        )
        .values(
            **_verdict(outcome),
            settled_at=now,
            target=str(target) if target else None,
            duplicate_of=duplicate_of,
            leased_until=None,
            leased_by=None,
            next_attempt_at=None,
            last_problem=None,
        )
    )
    if rows_changed(done) != 1:
        return False
    _write_parts(session, claim.receipt_id, outcome)
    if target is not None:
        enqueue_moves(session, _movable(session, claim.receipt_id), target, now)
    append(
        session,
        EventKind.SETTLED,
        at=now,
        actor=claim.worker,
        receipt_id=claim.receipt_id,
        data={
            "disposition": str(outcome.disposition),
            "reasons": list(outcome.reasons),
            "items": len(outcome.items),
            "duplicate_of": duplicate_of,
        },
    )
    return True


def add_item(
    session: Session,
    receipt_id: int,
    position: int,
    item: ItemOutcome,
    reference: str | None,
    claims: str | None = None,
) -> int:
    """Write one form (or the mail, where it has none) with its findings and readings.

    `position` counts the items of a message from 0; `claims` are the references of cases that it
    names and does not belong to. Gives the item's number.
    """
    form = item.form
    row = {
        "receipt_id": receipt_id,
        "position": position,
        "part": fit(form.part) if form else None,
        "reference": reference,
        "disposition": str(item.disposition),
        "reasons": list(item.reasons),
        "priority": str(item.priority) if item.priority else None,
        "target_date": item.target_date,
        "recognised": str(form.recognised) if form else None,
        "agreement": form.agreement if form else None,
        "agreement_version": form.version if form else None,
        "evidence": list(form.evidence) if form else None,
        "notes": list(form.notes) if form else None,
        "flags": list(item.flags),
        "notify": list(item.notify),
        "reply_template": item.reply.template,
        "reply_suppressed": item.reply.suppressed,
        "claims": fit(claims),
        "proposal": asdict(item.proposal) if item.proposal else None,
        "danger": list(item.danger),
        "beside": list(item.beside),
        "rules": dict(item.rules),
    }
    item_id: int = session.execute(insert(items).values(row).returning(items.c.id)).scalar_one()
    if item.findings:
        session.execute(insert(findings), _finding_rows(item_id, item))
    if form and form.readings:
        session.execute(
            insert(readings), [_reading_row(item_id, one) for one in form.readings.values()]
        )
    return item_id


def _verdict(outcome: Outcome) -> dict[str, Any]:
    auth = outcome.auth
    author = outcome.author or auth.author
    return {
        "received_at": outcome.received_at,
        "disposition": str(outcome.disposition),
        "reasons": list(outcome.reasons),
        "auth_verdict": str(auth.verdict),
        "auth_reason": auth.reason,
        "auth_detail": fit(auth.detail) or None,
        "authenticated": auth.authenticated,
        "network": auth.network,
        "author": fit(str(author)) if author else None,
        "partner_id": outcome.partner,
        "msg_id": fit(outcome.message_id),
        "evidence": asdict(outcome.evidence),
        "versions": dict(outcome.versions),
        "scan": asdict(outcome.scan) if outcome.scan else None,
    }


def _write_parts(session: Session, receipt_id: int, outcome: Outcome) -> None:
    rows = [
        {
            "receipt_id": receipt_id,
            "position": position,
            "path": one.part.path,
            "kind": str(one.part.kind),
            "declared_type": fit(one.part.declared_type),
            "file_name": fit(one.part.file_name),
            "size": one.part.size,
            "digest": one.part.digest,
            "depth": one.part.depth,
            "outcome": fit(one.outcome),
            "detail": fit(one.detail) or None,
        }
        for position, one in enumerate(outcome.parts)
    ]
    if rows:
        session.execute(insert(part_outcomes), rows)


def _movable(session: Session, receipt_id: int) -> list[int]:
    table = arrivals.c
    query = select(table.id).where(
        table.receipt_id == receipt_id,
        table.origin == str(Origin.IMAP),
        table.answer.is_(True),
        table.mode != str(Mode.OBSERVE),
    )
    return list(session.execute(query).scalars())


def _finding_rows(item_id: int, item: ItemOutcome) -> list[dict[str, Any]]:
    return [
        {
            "item_id": item_id,
            "position": position,
            "check_name": one.check,
            "verdict": str(one.verdict),
            "clause": fit(one.clause),
            "evidence": [_quote(quote) for quote in one.evidence],
            "reason": one.reason,
            "on_fail": one.on_fail,
            "say": fit(one.say),
            "signpost": fit(one.signpost),
            "shadow": one.shadow,
        }
        for position, one in enumerate(item.findings)
    ]


def _quote(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, "field": quote.field, "start": quote.start, "end": quote.end}


def _reading_row(item_id: int, reading: Reading) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "key": reading.key,
        "value": reading.value,
        "normalised": reading.normalised,
        # a Place is plain numbers and names; tuples become lists
        "place": json.loads(json.dumps(asdict(reading.place))),
        "certainty": str(reading.certainty),
        "note": fit(reading.note),
        "alternatives": list(reading.alternatives),
    }
