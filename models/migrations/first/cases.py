"""What was decided: items, cases, findings, readings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import (
    day,
    index_where,
    instant,
    long_words,
    number,
    small,
    words,
    yes_no,
)


def create() -> None:
    """Create these tables."""
    _item()
    _case_file()
    _finding()
    _reading()


def _item() -> None:
    op.create_table(
        "item",
        number("id"),
        number("receipt_id"),
        small("position"),
        words("part", null=True),
        words("reference", null=True),
        words("disposition"),
        long_words("reasons"),
        words("priority", null=True),
        day("target_date", null=True),
        words("recognised", null=True),
        words("agreement", null=True),
        words("agreement_version", null=True),
        long_words("evidence", null=True),
        long_words("notes", null=True),
        long_words("flags"),
        long_words("notify"),
        words("reply_template", null=True),
        words("reply_suppressed", null=True),
        instant("erased_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_item_receipt_id"),
        sa.UniqueConstraint("receipt_id", "position", name="uq_item_receipt_id_position"),
        sa.UniqueConstraint("reference", name="uq_item_reference"),
    )


def _case_file() -> None:
    op.create_table(
        "case_file",
        number("id"),
        number("item_id"),
        number("receipt_id"),
        words("reference"),
        words("state"),
        words("agreement", null=True),
        words("agreement_version", null=True),
        words("agreement_digest", null=True),
        words("partner_id", null=True),
        small("rank"),
        yes_no("priority_claimed"),
        yes_no("priority_granted", null=True),
        instant("received_at"),
        day("received_day"),
        day("target_date", null=True),
        words("mode"),
        instant("opened_at"),
        instant("updated_at"),
        instant("closed_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_case_file"),
        sa.ForeignKeyConstraint(
            ["agreement_digest"], ["blob.digest"], name="fk_case_file_agreement_digest"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_case_file_item_id"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_case_file_receipt_id"),
        sa.UniqueConstraint("item_id", name="uq_case_file_item_id"),
        sa.UniqueConstraint("reference", name="uq_case_file_reference"),
    )
    index_where(
        "ix_case_file_claimed",
        "case_file",
        ["state", "rank", "received_at", "id"],
        "priority_claimed",
    )
    op.create_index(
        "ix_case_file_partner",
        "case_file",
        ["partner_id", "state", "rank", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_case_file_queue", "case_file", ["state", "rank", "received_at", "id"], unique=False
    )
    op.create_index("ix_case_file_receipt_id", "case_file", ["receipt_id"], unique=False)


def _finding() -> None:
    op.create_table(
        "finding",
        number("id"),
        number("item_id"),
        small("position"),
        words("check_name"),
        words("verdict"),
        long_words("clause"),
        long_words("evidence", null=True),
        words("reason", null=True),
        words("on_fail"),
        long_words("say"),
        long_words("signpost"),
        yes_no("shadow"),
        instant("erased_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_finding_item_id"),
        sa.UniqueConstraint("item_id", "position", name="uq_finding_item_id_position"),
    )


def _reading() -> None:
    op.create_table(
        "reading",
        number("id"),
        number("item_id"),
        words("key"),
        long_words("value", null=True),
        long_words("normalised", null=True),
        long_words("place"),
        words("certainty"),
        long_words("note"),
        long_words("alternatives", null=True),
        instant("erased_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_reading_item_id"),
        sa.UniqueConstraint("item_id", "key", name="uq_reading_item_id_key"),
    )
