"""One Received field: who wrote it, whom it took the mail from, and when.

What stands after "from" is the client's own claim, so each clause is looked for where it must
stand and nowhere else; what stands in a comment never counts as a clause.

STANDARDS: RFC 5321 section 4.4 (trace information, TCP-info), RFC 5322 section 3.3 (date-time).
SECURITY: believe it only of the topmost field, and only where a host of ours wrote that
    (`parsers.trace`).
BUGS: a relay that writes a name it looked up outside the parentheses (Exim, where HELO differs) is
    not understood; a network with `via` should list addresses.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from models.address import is_domain
from parsers.mime import Kind, lexemes

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_MAX_LENGTH: Final = 16384
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_ZONES: Final = {
    "ut": 0, "gmt": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
_DATE_TIME: Final = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[ \t]*,)?[ \t]*(?P<day>\d{1,2})[ \t]+(?P<month>[a-z]{3})"
    r"[ \t]+(?P<year>\d{4})[ \t]+(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?[ \t]+"
    r"(?:(?P<sign>[+-])(?P<hours>\d{2})(?P<minutes>[0-5]\d)|(?P<zone>[a-z]{2,3}))",
    re.ASCII | re.IGNORECASE,
)
_LITERAL: Final = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f:.]{2,45})\](?::\d+)?", re.IGNORECASE)
_EXIM: Final = re.compile(r"(?:(?:port=\d+|helo=[^ \t]+|ident=[^ \t]+)(?:[ \t]+|$))+")
_HOST: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]{0,252}")


@dataclass(frozen=True, slots=True)
class Hop:
    """What one Received field says. `relay` is the "by" host, in lower case.

    `received_from` is "name [address]", either of which may be missing, or None. `when` is the
    text after the last semicolon; `instant` reads it. `claimed` is the name that the client gave
    itself (HELO), in lower case: never a proof of anything. `protocol` is what follows "with", in
    lower case. `seen` is the client's address where the host that wrote the field put what it saw
    itself, never where it puts the client's words.
    """

    relay: str
    received_from: str | None
    when: str
    claimed: str | None = None
    protocol: str | None = None
    seen: IPAddress | None = None

    @property
    def address(self) -> IPAddress | None:
        """The client's address, if the field says one."""
        last = (self.received_from or "").rpartition(" ")[2]
        return ip(last[1:-1]) if last.startswith("[") else None


def read_received(value: str) -> Hop | None:
    """The clauses that we need, or None where the field has not the standard's order of them."""
    if len(value) > _MAX_LENGTH:
        return None
    pieces = list(lexemes(value))
    ends = [nth for nth, (kind, _) in enumerate(pieces) if kind is Kind.SEMICOLON]
    if not ends or pieces[-1][0] is Kind.BAD:
        return None
    when = _last_clause(pieces, ends)
    clauses = [piece for piece in pieces[: ends[0]] if piece[0] is not Kind.SPACE]
    words = [text for kind, text in clauses if kind is not Kind.COMMENT][:9]
    keys = [word.lower() for word in words]
    client, seen = None, None
    by = 0
    if keys[:1] == ["from"]:
        by = 3 if len(keys) > 2 and _literal(keys[2]) else 2
        client, seen = _client(words[1:by], _remarks(clauses, by))
    if keys[by : by + 1] != ["by"] or not _HOST.fullmatch("".join(keys[by + 1 : by + 2])):
        return None
    if when is None:
        return None
    relay = keys[by + 1].removesuffix(".")
    return Hop(relay, client, when, keys[1] if by else None, _protocol(keys[by + 2 :]), seen)


def _last_clause(pieces: list[tuple[Kind, str]], ends: list[int]) -> str | None:
    """The words after the last semicolon; None where two clauses are date-times.

    The relay writes one, at the end. What says a second one was folded onto the field by a message
    that begins with a space.
    """
    stops = [*ends[1:], len(pieces)]
    texts = [
        "".join(text for kind, text in pieces[start + 1 : stop] if kind is not Kind.COMMENT)
        for start, stop in zip(ends, stops, strict=True)
    ]
    return None if sum(instant(one) is not None for one in texts) > 1 else texts[-1]


def _protocol(keys: list[str]) -> str | None:
    """What follows "with", where that clause stands first or behind "via"."""
    rest = keys[2:] if keys[:1] == ["via"] else keys
    return rest[1] if rest[:1] == ["with"] and len(rest) > 1 else None


def instant(text: str) -> datetime | None:
    """A date-time as aware UTC, or None where it is not one. A leap second is the one before it.

    Strict: a four-digit year, a numeric zone or one that the standard names.
    """
    match = _DATE_TIME.fullmatch(text.strip(" \t"))
    if not match or match["month"].lower() not in _MONTHS:
        return None
    if match["zone"]:
        offset = _ZONES.get(match["zone"].lower())
    else:
        offset = int(match["sign"] + "1") * (int(match["hours"]) * 60 + int(match["minutes"]))
    if offset is None:
        return None
    try:
        return datetime(
            int(match["year"]),
            _MONTHS.index(match["month"].lower()) + 1,
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            min(int(match["second"] or 0), 59),
            tzinfo=timezone(timedelta(minutes=offset)),
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def ip(text: str) -> IPAddress | None:
    """The address in `text`, or None; an IPv4 address mapped into IPv6 is the IPv4 address."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _remarks(clauses: list[tuple[Kind, str]], by: int) -> list[str]:
    """The comments between the client's name and the word that stands at `by`."""
    found: list[str] = []
    words = 0
    for kind, text in clauses:
        if kind is not Kind.COMMENT:
            words += 1
        elif words > by:
            break
        elif words > 1:
            found.append(text[1:-1])
    return found


def _client(words: list[str], remarks: list[str]) -> tuple[str | None, IPAddress | None]:
    """Whom the relay took the mail from, as "name [address]", and the address that it saw itself.

    The relay's own look-up stands in a comment (TCP-info), name before address; the name that
    the client gave itself (HELO) is never taken. Two look-ups contradict each other, and neither
    is believed. Where there is a comment and no address in it, the words outside are the client's,
    save Exim's: "[address] (helo=name)".
    """
    if not words:
        return None, None
    name = ""
    found: set[str] = set()
    for remark in remarks:
        parts = remark.split()
        for nth, part in enumerate(parts):
            address = _literal(part) or (part if len(parts) == 1 and ip(part) else None)
            if not address:
                continue
            found.add(str(ip(address)))
            if nth and parts[0].lower() != "helo":
                name = parts[0].rpartition("@")[2].lower().rstrip(".")
            if "forged" in remark.lower():
                name = ""
    outside = {address for word in words if (address := _literal(word))}
    exim = len(words) == 1 and bool(remarks) and all(_EXIM.fullmatch(one) for one in remarks)
    seen = found or (outside if exim else set())
    told = seen or (set() if remarks else outside)
    if len(told) > 1:
        return None, None
    text = " ".join([*([name] if is_domain(name) else []), *(f"[{one}]" for one in told)])
    return text or None, ip("".join(seen))


def _literal(word: str) -> str | None:
    match = _LITERAL.fullmatch(word)
    address = ip(match[1]) if match else None
    return str(address) if address else None
