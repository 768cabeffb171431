"""How large a picture says it is, from its first bytes. Nothing is decoded.

STANDARDS: PNG (ISO/IEC 15948) 11.2.2, GIF89a section 18, ITU-T T.81 annex B (JPEG), BMP.

SECURITY: bounded: of a JPEG at most 64 segments are stepped over.
"""

from __future__ import annotations

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0..15, without tables


def pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, or None where the format does not say so at its beginning."""
    size: tuple[int, int] | None = None
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        size = _number(data[16:20]), _number(data[20:24])
    elif data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        size = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    elif data.startswith(b"BM") and len(data) >= 26:
        wide = int.from_bytes(data[18:22], "little", signed=True)
        size = abs(wide), abs(int.from_bytes(data[22:26], "little", signed=True))
    elif data.startswith(b"\xff\xd8"):
        size = _jpeg(data)
    return size if size and min(size) > 0 else None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(64):
        if len(data) < at + 9 or data[at] != 0xFF:
            return None
        if data[at + 1] in _FRAMES:
            return _number(data[at + 7 : at + 9]), _number(data[at + 5 : at + 7])
        at += 2 + _number(data[at + 2 : at + 4])
    return None


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")
