"""How a person finds a message again: what was found in it, its Message-ID, and where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import FromClause, cast
from sqlalchemy.types import Text

from models.mail import Origin
from models.reasons import DANGER
from models.store.rows import StoredMessage, Whereabouts
from models.tables.cases import case_messages, cases, items
from models.tables.mail import arrivals, mailbox_actions, receipts

#: Messages that are looked up in one call.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one message: reasons and flags, danger first, its Message-ID and places."""

    reasons: tuple[str, ...] = ()
    msg_id: str | None = None
    places: tuple[Whereabouts, ...] = ()


def find_messages(session: Session, receipt_ids: Iterable[int]) -> dict[int, Found]:
    """What is known of each of these messages (the first 200), by its number."""
    wanted = list(dict.fromkeys(receipt_ids))[:_MOST]
    if not wanted:
        return {}
    table = receipts.c
    stored = session.execute(
        select(table.id, table.reasons, table.msg_id).where(table.id.in_(wanted))
    ).all()
    said = {row.id: list(row.reasons or ()) for row in stored}
    marked = select(items.c.receipt_id, items.c.reasons, items.c.flags)
    for row in session.execute(
        marked.where(items.c.receipt_id.in_(wanted)).order_by(items.c.receipt_id, items.c.position)
    ):
        said[row.receipt_id] += [*(row.reasons or ()), *(row.flags or ())]
    places = _places(session, wanted)
    return {
        row.id: Found(_danger_first(said[row.id]), row.msg_id, places.get(row.id, ()))
        for row in stored
    }


def with_findings(session: Session, messages: Sequence[StoredMessage]) -> tuple[StoredMessage, ...]:
    """The messages of a case, each with what was found in it and where it lies."""
    known = find_messages(session, [one.receipt_id for one in messages])
    return tuple(
        replace(one, reasons=found.reasons, msg_id=found.msg_id, places=found.places)
        for one in messages
        for found in (known.get(one.receipt_id, Found()),)
    )


def endangered(session: Session, references: Iterable[str]) -> frozenset[str]:
    """Those of these cases (the first 200) for which a message came with words of danger in it."""
    wanted = list(dict.fromkeys(references))[:_MOST]
    if not wanted:
        return frozenset()
    query = (
        select(cases.c.reference)
        .join(case_messages, case_messages.c.case_id == cases.c.id)
        .join(items, items.c.receipt_id == case_messages.c.receipt_id)
        .where(cases.c.reference.in_(wanted), speaks_of_danger())
    )
    return frozenset(session.execute(query).scalars())


def speaks_of_danger(which: FromClause = items) -> ColumnElement[bool]:
    """Whether an item (of the table, or an alias of it) bears the code of danger.

    Reasons and flags are JSON in text; the code in its quotes stands for itself alone.
    """
    code = f'"{DANGER}"'
    return or_(
        *(
            cast(one, Text).contains(code, autoescape=True)
            for one in (which.c.reasons, which.c.flags)
        )
    )


def _danger_first(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(codes), key=lambda code: code != DANGER))


def _places(session: Session, receipt_ids: Sequence[int]) -> dict[int, tuple[Whereabouts, ...]]:
    """Where each message lies, in the order in which its copies came."""
    table, moves = arrivals.c, mailbox_actions.c
    query = (
        select(
            table.receipt_id, table.origin, table.mailbox, table.folder, moves.target, moves.state
        )
        .outerjoin(mailbox_actions, moves.arrival_id == table.id)
        .where(table.receipt_id.in_(receipt_ids))
        .order_by(table.id, moves.id)
    )
    found: dict[int, dict[Whereabouts, None]] = {}
    for row in session.execute(query):
        folder = row.folder or "" if row.origin == Origin.IMAP else ""
        place = Whereabouts(row.mailbox, folder, row.target or "", row.state or "")
        found.setdefault(row.receipt_id, {})[place] = None
    return {number: tuple(places) for number, places in found.items()}
