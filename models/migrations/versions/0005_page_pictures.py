"""Pages of forms as pictures, made by a worker, and where the values stand on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import instant, long_words, number, small, words, yes_no

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables. Mail that was settled before has no drawings."""
    op.create_table(
        "drawing",
        number("id"),
        number("receipt_id"),
        small("position"),
        words("part"),
        yes_no("seen"),
        number("job_id"),
        instant("erased_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_drawing"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_drawing_receipt_id"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_drawing_job_id"),
        sa.UniqueConstraint("receipt_id", "part", name="uq_drawing_receipt_id_part"),
        sa.UniqueConstraint("job_id", name="uq_drawing_job_id"),
    )
    op.create_table(
        "page_picture",
        number("id"),
        number("drawing_id"),
        small("page"),
        small("width_px"),
        small("height_px"),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        words("blob_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_page_picture"),
        sa.ForeignKeyConstraint(["drawing_id"], ["drawing.id"], name="fk_page_picture_drawing_id"),
        sa.ForeignKeyConstraint(
            ["blob_digest"], ["blob.digest"], name="fk_page_picture_blob_digest"
        ),
        sa.UniqueConstraint("drawing_id", "page", name="uq_page_picture_drawing_id_page"),
    )
    op.create_index("ix_page_picture_blob_digest", "page_picture", ["blob_digest"])
    op.create_table(
        "page_mark",
        number("id"),
        number("item_id"),
        words("key"),
        small("page"),
        long_words("box"),
        sa.PrimaryKeyConstraint("id", name="pk_page_mark"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_page_mark_item_id"),
        sa.UniqueConstraint("item_id", "key", "page", name="uq_page_mark_item_id_key_page"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("page_mark")
    op.drop_table("page_picture")
    op.drop_table("drawing")
