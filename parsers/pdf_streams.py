"""The streams of a PDF as they stand in the file: expanded, and whether they come out whole.

STANDARDS: ISO 32000-1 sections 7.3.8 (streams), 7.4.3 (ASCII85), 7.4.4 (Flate); RFC 1950 (a zlib
stream ends with the sum of what was in it), RFC 1951 (a block that only flushes).

SECURITY: nothing is expanded past the bound that is asked for.
"""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from typing import Final

#: The end of a stream's dictionary, and where the stream begins.
STREAM: Final = re.compile(rb">>\s{0,32}stream(?:\r?\n|\r)")
MAX_EXPANDED: Final = 32 * 1024 * 1024
FLATE: Final = re.compile(
    rb"/Filter\s{0,4}\[?\s{0,4}(/ASCII85Decode\s{0,4})?/FlateDecode\s{0,4}"
    rb"(?:\]|/(?!\w{0,20}Decode)|>)"
)
#: Every way to say how a stream is packed (7.4.1), or that it is not.
_PACKED = re.compile(
    rb"/Filter\s{0,4}(?:\[\s{0,4}\]|null|\d{1,10} \d{1,5} R|\[?\s{0,4}"
    rb"/(?:FlateDecode|DCTDecode|ASCII85Decode|ASCIIHexDecode|LZWDecode|RunLengthDecode|CCITTFaxDecode|"
    rb"JBIG2Decode|JPXDecode|Crypt|Fl|DCT|A85|AHx|LZW|RL|CCF)(?![A-Za-z0-9]))"
)
#: How Acrobat leaves streams that it adds: flushed, without an end or a sum.
_FLUSHED: Final = b"\0\0\xff\xff"


def is_told(told: bytes, begin: bytes) -> bool:
    """Whether a stream's dictionary says how it is packed; `begin` are its first two bytes."""
    if b"/Filter" in told:
        return _PACKED.search(told) is not None
    return begin[:1] != b"x" or int.from_bytes(begin, "big") % 31 != 0  # zlib's head (RFC 1950)


def expanded(
    data: bytes, told: bytes, place: tuple[int, int], most: int = MAX_EXPANDED
) -> bytes | None:
    """What the stream at [start, end) holds, up to `most`; None where it is not whole.

    `told` is its dictionary. One that is packed in another way is given as it is.
    """
    packed: bytes | memoryview = memoryview(data)[slice(*place)]
    filters = FLATE.search(told)
    if filters is None:
        return bytes(packed)
    if filters[1]:
        packed = _from_letters(bytes(packed))
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(packed, most)
    except zlib.error:
        return None
    flushed = bytes(packed[-8:]).rstrip().endswith(_FLUSHED)
    return content if reader.eof or reader.unconsumed_tail or flushed else None


def _from_letters(text: bytes) -> bytes:
    """ASCII85 as bytes, up to its end mark; b"" where it is broken."""
    letters = b"".join(text.partition(b"~")[0].replace(b"z", b"!!!!!").split())
    short = -len(letters) % 5
    letters += b"u" * short
    columns = (letters[n::5] for n in range(5))
    words = [
        ((((a - 33) * 85 + b - 33) * 85 + c - 33) * 85 + d - 33) * 85 + e - 33
        for a, b, c, d, e in zip(*columns, strict=True)
    ]
    try:
        whole = array("I", words)  # of four bytes wherever Python runs
    except OverflowError:
        return b""
    if sys.byteorder == "little":
        whole.byteswap()
    return whole.tobytes()[: 4 * len(words) - short]
