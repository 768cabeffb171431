"""The one transaction that records an outcome: all of it, or nothing.

In one `Store.write()`: the receipt's disposition (fenced), its items with findings and readings, a
case for each item, the letter, the notices to people, the moves in the mailbox and the events. A
kill before the commit leaves nothing; after it, everything. What is rendered or drawn by lot is
made before the transaction is opened, so that it is short.

Which mode does what:

    observe   everything is recorded; letters are kept as "withheld", nothing is moved
    assist    acknowledgements go out and mail is moved; a letter that refuses waits for a person
    live      everything goes out

Mail that is not to be answered (older than the mailbox's `answer_from`, or taken in again after a
restore) is recorded; its letters are withheld, or wait for a person.

Where a message goes in its mailbox: Held while any form of it waits for a person, and for what is
in quarantine; else Accepted if any form of it was queued; else Rejected. Automatic mail, and mail
by an insecure route, goes to Rejected too, so that nothing piles up in the inbox. A copy of a
message goes where the first went.

STANDARDS: RFC 3834 section 2 (at most one response to one message; the null reverse-path).
ERRORS: `LetterError` if a letter cannot be written; StoreError if the store cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from models.mail import Mode
from models.reasons import DUPLICATE
from models.reference import new_reference
from models.store.actions import Target
from models.store.cases import NewCase, open_case
from models.store.claims import Claim
from models.store.connection import Session, Store
from models.store.outbox import Kind, Outbound, enqueue, notice_key, withhold
from models.store.settling import (
    LostClaimError,
    add_item,
    find_earlier,
    settle_receipt,
)
from routing.clock import london_date
from routing.compose import new_message_id
from routing.replies import (
    ACKNOWLEDGED,
    LetterContext,
    internal_notice,
    merely_incomplete,
    render,
)

_INSECURE = "insecure"
_TAKEN_IN = frozenset({Disposition.QUEUE, Disposition.REVIEW, Disposition.REJECT})

#: Why a letter waits for a person.
HELD_IN_ASSIST = "assist: a letter of refusal waits for a person"
HELD_AFTER_RESTORE = "taken in again after a restore: it may have been answered before"
HELD_WITHOUT_ADDRESS = "no address for notices; set notices_to"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is made before the transaction: references, the letter and the notices, rendered."""

    references: tuple[str, ...]
    letter: Outbound | None
    notices: tuple[Outbound, ...]


def settle(
    store: Store, claim: Claim, outcome: Outcome, context: LetterContext, now: datetime
) -> bool:
    """Record `outcome` for the claimed message; False where another worker has it by now.

    Raises:
        LetterError: a template cannot be used; nothing was written.
        StoreError: the store cannot be written; nothing was written.
    """
    prepared = _prepare(claim, outcome, context, now)
    try:
        with store.write() as session:
            if _settle_as_copy(session, claim, outcome, now):
                return True
            _settle_as_first(session, claim, outcome, prepared, context, now)
    except LostClaimError:
        return False
    return True


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
    session: Session,
    claim: Claim,
    outcome: Outcome,
    prepared: _Prepared,
    context: LetterContext,
    now: datetime,
) -> None:
    """Write everything that `outcome` asks for.

    Raises:
        LostClaimError: another worker has it.
    """
    if not settle_receipt(session, claim, outcome, now, target=target_of(outcome)):
        raise LostClaimError
    items = _write_items(session, claim, outcome, prepared.references, context, now)
    _post(session, claim, prepared, items, now)


def _settle_as_copy(session: Session, claim: Claim, outcome: Outcome, now: datetime) -> bool:
    """Settle the same mail, come by another way, as a duplicate; False if it is the first.

    Only bytes equal but for the trace, from the same proven author, are the same mail. A
    Message-ID is never compared: it is the sender's to choose.

    Raises:
        LostClaimError: another worker has it.
    """
    if outcome.disposition not in _TAKEN_IN or outcome.author is None:
        return False
    earlier = find_earlier(
        session, claim.transit_digest, str(outcome.author), receipt_id=claim.receipt_id
    )
    if earlier is None:
        return False
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
    return True


def _write_items(
    session: Session,
    claim: Claim,
    outcome: Outcome,
    references: Sequence[str],
    context: LetterContext,
    now: datetime,
) -> tuple[int, ...]:
    """Write every item and open its case; the items' numbers, in order.

    Every item of an accepted author becomes a case, refused ones too: a person may overturn any
    refusal, and what holds no form must still be seen by someone.
    """
    agreements = {one.id: one for one in context.agreements}
    numbers = []
    for position, (item, reference) in enumerate(zip(outcome.items, references, strict=True)):
        number = add_item(session, claim.receipt_id, position, item, reference)
        open_case(
            session,
            NewCase(
                item_id=number,
                reference=reference,
                state=state_of(item),
                agreement=_agreement(item, agreements),
                partner=outcome.partner,
                received_at=outcome.received_at,
                received_day=london_date(outcome.received_at),
                target_date=item.target_date,
                priority_claimed=item.priority is Priority.HIGH,
                mode=claim.arrival.mode,
            ),
            now,
            actor=claim.worker,
        )
        numbers.append(number)
    return tuple(numbers)


def _agreement(item: ItemOutcome, known: dict[str, Agreement]) -> Agreement | None:
    """The agreement the case comes on: the form's; where there is none, the one whose clock runs."""
    own = known.get(item.form.agreement or "") if item.form else None
    return own or (next(iter(known.values()), None) if item.target_date else None)


def _post(
    session: Session, claim: Claim, prepared: _Prepared, items: tuple[int, ...], now: datetime
) -> None:
    """Put the letter and the notices into the outbox, or record what would have been sent."""
    silent = claim.arrival.mode is Mode.OBSERVE or not claim.arrival.answer
    for mail in (prepared.letter, *prepared.notices):
        if mail is None:
            continue
        ours = replace(mail, receipt_id=claim.receipt_id, item_ids=items)
        if silent:
            withhold(session, ours, now)
        else:
            enqueue(session, ours, now, actor=claim.worker)


def _prepare(claim: Claim, outcome: Outcome, context: LetterContext, now: datetime) -> _Prepared:
    """Draw the references and render what will be sent, before anything is locked."""
    references = tuple(new_reference(now) for _ in outcome.items)
    letter = _letter(claim, outcome, references, context, now)
    return _Prepared(references, letter, _notices(outcome, references, context, now))


def _letter(
    claim: Claim,
    outcome: Outcome,
    references: tuple[str, ...],
    context: LetterContext,
    now: datetime,
) -> Outbound | None:
    """The one reply to this message, ready for the outbox."""
    plan = outcome.reply
    if plan.template is None or plan.to is None or plan.suppressed:
        return None
    notice = plan.template == _INSECURE
    message_id = new_message_id(context.settings, references[0] if references else None)
    data = render(outcome, references, context, message_id, now)
    if data is None:
        return None
    accepting = all(item.disposition in ACKNOWLEDGED for item in outcome.items)
    kind = Kind.NOTICE if notice else Kind.ACKNOWLEDGEMENT if accepting else Kind.LETTER
    return Outbound(
        message_id=message_id,
        kind=kind,
        recipient=plan.to,
        data=data,
        hold_reason=_hold_reason(claim, kind),
        notice_key=notice_key(plan.to, _INSECURE, london_date(now)) if notice else None,
    )


def _hold_reason(claim: Claim, kind: Kind) -> str | None:
    if claim.arrival.hold_replies:
        return HELD_AFTER_RESTORE
    if claim.arrival.mode is Mode.ASSIST and kind is not Kind.ACKNOWLEDGEMENT:
        return HELD_IN_ASSIST
    return None


def _notices(
    outcome: Outcome, references: tuple[str, ...], context: LetterContext, now: datetime
) -> tuple[Outbound, ...]:
    """Notices to our own people that this message asks for; one a reason and case."""
    asked: list[tuple[str, str | None]] = [(reason, None) for reason in outcome.notify]
    for item, its_own in zip(outcome.items, references, strict=True):
        asked += [(reason, its_own) for reason in item.notify]
    people = context.settings.notices_to
    notices = []
    for reason, reference in dict.fromkeys(asked):
        message_id = new_message_id(context.settings)
        data = internal_notice(
            reason,
            reference=reference,
            received_at=outcome.received_at,
            context=context,
            message_id=message_id,
            now=now,
        )
        notices.append(
            Outbound(
                message_id=message_id,
                kind=Kind.INTERNAL,
                recipient=people or context.settings.replies_from,
                data=data,
                hold_reason=None if people else HELD_WITHOUT_ADDRESS,
            )
        )
    return tuple(notices)
