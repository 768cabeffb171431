"""Strict readers of values that came out of a confined process as JSON.

Each takes what `json.loads` gave and gives it back as what it must be, or raises: nothing is
mended, and nothing is converted but a whole number to a float.

STANDARDS: RFC 8259.
SECURITY: closed sets of keys, bounded lists and texts, finite numbers of bounded size. A text that
    is given back can be held by UTF-8 and PostgreSQL.
ERRORS: `InvalidError`, without words: what was wrong is hostile too.
"""

from __future__ import annotations

import json
import re

MAX_BYTES = 8 * 1024 * 1024
MAX_CONTAINERS = 500_000
MAX_SHORT = 1_000  # characters of a name, a note, a fault
MAX_NUMBER = 2**31

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class InvalidError(Exception):
    """Something in the answer is not what it must be."""


def clean(text: str) -> str:
    """The text with U+FFFD for each NUL and each lone surrogate; as long as it was."""
    return text if text.isascii() and "\0" not in text else _NOT_TEXT.sub("\ufffd", text)


def parsed(answer: bytes) -> object:
    """JSON of at most MAX_BYTES and MAX_CONTAINERS.

    Raises:
        InvalidError: it is larger, no JSON, or holds a number that is none.
    """
    if len(answer) > MAX_BYTES or answer.count(b"[") + answer.count(b"{") > MAX_CONTAINERS:
        raise InvalidError
    try:
        return json.loads(answer.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise InvalidError from None


def _no_constant(_name: str) -> object:
    raise InvalidError


def must(good: bool) -> None:  # noqa: FBT001 - a bare assertion reads best
    """Raises InvalidError unless `good`."""
    if not good:
        raise InvalidError


def record(said: object, keys: set[str]) -> dict[str, object]:
    """An object with exactly these keys. Raises InvalidError."""
    if not isinstance(said, dict) or said.keys() != keys:
        raise InvalidError
    return said


def listed(said: object, limit: int) -> list[object]:
    """A list of at most `limit` items. Raises InvalidError."""
    if not isinstance(said, list) or len(said) > limit:
        raise InvalidError
    return said


def exactly(said: object, length: int) -> list[object]:
    """A list of `length` items. Raises InvalidError."""
    items = listed(said, length)
    must(len(items) == length)
    return items


def string(said: object) -> str:
    """A text as it is, lone surrogates and all. Raises InvalidError."""
    if not isinstance(said, str):
        raise InvalidError
    return said


def short(said: object, limit: int = MAX_SHORT) -> str:
    """A text of at most `limit` characters, clean. Raises InvalidError."""
    text = string(said)
    must(len(text) <= limit)
    return clean(text)


def short_or_none(said: object) -> str | None:
    """The same, or null. Raises InvalidError."""
    return None if said is None else short(said)


def one_of(said: object, names: frozenset[str]) -> str:
    """One of these names. Raises InvalidError."""
    name = string(said)
    must(name in names)
    return name


def truth(said: object) -> bool:
    """True or false. Raises InvalidError."""
    if not isinstance(said, bool):
        raise InvalidError
    return said


def whole(said: object) -> int:
    """A whole number from 0 to MAX_NUMBER. Raises InvalidError."""
    if type(said) is not int or not 0 <= said <= MAX_NUMBER:
        raise InvalidError
    return said


def number(said: object) -> float:
    """A finite number of at most MAX_NUMBER on either side of 0. Raises InvalidError."""
    if type(said) is int or type(said) is float:
        must(abs(said) <= MAX_NUMBER)  # before it is a float: a huge whole number fits none
        return float(said)
    raise InvalidError
