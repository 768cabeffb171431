"""Ceilings on automatic letters: above so many in an hour, letters wait for a person.

Counted is what was let go without a person: letters that are sent, fail or wait for the relay. What
waits for a person, was only written down, or goes to our own people does not count.

Answers (acknowledgements and letters) go to authors on the secure networks alone: so many to one
author, so many in all. Content-free notices go to anybody who can prove a domain of his own, and
have ceilings of their own: so many in all, and few to one organisation, whatever subdomains it makes
up. So no stranger uses up what our partners' answers need, nor one stranger all notices.

Both channels of one person (x@y and x@y.cjsm.net), in whatever case and with whatever detail
("+..."), are one author. The count for one author runs over the last hour's letters by their time
(an index), and only while all letters together are below their own ceiling: that bounds what it
reads.

Settling takes the lock on the count, so that workers keep the ceilings exactly on either engine.
Intake, which lets go what was withheld, takes no lock (it would wait for a worker that waits for
it): on PostgreSQL its one group, of at most 50 messages, may come on top. SQLite has one writer.

STANDARDS: RFC 3834 section 2 (limiting the rate of responses).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.organisation import organisation
from models.register import plain_domain
from models.settings_tables import Limits
from models.store.engine import lock_name
from models.store.letters import AUTOMATIC, Kind, State, count_recent, recent_notices
from models.tables.outbound import outbound_messages

HOUR = timedelta(hours=1)

#: Why a letter waits for a person.
HELD_FOR_ONE = "above the ceiling: more letters to one author in an hour than the settings allow"
HELD_FOR_ALL = "above the ceiling: more letters in an hour than the settings allow"
HELD_FOR_DOMAIN = "above the ceiling: more notices to one domain in an hour than the settings allow"
HELD_FOR_NOTICES = "above the ceiling: more notices in an hour than the settings allow"
_ALL_HELD = (HELD_FOR_ONE, HELD_FOR_ALL, HELD_FOR_DOMAIN, HELD_FOR_NOTICES)

_CEILINGS = "ostiary_ceilings"
_table = outbound_messages.c


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The most that goes by itself in an hour: answers to one author and in all, and notices."""

    to_one: int
    in_all: int
    notices: int = 100
    notices_to_domain: int = 10

    @classmethod
    def of(cls, limits: Limits) -> Ceilings:
        """The ceilings in the settings."""
        return cls(
            limits.letters_per_author_hour,
            limits.letters_per_hour,
            limits.notices_per_hour,
            limits.notices_per_domain_hour,
        )


def keep(session: Session, ceilings: Ceilings, *, locked: bool = False) -> None:
    """Have this transaction keep `ceilings`; without it, it keeps the shipped ones.

    `locked`: others who ask for it wait until the transaction ends, and see what it let go.
    """
    session.info[_CEILINGS] = ceilings
    if locked:
        lock_name(session, "ceilings")


def above(session: Session, recipient: str, now: datetime, kind: Kind = Kind.LETTER) -> str | None:
    """Why a further letter to `recipient` must wait for a person; None where it may go."""
    kept = session.info.get(_CEILINGS) or Ceilings.of(Limits())
    since = now - HOUR
    if kind is Kind.NOTICE:
        gone = recent_notices(session, since, kept.notices)
        if len(gone) >= kept.notices:
            return HELD_FOR_NOTICES
        house = _house(recipient)
        if sum(_house(one) == house for one in gone) >= kept.notices_to_domain:
            return HELD_FOR_DOMAIN
        return None
    if count_recent(session, since, limit=kept.in_all) >= kept.in_all:
        return HELD_FOR_ALL
    if count_recent(session, since, recipient, limit=kept.to_one) >= kept.to_one:
        return HELD_FOR_ONE
    return None


def _house(address: str) -> str:
    """The organisation behind an address: all its subdomains, on both channels, are one."""
    return organisation(plain_domain(address.rpartition("@")[2]))


def hours_of_waiting(session: Session, now: datetime) -> list[tuple[str, int]]:
    """The clock hours (UTC, of this and the last) in which letters came to wait, and how many.

    An hour is "2026-06-01T12". Letters that a person has let go meanwhile are not among them.
    """
    this = now.replace(minute=0, second=0, microsecond=0)
    found = []
    for begins in (this - HOUR, this):
        query = select(func.count()).where(
            _table.state == str(State.HELD),
            _table.hold_reason.in_(_ALL_HELD),
            _table.kind.in_([str(one) for one in AUTOMATIC]),
            _table.created_at >= begins,
            _table.created_at < begins + HOUR,
        )
        waiting: int = session.execute(query).scalar_one()
        if waiting:
            found.append((f"{begins:%Y-%m-%dT%H}", waiting))
    return found
