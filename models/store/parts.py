"""What became of the parts of messages, as pages read it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.store.rows import StoredPart
from models.tables.mail import part_outcomes

#: Messages of which the parts are read in one call.
_MOST = 200


def parts_of(session: Session, receipt_ids: Iterable[int]) -> dict[int, tuple[StoredPart, ...]]:
    """The parts of each of these messages (the first 200), in the order of the mail.

    A message that was never taken apart is not among the keys.
    """
    wanted = list(dict.fromkeys(receipt_ids))[:_MOST]
    if not wanted:
        return {}
    query = (
        select(part_outcomes)
        .where(part_outcomes.c.receipt_id.in_(wanted))
        .order_by(part_outcomes.c.receipt_id, part_outcomes.c.position)
    )
    found: dict[int, list[StoredPart]] = {}
    for row in session.execute(query):
        part = StoredPart(
            row.path,
            row.kind,
            row.declared_type,
            row.file_name,
            row.size,
            row.outcome,
            row.detail or "",
            row.depth,
        )
        found.setdefault(row.receipt_id, []).append(part)
    return {number: tuple(parts) for number, parts in found.items()}
