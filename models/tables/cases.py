"""Tables of what was decided: items, cases, findings, readings and data subjects.

One form is one Item; every item with a form has a Case, refused ones too. Values and quotes are
personal data: retention empties them and stamps `erased_at`; what was decided stays.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from models.tables.base import Base, core
from models.tables.types import Instant, JsonText, Key

#: Queries must use this very word: only then is the partial index known to fit.
CLAIMED = "priority_claimed"


class Item(Base, table=True):
    """One form, or the mail itself where it has none, and what the walk made of it."""

    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("receipt_id", "position"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    receipt_id: int = Field(foreign_key="receipt.id", sa_type=Key)
    position: int
    part: str | None = Field(default=None)
    reference: str | None = Field(default=None, unique=True)
    disposition: str
    reasons: Any = Field(sa_type=JsonText)
    priority: str | None = Field(default=None)
    target_date: date | None = None
    recognised: str | None = Field(default=None)
    agreement: str | None = Field(default=None)
    agreement_version: str | None = Field(default=None)
    evidence: Any = Field(default=None, sa_type=JsonText, nullable=True)
    notes: Any = Field(default=None, sa_type=JsonText, nullable=True)
    flags: Any = Field(sa_type=JsonText)
    notify: Any = Field(sa_type=JsonText)
    reply_template: str | None = Field(default=None)
    reply_suppressed: str | None = Field(default=None)
    claims: str | None = Field(default=None)  # added by 0003: the case it names without owning it
    proposal: Any = Field(default=None, sa_type=JsonText, nullable=True)  # added by 0008
    danger: Any = Field(default=None, sa_type=JsonText, nullable=True)  # this and the next: by 0007
    beside: Any = Field(default=None, sa_type=JsonText, nullable=True)
    rules: Any = Field(default=None, sa_type=JsonText, nullable=True)
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class Case(Base, table=True):
    """What an officer works. Its states and their transitions stand in models/cases.py.

    `rank` is 0 once high priority is granted, else 1: a claim alone never jumps the queue (G3).
    `received_day` is the London date that target dates count from.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_queue", "state", "rank", "received_at", "id"),
        Index("ix_case_file_partner", "partner_id", "state", "rank", "received_at", "id"),
        Index(
            "ix_case_file_claimed",
            "state",
            "rank",
            "received_at",
            "id",
            sqlite_where=text(CLAIMED),
            postgresql_where=text(CLAIMED),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    item_id: int = Field(foreign_key="item.id", unique=True, sa_type=Key)
    receipt_id: int = Field(foreign_key="receipt.id", index=True, sa_type=Key)
    reference: str = Field(unique=True)
    state: str
    agreement: str | None = Field(default=None)
    agreement_version: str | None = Field(default=None)
    agreement_digest: str | None = Field(default=None, foreign_key="blob.digest")
    partner_id: str | None = Field(default=None)
    rank: int = 1
    priority_claimed: bool
    priority_granted: bool | None = None
    received_at: datetime = Field(sa_type=Instant)
    received_day: date
    target_date: date | None = None
    mode: str
    opened_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class DataSubject(Base, table=True):
    """One person that a form asks about: who it is, and the search, answer and retention of its own.

    `ordinal` counts the people of an item from 1. `birth_date` is as typed, `born` what it comes to;
    `certainty` that of the least certain of these; `readings` all that was read of the person, by
    field; `words` the words of the name, folded, by which it is found. All of this is erasable.
    `answer` is that of models/cases.Answer; `retain_until` counts from it.
    """

    __tablename__ = "data_subject"
    __table_args__ = (
        UniqueConstraint("item_id", "ordinal"),
        Index("ix_data_subject_retain_until", "retain_until"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    item_id: int = Field(foreign_key="item.id", sa_type=Key)
    ordinal: int
    name: str | None = Field(default=None, sa_type=JsonText)
    birth_date: str | None = Field(default=None, sa_type=JsonText)
    born: date | None = None
    address: str | None = Field(default=None, sa_type=JsonText)
    reference: str | None = Field(default=None, sa_type=JsonText)
    certainty: str
    readings: Any = Field(default=None, sa_type=JsonText, nullable=True)
    words: str = Field(sa_type=Text)
    searched_at: datetime | None = Field(default=None, sa_type=Instant)
    searched_by: str | None = Field(default=None)
    answer: str
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_by: str | None = Field(default=None)
    retain_until: date | None = None
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class CaseMessage(Base, table=True):
    """A later message that belongs to a case: its agency's follow-up, or what came back for a letter.

    `kind` is one of models/store/joining.MessageKind; `outbound_id` names the letter that came back.
    """

    __tablename__ = "case_message"
    __table_args__ = (UniqueConstraint("case_id", "receipt_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    case_id: int = Field(foreign_key="case_file.id", sa_type=Key)
    receipt_id: int = Field(foreign_key="receipt.id", index=True, sa_type=Key)
    kind: str
    outbound_id: int | None = Field(default=None, foreign_key="outbound_message.id", sa_type=Key)
    at: datetime = Field(sa_type=Instant)


class Finding(Base, table=True):
    """One check's answer; hits and misses are kept. `evidence` quotes the form: erasable."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("item_id", "position"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    item_id: int = Field(foreign_key="item.id", sa_type=Key)
    position: int
    check_name: str
    verdict: str
    clause: str = Field(sa_type=Text)
    evidence: Any = Field(default=None, sa_type=JsonText, nullable=True)
    reason: str | None = Field(default=None)
    on_fail: str
    say: str = Field(sa_type=Text)
    signpost: str = Field(sa_type=Text)
    shadow: bool
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class Reading(Base, table=True):
    """One field as read from a form. `value`, `normalised` and `alternatives` are erasable."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("item_id", "key"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    item_id: int = Field(foreign_key="item.id", sa_type=Key)
    key: str
    value: str | None = Field(default=None, sa_type=JsonText)
    normalised: str | None = Field(default=None, sa_type=JsonText)
    place: Any = Field(sa_type=JsonText)
    certainty: str
    note: str = Field(sa_type=Text)
    alternatives: Any = Field(default=None, sa_type=JsonText, nullable=True)
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


items = core(Item)
cases = core(Case)
findings = core(Finding)
readings = core(Reading)
data_subjects = core(DataSubject)
case_messages = core(CaseMessage)
