"""Notices to our own people that something at the edge fails: a letter, a move, a mailbox.

STANDARDS: RFC 3834 section 5 (Auto-Submitted), RFC 5322 section 3.6.4 (Message-ID).

SECURITY: a notice holds numbers, codes and names of our settings, nothing of any mail.

ERRORS: none: without `notices_to` a notice waits where the pages show it; without an address to
write from, the event alone is left. No notice is made about a notice, so that a relay which refuses
us is not asked again for ever.
"""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from models.address import parse_path
from models.settings import Settings
from models.store.actions import Move
from models.store.connection import Session
from models.store.letters import HELD_WITHOUT_ADDRESS, StoredLetter, references_of
from models.store.outbox import Kind, Outbound, OutboundRow, enqueue, notice_key

_LETTER = (
    "Our letter number {number} {about}could not be sent ({code}). Nobody tries it again.\r\n\r\n"
    "Look at it in the review pages, and reach the requester by another way.\r\n"
)
_DISCLOSURE = (
    "URGENT. The disclosure {about}(letter number {number}) could not be delivered ({code}).\r\n"
    "Nobody tries it again, and the requester does not have it.\r\n\r\n"
    "Telephone the requester now. Find out why the address refuses, before anything is sent again.\r\n"
)
_IN_DOUBT = (
    "URGENT. The disclosure {about}(letter number {number}) may or may not have been delivered:\r\n"
    "the connection ended before the relay had answered. It is not sent again by itself.\r\n\r\n"
    "Ask the requester whether it came. If it did not: ostiary letters --release {number} --again\r\n"
    "If it did: ostiary letters --drop {number} --reason delivered\r\n"
)
_WAITING = (
    "{count} automatic letters that were made between {begins}:00 and {begins}:59 UTC wait for a\r\n"
    "person, for they are above a ceiling: limits.letters_per_author_hour, limits.letters_per_hour,\r\n"
    "limits.notices_per_hour or limits.notices_per_domain_hour in the settings. Others may come to\r\n"
    "wait; you are told once an hour.\r\n\r\n"
    "Look whether something answers our answers, then let them go or drop them: ostiary letters\r\n"
)
_UNSAFE = (
    "The relay that sends our letters does not give us a connection we may use: {why}.\r\n"
    "Nothing is sent in plain text; everything waits and is tried again, this notice too.\r\n\r\n"
    "Look at outbound.host, outbound.tls and outbound.ca_file, and at the relay's certificate.\r\n"
)
_WHY_UNSAFE = {
    "tls_failed": "the TLS handshake fails, or its certificate does not verify",
    "not_offered": "it does not offer STARTTLS, or the log-in that outbound.user asks for",
}
_MOVE = (
    "A message could not be moved to the folder {folder!r} of the mailbox {mailbox!r}. It lies\r\n"
    "where it was. Move it by hand, and look why the server refuses; there may be more of them.\r\n"
)
_UNPROVEN = (
    "Mail that came to us directly was put in quarantine (authentication_unavailable): for hours no\r\n"
    "name server gave the answers that prove its author. There may be more; you are told once a day."
    "\r\n\r\nLook at trust.nameservers (ostiary doctor), and then at what lies in quarantine.\r\n"
)
_MAILBOX = (
    "Nothing has been fetched from the mailbox {mailbox!r} since {since:%Y-%m-%d %H:%M} UTC\r\n"
    "({reason}). Requests that are sent to it are not seen while this lasts.\r\n\r\n"
    "Look at what ostiary doctor says of it. Where the log-in is refused, the password, or the\r\n"
    "secret or certificate of the application, has run out or was changed.\r\n"
)


class Alarms:
    """Makes the notices; they are queued in the caller's transaction."""

    def __init__(self, settings: Settings) -> None:
        self._from = parse_path(settings.replies_from)
        self._to = parse_path(settings.notices_to)

    def letter_failed(self, session: Session, row: OutboundRow, code: str, now: datetime) -> None:
        """Tell people of a letter that will not be sent; of a disclosure, loudly."""
        if row.kind is Kind.INTERNAL:
            return
        about = _about(session, row.id)
        loud = row.kind is Kind.DISCLOSURE
        said = (_DISCLOSURE if loud else _LETTER).format(
            number=row.id, about=f"{about} ".lstrip(), code=code or "no answer"
        )
        title = "URGENT: a disclosure was not delivered" if loud else "A letter could not be sent"
        self._queue(session, f"{title} {about}".strip(), said, now, row.receipt_id, None)

    def disclosure_in_doubt(self, session: Session, letter: StoredLetter, now: datetime) -> None:
        """Tell people, once, of a disclosure of which nobody knows whether it went."""
        about = _about(session, letter.id)
        key = notice_key(f"letter:{letter.id}", "in_doubt", letter.created_at.date())
        said = _IN_DOUBT.format(number=letter.id, about=f"{about} ".lstrip())
        title = f"URGENT: a disclosure may not have been delivered {about}".strip()
        self._queue(session, title, said, now, letter.receipt_id, key)

    def letters_waiting(self, session: Session, hour: str, count: int, now: datetime) -> None:
        """Tell people of letters above a ceiling, once for each `hour` ("2026-06-01T12")."""
        day, _, begins = hour.partition("T")
        key = notice_key(f"hour:{begins}", "above_ceiling", date.fromisoformat(day))
        said = _WAITING.format(count=count, begins=begins)
        self._queue(session, "Letters wait for a person", said, now, None, key)

    def relay_unsafe(self, session: Session, reason: str, now: datetime) -> None:
        """Tell people, once a day, that the relay gives us no verified TLS (or no log-in)."""
        key = notice_key("relay", "unsafe", now.date())
        said = _UNSAFE.format(why=_WHY_UNSAFE[reason])
        self._queue(session, "Letters cannot be sent safely", said, now, None, key)

    def author_not_proven(self, session: Session, receipt_id: int, now: datetime) -> None:
        """Tell people, once a day, of mail whose author no name server let us prove."""
        key = notice_key("nameservers", "authentication_unavailable", now.date())
        self._queue(session, "Authors cannot be proven", _UNPROVEN, now, receipt_id, key)

    def move_failed(self, session: Session, move: Move, folder: str, now: datetime) -> None:
        """Tell people of a message that stays where it lies; once a mailbox and day."""
        key = notice_key(f"mailbox:{move.mailbox}", "move_failed", now.date())
        said = _MOVE.format(folder=folder, mailbox=move.mailbox)
        self._queue(session, "A message could not be moved", said, now, None, key)

    def mailbox_failing(
        self, session: Session, mailbox: str, reason: str, since: datetime, now: datetime
    ) -> None:
        """Tell people of a mailbox that cannot be opened; once a mailbox and day.

        `reason` is a code of a closed list; `since` is when it first failed (aware UTC).
        """
        key = notice_key(f"mailbox:{mailbox}", "mailbox_failing", now.date())
        said = _MAILBOX.format(mailbox=mailbox, reason=reason.replace("_", " "), since=since)
        self._queue(session, "A mailbox cannot be opened", said, now, None, key)

    def _queue(
        self,
        session: Session,
        title: str,
        said: str,
        now: datetime,
        receipt_id: int | None,
        key: str | None,
    ) -> None:
        if self._from is None:
            return
        to = self._to or self._from
        message_id = f"<{secrets.token_hex(16)}@{self._from.domain}>"
        mail = EmailMessage(policy=SMTP.clone(max_line_length=998, cte_type="7bit"))
        mail["From"] = str(self._from)
        mail["To"] = str(to)
        mail["Subject"] = title
        mail["Date"] = format_datetime(now.astimezone(UTC))
        mail["Message-ID"] = message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(said)
        notice = Outbound(
            message_id,
            Kind.INTERNAL,
            str(to),
            mail.as_bytes(),
            receipt_id=receipt_id,
            hold_reason=None if self._to else HELD_WITHOUT_ADDRESS,
            notice_key=key,
        )
        enqueue(session, notice, now, actor="gateway")


def _about(session: Session, outbound_id: int) -> str:
    """The references of a letter's cases in brackets, "" where it has none."""
    references = references_of(session, [outbound_id]).get(outbound_id, ())
    return f"({', '.join(references[:5])})" if references else ""
