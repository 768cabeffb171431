"""What our own people were told, read back from the stored notices for those who look at the pages.

Where nobody's address is set (`notices_to`) this is the only way in which they are told.

SECURITY: notices to our own people alone are read: we wrote every byte of them. No letter to
anybody else, and nothing that was sent to us, is taken apart here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.store.letters import Kind
from models.tables.mail import blobs
from models.tables.outbound import outbound_messages

_MOST = 200
_MARKING = "OFFICIAL"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The subject line of a notice, and its words without the marking above them."""

    title: str
    text: str


def read_notices(session: Session, numbers: Iterable[int]) -> dict[int, NoticeText]:
    """The words of those of these messages (the first 200) that are notices to our own people.

    By number; one whose bytes are erased is not among the keys.
    """
    wanted = list(dict.fromkeys(numbers))[:_MOST]
    if not wanted:
        return {}
    table = outbound_messages.c
    query = (
        select(table.id, blobs.c.data)
        .join(blobs, blobs.c.digest == table.blob_digest)
        .where(table.id.in_(wanted), table.kind == str(Kind.INTERNAL), blobs.c.data.is_not(None))
    )
    return {row.id: _words(row.data) for row in session.execute(query)}


def _words(data: bytes) -> NoticeText:
    made = message_from_bytes(data, EmailMessage, policy=policy.default)
    body = made.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    plain = "\n".join(text.splitlines()).strip()  # SMTP's line ends are not ours
    return NoticeText(str(made["Subject"] or ""), plain.removeprefix(_MARKING).strip())
