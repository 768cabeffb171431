"""Mail in: blobs, receipts, arrivals, parts, mailboxes and their moves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first.columns import (
    content,
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
    _blob()
    _receipt()
    _arrival()
    _part_outcome()
    _mailbox_state()
    _mailbox_action()


def _blob() -> None:
    op.create_table(
        "blob",
        words("digest"),
        words("kind"),
        content("data", null=True),
        number("size"),
        instant("created_at"),
        instant("erased_at", null=True),
        sa.PrimaryKeyConstraint("digest", name="pk_blob"),
    )


def _receipt() -> None:
    op.create_table(
        "receipt",
        number("id"),
        words("digest"),
        words("transit_digest"),
        number("size"),
        words("mode"),
        yes_no("answer"),
        yes_no("hold_replies"),
        instant("recorded_at"),
        instant("received_at", null=True),
        number("fence"),
        small("attempts"),
        small("deferrals"),
        instant("leased_until", null=True),
        words("leased_by", null=True),
        instant("next_attempt_at", null=True),
        long_words("last_problem", null=True),
        words("disposition", null=True),
        long_words("reasons", null=True),
        instant("settled_at", null=True),
        words("target", null=True),
        words("auth_verdict", null=True),
        words("auth_reason", null=True),
        yes_no("authenticated", null=True),
        words("network", null=True),
        words("author", null=True),
        words("partner_id", null=True),
        words("msg_id", null=True),
        long_words("evidence", null=True),
        long_words("versions", null=True),
        number("duplicate_of", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
        sa.ForeignKeyConstraint(["digest"], ["blob.digest"], name="fk_receipt_digest"),
        sa.ForeignKeyConstraint(["duplicate_of"], ["receipt.id"], name="fk_receipt_duplicate_of"),
        sa.UniqueConstraint("digest", name="uq_receipt_digest"),
    )
    op.create_index("ix_receipt_disposition", "receipt", ["disposition", "id"], unique=False)
    op.create_index("ix_receipt_transit_digest", "receipt", ["transit_digest"], unique=False)


def _arrival() -> None:
    op.create_table(
        "arrival",
        number("id"),
        number("receipt_id"),
        words("origin"),
        words("mailbox"),
        words("folder", null=True),
        number("uidvalidity", null=True),
        number("uid", null=True),
        words("session", null=True),
        instant("arrived_at"),
        instant("internal_date", null=True),
        long_words("reverse_path", null=True),
        long_words("forward_paths"),
        words("client_ip", null=True),
        long_words("helo", null=True),
        yes_no("tls", null=True),
        words("mode"),
        yes_no("answer"),
        yes_no("hold_replies"),
        sa.PrimaryKeyConstraint("id", name="pk_arrival"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_arrival_receipt_id"),
        sa.UniqueConstraint(
            "mailbox",
            "folder",
            "uidvalidity",
            "uid",
            name="uq_arrival_mailbox_folder_uidvalidity_uid",
        ),
    )
    op.create_index("ix_arrival_receipt_id", "arrival", ["receipt_id"], unique=False)


def _part_outcome() -> None:
    op.create_table(
        "part_outcome",
        number("id"),
        number("receipt_id"),
        small("position"),
        words("path"),
        words("kind"),
        long_words("declared_type"),
        long_words("file_name", null=True),
        number("size"),
        words("digest"),
        small("depth"),
        words("outcome"),
        sa.PrimaryKeyConstraint("id", name="pk_part_outcome"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_part_outcome_receipt_id"),
        sa.UniqueConstraint("receipt_id", "position", name="uq_part_outcome_receipt_id_position"),
    )


def _mailbox_state() -> None:
    op.create_table(
        "mailbox_state",
        words("mailbox"),
        words("folder"),
        instant("first_seen_at"),
        instant("answer_from"),
        number("uidvalidity", null=True),
        instant("last_poll_at", null=True),
        long_words("last_problem", null=True),
        sa.PrimaryKeyConstraint("mailbox", "folder", name="pk_mailbox_state"),
    )


def _mailbox_action() -> None:
    op.create_table(
        "mailbox_action",
        number("id"),
        number("arrival_id"),
        words("mailbox"),
        words("folder"),
        number("uidvalidity"),
        number("uid"),
        words("action"),
        words("target"),
        words("state"),
        small("attempts"),
        instant("next_attempt_at"),
        long_words("last_problem", null=True),
        instant("created_at"),
        instant("done_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_mailbox_action"),
        sa.ForeignKeyConstraint(
            ["arrival_id"], ["arrival.id"], name="fk_mailbox_action_arrival_id"
        ),
    )
    op.create_index("ix_mailbox_action_arrival_id", "mailbox_action", ["arrival_id"], unique=False)
    index_where(
        "ix_mailbox_action_due",
        "mailbox_action",
        ["mailbox", "next_attempt_at"],
        "state = 'queued'",
    )
    index_where("ix_mailbox_action_failed", "mailbox_action", ["id"], "state = 'failed'")
