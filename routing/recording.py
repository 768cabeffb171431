"""The items of a settled message: each opens a case, or joins the one that it belongs to.

Called in the settling transaction (routing/settle), behind its locks.

ERRORS: StoreError if the store cannot be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.cases import CaseState, Disposition, ItemOutcome, Outcome, Priority
from models.forms import Agreement
from models.store.cases import NewCase, open_case
from models.store.claims import Claim
from models.store.connection import Session
from models.store.data_subjects import add_data_subjects
from models.store.joining import add_message, note_claim
from models.store.kin import keep_people, note_joined, note_resubmission
from models.store.settling import Earlier, add_item
from models.store.standing import Standing
from routing.again import Again, people_asked
from routing.clock import london_date
from routing.joining import Joining
from routing.outgoing import Prepared
from routing.reconsider import SettleContext
from routing.replies import merely_incomplete


@dataclass(frozen=True, slots=True)
class Walked:
    """One message at the end of its walk, and what may be done for it."""

    claim: Claim
    outcome: Outcome
    prepared: Prepared
    standing: Standing
    earlier: Earlier | None
    joining: Joining
    again: tuple[Again, ...]


def state_of(item: ItemOutcome) -> CaseState:
    """The state in which the case of `item` opens; an incomplete form is a return (R57)."""
    if item.disposition is Disposition.QUEUE:
        return CaseState.QUEUED
    if item.disposition is Disposition.REJECT:
        return CaseState.RETURNED if merely_incomplete(item) else CaseState.REJECTED
    return CaseState.IN_REVIEW


def write_items(
    session: Session, walked: Walked, context: SettleContext, now: datetime
) -> tuple[int, ...]:
    """Write every item and open its case; the items' numbers, in order.

    Every item of an accepted author becomes a case, refused ones too: a person may overturn any
    refusal, and what holds no form must still be seen by someone. A follow-up has its case.
    """
    claim, outcome, joining = walked.claim, walked.outcome, walked.joining
    agreements = {one.id: one for one in context.agreements}
    numbers = []
    paired = zip(outcome.items, walked.prepared.references, walked.again, strict=True)
    for position, (item, reference, again) in enumerate(paired):
        if joining.case is not None:
            numbers.append(add_item(session, claim.receipt_id, position, item, None))
            continue
        own = None if again.joins else reference
        number = add_item(session, claim.receipt_id, position, item, own, joining.claims)
        agreement = _agreement(item, agreements)
        add_data_subjects(session, number, item.form, agreement)
        if again.joins and again.kind:
            # Letters and notices are about the case, which is that of its own first item.
            numbers.append(again.joins.item_id)
            note_joined(session, again.joins.id, number, now)
            add_message(session, again.joins, claim.receipt_id, again.kind, now, actor=claim.worker)
            continue
        case_id = open_case(
            session,
            NewCase(
                item_id=number,
                reference=reference,
                state=state_of(item),
                agreement=agreement,
                partner=outcome.partner,
                received_at=outcome.received_at,
                received_day=london_date(outcome.received_at),
                target_date=item.target_date,
                priority_claimed=item.priority is Priority.HIGH,
                mode=walked.standing.mode,
            ),
            now,
            actor=claim.worker,
        )
        if joining.claims:
            note_claim(session, case_id, claim.receipt_id, joining.why, now, claim.worker)
        _note_kin(session, walked, (case_id, number), (item, again), context, now)
        numbers.append(number)
    return tuple(numbers)


def _note_kin(
    session: Session,
    walked: Walked,
    case: tuple[int, int],
    form: tuple[ItemOutcome, Again],
    context: SettleContext,
    now: datetime,
) -> None:
    """Link a new case, given with its item, with what was returned before and with its people."""
    (item, again), claim = form, walked.claim
    if again.resubmits is not None:
        note_resubmission(
            session, case[0], again.resubmits, now, certain=again.certain, actor=claim.worker
        )
    asked = people_asked(item, context.agreements)
    people = {one.ordinal: (one.person, one.certain) for one in asked}
    keep_people(session, case, people, (claim.transit_digest, claim.receipt_id), now)


def _agreement(item: ItemOutcome, known: dict[str, Agreement]) -> Agreement | None:
    """The agreement the case comes on: the form's; where there is none, the one whose clock runs."""
    own = known.get(item.form.agreement or "") if item.form else None
    return own or (next(iter(known.values()), None) if item.target_date else None)
