"""The types of single settings: "address:port", days, instants, numbers; and their sentences.

A value that is not of its type is said in words an operator can act on. Days and instants stay
text: what reads them (routing/authenticate, gateway/arrivals) takes text, and fails safe.

STANDARDS: RFC 3339 (instants and days), RFC 3986 section 3.2.2 (IPv6 addresses in brackets).
ERRORS: `SettingsError` is what every reader of settings raises.
"""

from __future__ import annotations

import ipaddress
import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

#: What it takes to refuse without a person (routing/gate).
Gate = Literal["strict", "standard"]


class SettingsError(Exception):
    """The settings cannot be used; the message is one an operator can act on."""


def split_endpoint(text: str) -> tuple[str, int]:
    """Host and port of "address:port" ("[::1]:25" for IPv6; port 0: one that is free).

    Raises:
        ValueError: it is not an IP address or "localhost", a colon and a port.
    """
    host, colon, port = text.rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    right = bool(colon) and re.fullmatch(r"[0-9]{1,5}", port) and int(port) <= 65535
    if not right or (":" in bare) != (bare != host):
        raise ValueError(_not_endpoint(text))
    if bare != "localhost":
        try:
            ipaddress.ip_address(bare)
        except ValueError:
            raise ValueError(_not_endpoint(text)) from None
    return bare, int(port)


def _not_endpoint(text: str) -> str:
    return f'{text!r} is not "address:port"; write e.g. 127.0.0.1:2525 or [::1]:2525'


def _endpoint(text: str) -> str:
    split_endpoint(text)
    return text


def _endpoint_or_off(text: str) -> str:
    return _endpoint(text) if text else text


def _loopback(text: str) -> str:
    host, _ = split_endpoint(text)
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise ValueError(
            f"{text!r} is not on loopback; the pages have no sign-in yet, so write e.g. "
            "127.0.0.1:8080 and reach them through a tunnel"
        )
    return text


def _peer(text: str) -> str:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError(
            f"{text!r} is not an address or a range; write e.g. 10.20.30.40 or 10.20.30.0/24"
        ) from None
    return text


def _ip_address(text: str) -> str:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an address; write e.g. 10.20.30.53") from None
    return text


def _dated(value: object) -> object:
    """TOML has dates and instants of its own: the same, as text."""
    return value.isoformat() if isinstance(value, date) else value


def day_fault(text: str | None) -> str | None:
    """What is wrong with a day ("2026-12-31"), or None."""
    try:
        good = text is None or (len(text) == 10 and date.fromisoformat(text) is not None)
    except ValueError:
        good = False
    return None if good else f"{text!r} is not a date; write e.g. 2026-12-31"


def instant_fault(text: str | None) -> str | None:
    """What is wrong with an instant ("2026-11-22T09:00:00Z"), or None."""
    try:
        good = text is None or datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        good = False
    if good:
        return None
    return f"{text!r} is not an instant with its offset; write e.g. 2026-11-22T09:00:00Z"


def _each_once(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(ids)) != len(ids):
        raise ValueError("one is named twice; name each once")
    return ids


EachOnce = Annotated[tuple[str, ...], AfterValidator(_each_once)]
#: The agreements that are switched on for a mailbox: at least one, for else all its mail is returned.
AgreementIds = Annotated[EachOnce, Field(min_length=1)]
#: Where something listens; kept as it was written.
Endpoint = Annotated[str, AfterValidator(_endpoint_or_off)]
LoopbackEndpoint = Annotated[str, AfterValidator(_loopback)]
#: One address, or a range of them (CIDR); kept as they were written.
Peer = Annotated[str, AfterValidator(_peer)]
IpAddress = Annotated[str, AfterValidator(_ip_address)]
#: Checked when a file is read (`day_fault`, `instant_fault`).
Day = Annotated[str, BeforeValidator(_dated)]
Instant = Annotated[str, BeforeValidator(_dated)]
Suffix = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
Port = Annotated[int, Field(ge=1, le=65535)]
Count = Annotated[int, Field(gt=0)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
