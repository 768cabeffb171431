"""Paths of the SMTP envelope and addresses of peers, by a grammar of our own.

The library's parser reads comments, routes and missing brackets into addresses; here a path is
"<local@domain>" or "<>" and nothing else, so what the relay wrote is what we compare.

STANDARDS: RFC 5321 section 4.1.2 (Reverse-path, Forward-path, Mailbox), without the source routes
that its appendix C deprecates; RFC 4291 section 2.5.5.2 (IPv4-mapped addresses).

SECURITY: hostile input is the argument of MAIL and RCPT. Control characters, blanks, percent and
bang hacks and routes do not match an own address, and mostly not the grammar either.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_QUOTED = r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"'
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_LITERAL = r"\[[0-9A-Za-z:.]+\]"
_MAILBOX = rf"(?:{_ATEXT}(?:\.{_ATEXT})*|{_QUOTED})@(?:{_LABEL}(?:\.{_LABEL})*|{_LITERAL})"
_PATH = re.compile(rf"<({_MAILBOX}|)>(?:[ ]+([\x21-\x7e]+(?:[ ]+[\x21-\x7e]+)*))?")
MAX_PATH = 320  # RFC 5321 section 4.5.3.1: 64 + "@" + 255

Net = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Path:
    """A path and its ESMTP parameters (keyword in upper case; "" where there is no value)."""

    address: str
    parameters: tuple[tuple[str, str], ...] = ()


def parse_argument(argument: str, keyword: str) -> Path | None:
    """What follows MAIL or RCPT ("FROM:<a@b> SIZE=1"), or None where it is not our grammar."""
    head = argument[: len(keyword)]
    if head.upper() != keyword:
        return None
    match = _PATH.fullmatch(argument[len(keyword) :].strip(" "))
    if match is None or len(match[1]) > MAX_PATH:
        return None
    parameters = []
    for word in (match[2] or "").split():
        name, _, value = word.partition("=")
        parameters.append((name.upper(), value))
    return Path(match[1], tuple(parameters))


def peer_networks(addresses: Iterable[str], key: str = "trust.relays") -> tuple[Net, ...]:
    """The networks behind the setting `key`: single addresses and CIDR blocks.

    Raises:
        ValueError: an entry is neither; the message names it.
    """
    networks = []
    for one in addresses:
        try:
            networks.append(ipaddress.ip_network(one, strict=False))
        except ValueError:
            raise ValueError(
                f"{key}: {one!r} is not an address or a CIDR block; write e.g. 10.20.30.40"
            ) from None
    return tuple(networks)


def is_peer(address: str, networks: Iterable[Net]) -> bool:
    """Whether the client at `address` is in one of `networks`."""
    try:
        client = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(client, ipaddress.IPv6Address) and client.ipv4_mapped is not None:
        client = client.ipv4_mapped
    return any(client.version == net.version and client in net for net in networks)
