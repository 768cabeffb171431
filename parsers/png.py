"""A PNG that came out of the workshop, judged before it is kept or shown.

It was made of hostile bytes by programs that may have been taken over: so its chunks, their sums
and the size of what they hold are looked at in the worker, and nothing is decoded for show.

STANDARDS: ISO/IEC 15948 sections 5 (chunks), 11.2 (IHDR, PLTE, IDAT, IEND).
SECURITY: bounded; only the four kinds of chunk that our own writer makes, tRNS left out.
ERRORS: `plain_png_size` is None; it never raises.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: Pixels on a side, bytes of one picture.
MAX_SIDE, MAX_PICTURE = 6_000, 8 * 1024 * 1024
_DEPTHS: Final = {0: (1, 2, 4, 8), 3: (1, 2, 4, 8)}  # grey, palette (ISO/IEC 15948 table 11.1)


def plain_png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG in grey or of a palette, whole, and no more than that.

    None for any other bytes.
    """
    if not _is_plain(data):
        return None
    width, height = struct.unpack_from(">II", data, len(SIGNATURE) + 8)
    return width, height


def _is_plain(data: bytes) -> bool:
    if not data.startswith(SIGNATURE) or len(data) > MAX_PICTURE:
        return False
    at, kinds, pixels, wanted = len(SIGNATURE), list[bytes](), zlib.decompressobj(), 0
    try:
        while at < len(data):
            length, kind = struct.unpack_from(">I4s", data, at)
            body = data[at + 8 : at + 8 + length]
            (checked,) = struct.unpack_from(">I", data, at + 8 + length)
            if len(body) != length or zlib.crc32(kind + body) != checked:
                return False
            if kind == b"IHDR" and not kinds:
                wanted = _expected(body)
            elif kind == b"IDAT":
                wanted -= len(pixels.decompress(body, max(wanted, 0) + 1))
            elif not (kind in (b"PLTE", b"IEND") and not body[768:]):
                return False
            if not kinds and kind != b"IHDR":
                return False
            kinds.append(kind)
            at += 12 + length
    except (struct.error, zlib.error):
        return False
    return kinds[-1:] == [b"IEND"] and kinds.count(b"IEND") == 1 and wanted == 0 and pixels.eof


def _expected(header: bytes) -> int:
    """Bytes that the pixels of a picture with this header take; -1 where it is none of ours."""
    width, height, depth, colour, packing, filtering, interlace = struct.unpack(">IIBBBBB", header)
    sides = 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE
    if not sides or depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlace:
        return -1
    return int(height * (1 + (width * depth + 7) // 8))
