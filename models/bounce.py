"""Addresses for what bounces: `outbound.bounce_address` with a token of one letter.

`bounce@force.example` with a token is `bounce+TOKEN@force.example`. Each letter that answers a form
has a token of its own, drawn by lot before the first try and kept with the letter, so that whatever
comes back to that address belongs to that letter. It is not the case's reference: a reference is
printed in the letter and read out on the telephone, a token stands in the envelope alone.

STANDARDS: RFC 5321 section 4.5.3.1.1 (64 characters of local part); RFC 5233 (the "+" detail).
SECURITY: a token has 100 random bits. `token_of` reads hostile text, in linear time, and only ever
    gives back a string of this one shape. Case is folded: a server may fold a local part, though
    RFC 5321 section 2.4 forbids it.
ERRORS: `ValueError` where no bounce address is set, which check-config and the settings tell of.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from models.address import parse_path

if TYPE_CHECKING:
    from models.settings import Settings

#: Crockford's base 32 in lower case, as in references: what is misread by eye cannot occur.
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH: Final = 20
TOKEN_BITS: Final = 5 * _LENGTH
_SHAPE: Final = re.compile(rf"[{_ALPHABET}]{{{_LENGTH}}}")
_MOST_LOCAL: Final = 64 - _LENGTH - 1


def new_token() -> str:
    """A fresh token: 20 characters of Crockford's base 32 in lower case, 100 random bits."""
    bits = secrets.randbits(TOKEN_BITS)
    return "".join(_ALPHABET[(bits >> 5 * at) & 31] for at in range(_LENGTH))


def bounce_path(settings: Settings, token: str) -> str:
    """The reverse-path of the letter with this token, without angle brackets.

    Raises:
        ValueError: no usable `outbound.bounce_address` is set, or `token` is not one of ours.
    """
    base = parse_path(settings.outbound.bounce_address)
    if base is None:
        raise ValueError("outbound.bounce_address is not set; there is no address for bounces")
    if _SHAPE.fullmatch(token) is None:
        raise ValueError("this is not a token of ours; draw one with new_token")
    return f"{base.local_part}+{token}@{base.domain}"


def token_of(settings: Settings, address: str) -> str | None:
    """The token in an address of ours for bounces, in lower case; None for any other address.

    `address` is a path with or without angle brackets, as RCPT TO, Delivered-To or To give it.
    """
    base, given = parse_path(settings.outbound.bounce_address), parse_path(address)
    if base is None or given is None or given.domain != base.domain.lower():
        return None
    local, plus, token = given.local_part.lower().rpartition("+")
    if not plus or local != base.local_part.lower() or _SHAPE.fullmatch(token) is None:
        return None
    return token


def is_bounce_address(settings: Settings, address: str) -> bool:
    """Whether `address` is ours for bounces, bare or with a token: it is never answered.

    Bare, because a gateway may cut a detail off.
    """
    base, given = parse_path(settings.outbound.bounce_address), parse_path(address)
    if base is None or given is None:
        return False
    return str(given).lower() == str(base).lower() or token_of(settings, address) is not None


def bounce_fault(text: str) -> str | None:
    """What is wrong with `outbound.bounce_address`; None where nothing is, or it is not set."""
    if not text:
        return None
    base = parse_path(text)
    if base is None or str(base).lower() != text.lower():
        return "is not a plain address such as bounce@force.example"
    if "+" in base.local_part:
        return 'holds a "+"; give the plain address, the token is added with a "+" when sending'
    if len(base.local_part) > _MOST_LOCAL:
        return f'its part before the "@" is too long for a token; at most {_MOST_LOCAL} characters'
    return None


def our_addresses(settings: Settings, *seen: str | None) -> tuple[str, ...]:
    """Every address of ours, lower case: the own ones, the one we write from, and those for bounces.

    There is one for bounces for each letter; given are the bare one and what of `seen` is one.
    """
    tokened = [one.strip(" \t<>") for one in seen if one and is_bounce_address(settings, one)]
    every = (
        *settings.own_addresses, settings.replies_from, settings.outbound.bounce_address, *tokened
    )  # fmt: skip
    return tuple(dict.fromkeys(one.lower() for one in every if one))
