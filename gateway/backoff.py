"""How long to wait before the next try.

STANDARDS: RFC 5321 section 4.5.4.1 (a sender retries, ever more slowly, for days).
"""

from __future__ import annotations

import random

JITTER = 0.2


def retry_seconds(
    attempts: int,
    *,
    first: float = 30.0,
    most: float = 4 * 3600.0,
    rng: random.Random | None = None,
) -> float:
    """Seconds until the next try after `attempts` failed ones (1 or more): doubling, with jitter.

    The jitter (a fifth either way) keeps letters that failed together from coming together again.
    """
    steady = min(most, first * 2.0 ** min(max(attempts, 1) - 1, 30))
    spread = (rng or random.SystemRandom()).uniform(1 - JITTER, 1 + JITTER)
    return steady * spread
