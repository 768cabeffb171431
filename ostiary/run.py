"""`ostiary run`: one process for each role, supervised; what dies is started again.

Our master.cf: intake (listeners, one writer, a thread a mailbox), worker (N, each with a confined
child), outbox, clock, web. Production may run the roles as units of their own:
`ostiary run --role worker`.

BUGS: one machine. Several machines share a PostgreSQL database, each with its own supervisor.
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

from models.settings import Settings
from ostiary.logs import set_up_logs
from ostiary.problems import Problem
from ostiary.wiring import register_file_for, settings_for, store_for

ROLES = ("intake", "worker", "outbox", "clock", "web")
_READY_SECONDS = 60.0
_STOP_SECONDS = 15.0
_PR_SET_PDEATHSIG = 1

log = structlog.get_logger()


@dataclass
class _Child:
    """One supervised process and when it may be started again."""

    name: str
    role: str
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    pipe: int = -1
    failures: int = 0
    start_at: float = 0.0


@dataclass
class _Supervisor:
    config: Path | None
    token: str
    children: list[_Child] = field(default_factory=list)
    stopping: bool = False

    def start(self, child: _Child) -> None:
        read_end, write_end = os.pipe()
        command = [sys.executable, "-m", "ostiary.main", "run", "--role", child.role]
        if self.config is not None:
            command += ["--config", str(self.config)]
        environment = dict(os.environ, OSTIARY_READY_FD=str(write_end))
        if child.role == "web":
            environment["OSTIARY_ENTRY_TOKEN"] = self.token
        child.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, env=environment, pass_fds=(write_end,), preexec_fn=_die_with_supervisor
        )
        os.close(write_end)
        child.pipe, child.ready = read_end, False

    def tend(self) -> None:
        """Start what is due, note what is ready, and see to what has died."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if not self.stopping and now >= child.start_at:
                    self.start(child)
                continue
            if child.process.poll() is not None:
                self._died(child, now)
        pipes = {c.pipe: c for c in self.children if c.pipe >= 0 and not c.ready}
        readable, _, _ = select.select(list(pipes), [], [], 0.1)
        for pipe in readable:
            if os.read(pipe, 16):
                pipes[pipe].ready = True
                pipes[pipe].failures = 0
        if not pipes:
            time.sleep(0.1)

    def _died(self, child: _Child, now: float) -> None:
        status = child.process.returncode if child.process else 0
        child.process = None
        os.close(child.pipe)
        child.pipe = -1
        if self.stopping:
            return
        child.failures += 1
        pause = min(30.0, 0.2 * 2 ** min(child.failures - 1, 8))
        child.start_at = now + pause
        log.warning(
            "process ended; starting it again", role=child.name, exit=status, next_seconds=pause
        )
        if status == 2 and not child.ready:
            self.stopping = True  # a Problem: it has said what to do; starting again cannot help
            raise Problem(f"the {child.name} process could not start; see above")

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


def run_all(config: Path | None) -> None:
    """Start every role, say what to try next, and supervise until told to stop.

    Raises:
        Problem: the settings, the database or a role cannot be used.
    """
    set_up_logs("supervisor")
    settings = settings_for(config)
    prepare(settings)
    supervisor = _Supervisor(config, secrets.token_urlsafe(18))
    for role in ROLES:
        many = settings.worker.count if role == "worker" else 1
        supervisor.children += [
            _Child(f"{role}-{n + 1}" if many > 1 else role, role) for n in range(many)
        ]

    def ask_to_stop(_signal: int, _frame: object) -> None:
        supervisor.stopping = True

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    try:
        _until_ready(supervisor)
        if not supervisor.stopping:
            _say_what_next(settings, supervisor.token, config)
        while not supervisor.stopping:
            supervisor.tend()
    finally:
        supervisor.stop()


def _until_ready(supervisor: _Supervisor) -> None:
    until = time.monotonic() + _READY_SECONDS
    while not supervisor.stopping and not all(c.ready for c in supervisor.children):
        supervisor.tend()
        if time.monotonic() > until:
            late = ", ".join(c.name for c in supervisor.children if not c.ready)
            raise Problem(f"not ready after {_READY_SECONDS:.0f} s: {late}; see the log above")


def prepare(settings: Settings) -> None:
    """Bring the database to its newest schema and seed an empty register from the file.

    Raises:
        Problem: the database cannot be written, or the register file cannot be used.
    """
    from datetime import UTC, datetime

    from models.store.register import import_register, register_is_empty

    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = store_for(settings)
    if settings.register_file is not None:
        with store.write() as session:
            if register_is_empty(session):
                import_register(session, register_file_for(settings), datetime.now(UTC), "seed")


def _say_what_next(settings: Settings, token: str, config: Path | None) -> None:
    option = f" --config {config}" if config and config != Path("var/ostiary.toml") else ""
    listener, outbound = settings.listener, settings.outbound
    lines = ["", "Ostiary is running."]
    if listener.smtp or listener.lmtp:
        where = ", ".join(
            f"{name} on {at}"
            for name, at in (("SMTP", listener.smtp), ("LMTP", listener.lmtp))
            if at
        )
        lines.append(f"  Takes mail:   {where}")
    lines += [f"  Watches:      {box.name} ({box.user} at {box.host})" for box in settings.mailbox]
    lines.append(
        "  Sends replies "
        + (
            f"through {outbound.host}:{outbound.port}"
            if outbound.host
            else f"into the Maildir {_near(outbound.maildir)}"
        )
    )
    if settings.sandbox.mode == "weak":
        lines.append("  WEAK SANDBOX: attachments are read without bubblewrap's walls.")
    example = "examples/good-request.eml"
    lines += [
        "",
        "Try next, in another terminal:",
        f"  .venv/bin/ostiary send{option} {example}",
        "      a sound request, as an agency would email it",
        f"  .venv/bin/ostiary queue{option}",
        "      the case it became",
        f"  http://{settings.web.listen}/enter/{token}",
        "      the same in a browser; this address opens it once",
        f"  ls {_near(outbound.maildir)}/new",
        "      the reply, one file a message",
        "",
        "Stop with Ctrl-C.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _near(path: Path) -> str:
    """The path as seen from the working folder, where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def run_role(role: str, config: Path | None) -> None:
    """Run one process of the house until told to stop.

    Raises:
        Problem: there is no such role, or it cannot start.
    """
    from ostiary import roles

    if role not in ROLES:
        raise Problem(f"there is no role {role!r}; the roles are {', '.join(ROLES)}")
    set_up_logs(role)
    roles.run(role, settings_for(config))
