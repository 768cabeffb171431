"""Evidence into a verdict: is the author proven, and on a secure network? Pure.

A domain that ends in the right letters proves nothing; what our relay found out does. Each network
says what evidence it demands: "dmarc" (the relay's dmarc=pass for exactly the author's domain),
or "relay+aligned" (SPF or DKIM passed for exactly that domain, and DMARC did not object). With
`via` the mail must have reached the relay by a named route; after `trusted_until` the network's
name alone is worth nothing, and only dmarc=pass counts.

STANDARDS: RFC 8601 section 2.7 (methods and properties), RFC 7489 section 3.1 (alignment, strict
    here), RFC 3834 section 2 (mail that is never answered).
SECURITY: results that contradict each other, or a result without the property that says whom it is
    about, prove nothing. A temporary error proves nothing either.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import date
from typing import Final

from models.address import domain_on_network, parse_author
from models.auth import Address, AuthorFault, AuthVerdict, Evidence, SenderVerdict
from models.mail import Header
from models.reasons import (
    AUTHENTICATED,
    AUTO_SUBMITTED,
    INSECURE_NETWORK,
    LIST_OR_BULK,
    MALFORMED_RESULTS,
    NETWORK_RETIRED,
    NO_RESULTS,
    NOT_ALIGNED,
    NOT_AUTHENTICATED,
    NULL_REVERSE_PATH,
    OWN_ADDRESS,
    REPORT,
    SEVERAL_RESULTS,
    WRONG_ROUTE,
)
from models.settings import Network
from parsers.mime import without_comments
from routing.alignment import about, lent, says

# What a relay may say of DMARC without objecting; Exchange writes "bestguesspass" where the domain
# publishes no policy.
_NO_OBJECTION: Final = frozenset({"pass", "none", "bestguesspass"})
_NOTHING: Final = "nothing our relay says can be believed"
_PROBLEMS: Final = {
    NO_RESULTS: "no results field of ours where the relay writes its own; "
    "see trust in docs/settings.md",
    SEVERAL_RESULTS: "two results fields of ours, or more: the relay must write one merged field; "
    "see trust in docs/settings.md",
    MALFORMED_RESULTS: "the results field of ours is not written as RFC 8601 demands",
}
_LACKING: Final = {
    NOT_AUTHENTICATED: "no dmarc=pass for the author's domain",
    NOT_ALIGNED: "what passed is not for the author's own domain",
    NETWORK_RETIRED: "past its trusted_until only a dmarc=pass counts, and there is none",
    WRONG_ROUTE: "it did not come by a route of the network (via)",
}
_DAEMON: Final = "mailer-daemon"
_REPORTS: Final = (
    "multipart/report",
    "message/disposition-notification",
    "message/delivery-status",
    "message/global-disposition-notification",
    "message/global-delivery-status",
    "message/feedback-report",
)


def authenticate(
    header: Header, evidence: Evidence, networks: Sequence[Network], on: date
) -> AuthVerdict:
    """The verdict on the author of a message received on the day `on` (DESIGN sections 3 and 5).

    Accepted only where there is one unambiguous author, the longest matching network that is
    enabled holds his domain, and the evidence is what that network demands. An author who is
    proven (dmarc=pass) but on no network is refused as "insecure_network", `authenticated`; all
    else is not authenticated. Never raises.
    """
    author = parse_author(header)
    if isinstance(author, AuthorFault):
        return AuthVerdict(SenderVerdict.REFUSED, author.reason, detail=author.detail)
    if evidence.problem:
        return _refused(evidence.problem, author, _PROBLEMS.get(evidence.problem, _NOTHING))
    fault = _dmarc_fault(evidence, author.domain, networks)
    candidates = _longest(networks, author.domain)
    if not candidates:
        if fault:
            return _refused(NOT_AUTHENTICATED, author, "no dmarc=pass for the author's domain")
        return AuthVerdict(
            SenderVerdict.REFUSED,
            INSECURE_NETWORK,
            author,
            authenticated=True,
            detail="proven, but the domain is on no secure network",
        )
    faults = [_network_fault(one, evidence, author.domain, fault, on) for one in candidates]
    for network, problem in zip(candidates, faults, strict=True):
        if problem is None:
            return AuthVerdict(
                SenderVerdict.ACCEPTED,
                AUTHENTICATED,
                author,
                network.name,
                authenticated=True,
                detail="dmarc=pass" if fault is None else "spf or dkim passed, aligned",
            )
    reason = faults[0] or NOT_AUTHENTICATED
    return _refused(reason, author, f"{_LACKING[reason]} (network {candidates[0].name})")


def automatic(
    header: Header,
    reverse_path: str | None,
    own_addresses: Sequence[str],
    author: Address | None,
) -> str | None:
    """The reason code why this mail must be ignored and never answered, or None (RFC 3834).

    In this order: our own address, with or without a detail ("+..."), as author or reverse-path;
    the null reverse-path ("", however a server spells it - None is one that is not known, and no
    reason), Auto-Submitted other than "no", a report, a list or bulk. X-Auto-Response-Suppress is no reason: Outlook writes it on the mail of persons.
    """
    own = {one.strip().lower() for one in own_addresses}
    path = None if reverse_path is None else reverse_path.strip(' \t<>"').lower()
    seen = {one for one in (path, str(author or "").lower()) if one}
    if (seen | {_without_detail(one) for one in seen}) & own:
        return OWN_ADDRESS
    if path in ("", _DAEMON):  # "<MAILER-DAEMON>" is how some servers write the null path down
        return NULL_REVERSE_PATH
    if any(_token(value) != "no" for value in header.all("Auto-Submitted")):
        return AUTO_SUBMITTED
    precedence = {_token(value) for value in header.all("Precedence")}
    if header.all("X-Autoreply") or header.all("X-Autorespond") or "auto_reply" in precedence:
        return AUTO_SUBMITTED
    if any(_token(value) in _REPORTS for value in header.all("Content-Type")):
        return REPORT
    if path and path.startswith(f"{_DAEMON}@"):
        return REPORT
    if author and author.local_part.lower() == _DAEMON:
        return REPORT
    if precedence & {"bulk", "list", "junk"} or any(
        field.key.startswith("list-") for field in header.fields
    ):
        return LIST_OR_BULK
    return None


def _without_detail(address: str) -> str:
    """The address without what stands behind "+" in its local part (RFC 5233)."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def _refused(reason: str, author: Address, detail: str) -> AuthVerdict:
    return AuthVerdict(SenderVerdict.REFUSED, reason, author, detail=detail)


def _token(value: str) -> str:
    """The first word of a field that has parameters, in lower case, without comments."""
    plain = without_comments(value)
    return (value if plain is None else plain).partition(";")[0].strip(" \t").lower()


def _longest(networks: Sequence[Network], domain: str) -> list[Network]:
    """The enabled networks with the longest suffix that holds `domain`."""
    found = [one for one in networks if one.enabled and domain_on_network(domain, one.suffix)]
    longest = max((len(one.suffix) for one in found), default=0)
    return [one for one in found if len(one.suffix) == longest]


def _network_fault(
    network: Network, evidence: Evidence, domain: str, dmarc_fault: str | None, on: date
) -> str | None:
    """The reason code why the evidence is not what `network` demands, or None."""
    if dmarc_fault is not None:
        if _retired(network, on):
            return NETWORK_RETIRED
        if network.evidence == "dmarc":
            return dmarc_fault
        fault = _aligned_fault(evidence, domain)
        if fault:
            return fault
    return None if _by_route(network, evidence) else WRONG_ROUTE


def _dmarc_fault(evidence: Evidence, domain: str, networks: Sequence[Network]) -> str | None:
    """None if every dmarc result, and there is one, is a pass for exactly `domain`."""
    found = [one for one in evidence.results if one.method == "dmarc"]
    if not found or any(one.result != "pass" for one in found):
        return NOT_AUTHENTICATED
    if not all(about(one, "header.from", domain) for one in found):
        return NOT_ALIGNED
    return NOT_ALIGNED if lent(evidence, domain, networks) else None


def _aligned_fault(evidence: Evidence, domain: str) -> str | None:
    """None if SPF or DKIM passed for exactly `domain` and DMARC does not object."""
    verdicts = [one for one in evidence.results if one.method == "dmarc"]
    if any(one.result not in _NO_OBJECTION for one in verdicts):
        return NOT_AUTHENTICATED
    if any(one.result == "pass" and not about(one, "header.from", domain) for one in verdicts):
        return NOT_ALIGNED
    # A message has one SPF verdict on its reverse-path, but any number of signatures.
    spf = [one for one in evidence.results if one.method == "spf" and says(one, "smtp.mailfrom")]
    dkim = [one for one in evidence.results if one.method == "dkim" and one.result == "pass"]
    if spf and all(one.result == "pass" and about(one, "smtp.mailfrom", domain) for one in spf):
        return None
    if any(about(one, "header.d", domain) for one in dkim):
        return None
    return NOT_ALIGNED if dkim or any(one.result == "pass" for one in spf) else NOT_AUTHENTICATED


def _retired(network: Network, on: date) -> bool:
    """Whether `trusted_until` is past; a date that cannot be read is past."""
    if network.trusted_until is None:
        return False
    try:
        return on > date.fromisoformat(network.trusted_until)
    except ValueError:
        return True


def _by_route(network: Network, evidence: Evidence) -> bool:
    """Whether the entering hop names a host or address of `network.via` (any, if none)."""
    if not network.via:
        return True
    seen = [one.strip("[]").lower() for one in (evidence.received_from or "").split()]
    if evidence.relay:
        seen.append(evidence.relay.lower())
    return any(_same_host(one, wanted.strip().lower()) for one in seen for wanted in network.via)


def _same_host(seen: str, wanted: str) -> bool:
    """The same name, the same address, or an address in the range `wanted` (CIDR)."""
    if seen == wanted:
        return True
    try:
        return ipaddress.ip_address(seen) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False
