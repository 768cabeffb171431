"""What the relay's own filters say of a message, in the header fields that are configured.

A filter writes its verdict into a field of the header; which field, and which words mean what,
`[[trust.verdict]]` says. "spam" counts only where our relay writes, for it holds a request up:
a mark from an earlier relay is its own affair. "malware" counts wherever it stands, for it shuts a
message out: whoever writes it into his own mail shuts out himself.

SECURITY: a field cannot let anything in. No verdict means nothing was said, not that all is well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from models.mail import Arrival, Header, HeaderField
from models.settings import RelayVerdict, Trust
from parsers.trace import relays_own

VIRUS: Final = "malware"
SPAM: Final = "spam"
_WHITE_SPACE: Final = re.compile(r"[ \t]+")


def relay_verdicts(header: Header, trust: Trust, arrival: Arrival) -> frozenset[str]:
    """Which of the configured meanings, "malware" and "spam", the header gives. Never raises.

    On a direct hop no relay of ours wrote anything, so that nothing there is spam.
    """
    said = _meanings(header.fields, trust.verdict) & {VIRUS}
    if not arrival.direct:
        own = relays_own(header, trust, arrival.envelope, arrival.origin)
        said |= _meanings(own, trust.verdict) & {SPAM}
    return frozenset(said)


def _meanings(fields: Iterable[HeaderField], wanted: Iterable[RelayVerdict]) -> set[str]:
    """What the fields mean: a verdict's field whose value begins with the verdict's words."""
    rules = [(one.field.lower(), _folded(one.value), one.means) for one in wanted]
    return {
        means
        for field in fields
        for name, value, means in rules
        if field.key == name and _folded(field.value).startswith(value)
    }


def _folded(text: str) -> str:
    """In lower case, with one space where there was white space (a field may be folded there)."""
    return _WHITE_SPACE.sub(" ", text).strip(" ").lower()
