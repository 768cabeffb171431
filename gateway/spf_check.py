"""SPF of one transaction, by pyspf, with our own lookups in place of its resolver.

STANDARDS: RFC 7208; section 2.4 (the null reverse-path is postmaster at the HELO name).

SECURITY: records are hostile. pyspf counts what they ask for (10 terms, 2 names that do not
exist), `Lookups` counts again. Whatever else goes wrong in it on such a record is a permerror.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import spf

from gateway.lookups import Lookups, TemporaryDnsError, TooManyLookupsError
from models.address import is_domain, parse_path
from models.mail import Envelope


@dataclass(frozen=True, slots=True)
class SpfResult:
    """What SPF says of `domain` (RFC 7208 section 2.6), and whether that was the HELO name."""

    result: str
    domain: str
    helo: bool = False


def check_spf(envelope: Envelope, lookups: Lookups) -> SpfResult | None:
    """The result for the reverse-path, or for HELO where that is empty; None where neither is one.

    A reverse-path outside our grammar (a quoted local part, a literal) is no result. Never raises.
    """
    helo = (envelope.helo or "").lower()
    if envelope.reverse_path:
        path = parse_path(envelope.reverse_path)
        if path is None:
            return None
        given, domain, by_helo = str(path), path.domain, False
    elif envelope.reverse_path == "" and is_domain(helo):
        given, domain, by_helo = "", helo, True
    else:
        return None
    try:
        address = (envelope.client_ip or "").partition("%")[0]
        result, _, _ = _Query(lookups, address, given, helo or "unknown").check()
    except Exception:  # a fault of the library on a record that somebody made for it
        result = "permerror"
    return SpfResult(str(result), domain, by_helo)


class _Query(spf.query):  # type: ignore[misc]
    """A query of pyspf that asks our lookups: no global resolver, so threads do not meet."""

    def __init__(self, lookups: Lookups, address: str, path: str, helo: str) -> None:
        self._lookups = lookups
        super().__init__(address, path, helo)

    def dns(self, name: Any, qtype: str, *, ignore_void: bool = False) -> list[Any]:
        """The records, as the library wants them. The resolver has followed any alias."""
        try:
            found = self._lookups.ask(str(name), qtype)
        except TemporaryDnsError as problem:
            raise spf.TempError(str(problem)) from None
        except TooManyLookupsError:
            raise spf.PermError("too many lookups") from None
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("too many names that do not exist")
        return [(one,) for one in found] if qtype == "TXT" else list(found)
