"""Alembic's door: the connection and its transaction belong to the caller."""

from __future__ import annotations

from alembic import context

# Tables of the other adapters in this database register themselves on import.
import williams.adapters.pgvector.schema  # noqa: F401
from williams.adapters.postgres.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
