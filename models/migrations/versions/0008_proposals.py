"""What is put to an officer with a form that waits for him: a letter ready to confirm, or nothing."""

from __future__ import annotations

from alembic import op

from models.migrations.first.columns import long_words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Forms that waited before have no proposal."""
    op.add_column("item", long_words("proposal", null=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("item", "proposal")
