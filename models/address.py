"""The address grammar: who wrote a message, read from its From field or not at all.

A field that two programs could read differently is refused, never guessed at. There is one
mailbox, in one From field, with an ASCII domain; comments may stand beside the address but never
inside it; there are no groups, no routes, no quoted local parts and no domain literals. What
stands in a display name or a comment is words, whatever it looks like.

STANDARDS: RFC 5322 section 3.4 (mailbox, narrowed), 3.6.4 (msg-id); RFC 5321 section 4.5.3.1
    (lengths); RFC 1123 section 2.1 (LDH labels); RFC 2047 section 5 (encoded words, left as they
    are); RFC 6532 (8-bit display names are tolerated, 8-bit addresses are not).
SECURITY: input is hostile. Every function is linear in it, recurses nowhere and raises nothing.
BUGS: honest mailers that leave a comma or colon of a display name unquoted are refused.
"""

from __future__ import annotations

import re
from typing import Final

from models.auth import Address, AuthorFault
from models.mail import Header
from models.reasons import AMBIGUOUS_AUTHOR, NO_AUTHOR, SEVERAL_AUTHORS

_ATEXT: Final = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\-"
_DOT_ATOM: Final = rf"[{_ATEXT}]+(?:\.[{_ATEXT}]+)*"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"

_LOCAL_PART: Final = re.compile(_DOT_ATOM)
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_MSG_ID: Final = re.compile(rf"<{_DOT_ATOM}@(?:{_DOT_ATOM}|\[[!-Z^-~]*\])>")

#: A quoted-string, delimiters included (RFC 5322 section 3.2.4).
QUOTED: Final = re.compile(r'"(?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\[^\x00-\x08\x0a-\x1f\x7f])*+"')

# The lexical pieces. A word is an atom with the dots that mailers leave unquoted ("J. Doe") and
# any 8-bit characters; an addr-spec is checked by its own, narrower grammar.
_WSP: Final = re.compile(r"[ \t]*")
_WORD: Final = re.compile(rf"[{_ATEXT}.\x80-\U0010ffff]+")
#: Words in square brackets, as "[OFFICIAL]" before a name: no reader finds an address in them.
_MARKING: Final = re.compile(rf"\[[{_ATEXT}. \t\x80-\U0010ffff]*\]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_COMMENT_MARK: Final = re.compile(r"[()\\]")
# Mailers write commas and colons into encoded words, against RFC 2047 section 5 (3); no reader
# finds another address in them. "@", brackets, quotes and parentheses could hide one.
_ENCODED: Final = re.compile(
    r'=\?[A-Za-z0-9_*+.-]{1,75}\?[BbQq]\?[^? \t()<>@"\\\x00-\x1f\x7f]{0,990}\?='
)
_BARE: Final = re.compile(rf"([{_ATEXT}.]+)@([A-Za-z0-9.-]+)")
_ANGLE: Final = re.compile(rf"<[ \t]*([{_ATEXT}.]+)@([A-Za-z0-9.-]+)[ \t]*>")
_EMPTY_ANGLE: Final = re.compile(r"<[ \t]*>")

# Faults of the header block after which nobody can say which From field the relay saw.
_FATAL: Final = {
    "bare_cr": "a carriage return without a line feed stands in the header",
    "nul": "a NUL stands in the header",
    "bad_field": "a line of the header is no field, or is written as some programs read it",
    "header_too_large": "the header is larger than limits.header_bytes",
    "too_many_fields": "the header has too many fields",
}
# What stands where neither a word nor an address is, and what that most likely is.
_ODD: Final = {
    '"': "a quoted string in the From field never ends, or holds a control character",
    "<": "the angle brackets in the From field hold no plain address "
    "(a route, a comment, a quoted or encoded local part, a literal, or two of them)",
    ">": "an angle bracket in the From field was never opened",
    ":": "a colon stands outside quotes in the From field: a group, or a display name",
    ",": "a comma stands outside quotes in the From field: a list, or a display name",
    ";": "a semicolon stands outside quotes in the From field: a group",
    "@": 'an "@" of the From field belongs to no plain address '
    "(a quoted or encoded local part, spaces, comments or two of them)",
    ")": "a parenthesis in the From field was never opened",
    "\\": "a backslash stands outside quotes in the From field",
    "[": "the From field holds a domain literal, or a bracket outside quotes",
    "]": "the From field holds a domain literal, or a bracket outside quotes",
    "=": "an encoded word in the From field is broken or holds an address",
}
# Fields that say who wrote what, when, and how the body is to be read: two that differ are an
# attack on whoever reads the other one. Repeating the same words is a gateway's slip, not one.
_TELLING: Final = frozenset(
    {
        "sender", "reply-to", "to", "cc", "date", "message-id", "subject",
        "mime-version", "content-type", "content-transfer-encoding",
    }
)  # fmt: skip


def parse_author(header: Header) -> Address | AuthorFault:
    """The one author of a message, or why there is none we would trust (RFC 5322 section 3.6.2).

    A fault of the header block (bare CR, NUL, a malformed field, a block cut at its limit) makes
    the author ambiguous. So does a singleton field that stands twice with different words, where
    it tells who wrote, when, to whom or how the body is read; References, In-Reply-To and
    Return-Path may be repeated. Never raises.
    """
    fields = header.all("From")
    if not fields:
        return AuthorFault(NO_AUTHOR, "there is no From field")
    if len(fields) > 1:
        return AuthorFault(SEVERAL_AUTHORS, f"there are {len(fields)} From fields")
    for fault in header.faults:
        if fault in _FATAL:
            return AuthorFault(AMBIGUOUS_AUTHOR, _FATAL[fault])
        kind, _, name = fault.partition(":")
        if kind == "duplicate" and name in _TELLING and len(set(header.all(name))) > 1:
            return AuthorFault(AMBIGUOUS_AUTHOR, f"the field {name} stands twice and differs")
    return _mailbox(fields[0])


def parse_path(text: str) -> Address | None:
    """The address of a Return-Path or MAIL FROM path; None for the null path.

    None, too, for a path outside our grammar (source route, quoted local part, literal): whoever
    must tell the null path from these compares with the empty string.
    """
    path = text.strip(" \t")
    match = _ANGLE.fullmatch(path) or _BARE.fullmatch(path)
    return _address(match[1], match[2]) if match else None


def clean_msg_id(text: str) -> str | None:
    """The msg-id in `text`, angle brackets included, if it is one and only one; else None.

    At most 250 characters of ASCII, no comments, no folding, no obsolete forms (RFC 5322 section
    3.6.4): what passes is fit to be written into a header field of ours.
    """
    found = text.strip(" \t")
    return found if len(found) <= 250 and _MSG_ID.fullmatch(found) else None


def is_domain(text: str) -> bool:
    """Whether `text` is a domain name of two or more ASCII LDH labels, without trailing dot."""
    return (
        len(text) <= 253
        and _DOMAIN.fullmatch(text) is not None
        and not text.rpartition(".")[2].isdigit()
    )


def domain_on_network(domain: str, suffix: str) -> bool:
    """Whether `domain` is `suffix` or stands below it on a label boundary; ASCII LDH, any case."""
    if not is_domain(domain) or not is_domain(suffix):
        return False
    return f".{domain.lower()}".endswith(f".{suffix.lower()}")


def comment_end(value: str, at: int) -> int | None:
    """Where the comment that opens at `at` ends, or None if it does not (RFC 5322 section 3.2.2).

    It counts rather than recurses, so a comment may nest as deep as it likes.
    """
    depth = 0
    while mark := _COMMENT_MARK.search(value, at):
        at = mark.end()
        if mark[0] == "\\":
            at += 1  # a quoted pair: what follows is text
            continue
        depth += 1 if mark[0] == "(" else -1
        if not depth:
            return at
    return None


def _mailbox(value: str) -> Address | AuthorFault:
    """The one mailbox that is the whole of a From field's value (RFC 5322 section 3.4)."""
    if _CONTROL.search(value):
        return AuthorFault(AMBIGUOUS_AUTHOR, "the From field holds a control character")
    at = _skip_cfws(value, 0)
    words = 0
    while at is not None and at < len(value):
        found = _ANGLE.match(value, at) or (_BARE.match(value, at) if not words else None)
        if found:
            return _alone(value, found)
        if _EMPTY_ANGLE.match(value, at):
            return AuthorFault(NO_AUTHOR, "the From field holds an empty address")
        word = (
            QUOTED.match(value, at)
            or _ENCODED.match(value, at)
            or _MARKING.match(value, at)
            or _WORD.match(value, at)
        )
        # What begins as an encoded word and does not end as one is words to one program, structure
        # to another.
        if not word or (word.re is _WORD and word[0].startswith("=?")):
            what = _ODD.get(value[at], "the From field is not one plain mailbox")
            return AuthorFault(AMBIGUOUS_AUTHOR, what)
        words += 1
        at = _skip_cfws(value, word.end())
    if at is None:
        return AuthorFault(AMBIGUOUS_AUTHOR, "the From field holds a comment that never ends")
    if words:
        return AuthorFault(AMBIGUOUS_AUTHOR, "the From field holds words but no address")
    return AuthorFault(NO_AUTHOR, "the From field is empty")


def _alone(value: str, found: re.Match[str]) -> Address | AuthorFault:
    """The address that was found, if nothing but comments follows it."""
    if "=?" in found[1]:
        return AuthorFault(AMBIGUOUS_AUTHOR, "an encoded word stands in the From field's address")
    end = _skip_cfws(value, found.end())
    if end is not None and value.startswith(",", end):
        return AuthorFault(SEVERAL_AUTHORS, "the From field lists several mailboxes")
    if end != len(value):
        return AuthorFault(AMBIGUOUS_AUTHOR, "something follows the address in the From field")
    address = _address(found[1], found[2])
    return address or AuthorFault(AMBIGUOUS_AUTHOR, "the address in the From field is malformed")


def _address(local_part: str, domain: str) -> Address | None:
    # An encoded word in a local part is read by some programs and not by others (RFC 2047
    # section 5 forbids it there).
    if len(local_part) > 64 or "=?" in local_part or not _LOCAL_PART.fullmatch(local_part):
        return None
    if not is_domain(domain) or len(local_part) + len(domain) > 253:
        return None
    return Address(local_part, domain.lower())


def _skip_cfws(value: str, at: int) -> int | None:
    """Where the white space and comments that start at `at` end; None if a comment does not."""
    while True:
        at = _end(_WSP, value, at)
        if not value.startswith("(", at):
            return at
        closed = comment_end(value, at)
        if closed is None:
            return None
        at = closed


def _end(pattern: re.Pattern[str], value: str, at: int) -> int:
    match = pattern.match(value, at)
    return match.end() if match else at
