"""The characters of one PDF page with their boxes, as pdfium gives them: many calls, made cheaply.

A page of print has two thousand characters, and pdfium is asked for the box of each. Most of what
such a call costs is Python's: ctypes converts every argument. So the functions that are called most
are bound once more without types, and get arguments made once, at import: a third of the cost.

STANDARDS: ISO 32000-1 sections 8.3 (coordinates), 9.4 (text).

SECURITY: these get a page that is open, an index below its count, and room of ours to write to; a
page has at most MAX_CHARS characters.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw

MAX_CHARS = 60_000
Box = tuple[float, float, float, float]
Transform = Callable[[float, float, float, float], Box]


def _untyped(function: object, result: type | None) -> Callable[..., Any]:
    """A function of pdfium whose arguments are taken as they are: pointers of ctypes, and numbers."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]  # a pointer
    return ctypes.PYFUNCTYPE(result)(address or 0)


_loose_box = _untyped(raw.FPDFText_GetLooseCharBox, ctypes.c_int)
_origin = _untyped(raw.FPDFText_GetCharOrigin, ctypes.c_int)
_text_object = _untyped(raw.FPDFText_GetTextObject, ctypes.c_void_p)
_ROOM = 2048
_RECTS = (raw.FS_RECTF * _ROOM)()
_PLACES = [ctypes.byref(_RECTS, n * ctypes.sizeof(raw.FS_RECTF)) for n in range(_ROOM)]
_X, _Y = ctypes.c_double(), ctypes.c_double()
_X_PLACE, _Y_PLACE = ctypes.byref(_X), ctypes.byref(_Y)


def count_characters(text_page: object) -> int:
    """How many characters a text page has; it may be more than MAX_CHARS."""
    return max(int(raw.FPDFText_CountChars(text_page)), 0)


def characters(text_page: object, count: int) -> str:
    """The first `count` characters: one of Python's for each of pdfium's, so that indices agree."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = raw.FPDFText_GetText(text_page, 0, count, buffer)
    if got == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
    points = (raw.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(
        chr(point) if 0 < point < 0x110000 and not 0xD800 <= point < 0xE000 else "\ufffd"
        for point in points
    )


def pointer(text_page: object) -> ctypes.c_void_p:
    """A text page as the untyped functions take it."""
    return ctypes.cast(text_page, ctypes.c_void_p)  # type: ignore[arg-type]  # a pointer of pdfium's


def boxes(page: ctypes.c_void_p, count: int, transform: Transform, *, upright: bool) -> list[Box]:
    """The loose box (all of the font's height) of each of the first `count` characters.

    `transform` brings them onto the page as shown; on an `upright` one it only moves and mirrors.
    """
    found: list[Box] = []
    left, top, _, _ = transform(0.0, 0.0, 0.0, 0.0)
    for start in range(0, count, _ROOM):
        indices = range(start, min(start + _ROOM, count))
        ctypes.memset(_RECTS, 0, ctypes.sizeof(_RECTS))
        deque(map(_loose_box, repeat(page), indices, _PLACES), maxlen=0)
        edges = memoryview(_RECTS).cast("B").cast("f")[: 4 * len(indices)].tolist()
        columns = zip(edges[0::4], edges[1::4], edges[2::4], edges[3::4], strict=True)
        if upright:
            found += [
                (x0 + left, top - upper, x1 + left, top - low) for x0, upper, x1, low in columns
            ]
        else:
            found += [transform(x0, low, x1, upper) for x0, upper, x1, low in columns]
    return found


def origins(page: ctypes.c_void_p, indices: Sequence[int]) -> list[tuple[float, float] | None]:
    """Where characters stand on their baseline, in user space; None where pdfium cannot tell."""
    x, y, ask = _X, _Y, _origin
    return [
        (x.value, y.value) if ask(page, index, _X_PLACE, _Y_PLACE) else None for index in indices
    ]


def text_objects(page: ctypes.c_void_p, indices: Sequence[int]) -> list[int | None]:
    """The addresses of the text objects that show characters; None where none does."""
    return list(map(_text_object, repeat(page), indices))
