"""The hop by which a message entered our own hosts, below those by which they handed it on.

A mail store may add a Received field of its own on top of the relay's: Dovecot's LMTP does, and an
Exchange on the premises. Such a hop is passed over where the server itself saw that the mail came
from a host of ours: its client's address is one of `trust.relays`, or it came by LMTP, which no
outsider speaks to us. What a client calls itself (HELO) is never looked at for that over SMTP.

STANDARDS: RFC 5321 section 4.4 (Received), RFC 3848 (LMTP and who logged in, as protocols).
SECURITY: all above the entering hop was written by hosts of ours, all below it came with the
    message. A host whose users write mail must not stand in `trust.relays`: with a Received field
    that he made up, such a user would move the entering hop into his own message. One who logged
    in (ESMTPA) is such a user, and his hop is never passed over.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final

from models.mail import Header
from models.settings import Trust
from parsers.origin import originated
from parsers.received import Hop, ip, read_received

#: How many hops of our own may stand above the entering one; more is a loop, or made up.
MAX_INSIDE: Final = 5
_LMTP: Final = frozenset({"lmtp", "lmtps", "lmtpa", "lmtpsa", "utf8lmtp", "utf8lmtps"})
#: By these a user hands in what he wrote (RFC 3848, RFC 6531), or a program on the same host.
_SUBMITTED: Final = frozenset(
    {"esmtpa", "esmtpsa", "smtpa", "smtpsa", "utf8smtpa", "utf8smtpsa", "http", "https", "local"}
)


@dataclass(frozen=True, slots=True)
class Entering:
    """The entering hop, and where the Received fields around it stand among the fields.

    `at` is its own place, `top` that of the topmost Received field; `above` that of the Received
    field next above it, or -1; `end` that of the next one below, or the number of fields.
    """

    hop: Hop
    at: int
    top: int
    above: int
    end: int


def entering_hop(header: Header, trust: Trust) -> Entering | None:
    """The hop by which a host of ours took the message from outside; None where nobody can say.

    The Received fields are read from the top, as long as each is `by` a name of ours and nothing
    that an author's side writes stands above. The first whose client is not ours is the entering
    one. Else it is the last, if that took the mail from its own machine: where all mail comes
    through a filter or a tunnel there, the relay sees no other client. There is none where the
    next field below any other inner hop is another's, where a field cannot be read, or where the
    chain is longer than `MAX_INSIDE`.
    """
    names = {one.lower().removesuffix(".") for one in (*trust.authserv_ids, *trust.relays)}
    received = []
    for at, field in enumerate(header.fields):
        if originated(field):
            break
        if field.key == "received":
            received.append(at)
    last: Entering | None = None
    for nth, at in enumerate(received[: MAX_INSIDE + 1]):
        hop = read_received(header.fields[at].value)
        if hop is None or hop.relay not in names:
            return last if hop is not None else None
        above = received[nth - 1] if nth else -1
        here = Entering(hop, at, received[0], above, _next_received(header, at))
        if not _is_inside(hop, names, trust):
            return here
        last = here if _by_loopback(hop) else None
    return last if len(received) <= MAX_INSIDE else None


def _by_loopback(hop: Hop) -> bool:
    """Whether a host took the mail over SMTP from a program on its own machine."""
    if hop.seen is None or hop.protocol in _LMTP:
        return False
    return ipaddress.ip_address(hop.seen).is_loopback


def _is_inside(hop: Hop, names: set[str], trust: Trust) -> bool:
    """Whether the server saw that a host of ours handed the mail on."""
    if hop.protocol in _SUBMITTED:
        return False
    if hop.protocol in _LMTP and (hop.claimed or "").removesuffix(".") in names:
        return True
    return hop.seen is not None and hop.seen in {ip(one) for one in trust.relays}


def _next_received(header: Header, at: int) -> int:
    below = range(at + 1, len(header.fields))
    return next((one for one in below if header.fields[one].key == "received"), below.stop)
