"""The trace our relay left on a message: its Received field and its Authentication-Results.

Whatever came with a message was written by its sender, under any name he liked. What our relay
wrote stands where our relay writes, and is told by its place: the topmost Received field, which
must name a host of ours, and one results field next to it. A later hop of our own that adds its
own Received field hides the relay's; such mail fails closed, as "no trusted results".

STANDARDS: RFC 8601 sections 5 and 7.1 (which fields to believe), RFC 5321 section 4.4 (Received),
    RFC 5322 section 3.3 (date-time), 3.6.7 (trace fields).
SECURITY: two results fields that bear a name of ours above the second Received field are two too
    many, wherever they stand: one of them is forged.
"""

from __future__ import annotations

from datetime import datetime

from models.auth import Evidence
from models.mail import Envelope, Header, HeaderField, Origin
from models.reasons import MALFORMED_RESULTS, NO_RESULTS, SEVERAL_RESULTS
from models.settings import Trust
from parsers.exchange import entry_of, gather_exchange
from parsers.mime import Kind, lexemes
from parsers.origin import originated, visible
from parsers.received import Hop, instant, ip, read_received
from parsers.results import MAX_LENGTH, authserv_id, read_results


def gather(header: Header, trust: Trust, envelope: Envelope, origin: Origin) -> Evidence:
    """What our relay says of the message, or the reason why nothing it says can be believed.

    Only one results field counts: below the topmost Received field and above the next one and
    above everything the author's side wrote, or above the topmost Received field, as
    `trust.results_position` says. Over SMTP and LMTP the client must be a relay of ours, too.
    Exchange Online has rules of its own (`parsers.exchange`). Never raises.
    """
    if trust.profile == "exchange-online":
        return gather_exchange(header, trust, origin)
    if origin in (Origin.SMTP, Origin.LMTP) and not _is_relay(envelope.client_ip, trust):
        return Evidence(problem=NO_RESULTS)
    hop = _our_hop(header, trust)
    if hop is None:
        return Evidence(problem=NO_RESULTS)
    ours = _results_of_ours(header, trust)
    if len(ours) > 1:
        return Evidence(problem=SEVERAL_RESULTS, relay=hop.relay, received_from=hop.received_from)
    if not ours or not _in_place(header, ours[0], trust):
        return Evidence(problem=NO_RESULTS, relay=hop.relay, received_from=hop.received_from)
    value = header.fields[ours[0]].value
    results = read_results(value)
    return Evidence(
        results=results or (),
        authserv_id=authserv_id(value),
        problem=MALFORMED_RESULTS if results is None else None,
        relay=hop.relay,
        received_from=hop.received_from,
        field=visible(value[:MAX_LENGTH]),
    )


def received_time(header: Header, trust: Trust) -> datetime | None:
    """When our relay took the message, aware UTC; None if it did not say, or was not ours.

    The date-time of the topmost Received field (RFC 5321 section 4.4), strictly read: a four-digit
    year and a numeric or known zone. In Exchange Online, of the hop that entered the tenant.
    """
    if trust.profile == "exchange-online":
        entry = entry_of(header, trust)
        return instant(entry.hop.when) if entry else None
    hop = _our_hop(header, trust)
    return instant(hop.when) if hop else None


def relays_own(
    header: Header, trust: Trust, envelope: Envelope, origin: Origin
) -> tuple[HeaderField, ...]:
    """The fields that stand where our relay writes, topmost first; none where it was no relay's.

    Above everything the author's side wrote, and above the second Received field (in Exchange
    Online, above the hop that entered the tenant). What an earlier relay wrote above its own
    Received field stands there, too: enough to let a person look, never to believe an author.
    """
    if trust.profile == "exchange-online":
        known = origin not in (Origin.SMTP, Origin.LMTP)
        entry = entry_of(header, trust) if known else None
        return header.fields[: entry.at] if entry else ()
    over_smtp = origin in (Origin.SMTP, Origin.LMTP)
    if over_smtp and not _is_relay(envelope.client_ip, trust):
        return ()
    if _our_hop(header, trust) is None:
        return ()
    received = 0
    for at, field in enumerate(header.fields):
        received += field.key == "received"
        if received == 2 or originated(field):
            return header.fields[:at]
    return header.fields


def return_path(header: Header) -> str | None:
    """The reverse-path in the topmost Return-Path field, as final delivery wrote it.

    None where there is no such field; "" for the null path, however it is spelt; else what stands
    between the angle brackets, which is not checked here (`models.address.parse_path` does).
    """
    value = header.first("Return-Path")
    if value is None:
        return None
    words = "".join(text for kind, text in lexemes(value) if kind is not Kind.COMMENT).strip(" \t")
    return visible(words.removeprefix("<").removesuffix(">").strip(" \t"))


def _is_relay(client_ip: str | None, trust: Trust) -> bool:
    address = ip(client_ip or "")
    return address is not None and address in {ip(one) for one in trust.relays}


def _our_hop(header: Header, trust: Trust) -> Hop | None:
    """The topmost Received field, if a host of ours wrote it and wrote it on top."""
    for field in header.fields:
        if field.key == "received":
            hop = read_received(field.value)
            names = {one.lower() for one in (*trust.authserv_ids, *trust.relays)}
            return hop if hop and hop.relay in names else None
        if originated(field):
            return None
    return None


def _results_of_ours(header: Header, trust: Trust) -> list[int]:
    """Where the results fields stand that bear a name of ours, above the second Received field."""
    names = {one.lower() for one in trust.authserv_ids}
    found, received = [], 0
    for at, field in enumerate(header.fields):
        if field.key == "received":
            received += 1
            if received == 2:
                break
        if field.key == "authentication-results" and authserv_id(field.value) in names:
            found.append(at)
    return found


def _in_place(header: Header, at: int, trust: Trust) -> bool:
    """Whether the results field at `at` stands where our relay puts its own."""
    above = header.fields[:at]
    if any(originated(field) for field in above):
        return False
    below_received = any(field.key == "received" for field in above)
    return below_received == (trust.results_position == "below-received")
