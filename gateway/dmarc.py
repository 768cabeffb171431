"""The DMARC policy of an author's domain, and whether another domain may speak for it.

authheaders is not used: it reads its list of public suffixes (of 2019) from the disk at every
question, takes the author from `email.utils`, and cannot tell "no answer" from "no record".

STANDARDS: RFC 7489 sections 3.1 (alignment), 3.2 (organisational domain), 6.3 (tags), 6.6.3
    (discovery). `pct` asks how to treat what failed, which is ours to say: it is passed over.
SECURITY: police.uk is a public suffix, so by the book all of pnn.police.uk is one organisation: one
    force would pass for another. Under it only the author's very domain speaks for him. Under
    cjsm.net, where all tenants leave through the same machines, a domain above the author's may,
    but never one beside it. This is a first fence: neighbours on every other network are told
    apart by the networks of the settings, in routing, from whom each result names.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.lookups import Lookups
from models.address import domain_on_network
from models.organisation import organisation

#: Below these no other domain speaks for an author, whatever the record says.
STRICT_BELOW = ("pnn.police.uk",)
#: Networks of many tenants: none speaks for its neighbour.
SHARED = ("cjsm.net",)


@dataclass(frozen=True, slots=True)
class Policy:
    """What a DMARC record says of alignment; `found` is False where no record applies."""

    found: bool = False
    strict_dkim: bool = False
    strict_spf: bool = False


def find_policy(domain: str, lookups: Lookups) -> Policy:
    """The policy for mail whose author is at `domain` (RFC 7489 section 6.6.3).

    Raises:
        TemporaryDnsError: nobody knows yet.
        TooManyLookupsError: the message asked for too much already.
    """
    for place in dict.fromkeys((domain, organisation(domain))):
        records = [tags for one in lookups.texts(f"_dmarc.{place}") if (tags := _tags(one))]
        if len(records) > 1:
            return Policy()  # "policy discovery terminates"
        if records:
            return _policy(records[0])
    return Policy()


def aligned(author: str, proven: str, *, strict: bool) -> bool:
    """Whether what proves the domain `proven` proves the domain `author` (lower-case ASCII)."""
    if author == proven:
        return True
    if strict or any(domain_on_network(author, one) for one in STRICT_BELOW):
        return False
    if any(domain_on_network(author, one) for one in SHARED):
        return domain_on_network(author, proven) and any(
            domain_on_network(proven, one) for one in SHARED
        )
    return organisation(author) == organisation(proven)


def _tags(record: bytes) -> dict[str, str] | None:
    """The tags of a DMARC record, in lower case; None for any other text (RFC 7489 section 6.3).

    The first tag must be v=DMARC1, in these letters; a tag that stands twice counts as it stands
    first.
    """
    tags: dict[str, str] = {}
    for number, part in enumerate(record.decode("ascii", "replace").split(";")):
        name, equals, value = (one.strip() for one in part.partition("="))
        if number == 0 and (name, value) != ("v", "DMARC1"):
            return None
        if equals:
            tags.setdefault(name.lower(), value.lower())
    return tags


def _policy(tags: dict[str, str]) -> Policy:
    # Without a policy that we know, the record counts only where it asks for reports (6.6.3, 6).
    if tags.get("p") not in {"none", "quarantine", "reject"} and "rua" not in tags:
        return Policy()
    return Policy(True, tags.get("adkim") == "s", tags.get("aspf") == "s")
