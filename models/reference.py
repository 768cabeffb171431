"""References of cases: short to say on the telephone, and not to be guessed.

A reference carries 40 random bits, because it is also the token by which a reply or a bounce
finds its case. There is no counter: a counter would tell how many cases there are.

SECURITY: `find_references` reads hostile text; it only ever gives back strings of this one shape.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

#: Crockford's base 32: no I, L, O or U, so that nothing is misread and no word appears.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "PIET"
_LONDON = ZoneInfo("Europe/London")
_SHAPE = re.compile(
    r"(?<![A-Z0-9])PIET[-‐‑–\s]([0-9]{2})[-‐‑–\s]([0-9A-Z]{4})[-‐‑–\s]([0-9A-Z]{4})(?![A-Z0-9])",
    re.IGNORECASE | re.ASCII,
)
#: What people write for what was printed (Crockford).
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Random(Protocol):
    """A source of random bits: `secrets`, or a seeded one in tests."""

    def randbits(self, k: int) -> int:
        """An int of `k` random bits."""
        ...


def new_reference(now: datetime, rng: Random = secrets) -> str:
    """A fresh reference such as "PIET-26-7K3Q-X9TD"; the year is London's.

    Raises:
        ValueError: `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("a reference needs an aware instant; give it a time zone")
    bits = rng.randbits(40)
    letters = "".join(ALPHABET[(bits >> shift) & 31] for shift in range(35, -1, -5))
    return f"{PREFIX}-{now.astimezone(_LONDON):%y}-{letters[:4]}-{letters[4:]}"


def find_references(text: str) -> tuple[str, ...]:
    """Every reference in `text`, in canonical spelling, in order and without repeats."""
    found: dict[str, None] = {}
    for year, first, second in _SHAPE.findall(text):
        letters = (first + second).upper().translate(_MISREAD)
        if all(letter in ALPHABET for letter in letters):
            found[f"{PREFIX}-{year}-{letters[:4]}-{letters[4:]}"] = None
    return tuple(found)
