"""Notices to our own people that something at the edge was given up: a letter, or a move.

STANDARDS: RFC 3834 section 5 (Auto-Submitted), RFC 5322 section 3.6.4 (Message-ID).

SECURITY: a notice holds numbers, codes and names of our settings, nothing of any mail.

ERRORS: none: without `notices_to`, or an address to write from, the event alone is left. No notice
is made about a notice, so that a relay which refuses us is not asked again for ever.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from models.address import parse_path
from models.settings import Settings
from models.store.actions import Move
from models.store.connection import Session
from models.store.outbox import Kind, Outbound, OutboundRow, enqueue, notice_key

_LETTER = (
    "Our letter number {number} could not be sent ({code}). Nobody tries it again.\r\n\r\n"
    "Look at it in the review pages, and reach the requester by another way.\r\n"
)
_MOVE = (
    "A message could not be moved to the folder {folder!r} of the mailbox {mailbox!r}. It lies\r\n"
    "where it was. Move it by hand, and look why the server refuses; there may be more of them.\r\n"
)


class Alarms:
    """Makes the notices; they are queued in the caller's transaction."""

    def __init__(self, settings: Settings) -> None:
        self._from = parse_path(settings.replies_from)
        self._to = parse_path(settings.notices_to)

    def letter_failed(self, session: Session, row: OutboundRow, code: str, now: datetime) -> None:
        """Tell people of a letter that will not be sent."""
        if row.kind is not Kind.INTERNAL:
            said = _LETTER.format(number=row.id, code=code or "no answer")
            self._queue(session, "A letter could not be sent", said, now, row.receipt_id, None)

    def move_failed(self, session: Session, move: Move, folder: str, now: datetime) -> None:
        """Tell people of a message that stays where it lies; once a mailbox and day."""
        key = notice_key(f"mailbox:{move.mailbox}", "move_failed", now.date())
        said = _MOVE.format(folder=folder, mailbox=move.mailbox)
        self._queue(session, "A message could not be moved", said, now, None, key)

    def _queue(
        self,
        session: Session,
        title: str,
        said: str,
        now: datetime,
        receipt_id: int | None,
        key: str | None,
    ) -> None:
        if self._from is None or self._to is None:
            return
        message_id = f"<{secrets.token_hex(16)}@{self._from.domain}>"
        mail = EmailMessage(policy=SMTP.clone(max_line_length=998, cte_type="7bit"))
        mail["From"] = str(self._from)
        mail["To"] = str(self._to)
        mail["Subject"] = title
        mail["Date"] = format_datetime(now.astimezone(UTC))
        mail["Message-ID"] = message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(said)
        notice = Outbound(
            message_id,
            Kind.INTERNAL,
            str(self._to),
            mail.as_bytes(),
            receipt_id=receipt_id,
            notice_key=key,
        )
        enqueue(session, notice, now, actor="gateway")
