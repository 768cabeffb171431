"""One Authentication-Results field: whose it is, and what it says.

STANDARDS: RFC 8601 section 2.2 (syntax). The values come from authres; around it stand our own
    lexer, which takes the comments out, and a limit on length.
SECURITY: whose a field is, is judged generously (a broken field that bears our name counts as
    ours, so that a well-formed forgery cannot take its place); what it says, strictly.
BUGS: fields without an authserv-id (as Exchange Online writes them) are nobody's here:
    `parsers.exchange` reads those.
"""

from __future__ import annotations

import re
from typing import Final

import authres

from models.auth import MethodResult
from parsers.mime import Kind, lexemes, without_comments

#: More than any relay writes, and little enough for authres, which re-reads the rest at each token.
MAX_LENGTH: Final = 16384
#: authres knows the id as a token only; RFC 8601 section 2.2 allows the same value quoted.
_QUOTED_ID: Final = re.compile(r'\A"([A-Za-z0-9.-]+)"(?=[ \t]*(?:[0-9]+[ \t]*)?;)')
_RESULT: Final = re.compile(r"[A-Za-z0-9-]+(?:/[0-9]+)?=[A-Za-z0-9]+")


def authserv_id(value: str) -> str | None:
    """The authserv-id that begins the field, in lower case; None where none can be read."""
    for kind, text in lexemes(value):
        if kind is Kind.WORD:
            return text.lower()
        if kind is Kind.QUOTED:
            return text[1:-1].replace("\\", "").lower()
        if kind in (Kind.SEMICOLON, Kind.BAD):
            return None
    return None


def read_results(value: str) -> tuple[MethodResult, ...] | None:
    """What the field says, in its order; () where it says "none", None where it is malformed.

    Methods, results and the names of properties are in lower case. A reason is left out: it is
    words. A property that authres cannot read is left out too, and is missed by whoever needs it.

    A comment that touches a word is malformed, though the grammar allows it: relays write one so
    only behind "method=result". As a reverse-path "any@x.example(y.evil.example" would, where a
    relay copies it unquoted, and what the relay says next would be hidden in the comment.
    """
    if len(value) > MAX_LENGTH or _has_touching_comment(value):
        return None
    plain = without_comments(value)
    if plain is None or not plain.isascii():
        return None
    # A message whose first line begins with a space (" From: ...") folds it onto the field above.
    if any(kind is Kind.WORD and text.endswith(":") for kind, text in lexemes(plain)):
        return None
    # Some relays end the list as they separate it; nothing is said after the last semicolon.
    text = _QUOTED_ID.sub(r"\1", plain.strip(" \t").removesuffix(";"))
    try:
        parsed = authres.AuthenticationResultsHeader.parse_value(text)
        return tuple(
            MethodResult(
                method=str(one.method).lower(),
                result=str(one.result).lower(),
                properties=tuple(
                    (f"{part.type}.{part.name}".lower(), str(part.value or ""))
                    for part in one.properties
                ),
            )
            for one in parsed.results
        )
    except Exception:  # it raises what it likes; a field it cannot read is malformed, no more
        return None


def _has_touching_comment(value: str) -> bool:
    """Whether a comment stands directly beside a word, other than behind "method=result"."""
    before, words, result = Kind.SEMICOLON, 0, False
    for kind, text in lexemes(value):
        if kind is Kind.COMMENT and before in (Kind.WORD, Kind.QUOTED) and not result:
            return True
        if before is Kind.COMMENT and kind in (Kind.WORD, Kind.QUOTED):
            return True
        if kind is Kind.SEMICOLON:
            words = 0
        elif kind in (Kind.WORD, Kind.QUOTED):
            words += 1
            result = words == 1 and _RESULT.fullmatch(text) is not None
        before = kind
    return False
