"""From Dovecot's notification to a queued case: the median against the limit of 1 s.

Run: python -m bench.bench_latency [MESSAGES]. A real Dovecot, a real `ostiary run` that watches it
over TLS, and requests of the test corpus, one at a time, each dropped into the Maildir as final
delivery does. A second client in IDLE tells when Dovecot notifies; that is Dovecot's own delay, and
it is printed apart. The case counts as queued when another process can read it in the database.
Exits with 1 where the median is above the limit.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from tests.crash.daemon import Daemon
from tests.crash.house import await_quiet, put, unsettled
from tests.crash.messages import CORPUS, renewed, split
from tests.crash.outcomes import rows
from tests.crash.settings import write_settings
from tests.servers import Dovecot

LIMIT_SECONDS = 1.0
WAIT_SECONDS = 60.0


class Observer:
    """A client in IDLE that notes when it hears of new mail."""

    def __init__(self, box: Dovecot) -> None:
        self._client = box.client()
        self._client.select("INBOX", readonly=True)
        self._client.send(b"OBSERVE IDLE\r\n")
        self.heard = threading.Event()
        self.at = 0.0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._client.sock.settimeout(None)
        self._thread.start()

    def _listen(self) -> None:
        while not (line := self._client.readline()).startswith(b"OBSERVE"):
            if re.match(rb"\* [1-9]\d* EXISTS", line) and not self.heard.is_set():
                self.at = time.monotonic()
                self.heard.set()

    def close(self) -> None:
        """Leave IDLE and the server."""
        self._client.send(b"DONE\r\n")
        self._thread.join(WAIT_SECONDS)
        self._client.shutdown()


def requests() -> Iterator[bytes]:
    """Requests that should be queued, as docx and PDF, each new; without end."""
    lines = (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    wanted = [
        CORPUS / one["file"]
        for one in known
        if one.get("expected_disposition") == "queue"
        and one["layout"].startswith(("docx", "pdf"))
        and one["layout"] != "docx_renamed"
    ]
    number = 0
    while True:
        for file in wanted:
            fields, body = split(file.read_bytes())
            now = datetime.now(UTC)
            fields = renewed(fields, f"bench-{number:04d}", now)
            stamp = f"; {format_datetime(now)}\r\n".encode()
            fields[1] = fields[1].rpartition(b";")[0] + stamp  # Received: today
            yield b"".join(fields) + b"\r\n" + body
            number += 1


def await_settled(daemon: Daemon, database: Path, count: int) -> tuple[float, str]:
    """Wait until the message is settled; the instant, and its disposition."""
    until = time.monotonic() + WAIT_SECONDS
    query = "SELECT disposition FROM receipt WHERE disposition IS NOT NULL ORDER BY settled_at"
    while time.monotonic() < until:
        settled = rows(database, query)
        if len(settled) >= count:
            return time.monotonic(), str(settled[-1]["disposition"])
        time.sleep(0.002)
    raise SystemExit(
        f"message {count} was not settled in {WAIT_SECONDS:.0f} s; the log ends:\n"
        f"{daemon.life.tail()}"
    )


def measured(box: Dovecot, folder: Path, count: int) -> list[tuple[float, float]]:
    """For each queued message: Dovecot's own delay, and from its notification to the case."""
    config = write_settings(folder, box=box, poll_seconds=20.0, lease_seconds=120.0)
    database = folder / "ostiary.db"
    pairs = []
    source = requests()
    with Daemon(config) as daemon:
        daemon.await_ready()
        observer = Observer(box)
        for number in range(1, count + 1):
            time.sleep(random.uniform(0.3, 1.3))  # noqa: S311 - not in step with any timer
            observer.heard.clear()
            began = time.monotonic()
            put(box, next(source), f"{time.time():.0f}.bench{number}", time.time())
            ended, disposition = await_settled(daemon, database, number)
            if not observer.heard.wait(WAIT_SECONDS):
                raise SystemExit("Dovecot did not notify its other client")
            if disposition == "queue":
                pairs.append((observer.at - began, ended - observer.at))
            await_quiet(daemon, partial(unsettled, database, number))
        observer.close()
        daemon.stop()
    return pairs


def line(what: str, seconds: Sequence[float]) -> str:
    """Median, 95th percentile and most, for people."""
    ordered = sorted(seconds)
    most_of = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return (
        f"{what:<48} median {statistics.median(ordered) * 1000:6.0f} ms"
        f"   p95 {most_of * 1000:6.0f} ms   most {ordered[-1] * 1000:6.0f} ms"
    )


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory(prefix="ostiary-bench-") as folder, Dovecot() as box:
        pairs = measured(box, Path(folder), count)
    if not pairs:
        raise SystemExit("no message was queued")
    print(f"{len(pairs)} of {count} messages queued")
    print(line("Dovecot's own delay (Maildir to IDLE)", [own for own, _ in pairs]))
    print(line("from Dovecot's notification to a queued case", [ours for _, ours in pairs]))
    print(line("from the Maildir to a queued case", [own + ours for own, ours in pairs]))
    median = statistics.median(ours for _, ours in pairs)
    verdict = "met" if median <= LIMIT_SECONDS else "MISSED"
    print(f"limit for the median: {LIMIT_SECONDS:.0f} s: {verdict}")
    if median > LIMIT_SECONDS:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
