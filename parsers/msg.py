"""An Outlook .msg file: its storages as a message. Runs in the confined child only.

Every storage has a stream of 16 bytes for each property, and streams of their own for what does not
fit. Both must agree: what one program reads and another does not is no honest file.

python-oxmsg is not used: it reads every stream of the file at once, recurses into storages, and
knows no message inside a message (docs/design.md section 10).

STANDARDS: MS-OXMSG 2.1 (properties), 2.2 (storages), 2.4 (property stream); MS-CFB.

SECURITY: parsers/compound bounds what is opened; streams are read one by one, as they are asked for.

ERRORS: UnreadableError BROKEN; of an attachment when it is asked for what it holds.
"""

from __future__ import annotations

import struct
from typing import Final

from models.documents import Unread
from parsers.compound import Folder, root_of
from parsers.errors import UnreadableError
from parsers.mapi import Attached, Message, Tag, Type, charset_of
from parsers.text import decode_text

PROPERTIES: Final = "__properties_version1.0"
_ATTACHMENT: Final = "__attach_version1.0_#"
#: Bytes in front of the properties (MS-OXMSG 2.4.1): of the file, a message inside, an attachment.
_HEAD_OF_FILE, _HEAD_OF_MESSAGE, _HEAD_OF_ATTACHMENT = 32, 24, 8
_ENTRY: Final = struct.Struct("<HHI8s")
_NOWHERE: Final = 0xFFFFFFFF
#: How wide a number is.
_WIDTHS: Final = ((Type.LONG, 4), (Type.SHORT, 2), (Type.BOOLEAN, 1))


class MsgProperties:
    """The properties of one storage."""

    def __init__(self, folder: Folder, head: int) -> None:
        """Read the property stream behind a `head` of so many bytes.

        Raises:
            UnreadableError: BROKEN, where there is none, or it says one thing twice.
        """
        stream = folder.stream(PROPERTIES)
        if stream is None or len(stream) < head:
            raise _broken("a storage without its properties")
        self.head = stream[:head]
        self._folder = folder
        self._values: dict[tuple[int, int], bytes] = {}
        last = head + (len(stream) - head) // _ENTRY.size * _ENTRY.size
        for kind, tag, _, value in _ENTRY.iter_unpack(stream[head:last]):
            if self._values.setdefault((tag, kind), value) != value:
                raise _broken("a property is there twice")
        self.charset = charset_of(self.number(Tag.MESSAGE_CODEPAGE))

    def number(self, tag: Tag) -> int | None:
        """A whole number or a truth value."""
        for kind, width in _WIDTHS:
            value = self._values.get((tag, kind))
            if value is not None:
                return int.from_bytes(value[:width], "little")
        return None

    def text(self, tag: Tag) -> str | None:
        """Words, without the NUL that ends them. Raises UnreadableError(BROKEN)."""
        wide = self._folder.stream(_stream(tag, Type.UNICODE))
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._folder.stream(_stream(tag, Type.STRING8))
        return None if narrow is None else decode_text(narrow, self.charset)[0].rstrip("\0")

    def content(self, tag: Tag) -> bytes | None:
        """Bytes. Raises UnreadableError(BROKEN) where the stream is not as long as is said."""
        told = self._values.get((tag, Type.BINARY))
        held = self.size(tag)
        if told is None and held is None:
            return None
        if told is None or held != int.from_bytes(told[:4], "little"):
            raise _broken("a stream is not as long as its property says")
        return self._folder.stream(_stream(tag, Type.BINARY))

    def size(self, tag: Tag) -> int | None:
        """How many bytes of content there are, without reading them."""
        return self._folder.size(_stream(tag, Type.BINARY))


def read_msg(data: bytes) -> Message:
    """The message in a .msg file. Raises UnreadableError(BROKEN)."""
    return _message(root_of(data), _HEAD_OF_FILE)


def _message(folder: Folder, head: int) -> Message:
    properties = MsgProperties(folder, head)
    # MS-OXMSG 2.4.1.1: reserved, next ids, then how many recipients and attachments there are
    (counted,) = struct.unpack_from("<I", properties.head, 20)
    attachments = tuple(_attached(one, properties) for one in folder.folders(_ATTACHMENT))
    called = (properties.text(Tag.MESSAGE_CLASS) or "").strip()
    return Message(
        properties=properties,
        classes=(called,) if called else (),
        attachments=attachments,
        missing=counted > len(attachments),
    )


class _NoProperties:
    """Of an attachment whose properties cannot be read."""

    def number(self, _tag: Tag) -> int | None:
        return None

    def text(self, _tag: Tag) -> str | None:
        return None

    def content(self, _tag: Tag) -> bytes | None:
        raise _broken("an attachment without its properties")


def _attached(folder: Folder, message: MsgProperties) -> Attached:
    """One attachment; one whose properties are damaged says so when it is read."""
    try:
        properties = MsgProperties(folder, _HEAD_OF_ATTACHMENT)
    except UnreadableError:
        nothing = _NoProperties()
        return Attached(nothing, lambda: nothing.content(Tag.ATTACH_DATA), lambda: None, 0)
    properties.charset = properties.charset or message.charset
    inside = folder.folder(_stream(Tag.ATTACH_DATA, Type.OBJECT))

    def data() -> bytes | None:
        if inside is not None:
            raise _broken("an attachment is there twice")
        return properties.content(Tag.ATTACH_DATA)

    def inner() -> Message | None:
        return None if inside is None else _message(inside, _HEAD_OF_MESSAGE)

    place = properties.number(Tag.RENDERING_POSITION)
    return Attached(
        properties=properties,
        data=data,
        inner=inner,
        size=properties.size(Tag.ATTACH_DATA) or 0,
        placed=place not in (None, _NOWHERE),
    )


def _stream(tag: Tag, kind: Type) -> str:
    """The name of the stream or storage of a property (MS-OXMSG 2.1.3)."""
    return f"__substg1.0_{tag:04X}{kind:04X}"


def _broken(detail: str) -> UnreadableError:
    return UnreadableError(Unread.BROKEN, detail)
