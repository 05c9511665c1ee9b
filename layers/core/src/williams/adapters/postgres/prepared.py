"""Prepared statements: one round trip where pg8000 otherwise takes three, and no parsing or planning each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pg8000.converters import make_params
from sqlalchemy import Connection, Engine

from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.failures import driver_failures, lost_connection

Row = dict[str, Any]
Step = tuple[str, Mapping[str, object]]

BEGIN: Final[Step] = ("BEGIN", {})
COMMIT: Final[Step] = ("COMMIT", {})

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
    return run_in_turn(connection, (sql, params))


def run_in_turn(connection: Connection, *steps: Step) -> list[Row]:
    """Run statements one after the other in a single round trip, and return the rows of the last one that has columns.

    Each sees what those before it did; none before that last one may find a row. Unless there is a BEGIN among them or
    before them, they are one transaction, which the first failure ends. Otherwise as :func:`run_on`.
    """
    pooled = connection.connection
    driver: Any = pooled.dbapi_connection
    kept = pooled.info.setdefault(_KEY, {})
    with driver_failures():
        try:
            ready = [(_prepared(driver, kept, sql), params) for sql, params in steps]
            # All are converted before any is sent: what is refused here must leave nothing half said.
            values = [make_params(driver.py_types, statement.make_args(params)) for statement, params in ready]
            (*earlier, last), answers = [statement for statement, _ in ready], _answering(ready)
            for statement, given in zip(earlier, values, strict=False):
                driver.send_BIND(statement.name_bin, given)
                driver.send_EXECUTE()
            context = driver.execute_named(
                last.name_bin, values[-1], answers.row_desc, answers.input_funcs, steps[-1][0]
            )
        except Exception as error:
            if lost_connection(error):
                connection.invalidate(error)
            raise
    names = [column["name"] for column in answers.row_desc or ()]
    return [dict(zip(names, row, strict=True)) for row in context.rows or ()]


def _prepared(driver: Any, kept: dict[str, Any], sql: str) -> Any:
    if sql not in kept:
        kept[sql] = driver.prepare(sql)
    return kept[sql]


def _answering(ready: list[tuple[Any, Mapping[str, object]]]) -> Any:
    statements = [statement for statement, _ in ready]
    return next((statement for statement in reversed(statements) if statement.row_desc), statements[-1])
