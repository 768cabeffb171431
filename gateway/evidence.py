"""What proves the author of a mail that came with no relay of ours between: looked up by us.

The 250 was said long before. A thread of intake calls `Prover.step` again and again: it takes
what is due (models/store/evidence), looks up SPF, DKIM and DMARC in a few threads of its own, and
writes what was found, with every DNS answer it rests on, so that a replay agrees. Then the message
may be walked. A kill at any point loses nothing: the lookup is made again.

No answer is not an answer: a time-out, a SERVFAIL, a resolver that is gone are tried again after
a minute, two, four ... at most an hour, and after MOST_TRIES the mail goes to quarantine with
`authentication_unavailable`, and people are told. Temporary is only what the verdict hangs on: a
signature that proves the author is enough, whatever the servers of other domains do.

STANDARDS: RFC 7489 sections 3.1 and 6.6 (DMARC: SPF or DKIM passed for an aligned domain), RFC 8601
    section 2.7 (results and properties).
SECURITY: nothing in the message's own results or trace fields is looked at.
ERRORS: StoreError is left to the caller. A fault of ours on one message counts as a try without an
    answer, and is logged by its type.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import structlog

from gateway.alarms import Alarms
from gateway.backoff import retry_seconds
from gateway.dkim_check import check_signatures
from gateway.dmarc import aligned, find_policy
from gateway.lookups import (
    Lookups,
    Resolve,
    TemporaryDnsError,
    TooManyLookupsError,
    system_resolve,
)
from gateway.spf_check import SpfResult, check_spf
from models.auth import Evidence, MethodResult
from models.mail import Arrival
from models.reasons import AUTH_UNAVAILABLE
from models.settings import Settings
from models.store.connection import Session, Store
from models.store.evidence import Due, postpone_evidence, take_due, write_evidence

#: Who says what stands in the evidence (RFC 8601 section 2.5): ourselves.
AUTHSERV_ID = "ostiary"
MOST_TRIES = 10
FIRST_RETRY_SECONDS = 60.0
MOST_RETRY_SECONDS = 3600.0
THREADS = 4
_BUSY_SECONDS = 0.1
_IDLE_SECONDS = 1.0

_log = structlog.get_logger(__name__)


def examine(arrival: Arrival, author: str | None, lookups: Lookups) -> Evidence:
    """The evidence on a mail whose author is at the domain `author`.

    None (there is not one author) asks for nothing: such a mail is not believed anyway.

    Raises:
        TemporaryDnsError: what the verdict hangs on is not known yet.
    """
    results: tuple[MethodResult, ...] = ()
    if author is not None:
        results = _results(arrival, author, lookups)
    return _evidence(arrival, results=results, answers=lookups.answers)


def _results(arrival: Arrival, author: str, lookups: Lookups) -> tuple[MethodResult, ...]:
    about = (("header.from", author),)
    try:
        policy = find_policy(author, lookups)
    except TooManyLookupsError:
        return (MethodResult("dmarc", "permerror", about),)
    signatures = check_signatures(arrival.raw, author, lookups, arrival.arrived_at)
    spf = check_spf(arrival.envelope, lookups)
    speaking = {
        one.result
        for one in signatures
        if aligned(author, one.properties[0][1], strict=policy.strict_dkim)
    }
    if spf is not None and aligned(author, spf.domain, strict=policy.strict_spf):
        speaking.add(spf.result)
    if "temperror" in speaking and "pass" not in speaking:
        raise TemporaryDnsError("a lookup that the verdict hangs on")
    verdict = ("pass" if "pass" in speaking else "fail") if policy.found else "none"
    found = [MethodResult("dmarc", verdict, about), *([_told(spf)] if spf else []), *signatures]
    return tuple(found)


def _told(spf: SpfResult) -> MethodResult:
    name = "smtp.helo" if spf.helo else "smtp.mailfrom"
    return MethodResult("spf", spf.result, ((name, spf.domain),))


def _evidence(
    arrival: Arrival,
    *,
    results: tuple[MethodResult, ...] = (),
    problem: str | None = None,
    answers: tuple[tuple[str, str, str], ...] = (),
) -> Evidence:
    return Evidence(
        results=results,
        authserv_id=AUTHSERV_ID,
        problem=problem,
        received_from=f"[{arrival.envelope.client_ip}]",
        answers=answers,
    )


class Prover:
    """Looks up what is due. `step` is called by one thread; the lookups run in others.

    Args:
        store: the database.
        settings: whom to ask and how long; where notices go.
        author_domain: reads the domain of the one author from raw bytes, or None.
        resolve: asks one DNS question; the nameservers of the settings unless given.
        clock: gives aware UTC.

    Raises:
        SettingsError: `trust.nameservers` cannot be used.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        author_domain: Callable[[bytes], str | None],
        *,
        resolve: Resolve | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._seconds = settings.trust.lookup_seconds
        self._author_domain = author_domain
        self._resolve = resolve or system_resolve(settings.trust.nameservers)
        self._alarms = Alarms(settings)
        self._clock = clock
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="evidence")
        self._running: dict[Future[Evidence], Due] = {}
        self._stopped = False

    def step(self) -> float:
        """Write what has been found, take up what is due; gives how many seconds to rest.

        Raises:
            StoreError: the store cannot be used; nothing is lost, it is looked up again.
        """
        for done in [one for one in self._running if one.done()]:
            self._finish(self._running.pop(done), done)
        free = THREADS - len(self._running)
        if free and not self._stopped:
            busy = [one.arrival_id for one in self._running.values()]
            with self._store.read() as session:
                due = take_due(session, self._clock(), free, busy)
            for one in due:
                self._running[self._pool.submit(self._look_up, one.arrival)] = one
        return _BUSY_SECONDS if self._running else _IDLE_SECONDS

    def stop(self) -> None:
        """Ask nothing more and end the threads; what is not written is looked up another time."""
        self._stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _look_up(self, arrival: Arrival) -> Evidence:
        lookups = Lookups(self._resolve, self._seconds, lambda: self._stopped)
        return examine(arrival, self._author_domain(arrival.raw), lookups)

    def _finish(self, due: Due, done: Future[Evidence]) -> None:
        problem = done.exception()
        if problem is None:
            with self._store.write() as session:
                write_evidence(session, due.arrival_id, done.result())
            _log.info("evidence.found", arrival_id=due.arrival_id, attempts=due.attempts + 1)
        elif not self._stopped:  # what we broke off ourselves is nobody's failure
            self._failed(due, problem)

    def _failed(self, due: Due, problem: BaseException) -> None:
        tries, now = due.attempts + 1, self._clock()
        told = {"arrival_id": due.arrival_id, "attempts": tries}
        if not isinstance(problem, TemporaryDnsError):
            _log.error("evidence.fault", problem_type=type(problem).__name__, **told)
        if tries >= MOST_TRIES:
            with self._store.write() as session:
                self._give_up(session, due, now)
            _log.error("evidence.given_up", **told)
            return
        wait = retry_seconds(tries, first=FIRST_RETRY_SECONDS, most=MOST_RETRY_SECONDS)
        wait = min(wait, MOST_RETRY_SECONDS)  # the jitter goes beyond it
        with self._store.write() as session:
            postpone_evidence(session, due.arrival_id, now + timedelta(seconds=wait))
        _log.warning("evidence.no_answer", next_seconds=round(wait), **told)

    def _give_up(self, session: Session, due: Due, now: datetime) -> None:
        """The mail goes to quarantine unproven, and people are told."""
        evidence = _evidence(due.arrival, problem=AUTH_UNAVAILABLE)
        if write_evidence(session, due.arrival_id, evidence):
            self._alarms.author_not_proven(session, due.receipt_id, now)
