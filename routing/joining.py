"""What a message belongs to: the letter of ours that came back, or the case that it goes on about.

    what came back   mail that is never answered, and that bears the token of a letter of ours or
                     names its Message-ID: it joins that letter's cases. Where the letter will not be
                     delivered, people are told, and loudest of a disclosure: once by a Message-ID,
                     and once by its token, so that a forged report uses up no true one. Nobody
                     else is written to, and no case changes its state: who forges a bounce gains
                     that somebody looks.
    follow-up        mail of a proven author that holds no form and names one case, by its reference
                     or by a letter of ours about it: it joins the case if the author's agency owns
                     it. Then no new case is opened.
    claim            all else that names a case is a new case of its own, with what it names beside
                     it for the officer. The case that was named does not change and shows nothing:
                     no stranger can write into it, and none can find out whether it is there. The
                     author is told nothing in either event.

A Message-ID is known to whoever had the letter. Alone it suffices for a report or an automatic
answer, and for a follow-up only beside ownership.

The look-ups are made before the settling transaction: what they find was committed before the
letter went out that told of it, and is never changed.

STANDARDS: RFC 3464, RFC 3834, RFC 5322 section 3.6.4; Safer Estates Agreement, requests (R10-R16).
SECURITY: nobody outside is written to, and no case changes its state. Whose a case is: routing/naming.
ERRORS: `LetterError` if a notice cannot be written; StoreError if the store cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from models.bounce import bounce_path
from models.cases import Bounced, Claims, Disposition, Outcome, ReplyPlan
from models.forms import Recognised
from models.reasons import AUTOMATIC_ANSWER, BOUNCE, CLAIMS_CASE, FOLLOW_UP
from models.settings import Settings
from models.store.connection import Session, Store
from models.store.joining import (
    KnownCase,
    KnownLetter,
    MessageKind,
    add_message,
    letters_by_message_id,
    letters_by_path,
    note_bounce,
)
from models.store.letters import Kind, Outbound
from models.store.outbox import enqueue, withhold
from models.store.standing import Standing
from routing.clock import london_date
from routing.compose import new_message_id
from routing.naming import Named, named_by
from routing.outgoing import HELD_WITHOUT_ADDRESS
from routing.replies import LetterContext, internal_notice
from routing.said_dates import long_date

_MOST_TOLD = 5
_KINDS = {
    Bounced.FAILED: MessageKind.BOUNCE,
    Bounced.DELAYED: MessageKind.DELAY,
    Bounced.AUTOMATIC: MessageKind.AUTOMATIC_ANSWER,
}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Joining:
    """What a message belongs to. `outcome` is the one to settle, with the reasons that follow.

    `letter` came back, in the way `kind` says, and `by_token` if the message bears its token and not
    only its Message-ID; `case` is the one case of a follow-up. `claims` are
    the references that a mail names without belonging to their case, and `why` not: a code.
    `notices` are for our people, rendered.
    """

    outcome: Outcome
    kind: MessageKind | None = None
    letter: KnownLetter | None = None
    by_token: bool = False
    case: KnownCase | None = None
    claims: str | None = None
    why: str = ""
    notices: tuple[Outbound, ...] = ()

    @property
    def cases(self) -> tuple[KnownCase, ...]:
        """The cases that the message joins."""
        if self.case is not None:
            return (self.case,)
        return self.letter.cases if self.letter is not None else ()


def look_up(store: Store, outcome: Outcome, context: LetterContext, now: datetime) -> Joining:
    """What this message belongs to, by what it claims. Reads the store; writes nothing.

    Raises:
        LetterError: a notice cannot be written.
        StoreError: the store cannot be read.
    """
    claims = outcome.claims
    if claims == Claims():
        return Joining(outcome)
    by_token = False
    with store.read() as session:
        if outcome.disposition is Disposition.IGNORE and claims.bounced is not None:
            letter, by_token = _letter_that_came_back(session, claims, context.settings)
            named = None
        elif outcome.items:
            letter = None
            named = named_by(session, claims, context.settings)
        else:
            return Joining(outcome)
    if letter is not None and claims.bounced is not None:
        joining = _came_back(outcome, letter, claims.bounced, context, now)
        return _proven(joining) if by_token else joining
    return Joining(outcome) if named is None else _about(outcome, named, context, now)


def write(
    session: Session,
    joining: Joining,
    receipt_id: int,
    standing: Standing,
    now: datetime,
    actor: str,
) -> None:
    """Write what `look_up` found, in the settling transaction: rows, events and notices."""
    letter = joining.letter
    if joining.kind is not None:
        for case in joining.cases:
            number = letter.id if letter else None
            add_message(
                session,
                case,
                receipt_id,
                joining.kind,
                now,
                outbound_id=number,
                by_token=joining.by_token,
                actor=actor,
            )
    if letter is not None and joining.kind is MessageKind.BOUNCE:
        note_bounce(session, letter, receipt_id, now, actor)
    about = tuple(case.item_id for case in joining.cases)
    for notice in joining.notices:
        ours = replace(notice, receipt_id=receipt_id, item_ids=about)
        if standing.may_answer:
            enqueue(session, ours, now, actor=actor)
        else:
            # It uses up no key: the notice of a live mailbox that sees the same goes all the same.
            withhold(session, ours, now, actor=actor)


def tell(joining: Joining) -> None:
    """Log that a letter of ours came back, by numbers alone; after the commit."""
    if joining.letter is not None and joining.kind is MessageKind.BOUNCE:
        loud = joining.letter.kind in (Kind.DISCLOSURE, Kind.INTERNAL)
        (log.error if loud else log.warning)(
            "a letter of ours came back",
            outbound_id=joining.letter.id,
            kind=str(joining.letter.kind),
            case_id=[case.id for case in joining.cases],
        )


# ---------------------------------------------------------------- what came back
def _letter_that_came_back(
    session: Session, claims: Claims, settings: Settings
) -> tuple[KnownLetter | None, bool]:
    """The letter whose token the message bears, and True; else the one that it names first."""
    paths = [bounce_path(settings, token) for token in claims.tokens]
    if found := letters_by_path(session, paths):
        return found[0], True
    found = letters_by_message_id(session, claims.message_ids)
    return (found[0] if found else None), False


def _proven(joining: Joining) -> Joining:
    """What came back by a token: told though it was told before, by a Message-ID that others know."""
    told = tuple(
        replace(one, notice_key=f"{one.notice_key}:token") if one.notice_key else one
        for one in joining.notices
    )
    return replace(joining, by_token=True, notices=told)


def _came_back(
    outcome: Outcome, letter: KnownLetter, bounced: Bounced, context: LetterContext, now: datetime
) -> Joining:
    kind = _KINDS[bounced]
    reason = AUTOMATIC_ANSWER if kind is MessageKind.AUTOMATIC_ANSWER else BOUNCE
    settled = replace(outcome, reasons=(reason,), reply=ReplyPlan(suppressed=reason))
    notices: tuple[Outbound, ...] = ()
    # A notice to our people would only come back again: the log and the pages tell of it. One
    # without content left nobody waiting.
    if kind is MessageKind.BOUNCE and letter.kind not in (Kind.INTERNAL, Kind.NOTICE):
        references = [case.reference for case in letter.cases]
        told = _notice(_words(letter, references), references, outcome, context, now)
        notices = (replace(told, notice_key=f"bounce:{letter.id}"),)
    return Joining(settled, kind, letter, notices=notices)


def _words(letter: KnownLetter, references: Sequence[str]) -> str:
    """What our people are told of a letter that came back."""
    day = long_date(london_date(letter.created_at))
    others = ", ".join(references[1:_MOST_TOLD])
    about = f" It was also about {others}." if others else ""
    if letter.kind is Kind.DISCLOSURE:
        return (
            f"DISCLOSURE NOT DELIVERED. The disclosure that we sent on {day} came back. Find out "
            "today where it went, and reach the requester by another way. Do not send it again "
            f"before the address is checked.{about}"
        )
    return f"our letter of {day} came back: reach the requester by another way.{about}"


# ---------------------------------------------------------------- what an author names
def _about(outcome: Outcome, named: Named, context: LetterContext, now: datetime) -> Joining:
    """A mail that names a case: a follow-up of its owner's, or a claim."""
    case, why = named.claim_of(outcome)
    formless = all(
        item.form is None or item.form.recognised is not Recognised.FORM for item in outcome.items
    )
    follows_up = formless and FOLLOW_UP in outcome.reasons and len(outcome.items) == 1
    claims = " ".join(named.texts[:_MOST_TOLD])
    if follows_up and case is not None:
        item = outcome.items[0]
        notices = tuple(
            _notice(reason, [case.reference], outcome, context, now) for reason in item.notify
        )
        # No case is opened whose reference a notice could give: these are of the case it joins.
        joined = replace(outcome, items=(replace(item, notify=()),))
        return Joining(joined, MessageKind.FOLLOW_UP, case=case, notices=notices)
    if follows_up:
        marked = replace(outcome.items[0], reasons=(*outcome.items[0].reasons, CLAIMS_CASE))
        settled = replace(outcome, reasons=marked.reasons, items=(marked,))
        return Joining(settled, claims=claims, why=why)
    if case is not None:
        return Joining(outcome, claims=claims, why="own")
    flagged = tuple(replace(item, flags=_flags(item.flags)) for item in outcome.items)
    return Joining(replace(outcome, items=flagged), claims=claims, why=why)


def _flags(flags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*flags, CLAIMS_CASE)))


def _notice(
    words: str,
    references: Sequence[str],
    outcome: Outcome,
    context: LetterContext,
    now: datetime,
) -> Outbound:
    """A notice to our own people; held where nobody would get it."""
    people = context.settings.notices_to
    message_id = new_message_id(context.settings)
    data = internal_notice(
        words,
        reference=references[0] if references else None,
        received_at=outcome.received_at,
        context=context,
        message_id=message_id,
        now=now,
    )
    return Outbound(
        message_id=message_id,
        kind=Kind.INTERNAL,
        recipient=people or context.settings.replies_from,
        data=data,
        hold_reason=None if people else HELD_WITHOUT_ADDRESS,
    )
