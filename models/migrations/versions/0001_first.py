"""The first schema: everything that would move a wall if it came later (docs/design.md)."""

from __future__ import annotations

from models.migrations.first import cases, events, mail, outbound, register

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, in the order of their references."""
    mail.create()
    cases.create()
    outbound.create()
    events.create()
    register.create()


def downgrade() -> None:
    """There is nothing before the first schema.

    Raises:
        NotImplementedError: always.
    """
    raise NotImplementedError("there is no way back from the first schema; restore a backup")
