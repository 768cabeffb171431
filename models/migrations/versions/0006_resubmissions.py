"""Forms that come again, and cases about the same person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import instant, number, words, yes_no

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables. People of forms that were taken in before have no keys: they are not found."""
    op.create_table(
        "person_key",
        number("id"),
        number("data_subject_id"),
        words("key"),
        sa.PrimaryKeyConstraint("id", name="pk_person_key"),
        _refers("person_key", "data_subject_id", "data_subject"),
        sa.UniqueConstraint("data_subject_id", "key", name="uq_person_key_data_subject_id_key"),
    )
    op.create_index("ix_person_key_key", "person_key", ["key"])
    op.create_table(
        "same_person",
        number("id"),
        number("case_id"),
        number("data_subject_id"),
        number("other_case_id"),
        number("other_id"),
        yes_no("certain"),
        instant("at"),
        sa.PrimaryKeyConstraint("id", name="pk_same_person"),
        _refers("same_person", "case_id", "case_file"),
        _refers("same_person", "data_subject_id", "data_subject"),
        _refers("same_person", "other_case_id", "case_file"),
        _refers("same_person", "other_id", "data_subject"),
        sa.UniqueConstraint(
            "data_subject_id", "other_id", name="uq_same_person_data_subject_id_other_id"
        ),
    )
    op.create_index("ix_same_person_case_id", "same_person", ["case_id"])
    op.create_index("ix_same_person_other_id", "same_person", ["other_id"])
    op.create_table(
        "resubmission",
        number("id"),
        number("case_id"),
        number("earlier_case_id"),
        yes_no("certain"),
        instant("at"),
        sa.PrimaryKeyConstraint("id", name="pk_resubmission"),
        _refers("resubmission", "case_id", "case_file"),
        _refers("resubmission", "earlier_case_id", "case_file"),
        sa.UniqueConstraint("case_id", name="uq_resubmission_case_id"),
    )
    op.create_index("ix_resubmission_earlier_case_id", "resubmission", ["earlier_case_id"])
    op.create_table(
        "joined_form",
        number("id"),
        number("case_id"),
        number("item_id"),
        instant("at"),
        sa.PrimaryKeyConstraint("id", name="pk_joined_form"),
        _refers("joined_form", "case_id", "case_file"),
        _refers("joined_form", "item_id", "item"),
        sa.UniqueConstraint("item_id", name="uq_joined_form_item_id"),
    )
    op.create_index("ix_joined_form_case_id", "joined_form", ["case_id"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def downgrade() -> None:
    """Drop them."""
    for name in ("joined_form", "resubmission", "same_person", "person_key"):
        op.drop_table(name)
