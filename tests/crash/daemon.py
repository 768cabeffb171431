"""Drives a real `ostiary run`: starts it, follows the steps in its log, kills it with -9.

The daemon is a process group of its own; its log comes through a pipe that a thread reads, so that
a kill can follow a step within a fraction of a millisecond.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90.0
GONE_SECONDS = 20.0
OTHER_ROLES = 4  # intake, outbox, clock, web

#: The steps of the walk, in order, and the process that takes each.
STEPS = {
    "fetched": "intake",
    "committed": "intake",
    "claimed": "worker",
    "parsed": "worker",
    "authenticated": "worker",
    "read": "worker",
    "extracted": "worker",
    "checked": "worker",
    "decided": "worker",
    "settled": "worker",
    "sending": "outbox",
    "sent": "outbox",
    "moved": "intake",
}


@dataclass
class KillPlan:
    """Kill when `step` is seen for the `occurrence`-th time in this life, after `delay` seconds."""

    step: str
    occurrence: int
    delay: float


@dataclass
class Life:
    """What one life of the daemon said: the steps of each process, and every line."""

    lines: list[str] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    ready: set[str] = field(default_factory=set)
    first_at: dict[str, float] = field(default_factory=dict)

    def tail(self, count: int = 40) -> str:
        """The last lines, for a failure message."""
        return "\n".join(self.lines[-count:])


class Daemon:
    """One life of `ostiary run --config FILE`. A context manager: it never outlives its block."""

    def __init__(self, config: Path, plan: KillPlan | None = None) -> None:
        self._config = config
        self._plan = plan
        settings = tomllib.loads(config.read_text(encoding="utf-8"))
        self._processes = OTHER_ROLES + settings.get("worker", {}).get("count", 1)
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._news = threading.Condition()
        self._family: dict[int, str] = {}
        self.life = Life()
        self.killed = threading.Event()
        self.started_at = 0.0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def start(self) -> None:
        """Start it; `await_ready` waits until every role is at work."""
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ostiary.main", "run", "--config", str(self._config)],
            cwd=ROOT,
            env=dict(os.environ, OSTIARY_LOG_LEVEL="debug", PYTHONUNBUFFERED="1"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._thread = threading.Thread(target=self._read, name="daemon-log", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        handle = self._process.stderr.fileno()
        rest = b""
        while chunk := os.read(handle, 65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._line(line)
        if rest:
            self._line(rest)
        with self._news:
            self._news.notify_all()

    def _line(self, line: bytes) -> None:
        try:
            entry: Any = json.loads(line)
        except ValueError:
            entry = {}
        if not isinstance(entry, dict):
            entry = {}
        step, role = entry.get("step"), entry.get("role")
        if step in STEPS and not self.killed.is_set():
            plan = self._plan
            count = self.life.seen.get(step, 0) + 1
            if plan is not None and plan.step == step and plan.occurrence == count:
                if plan.delay:
                    time.sleep(plan.delay)
                self.kill()
        with self._news:
            self.life.lines.append(line.decode("utf-8", "replace"))
            if step in STEPS:
                self.life.seen[step] = self.life.seen.get(step, 0) + 1
                self.life.last[STEPS[step]] = step
                self.life.first_at.setdefault(step, time.monotonic())
            elif entry.get("event") == "ready" and role:
                self.life.ready.add(f"{role} {entry.get('pid')}")
            self._news.notify_all()

    def kill(self) -> None:
        """Kill the whole process group with -9, from any thread; only the first call counts."""
        process = self._process
        if process is None or self.killed.is_set():
            return
        self.killed.set()
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def await_ready(self) -> bool:
        """Wait until every role is at work; False if it was killed before.

        Raises:
            AssertionError: it ended by itself, or did not become ready.
        """
        return self.wait_for(
            lambda: len(self.life.ready) >= self._processes, START_SECONDS, "to be ready"
        )

    def wait_for(self, done: Callable[[], bool], seconds: float, what: str) -> bool:
        """Wait until `done`, looking at each log line; False if it was killed first.

        Raises:
            AssertionError: time is up or the daemon ended by itself; says what was waited for.
        """
        until = time.monotonic() + seconds
        while True:
            if done():
                return True
            if self.killed.is_set():
                return False
            if self._process is not None and self._process.poll() is not None:
                raise AssertionError(
                    f"the daemon ended by itself (status {self._process.returncode}) while we "
                    f"waited for it {what}; its log ends:\n{self.life.tail()}"
                )
            if time.monotonic() > until:
                raise AssertionError(
                    f"waited {seconds:.0f} s for the daemon {what}; its log ends:\n"
                    f"{self.life.tail()}"
                )
            with self._news:
                self._news.wait(0.05)

    def note_family(self) -> None:
        """Remember every process below it, so that `end` can see that all are gone."""
        if self._process is not None:
            self._family.update(descendants(self._process.pid))

    def stop(self) -> None:
        """Ask it to end as an operator would, and see that it does.

        Raises:
            AssertionError: it did not end, or ended with an error.
        """
        assert self._process is not None
        self.note_family()
        self._process.terminate()
        try:
            status = self._process.wait(45)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"the daemon did not stop; its log ends:\n{self.life.tail()}"
            ) from None
        assert status == 0, f"the daemon stopped with {status}; its log ends:\n{self.life.tail()}"

    def end(self) -> None:
        """Kill what is left of it, read its log to the end, and see that no process stays.

        Raises:
            AssertionError: a process of it lives on.
        """
        process = self._process
        if process is None:
            return
        self.kill()
        process.wait(GONE_SECONDS)
        until = time.monotonic() + GONE_SECONDS
        while left := [pid for pid, start in self._family.items() if start_of(pid) == start]:
            if time.monotonic() > until:
                names = [f"{pid} {_command(pid)}" for pid in left]
                for pid in left:
                    os.kill(pid, signal.SIGKILL)
                raise AssertionError(f"processes of the daemon live on after kill -9: {names}")
            time.sleep(0.02)
        assert self._thread is not None
        self._thread.join(GONE_SECONDS)
        assert not self._thread.is_alive(), "a process of the daemon still holds its log open"
        assert process.stderr is not None
        process.stderr.close()
        self._process = None


def start_of(pid: int) -> str | None:
    """When a process started (clock ticks, as text), None where it is gone or a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def descendants(pid: int) -> dict[int, str]:
    """Every process below `pid`, itself too, with its start."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return {one: start for one in found if (start := start_of(one)) is not None}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:80]
    except OSError:
        return "?"
