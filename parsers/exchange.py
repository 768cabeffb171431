"""What Exchange Online says of a message: its own Authentication-Results field, read strictly.

Exchange Online writes results without an authserv-id, so that nothing in the field tells whose it
is: only its place does. Reading from the top, the fields above the hop by which the mail entered
the tenant were written by the tenant, for each hop above was from one of its hosts to another. The
topmost results field counts if it stands there, directly above that hop (no other Received field
between), and if it is the only one there. What stands below came with the message: results fields
of any name, ARC, and Received fields under any host's name.

A hop is inside the tenant where both its ends bear a name of the tenant's (`trust.authserv_ids`,
`trust.relays`: ".prod.outlook.com" names all hosts below), its client's address is one that
Microsoft's servers use among themselves, and the next Received field below was written by the host
it names. The client's name alone would prove nothing: a client chooses it. In the topmost hop,
into the mailbox by HTTPS, the address may be loopback.

STANDARDS: RFC 8601 section 2.2, of which this is a dialect: no authserv-id, and properties without
    a type ("action=none"). RFC 5321 section 4.4 (Received).
SECURITY: one dmarc=pass with one header.from, and nothing that speaks against it: two dmarc
    results, a result that rests on ARC (another's word), or a failed composite verdict prove
    nothing. compauth=pass and bestguesspass are guesses, and prove nothing either. Quotes,
    comments elsewhere than behind a result, and 8-bit characters make the field malformed.
BUGS: drawn from header blocks that others have published, of 2017 to 2026; not seen on a tenant of
    our own. Counts for mail fetched from the mailbox alone: over SMTP any tenant of Exchange
    Online would come from the same addresses.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from models.address import is_domain
from models.auth import Evidence, MethodResult
from models.mail import Header, Origin
from models.reasons import (
    MALFORMED_RESULTS,
    NO_RESULTS,
    NOT_ALIGNED,
    NOT_AUTHENTICATED,
    SEVERAL_RESULTS,
)
from models.settings import Trust
from parsers.mime import Kind, lexemes
from parsers.origin import originated, visible
from parsers.received import Hop, IPAddress, read_received
from parsers.results import MAX_LENGTH

# Addresses that hosts of Exchange Online use among themselves, as the published header blocks show
# them. Its outbound hosts, through which other tenants' mail comes, are elsewhere (2a01:111:f400::
# and IPv4), as its SPF record says. `trust.relays` may add ranges.
_INSIDE: Final = tuple(
    ipaddress.ip_network(one)
    for one in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "fc00::/7",
        "2603:1000::/24",
        "2a01:111:e400::/48",
    )
)
_RESULT: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,31})=([A-Za-z0-9]{1,32})")
_PROPERTY: Final = re.compile(r"([A-Za-z][A-Za-z0-9.-]{0,62})=(.*)", re.DOTALL)
#: "The ARC result was used to override a DMARC failure", in Microsoft's list of reasons.
_BY_ARC: Final = "130"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Entry:
    """The hop by which a message entered the tenant: its place among the fields, and what it says.

    `results` are the places of the results fields above it.
    """

    at: int
    hop: Hop
    results: tuple[int, ...]


def gather_exchange(header: Header, trust: Trust, origin: Origin) -> Evidence:
    """What the tenant says of the message, or the reason why nothing can be believed.

    Without a `problem` there is one dmarc=pass that names one domain. Never raises.
    """
    if origin in (Origin.SMTP, Origin.LMTP):
        return Evidence(problem=NO_RESULTS)
    entry = entry_of(header, trust)
    if entry is None:
        return Evidence(problem=NO_RESULTS)
    relay, client = entry.hop.relay, entry.hop.received_from
    if len(entry.results) != 1:
        problem = SEVERAL_RESULTS if entry.results else NO_RESULTS
        return Evidence(problem=problem, relay=relay, received_from=client)
    value = header.fields[entry.results[0]].value
    results = read_exchange(value)
    return Evidence(
        results=results or (),
        problem=MALFORMED_RESULTS if results is None else _fault(results),
        relay=relay,
        received_from=client,
        field=visible(value[:MAX_LENGTH]),
    )


def entry_of(header: Header, trust: Trust) -> Entry | None:
    """The hop by which the message entered the tenant; None where the trace is not as it must be.

    Each Received field from the top must be `by` a host of the tenant; all above the entering one
    lead from host to host inside it, and none of them stands below a results field.
    """
    found: list[int] = []
    awaited = None
    for at, field in enumerate(header.fields):
        if originated(field):
            return None
        if field.key == "authentication-results":
            found.append(at)
        if field.key != "received":
            continue
        hop = read_received(field.value)
        if hop is None or not is_tenants(hop.relay, trust):
            return None
        if awaited is not None and _host(hop.relay) != awaited:
            return None  # the field above says it took the mail from another host
        inside = (awaited is None and _is_delivery(hop, trust)) or _is_inside(hop, trust)
        if inside is False:
            return Entry(at, hop, tuple(found))
        if inside is None or found:
            return None
        awaited = _host(hop.claimed or "")
    return None


def is_tenants(host: str, trust: Trust) -> bool:
    """Whether `host` (lower case) is named in `trust`, or stands below a name with a leading dot."""
    if not is_domain(host):
        return False
    names = [one.lower() for one in (*trust.authserv_ids, *trust.relays)]
    return any(host.endswith(one) if one.startswith(".") else host == one for one in names)


def read_exchange(value: str) -> tuple[MethodResult, ...] | None:
    """What the field says, in its order; None where it is not written as Exchange Online writes it.

    Results stand between semicolons: `method=result`, at most one comment directly behind it, and
    `name=value` pairs. Until about 2021 the recipient's domain stood among them, alone: it is
    passed over. Methods, results and names are in lower case, values as written.
    """
    if len(value) > MAX_LENGTH or not value.isascii():
        return None
    clauses: list[list[tuple[Kind, str]]] = [[]]
    for kind, text in lexemes(value):
        if kind is Kind.BAD:
            return None
        if kind is Kind.SEMICOLON:
            clauses.append([])
        elif kind is not Kind.SPACE:
            clauses[-1].append((kind, text))
    if len(clauses) > 1 and not clauses[-1]:
        clauses.pop()  # nothing is said behind the last semicolon
    results = []
    for nth, clause in enumerate(clauses):
        if nth and [kind for kind, _ in clause] == [Kind.WORD] and is_domain(clause[0][1]):
            continue
        result = _result(clause)
        if result is None:
            return None
        results.append(result)
    return tuple(results)


def _result(clause: list[tuple[Kind, str]]) -> MethodResult | None:
    kinds = [kind for kind, _ in clause]
    if kinds[1:2] == [Kind.COMMENT]:
        clause, kinds = [clause[0], *clause[2:]], [kinds[0], *kinds[2:]]
    if not kinds or any(kind is not Kind.WORD for kind in kinds):
        return None
    first = _RESULT.fullmatch(clause[0][1])
    pairs = [_PROPERTY.fullmatch(text) for _, text in clause[1:]]
    if first is None or None in pairs:
        return None
    properties = tuple((pair[1].lower(), pair[2]) for pair in pairs if pair)
    return MethodResult(first[1].lower(), first[2].lower(), properties)


def _fault(results: tuple[MethodResult, ...]) -> str | None:
    """The reason code why the results prove no domain, or None."""
    verdicts = [one for one in results if one.method == "dmarc"]
    if len(verdicts) != 1 or verdicts[0].result != "pass":
        return NOT_AUTHENTICATED
    if any(one.method == "arc" and one.result != "none" for one in results):
        return NOT_AUTHENTICATED
    for one in results:
        overridden = ("reason", _BY_ARC) in one.properties
        if one.method == "compauth" and (one.result == "fail" or overridden):
            return NOT_AUTHENTICATED
    domains = [domain for name, domain in verdicts[0].properties if name == "header.from"]
    return None if len(domains) == 1 and is_domain(domains[0]) else NOT_ALIGNED


def _is_inside(hop: Hop, trust: Trust) -> bool | None:
    """Whether the hop led from host to host inside the tenant; None where nobody can say.

    A host that took the mail from itself took it from its own user, whose fields then follow.
    """
    address = hop.address
    if address is None or address.is_loopback or address.is_link_local or address.is_unspecified:
        return None
    named = is_tenants(hop.claimed or "", trust) and _host(hop.claimed or "") != _host(hop.relay)
    if not _among_servers(address, trust):
        return False
    return True if named else None


def _is_delivery(hop: Hop, trust: Trust) -> bool:
    """Whether the hop is the last one into the mailbox: from another host of the tenant by HTTPS.

    Exchange Online often writes that host's address as loopback ("(::1)"). Only ever the topmost.
    """
    claimed = hop.claimed or ""
    return (
        hop.protocol == "https"
        and hop.seen is not None
        and hop.seen.is_loopback
        and is_tenants(claimed, trust)
        and _host(claimed) != _host(hop.relay)
    )


def _among_servers(address: IPAddress, trust: Trust) -> bool:
    return any(
        address.version == one.version and address in one for one in (*_INSIDE, *_ranges(trust))
    )


def _ranges(trust: Trust) -> list[Network]:
    """The addresses and ranges among `trust.relays`."""
    found: list[Network] = []
    for one in trust.relays:
        try:
            found.append(ipaddress.ip_network(one, strict=False))
        except ValueError:
            continue  # a name
    return found


def _host(name: str) -> str:
    """The first label: one machine bears it in each of the domains that Exchange Online uses."""
    return name.partition(".")[0]
