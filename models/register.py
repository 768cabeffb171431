"""The register: who may write. Networks, partners, domains, nominees and calendar days, with dates.

One TOML format serves import, export and, where there is no store, `inspect`. Every look-up is as
at an instant: membership and post-holders change, and a request is judged by the register of the
day it was received (R13).

STANDARDS: Safer Estates Agreement, requests (R10-R16).
ERRORS: `RegisterError` names file and key.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from models.auth import Address
from models.settings import Network
from models.settings_types import day_fault


class RegisterError(Exception):
    """The register file cannot be used; the message names file and key."""


class _Dated(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    valid_from: date | None = None
    valid_to: date | None = None  # the last day on which it holds

    def holds(self, day: date) -> bool:
        """Whether this entry is in force on `day`, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Nominee(_Dated):
    """A designated requesting officer. `address` may be of either channel (x@y or x@y.cjsm.net)."""

    name: str
    address: str
    trained: date | None = None


class Domain(_Dated):
    """A mail domain of a partner, matched exactly; the cjsm.net suffix is the same domain."""

    domain: str

    @field_validator("domain")
    @classmethod
    def _fold(cls, value: str) -> str:
        return plain_domain(value)


class Partner(_Dated):
    """A signatory agency. With no nominee listed, any author of its domains may ask (shown)."""

    id: str
    organisation: str
    agreements: tuple[str, ...] = ("safer-estates",)
    status: Literal["active", "suspended", "removed"] = "active"
    domain: tuple[Domain, ...] = ()
    nominee: tuple[Nominee, ...] = ()
    aliases: tuple[str, ...] = ()
    signed: date | None = None
    review_due: date | None = None


class CalendarDay(BaseModel):
    """A day the operator adds: a one-off bank holiday, or one that is worked after all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    kind: Literal["holiday", "working"] = "holiday"
    calendar: str = "england-and-wales"
    note: str = ""


class RegisterFile(BaseModel):
    """The file format of the register, the same for import and export."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    network: tuple[Network, ...] = ()
    partner: tuple[Partner, ...] = ()
    calendar_day: tuple[CalendarDay, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class Membership:
    """What the register says of one author on one day."""

    partner: Partner | None
    nominee: Nominee | None = None
    known_nominees: bool = False  # the partner lists nominees, so one of them must write


@dataclass(frozen=True, slots=True)
class Register:
    """The register as loaded; look-ups are by day."""

    networks: tuple[Network, ...] = ()
    partners: tuple[Partner, ...] = ()
    days: tuple[CalendarDay, ...] = field(default=())

    def member(self, author: Address, day: date) -> Membership:
        """The partner and nominee behind `author` as at `day` (R11, R13).

        `x@y` and `x@y.cjsm.net` are one person on two channels. A suspended or removed partner
        is not a member.
        """
        domain = plain_domain(author.domain)
        for partner in self.partners:
            if partner.status != "active" or not partner.holds(day):
                continue
            if not any(one.domain == domain and one.holds(day) for one in partner.domain):
                continue
            person = person_key(str(author))
            match = next(
                (
                    one
                    for one in partner.nominee
                    if one.holds(day) and person_key(one.address) == person
                ),
                None,
            )
            return Membership(partner, match, known_nominees=bool(partner.nominee))
        return Membership(None)


def plain_domain(domain: str) -> str:
    """A domain without CJSM's suffix, in lower case: the agency's own name on either channel."""
    folded = domain.lower().rstrip(".")
    return folded.removesuffix(".cjsm.net") if folded != "cjsm.net" else folded


def person_key(address: str) -> str:
    """One key for one person on two channels: local part folded, domain without cjsm.net."""
    local, _, domain = address.rpartition("@")
    return f"{local.lower()}@{plain_domain(domain)}"


def mailbox_key(address: str) -> str:
    """One key for all addresses that reach one mailbox: `person_key` without a detail ("+...").

    For counting alone: how many letters somebody gets. Who owns a case or is a nominee is never
    asked so: on a server without details x+y@z may be somebody else.

    STANDARDS: RFC 5233 section 4 (detail).
    """
    local, _, domain = person_key(address).rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def load_register(file: Path) -> Register:
    """Read and check a register file.

    Raises:
        RegisterError: the file is missing, is not TOML, or holds an unknown or bad key.
    """
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise RegisterError(
            f"{file}: cannot be read ({problem}); name a register file"
        ) from problem
    except tomllib.TOMLDecodeError as problem:
        raise RegisterError(f"{file}: is not TOML: {problem}") from problem
    return register_from(data, str(file))


def register_from(data: dict[str, object], name: str) -> Register:
    """The register in `data` (the file's tables); `name` stands in errors.

    Raises:
        RegisterError: an unknown or bad key, a partner id or domain listed twice.
    """
    try:
        parsed = RegisterFile.model_validate(data)
    except ValidationError as problem:
        raise RegisterError(
            "\n".join(
                f"{name}: {'.'.join(str(p) for p in e['loc'])}: "
                f"{'unknown key' if e['type'] == 'extra_forbidden' else e['msg']}"
                for e in problem.errors()
            )
        ) from None
    for number, network in enumerate(parsed.network):
        if fault := day_fault(network.trusted_until):
            raise RegisterError(f"{name}: network.{number}.trusted_until: {fault}")
    seen: set[str] = set()
    for partner in parsed.partner:
        if partner.id in seen:
            raise RegisterError(
                f"{name}: partner id {partner.id!r} is listed twice; ids are unique"
            )
        seen.add(partner.id)
    return Register(parsed.network, parsed.partner, parsed.calendar_day)
