"""Sends what is queued: to the relay, or into a Maildir where no relay is configured.

One letter at a time: claim it, mark it as being sent just before DATA, send, mark it sent. The
Message-ID was fixed before the first try, so whatever is sent twice can be known as one.

STANDARDS: RFC 5321 section 4.5.4 (retries); RFC 3834 (the null reverse path, set where the letter
was made); RFC 3463 (codes).

SECURITY: only what bears exactly the Message-ID of its row is sent, with CRLF line ends and no NUL.
Nothing personal is logged: a letter is its number.

ERRORS: a temporary failure waits, 30 seconds at first and 4 hours at most, for about five days;
a permanent one, and the last temporary one, is marked failed, and people get a notice. So they do
at once where the relay gives us no verified TLS, and where letters came to wait above a ceiling.

BUGS: SMTP cannot give exactly once. A kill between the end of DATA and our commit leaves a row
in doubt: letters go again under the same Message-ID, a disclosure waits for a person.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from gateway.alarms import Alarms
from gateway.backoff import retry_seconds
from gateway.maildir import deliver
from gateway.relay import Delivery, Result, send
from models.settings import Settings
from models.store import outbox as letters
from models.store.ceilings import hours_of_waiting
from models.store.connection import Store, StoreError
from models.store.outbox import Kind, OutboundRow

MAX_ATTEMPTS = 36
IDLE_SECONDS = 0.5
#: How often to look for what came to wait for a person, of which people must be told.
LOOK_SECONDS = 30.0
#: A relay that we may not use as it is: told at once, not when the letter is given up.
_UNSAFE = frozenset({"tls_failed", "not_offered"})
_FIELD = re.compile(rb"^message-id[ \t]*:((?:[^\n]|\n[ \t])*)", re.IGNORECASE | re.MULTILINE)

_log = structlog.get_logger(__name__)


class Sender:
    """Sends the letters of one store; `clock` gives aware UTC instants. One per database."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._outbound = settings.outbound
        self._clock = clock
        # Long enough for every step of a slow relay; a kill delays a letter by as much.
        lease = 3 * settings.outbound.timeout_seconds
        self._lease_seconds = lease if self._outbound.host else min(lease, 30.0)
        self._alarms = Alarms(settings)
        self._look_at: datetime | None = None
        # One for each machine and folder of data, as the lock of the role is.
        place = hashlib.sha256(str(settings.data_dir.resolve()).encode()).hexdigest()[:12]
        self._owner = f"{os.uname().nodename}:outbox:{place}"

    def start(self) -> int:
        """Give free what a killed process of this name held; gives how many letters.

        The caller holds the role's lock: no other process of the name is alive.

        Raises:
            StoreError: the database did not answer.
        """
        with self._store.write() as session:
            return letters.forget_leases(session, self._owner, self._clock())

    def run(self, stop: threading.Event) -> None:
        """Send what is due until `stop` is set; troubles of the database are waited out.

        The caller holds the role's lock (see `start`).
        """
        started = False
        while not stop.is_set():
            try:
                if not started:
                    self.start()
                    started = True
                busy = self.run_once()
            except StoreError as problem:
                _log.warning("outbox.store_failed", error=type(problem).__name__)
                stop.wait(5.0)
                continue
            if not busy:
                stop.wait(IDLE_SECONDS)

    def run_once(self) -> bool:
        """Try one due letter; False where none is due. Now and then, tell people of what waits.

        Raises:
            StoreError: the database did not answer; the letter is tried again later.
        """
        now = self._clock()
        if self._look_at is None or not now < self._look_at <= now + timedelta(
            seconds=LOOK_SECONDS
        ):
            self._look_at = now + timedelta(seconds=LOOK_SECONDS)
            self._tell_of_waiting(now)
        with self._store.read() as session:
            due = letters.next_due(session)
        if due is None or due > now:
            return False
        with self._store.write() as session:
            row = letters.claim_due(session, now, self._lease_seconds, self._owner)
        if row is None:
            return False
        self._settle(row, self._try(row))
        return True

    def _tell_of_waiting(self, now: datetime) -> None:
        """Notices of letters above a ceiling, and of disclosures in doubt; each once."""
        with self._store.read() as session:
            hours = hours_of_waiting(session, now)
            held = letters.list_outbound(
                session, [letters.State.HELD], limit=1000, kind=Kind.DISCLOSURE
            )
        doubtful = [one for one in held if one.hold_reason == letters.IN_DOUBT]
        if not hours and not doubtful:
            return
        with self._store.write() as session:
            for hour, count in hours:
                self._alarms.letters_waiting(session, hour, count, now)
                _log.warning("outbox.above_ceiling", count=count)
            for one in doubtful:
                self._alarms.disclosure_in_doubt(session, one, now)

    def _try(self, row: OutboundRow) -> Delivery:
        data = row.data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        fault = unsendable(row.message_id, data)
        if fault is not None:
            return Delivery(Result.REFUSED, problem=fault, reason="letter_unsendable")
        if self._outbound.host:
            letter = (row.reverse_path, row.recipient, data)
            return send(self._outbound, letter, lambda: self._mark_sending(row))
        # A Maildir knows what it holds, so nothing can come into doubt: no mark before it.
        _log.debug("step", step="sending", outbound_id=row.id)
        try:
            fresh = deliver(self._outbound.maildir, row.message_id, data)
        except OSError as problem:
            said = f"the Maildir: {problem.strerror}"
            return Delivery(Result.LATER, problem=said, reason="maildir_failed")
        return Delivery(Result.SENT, "maildir" if fresh else "maildir, there already")

    def _mark_sending(self, row: OutboundRow) -> bool:
        with self._store.write() as session:
            marked = letters.mark_sending(session, row, self._clock())
        _log.debug("step", step="sending", outbound_id=row.id)
        return marked

    def _settle(self, row: OutboundRow, delivery: Delivery) -> None:
        now, code, problem = self._clock(), delivery.code, delivery.problem
        if delivery.result is Result.WITHDRAWN:
            return
        if delivery.in_doubt and row.kind is Kind.DISCLOSURE:
            _log.error("outbox.disclosure_in_doubt", outbound=row.id)
            return  # when the lease has run out the store holds it for a person
        with self._store.write() as session:
            if delivery.result is Result.SENT:
                letters.mark_sent(session, row, now, code)
                _log.info("outbox.sent", outbound=row.id, kind=row.kind.value, code=code)
            elif delivery.result is Result.LATER and row.attempts < MAX_ATTEMPTS:
                wait = retry_seconds(row.attempts)
                letters.mark_retry(session, row, now, wait, code, problem)
                _log.warning("outbox.later", outbound=row.id, code=code, reason=delivery.reason)
            else:
                if letters.mark_failed(session, row, now, code, problem):
                    self._alarms.letter_failed(session, row, code, now)
                loud = row.kind is Kind.DISCLOSURE
                event = "outbox.disclosure_failed" if loud else "outbox.failed"
                _log.error(event, outbound=row.id, code=code, reason=delivery.reason)
            if delivery.reason in _UNSAFE:
                self._alarms.relay_unsafe(session, delivery.reason, now)
                _log.error("outbox.relay_unsafe", reason=delivery.reason)
        if delivery.result is Result.SENT:
            _log.debug("step", step="sent", outbound_id=row.id)


def unsendable(message_id: str, data: bytes) -> str | None:
    """Why these bytes (with CRLF) may not be sent as the letter `message_id`; None: they may."""
    header, blank, _ = data.partition(b"\r\n\r\n")
    if not blank:
        return "the letter has no header and body"
    if b"\0" in data or data.count(b"\r") != data.count(b"\r\n"):
        return "the letter holds a bare CR or a NUL"
    fields = _FIELD.findall(header)
    if len(fields) != 1:
        return "the letter has not exactly one Message-ID"
    if fields[0].strip() != message_id.encode("ascii", "replace") or not message_id:
        return "the letter's Message-ID is not the one it was queued under"
    return None
