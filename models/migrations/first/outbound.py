"""Mail out, and jobs for the edge."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import index_where, instant, long_words, number, small, words


def create() -> None:
    """Create these tables."""
    _outbound_message()
    _outbound_item()
    _job()


def _outbound_message() -> None:
    op.create_table(
        "outbound_message",
        number("id"),
        words("message_id"),
        words("kind"),
        number("receipt_id", null=True),
        words("recipient"),
        words("reverse_path"),
        words("blob_digest"),
        words("notice_key", null=True),
        words("state"),
        small("attempts"),
        number("fence"),
        instant("leased_until", null=True),
        instant("next_attempt_at"),
        words("hold_reason", null=True),
        words("last_code", null=True),
        long_words("last_problem", null=True),
        instant("created_at"),
        instant("sent_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbound_message"),
        sa.ForeignKeyConstraint(
            ["blob_digest"], ["blob.digest"], name="fk_outbound_message_blob_digest"
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipt.id"], name="fk_outbound_message_receipt_id"
        ),
        sa.UniqueConstraint("message_id", name="uq_outbound_message_message_id"),
        sa.UniqueConstraint("notice_key", name="uq_outbound_message_notice_key"),
    )
    op.create_index(
        "ix_outbound_message_created_at", "outbound_message", ["created_at"], unique=False
    )
    index_where(
        "ix_outbound_message_due",
        "outbound_message",
        ["next_attempt_at"],
        "state IN ('queued', 'retry', 'sending')",
    )
    op.create_index(
        "ix_outbound_message_receipt_id", "outbound_message", ["receipt_id"], unique=False
    )
    op.create_index(
        "ix_outbound_message_recipient",
        "outbound_message",
        ["recipient", "created_at"],
        unique=False,
    )
    op.create_index("ix_outbound_message_state", "outbound_message", ["state", "id"], unique=False)


def _outbound_item() -> None:
    op.create_table(
        "outbound_item",
        number("outbound_id"),
        number("item_id"),
        sa.PrimaryKeyConstraint("outbound_id", "item_id", name="pk_outbound_item"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_outbound_item_item_id"),
        sa.ForeignKeyConstraint(
            ["outbound_id"], ["outbound_message.id"], name="fk_outbound_item_outbound_id"
        ),
    )
    op.create_index("ix_outbound_item_item_id", "outbound_item", ["item_id"], unique=False)


def _job() -> None:
    op.create_table(
        "job",
        number("id"),
        words("kind"),
        long_words("data"),
        words("state"),
        words("actor"),
        small("attempts"),
        number("fence"),
        instant("leased_until", null=True),
        instant("next_attempt_at"),
        long_words("result", null=True),
        instant("created_at"),
        instant("finished_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_due", "job", ["state", "next_attempt_at"], unique=False)
