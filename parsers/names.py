"""The names that a part bears, in every spelling that some reader goes by. In the confined child only.

A part may be called a form in one place and a program in another; which of them the officer's mail
program saves it under is not ours to know. So all are found, and the worst is judged.

STANDARDS: RFC 2183 (filename), RFC 2231 (extended values, continuations), RFC 2047 (encoded words).

SECURITY: every field is cut before it is looked at; parsers/ambiguity tells of one that was cut.

ERRORS: what the stdlib raises on a broken name (ValueError, LookupError, TypeError).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from email import errors
from email.header import decode_header
from email.message import Message
from urllib.parse import unquote_to_bytes

from parsers.kinds import extension
from parsers.runnable import MACRO_NAMES, SCRIPTS

MAX_FIELD = 8192
_FIELDS = frozenset({"content-type", "content-disposition"})
_NAME = re.compile(
    r"(?:\A|[;\s])(?:file)?name(\*?\d{0,9}\*?)\s*=\s*(\"(?:\\.|[^\"\\])*+\"?|[^;]*+)", re.I | re.S
)
_NAIVE_NAME = re.compile(r"\s*(?:file)?name(\*?\d{0,9}\*?)\s*=(.*)", re.I | re.S)
_TURNING = re.compile("[\u202d\u202e]")


def worst_name(message: Message) -> str | None:
    """The name of a program among all that a part bears, in whatever spelling; else the usual one.

    RFC 2231, its pieces up to a gap and past it, RFC 2047, copies of a field or a parameter, and
    what a reader finds that cuts at every semicolon.
    """
    usual = message.get_filename()
    names = [usual or ""]
    for value in _values(message):
        names += _names(value[:MAX_FIELD])
    return worst_of(names, usual)


def worst_of(names: Iterable[str], usual: str | None) -> str | None:
    """The first of `names` that is a program's, bears macros or turns its order; else `usual`."""
    return next((name for name in names if _is_bad(name)), usual)


def _is_bad(name: str) -> bool:
    return extension(name) in SCRIPTS | MACRO_NAMES or _TURNING.search(name) is not None


def _values(message: Message) -> list[str]:
    """The values of the fields that may hold a name, as they came."""
    return [str(value) for name, value in message.raw_items() if name.lower() in _FIELDS]


def _names(value: str) -> list[str]:
    """Every name that a reader may find in the value of a field."""
    found: list[str] = []
    pieces: dict[int, list[str]] = {}
    stated = [(match.group(1), match.group(2)) for match in _NAME.finditer(value)]
    for piece in value.split(";"):
        match = _NAIVE_NAME.match(piece)
        if match:
            stated.append((match.group(1), match.group(2)))
    for marks, given in stated:
        bare = given.strip().strip('"')
        number = marks.strip("*")
        if number:
            pieces.setdefault(int(number), []).append(_percent(bare, marks))
        else:
            found += [bare, re.sub(r"\\(.)", r"\1", bare), _percent(bare, marks)]
    found += _joined(pieces)
    return [one for name in found for one in (name, _words(name))]


def _joined(pieces: dict[int, list[str]]) -> list[str]:
    """The pieces put together: up to the first gap, and all; of a number given twice, each last."""
    if not pieces:
        return []
    whole, found = "", []
    for nth, number in enumerate(sorted(pieces)):
        if nth != number:
            found.append(whole)
        found += [whole + one for one in pieces[number] if len(set(pieces[number])) > 1]
        whole += pieces[number][0]
    return [*found[:100], whole]


def _percent(value: str, marks: str) -> str:
    """An extended value (RFC 2231 section 4) decoded; anything else as it is."""
    if not marks.endswith("*"):
        return value
    charset, text = "utf-8", value
    parts = value.split("'", 2)
    if len(parts) == 3 and marks in ("*", "*0*"):  # charset, language, words: letters
        charset, text = parts[0] or charset, parts[2]
    data = unquote_to_bytes(text)
    try:
        return data.decode(charset, "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _words(name: str) -> str:
    """Encoded words (RFC 2047) decoded, which many put into names."""
    if "=?" not in name:
        return name
    try:
        return "".join(
            part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
            for part, charset in decode_header(name[:2000])
        )
    except (errors.MessageError, LookupError, ValueError, TypeError):
        return name
