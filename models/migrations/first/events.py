"""The audit chain, from row one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import instant, long_words, number, small, words


def create() -> None:
    """Create these tables."""
    _event()
    _event_detail()
    _chain_head()


def _event() -> None:
    op.create_table(
        "event",
        number("seq", counted=False),
        instant("at"),
        words("kind"),
        words("actor"),
        number("receipt_id", null=True),
        number("case_id", null=True),
        long_words("data"),
        words("detail_digest", null=True),
        words("prev_hash"),
        words("hash"),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
        sa.UniqueConstraint("hash", name="uq_event_hash"),
    )
    op.create_index("ix_event_case_id", "event", ["case_id"], unique=False)
    op.create_index("ix_event_receipt_id", "event", ["receipt_id"], unique=False)


def _event_detail() -> None:
    op.create_table(
        "event_detail",
        number("event_seq", counted=False),
        words("salt", null=True),
        long_words("text", null=True),
        instant("erased_at", null=True),
        sa.PrimaryKeyConstraint("event_seq", name="pk_event_detail"),
        sa.ForeignKeyConstraint(["event_seq"], ["event.seq"], name="fk_event_detail_event_seq"),
    )


def _chain_head() -> None:
    op.create_table(
        "chain_head",
        small("id", counted=False),
        number("seq"),
        words("hash"),
        sa.PrimaryKeyConstraint("id", name="pk_chain_head"),
    )
    # the chain begins before its first event
    head = sa.table("chain_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
