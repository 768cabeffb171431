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
(routing/joining): then no case is opened for it. So does a form that came before, while its case is
open (routing/again). That is looked up before the letters are written and once more behind the lock:
where another worker was quicker, all is made anew.

STANDARDS: RFC 3834 section 2 (at most one response to one message; the null reverse-path).
ERRORS: `LetterError` if a letter cannot be written; StoreError if the store cannot.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.cases import (
    Disposition,
    Outcome,
    ReplyPlan,
)
from models.reasons import DUPLICATE, WRONG_FORM
from models.store.actions import Target
from models.store.ceilings import Ceilings, keep
from models.store.claims import Claim
from models.store.connection import Session, Store, StoreBusyError
from models.store.drawings import want_drawings
from models.store.kin import lock_people
from models.store.outbox import enqueue, withhold
from models.store.settling import (
    Earlier,
    LostClaimError,
    find_earlier,
    settle_receipt,
)
from models.store.standing import Standing, note_standing, standing_of
from routing.again import look_again, people_asked
from routing.joining import Joining, look_up, tell, write
from routing.outgoing import prepare
from routing.reconsider import SettleContext, with_again
from routing.recording import Walked, write_items
from routing.showing import to_show

#: So often a settling starts anew because another worker settled a form about the same people.
_TRIES = 5
_TAKEN_IN = frozenset({Disposition.QUEUE, Disposition.REVIEW, Disposition.REJECT})


class _OvertakenError(Exception):
    """Another worker settled a form about the same people since we looked: look again."""


def settle(
    store: Store, claim: Claim, outcome: Outcome, context: SettleContext, now: datetime
) -> Outcome | None:
    """Record `outcome` for the claimed message, and give what was recorded.

    That is the outcome as it is once the store was asked what the message belongs to and whether it
    came before (joined, a duplicate); None where another worker has the message by now.

    Raises:
        LetterError: a template cannot be used; nothing was written.
        StoreBusyError: others settle forms about the same people all the time; nothing was written.
        StoreError: the store cannot be written; nothing was written.
    """
    joining = look_up(store, outcome, context, now)
    for _ in range(_TRIES):
        try:
            settled = _settle_once(store, claim, joining, context, now)
        except LostClaimError:
            return None
        except _OvertakenError:
            continue
        tell(joining)
        return settled
    raise StoreBusyError("forms about the same people are settled all the time; trying again later")


def _settle_once(
    store: Store, claim: Claim, joining: Joining, context: SettleContext, now: datetime
) -> Outcome:
    """Look what came before, write the letters, and settle; what was recorded.

    Raises:
        LostClaimError: another worker has it.
        _OvertakenError: what came before is not what it was; nothing was written.
    """
    with store.read() as session:
        again = look_again(session, joining, claim, context.agreements)
    outcome = with_again(joining.outcome, again, context)
    joined = {number: one.joins.reference for number, one in enumerate(again) if one.joins}
    prepared = prepare(outcome, context, now, joined)
    with store.write() as session:
        standing = standing_of(session, claim.receipt_id, outcome.received_at)
        earlier = _earlier(session, claim, outcome)
        if earlier is not None and _is_repeat(earlier, outcome, standing):
            return _settle_as_copy(session, claim, outcome, earlier, now)
        asked = [one for item in outcome.items for one in people_asked(item, context.agreements)]
        lock_people(session, [one.person for one in asked])
        if asked and look_again(session, joining, claim, context.agreements) != again:
            raise _OvertakenError
        walked = Walked(claim, outcome, prepared, standing, earlier, joining, again)
        _settle_as_first(session, walked, context, now)
    return outcome


def target_of(outcome: Outcome) -> Target:
    """Where the message goes in its mailbox (see above)."""
    every = {item.disposition for item in outcome.items} or {outcome.disposition}
    if every & {Disposition.REVIEW, Disposition.QUARANTINE}:
        return Target.HELD
    return Target.ACCEPTED if Disposition.QUEUE in every else Target.REJECTED


def _settle_as_first(
    session: Session, walked: Walked, context: SettleContext, now: datetime
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
    items = write_items(session, walked, context, now)
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


def _post(
    session: Session, walked: Walked, items: tuple[int, ...], ceilings: Ceilings, now: datetime
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
