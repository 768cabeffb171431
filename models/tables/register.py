"""Tables of the register, with history: an edit supersedes a row and writes a new one.

`valid_from` and `valid_to` say when an entry holds in the world; `recorded_at` and
`superseded_at` say when the force knew it so. `position` keeps the order of the file.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field

from models.tables.base import Base, core
from models.tables.types import Instant, JsonText, Key


class Network(Base, table=True):
    """A secure network by its suffix."""

    __tablename__ = "network"

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    name: str
    suffix: str
    evidence: str
    via: Any = Field(sa_type=JsonText)
    trusted_until: str | None = Field(default=None)
    enabled: bool
    valid_from: date | None = None
    valid_to: date | None = None
    position: int
    recorded_at: datetime = Field(sa_type=Instant)
    superseded_at: datetime | None = Field(default=None, index=True, sa_type=Instant)


class Partner(Base, table=True):
    """A signatory agency."""

    __tablename__ = "partner"

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    partner_id: str = Field(index=True)
    organisation: str = Field(sa_type=Text)
    agreements: Any = Field(sa_type=JsonText)
    status: str
    aliases: Any = Field(sa_type=JsonText)
    signed: date | None = None
    review_due: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    position: int
    recorded_at: datetime = Field(sa_type=Instant)
    superseded_at: datetime | None = Field(default=None, index=True, sa_type=Instant)


class PartnerDomain(Base, table=True):
    """A mail domain of a partner."""

    __tablename__ = "partner_domain"

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    partner_id: str = Field(index=True)
    domain: str
    valid_from: date | None = None
    valid_to: date | None = None
    position: int
    recorded_at: datetime = Field(sa_type=Instant)
    superseded_at: datetime | None = Field(default=None, index=True, sa_type=Instant)


class Nominee(Base, table=True):
    """A designated requesting officer of a partner."""

    __tablename__ = "nominee"

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    partner_id: str = Field(index=True)
    name: str = Field(sa_type=Text)
    address: str
    trained: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    position: int
    recorded_at: datetime = Field(sa_type=Instant)
    superseded_at: datetime | None = Field(default=None, index=True, sa_type=Instant)


class CalendarDay(Base, table=True):
    """A day that the operator added to a calendar."""

    __tablename__ = "calendar_day"

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    day: date
    kind: str
    calendar: str
    note: str = Field(sa_type=Text)
    valid_from: date | None = None
    valid_to: date | None = None
    position: int
    recorded_at: datetime = Field(sa_type=Instant)
    superseded_at: datetime | None = Field(default=None, index=True, sa_type=Instant)


networks = core(Network)
partners = core(Partner)
partner_domains = core(PartnerDomain)
nominees = core(Nominee)
calendar_days = core(CalendarDay)
