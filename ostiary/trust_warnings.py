"""What `check-config` warns of: settings of trust that are allowed, and weak, or that cannot work.

Nothing here stops the program. Each sentence says what follows from the setting and what to do.

STANDARDS: RFC 8601 section 5 (whose results are believed).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from models.address import domain_on_network, is_domain
from models.settings import Network, Settings

#: Names that were closed on 31 March 2019; what bears them today cannot be what it was.
_RETIRED: Final = ("gsi.gov.uk", "gsx.gov.uk", "gse.gov.uk", "gcsx.gov.uk")


def trust_warnings(settings: Settings, networks: Sequence[Network], today: date) -> tuple[str, ...]:
    """The warnings, in the order of the settings; none where all is well.

    Args:
        settings: the installation's.
        networks: those that count: of the settings, else of the register.
        today: in Europe/London.
    """
    found = [*_relay(settings)]
    enabled = [one for one in networks if one.enabled]
    if not enabled:
        found.append("no network is enabled: every author is refused; see [[network]]")
    for network in enabled:
        found += [f"network {network.name}: {what}" for what in _network(network, settings, today)]
    return tuple(found)


def _relay(settings: Settings) -> Iterator[str]:
    trust = settings.trust
    hosts = [one for one in (*trust.authserv_ids, *trust.relays) if is_domain(one.lstrip("."))]
    dotted = [one for one in hosts if one.startswith(".")]
    if trust.profile == "exchange-online":
        if not hosts:
            yield (
                "trust.authserv_ids names none of the tenant's hosts: nobody is trusted; see "
                'docs/settings.md for those of Exchange Online (".prod.outlook.com" ...)'
            )
        if not settings.mailbox:
            yield (
                'trust.profile is "exchange-online" and there is no [[mailbox]]: its results count '
                "for mail fetched from a mailbox alone"
            )
        if settings.listener.smtp or settings.listener.lmtp:
            yield (
                'trust.profile is "exchange-online": what a relay hands to a listener is never '
                "trusted, for every tenant comes from the same addresses; trust.direct is judged"
            )
        if "results_position" in trust.model_fields_set:
            yield 'trust.results_position is not used with trust.profile = "exchange-online"'
        return
    if not trust.authserv_ids:
        also = " but what comes by trust.direct" if trust.direct else ""
        yield f"trust.authserv_ids is empty: nothing is trusted{also}; name the relay's ids"
    yield from _own_hops(settings)
    if dotted:
        yield (
            f"{', '.join(dotted)} in trust: a name with a leading dot counts only with "
            'trust.profile = "exchange-online"; name each host'
        )


def _own_hops(settings: Settings) -> Iterator[str]:
    """What is amiss in `trust.relays`, by which hops of our own above the relay's are known."""
    trust = settings.trust
    ranges = [one for one in trust.relays if _is_range(one) and not _is_address(one)]
    if ranges:
        yield (
            f"{', '.join(ranges)} in trust.relays: ranges count only with trust.profile = "
            '"exchange-online"; give each address'
        )
    names = [one for one in trust.relays if is_domain(one)]
    addresses = [one for one in trust.relays if _is_address(one)]
    if names and all(ipaddress.ip_address(one.strip()).is_loopback for one in addresses):
        yield (
            f"trust.relays names {', '.join(names)}, and no address but loopback: a Received field "
            "that such a host adds is passed over only where it took the mail by LMTP; add the "
            "addresses of the hosts that hand mail on to it, none on which people write mail"
        )


def _network(network: Network, settings: Settings, today: date) -> Iterator[str]:
    family = next((one for one in _RETIRED if domain_on_network(network.suffix, one)), None)
    past = _is_past(network.trusted_until, today)
    if past:
        yield (
            f"trusted_until {network.trusted_until} is past: only the relay's explicit dmarc=pass "
            "counts, and no new installation has it on (the demonstration switches it on, to show "
            "just that); move its partners to a living network, then set enabled = false"
        )
    if family and network.trusted_until is None:
        yield (
            f"{family} was closed on 31 March 2019, and a name under it proves nothing; set "
            'trusted_until = "2019-03-31"'
        )
    if network.evidence == "relay+aligned":
        if settings.trust.profile == "exchange-online" or past:
            yield 'evidence "relay+aligned" has no effect here: dmarc=pass is demanded'
        else:
            yield (
                'evidence "relay+aligned" takes SPF or DKIM for proof where the domain asks for no '
                'DMARC; set evidence = "dmarc" as soon as its domains publish one'
            )
    yield from _route(network, settings)


def _route(network: Network, settings: Settings) -> Iterator[str]:
    odd = [one for one in network.via if not _is_range(one) and not is_domain(one.strip())]
    if odd:
        yield f"via: {', '.join(odd)} is no address, range or host name, and matches nothing"
    if not network.via or any(_is_range(one) for one in network.via):
        return
    if settings.trust.profile == "exchange-online" or settings.trust.direct:
        yield (
            "via names hosts alone: Exchange Online, and Ostiary on a direct hop, look no name up, "
            "so that this matches nothing there; give addresses or ranges"
        )
    else:
        yield (
            "via names hosts alone: it then rests on the reverse DNS that the relay looks up, and "
            "some relays write none; give addresses or ranges"
        )


def _is_range(text: str) -> bool:
    try:
        ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return False
    return True


def _is_address(text: str) -> bool:
    return "/" not in text and _is_range(text)


def _is_past(day: str | None, today: date) -> bool:
    """Whether a last day is past; one that cannot be read is, as for routing."""
    if day is None:
        return False
    try:
        return today > date.fromisoformat(day)
    except ValueError:
        return True
