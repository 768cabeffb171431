"""What each item was decided by: the versions of the rules, and what their table was told besides."""

from __future__ import annotations

from alembic import op

from models.migrations.first.columns import long_words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Of items that were settled before nothing is known here."""
    for name in ("danger", "beside", "rules"):
        op.add_column("item", long_words(name, null=True))


def downgrade() -> None:
    """Drop them."""
    for name in ("rules", "beside", "danger"):
        op.drop_column("item", name)
