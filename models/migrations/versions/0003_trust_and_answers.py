"""What a direct hop's lookups found, what a scanner said, and the messages that belong to a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import index_where, instant, long_words, number, words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and the table of later messages."""
    op.add_column(
        "arrival",
        sa.Column("direct", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("arrival", long_words("evidence", null=True))
    op.add_column(
        "arrival",
        sa.Column("evidence_attempts", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column("arrival", instant("evidence_due", null=True))
    index_where("ix_arrival_evidence_due", "arrival", ["evidence_due"], "evidence_due IS NOT NULL")
    op.add_column("receipt", long_words("scan", null=True))
    op.add_column("receipt", long_words("auth_detail", null=True))
    op.add_column("part_outcome", long_words("detail", null=True))
    op.add_column("item", words("claims", null=True))
    op.create_table(
        "case_message",
        number("id"),
        number("case_id"),
        number("receipt_id"),
        words("kind"),
        number("outbound_id", null=True),
        instant("at"),
        sa.PrimaryKeyConstraint("id", name="pk_case_message"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_message_case_id"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_case_message_receipt_id"),
        sa.ForeignKeyConstraint(
            ["outbound_id"],
            ["outbound_message.id"],
            name="fk_case_message_outbound_id",
        ),
        sa.UniqueConstraint("case_id", "receipt_id", name="uq_case_message_case_id_receipt_id"),
    )
    op.create_index("ix_case_message_receipt_id", "case_message", ["receipt_id"])
    op.create_index("ix_outbound_message_reverse_path", "outbound_message", ["reverse_path"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_outbound_message_reverse_path", "outbound_message")
    op.drop_table("case_message")
    op.drop_column("item", "claims")
    op.drop_column("part_outcome", "detail")
    op.drop_column("receipt", "auth_detail")
    op.drop_column("receipt", "scan")
    op.drop_index("ix_arrival_evidence_due", "arrival")
    for name in ("evidence_due", "evidence_attempts", "evidence", "direct"):
        op.drop_column("arrival", name)
