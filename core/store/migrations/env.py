"""Alembic's way in: runs the migrations on the connection it is handed."""

from alembic import context

from core.store.migrations import is_ours
from core.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, include_name=is_ours)
with context.begin_transaction():
    context.run_migrations()
