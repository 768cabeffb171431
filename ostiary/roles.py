"""What each process of the house does until it is told to stop.

Every role takes its lock first (SQLite: one process a role, save workers), says when it is ready,
and ends by itself on SIGTERM with nothing half done: what was claimed and not settled is claimed
again when its lease runs out.
"""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO

import structlog

from models.settings import Settings, SettingsError
from ostiary.problems import Problem
from ostiary.supervisor import ENTRY_TOKEN, READY_FD
from ostiary.wiring import author_domain_in, judging, store_for, stored_register

#: How long a worker rests when there is nothing to walk. A look is one indexed query.
_IDLE_SECONDS = 0.1
#: How often the register is read again, so that an admin's edit takes effect.
_REGISTER_SECONDS = 5.0
_CLOCK_SECONDS = 60.0
_LOCK_SECONDS = 5.0
_MOST_PAUSE_SECONDS = 30.0
_MOST_WORKERS = 64

log = structlog.get_logger()


def run(role: str, settings: Settings) -> None:
    """Run `role` until SIGTERM or SIGINT.

    Raises:
        Problem: it cannot start; the message says what to do.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if role == "worker":
        _worker(settings, stop)
        return
    lock = _lock(role, settings)
    try:
        _ROLES[role](settings, stop)
    finally:
        lock.close()


def _lock(role: str, settings: Settings) -> IO[str]:
    """The lock of a role that has one process; waits a little for one that is ending.

    Raises:
        Problem: another process holds it.
    """
    until = time.monotonic() + _LOCK_SECONDS
    while (lock := _try_lock(role, settings)) is None:
        if time.monotonic() > until:
            raise Problem(f"another {role} process runs on {settings.data_dir}; stop it first")
        time.sleep(0.1)
    return lock


def _try_lock(name: str, settings: Settings) -> IO[str] | None:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = (settings.data_dir / f"{name}.lock").open("a")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    return handle


def _worker_lock(settings: Settings) -> tuple[str, IO[str]]:
    """The first free worker's name and its lock.

    The name outlives the process: what a killed worker held is given free by the next one of its
    name, and need not wait until the lease runs out.
    """
    for number in range(1, _MOST_WORKERS + 1):
        lock = _try_lock(f"worker-{number}", settings)
        if lock is not None:
            return f"{os.uname().nodename}:worker-{number}", lock
    raise Problem(f"{_MOST_WORKERS} workers run on {settings.data_dir} already")


def ready() -> None:
    """Tell the supervisor, if there is one, that this role is at work."""
    number = os.environ.pop(READY_FD, "")
    if number.isdigit():
        os.write(int(number), b"ready\n")
        os.close(int(number))
    log.info("ready")


def _intake(settings: Settings, stop: threading.Event) -> None:
    from gateway.evidence import Prover
    from gateway.listener import ListenerError, start_listeners
    from gateway.mailbox import Watcher
    from gateway.spool import Writer

    store = store_for(settings)
    try:
        # Also without direct peers: what came from one before they were taken out still waits.
        prover = Prover(store, settings, author_domain_in(settings))
    except SettingsError as problem:
        raise Problem(str(problem)) from None
    proving = threading.Thread(target=patiently, args=(prover.step, stop), name="prover")
    writer = Writer(store, limits=settings.limits)
    writer.start()
    watchers = [Watcher(store, settings, box, writer.submit) for box in settings.mailbox]
    try:
        try:
            listeners = start_listeners(settings, writer)
        except ListenerError as problem:
            raise Problem(str(problem)) from None
        for watcher in watchers:
            watcher.start()
        proving.start()
        ready()
        stop.wait()
        listeners.stop()
        for watcher in watchers:
            watcher.stop()
    finally:
        writer.stop()
        stop.set()
        if proving.is_alive():
            proving.join()
        prover.stop()


def _worker(settings: Settings, stop: threading.Event) -> None:
    from models.store.claims import forget_leases
    from routing.drawing import draw_next
    from routing.walk import advance

    store = store_for(settings)
    pictures = settings.sandbox.pictures
    name, lock = _worker_lock(settings)
    with lock, judging(settings, stored_register(settings, store)) as first:
        context = replace(first, note=_debug_step)
        read_at = time.monotonic()
        with store.write() as session:
            forget_leases(session, name)

        def step() -> float:
            nonlocal context, read_at
            if time.monotonic() - read_at > _REGISTER_SECONDS:
                context = context.with_register(stored_register(settings, store))
                read_at = time.monotonic()
            if advance(store, context, name, datetime.now(UTC)):
                return 0.0
            now = datetime.now(UTC)  # nothing waits: time for what can wait
            drew = pictures and draw_next(store, context, name, now, stop.is_set)
            return 0.0 if drew else _IDLE_SECONDS

        ready()
        patiently(step, stop)


def patiently(step: Callable[[], float], stop: threading.Event) -> None:
    """Take one `step` after the other until `stop` is set; each says how many seconds to rest.

    A database that does not answer is waited for, 1 to 30 seconds from try to try: a pause of
    seconds must not end the house.
    """
    from models.store.connection import StoreError

    failures = 0
    while not stop.is_set():
        try:
            rest = step()
        except StoreError as problem:
            rest = min(_MOST_PAUSE_SECONDS, 2.0**failures)
            failures = min(failures + 1, 5)
            log.warning(
                "the database does not answer; trying again",
                problem_type=type(problem).__name__,
                next_seconds=rest,
            )
        else:
            failures = 0
        if rest:
            stop.wait(rest)


def _debug_step(step: str) -> None:
    log.debug("step", step=step)


def _outbox(settings: Settings, stop: threading.Event) -> None:
    from gateway import outbox

    post = outbox.Sender(store_for(settings), settings)
    ready()
    post.run(stop)


def _clock(settings: Settings, stop: threading.Event) -> None:
    from ostiary.target_dates import bring_target_dates_up_to_date

    store = store_for(settings)

    def step() -> float:
        moved = bring_target_dates_up_to_date(store, settings, datetime.now(UTC))
        if moved:
            log.info("target dates moved with the calendar", count=moved)
        return _CLOCK_SECONDS

    ready()
    patiently(step, stop)


def _web(settings: Settings, stop: threading.Event) -> None:
    from review.serve import ServeError, serve

    token = os.environ.pop(ENTRY_TOKEN, "")
    try:
        serve(settings, store_for(settings), token, stop, ready)
    except ServeError as problem:
        raise Problem(str(problem)) from None


_ROLES: dict[str, Callable[[Settings, threading.Event], None]] = {
    "intake": _intake,
    "outbox": _outbox,
    "clock": _clock,
    "web": _web,
}
