"""Reads the content of one DATA command, in blocks, up to CRLF.CRLF and nothing else.

STANDARDS: RFC 5321 sections 4.1.1.4 (end of data), 4.5.2 (transparency) and 2.3.8 (CR and LF only
together); RFC 3463 (5.3.4, 5.6.0).

SECURITY: the bytes are hostile. A dot between anything but two CRLFs is text, and a message
with a bare CR, a bare LF or a NUL is refused whole: other readers could see an end in it. What goes
beyond the limit is read and dropped, up to a second limit at which the connection ends.

BUGS: lines longer than 1,000 octets are taken; refusing honest mail for them would lose it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

BLOCK = 256 * 1024
END = b"\r\n.\r\n"
DRAIN_FACTOR = 4


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why content was not taken: the whole reply line."""

    status: str


TOO_LARGE = Refusal("552 5.3.4 Message is larger than we take")
BARE_NEWLINE = Refusal("554 5.6.0 Bare CR or bare LF in the message")
NUL = Refusal("554 5.6.0 NUL in the message")


async def read_content(
    reader: asyncio.StreamReader, limit: int, hold: Callable[[int], None]
) -> bytes | Refusal:
    """The content without its transparency dots, or why it was refused.

    `limit` is in octets; `hold` is told of octets kept in memory as they come, and may end the
    reading by raising CancelledError. What the client pipelined after the final dot stays with `reader`.

    Raises:
        asyncio.CancelledError: the connection ended, or went far beyond the limit.
    """
    # The CRLF that ended the DATA command is the first half of an end of data at once.
    kept = bytearray(b"\r\n")
    dropped = 0
    framed_limit = limit + limit // 8 + 1024  # transparency dots do not count (RFC 1870)
    while True:
        block = await reader.read(BLOCK)
        if not block:
            raise asyncio.CancelledError
        if not dropped:
            hold(len(block))
        start = max(0, len(kept) - len(END) + 1)
        kept += block
        end = kept.find(END, start)
        if end >= 0:
            break
        if dropped or len(kept) > framed_limit:
            dropped += len(kept)
            del kept[: -len(END) + 1]
            if dropped > DRAIN_FACTOR * limit + BLOCK:
                raise asyncio.CancelledError
    _give_back(reader, bytes(kept[end + len(END) :]))
    if dropped:
        return TOO_LARGE
    return checked(bytes(kept[: end + 2]), limit)


def checked(framed: bytes, limit: int) -> bytes | Refusal:
    """Content from the CRLF before its first line to that of its last, made plain or refused."""
    if b"\0" in framed:
        return NUL
    pairs = framed.count(b"\r\n")
    if framed.count(b"\r") != pairs or framed.count(b"\n") != pairs:
        return BARE_NEWLINE
    plain = framed.replace(b"\r\n.", b"\r\n")[2:]
    return TOO_LARGE if len(plain) > limit else plain


def _give_back(reader: asyncio.StreamReader, rest: bytes) -> None:
    """Put pipelined commands back in front of what the reader holds (RFC 2920)."""
    if rest:
        buffer: bytearray = reader._buffer  # type: ignore[attr-defined]
        buffer[:0] = rest
