"""Whether a PDF is whole: its table points to its objects, and these are as they were written.

pdfium mends a damaged file without a word: it looks for objects itself where the table is wrong,
takes one that is not where it should be for none, and shows as much of a stream as comes out. What
is read of such a file may lack a label or an answer. So it is read, and said to be damaged.

STANDARDS: ISO 32000-1 sections 7.3 (objects), 7.3.4.2 (brackets in strings are balanced), 7.3.10 (a
reference to an object that is not there is nothing).

SECURITY: objects are counted and streams expanded up to a bound for all of them; past the bounds
nothing more is looked at. What a protected file holds is not looked at.

BUGS: a flaw that honest makers leave counts too, and sends a sound form to a person: an offset that
is wrong, a stream whose sum is. Damage inside a picture, or in words that stand in the open, is not
seen here.
"""

from __future__ import annotations

import re
from typing import Final

from parsers.pdf_streams import FLATE, MAX_EXPANDED, STREAM, expanded, is_told
from parsers.pdf_table import table_holds

MAX_OBJECTS: Final = 20_000
MAX_LOOKED: Final = 256 * 1024
_BEGIN = re.compile(rb"(?<!\d)(\d{1,10})\s{1,8}\d{1,5}\s{1,8}obj\b")
_MARK = re.compile(rb"\\.|[()]|<<|>>|%", re.S)
_REFERENCE = re.compile(rb"(\d{1,10}) \d{1,5} R\b")
_PICTURE = re.compile(rb"/Subtype\s{0,4}/Image(?![A-Za-z])")


def is_whole(data: bytes) -> bool:
    """Whether the table of a PDF is right and its objects are complete. Never raises."""
    return table_holds(data) and (b"/Encrypt" in data or _objects_hold(data))


class _Next:
    """Finds the next of a word, and looks at no byte twice for it."""

    def __init__(self, data: bytes, word: bytes) -> None:
        self._data, self._word, self._at = data, word, -1

    def after(self, place: int) -> int:
        """Where the word stands next from `place` on; the end of the file where it does not."""
        if self._at < place:
            found = self._data.find(self._word, place)
            self._at = found if found >= 0 else len(self._data)
        return self._at


def _objects_hold(data: bytes) -> bool:
    """Whether every object ends, its streams come out whole, and what it refers to is there."""
    there: set[bytes] = set()
    wanted: set[bytes] = set()
    at, left = 0, MAX_EXPANDED
    ends, stops = _Next(data, b"endobj"), _Next(data, b"endstream")
    for _ in range(MAX_OBJECTS):
        begin = _BEGIN.search(data, at)
        if begin is None:
            break
        at = ends.after(begin.end())
        stream = STREAM.search(data, begin.end(), at)
        told = data[begin.end() : stream.start() + 2 if stream else at]
        if at == len(data) or not _is_balanced(told):
            return False
        there.add(begin[1].lstrip(b"0"))
        wanted.update(_REFERENCE.findall(told))
        if stream is not None:
            at = stops.after(stream.end())
            if not is_told(told, data[stream.end() : stream.end() + 2]):
                return False
            if FLATE.search(told) and not _PICTURE.search(told) and left > 0:
                content = expanded(data, told, (stream.end(), at), left)
                if content is None:
                    return False
                left -= len(content)
    else:
        return True
    # Objects may also stand inside of streams, where they are not counted.
    return b"/ObjStm" in data or {one.lstrip(b"0") for one in wanted} <= there


def _is_balanced(told: bytes) -> bool:
    """Whether all brackets of strings and dictionaries close; a comment is not looked behind."""
    if len(told) > MAX_LOOKED:
        return True
    if b"\\" not in told and told.count(b"(") == told.count(b")") == 0:
        return told.count(b"<<") == told.count(b">>")
    strings = dictionaries = 0
    for match in _MARK.finditer(told):
        mark = match[0]
        if mark == b"(":
            strings += 1
        elif mark == b")":
            strings -= 1
            if strings < 0:
                return False
        elif strings == 0 and mark == b"%":
            return True
        elif strings == 0 and mark in (b"<<", b">>"):
            dictionaries += 1 if mark == b"<<" else -1
    return strings == 0 and dictionaries == 0
