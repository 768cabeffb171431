"""MIME that two readers take apart differently, told as such. Runs in the confined child only.

What the virus scanner, the officer's mail program and this reader see must be one message. Where
the header of an entity, or the lines between the parts, allow two readings, nobody knows what the
officer will see: so nothing of that message is taken in by machine.

STANDARDS: RFC 2045 section 5.1 (parameters), RFC 2046 section 5.1.1 (boundaries), RFC 2231, RFC 2183.

SECURITY: linear in the message; every field is cut before it is looked at, and a cut one counts as
ambiguous. A charset named twice is left alone: it changes letters, never what the parts are, and
a form typed into a mail is for a person in any case.

ERRORS: none; the finding is a defect on the entity (`AmbiguousDefect`).

BUGS: a multipart without MIME-Version is read as one, as nearly every program does.
"""

from __future__ import annotations

import re
from email import errors
from email.message import Message

from parsers.names import MAX_FIELD
from parsers.transfer import UUENCODE, encoding_of

AMBIGUOUS = "ambiguous_mime"
#: So many lengths of boundaries no honest message has; more cost a look each for every line.
_MAX_LENGTHS = 32
_FIELDS = ("content-type", "content-disposition", "content-transfer-encoding")
#: A header that ends without its empty line, or begins or goes on with what is no field.
_HEADER = (
    errors.MissingHeaderBodySeparatorDefect,
    errors.FirstHeaderLineIsContinuationDefect,
    errors.MisplacedEnvelopeHeaderDefect,
)
_TYPE = re.compile(r"\s*[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}\s*")
#: Unquoted, letters that RFC 2045 wants quoted are let through where every reader takes them alike.
_PARAMETER = re.compile(
    r";\s*(?:([^\s=;()<>@,:\\\"/\[\]?]{1,200})\s*=\s*(\"(?:[^\"\\]|\\.)*+\"|[^\s;\"(),\\]*+)\s*)?",
    re.S,
)
_NAMES_A_BOUNDARY = re.compile(r"[;\s]boundary[*\d]{0,20}\s*=", re.I)
_BAD_BOUNDARY = re.compile(r"[^\x20-\x7e]|\\|\A\s|\s\Z|=\?[^?]{1,40}\?[bq]\?.*\?=", re.I)
_CONTAINER = re.compile(r"multipart|boundary|message\s*/", re.I)
_ENCODINGS = re.compile(
    r"(?<![\w-])(?:base64|quoted-printable|x-uuencode|uuencode|7bit|8bit|binary)(?![\w-])"
)
#: The delimiters of a message stand at the beginning of a line; a bare CR ends one for some only.
_LINE = re.compile(rb"\n--([^\r\n]*)(?=(\r?\n?))")
_CR_LINE = re.compile(rb"\r--([^\r\n]*)")
_CR_FIELD = re.compile(rb"\r[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-")


class AmbiguousDefect(errors.MessageDefect):
    """Two readers may take this entity for two different ones."""


def mark(root: Message, raw: bytes) -> None:
    """Add an `AmbiguousDefect` to every entity under `root` that has two readings.

    `raw` is what `root` was parsed from; what is wrong with its lines is noted on the root.
    """
    boundaries: set[str] = set()
    stack: list[tuple[Message, frozenset[str]]] = [(root, frozenset())]
    while stack:
        message, around = stack.pop()
        own = _boundary(message)
        twofold = _of_header(message) or _of_boundary(message, own, around)
        if twofold:
            message.defects.append(AmbiguousDefect())
        if own is not None:
            boundaries.add(own)
            around |= {own}
        inside = vars(message)["_payload"]
        if isinstance(inside, list):
            stack += [(one, around) for one in inside if isinstance(one, Message)]
    if _of_lines(raw, boundaries):
        root.defects.append(AmbiguousDefect())


def is_ambiguous(message: Message) -> bool:
    """Whether `mark` found that an entity has two readings."""
    return any(isinstance(defect, AmbiguousDefect) for defect in message.defects)


# ---------------------------------------------------------------- one header
def _values(message: Message, names: tuple[str, ...]) -> list[str]:
    """The values of fields as they came, in order."""
    return [str(value) for name, value in message.raw_items() if name.lower() in names]


def _of_header(message: Message) -> bool:
    if any(isinstance(defect, _HEADER) for defect in message.defects):
        return True
    found: dict[str, set[str]] = {}
    for name, value in message.raw_items():
        if name.lower() in _FIELDS:
            if len(str(value)) > MAX_FIELD:
                return True
            found.setdefault(name.lower(), set()).add(" ".join(str(value).split()))
    if any(len(values) > 1 for values in found.values()):
        return True
    return _of_type(*found.get("content-type", ())) or _of_encoding(
        message, *found.get("content-transfer-encoding", ())
    )


def _of_type(value: str = "") -> bool:
    """Whether a Content-Type can be read in two ways, as far as it says what stands inside."""
    if not _CONTAINER.search(value):
        return False
    parameters = _parameters(value)
    if parameters is None:
        return True
    stated = [(name, given) for name, given in parameters if name.partition("*")[0] == "boundary"]
    if any("*" in name for name, _ in stated) or len({given for _, given in stated}) > 1:
        return True
    if len(stated) != len(_NAMES_A_BOUNDARY.findall(value)):
        return True
    return any(not given or _BAD_BOUNDARY.search(given) for _, given in stated)


def _parameters(value: str) -> list[tuple[str, str]] | None:
    """The parameters of a Content-Type, names in lower case; None where they are not the standard's."""
    begin = _TYPE.match(value)
    if begin is None:
        return None
    found: list[tuple[str, str]] = []
    at = begin.end()
    while at < len(value):
        match = _PARAMETER.match(value, at)
        if match is None:
            return None
        if match.group(1):
            given = match.group(2)
            found.append((match.group(1).lower(), given[1:-1] if given[:1] == '"' else given))
        at = match.end()
    return found


def _of_encoding(message: Message, value: str = "") -> bool:
    """Two encodings in one field, or an encoding around parts that are already in the open."""
    if len(set(_ENCODINGS.findall(value.lower()))) > 1:
        return True
    container = message.get_content_maintype() == "multipart"
    return container and encoding_of(value) in UUENCODE | {"base64"}


# ---------------------------------------------------------------- boundaries
def _boundary(message: Message) -> str | None:
    """The boundary that the parser went by; None for what is no multipart."""
    if message.get_content_maintype() != "multipart":
        return None
    try:
        return message.get_boundary() or None
    except (ValueError, LookupError, TypeError):
        return None


def _of_boundary(message: Message, own: str | None, around: frozenset[str]) -> bool:
    """A boundary used again inside itself, parts behind the end, parts in what is no multipart.

    One that is the beginning of another is left alone: in whichever of the two a reader puts a
    part, the parts are the same.
    """
    if own is None:
        return _hides_parts(message)
    return own in around or _has_delimiter(message.epilogue, own)


def _hides_parts(message: Message) -> bool:
    """Whether an entity that is no multipart names a boundary, and its content has it."""
    body = vars(message)["_payload"]
    if not isinstance(body, str):
        return False
    named = [
        given
        for value in _values(message, _FIELDS[:1])
        for name, given in _parameters(value[:MAX_FIELD]) or ()
        if name == "boundary" and given
    ]
    return any(_has_delimiter(body, one) for one in named[:4])


def _has_delimiter(text: str | None, boundary: str) -> bool:
    delimiter = "--" + boundary
    return bool(text) and (
        str(text).startswith(delimiter)
        or f"\n{delimiter}" in str(text)
        or f"\r{delimiter}" in str(text)
    )


def _of_lines(raw: bytes, boundaries: set[str]) -> bool:
    """Lines that only begin like a delimiter, that a bare CR begins or ends, or nothing between."""
    if _CR_FIELD.search(raw):
        return True
    known = {one.encode("utf-8", "surrogateescape") for one in boundaries}
    lengths = sorted({len(one) for one in known})
    if len(lengths) > _MAX_LENGTHS:
        return True
    opened = -1  # where the line ended that opened the last part
    for match in _LINE.finditer(raw):
        line = match.group(1).rstrip(b" \t")
        if line in known:
            # No part stands between two delimiters that share a line end (RFC 2046): some skip it.
            if match.group(2) == b"\r" or match.start() - opened in (0, 1):
                return True
            opened = match.end()
        elif line.endswith(b"--") and line[:-2] in known:
            if match.group(2) == b"\r":
                return True
        elif _begins(line, known, lengths):
            return True
    return any(_begins(match.group(1), known, lengths) for match in _CR_LINE.finditer(raw))


def _begins(line: bytes, known: set[bytes], lengths: list[int]) -> bool:
    """Whether a line, its two hyphens left out, begins with a boundary."""
    for length in lengths:
        if length > len(line):
            return False
        if line[:length] in known:
            return True
    return False
