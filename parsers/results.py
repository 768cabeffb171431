"""One Authentication-Results field: whose it is, and what it says.

STANDARDS: RFC 8601 section 2.2 (syntax). Methods and results come from authres; around it stand
    our own lexer, which takes the comments out, a limit on length, and a reader of properties,
    for authres loses those that stand behind a quoted one.
SECURITY: whose a field is, is judged generously (a broken field that bears our name counts as
    ours, so that a well-formed forgery cannot take its place); what it says, strictly.
BUGS: fields without an authserv-id (as Exchange Online writes them) are nobody's here:
    `parsers.exchange` reads those.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import authres

from models.address import QUOTED
from models.auth import MethodResult
from parsers.mime import Kind, lexemes, without_comments

#: More than any relay writes, and little enough for authres, which re-reads the rest at each token.
MAX_LENGTH: Final = 16384
#: authres knows the id as a token only; RFC 8601 section 2.2 allows the same value quoted.
_QUOTED_ID: Final = re.compile(r'\A"([A-Za-z0-9.-]+)"(?=[ \t]*(?:[0-9]+[ \t]*)?;)')
_RESULT: Final = re.compile(r"[A-Za-z0-9-]+(?:/[0-9]+)?=[A-Za-z0-9]+")
_NAME: Final = r"[A-Za-z][A-Za-z0-9-]*\.[A-Za-z][A-Za-z0-9.-]*"
_PAIR: Final = re.compile(rf"({_NAME}|[Dd])=(.*)", re.DOTALL)
# A property of one word. Its value holds nothing that could end it, or begin another; what is
# plain, the library reads.
_ODD: Final = re.compile(rf"{_NAME}=[^\x00- \x7f-\U0010ffff=;()\"\\]*")
_PLAIN: Final = re.compile(rf"{_NAME}=@?[A-Za-z0-9!#$%&'*+/?^_`{{|}}~.@-]*")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


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
    words. A property whose value no grammar allows (an IPv6 address, "[192.0.2.1]", "<a@b>") is
    there with the value as written: whom it names is for others to read, and that it names
    somebody must not be lost. Not so in a dmarc result, where nothing may be odd.

    Cisco writes `dmarc=pass (...) d=x.example`: the one bare "d" of a dmarc result that has no
    header.from is read as its header.from.

    A comment that touches a word is malformed, though the grammar allows it: relays write one so
    only behind "method=result". As a reverse-path "any@x.example(y.evil.example" would, where a
    relay copies it unquoted, and what the relay says next would be hidden in the comment.
    """
    if len(value) > MAX_LENGTH or _has_touching_comment(value):
        return None
    plain = without_comments(value)
    if plain is None or not plain.isascii():
        return None
    # Some relays end the list as they separate it; nothing is said after the last semicolon.
    head, *clauses = _clauses(plain.strip(" \t").removesuffix(";"))
    text = ";".join(["".join(head), *(_readable(one) for one in clauses)])
    # A message whose first line begins with a space (" From: ...") folds it onto the field above.
    if any(kind is Kind.WORD and text.endswith(":") for kind, text in lexemes(text)):
        return None
    try:
        parsed = authres.AuthenticationResultsHeader.parse_value(_QUOTED_ID.sub(r"\1", text))
        told = [
            MethodResult(
                method=str(one.method).lower(),
                result=str(one.result).lower(),
                properties=tuple(
                    (f"{part.type}.{part.name}".lower(), str(part.value or ""))
                    for part in one.properties
                ),
            )
            for one in parsed.results
        ]
    except Exception:  # it raises what it likes; a field it cannot read is malformed, no more
        return None
    if not told:
        return ()
    if [one.method for one in told] != [_method(one) for one in clauses]:
        return None  # the library and we do not see the same results
    return tuple(_whole(one, clause) for one, clause in zip(told, clauses, strict=True))


def _clauses(plain: str) -> list[list[str]]:
    """What stands between the semicolons, each as its chunks and the white space between them."""
    found: list[list[str]] = [[]]
    touching = False
    for kind, text in lexemes(plain):
        if kind is Kind.SEMICOLON:
            found.append([])
        elif kind in (Kind.WORD, Kind.QUOTED) and touching:
            found[-1][-1] += text
        else:
            found[-1].append(text)
        touching = kind in (Kind.WORD, Kind.QUOTED)
    return found


def _method(clause: list[str]) -> str:
    """The method that a clause begins with, in lower case."""
    first = next((one for one in clause if one.strip(" \t")), "")
    return re.split("[=/]", first, maxsplit=1)[0].lower()


def _readable(clause: list[str]) -> str:
    """The clause without the properties that only the library cannot read."""
    if _method(clause) == "dmarc":
        return "".join(clause)
    return "".join(one for one in clause if not (_ODD.fullmatch(one) and not _PLAIN.fullmatch(one)))


def _whole(told: MethodResult, clause: list[str]) -> MethodResult:
    """The result with the properties that the library left out; it keeps those it read."""
    pairs = _pairs(clause)
    found = [(name, value) for name, value in pairs if "." in name]
    known = set(found)
    found += [one for one in told.properties if (one[0], _ESCAPED.sub(r"\1", one[1])) not in known]
    bare = [value for name, value in pairs if name == "d"]
    if told.method == "dmarc" and len(bare) == 1 and "header.from" not in dict(found):
        found.append(("header.from", bare[0]))
    return replace(told, properties=tuple(found))


def _pairs(clause: list[str]) -> list[tuple[str, str]]:
    """The `name=value` pairs of a clause, quotes taken off; white space may stand beside the "="."""
    joined: list[str] = []
    for chunk in (one for one in clause if one.strip(" \t")):
        last = joined[-1] if joined else ""
        opened = last.endswith("=") and last.count("=") == 1 and not _PAIR.match(chunk)
        if joined and (opened or chunk.startswith("=")):
            joined[-1] += chunk
        else:
            joined.append(chunk)
    matches = [_PAIR.fullmatch(one) for one in joined[1:]]
    return [(one[1].lower(), _unquoted(one[2])) for one in matches if one]


def _unquoted(text: str) -> str:
    return _ESCAPED.sub(r"\1", text[1:-1]) if QUOTED.fullmatch(text) else text


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
