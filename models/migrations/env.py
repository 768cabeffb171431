"""How Alembic runs our migrations: on the connection that `models.store.connection` hands over.

There is no ini file and no other way to connect: settings, locks and pragmas live in one place.
"""

from __future__ import annotations

from alembic import context

from models.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("migrations run through models.store.connection.migrate, not by hand")
context.configure(
    connection=connection,
    target_metadata=metadata,
    transaction_per_migration=False,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
