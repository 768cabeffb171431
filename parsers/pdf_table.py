"""The table of a PDF that says where its objects stand, followed from the last to the first.

STANDARDS: ISO 32000-1 sections 7.5.4 (table), 7.5.5 (trailer), 7.5.6 (updates), 7.5.8 (a table that
is a stream), 7.4.4.4 (predictors).

SECURITY: tables are followed and entries read up to a number; past it nothing more is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from parsers.pdf_streams import STREAM, expanded

MAX_TABLES: Final = 100
MAX_ENTRIES: Final = 100_000
#: Bytes by which makers miss the start of a table.
NEAR: Final = 64
_DICTIONARY: Final = 8_000
_START = re.compile(rb"startxref\s{1,8}(\d{1,12})\s{1,8}%%EOF")
_OBJECT = re.compile(rb"\s{0,8}(\d{1,10})\s{1,8}\d{1,5}\s{1,8}obj\b")
_SECTION = re.compile(rb"\s{0,8}(\d{1,10})\s{1,4}(\d{1,10})\s{0,4}[\r\n]{1,2}\s{0,8}(?=\d)")
_PREVIOUS = re.compile(rb"/(?:Prev|XRefStm)\s{1,4}(\d{1,12})")
_NUMBER: Final = rb"/%s\s{0,4}(\d{1,10})(?!\s{1,4}\d{1,5}\s{1,4}R)"
_NUMBERS: Final = rb"/%s\s{0,4}\[([\d\s]{1,400})\]"
_OF_PNG: Final = 10  # the least of the predictors that count on the row above


def table_holds(data: bytes) -> bool:
    """Whether each table stands where it should, and points to the objects that it names."""
    starts = list(_START.finditer(data))
    if not starts:
        return False
    base = max(data.find(b"%PDF-"), 0)
    wanted, seen, entries = [int(starts[-1][1])], set[int](), 0
    while wanted and len(seen) < MAX_TABLES and entries < MAX_ENTRIES:
        at = wanted.pop()
        if at in seen:
            continue
        seen.add(at)
        found = _table(data, _place(data, base, at))
        if found is None:
            return False
        told, held = found
        entries += len(held)
        if not all(_stands(data, base, number, offset) for number, offset in held):
            return False
        wanted += [int(previous) for previous in _PREVIOUS.findall(told)]
    return True


def _table(data: bytes, place: int) -> tuple[bytes, list[tuple[int, int]]] | None:
    """What a table says of itself, and its (number, offset) entries; None where it is broken."""
    if data.startswith(b"xref", place):
        end = data.find(b"startxref", place)
        trailer = data.rfind(b"trailer", place, end)
        if trailer < 0:
            return None
        return data[trailer:end], list(_entries(data, place + 4, trailer))
    stream = STREAM.search(data, place, place + _DICTIONARY)
    if stream is None or not _OBJECT.match(data, place):
        return None
    told = data[place : stream.start() + 2]
    content = expanded(data, told, (stream.end(), data.find(b"endstream", stream.end())))
    return None if content is None else (told, list(_packed(told, content)))


def _place(data: bytes, base: int, offset: int) -> int:
    """Where the table at an offset begins; the end of the file where none does.

    Offsets count from the header, or as some makers count, from the first byte; those of others
    are a few bytes off, which changes nothing.
    """
    for place in (offset, base + offset):
        if data.startswith(b"xref", place) or _OBJECT.match(data, place):
            return place
    near = data.find(b"xref", max(offset - NEAR, 0), offset + NEAR)
    return near if near >= 0 else len(data)


def _stands(data: bytes, base: int, number: int, offset: int) -> bool:
    """Whether an object stands where the table says."""
    for place in {offset, base + offset}:
        match = _OBJECT.match(data, place)
        if match is not None and int(match[1]) == number:
            return True
    return offset == 0  # some makers say so of what is not there


def _entries(data: bytes, at: int, end: int) -> Iterator[tuple[int, int]]:
    """(number, offset) of the objects of a table in letters."""
    while (section := _SECTION.match(data, at, end)) is not None:
        first, count = int(section[1]), min(int(section[2]), MAX_ENTRIES)
        at = section.end()
        for number in range(first, first + count):
            row = data[at : at + 20]
            if len(row) < 18 or not row[:10].isdigit():
                return
            if row[17:18] == b"n":
                yield number, int(row[:10])
            at += 20


def _packed(told: bytes, content: bytes) -> Iterator[tuple[int, int]]:
    """(number, offset) of the objects of a table that is a stream, those in other streams left out."""
    found = re.search(_NUMBERS % b"W", told)
    widths = [int(one) for one in found[1].split()] if found else []
    if len(widths) != 3 or not 0 < sum(widths) <= 32:  # of a kind, an offset and a generation
        return
    found = re.search(_NUMBERS % b"Index", told)
    size = re.search(_NUMBER % b"Size", told)
    parts = [int(one) for one in found[1].split()] if found else [0, int(size[1]) if size else 0]
    predictor = re.search(_NUMBER % b"Predictor", told)
    rows = _rows(
        content, sum(widths), marked=predictor is not None and int(predictor[1]) >= _OF_PNG
    )
    for first, count in zip(parts[::2], parts[1::2], strict=False):
        for number in range(first, first + min(count, MAX_ENTRIES)):
            row = next(rows, None)
            if row is None:
                return
            kind = int.from_bytes(row[: widths[0]], "big") if widths[0] else 1
            if kind == 1:
                yield number, int.from_bytes(row[widths[0] : widths[0] + widths[1]], "big")


def _rows(content: bytes, width: int, *, marked: bool) -> Iterator[bytes]:
    """The rows of a table; `marked` ones begin with how they count on the row above."""
    if not marked:
        yield from (content[at : at + width] for at in range(0, len(content) - width + 1, width))
        return
    above = bytes(width)
    for at in range(0, len(content) - width, width + 1):
        row = content[at + 1 : at + 1 + width]
        if content[at] == 2:  # "up", the one that makers of tables use
            row = bytes((a + b) & 255 for a, b in zip(row, above, strict=True))
        elif content[at]:
            return
        above = row
        yield row
