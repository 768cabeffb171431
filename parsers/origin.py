"""Which header fields an author's side writes: nothing below the first of them is our relay's.

Trace fields are put on top of what is there already, so the fields that come with a message stand
below everything that a relay wrote.

STANDARDS: RFC 5322 section 3.6 (fields), 3.6.7 (trace fields stand on top).
"""

from __future__ import annotations

from typing import Final

from models.mail import HeaderField

_ORIGINATED: Final = frozenset(
    {
        "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id",
        "in-reply-to", "references", "comments", "keywords", "mime-version", "dkim-signature",
        "auto-submitted", "precedence", "importance", "user-agent", "organization",
        "thread-topic", "thread-index", "accept-language", "disposition-notification-to",
    }
)  # fmt: skip
_ORIGINATED_PREFIXES: Final = ("content-", "list-", "resent-")


def originated(field: HeaderField) -> bool:
    """Whether the field is one that an author's side writes (Content-Length is a mail store's)."""
    return field.key in _ORIGINATED or (
        field.key.startswith(_ORIGINATED_PREFIXES) and field.key != "content-length"
    )


def visible(text: str) -> str:
    """Printable ASCII only: what is stored must be writable, whatever bytes the field held."""
    return "".join(c if " " <= c <= "~" else "?" for c in text)
