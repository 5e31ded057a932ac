"""Runs migrations on the connection that ``guides.storage.upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from guides.storage.engine import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # Plugins have a note of their own: one that is removed must not stand in the core's way.
    version_table=context.config.attributes.get("version_table", "alembic_version"),
    # The caller holds one transaction round everything: SQLite's tables change inside it too.
    transactional_ddl=True,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
