"""Files that nobody will open, as the letters and the officers' pages tell of them.

What is locked, damaged or unsafe is withheld (routing/withheld); here are the few words that its
author needs to put it right. Pictures are none of these: an officer looks at them.

STANDARDS: none.
SECURITY: nothing that was sent stands in these codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from models.documents import Unread, Unreadable

LOCKED: Final = "file_locked"  # needs a password
UNSAFE: Final = "file_unsafe"  # macros, scripts, objects, a name that deceives
DAMAGED: Final = "file_damaged"  # broken, or without any words
CLOSED: Final = (LOCKED, UNSAFE, DAMAGED)
_CODES: Final = {
    Unread.ENCRYPTED: LOCKED,
    Unread.ACTIVE: UNSAFE,
    Unread.DANGEROUS: UNSAFE,
    Unread.DISGUISED: UNSAFE,
    Unread.BROKEN: DAMAGED,
    Unread.EMPTY: DAMAGED,
}


def closed_files(found: Iterable[Unreadable | None]) -> tuple[str, ...]:
    """The codes of what was withheld for good, each once, in the order of CLOSED."""
    codes = {_CODES.get(one.reason) for one in found if one is not None}
    return tuple(code for code in CLOSED if code in codes)
