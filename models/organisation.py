"""The organisation that a domain belongs to, by the public suffix list.

STANDARDS: RFC 7489 section 3.2 (organisational domain); publicsuffix.org.
"""

from __future__ import annotations

from functools import cache

from publicsuffixlist import PublicSuffixList


def organisation(domain: str) -> str:
    """The organisational domain of `domain` (lower-case ASCII); a public suffix is its own."""
    return _suffixes().privatesuffix(domain) or domain


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
