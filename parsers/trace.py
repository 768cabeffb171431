"""The trace our relay left on a message: its Received field and its Authentication-Results.

Whatever came with a message was written by its sender, under any name he liked. What our relay
wrote stands where our relay writes, and is told by its place: the Received field by which the
message entered our hosts (`parsers.hops`; the topmost, where no other host of ours handed it on),
and one results field next to it.

STANDARDS: RFC 8601 sections 5 and 7.1 (which fields to believe), RFC 5321 section 4.4 (Received),
    RFC 5322 section 3.3 (date-time), 3.6.7 (trace fields).
SECURITY: two results fields that bear a name of ours above the Received field next below the
    entering hop are one too many, wherever they stand: one of them is forged.
"""

from __future__ import annotations

from datetime import datetime

from models.auth import Evidence
from models.mail import Envelope, Header, HeaderField, Origin
from models.reasons import MALFORMED_RESULTS, NO_RESULTS, SEVERAL_RESULTS
from models.settings import Trust
from parsers.exchange import entry_of, gather_exchange
from parsers.hops import Entering, entering_hop
from parsers.mime import Kind, lexemes
from parsers.origin import originated, visible
from parsers.received import instant, ip
from parsers.results import MAX_LENGTH, authserv_id, read_results


def gather(header: Header, trust: Trust, envelope: Envelope, origin: Origin) -> Evidence:
    """What our relay says of the message, or the reason why nothing it says can be believed.

    Only one results field counts: above everything the author's side wrote and above the Received
    field next below the entering hop; below a Received field of ours, or directly above the
    entering hop's, as `trust.results_position` says. Over SMTP and LMTP the client must be a relay
    of ours, too.
    Exchange Online has rules of its own (`parsers.exchange`). Never raises.
    """
    if trust.profile == "exchange-online":
        return gather_exchange(header, trust, origin)
    if origin in (Origin.SMTP, Origin.LMTP) and not _is_relay(envelope.client_ip, trust):
        return Evidence(problem=NO_RESULTS)
    entering = entering_hop(header, trust)
    if entering is None:
        return Evidence(problem=NO_RESULTS)
    hop = entering.hop
    ours = _results_of_ours(header, trust, entering)
    if len(ours) > 1:
        return Evidence(problem=SEVERAL_RESULTS, relay=hop.relay, received_from=hop.received_from)
    if not ours or not _in_place(header, ours[0], trust, entering):
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

    The date-time of the entering hop (RFC 5321 section 4.4), strictly read: a four-digit year and
    a numeric or known zone. What an author's side wrote is never looked at.
    """
    if trust.profile == "exchange-online":
        entry = entry_of(header, trust)
        return instant(entry.hop.when) if entry else None
    entering = entering_hop(header, trust)
    return instant(entering.hop.when) if entering else None


def relays_own(
    header: Header, trust: Trust, envelope: Envelope, origin: Origin
) -> tuple[HeaderField, ...]:
    """The fields that stand where our relay writes, topmost first; none where it was no relay's.

    Above everything the author's side wrote, and above the Received field next below the entering
    hop (in Exchange Online, above the entering hop). What an earlier relay wrote above its own
    Received field stands there, too: enough to let a person look, never to believe an author.
    """
    if trust.profile == "exchange-online":
        known = origin not in (Origin.SMTP, Origin.LMTP)
        entry = entry_of(header, trust) if known else None
        return header.fields[: entry.at] if entry else ()
    over_smtp = origin in (Origin.SMTP, Origin.LMTP)
    if over_smtp and not _is_relay(envelope.client_ip, trust):
        return ()
    entering = entering_hop(header, trust)
    if entering is None:
        return ()
    own = header.fields[: entering.end]
    return own[: next((at for at, field in enumerate(own) if originated(field)), len(own))]


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


def _results_of_ours(header: Header, trust: Trust, entering: Entering) -> list[int]:
    """Where the results fields stand that bear a name of ours, above the next Received field."""
    names = {one.lower() for one in trust.authserv_ids}
    return [
        at
        for at, field in enumerate(header.fields[: entering.end])
        if field.key == "authentication-results" and authserv_id(field.value) in names
    ]


def _in_place(header: Header, at: int, trust: Trust, entering: Entering) -> bool:
    """Whether the results field at `at` stands where our relay puts its own.

    Below an inner hop a filter that hands mail back to the relay leaves it, too.
    """
    if any(originated(field) for field in header.fields[:at]):
        return False
    if trust.results_position == "below-received":
        return at > entering.top
    return entering.above < at < entering.at
