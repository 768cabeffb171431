"""The MIME tree of one message, walked to its leaves. Runs in the confined child only.

STANDARDS: RFC 2045 (transfer encodings), RFC 2046 section 5 (multipart, message/rfc822), RFC 2231.

SECURITY: the stdlib parser recurses and forgives; so depth and number are bounded here, its
RecursionError is a fault ("too_deep"), transfer encodings are decoded by us (parsers/transfer),
and what it forgave is told: a part whose base64 stops in mid-group is not what its author sent.

ERRORS: faults, never exceptions: broken_mime, unknown_encoding, unclosed, too_deep,
too_many_parts, bad_name.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import errors, message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import Compat32

from models.mail import PartKind
from parsers.kinds import kind_of
from parsers.transfer import BROKEN, UUENCODE, decode, encoding_of

MAX_NAME = 255
MAX_FIELD = 8192
_BROKEN = (errors.NoBoundaryInMultipartDefect, errors.StartBoundaryNotFoundDefect)
_UNCLOSED = errors.CloseBoundaryNotFoundDefect
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")


class _Bytes(Compat32):
    """Compat32 whose fields are always str: raw UTF-8 in a file name is kept, not replaced."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value of a field, its bytes above 127 read as UTF-8, cut where none is so long.

        The stdlib counts quotes again at every semicolon: a field of a megabyte takes it hours.
        """
        del name
        kept = str(value)[:MAX_FIELD]
        return kept.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Message(Message):
    """A message that hands out its content as it came, before any charset."""

    def content(self) -> bytes | None:
        """The undecoded bytes of a leaf; None for a container."""
        payload = vars(self).get("_payload")  # get_payload() would put a charset on it
        return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of the tree with its decoded content. `home` is the path of its message."""

    path: str
    declared_type: str
    file_name: str | None
    content_disposition: str | None
    content_id: str | None
    charset: str | None
    data: bytes
    depth: int
    home: str
    related: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """A container or leaf still to walk. `level` counts every container around it."""

    message: Message
    path: str
    depth: int
    level: int
    home: str
    related: bool


def parse(raw: bytes) -> Message | None:
    """The stdlib's message, or None where it nests deeper than Python can follow."""
    try:
        return message_from_bytes(raw, _Message, policy=_Bytes())
    except RecursionError:
        return None


def walk(raw: bytes, *, depth: int, parts: int, faults: list[str]) -> Iterator[Leaf]:
    """Every leaf in order, at most `parts`; what is wrong with the tree goes into `faults`.

    Paths are those of IMAP (RFC 3501 section 6.4.5): a message's own parts under its number.
    """
    root = parse(raw)
    if root is None:
        faults.append("too_deep")
        return
    stack = _opened(root, "", 0, 0, faults)
    count = 0
    while stack:
        node = stack.pop()
        inside = _descend(node, faults)
        if inside is not None and node.level >= depth:
            faults.append("too_deep")
            inside = None
            leaf = _leaf(node, ("too_deep",), b"")
        elif inside is not None:
            stack.extend(inside)
            continue
        else:
            leaf = _leaf(node)
            if leaf.data and _is_message(leaf):
                inner = parse(leaf.data)
                if inner is not None and node.level < depth:
                    inside = _opened(inner, f"{node.path}.", node.depth + 1, node.level + 1, faults)
                    stack.extend(inside)
                    continue
                faults.append("too_deep")
        count += 1
        if count > parts:
            faults.append("too_many_parts")
            return
        yield leaf


def _is_message(leaf: Leaf) -> bool:
    if leaf.declared_type in ("message/rfc822", "message/global"):
        return True
    if leaf.declared_type.startswith(("text/", "multipart/")):
        return False
    return kind_of(leaf.data[:65536], leaf.declared_type, leaf.file_name) is PartKind.MESSAGE


def _opened(
    message: Message, prefix: str, depth: int, level: int, faults: list[str]
) -> list[_Node]:
    """A whole message: its parts if it is a multipart, else itself as part 1; last first."""
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        root = _Node(message, prefix.rstrip("."), depth, level, prefix, related=False)
        return _children(root, prefix, faults)
    return [_Node(message, f"{prefix}1", depth, level, prefix, related=False)]


def _children(node: _Node, prefix: str, faults: list[str]) -> list[_Node]:
    if any(isinstance(defect, _UNCLOSED) for defect in node.message.defects):
        faults.append("unclosed")
    related = node.message.get_content_type() == "multipart/related"
    found = [
        _Node(child, f"{prefix}{number}", node.depth, node.level + 1, node.home, related)
        for number, child in enumerate(_payload(node.message), 1)
    ]
    return found[::-1]


def _payload(message: Message) -> list[Message]:
    payload = message.get_payload()
    return (
        [item for item in payload if isinstance(item, Message)] if isinstance(payload, list) else []
    )


def _descend(node: _Node, faults: list[str]) -> list[_Node] | None:
    """What stands inside a container, last first; None for a leaf."""
    message = node.message
    if not message.is_multipart():
        return None
    if message.get_content_maintype() == "multipart":
        return _children(node, node.path + ".", faults)
    if message.get_content_type() in ("message/rfc822", "message/global"):
        if _encoding(message) in ("base64", "quoted-printable"):
            return None  # not allowed (RFC 2046 section 5.2.1), but sent: decoded as a leaf
        inner = _payload(message)[:1]
        return (
            _opened(inner[0], f"{node.path}.", node.depth + 1, node.level + 1, faults)
            if inner
            else None
        )
    return None


def _leaf(node: _Node, faults: tuple[str, ...] = (), data: bytes | None = None) -> Leaf:
    message = node.message
    found = list(faults)
    if any(isinstance(defect, _BROKEN) for defect in message.defects):
        found.append(BROKEN)
    if data is None:
        data, wrong = _decoded(message)
        found += wrong
    name, wrong = _file_name(message)
    found += wrong
    return Leaf(
        path=node.path,
        declared_type=_declared(message),
        file_name=name,
        content_disposition=_disposition(message),
        content_id=_content_id(message),
        charset=_charset(message),
        data=data,
        depth=node.depth,
        home=node.home,
        related=node.related,
        faults=tuple(dict.fromkeys(found)),
    )


def _declared(message: Message) -> str:
    declared = message.get_content_type().lower()
    return declared if _TYPE.fullmatch(declared) else "application/octet-stream"


def _disposition(message: Message) -> str | None:
    value = message.get_content_disposition()
    return value if value in ("inline", "attachment") else ("attachment" if value else None)


def _content_id(message: Message) -> str | None:
    value = str(message.get("Content-ID", "")).strip().strip("<>")
    return value[:MAX_NAME] or None


def _charset(message: Message) -> str | None:
    try:
        value = message.get_param("charset")
    except (ValueError, LookupError, TypeError):
        return "unknown"
    if isinstance(value, tuple):
        value = value[2]
    return str(value) if value else None


def _file_name(message: Message) -> tuple[str | None, list[str]]:
    """The file name as sent: RFC 2231 and RFC 2047 decoded, nothing made safe, cut at 255."""
    try:
        name = message.get_filename()
        if name and "=?" in name:
            name = "".join(
                words.decode(charset or "ascii", "replace") if isinstance(words, bytes) else words
                for words, charset in decode_header(name[:2000])
            )
    except (ValueError, LookupError, TypeError, binascii.Error, errors.MessageError):
        return None, ["bad_name"]
    if name:
        name = re.sub(r"[\r\n]+[ \t]*|\t", " ", name)  # a folded field, not part of the name
        name = name.encode("utf-8", "replace").decode("utf-8")[:MAX_NAME]
    return name or None, []


def _encoding(message: Message) -> str:
    return encoding_of(str(message.get("Content-Transfer-Encoding", "")))


def _decoded(message: Message) -> tuple[bytes, list[str]]:
    """The content without its transfer encoding, and what was wrong with that."""
    payload = message.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else message
    body = inner.content() if isinstance(inner, _Message) else None
    if body is None:
        return b"", [BROKEN]
    if message.get_content_maintype() == "multipart":
        return body, []
    encoding = _encoding(message)
    if encoding in UUENCODE:
        found = message.get_payload(decode=True)
        return (found, []) if isinstance(found, bytes) else (body, [BROKEN])
    return decode(body, encoding)
