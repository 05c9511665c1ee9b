"""Prepared statements: one round trip where pg8000 otherwise takes three, and no parsing or planning each time."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Engine

from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.failures import driver_failures, lost_connection

Row = dict[str, Any]

_KEY: Final = "prepared"


def run(engine: Engine, sql: str, **params: object) -> list[Row]:
    """Run one statement in its own transaction. See :func:`run_on`."""
    with connected(engine) as connection:
        return run_on(connection, sql, **params)


def run_on(connection: Connection, sql: str, **params: object) -> list[Row]:
    """Run one statement with ``:name`` placeholders; it stays prepared on its connection.

    Returns the rows by column name. Only for constant texts: each distinct text is kept for a connection's life.
    Raises StoreUnavailable.
    """
    pooled = connection.connection
    driver: Any = pooled.dbapi_connection
    statements = pooled.info.setdefault(_KEY, {})
    with driver_failures():
        try:
            if sql not in statements:
                statements[sql] = driver.prepare(sql)
            rows = statements[sql].run(**params)
        except Exception as error:
            if lost_connection(error):
                connection.invalidate(error)
            raise
    names = [column["name"] for column in statements[sql].row_desc or ()]
    return [dict(zip(names, row, strict=True)) for row in rows]
