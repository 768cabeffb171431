"""Whom a result is about, and for whom it may speak: alignment among those who share a network.

STANDARDS: RFC 7489 section 3.1 (alignment), RFC 8601 section 2.2 (properties).
SECURITY: relaxed alignment goes by the organisational domain, and on a shared network that is
    often the network's own: a neighbour's proof would do. It never does here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from models.address import domain_on_network, is_domain, parse_path
from models.auth import Evidence, MethodResult
from models.settings import Network

#: Under this name stand agencies that do not answer for each other: alignment is exact there.
_SHARED: Final = "pnn.police.uk"
_NULL_PATHS: Final = frozenset({"", "<>"})


def lent(evidence: Evidence, domain: str, networks: Sequence[Network]) -> bool:
    """Whether a dmarc=pass for `domain` rests on a neighbour's SPF or DKIM (relaxed alignment).

    Where SPF or DKIM passes are named, one must be for a domain that may speak for `domain`; a
    relay that names none is taken at its word. A HELO name alone is no name, save of mail with
    the null reverse-path, where it is what SPF was about (RFC 7489 section 3.1.2). An author on
    none of the `networks` has no neighbours.
    """
    suffixes = _suffixes(networks, domain)
    if not suffixes:
        return False
    passed = [one for one in evidence.results if one.result == "pass"]
    named = [said for one in passed if (said := _named(one))]
    if named:
        return not any(
            all(_may_speak(_domain_of(one), domain, suffixes) for one in said) for said in named
        )
    spf = [one for one in evidence.results if one.method == "spf"]
    if any(path not in _NULL_PATHS for one in spf for path in says(one, "smtp.mailfrom")):
        return False
    greeted = [says(one, "smtp.helo") for one in spf if one.result == "pass"]
    return any(_is_neighbour(_domain_of(one), domain, suffixes) for said in greeted for one in said)


def says(result: MethodResult, name: str) -> list[str]:
    """The values of the property `name`, as written."""
    return [value for key, value in result.properties if key == name]


def about(result: MethodResult, name: str, domain: str) -> bool:
    """Whether the property `name` is there and names `domain`, and nothing else (any case)."""
    values = says(result, name)
    return bool(values) and all(_domain_of(value) == domain for value in values)


def _suffixes(networks: Sequence[Network], domain: str) -> frozenset[str]:
    """Those that hold `domain`: of the enabled networks, or where there is none, of all."""
    held = [one for one in networks if domain_on_network(domain, one.suffix)]
    return frozenset(one.suffix.lower() for one in ([o for o in held if o.enabled] or held))


def _named(result: MethodResult) -> list[str]:
    """The domains or addresses that a pass of SPF or DKIM is about; none where it names nobody."""
    if result.method == "dkim":
        return says(result, "header.d") or says(result, "header.i")
    if result.method != "spf":
        return []
    paths = says(result, "smtp.mailfrom")
    null = all(one in _NULL_PATHS for one in paths)
    return [] if null and says(result, "smtp.helo") else paths


def _may_speak(found: str | None, domain: str, suffixes: frozenset[str]) -> bool:
    """Whether a pass for `found` is one for an author at `domain`.

    So it is for the domain itself, for one below it, and for one above it that is still on the
    network: a network's own signature speaks for its tenants. What stands below a network's
    suffix does not speak for the suffix. Under pnn.police.uk alignment is exact.
    """
    if found is None or found == domain or domain_on_network(domain, _SHARED):
        return found == domain
    if _is_below(found, domain, suffixes):
        return True
    return domain_on_network(domain, found) and _is_on(found, suffixes)


def _is_neighbour(found: str | None, domain: str, suffixes: frozenset[str]) -> bool:
    """Whether `found` is on the network and another's; a host below a domain is that domain's."""
    if found is None or not _is_on(found, suffixes) or _is_below(found, domain, suffixes):
        return False
    return not _may_speak(found, domain, suffixes)


def _is_below(found: str, domain: str, suffixes: frozenset[str]) -> bool:
    return domain_on_network(found, domain) and domain not in suffixes


def _is_on(found: str, suffixes: frozenset[str]) -> bool:
    return any(domain_on_network(found, suffix) for suffix in suffixes)


def _domain_of(value: str) -> str | None:
    """The domain that a property names, itself or as an address (RFC 8601 section 2.2, pvalue)."""
    bare = value.removeprefix("@")
    if is_domain(bare):
        return bare.lower()
    address = parse_path(value)
    return address.domain if address else None
