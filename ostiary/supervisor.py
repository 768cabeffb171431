"""Keeps one process for each role running: what dies is started again, ever more slowly.

A role that says (exit status 2) that it cannot start stops the house, but only before everything
was at work once: then it is the settings. Later it is something that passes, as a database that is
restarted, and the role is started again with a growing pause.

SECURITY: a one-time address that was used would open again after the web process died, for the
token is that process's knowledge: each start gets a token of its own.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from ostiary.problems import Problem

ROLES = ("intake", "worker", "outbox", "clock", "web")
READY_FD = "OSTIARY_READY_FD"
ENTRY_TOKEN = "OSTIARY_ENTRY_TOKEN"  # noqa: S105 - the name of a variable, not a secret
#: The exit status of a Problem.
_CANNOT_START = 2
_READY_SECONDS = 60.0
_STOP_SECONDS = 15.0
#: One that was at work for so long has not failed to start: its next pause is the first again.
_STEADY_SECONDS = 10.0
_MOST_PAUSE_SECONDS = 30.0
_PR_SET_PDEATHSIG = 1

log = structlog.get_logger()


@dataclass
class Child:
    """One supervised process and when it may be started again."""

    name: str
    role: str
    process: subprocess.Popen[bytes] | None = None
    ready_at: float | None = None
    pipe: int = -1
    failures: int = 0
    start_at: float = 0.0


@dataclass
class Supervisor:
    """The processes of one house. `listen` is where the pages are served."""

    config: Path | None
    listen: str
    token: str = ""
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    settled: bool = False  # every role was at work once

    def until_ready(self) -> None:
        """Start every role and wait until all are at work.

        Raises:
            Problem: one cannot start, or takes longer than a minute.
        """
        until = time.monotonic() + _READY_SECONDS
        while not self.stopping and any(one.ready_at is None for one in self.children):
            self.tend()
            if time.monotonic() > until:
                late = ", ".join(one.name for one in self.children if one.ready_at is None)
                raise Problem(f"not ready after {_READY_SECONDS:.0f} s: {late}; see the log above")
        self.settled = not self.stopping

    def tend(self) -> None:
        """Start what is due, note what is ready, and see to what has died.

        Raises:
            Problem: a role cannot start, and the house was not at work yet.
        """
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if not self.stopping and now >= child.start_at:
                    self._start(child)
                continue
            if child.process.poll() is not None:
                self._died(child, now)
        pipes = {c.pipe: c for c in self.children if c.pipe >= 0 and c.ready_at is None}
        readable, _, _ = select.select(list(pipes), [], [], 0.1)
        for pipe in readable:
            if os.read(pipe, 16):
                self._is_ready(pipes[pipe])
        if not pipes or readable:
            time.sleep(0.1)

    def _start(self, child: Child) -> None:
        read_end, write_end = os.pipe()
        command = [sys.executable, "-m", "ostiary.main", "run", "--role", child.role]
        if self.config is not None:
            command += ["--config", str(self.config)]
        environment = dict(os.environ, **{READY_FD: str(write_end)})
        if child.role == "web":
            self.token = environment[ENTRY_TOKEN] = secrets.token_urlsafe(18)
        child.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, env=environment, pass_fds=(write_end,), preexec_fn=_die_with_supervisor
        )
        os.close(write_end)
        child.pipe, child.ready_at = read_end, None

    def _is_ready(self, child: Child) -> None:
        child.ready_at = time.monotonic()
        if self.settled and child.role == "web":
            sys.stdout.write(f"New address: http://{self.listen}/enter/{self.token}\n")
            sys.stdout.flush()

    def _died(self, child: Child, now: float) -> None:
        status = child.process.returncode if child.process else 0
        was_ready = child.ready_at is not None
        if child.ready_at is not None and now - child.ready_at > _STEADY_SECONDS:
            child.failures = 0
        child.process = None
        child.ready_at = None
        os.close(child.pipe)
        child.pipe = -1
        if self.stopping:
            return
        child.failures += 1
        pause = min(_MOST_PAUSE_SECONDS, 0.2 * 2 ** min(child.failures - 1, 8))
        child.start_at = now + pause
        if status == _CANNOT_START and not was_ready and not self.settled:
            self.stopping = True  # it has said what to do; starting again cannot help
            raise Problem(f"the {child.name} process could not start; see above")
        log.warning(
            "process ended; starting it again", role=child.name, exit=status, next_seconds=pause
        )

    def stop(self) -> None:
        """Ask all to end, then end them."""
        self.stopping = True
        for child in self.children:
            if child.process is not None:
                child.process.terminate()
        until = time.monotonic() + _STOP_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


def _die_with_supervisor() -> None:
    """A supervisor that is killed must not leave roles behind that nobody watches."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
