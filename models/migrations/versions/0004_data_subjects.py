"""The people that each form asks about, each with a search, an answer and a retention of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import day, instant, long_words, number, small, words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table. Forms that were taken in before have no rows: their readings stay as they are."""
    op.create_table(
        "data_subject",
        number("id"),
        number("item_id"),
        small("ordinal"),
        long_words("name", null=True),
        long_words("birth_date", null=True),
        day("born", null=True),
        long_words("address", null=True),
        long_words("reference", null=True),
        words("certainty"),
        long_words("readings", null=True),
        long_words("words"),
        instant("searched_at", null=True),
        words("searched_by", null=True),
        words("answer"),
        instant("answered_at", null=True),
        words("answered_by", null=True),
        day("retain_until", null=True),
        instant("erased_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_data_subject"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_data_subject_item_id"),
        sa.UniqueConstraint("item_id", "ordinal", name="uq_data_subject_item_id_ordinal"),
    )
    op.create_index("ix_data_subject_retain_until", "data_subject", ["retain_until"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("data_subject")
