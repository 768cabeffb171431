"""What an outcome asks to be sent, rendered before the settling transaction is opened.

The one letter to the author, and a notice to our own people for each reason and case. Whether they
go, wait or are only written down is settled with the message (models/store/standing).

STANDARDS: RFC 3834 section 3.3 (the null reverse-path; a token of ours for answers to a form).
ERRORS: `LetterError` if a letter cannot be written; a message that was given up has none then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from models.bounce import bounce_path, new_token
from models.cases import Outcome
from models.reasons import NOT_SCANNED, POISON
from models.reference import new_reference
from models.settings import Settings
from models.store.letters import HELD_WITHOUT_ADDRESS, INSECURE_NOTICE, notice_of_day
from models.store.outbox import Kind, Outbound
from routing.compose import new_message_id
from routing.letters import LetterError
from routing.replies import ACKNOWLEDGED, LetterContext, internal_notice, render

__all__ = ["HELD_WITHOUT_ADDRESS", "Prepared", "answer_path", "prepare"]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is made before the transaction: references, the letter and the notices, rendered."""

    references: tuple[str, ...]
    letter: Outbound | None
    notices: tuple[Outbound, ...]


def prepare(
    outcome: Outcome,
    context: LetterContext,
    now: datetime,
    joined: Mapping[int, str] | None = None,
) -> Prepared:
    """Draw the references and render what will be sent, before anything is locked.

    `joined` gives the reference of the case that a form joins, by the form's position.

    A message that was given up must be settled, though nobody could be told of it.

    Raises:
        LetterError: a template cannot be used, or there is no address to write from.
    """
    known = joined or {}
    references = tuple(
        known.get(number) or new_reference(now) for number in range(len(outcome.items))
    )
    letter = _letter(outcome, references, context, now, again=0 in known)
    try:
        notices = _notices(outcome, references, context, now)
    except LetterError:
        if outcome.reasons not in ((POISON,), (NOT_SCANNED,)):
            raise
        log.warning("a notice of a message in quarantine cannot be written; see check-config")
        notices = ()
    return Prepared(references, letter, notices)


def _letter(
    outcome: Outcome,
    references: tuple[str, ...],
    context: LetterContext,
    now: datetime,
    *,
    again: bool,
) -> Outbound | None:
    """The one reply to this message, ready for the outbox.

    `again`: a letter with the first reference in its Message-ID went before.
    """
    plan = outcome.reply
    if plan.template is None or plan.to is None or plan.suppressed:
        return None
    notice = plan.template == INSECURE_NOTICE
    named = references[0] if references else None
    message_id = new_message_id(context.settings, named, again=again)
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
        reverse_path="" if notice else answer_path(context.settings),
        notice_key=notice_of_day(plan.to, now) if notice else None,
    )


def answer_path(settings: Settings) -> str:
    """The reverse-path of an answer to a form, with a fresh token; "" (null) without a setting.

    Notices keep the null path: nothing that comes back for them is of use (RFC 3834 section 3.3).
    """
    return bounce_path(settings, new_token()) if settings.outbound.bounce_address else ""


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
