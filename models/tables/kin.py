"""Tables of what belongs together: forms that came again, and cases about the same person.

That two cases ask about one person is said of that person, and goes with what names him. That a
case is one that was returned before, or that a form joined it, names nobody and stays.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.tables.base import Base, core
from models.tables.types import Instant, Key


class PersonKey(Base, table=True):
    """One key by which a person of a case is found again (models/same_people). Deleted on erasure."""

    __tablename__ = "person_key"
    __table_args__ = (UniqueConstraint("data_subject_id", "key"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    data_subject_id: int = Field(foreign_key="data_subject.id", sa_type=Key)
    key: str = Field(index=True)


class SamePerson(Base, table=True):
    """A person of one case who is, or (not `certain`) may be, a person of another. Both ways a row.

    Deleted when either of the two is erased.
    """

    __tablename__ = "same_person"
    __table_args__ = (UniqueConstraint("data_subject_id", "other_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    case_id: int = Field(foreign_key="case_file.id", index=True, sa_type=Key)
    data_subject_id: int = Field(foreign_key="data_subject.id", sa_type=Key)
    other_case_id: int = Field(foreign_key="case_file.id", sa_type=Key)
    other_id: int = Field(foreign_key="data_subject.id", index=True, sa_type=Key)
    certain: bool
    at: datetime = Field(sa_type=Instant)


class Resubmission(Base, table=True):
    """A case that is what was returned or refused before, sent again; or, not `certain`, may be."""

    __tablename__ = "resubmission"

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    case_id: int = Field(foreign_key="case_file.id", unique=True, sa_type=Key)
    earlier_case_id: int = Field(foreign_key="case_file.id", index=True, sa_type=Key)
    certain: bool
    at: datetime = Field(sa_type=Instant)


class JoinedForm(Base, table=True):
    """A form that came for a case which was open, and joined it: its item has no case of its own."""

    __tablename__ = "joined_form"

    id: int | None = Field(default=None, primary_key=True, sa_type=Key)
    case_id: int = Field(foreign_key="case_file.id", index=True, sa_type=Key)
    item_id: int = Field(foreign_key="item.id", unique=True, sa_type=Key)
    at: datetime = Field(sa_type=Instant)


person_keys = core(PersonKey)
same_people = core(SamePerson)
resubmissions = core(Resubmission)
joined_forms = core(JoinedForm)
