"""How long `ostiary verify` takes for 100,000 events, against its limit of 5 s (P15).

    .venv/bin/python -m bench.bench_verify [EVENTS]

Ends with status 1 above the limit.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from models.store.connection import Store, connect, migrate
from models.store.events import EventKind, append, verify

LIMIT_SECONDS = 5.0
NOW = datetime(2026, 1, 12, 11, 0, tzinfo=UTC)
GROUP = 5_000


def filled(folder: Path, count: int) -> Store:
    """A store with `count` events, half of them with words."""
    store = connect(f"sqlite:///{folder}/ostiary.db")
    migrate(store)
    for first in range(0, count, GROUP):
        with store.write() as session:
            for number in range(first, min(first + GROUP, count)):
                append(
                    session,
                    EventKind.SETTLED,
                    at=NOW,
                    actor="worker",
                    receipt_id=number,
                    data={"disposition": "queue", "reasons": ["danger_words"], "n": number},
                    detail="Words about a person." if number % 2 else None,
                )
    return store


def main() -> None:
    """Fill, verify three times, print the best and the worst against the limit."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder), count)
        took = []
        for _ in range(3):
            began = time.perf_counter()
            with store.read() as session:
                assert verify(session) == []
            took.append(time.perf_counter() - began)
        store.close()
    rate = max(took) / count * 100_000
    print(f"{count} events: {min(took):.2f} s to {max(took):.2f} s")
    print(f"per 100,000: {rate:.2f} s at worst; limit {LIMIT_SECONDS} s")
    sys.exit(rate > LIMIT_SECONDS)


if __name__ == "__main__":
    main()
