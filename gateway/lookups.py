"""DNS answers for one message: each asked once, written down, and bounded in time, number and size.

STANDARDS: RFC 1035 section 2.3.4 (lengths of names), RFC 2308 (a name that does not exist, or has
no such record, is an answer), RFC 7208 section 4.6.4 (why lookups are counted).

SECURITY: the author of a mail chooses what is asked and who answers. Names that are no names are
not asked; what is too large counts as nothing said; a message that asks for too much is refused
more, not believed. DNSSEC is not checked here: let `trust.nameservers` be resolvers that do, over
a network that you trust.

ERRORS: `TemporaryDnsError` where nobody knows yet (no answer in time, SERVFAIL, no resolver): not a
fact, to be asked again. `TooManyLookupsError` where the message asks for more than MOST_QUERIES.
"""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

import dns.exception
import dns.resolver

from models.settings import SettingsError

#: A text (TXT), an address (A, AAAA), a host (PTR), or a preference with its host (MX).
Answer = bytes | str | tuple[int, str]
#: Answers to (name, type, seconds): none where the name or the record does not exist.
Resolve = Callable[[str, str, float], Iterable[Answer]]

MOST_QUERIES = 50
MOST_ANSWERS = 100
MOST_TEXT_BYTES = 16 * 1024
QUERY_SECONDS = 5.0
_KEPT_CHARACTERS = 4000
_NAME = re.compile(r"(?:[!-\-/-\[\]-~]{1,63}\.)*[!-\-/-\[\]-~]{1,63}")


class TemporaryDnsError(Exception):
    """There is no answer now; there may be one later."""


class TooManyLookupsError(Exception):
    """The message asks for more names than we look up for one message."""


class Lookups:
    """The lookups for one message, in at most `seconds` from now.

    `stopping` is asked before each query: once it is true there are no more answers.
    """

    def __init__(
        self,
        resolve: Resolve,
        seconds: float,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._resolve = resolve
        self._until = time.monotonic() + seconds
        self._stopping = stopping
        self._known: dict[tuple[str, str], tuple[Answer, ...]] = {}
        self._asked = 0

    @property
    def answers(self) -> tuple[tuple[str, str, str], ...]:
        """What was answered, as (name, type, answer), in the order asked; "" where nothing is."""
        return tuple(
            (name, kind, _told(one))
            for (name, kind), found in self._known.items()
            for one in (found or ("",))
        )

    def ask(self, name: str, kind: str) -> tuple[Answer, ...]:
        """The records of type `kind` at `name`; none where there are none, or `name` is no name.

        Raises:
            TemporaryDnsError: there is no answer, or the time is up.
            TooManyLookupsError: too much was asked already.
        """
        name = name.rstrip(".").lower()
        if len(name) > 253 or not _NAME.fullmatch(name):
            return ()
        found = self._known.get((name, kind))
        if found is None:
            found = self._known[name, kind] = self._fresh(name, kind)
        return found

    def texts(self, name: str) -> list[bytes]:
        """The TXT records at `name`, each put together from its strings. Raises as `ask`."""
        return [one for one in self.ask(name, "TXT") if isinstance(one, bytes)]

    def _fresh(self, name: str, kind: str) -> tuple[Answer, ...]:
        if self._asked >= MOST_QUERIES:
            raise TooManyLookupsError
        left = self._until - time.monotonic()
        if left <= 0 or self._stopping():
            raise TemporaryDnsError("the time for lookups is up")
        self._asked += 1
        found = tuple(self._resolve(name, kind, min(left, QUERY_SECONDS)))
        size = sum(len(one) for one in found if isinstance(one, bytes))
        return () if size > MOST_TEXT_BYTES or len(found) > MOST_ANSWERS else found


def system_resolve(nameservers: Iterable[str] = (), port: int = 53) -> Resolve:
    """Asks `nameservers` (addresses), or those of the system; afresh for each query.

    Raises:
        SettingsError: a nameserver is not an address.
    """
    servers = [_address(one) for one in nameservers]

    def resolve(name: str, kind: str, seconds: float) -> list[Answer]:
        try:
            # The system's file may be mended while we wait: it is read again.
            asked = dns.resolver.Resolver(configure=not servers)
            if servers:
                asked.nameservers, asked.port = list(servers), port
            asked.use_edns(0, 0, 1232)
            found = asked.resolve(
                f"{name}.", kind, lifetime=seconds, raise_on_no_answer=False, search=False
            )
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
            return []
        except (dns.exception.DNSException, OSError) as problem:
            raise TemporaryDnsError(type(problem).__name__) from None
        return [_answer(kind, one) for one in found] if found.rrset is not None else []

    return resolve


def _answer(kind: str, record: object) -> Answer:
    """A record of dnspython as we hand it on."""
    one: Any = record
    if kind == "TXT":
        return b"".join(one.strings)
    if kind == "MX":
        return int(one.preference), one.exchange.to_text(omit_final_dot=True)
    if kind in {"A", "AAAA"}:
        return str(one.address)
    return str(one.target.to_text(omit_final_dot=True))


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise SettingsError(
            f"trust.nameservers: {text!r} is not an address; write e.g. 10.20.30.53"
        ) from None


def _told(answer: Answer) -> str:
    if isinstance(answer, bytes):
        answer = answer.decode("ascii", "backslashreplace")
    elif isinstance(answer, tuple):
        answer = f"{answer[0]} {answer[1]}"
    return answer[:_KEPT_CHARACTERS]
