"""What holds files: the members of a zip, and the faults and the room of all that is opened.

Each member is a leaf of the message that brought it; nothing is written to disk. The members of
Outlook's formats are made by parsers/outlook. A zip that is one file of many parts (docx, odt, pptx, jar) is no
archive, and is not taken apart here: parsers/kinds tells them apart.

STANDARDS: PKWARE APPNOTE 6.3.

SECURITY: the directory is judged before any member is read (parsers/zip_directory), and what all
archives of one message hold counts against one budget. A member whose name is a path, or that is
a link, is shown and never read; so is one that needs a password.

ERRORS: faults on the member: locked, unsafe_name, odd_method, broken_member, and those of
parsers/outlook.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from models.documents import Unread
from parsers.errors import UnreadableError
from parsers.zip_directory import (
    LOCKED,
    MAX_EXPANDED,
    METHODS,
    is_bad_name,
    is_link,
    member_name,
    open_zip,
    read_member,
)

MAX_NAME = 255
LOCKED_MEMBER = "locked"
UNSAFE_NAME = "unsafe_name"
ODD_METHOD = "odd_method"
BROKEN_MEMBER = "broken_member"
#: Why an archive was left closed: too many around it, or no room left for what it holds.
TOO_NESTED = "archive_depth"
NO_ROOM = "archive_room"
#: An attachment of an Outlook message that holds no file.
BY_REFERENCE = "by_reference"
EMBEDDED_OBJECT = "embedded_object"
#: Why an Outlook message was left closed.
SEALED_ITEM = "sealed_item"
NOT_A_MAIL = "not_a_mail"
BROKEN_ITEM = "broken_item"
NOTHING_INSIDE = "nothing_inside"

#: What a member's fault means for whoever would read it.
_REASONS = {
    LOCKED_MEMBER: (Unread.ENCRYPTED, "a member needs a password"),
    UNSAFE_NAME: (Unread.DISGUISED, "a member's name is a path, or it is a link"),
    ODD_METHOD: (Unread.UNSUPPORTED, "a member of a compression that is not read"),
    BROKEN_MEMBER: (Unread.BROKEN, "a member is damaged"),
    BY_REFERENCE: (Unread.UNSUPPORTED, "an attachment that lies elsewhere and is only pointed to"),
    EMBEDDED_OBJECT: (Unread.UNSUPPORTED, "an object embedded in an Outlook message"),
    TOO_NESTED: (Unread.UNSUPPORTED, "an archive or a message inside too many others"),
    NO_ROOM: (Unread.UNSUPPORTED, "too large to open with the others"),
    SEALED_ITEM: (Unread.UNSUPPORTED, "an Outlook message that is encrypted or signed"),
    NOT_A_MAIL: (Unread.UNSUPPORTED, "an Outlook item that is no mail, like a meeting or a task"),
    BROKEN_ITEM: (Unread.UNSUPPORTED, "an Outlook message that is damaged"),
    NOTHING_INSIDE: (Unread.UNSUPPORTED, "an Outlook message without words or files"),
}
#: Faults of a container that was left closed.
CLOSED = frozenset({TOO_NESTED, NO_ROOM, SEALED_ITEM, NOT_A_MAIL, BROKEN_ITEM, NOTHING_INSIDE})
#: Faults after which a member's bytes are not the file's, or there are none.
NO_FILE = frozenset({LOCKED_MEMBER, ODD_METHOD, BROKEN_MEMBER, BY_REFERENCE, EMBEDDED_OBJECT})
#: Faults after which a member is shown, and never read or looked into.
NEVER_READ = NO_FILE | {UNSAFE_NAME}


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its place in the directory (from 1), its name there, its bytes.

    Of one that is locked or of an odd method the bytes are as they stand in the archive. The rest
    is there for Outlook's formats: `words` are a body of the message, what is `placed` stands among
    them, and a message within the same file is `inner`.
    """

    number: int
    name: str
    data: bytes
    faults: tuple[str, ...] = ()
    declared_type: str = "application/octet-stream"
    charset: str | None = None
    content_id: str | None = None
    placed: bool = False
    words: bool = False
    inner: Container | None = None


class Container(Protocol):
    """What has been opened: its members, and how many bytes they have in all."""

    expanded: int

    def __iter__(self) -> Iterator[Member]:
        """Every member in order."""
        ...


class Archive:
    """An archive whose directory has been judged. Members are read one by one, on demand."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadableError where the directory is not one to trust, or nothing is in it."""
        self._data = data
        self._zip = open_zip(data)
        self._files = [
            (number, info)
            for number, info in enumerate(self._zip.infolist(), 1)
            if not _is_folder(info)
        ]
        if not self._files:
            raise UnreadableError(Unread.EMPTY, "an archive without files")
        #: Bytes of all members, expanded.
        self.expanded = sum(info.file_size for _, info in self._files)

    def __iter__(self) -> Iterator[Member]:
        """Every file in the order of the directory."""
        return (self._member(number, info) for number, info in self._files)

    def _member(self, number: int, info: zipfile.ZipInfo) -> Member:
        name = member_name(info)[-MAX_NAME:]
        name = name.encode("utf-8", "replace").decode("utf-8")
        faults = (UNSAFE_NAME,) if is_bad_name(info) or is_link(info) else ()
        if info.flag_bits & LOCKED:
            return Member(number, name, self._as_it_is(info), (*faults, LOCKED_MEMBER))
        if info.compress_type not in METHODS:
            return Member(number, name, self._as_it_is(info), (*faults, ODD_METHOD))
        try:
            return Member(number, name, read_member(self._zip, info), faults)
        except UnreadableError:
            return Member(number, name, b"", (*faults, BROKEN_MEMBER))

    def _as_it_is(self, info: zipfile.ZipInfo) -> bytes:
        start = info.header_offset + 30 + len(info.orig_filename.encode("utf-8"))
        return self._data[start : start + info.compress_size]


class Room:
    """What the archives of one message may hold in all, expanded: 50 MB."""

    def __init__(self) -> None:
        self._left = MAX_EXPANDED

    def open(
        self, opener: Callable[[], Container | str], archives: int, depth: int
    ) -> Container | str | None:
        """What `opener` opens, `archives` deep already; a fault why it stays closed.

        None where its directory is one that the guard will refuse.
        """
        if archives >= depth:
            return TOO_NESTED
        try:
            found = opener()
        except UnreadableError:
            return None
        if isinstance(found, str):
            return found
        if found.expanded > self._left:
            return NO_ROOM
        self._left -= found.expanded
        return found


def refusal(faults: tuple[str, ...]) -> UnreadableError | None:
    """Why a leaf with these faults is not read, or None: a name comes before all else."""
    for fault in (UNSAFE_NAME, *_REASONS):
        if fault in faults:
            return UnreadableError(*_REASONS[fault])
    return None


def _is_folder(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    return info.is_dir() or (not info.file_size and stat.S_ISDIR(mode))
