"""The digest of a message that stays the same whichever way it came.

What stands above the author's own header was put there on the way: it is passed over whatever it
is called (trace fields, signatures, seals, a filter's notes), for else whoever puts one more field
on top of a copy gets it answered again. Kept is what changes how a mail is read or dealt with:
fields of the body, and those that make a mail an automatic one, a list's or one that was sent on.

STANDARDS: RFC 5322 section 3.6.7 and RFC 8601 (trace fields).
SECURITY: hostile bytes: only the names of the fields on top are looked at, in one pass. A digest
    alone makes no copy: the proven author must be the same one (routing/settle).
BUGS: a field that somebody slips in below the first of the author's makes another mail of it, and a
    second answer, within the ceiling for one author.
"""

from __future__ import annotations

import hashlib

#: Fields on top that count all the same: the mail is read, or dealt with, in another way.
_READ = frozenset({b"auto-submitted", b"precedence", b"x-autoreply", b"x-autorespond"})
_READ_PREFIXES = (b"list-", b"resent-", b"content-", b"mime-")
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
    """SHA-256 of the message without what hops put on top of it, line ends made one.

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
        if name in _READ or name.startswith(_READ_PREFIXES):
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
