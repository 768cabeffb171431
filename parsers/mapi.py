"""What both of Outlook's formats are made of: numbered properties, and the names that matter here.

STANDARDS: MS-OXPROPS (tags), MS-OXCDATA 2.11.1 (types), MS-OXCMSG 2.2.2.9 (how a file is attached),
MS-UCODEREF (code pages).

SECURITY: pure; nothing is read that was not bounded by who made the properties.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol


class Tag(IntEnum):
    """The properties that are asked for, by their number (MS-OXPROPS)."""

    MESSAGE_CLASS = 0x001A
    BODY = 0x1000
    RTF_COMPRESSED = 0x1009
    HTML = 0x1013
    DISPLAY_NAME = 0x3001
    ATTACH_DATA = 0x3701
    ATTACH_EXTENSION = 0x3703
    ATTACH_FILENAME = 0x3704
    ATTACH_METHOD = 0x3705
    ATTACH_LONG_FILENAME = 0x3707
    RENDERING_POSITION = 0x370B
    TRANSPORT_NAME = 0x370C
    ATTACH_MIME_TAG = 0x370E
    ATTACH_CONTENT_ID = 0x3712
    INTERNET_CODEPAGE = 0x3FDE
    MESSAGE_CODEPAGE = 0x3FFD
    ATTACHMENT_HIDDEN = 0x7FFE


class Type(IntEnum):
    """The types of a property's value (MS-OXCDATA 2.11.1)."""

    UNSPECIFIED = 0x0000
    NULL = 0x0001
    SHORT = 0x0002
    LONG = 0x0003
    BOOLEAN = 0x000B
    OBJECT = 0x000D
    STRING8 = 0x001E
    UNICODE = 0x001F
    BINARY = 0x0102


class Method(IntEnum):
    """How a file is attached (MS-OXCMSG 2.2.2.9)."""

    NONE = 0
    BY_VALUE = 1
    BY_REFERENCE = 2
    BY_REFERENCE_RESOLVE = 3
    BY_REFERENCE_ONLY = 4
    EMBEDDED_MESSAGE = 5
    OLE = 6
    BY_WEB_REFERENCE = 7


class Properties(Protocol):
    """The properties of a message or of an attachment; None where there is no such one.

    Each raises UnreadableError(BROKEN) where it is there and cannot be had whole.
    """

    def number(self, tag: Tag) -> int | None:
        """A whole number or a truth value."""
        ...

    def text(self, tag: Tag) -> str | None:
        """Words, without the NUL that ends them."""
        ...

    def content(self, tag: Tag) -> bytes | None:
        """Bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment: its properties, and how to get at what it holds.

    `titles` are names that stand outside the properties, `method` what is attached where the
    properties do not say. `placed`: it stands somewhere in the words of the message. `data` gives
    the file, `inner` the message inside: whole, as TNEF, or already a Message. Both may raise
    UnreadableError(BROKEN), and give None where there is no such thing.
    """

    properties: Properties
    data: Callable[[], bytes | None]
    inner: Callable[[], bytes | Message | None]
    size: int
    titles: tuple[str, ...] = ()
    method: int | None = None
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message of either format. `missing`: it counts more attachments than it holds.

    `classes` are the names of what it is, `body` the words that stand outside its properties.
    """

    properties: Properties
    classes: tuple[str, ...]
    attachments: tuple[Attached, ...]
    body: str | None = None
    missing: bool = False


#: What a message without class is taken for.
_MAIL: Final = re.compile(r"ipm|ipm\.note(?:\..*)?|ipm\.microsoft mail\.note", re.I | re.S)
_SEALED: Final = re.compile(r"ipm\.note\.(?:smime|secure)\b.*", re.I | re.S)


def is_mail(classes: tuple[str, ...]) -> bool:
    """Whether this is a mail, and no meeting, contact, task or report (MS-OXCMSG 2.2.1.3)."""
    return all(_MAIL.fullmatch(one) for one in classes)


def is_sealed(classes: tuple[str, ...]) -> bool:
    """Whether this is a mail that is encrypted or signed as a whole (MS-OXOSMIME 2.1)."""
    return any(_SEALED.fullmatch(one) for one in classes)


_CODEPAGES: Final = {
    874: "cp874", 932: "cp932", 936: "gbk", 949: "euc_kr", 950: "big5", 1200: "utf-16-le",
    1201: "utf-16-be", 10000: "mac-roman", 20127: "ascii", 20866: "koi8-r", 20932: "euc_jp",
    21866: "koi8-u", 50220: "iso2022_jp", 50221: "iso2022_jp", 50222: "iso2022_jp",
    51932: "euc_jp", 51949: "euc_kr", 54936: "gb18030", 65001: "utf-8",
}  # fmt: skip


def charset_of(codepage: int | None) -> str | None:
    """The charset of a Windows code page, as `parsers.text` knows it; None where it has none."""
    if codepage is None:
        return None
    if 28591 <= codepage <= 28606:
        return f"iso-8859-{codepage - 28590}"
    if codepage in _CODEPAGES:
        return _CODEPAGES[codepage]
    return f"cp{codepage}" if 437 <= codepage <= 1258 else None
