"""Readers that misbehave as their bytes tell them, shown to the sandbox instead of ours.

Runs inside the forked child, with everything that a file which has taken over a reader would have.
The bytes are Python source: what an attacker who has won may run.
"""

from __future__ import annotations

from models.documents import Document, Line, Place, Unreadable
from models.mail import Structure


def split(raw: bytes, depth: int = 20, parts: int = 200, archive_depth: int = 3) -> Structure:
    """Run the bytes; what they put into `faults` comes back."""
    scope: dict[str, object] = {"depth": depth, "parts": parts, "faults": []}
    scope["archive_depth"] = archive_depth
    exec(raw.decode(), scope)  # noqa: S102 - that is the attack
    return Structure((), tuple(str(one) for one in scope["faults"]))  # type: ignore[attr-defined]


def read_part(raw: bytes, path: str, **_bounds: int) -> Document | Unreadable:
    """Run the bytes; each item they put into `said` comes back as a line."""
    said: list[object] = []
    exec(raw.decode(), {"said": said, "path": path})  # noqa: S102 - that is the attack
    lines = tuple(Line(str(one), Place(paragraph=n)) for n, one in enumerate(said))
    return Document("text", lines, reader="hostile")
