"""One thing that `ostiary doctor` looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Sign:
    """One thing looked at: what was seen, and, where it lacks, what that costs and what to do."""

    what: str
    health: Health
    seen: str
    cost: str = ""
    mend: str = ""
