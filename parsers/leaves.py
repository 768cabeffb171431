"""One MIME entity: parsed, decoded, and told as a leaf. Runs in the confined child only.

STANDARDS: RFC 2045 (transfer encodings), RFC 2046 section 5 (multipart), RFC 2183, RFC 2231.

SECURITY: the stdlib parser recurses and forgives; so what it may enter is bounded here, transfer
encodings are decoded by us (parsers/transfer), and what it forgave is told: a part whose base64
stops in mid-group is not what its author sent. The walk over the tree is parsers/tree.

ERRORS: faults, never exceptions: broken_mime, unknown_encoding, bad_name, ambiguous_mime.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from email import errors
from email.feedparser import FeedParser
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from typing import Any

from parsers.ambiguity import AMBIGUOUS, is_ambiguous, mark
from parsers.names import MAX_FIELD, worst_name
from parsers.transfer import BROKEN, UUENCODE, decode, encoding_of

MAX_NAME = 255
#: Containers inside each other, and parts in all, past which a message is not taken apart.
MAX_WITHIN = 40
MAX_ENTERED = 20_000
CHUNK = 1024 * 1024
TOO_DEEP, TOO_MANY = "too_deep", "too_many_parts"
_BROKEN = (errors.NoBoundaryInMultipartDefect, errors.StartBoundaryNotFoundDefect)
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
class Where:
    """Where a node stands. `level` counts every container around it, `archives` the files of them.

    Such a file is a zip, a winmail.dat or a .msg. `depth` counts the messages around it, and `home` is the path of the one it belongs to.
    """

    path: str
    depth: int = 0
    level: int = 0
    home: str = ""
    related: bool = False
    archives: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of the tree with its decoded content; the rest is as in Where."""

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


def parse(raw: bytes) -> Message | str:
    """The stdlib's message; "too_deep" or "too_many_parts" where it is past what can be followed."""
    parser = FeedParser(_Message, policy=_Bytes())
    _bound(vars(parser)["_input"])
    try:
        for at in range(0, len(raw), CHUNK):  # past a bound, the rest is never cut into lines
            parser.feed(raw[at : at + CHUNK].decode("ascii", "surrogateescape"))
        message = parser.close()
    except RecursionError as error:
        return TOO_MANY if error.args == (TOO_MANY,) else TOO_DEEP
    mark(message, raw)
    return message


def _bound(lines: Any) -> None:
    """Bound what the stdlib's parser enters: so many containers in each other, so many in all.

    It asks every boundary around a line whether the line is it: deep nesting would cost the
    product of lines and depth, and each of a million empty parts an object. RecursionError is
    what it raises by itself where it can go no deeper.
    """
    enter = lines.push_eof_matcher
    left = MAX_ENTERED

    def entered(matcher: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise RecursionError(TOO_MANY)
        if len(vars(lines)["_eofstack"]) >= MAX_WITHIN:
            raise RecursionError(TOO_DEEP)
        enter(matcher)

    lines.push_eof_matcher = entered


def leaf_of(
    message: Message, at: Where, faults: tuple[str, ...] = (), data: bytes | None = None
) -> Leaf:
    """The leaf that a MIME entity is, decoded; `data` where its content is not to be looked at."""
    found = list(faults)
    if any(isinstance(defect, _BROKEN) for defect in message.defects):
        found.append(BROKEN)
    if is_ambiguous(message):
        found.append(AMBIGUOUS)
    if data is None:
        data, wrong = _decoded(message)
        found += wrong
    name, wrong = _file_name(message)
    found += wrong
    return Leaf(
        path=at.path,
        declared_type=_declared(message),
        file_name=name,
        content_disposition=_disposition(message),
        content_id=_content_id(message),
        charset=_charset(message),
        data=data,
        depth=at.depth,
        home=at.home,
        related=at.related,
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
    return _text(value)


def _text(value: object) -> str | None:
    """A parameter's value as text, its RFC 2231 charset and language left out."""
    if isinstance(value, tuple):
        value = value[2]
    return str(value) if value else None


def _file_name(message: Message) -> tuple[str | None, list[str]]:
    """The file name as sent: RFC 2231 and RFC 2047 decoded, nothing made safe, cut at 255."""
    try:
        name = worst_name(message)
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


def encoding(message: Message) -> str:
    """The transfer encoding that an entity names, in lower case; "" where it names none."""
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
    named = encoding(message)
    if named in UUENCODE:
        found = message.get_payload(decode=True)
        return (found, []) if isinstance(found, bytes) else (body, [BROKEN])
    return decode(body, named)
