"""The digest of a message that stays the same whichever way it came.

STANDARDS: RFC 5322 section 3.6.7 and RFC 8601 (trace fields).
SECURITY: hostile bytes: only the names of the fields on top are looked at, in one pass.
"""

from __future__ import annotations

import hashlib

#: Fields that hops put on top: they differ between two ways of one mail.
_TRACE = frozenset(
    {
        b"return-path",
        b"delivered-to",
        b"x-original-to",
        b"envelope-to",
        b"delivery-date",
        b"received",
        b"received-spf",
        b"authentication-results",
        b"arc-seal",
        b"arc-message-signature",
        b"arc-authentication-results",
        b"dkim-filter",
    }
)
#: The first of these is where the author's own header begins.
_ORIGINATOR = frozenset(
    {
        b"from",
        b"sender",
        b"reply-to",
        b"date",
        b"message-id",
        b"to",
        b"cc",
        b"bcc",
        b"subject",
        b"in-reply-to",
        b"references",
        b"mime-version",
        b"content-type",
        b"content-transfer-encoding",
    }
)


def transit_digest(raw: bytes) -> str:
    """SHA-256 of the message without the trace fields on top of it, line ends made one.

    Only fields above the author's own header are left out: what stands below came with it.
    """
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    position, kept = 0, hashlib.sha256()
    while position < len(text):
        end = text.find(b"\n", position)
        line = text[position : end if end >= 0 else len(text)]
        name, colon, _ = line.partition(b":")
        name = name.strip().lower()
        if not colon or name in _ORIGINATOR:
            break
        after = _field_end(text, position)
        if name not in _TRACE and not name.startswith(b"x-"):
            kept.update(text[position:after])
        position = after
    kept.update(text[position:].rstrip(b"\n"))
    return kept.hexdigest()


def _field_end(text: bytes, start: int) -> int:
    """Where the field that begins at `start` ends, its folded lines included."""
    while True:
        end = text.find(b"\n", start)
        if end < 0:
            return len(text)
        start = end + 1
        if text[start : start + 1] not in (b" ", b"\t"):
            return start
