"""winmail.dat: the attributes of a TNEF stream as a message. Runs in the confined child only.

A walk of our own: tnefparse copies all that is left for each attribute, believes every count, takes
a cut stream for a whole one and changes the bytes of files (docs/design.md section 10).

STANDARDS: MS-OXTNEF 2.1.1 (stream), 2.1.3 (attributes), 2.1.3.4 (property lists).

SECURITY: linear; attributes and properties are counted, lengths held against what is there, and
nothing is followed into a message inside: it comes back as bytes.

ERRORS: UnreadableError BROKEN where the stream is cut, holds what belongs in none, or says one
thing twice in different ways. A wrong checksum of an attachment is that attachment's alone.

BUGS: a stream that is cut just behind an attribute cannot be told from a whole one: nothing in the
format says where it ends.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from models.documents import Unread
from parsers.errors import UnreadableError
from parsers.mapi import Attached, Message, Method, Tag, Type, charset_of
from parsers.text import decode_text

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
#: An honest message has some ten attributes of its own and ten for each file.
MAX_ATTRIBUTES: Final = 10_000
#: Properties in all: some hundred of the message and twenty of each file.
MAX_PROPERTIES: Final = 50_000
#: What gateways leave behind a stream.
_PADDING: Final = b"\0\r\n\t \x1a"
_OF_MESSAGE, _OF_ATTACHMENT = 1, 2
_CLASS, _CODEPAGE, _PROPERTIES, _BODY = 0x8008, 0x9007, 0x9003, 0x800C
_RENDERING, _TITLE, _DATA, _ATTACHMENT, _TRANSPORT_NAME = 0x9002, 0x8010, 0x800F, 0x9005, 0x9001
_HEAD: Final = struct.Struct("<BHHI")
_LONG: Final = struct.Struct("<I")
_TAG: Final = struct.Struct("<HH")
#: IID_IMessage, in front of a message inside a message (MS-OXTNEF 2.1.3.4.1.1).
_MESSAGE_INSIDE: Final = b"\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"
#: How many bytes a value has, filled up to four (MS-OXTNEF 2.1.3.4).
_FIXED: Final[dict[int, int]] = {
    0x00: 0, 0x01: 0, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4,
    0x14: 8, 0x40: 8, 0x48: 16,
}  # fmt: skip
_VARIABLE: Final = frozenset({Type.OBJECT, Type.STRING8, Type.UNICODE, Type.BINARY, 0xFB})
_SEVERAL, _NAMED = 0x1000, 0x8000
_NOWHERE: Final = 0xFFFFFFFF
#: AttachType of a rendering (MS-OXTNEF 2.1.3.3.15): a file, an OLE object.
_FILE, _OLE = 1, 2


@dataclass(frozen=True, slots=True)
class TnefProperties:
    """A property list that was read: tag and type to the bytes of the value."""

    values: dict[tuple[int, int], bytes]
    charset: str | None

    def number(self, tag: Tag) -> int | None:
        """A whole number or a truth value."""
        for kind, mask in ((Type.LONG, 0xFFFFFFFF), (Type.SHORT, 0xFFFF), (Type.BOOLEAN, 0xFF)):
            value = self.values.get((tag, kind))
            if value is not None:
                return int(_LONG.unpack(value)[0] & mask)
        return None

    def text(self, tag: Tag) -> str | None:
        """Words, without the NUL that ends them."""
        wide = self.values.get((tag, Type.UNICODE))
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.values.get((tag, Type.STRING8))
        return None if narrow is None else _words(narrow, self.charset)

    def content(self, tag: Tag) -> bytes | None:
        """Bytes."""
        return self.values.get((tag, Type.BINARY))


@dataclass(slots=True)
class _Part:
    """The attributes of the message, or of one attachment; the first value of each counts.

    `odd`: a checksum was wrong, or an attribute was there twice and different.
    """

    values: dict[int, bytes] = field(default_factory=dict)
    odd: bool = False

    def add(self, name: int, value: bytes, *, sound: bool) -> None:
        self.odd |= not sound or self.values.setdefault(name, value) != value


def read_tnef(data: bytes) -> Message:
    """The message in a TNEF stream. Raises UnreadableError(BROKEN)."""
    message, parts = _Part(), list[_Part]()
    for level, name, value, sound in _attributes(data):
        if level == _OF_ATTACHMENT and name == _RENDERING:
            parts.append(_Part())
        elif level == _OF_ATTACHMENT and not parts:
            raise _broken("a file without a beginning")
        (parts[-1] if level == _OF_ATTACHMENT else message).add(name, value, sound=sound)
    if message.odd:
        raise _broken("a checksum is wrong")
    charset = _charset(message.values.get(_CODEPAGE, b""))
    reader = _Lists(charset)
    properties = reader.read(message.values.get(_PROPERTIES))
    classes = (_text(message, _CLASS, charset), properties.text(Tag.MESSAGE_CLASS))
    return Message(
        properties=properties,
        classes=tuple(one.strip() for one in classes if one and one.strip()),
        attachments=tuple(_attached(part, reader) for part in parts),
        body=_text(message, _BODY, charset),
    )


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes, bool]]:
    """Level, name, value of each attribute, and whether its checksum is right."""
    if not data.startswith(SIGNATURE):
        raise _broken("no TNEF stream")
    at, left = 6, MAX_ATTRIBUTES
    while len(data) - at >= _HEAD.size and data[at] in (_OF_MESSAGE, _OF_ATTACHMENT):
        level, name, _, length = _HEAD.unpack_from(data, at)
        start = at + _HEAD.size
        at = start + length + 2
        left -= 1
        if at > len(data) or left < 0:
            raise _broken("an attribute ends beyond the end, or there are too many")
        value = data[start : start + length]
        told = int.from_bytes(data[at - 2 : at], "little")
        yield level, name, value, sum(value) & 0xFFFF == told
    if at == 6 or data[at:].strip(_PADDING):
        raise _broken("what stands behind the attributes is none")


class _Lists:
    """Reads the property lists of one stream, and counts what all of them hold."""

    def __init__(self, charset: str | None) -> None:
        self._charset = charset
        self._left = MAX_PROPERTIES

    def read(self, data: bytes | None) -> TnefProperties:
        """A list (MS-OXTNEF 2.1.3.4), or none. Raises UnreadableError(BROKEN)."""
        found: dict[tuple[int, int], bytes] = {}
        if data is None:
            return TnefProperties(found, self._charset)
        count, at = _long(data, 0)
        for _ in range(count):
            self._left -= 1
            if self._left < 0:
                raise _broken("too many properties")
            if at + _TAG.size > len(data):
                raise _broken("a list of properties is cut")
            kind, tag = _TAG.unpack_from(data, at)
            at += _TAG.size
            if tag & _NAMED:
                at = _past_name(data, at)
            value, at = self._value(data, at, kind)
            if value is None or tag & _NAMED:
                continue
            if found.setdefault((tag, kind), value) != value:
                raise _broken("a property is there twice")
        return TnefProperties(found, self._charset)

    def _value(self, data: bytes, at: int, kind: int) -> tuple[bytes | None, int]:
        """A value and the place behind it; None where there are several, which none of ours has."""
        single, several = kind & ~_SEVERAL, bool(kind & _SEVERAL)
        size = _FIXED.get(single)
        count = 1
        if size is None and single not in _VARIABLE:
            raise _broken("a property of an unknown type")
        if several or size is None:
            count, at = _long(data, at)
        value = b""
        for _ in range(count):
            self._left -= several
            length, at = _long(data, at) if size is None else (size, at)
            if at + length > len(data) or self._left < 0:
                raise _broken("a property ends beyond the end")
            value = data[at : at + length]
            at += length + -length % 4
        return (value if count == 1 and not several else None), at


def _past_name(data: bytes, at: int) -> int:
    """The place behind the name of a named property: a GUID, then a number or words."""
    kind, at = _long(data, at + 16)
    length, at = _long(data, at) if kind else (4, at)
    return at + length + -length % 4


def _long(data: bytes, at: int) -> tuple[int, int]:
    if at + 4 > len(data):
        raise _broken("a list of properties is cut")
    return int(_LONG.unpack_from(data, at)[0]), at + 4


def _attached(part: _Part, reader: _Lists) -> Attached:
    """One attachment of the stream; one that is not sound says so when it is read."""
    try:
        properties = reader.read(part.values.get(_ATTACHMENT))
        odd = part.odd
    except UnreadableError:
        properties, odd = reader.read(None), True
    file = part.values.get(_DATA)
    inside = properties.content(Tag.ATTACH_DATA)
    thing = properties.values.get((Tag.ATTACH_DATA, Type.OBJECT))

    def data() -> bytes | None:
        if odd or (file is not None and inside is not None and file != inside):
            raise _broken("an attachment is not as it was sent, or there twice")
        return inside if file is None else file

    def inner() -> bytes | None:
        if odd or thing is None or not thing.startswith(_MESSAGE_INSIDE):
            raise _broken("a message inside is not one")
        return thing[len(_MESSAGE_INSIDE) :]

    kind, place = _rendering(part.values.get(_RENDERING, b""))
    titles = (_text(part, name, properties.charset) for name in (_TITLE, _TRANSPORT_NAME))
    return Attached(
        properties=properties,
        data=data,
        inner=inner,
        size=max(len(one or b"") for one in (file, inside, thing)),
        titles=tuple(one for one in titles if one),
        method=Method.OLE if kind == _OLE else Method.BY_VALUE,
        placed=place != _NOWHERE,
    )


def _rendering(value: bytes) -> tuple[int, int]:
    """What is attached, and where in the words it stands (MS-OXTNEF 2.1.3.3.15)."""
    if len(value) < 6:
        return _FILE, _NOWHERE
    kind, place = struct.unpack_from("<HI", value)
    return int(kind), int(place)


def _charset(value: bytes) -> str | None:
    return charset_of(int(_LONG.unpack_from(value)[0])) if len(value) >= 4 else None


def _text(part: _Part, name: int, charset: str | None) -> str | None:
    value = part.values.get(name)
    return None if value is None else _words(value, charset)


def _words(value: bytes, charset: str | None) -> str:
    return decode_text(value, charset)[0].rstrip("\0")


def _broken(detail: str) -> UnreadableError:
    return UnreadableError(Unread.BROKEN, detail)
