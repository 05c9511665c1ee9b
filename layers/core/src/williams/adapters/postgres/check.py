"""Whether Postgres answers and has the tables that this code expects."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.prepared import run
from williams.domain.errors import StoreUnavailable

_TABLE: Final = "SELECT to_regclass('alembic_version') IS NOT NULL AS migrated"


def ping(engine: Engine) -> None:
    """Raise StoreUnavailable when the database does not answer or was never migrated."""
    if not run(engine, _TABLE)[0]["migrated"]:
        raise StoreUnavailable("The database has no tables. Run the migrations (williams.adapters.postgres.migrate).")
