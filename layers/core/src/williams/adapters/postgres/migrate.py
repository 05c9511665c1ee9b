"""Bring a database to the newest schema, from inside the package: no alembic.ini, no working directory."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from williams.adapters.postgres.engine import create_engine, transaction

MIGRATIONS: Final = Path(__file__).with_name("migrations")
# Any constant that no other program uses in this database.
_MIGRATION_LOCK: Final = 0x57_4C_42_30


def upgrade(url: str) -> None:
    """Apply the migrations that are missing, all or none, one caller at a time. Repeating it changes nothing.

    Needs the right to create the ``vector`` extension unless it exists. Raises StoreUnavailable.
    """
    engine = create_engine(url, pool_size=1, max_overflow=0, statement_seconds=0)
    try:
        with transaction(engine) as connection:
            # Held to the end of the transaction; whoever waits finds the work done.
            connection.execute(sqlalchemy.text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
            command.upgrade(configuration(connection), "head")
    finally:
        engine.dispose()


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for the packaged migrations on this connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m williams.adapters.postgres.migrate", description=upgrade.__doc__)
    parser.add_argument("url", help="postgresql://user:password@host:port/database")
    upgrade(parser.parse_args(arguments).url)


if __name__ == "__main__":
    main()
