"""The one error a reader raises when a part gives no Document.

ERRORS: UnreadableError bears a reason code and a detail of ours that holds no content of the mail.
"""

from __future__ import annotations

from models.documents import Unread, Unreadable


class UnreadableError(Exception):
    """A part that cannot be read: why, and a detail free of content."""

    def __init__(self, reason: Unread, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail

    @property
    def unreadable(self) -> Unreadable:
        """The same as a value, to hand back across the wire."""
        return Unreadable(self.reason, self.detail)
