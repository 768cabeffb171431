"""The postcode in an address, in its one form.

STANDARDS: BS 7666 (format of United Kingdom postcodes): outward code, a space, inward code of one
    figure and two letters, none of them C, I, K, M, O or V.
BUGS: only the format is judged; whether a postcode is in use is not known here.
"""

from __future__ import annotations

import re
from typing import Final

_POSTCODE: Final = re.compile(
    r"(?<![A-Z0-9])(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)[ \t\u00a0]{0,2}([0-9][ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])",
    re.I,
)


def normalise_postcode(address: str) -> str | None:
    """The postcode of an address as "ZZ1 1AA"; None where there is none, or several that differ."""
    found = {f"{one[1]} {one[2]}".upper() for one in _POSTCODE.finditer(address)}
    return found.pop() if len(found) == 1 else None
