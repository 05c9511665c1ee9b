"""One driver per process, bounded waits, and the driver's errors in the library's words."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from neo4j import (
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationDisabledClassification,
    Session,
    unit_of_work,
)
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConstraintError,
    DatabaseError,
    DriverError,
    Neo4jError,
    TransientError,
)

from williams.domain.errors import StoreUnavailable

T = TypeVar("T")

_CONNECT_SECONDS: Final = 5.0
_POOL_WAIT_SECONDS: Final = 10.0
_RETRY_SECONDS: Final = 10.0
_TRANSACTION_SECONDS: Final = 60.0
_LIFETIME_SECONDS: Final = 600.0
# A frozen Lambda's connections are often dead when it thaws: test those that were idle this long.
_LIVENESS_SECONDS: Final = 20.0
_POOL_SIZE: Final = 10
_RACES: Final = 8
_RACE_PAUSE_SECONDS: Final = 0.02


def connect(url: str, user: str, password: str) -> Driver:
    """Return a driver for ``bolt://``, ``neo4j://`` or their ``+s`` forms. Opens no connection yet."""
    return GraphDatabase.driver(
        url,
        auth=(user, password),
        connection_timeout=_CONNECT_SECONDS,
        connection_acquisition_timeout=_POOL_WAIT_SECONDS,
        max_transaction_retry_time=_RETRY_SECONDS,
        max_connection_lifetime=_LIFETIME_SECONDS,
        max_connection_pool_size=_POOL_SIZE,
        liveness_check_timeout=_LIVENESS_SECONDS,
        # Neo4j warns of every label and property that no node has yet, which is normal in a young library.
        notifications_disabled_classifications=[NotificationDisabledClassification.UNRECOGNIZED],
        telemetry_disabled=True,
    )


def write(session: Session, work: Callable[[ManagedTransaction], T]) -> T:
    """Run ``work`` in a write transaction; it must be idempotent.

    The driver retries what the server calls transient. Servers without locks on a missing key (ArcadeDB) answer the
    loser of two concurrent MERGEs with a constraint error instead: the second try finds the winner's node.
    """
    timed = unit_of_work(timeout=_TRANSACTION_SECONDS)(work)
    for race in range(_RACES):
        try:
            return session.execute_write(timed)
        except ConstraintError:
            time.sleep(_RACE_PAUSE_SECONDS * 2**race * random.uniform(0.5, 1.5))
    raise StoreUnavailable(
        f"The graph refused a write {_RACES} times because of concurrent writers of the same nodes. Try again."
    )


def read(session: Session, work: Callable[[ManagedTransaction], T]) -> T:
    """Run ``work`` in a read transaction."""
    return session.execute_read(unit_of_work(timeout=_TRANSACTION_SECONDS)(work))


@contextmanager
def graph_errors() -> Iterator[None]:
    """Turn the driver's errors into StoreUnavailable; a query that the server cannot read is a defect and escapes."""
    try:
        yield
    except AuthError as error:
        raise StoreUnavailable(
            "The graph database refused the user name or password. Check the graph secret."
        ) from error
    except (DriverError, TransientError, DatabaseError) as error:
        raise StoreUnavailable("The graph database did not answer. Try again.", _first_line(error)) from error
    except ClientError as error:
        if _is_missing_database(error):
            raise StoreUnavailable(
                "The graph database is not there. Check its name in the graph secret.", _first_line(error)
            ) from error
        raise


def _is_missing_database(error: Neo4jError) -> bool:
    return "DatabaseNotFound" in (error.code or "")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
