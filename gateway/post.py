"""What the sessions of one listener share: who may speak, how many, and how much at once.

A relay of ours (`trust.relays`) may speak SMTP and LMTP. A direct peer (`trust.direct`) may speak
SMTP alone, and is bounded besides: in sessions, in messages a minute and in octets held, so that a
flood from there leaves room for the relays.

STANDARDS: RFC 5321 section 7.8 (resistance to attacks), RFC 2033 section 5 (LMTP is for a
    delivery system of our own, not for the world).
"""

from __future__ import annotations

import ssl
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from gateway.paths import Net, is_peer
from models.mail import Arrival, Mode, Origin
from models.store.intake import Recorded

MAX_SESSIONS = 100
#: Of those, so many may be direct peers, and so many the same one.
MAX_DIRECT_SESSIONS = 50
MAX_HOST_SESSIONS = 10
#: Messages a minute from one direct peer.
MAX_HOST_MESSAGES = 60
MAX_HOSTS_COUNTED = 1000
BYTES_IN_FLIGHT = 256 * 1024 * 1024
DIRECT_BYTES_IN_FLIGHT = 96 * 1024 * 1024
_MINUTE = 60.0


class Peer(Enum):
    """What a client is to us."""

    RELAY = "relay"
    DIRECT = "direct"
    STRANGER = "stranger"


class OpenSession(Protocol):
    """What is counted of a session."""

    client_ip: str
    peer: Peer
    transport: Any


@dataclass
class Post:
    """What every session of one listener shares. Touched in the loop's thread only."""

    origin: Origin
    submit: Callable[[Arrival], Future[Recorded]]
    own_addresses: frozenset[str]
    relays: tuple[Net, ...]
    message_bytes: int
    direct: tuple[Net, ...] = ()
    is_bounce: Callable[[str], bool] = lambda _: False  # models.bounce: a token that comes back
    mode: Mode = Mode.OBSERVE
    host_name: str = "ostiary"
    tls: ssl.SSLContext | None = None
    require_tls: bool = False
    sessions: set[OpenSession] = field(default_factory=set)
    bytes_in_flight: int = 0
    direct_bytes: int = 0
    _begun: dict[str, deque[float]] = field(default_factory=dict)

    def is_ours(self, address: str) -> bool:
        """Whether mail for `address` is taken: one of our own, or ours for bounces."""
        return address.lower() in self.own_addresses or self.is_bounce(address)

    def peer_at(self, address: str) -> Peer:
        """What the client at `address` is; who is both relay and direct is a relay."""
        if is_peer(address, self.relays):
            return Peer.RELAY
        if self.origin is Origin.SMTP and is_peer(address, self.direct):
            return Peer.DIRECT
        return Peer.STRANGER

    def is_full(self, peer: Peer, address: str) -> bool:
        """Whether there is no room for one more session with this client."""
        if len(self.sessions) >= MAX_SESSIONS:
            return True
        if peer is not Peer.DIRECT:
            return False
        direct = [one for one in self.sessions if one.peer is Peer.DIRECT]
        its_own = sum(one.client_ip == address for one in direct)
        return len(direct) >= MAX_DIRECT_SESSIONS or its_own >= MAX_HOST_SESSIONS

    def too_often(self, address: str, now: float) -> bool:
        """Whether the direct peer at `address` has begun too many messages in the last minute.

        If not, this one is counted. `now` is in seconds of a clock that never goes back.
        """
        if len(self._begun) >= MAX_HOSTS_COUNTED:
            past = [one for one, times in self._begun.items() if times[-1] <= now - _MINUTE]
            for one in past:
                del self._begun[one]
            if len(self._begun) >= MAX_HOSTS_COUNTED and address not in self._begun:
                return True
        times = self._begun.setdefault(address, deque())
        while times and times[0] <= now - _MINUTE:
            times.popleft()
        if len(times) >= MAX_HOST_MESSAGES:
            return True
        times.append(now)
        return False

    def hold(self, size: int, peer: Peer) -> None:
        """Count octets of content kept in memory (or, below 0, let go)."""
        self.bytes_in_flight += size
        if peer is Peer.DIRECT:
            self.direct_bytes += size

    def holds_too_much(self, peer: Peer) -> bool:
        """Whether this client should come again later, for the octets that are held."""
        if self.bytes_in_flight > BYTES_IN_FLIGHT:
            return True
        return peer is Peer.DIRECT and self.direct_bytes > max(
            DIRECT_BYTES_IN_FLIGHT, 2 * self.message_bytes
        )
