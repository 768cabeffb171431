"""The directory of a zip, judged before any member is read: packages and archives alike.

STANDARDS: PKWARE APPNOTE 6.3 sections 4.3.7 (local header), 4.3.12 (directory), 4.3.14 (zip64),
4.3.16 (end record), 4.6.9 (Unicode path); ECMA-376 part 2 (names without case).

SECURITY: zip bomb, overlap (CVE-2024-0450: CPython 3.11.7 does not look), duplicate members (the
last one wins in Python, the first elsewhere), two directories that differ, a local header that
differs from the directory, members that the directory does not know, bytes before and behind.

ERRORS: UnreadableError DANGEROUS, ENCRYPTED or BROKEN.

BUGS: bytes between members are left alone where they begin no member: data descriptors and the
padding of odd writers stand there.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib

from models.documents import Unread
from parsers.errors import UnreadableError

MAX_MEMBERS = 1000
MAX_EXPANDED = 50 * 1024 * 1024
MAX_RATIO = 100
#: Below this a high ratio is only repetition: no bomb fits in a megabyte.
LARGE = 1024 * 1024
#: The same for pictures, which no part of ours reads: a white scan or an empty drawing.
LARGE_PICTURES = 20 * 1024 * 1024
_PICTURE = re.compile(r"\.(?:bmp|dib|emf|wmf|tiff?|gif|png|jpe?g)$", re.I)
MAX_DIRECTORY = 1024 * 1024
#: Methods that are read: stored and deflated.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
LOCKED = 0x1  # general purpose bit 0
_UTF8 = 0x800
_END, _END64, _LOCATOR, _LOCAL = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x03\x04"
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_MADE_ON_UNIX = 3
_BAD_NAME = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:|\x00")


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip in `data`, its directory judged but not its members' names. Raises UnreadableError.

    Names are judged by `check_package` for a package, and one by one for an archive.
    """
    _check_end(data)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        IndexError,
        struct.error,
    ) as error:
        raise UnreadableError(Unread.BROKEN, "the zip directory cannot be read") from error
    _check_sizes(package.infolist(), len(data))
    _check_twice(package.infolist())
    _check_extents(package, data)
    return package


def open_package(data: bytes) -> zipfile.ZipFile:
    """A zip that is one file of many parts: nothing locked, no odd method, name or link in it.

    Raises:
        UnreadableError: ENCRYPTED or DANGEROUS, and as `open_zip`.
    """
    package = open_zip(data)
    for info in package.infolist():
        if info.flag_bits & LOCKED:
            raise UnreadableError(Unread.ENCRYPTED, "a member needs a password")
        if info.compress_type not in METHODS:
            raise UnreadableError(Unread.DANGEROUS, "a compression that packages do not use")
        if is_bad_name(info) or "\\" in info.orig_filename:
            raise UnreadableError(Unread.DANGEROUS, "a member's name is a path")
        if is_link(info):
            raise UnreadableError(Unread.DANGEROUS, "a member is a link")
    return package


def read_member(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """All of a member, at most what the directory says. Raises UnreadableError(BROKEN)."""
    try:
        with package.open(info) as member:
            return member.read(MAX_EXPANDED)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        struct.error,
    ) as error:
        raise UnreadableError(Unread.BROKEN, "a member is damaged") from error


def is_bad_name(info: zipfile.ZipInfo) -> bool:
    """Whether a member's name is a path out of its folder, in any of its spellings."""
    return any(_BAD_NAME.search(name) for name in (info.orig_filename, member_name(info)))


def is_link(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a symbolic link: what it holds is the name of another file."""
    return info.create_system == _MADE_ON_UNIX and stat.S_ISLNK(info.external_attr >> 16)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: the Unicode path, UTF-8 without its flag, or code page 437."""
    at, extra = 0, info.extra
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 0x7075 and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "replace")
        at += 4 + size
    if info.flag_bits & _UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _check_end(data: bytes) -> None:
    """One directory, of a size to be read, and nothing behind it."""
    end = data.rfind(_END)
    if end < 0 or len(data) < end + 22:
        raise UnreadableError(Unread.BROKEN, "the zip has no directory")
    count, size, offset, comment = struct.unpack_from("<H2LH", data, end + 10)
    if data[end + 22 + comment :].strip(b"\0\r\n\t "):
        raise UnreadableError(Unread.DANGEROUS, "more bytes stand behind the zip")
    if end >= 20 and data[end - 20 : end - 16] == _LOCATOR:
        at = int.from_bytes(data[end - 12 : end - 4], "little")
        if data[at : at + 4] != _END64 or len(data) < at + 56:
            raise UnreadableError(Unread.BROKEN, "the zip directory cannot be read")
        told = struct.unpack_from("<3Q", data, at + 32)
        short = ((count, _FULL16), (size, _FULL32), (offset, _FULL32))
        if any(said not in (one, full) for one, (said, full) in zip(told, short, strict=True)):
            raise UnreadableError(Unread.DANGEROUS, "two directories that differ")
        size = told[1]
    if size > MAX_DIRECTORY:
        raise UnreadableError(Unread.DANGEROUS, "the zip directory is too large")


def _check_sizes(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise UnreadableError(Unread.DANGEROUS, "over 1,000 members")
    expanded = sum(info.file_size for info in members)
    if expanded > MAX_EXPANDED:
        raise UnreadableError(Unread.DANGEROUS, "expands to more than 50 MB")
    others = sum(info.file_size for info in members if not _PICTURE.search(info.filename))
    for whole, most in ((others, LARGE), (expanded, LARGE_PICTURES)):
        if whole > most and whole > MAX_RATIO * size:
            raise UnreadableError(Unread.DANGEROUS, "expands more than a hundredfold")
    for info in members:
        most = LARGE_PICTURES if _PICTURE.search(info.filename) else LARGE
        if info.file_size > most and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise UnreadableError(Unread.DANGEROUS, "a member expands more than a hundredfold")


def _check_twice(members: list[zipfile.ZipInfo]) -> None:
    """No two names that any system takes for one: case, form, slashes, dots and spaces at the end."""
    names = {_folded(info.filename) for info in members}
    others = {_folded(member_name(info)) for info in members}
    if min(len(names), len(others)) < len(members):
        raise UnreadableError(Unread.DANGEROUS, "two members of one name")


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("\\", "/")
    steps = (step.rstrip(". ") for step in plain.split("/") if step not in (".", ""))
    return "/".join(steps)


def _check_extents(package: zipfile.ZipFile, data: bytes) -> None:
    """No member overlaps another, each stands where the directory says, the first at byte 0."""
    reached = 0
    for info in sorted(package.infolist(), key=lambda info: info.header_offset):
        start = info.header_offset
        if len(data) < start + 30 or data[start : start + 4] != _LOCAL:  # APPNOTE 4.3.7
            raise UnreadableError(Unread.BROKEN, "a member is not where the directory says")
        if start < reached or (reached == 0 and start != 0):
            raise UnreadableError(Unread.DANGEROUS, "members overlap, or bytes stand before them")
        if _LOCAL in data[reached:start]:
            raise UnreadableError(Unread.DANGEROUS, "a member that the directory does not know")
        reached = _check_local(info, data, start)
    if reached > package.start_dir:
        raise UnreadableError(Unread.DANGEROUS, "a member overlaps the directory")
    if _LOCAL in data[reached : package.start_dir]:
        raise UnreadableError(Unread.DANGEROUS, "a member that the directory does not know")


def _check_local(info: zipfile.ZipInfo, data: bytes, start: int) -> int:
    """Compare a local header with the directory; give where its member ends.

    Sizes may be 0 there (a data descriptor follows) or full (zip64 has them).
    """
    flags, method = struct.unpack_from("<2H", data, start + 6)
    packed, expanded, name_size, extra_size = struct.unpack_from("<2L2H", data, start + 18)
    name = data[start + 30 : start + 30 + name_size]
    if name.decode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace") != info.orig_filename:
        raise UnreadableError(Unread.DANGEROUS, "a member has two names")
    same = method == info.compress_type and not (flags ^ info.flag_bits) & LOCKED
    same &= packed in (0, _FULL32, info.compress_size)
    same &= expanded in (0, _FULL32, info.file_size)
    if not same:
        raise UnreadableError(Unread.DANGEROUS, "a member differs from the directory")
    end: int = start + 30 + name_size + extra_size + info.compress_size
    return end
