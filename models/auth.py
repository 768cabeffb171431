"""What proves who wrote a message, and the verdict on it.

STANDARDS: RFC 8601 (Authentication-Results), RFC 7489 and its successor (DMARC).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322 section 3.4.1), local part as written, domain in lower-case ASCII."""

    local_part: str
    domain: str

    def __str__(self) -> str:
        """The addr-spec. Only ever made from an address our own grammar has accepted."""
        return f"{self.local_part}@{self.domain}"


@dataclass(frozen=True, slots=True)
class AuthorFault:
    """Why a message has not exactly one author we would trust; `reason` is a reason code."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One resinfo of an Authentication-Results field: method, result and its properties.

    `properties` are ("header.from", "x.example")-like pairs, values as written.
    """

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the trusted relay said of one message; stored with the walk, so a replay agrees.

    `problem` is a reason code where nothing can be trusted (no results, several, malformed).
    `answers` are the DNS answers that a direct hop was judged by: (name, type, answer).
    `relay` names the host of the topmost trusted Received field ("by"), and `received_from` what
    that field says it took the mail from ("via" evidence compares with it).
    """

    results: tuple[MethodResult, ...] = ()
    authserv_id: str | None = None
    problem: str | None = None
    relay: str | None = None
    received_from: str | None = None
    field: str = ""
    answers: tuple[tuple[str, str, str], ...] = ()


class SenderVerdict(StrEnum):
    """Whether the author is proven and on a secure network."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AuthVerdict:
    """The verdict on the author of one message.

    `authenticated` alone is not enough: an author may be proven, yet not on an allowed network.
    `reason` is a reason code; `author` is None where there is not exactly one.
    """

    verdict: SenderVerdict
    reason: str
    author: Address | None = None
    network: str | None = None
    authenticated: bool = False
    detail: str = ""
