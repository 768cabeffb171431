"""Tells our own people, once a day, that the virus scanner gives no answer.

STANDARDS: RFC 3834 section 5 (Auto-Submitted); see `routing/compose`.
SECURITY: the notice holds nothing of any mail.
ERRORS: none: where no notice can be written (no address) or the store is busy, the log says so,
and the next message that is not scanned tries again.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from models.reasons import NOT_SCANNED
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


def tell_of_scanner(store: Store, context: LetterContext, now: datetime) -> None:
    """Queue today's notice, if it is not queued yet.

    Raises:
        StoreError: the store cannot be used.
    """
    waits = context.settings.antivirus.mode == "required"
    log.warning("the virus scanner gives no answer", mode=context.settings.antivirus.mode)
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
