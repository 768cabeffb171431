"""The one writer: what has arrived is committed in groups; only then may anyone say 250.

Listener and mailboxes hand arrivals in from their own threads and get a future each. One thread
takes what waits (at most 50 messages or 16 MB), records it in one transaction and resolves the
futures. A commit per message would make every peer wait for every other's fsync.

STANDARDS: RFC 5321 section 4.2.5 (with the 250 the message is ours; not before, not less).

SECURITY: raw bytes are passed on unread. The queue is bounded in messages and in bytes, so a
flood is answered with "later" instead of with memory.

ERRORS: a group that fails is tried again one by one, so that one poisonous message cannot hold up
the rest; each failing future gets the exception of its own try. Where the database itself is
out of order the singles stop after a few seconds and all that is left fails with the same error:
the peer's queue, or the mailbox, is our retry.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from models.mail import Arrival
from models.settings import Limits
from models.store.ceilings import Ceilings, keep
from models.store.connection import Store
from models.store.intake import Recorded, record_arrivals

GROUP_MESSAGES = 50
GROUP_BYTES = 16 * 1024 * 1024
QUEUE_MESSAGES = 500
QUEUE_BYTES = 64 * 1024 * 1024
SINGLES_SECONDS = 10.0

_log = structlog.get_logger(__name__)

_Waiting = tuple[Arrival, "Future[Recorded]"]


class SpoolFullError(Exception):
    """Temporary: more has arrived than can be written just now. Answer 451, or try later."""


class SpoolStoppedError(Exception):
    """Temporary: the writer is stopping or has not been started."""


class Writer:
    """The writer thread and its bounded queue. `clock` gives aware UTC instants."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: Limits | None = None,
    ) -> None:
        self._store = store
        self._ceilings = Ceilings.of(limits or Limits())  # for letters that an arrival lets go
        self._clock = clock
        self._queue: deque[_Waiting] = deque()
        self._bytes = 0
        self._state = threading.Condition()
        self._open = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread; submissions are taken from now on."""
        with self._state:
            self._open = True
        self._thread = threading.Thread(target=self._run, name="spool-writer", daemon=True)
        self._thread.start()

    def stop(self, timeout_seconds: float = 30.0) -> None:
        """Take nothing more, write what waits, end the thread."""
        with self._state:
            self._open = False
            self._state.notify_all()
        if self._thread is not None:
            self._thread.join(timeout_seconds)

    def submit(self, arrival: Arrival, wait_seconds: float = 0.0) -> Future[Recorded]:
        """Queue one message; the future resolves when it is committed.

        Waits up to `wait_seconds` for room (0: never; a listener's event loop may not block).
        The future fails with SpoolFullError or SpoolStoppedError where nothing was queued, and
        with the database's own error where nothing was written. Cancelling it before the writer
        took it up withdraws the message.
        """
        future: Future[Recorded] = Future()
        size = len(arrival.raw)
        with self._state:
            self._state.wait_for(lambda: not self._open or self._has_room(size), wait_seconds)
            if not self._open:
                future.set_exception(SpoolStoppedError("the writer is not running; try later"))
            elif not self._has_room(size):
                future.set_exception(SpoolFullError("the writer's queue is full; try later"))
            else:
                self._queue.append((arrival, future))
                self._bytes += size
                self._state.notify_all()
        return future

    def _has_room(self, size: int) -> bool:
        if not self._queue:
            return True  # a single message above the bound must not wait for ever
        return len(self._queue) < QUEUE_MESSAGES and self._bytes + size <= QUEUE_BYTES

    def _run(self) -> None:
        while True:
            group = self._take()
            if group is None:
                return
            self._write(group)

    def _take(self) -> list[_Waiting] | None:
        """What waits, up to the bounds of a group; None when stopped and nothing waits."""
        with self._state:
            self._state.wait_for(lambda: self._queue or not self._open)
            if not self._queue:
                return None
            group: list[_Waiting] = []
            total = 0
            while self._queue and len(group) < GROUP_MESSAGES:
                size = len(self._queue[0][0].raw)
                if group and total + size > GROUP_BYTES:
                    break
                waiting = self._queue.popleft()
                self._bytes -= size
                if waiting[1].set_running_or_notify_cancel():
                    group.append(waiting)
                    total += size
            self._state.notify_all()
            return group

    def _write(self, group: Sequence[_Waiting]) -> None:
        if not group:
            return
        try:
            recorded = self._commit([arrival for arrival, _ in group])
        except Exception as problem:  # the thread must outlive whatever one group does to it
            _log.warning("spool.group_failed", messages=len(group), error=type(problem).__name__)
            if len(group) == 1:
                _fail(group[0][1], problem)
            else:
                self._write_singly(group, problem)
            return
        _log.debug("step", step="committed", count=len(recorded))
        for (_, future), one in zip(group, recorded, strict=True):
            _resolve(future, one)

    def _write_singly(self, group: Sequence[_Waiting], first: Exception) -> None:
        end = time.monotonic() + SINGLES_SECONDS
        for arrival, future in group:
            if time.monotonic() > end:
                _fail(future, first)
                continue
            try:
                recorded = self._commit([arrival])
            except Exception as problem:
                _log.warning("spool.message_failed", error=type(problem).__name__)
                _fail(future, problem)
            else:
                _resolve(future, recorded[0])

    def _commit(self, arrivals: Sequence[Arrival]) -> list[Recorded]:
        with self._store.write() as session:
            keep(session, self._ceilings)
            return record_arrivals(session, arrivals, self._clock())


def _resolve(future: Future[Recorded], recorded: Recorded) -> None:
    with suppress(Exception):  # nobody waits any more; the message is committed all the same
        future.set_result(recorded)


def _fail(future: Future[Recorded], problem: BaseException) -> None:
    with suppress(Exception):
        future.set_exception(problem)
