"""The header block of a message: raw bytes into fields, and the lexical pieces of a field.

Own code, bounded and linear: the standard library's parser takes a bare CR for a line end, and so
finds From fields that the relay never saw. Nothing is decoded and nothing is repaired; what two
programs could read differently is named as a fault, and `models.address` refuses the author.

STANDARDS: RFC 5322 sections 2.2 (fields, folding), 3.2.2 (comments), 3.6 (how often each may
    stand), 4.5 (white space before the colon).
SECURITY: input is hostile; nothing raises.
BUGS: only the header block is read here. The body is split in the confined child.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from models.address import QUOTED, comment_end
from models.mail import Header, HeaderField

#: Fields that may stand once (RFC 5322 section 3.6; RFC 2045 section 3; RFC 5321 section 4.4).
SINGLETONS: Final = frozenset(
    {
        "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id",
        "in-reply-to", "references", "return-path", "mime-version", "content-type",
        "content-transfer-encoding", "content-disposition", "content-id", "content-description",
    }
)  # fmt: skip
# Fields on which trust rests, and which some programs no longer know with a space before the colon.
_EXACT_NAMES: Final = SINGLETONS | {"received", "authentication-results"}

_NAME: Final = re.compile(rb"[!-9;-~]+")
_INDENTED_FROM: Final = re.compile(rb"[ \t]+from[ \t]*:[^@]*@", re.IGNORECASE)
_BARE_CR: Final = re.compile(rb"\r(?!\n)")
_BLANK_LINE: Final = re.compile(rb"\n\r?\n")


class Kind(StrEnum):
    """What one lexical piece of a structured field is."""

    SPACE = "space"
    WORD = "word"
    QUOTED = "quoted"
    COMMENT = "comment"
    SEMICOLON = "semicolon"
    BAD = "bad"


_SPACE: Final = re.compile(r"[ \t]+")
_WORD: Final = re.compile(r'[^ \t"();\x00-\x1f\x7f]+')


def parse_header(raw: bytes, max_bytes: int = 262144, max_fields: int = 500) -> Header:
    """The fields of the header block of `raw`, unfolded, topmost first, and its faults.

    Lines end in CRLF, or in LF as stored files have it. A "From " line at the top (mbox) is
    passed over. Faults, each said once: "bare_cr", "nul", "header_too_large" (the block is cut at
    `max_bytes`), "too_many_fields" (cut at `max_fields`), "bad_field" (a line that is no field)
    and "duplicate:<name>". Never raises.
    """
    faults: list[str] = []
    block = _block(raw, max_bytes, faults)
    fields: list[HeaderField] = []
    for lines in _unfold(block):
        if len(fields) >= max_fields:
            _note(faults, "too_many_fields")
            break
        field = _field(lines, faults)
        if field:
            fields.append(field)
    seen: set[str] = set()
    for one in fields:
        if one.key in SINGLETONS and one.key in seen:
            _note(faults, f"duplicate:{one.key}")
        seen.add(one.key)
    return Header(tuple(fields), tuple(faults))


def lexemes(value: str) -> Iterator[tuple[Kind, str]]:
    """The pieces of a structured field's value, in order; joined, they are the value again.

    Quoted strings and comments are whole pieces, delimiters included, however deep the comments
    nest. Where a piece does not end, or a character may not stand, the last piece is BAD and holds
    the rest. Lazy, so that the first pieces of a huge value cost little.
    """
    at = 0
    while at < len(value):
        kind, end = _piece(value, at)
        yield kind, value[at:end]
        at = end


def without_comments(value: str) -> str | None:
    """The value with a space for each comment (RFC 5322 section 3.2.2); None if it is malformed."""
    pieces = []
    for kind, text in lexemes(value):
        if kind is Kind.BAD:
            return None
        pieces.append(" " if kind is Kind.COMMENT else text)
    return "".join(pieces)


def _block(raw: bytes, max_bytes: int, faults: list[str]) -> bytes:
    """The bytes above the first empty line, cut at `max_bytes`; notes bare CR and NUL."""
    head = raw[: max_bytes + 4]
    if head.startswith((b"\n", b"\r\n")):
        return b""
    blank = _BLANK_LINE.search(head)
    block = head[: blank.start() + 1] if blank else head
    if len(block) > max_bytes:
        _note(faults, "header_too_large")
        # A field that was cut in two would say something its writer did not.
        block = block[: block.rfind(b"\n", 0, max_bytes) + 1]
    if _BARE_CR.search(block):
        _note(faults, "bare_cr")
    if b"\0" in block:
        _note(faults, "nul")
    return block


def _unfold(block: bytes) -> Iterator[list[bytes]]:
    """The lines of each field, without line ends; the mbox line at the top is left out."""
    lines: list[bytes] = []
    for number, line in enumerate(block.split(b"\n")):
        bare = line.removesuffix(b"\r")
        if not bare or (number == 0 and bare.startswith((b"From ", b">From "))):
            continue
        if bare[:1] in b" \t" and lines:
            lines.append(bare)
            continue
        if lines:
            yield lines
        lines = [bare]
    if lines:
        yield lines


def _field(lines: list[bytes], faults: list[str]) -> HeaderField | None:
    name, colon, rest = lines[0].partition(b":")
    stripped = name.rstrip(b" \t")
    if not colon or not _NAME.fullmatch(stripped):
        _note(faults, "bad_field")
        return None
    key = stripped.decode("ascii")
    if stripped != name and key.lower() in _EXACT_NAMES:
        _note(faults, "bad_field")
    # A line of nothing but white space ends the header for some programs and folds it for others.
    if key.lower() == "from" and any(not one.strip(b" \t") for one in lines[1:]):
        _note(faults, "bad_field")
    # A From field behind a space is one for some programs, and part of the field above for others.
    if any(_INDENTED_FROM.match(one) for one in lines[1:]):
        _note(faults, "bad_field")
    value = b"".join([rest, *lines[1:]]).replace(b"\r", b" ").replace(b"\0", b" ")
    return HeaderField(key, value.strip(b" \t").decode("ascii", "surrogateescape"))


def _note(faults: list[str], fault: str) -> None:
    if fault not in faults:
        faults.append(fault)


def _piece(value: str, at: int) -> tuple[Kind, int]:
    """The kind of the piece that starts at `at`, and where it ends."""
    if value[at] == ";":
        return Kind.SEMICOLON, at + 1
    if value[at] == "(":
        end = comment_end(value, at)
        return (Kind.COMMENT, end) if end else (Kind.BAD, len(value))
    for kind, pattern in ((Kind.WORD, _WORD), (Kind.SPACE, _SPACE), (Kind.QUOTED, QUOTED)):
        match = pattern.match(value, at)
        if match:
            return kind, match.end()
    return Kind.BAD, len(value)
