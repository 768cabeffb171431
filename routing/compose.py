"""A letter as mail: header fields, text and attachment, as bytes ready for the outbox.

STANDARDS: RFC 3834 section 5 (Auto-Submitted), RFC 5322 section 3.6.4 (identification fields),
    RFC 2045 (content), RFC 3282 (Content-Language).
SECURITY: nothing that was sent to us stands here, save In-Reply-To and References, and those only
    after our own msg-id check. Addresses have passed our grammar.
ERRORS: `LetterError` for an installation without an address to write from.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from models.address import clean_msg_id, parse_path
from models.auth import Address
from models.settings import Settings
from routing.letters import Letter, LetterError

MAX_REFERENCES = 10  # enough for a mail program to thread by; a chain may be forged to any length

#: Lines are ours and short; a long msg-id must stand whole, never as an encoded word.
_POLICY = SMTP.clone(max_line_length=998, cte_type="7bit")
_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def new_message_id(settings: Settings, reference: str | None = None, *, again: bool = False) -> str:
    """A Message-ID of ours, fixed before the first try (RFC 5322 section 3.6.4).

    The reference is in it where there is one, so that a bounce finds its case; with letters drawn by
    lot behind it where the case has had a letter `again`.

    Raises:
        LetterError: the installation has no address to write from.
    """
    left = reference or secrets.token_hex(16)
    if again:
        left += f".{secrets.token_hex(8)}"
    return f"<{left}@{own_address(settings).domain}>"


def compose(
    letter: Letter,
    *,
    to: Address,
    settings: Settings,
    message_id: str,
    now: datetime,
    answers: tuple[str | None, Sequence[str]] = (None, ()),
    attachment: tuple[str, bytes] | None = None,
) -> bytes:
    """A letter as mail. `answers` are their Message-ID and References; each is checked again.

    Raises:
        LetterError: there is no address to write from.
    """
    own = own_address(settings)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = MailAddress(settings.contact.name, own.local_part, own.domain)
    mail["To"] = MailAddress("", to.local_part, to.domain)
    mail["Subject"] = letter.subject_line
    mail["Date"] = format_datetime(now.astimezone(UTC))
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-replied"  # RFC 3834 section 5
    mail["X-Auto-Response-Suppress"] = "All"  # Exchange reads this one and not the standard's
    parent = clean_msg_id(answers[0]) if answers[0] else None
    if parent:
        chain = [one for one in map(clean_msg_id, answers[1]) if one and one != parent]
        mail["In-Reply-To"] = parent
        mail["References"] = " ".join([*chain[-MAX_REFERENCES:], parent])
    mail.set_content(letter.text)
    if attachment:
        name, data = attachment
        mail.add_attachment(data, maintype=_DOCX[0], subtype=_DOCX[1], filename=name)
        # The same letter is the same bytes: a second copy can be told from a second letter.
        mail.set_boundary("=_" + hashlib.sha256(message_id.encode()).hexdigest()[:32])
    mail["Content-Language"] = "en-GB"  # last: setting the content drops fields of this family
    return mail.as_bytes()


def own_address(settings: Settings) -> Address:
    """The address we write from.

    Raises:
        LetterError: none is set.
    """
    if not settings.replies_from:
        raise LetterError("no address to write from; set reply_from, or own_addresses")
    return _parsed(settings.replies_from)


def people_address(settings: Settings) -> Address:
    """Where notices to our own people go: `notices_to`, else the address we write from.

    Raises:
        LetterError: none is set.
    """
    return _parsed(settings.notices_to) if settings.notices_to else own_address(settings)


def _parsed(address: str) -> Address:
    """An address out of the settings.

    Raises:
        LetterError: it is not one.
    """
    parsed = parse_path(address)
    if parsed is None:
        raise LetterError("reply_from, notices_to or own_addresses holds what is no address")
    return parsed
