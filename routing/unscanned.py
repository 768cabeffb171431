"""Tells our own people, once a day, that the virus scanner gives no answer.

STANDARDS: RFC 3834 section 5 (Auto-Submitted); see `routing/compose`.
SECURITY: the notice holds nothing of any mail.
ERRORS: none: where no notice can be written (no address) or the store is busy, the log says so,
and the next message that is not scanned tries again.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

import structlog

from models.reasons import NOT_SCANNED
from models.scan import Scan
from models.store.connection import Store, StoreBusyError
from models.store.outbox import Kind, Outbound, enqueue, notice_key
from routing.clock import london_date
from routing.compose import compose, new_message_id, people_address
from routing.letters import Letter, LetterError
from routing.outgoing import HELD_WITHOUT_ADDRESS
from routing.replies import LetterContext

_TITLE = "OFFICIAL: The virus scanner gives no answer"
_WAITS = (
    "Messages wait until it does. Where it answers, and only not on one message, that message is\n"
    "put in quarantine after some hours of trying.\n"
)
_GOES_ON = "Messages are read without it, and each is marked as not scanned.\n"
_TEXT = (
    "OFFICIAL\n\nThe virus scanner (antivirus.clamd in the settings) gives no answer.\n{then}\n"
    "Ask whoever runs this installation to look: ostiary doctor says what is wrong with it.\n"
    "This notice comes once a day while it lasts.\n"
)


log = structlog.get_logger()


class NoAnswer(StrEnum):
    """Why the scanner gave no answer, as the log says it: a closed list."""

    NOT_REACHED = "cannot_be_reached"
    TIMEOUT = "no_answer_in_time"
    ENDED = "connection_ended"
    NOT_CLAMD = "is_not_clamd"
    ERROR = "answers_with_an_error"
    OVER_LIMIT = "message_exceeds_a_limit"
    AWAY = "no_answer"  # nothing more is known: mode "advisory"
    THIS_MESSAGE = "no_answer_on_this_message"  # mode "advisory", and the scanner lives


#: How the gateway words it (gateway/clamd), from the beginning of the sentence.
_WORDED: Final = (
    ("clamd cannot be reached", NoAnswer.NOT_REACHED),
    ("clamd does not answer in time", NoAnswer.TIMEOUT),
    ("clamd ended the connection", NoAnswer.ENDED),
    ("what answers there is not clamd", NoAnswer.NOT_CLAMD),
    ("clamd answers with an error", NoAnswer.ERROR),
    ("the message exceeds", NoAnswer.OVER_LIMIT),
)


def why_no_answer(said: str) -> NoAnswer:
    """The word of the list for what the gateway says of its scanner; its own words go in no log."""
    return next((why for words, why in _WORDED if said.startswith(words)), NoAnswer.AWAY)


def why_unscanned(scan: Scan | None) -> NoAnswer:
    """The word of the list for a message that is read unscanned: the engine is named if it lives."""
    return NoAnswer.THIS_MESSAGE if scan is not None and scan.engine else NoAnswer.AWAY


def tell_of_scanner(store: Store, context: LetterContext, now: datetime, why: NoAnswer) -> None:
    """Log why the scanner gives no answer, and queue today's notice, if it is not queued yet.

    Raises:
        StoreError: the store cannot be used.
    """
    mode = context.settings.antivirus.mode
    waits = mode == "required"
    log.warning("the virus scanner gives no answer", mode=mode, reason=str(why))
    try:
        notice = scanner_notice(context, now, waits=waits)
        with store.write() as session:
            enqueue(session, notice, now)
    except (LetterError, StoreBusyError) as problem:
        log.warning("a notice could not be queued", problem_type=type(problem).__name__)


def scanner_notice(context: LetterContext, now: datetime, *, waits: bool) -> Outbound:
    """The notice to our own people that the scanner gives no answer; one a day.

    Args:
        context: the installation.
        now: aware UTC.
        waits: whether messages wait for it, or are read without it.

    Raises:
        LetterError: there is no address to write from.
    """
    settings = context.settings
    message_id = new_message_id(settings)
    to = people_address(settings)
    letter = Letter(_TITLE, _TEXT.format(then=_WAITS if waits else _GOES_ON))
    data = compose(letter, to=to, settings=settings, message_id=message_id, now=now)
    return Outbound(
        message_id=message_id,
        kind=Kind.INTERNAL,
        recipient=str(to),
        data=data,
        notice_key=notice_key("scanner", NOT_SCANNED, london_date(now)),
        hold_reason=None if settings.notices_to else HELD_WITHOUT_ADDRESS,
    )
