"""Compound files (OLE): olefile, under bounds of our own. Runs in the confined child only.

olefile compares the start of every stream with that of every other, recurses into the directory,
follows as many blocks of its tables as the header names, and only notes what is wrong. So what the
header claims is held against the file first, entries are counted, and for what is taken apart
(`root_of`) every defect is an end.

STANDARDS: MS-CFB sections 2.2 (header), 2.5 (DIFAT), 2.6 (directory), 2.6.1 (names without case).

SECURITY: no stream is larger than the file, nor are all of them together: sectors that two streams
share, and chains that bite their tail, cannot make much of little.

ERRORS: UnreadableError BROKEN.

BUGS: a directory whose tree is a list of more than some 900 entries is past what olefile recurses
into, and is BROKEN; no program is known to write one.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any, Final

import olefile

from models.documents import Unread
from parsers.errors import UnreadableError

#: Entries of a directory: a message with a hundred recipients and twenty files has some 1,500.
MAX_ENTRIES: Final = 5_000
#: Sectors of the allocation table that the header itself has room for (MS-CFB 2.2).
_IN_HEADER: Final = 109
_SECTORS: Final = (512, 4096)
_DAMAGED: Final = "the compound file is damaged"


class Ole(olefile.OleFileIO):  # type: ignore[misc] # olefile has no types
    """A compound file whose directory is bounded; made by `opened`. A context manager."""

    _entries_left = MAX_ENTRIES

    def _load_direntry(self, sid: int) -> Any:
        """One entry of the directory, as olefile asks for it while it builds the tree."""
        self._entries_left -= 1
        if self._entries_left < 0:
            raise UnreadableError(Unread.BROKEN, "a compound file of too many entries")
        return super()._load_direntry(sid)


def opened(data: bytes, *, strict: bool = False) -> Ole:
    """A compound file with its directory read; with `strict` one without any defect.

    Raises:
        UnreadableError: BROKEN.
    """
    _check_header(data)
    level = olefile.DEFECT_INCORRECT if strict else olefile.DEFECT_FATAL
    try:
        return Ole(io.BytesIO(data), raise_defects=level)
    except (MemoryError, UnreadableError):
        raise
    except Exception as error:  # olefile raises many kinds on damage
        raise UnreadableError(Unread.BROKEN, _DAMAGED) from error


class Folder:
    """One storage of a compound file. Names are looked up without case."""

    def __init__(self, ole: Ole, entry: Any) -> None:
        self._ole = ole
        self._within: dict[str, Any] = {one.name.lower(): one for one in entry.kids}

    def folders(self, prefix: str) -> Iterator[Folder]:
        """The storages in it whose names begin so, by name."""
        for name, entry in sorted(self._within.items()):
            if entry.entry_type == olefile.STGTY_STORAGE and name.startswith(prefix.lower()):
                yield Folder(self._ole, entry)

    def folder(self, name: str) -> Folder | None:
        """The storage of this name, or None."""
        entry = self._within.get(name.lower())
        storage = entry is not None and entry.entry_type == olefile.STGTY_STORAGE
        return Folder(self._ole, entry) if storage else None

    def size(self, name: str) -> int | None:
        """How many bytes the stream of this name says it has; None where there is none."""
        entry = self._within.get(name.lower())
        if entry is None or entry.entry_type != olefile.STGTY_STREAM:
            return None
        return int(entry.size)

    def stream(self, name: str) -> bytes | None:
        """All of the stream of this name, or None. Raises UnreadableError(BROKEN)."""
        size = self.size(name)
        if not size:
            return None if size is None else b""
        entry = self._within[name.lower()]
        try:
            data: bytes = self._ole._open(entry.isectStart, size).getvalue()
        except MemoryError:
            raise
        except Exception as error:  # olefile raises many kinds on damage
            raise UnreadableError(Unread.BROKEN, _DAMAGED) from error
        return data


def root_of(data: bytes) -> Folder:
    """The outermost storage of a compound file without any defect. Raises UnreadableError(BROKEN)."""
    ole = opened(data, strict=True)
    held, left = 0, [ole.root]
    while left:
        entry = left.pop()
        left += entry.kids
        held += entry.size if entry.entry_type == olefile.STGTY_STREAM else 0
    if held > len(data):
        raise UnreadableError(Unread.BROKEN, "a compound file whose streams share their sectors")
    return Folder(ole, ole.root)


def _check_header(data: bytes) -> None:
    """That the tables the header names could lie in the file. Raises UnreadableError(BROKEN)."""
    if len(data) < 512:
        raise UnreadableError(Unread.BROKEN, _DAMAGED)
    (shift,) = struct.unpack_from("<H", data, 30)
    (tables,) = struct.unpack_from("<I", data, 44)
    sector = 1 << shift if shift < 16 else 0
    if sector not in _SECTORS or tables > len(data) // sector // (sector // 4) + _IN_HEADER:
        raise UnreadableError(Unread.BROKEN, _DAMAGED)
