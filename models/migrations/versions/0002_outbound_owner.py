"""Who holds the lease of a letter: what a killed outbox held is given free by the next one."""

from __future__ import annotations

from alembic import op

from models.migrations.first.columns import words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; letters under way at this moment wait for their leases to run out."""
    op.add_column("outbound_message", words("leased_by", null=True))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("outbound_message", "leased_by")
