"""The register with its history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import day, instant, long_words, number, small, words, yes_no


def create() -> None:
    """Create these tables."""
    _network()
    _partner()
    _partner_domain()
    _nominee()
    _calendar_day()


def _network() -> None:
    op.create_table(
        "network",
        number("id"),
        words("name"),
        words("suffix"),
        words("evidence"),
        long_words("via"),
        words("trusted_until", null=True),
        yes_no("enabled"),
        day("valid_from", null=True),
        day("valid_to", null=True),
        small("position"),
        instant("recorded_at"),
        instant("superseded_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_network"),
    )
    op.create_index("ix_network_superseded_at", "network", ["superseded_at"], unique=False)


def _partner() -> None:
    op.create_table(
        "partner",
        number("id"),
        words("partner_id"),
        long_words("organisation"),
        long_words("agreements"),
        words("status"),
        long_words("aliases"),
        day("signed", null=True),
        day("review_due", null=True),
        day("valid_from", null=True),
        day("valid_to", null=True),
        small("position"),
        instant("recorded_at"),
        instant("superseded_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_partner"),
    )
    op.create_index("ix_partner_partner_id", "partner", ["partner_id"], unique=False)
    op.create_index("ix_partner_superseded_at", "partner", ["superseded_at"], unique=False)


def _partner_domain() -> None:
    op.create_table(
        "partner_domain",
        number("id"),
        words("partner_id"),
        words("domain"),
        day("valid_from", null=True),
        day("valid_to", null=True),
        small("position"),
        instant("recorded_at"),
        instant("superseded_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_partner_domain"),
    )
    op.create_index("ix_partner_domain_partner_id", "partner_domain", ["partner_id"], unique=False)
    op.create_index(
        "ix_partner_domain_superseded_at", "partner_domain", ["superseded_at"], unique=False
    )


def _nominee() -> None:
    op.create_table(
        "nominee",
        number("id"),
        words("partner_id"),
        long_words("name"),
        words("address"),
        day("trained", null=True),
        day("valid_from", null=True),
        day("valid_to", null=True),
        small("position"),
        instant("recorded_at"),
        instant("superseded_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_nominee"),
    )
    op.create_index("ix_nominee_partner_id", "nominee", ["partner_id"], unique=False)
    op.create_index("ix_nominee_superseded_at", "nominee", ["superseded_at"], unique=False)


def _calendar_day() -> None:
    op.create_table(
        "calendar_day",
        number("id"),
        day("day"),
        words("kind"),
        words("calendar"),
        long_words("note"),
        day("valid_from", null=True),
        day("valid_to", null=True),
        small("position"),
        instant("recorded_at"),
        instant("superseded_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_day"),
    )
    op.create_index(
        "ix_calendar_day_superseded_at", "calendar_day", ["superseded_at"], unique=False
    )
