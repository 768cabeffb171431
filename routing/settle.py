"""The one transaction that records an outcome: all of it, or nothing.

In one `Store.write()`: the receipt's disposition (fenced), its items with findings and readings, a
case for each item, the pages to be drawn, the letter, the notices to people, the moves in the
mailbox and the events. A kill before the commit leaves nothing; after it, everything. What is
rendered or drawn by lot is made before the transaction is opened, so that it is short.

Which mode does what:

    observe   everything is recorded; letters are kept as "withheld", nothing is moved
    assist    acknowledgements go out and mail is moved; a letter that refuses waits for a person
    live      everything goes out

Where a message came to several places, the one that may do most counts (models/store/standing).
Mail that is not to be answered (older than the mailbox's `answer_from`, or taken in again after a
restore) is recorded; its letters are withheld, or wait for a person.

Where a message goes in its mailbox: Held while any form of it waits for a person, and for what is
in quarantine; else Accepted if any form of it was queued; else Rejected. Automatic mail, and mail
by an insecure route, goes to Rejected too, so that nothing piles up in the inbox. A copy of a
message goes where the first went.

What came back for a letter of ours, and what follows up a case, belongs to that case
(routing/joining): then no case is opened for it.

STANDARDS: RFC 3834 section 2 (at most one response to one message; the null reverse-path).
ERRORS: `LetterError` if a letter cannot be written; StoreError if the store cannot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from models.cases import (
    CaseState,
    Disposition,
    ItemOutcome,
    Outcome,
    Priority,
    ReplyPlan,
)
from models.forms import Agreement
from models.reasons import DUPLICATE, WRONG_FORM
from models.store.actions import Target
from models.store.cases import NewCase, open_case
from models.store.ceilings import Ceilings, keep
from models.store.claims import Claim
from models.store.connection import Session, Store
from models.store.data_subjects import add_data_subjects
from models.store.drawings import want_drawings
from models.store.joining import note_claim
from models.store.outbox import enqueue, withhold
from models.store.settling import (
    Earlier,
    LostClaimError,
    add_item,
    find_earlier,
    settle_receipt,
)
from models.store.standing import Standing, note_standing, standing_of
from routing.clock import london_date
from routing.joining import Joining, look_up, tell, write
from routing.outgoing import Prepared, prepare
from routing.replies import LetterContext, merely_incomplete
from routing.showing import to_show

_TAKEN_IN = frozenset({Disposition.QUEUE, Disposition.REVIEW, Disposition.REJECT})


@dataclass(frozen=True, slots=True)
class _Walked:
    """One message at the end of its walk, and what may be done for it."""

    claim: Claim
    outcome: Outcome
    prepared: Prepared
    standing: Standing
    earlier: Earlier | None
    joining: Joining


def settle(
    store: Store, claim: Claim, outcome: Outcome, context: LetterContext, now: datetime
) -> Outcome | None:
    """Record `outcome` for the claimed message, and give what was recorded.

    That is the outcome as it is once the store was asked what the message belongs to and whether it
    came before (joined, a duplicate); None where another worker has the message by now.

    Raises:
        LetterError: a template cannot be used; nothing was written.
        StoreError: the store cannot be written; nothing was written.
    """
    joining = look_up(store, outcome, context, now)
    outcome = joining.outcome
    prepared = prepare(outcome, context, now)
    try:
        with store.write() as session:
            standing = standing_of(session, claim.receipt_id, outcome.received_at)
            earlier = _earlier(session, claim, outcome)
            if earlier is not None and _is_repeat(earlier, outcome, standing):
                return _settle_as_copy(session, claim, outcome, earlier, now)
            walked = _Walked(claim, outcome, prepared, standing, earlier, joining)
            _settle_as_first(session, walked, context, now)
    except LostClaimError:
        return None
    tell(joining)
    return outcome


def target_of(outcome: Outcome) -> Target:
    """Where the message goes in its mailbox (see above)."""
    every = {item.disposition for item in outcome.items} or {outcome.disposition}
    if every & {Disposition.REVIEW, Disposition.QUARANTINE}:
        return Target.HELD
    return Target.ACCEPTED if Disposition.QUEUE in every else Target.REJECTED


def state_of(item: ItemOutcome) -> CaseState:
    """The state in which the case of `item` opens; an incomplete form is a return (R57)."""
    if item.disposition is Disposition.QUEUE:
        return CaseState.QUEUED
    if item.disposition is Disposition.REJECT:
        return CaseState.RETURNED if merely_incomplete(item) else CaseState.REJECTED
    return CaseState.IN_REVIEW


def _settle_as_first(
    session: Session, walked: _Walked, context: LetterContext, now: datetime
) -> None:
    """Write everything that the outcome asks for. What was only observed before is named.

    Raises:
        LostClaimError: another worker has it.
    """
    claim, outcome, standing = walked.claim, walked.outcome, walked.standing
    if not settle_receipt(
        session,
        claim,
        outcome,
        now,
        target=None if standing.old else target_of(outcome),
        duplicate_of=walked.earlier.receipt_id if walked.earlier else None,
    ):
        raise LostClaimError
    note_standing(session, claim.receipt_id, standing)
    items = _write_items(session, walked, context, now)
    if context.settings.sandbox.pictures:
        want_drawings(session, claim.receipt_id, to_show(outcome), now, claim.worker)
    write(session, walked.joining, claim.receipt_id, standing, now, claim.worker)
    _post(session, walked, items, Ceilings.of(context.settings.limits), now)


def _earlier(session: Session, claim: Claim, outcome: Outcome) -> Earlier | None:
    """The same mail, come before by another way.

    Only bytes equal but for the trace, from the same proven author, are the same mail. A
    Message-ID is never compared: it is the sender's to choose.
    """
    if outcome.disposition not in _TAKEN_IN or outcome.author is None:
        return None
    author = str(outcome.author)
    return find_earlier(session, claim.transit_digest, author, receipt_id=claim.receipt_id)


def _is_repeat(earlier: Earlier, outcome: Outcome, standing: Standing) -> bool:
    """Whether nothing is left to do for a mail that came before.

    The wrong form for one mailbox may be the right one for another.
    """
    if earlier.wrong_form and WRONG_FORM not in outcome.reasons:
        return False
    return earlier.answered or not standing.may_answer


def _settle_as_copy(
    session: Session, claim: Claim, outcome: Outcome, earlier: Earlier, now: datetime
) -> Outcome:
    """Settle the same mail, come by another way, as a duplicate; what was recorded.

    Raises:
        LostClaimError: another worker has it.
    """
    copy = replace(
        outcome,
        disposition=Disposition.IGNORE,
        reasons=(DUPLICATE,),
        items=(),
        reply=ReplyPlan(suppressed=DUPLICATE),
        notify=(),
    )
    if not settle_receipt(
        session, claim, copy, now, target=earlier.target, duplicate_of=earlier.receipt_id
    ):
        raise LostClaimError
    return copy


def _write_items(
    session: Session, walked: _Walked, context: LetterContext, now: datetime
) -> tuple[int, ...]:
    """Write every item and open its case; the items' numbers, in order.

    Every item of an accepted author becomes a case, refused ones too: a person may overturn any
    refusal, and what holds no form must still be seen by someone. A follow-up has its case.
    """
    claim, outcome, joining = walked.claim, walked.outcome, walked.joining
    agreements = {one.id: one for one in context.agreements}
    numbers = []
    paired = zip(outcome.items, walked.prepared.references, strict=True)
    for position, (item, reference) in enumerate(paired):
        if joining.case is not None:
            numbers.append(add_item(session, claim.receipt_id, position, item, None))
            continue
        number = add_item(session, claim.receipt_id, position, item, reference, joining.claims)
        agreement = _agreement(item, agreements)
        add_data_subjects(session, number, item.form, agreement)
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
        numbers.append(number)
    return tuple(numbers)


def _agreement(item: ItemOutcome, known: dict[str, Agreement]) -> Agreement | None:
    """The agreement the case comes on: the form's; where there is none, the one whose clock runs."""
    own = known.get(item.form.agreement or "") if item.form else None
    return own or (next(iter(known.values()), None) if item.target_date else None)


def _post(
    session: Session, walked: _Walked, items: tuple[int, ...], ceilings: Ceilings, now: datetime
) -> None:
    """Put the letter and the notices into the outbox, or record what would have been sent.

    The last that is done in the transaction: from here on other workers wait for the ceilings.
    """
    claim, standing, prepared = walked.claim, walked.standing, walked.prepared
    if prepared.letter is not None and standing.may_answer:
        keep(session, ceilings, locked=True)
    for mail in (prepared.letter, *prepared.notices):
        if mail is None:
            continue
        ours = replace(mail, receipt_id=claim.receipt_id, item_ids=items)
        if not standing.may_answer:
            withhold(session, ours, now)
            continue
        reason = standing.hold_reason(ours.kind) or ours.hold_reason
        enqueue(session, replace(ours, hold_reason=reason), now, actor=claim.worker)
