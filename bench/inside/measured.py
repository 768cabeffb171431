"""A reader for the confined child that tells how much memory a part took, and nothing of its words.

It goes where parsers.read goes; bench/bench_readers hands it to the sandbox by its name.
"""

from __future__ import annotations

import resource

from models.documents import Document, Line, Place, Unreadable
from parsers.read import read_part as inner


def read_part(raw: bytes, path: str, **bounds: int) -> Document | Unreadable:
    """The peak of resident memory of this process in kB, before the part is read and after."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    inner(raw, path, **bounds)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Document("text", (Line(f"{before} {after}", Place()),), reader="measured/1")
