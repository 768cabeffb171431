r"""Watches IMAP mailboxes, a thread each: what is new becomes arrivals, queued moves are done.

A cycle: carry out due moves, list the server's UIDs, fetch those that are not recorded, hand them
to the writer and wait for its commit. UID and UIDVALIDITY as recorded are the only memory: \Seen is
neither read nor set, so people may read the mailbox as they like, and a UIDVALIDITY that changes
means that everything is read again and found to be known by its digest.

STANDARDS: RFC 3501, RFC 2177 (IDLE as a hint only: it is left at every poll, and polling goes on).

SECURITY: see gateway/imap and gateway/folders. Log lines name the mailbox as the settings name it, and nothing of mail.

ERRORS: a dead connection, a refused log-in or a database out of order are reported in `status`, in
the log and in the mailbox's state, and tried again, ever more slowly. After a quarter of an hour
people are told by mail (gateway/alarms). Nothing is lost by it: the message stays where it is.

BUGS: `answer_from` is compared with INTERNALDATE; a server whose clock is far behind ours makes
new mail look old. `doctor` should compare the clocks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from gateway.alarms import Alarms
from gateway.arrivals import answer_from, make_arrival
from gateway.backoff import retry_seconds
from gateway.folders import Connection, Fetched, open_mailbox
from gateway.imap import LoginRefusedError, MailboxError
from gateway.moves import execute_due, have_due
from gateway.reconcile import Report, reconcile
from models.mail import Arrival, Mode
from models.settings import Mailbox, Settings
from models.store.connection import Store, StoreError
from models.store.intake import Recorded, known_uids
from models.store.mailboxes import first_sight, note_poll

IDLE_SECONDS = 540.0  # RFC 2177: leave IDLE before 29 minutes; many middleboxes forget after 10
WRITE_SECONDS = 120.0
#: A mailbox that fails for so long is told to people, however long the pause between two tries.
ALARM_SECONDS = 900.0

__all__ = ["MailboxStatus", "Report", "Watcher", "reconcile"]

_log = structlog.get_logger(__name__)

Submit = Callable[[Arrival, float], Future[Recorded]]


@dataclass(frozen=True, slots=True)
class MailboxStatus:
    """How a watched mailbox is doing, for `doctor` and the pages. Instants are aware UTC."""

    mailbox: str
    connected: bool = False
    last_poll_at: datetime | None = None
    problem: str | None = None
    login_refused: bool = False
    failures: int = 0


class Watcher:
    """One watched mailbox. `submit` is the writer's."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        mailbox: Mailbox,
        submit: Submit,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._limits = settings.limits
        self._alarms = Alarms(settings)
        self._mailbox = mailbox
        self._submit = submit
        self._clock = clock
        self._answer_from = answer_from(mailbox)
        self._stop = threading.Event()
        self._connection: Connection | None = None
        self._failing: tuple[datetime, str] | None = None  # since when, and why at last
        self._thread = threading.Thread(
            target=self._run, name=f"mailbox-{mailbox.name}", daemon=True
        )
        self.status = MailboxStatus(mailbox.name)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_seconds: float = 10.0) -> None:
        """End the thread promptly, whatever it waits for."""
        self._stop.set()
        connection = self._connection
        if connection is not None:
            connection.cut()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._session()
            except LoginRefusedError as problem:
                self._failed(problem, login_refused=True)
                self._pause(first=60.0, most=900.0)  # servers lock an account out that insists
            except (MailboxError, StoreError, OSError) as problem:
                self._failed(problem)
                self._pause(first=1.0, most=60.0)
            except Exception as problem:  # the thread must outlive a fault of ours
                _log.exception("mailbox.fault", mailbox=self._mailbox.name)
                self._failed(problem)
                self._pause(first=5.0, most=300.0)

    def _session(self) -> None:
        connection = open_mailbox(self._mailbox, self._limits.message_bytes)
        self._connection = connection
        try:
            while not self._stop.is_set():
                self.cycle(connection)
                self._failing = None
                self.status = MailboxStatus(
                    self._mailbox.name, connected=True, last_poll_at=self._clock()
                )
                if not self._stop.is_set():
                    seconds = min(self._mailbox.poll_seconds, IDLE_SECONDS)
                    connection.wait(seconds, self._wanted, idle=self._mailbox.idle)
        finally:
            self._connection = None
            connection.drop()

    def cycle(self, connection: Connection) -> int:
        """One round; gives how many messages were recorded.

        Raises:
            MailboxError: the session is dead, or the folder cannot be opened.
            StoreError: nothing could be written.
        """
        box = self._mailbox
        observe = box.mode is Mode.OBSERVE
        if not observe:
            execute_due(self._store, connection, box, self._clock, self._alarms)
        selected = connection.select(box.folder, readonly=observe)
        listed = connection.uids()
        now = self._clock()
        with self._store.write() as session:
            state = first_sight(
                session, box.name, box.folder, selected.uidvalidity, now, self._answer_from
            )
            note_poll(session, box.name, box.folder, now, uidvalidity=selected.uidvalidity)
            known = known_uids(session, box.name, box.folder, selected.uidvalidity)
        # What lies there at the first sight is old, whatever its date says.
        all_old = self._answer_from is None and state.first_seen_at == now
        since = None if all_old else state.answer_from

        def arrival(one: Fetched) -> Arrival:
            return make_arrival(box, box.folder, selected.uidvalidity, one, since, self._clock())

        return self._take_in(connection, [uid for uid in listed if uid not in known], arrival)

    def _take_in(
        self,
        connection: Connection,
        uids: Sequence[int],
        arrival: Callable[[Fetched], Arrival],
    ) -> int:
        """Fetch and hand over; the next batch is fetched while the writer commits the last."""
        recorded = 0
        pending: list[Future[Recorded]] = []
        for batch in connection.fetch(uids):
            _log.debug("step", step="fetched", mailbox=self._mailbox.name, count=len(batch))
            handed = [self._submit(arrival(one), WRITE_SECONDS) for one in batch]
            recorded += self._await(pending)
            pending = handed
            if self._stop.is_set():
                break
        return recorded + self._await(pending)

    def _await(self, pending: Sequence[Future[Recorded]]) -> int:
        problems = []
        for future in pending:
            try:
                future.result(WRITE_SECONDS)
            except Exception as problem:  # the message stays on the server: next cycle
                problems.append(problem)
        if problems:
            _log.warning(
                "mailbox.not_written",
                mailbox=self._mailbox.name,
                messages=len(problems),
                error=type(problems[0]).__name__,
            )
            if len(problems) == len(pending):
                raise StoreError("fetched messages could not be written") from problems[0]
        return len(pending) - len(problems)

    def _wanted(self) -> bool:
        if self._stop.is_set():
            return True
        if self._mailbox.mode is Mode.OBSERVE:
            return False
        return have_due(self._store, self._mailbox.name, self._clock())

    def _failed(self, problem: Exception, *, login_refused: bool = False) -> None:
        if self._stop.is_set():
            return
        said = str(problem) if isinstance(problem, MailboxError) else type(problem).__name__
        self.status = replace(
            self.status,
            connected=False,
            problem=said,
            login_refused=login_refused,
            failures=self.status.failures + 1,
        )
        _log.warning(
            "mailbox.failed",
            mailbox=self._mailbox.name,
            reason=_reason(problem),
            login_refused=login_refused,
            failures=self.status.failures,
        )
        with suppress(StoreError), self._store.write() as session:
            box = self._mailbox
            note_poll(session, box.name, box.folder, self._clock(), problem=said)
        since = self._failing[0] if self._failing else self._clock()
        self._failing = since, _reason(problem)

    def _pause(self, *, first: float, most: float) -> None:
        """Wait for the next try; people are told in the middle of it, if their time comes."""
        seconds = retry_seconds(self.status.failures, first=first, most=most)
        if self._failing is not None:
            failed = (self._clock() - self._failing[0]).total_seconds()
            before = max(0.0, ALARM_SECONDS - failed)
            if before <= seconds and not self._stop.wait(before):
                self._alarm()
                seconds -= before
        self._stop.wait(seconds)

    def _alarm(self) -> None:
        if self._failing is None:
            return
        since, reason = self._failing
        with suppress(StoreError), self._store.write() as session:
            self._alarms.mailbox_failing(session, self._mailbox.name, reason, since, self._clock())


def _reason(problem: Exception) -> str:
    """What went wrong as a word of a closed list."""
    if isinstance(problem, MailboxError):
        return problem.reason
    if isinstance(problem, StoreError):
        return "store_failed"
    return "connect_failed" if isinstance(problem, OSError) else "fault"
