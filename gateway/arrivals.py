"""Fetched messages as arrivals, and from when on a mailbox's mail is answered.

STANDARDS: RFC 3501 section 2.3.3 (INTERNALDATE), RFC 3339 (`answer_from`).

ERRORS: `SettingsError` names the mailbox whose `answer_from` is no instant.
"""

from __future__ import annotations

from datetime import UTC, datetime

from gateway.folders import Fetched
from models.mail import Arrival, Envelope, Origin
from models.settings import Mailbox, SettingsError


def answer_from(mailbox: Mailbox) -> datetime | None:
    """The configured instant from which mail is answered (aware UTC), or None.

    Raises:
        SettingsError: it is not an RFC 3339 instant with its offset.
    """
    if mailbox.answer_from is None:
        return None
    try:
        instant = datetime.fromisoformat(mailbox.answer_from)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise SettingsError(
            f"mailbox {mailbox.name!r}: answer_from: {mailbox.answer_from!r} is not an instant "
            "with its offset; write e.g. 2026-11-22T09:00:00Z"
        )
    return instant.astimezone(UTC)


def make_arrival(
    mailbox: Mailbox,
    folder: str,
    uidvalidity: int,
    fetched: Fetched,
    since: datetime | None,
    now: datetime,
    *,
    hold_replies: bool = False,
) -> Arrival:
    """A fetched message as an arrival; `since` None means that all of it is old.

    INTERNALDATE has whole seconds, so what came in the very second of `since` is new.
    """
    when = fetched.internal_date or now
    return Arrival(
        origin=Origin.IMAP,
        mailbox=mailbox.name,
        raw=fetched.raw,
        arrived_at=now,
        envelope=Envelope(),
        mode=mailbox.mode,
        answer=since is not None and when >= since.replace(microsecond=0),
        hold_replies=hold_replies,
        internal_date=when,
        folder=folder,
        uidvalidity=uidvalidity,
        uid=fetched.uid,
    )
