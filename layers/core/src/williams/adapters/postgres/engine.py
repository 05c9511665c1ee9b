"""A small pool of pg8000 connections that notices dead ones without asking the server each time.

Connections are in autocommit mode: a single statement is its own transaction, so it costs neither BEGIN nor COMMIT.
:func:`transaction` frames several statements, in one round trip each for its beginning and its end.
"""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from williams.adapters.postgres.failures import translate_failures
from williams.domain.errors import StoreUnavailable

CONNECT_SECONDS: Final = 5.0
STATEMENT_SECONDS: Final = 30.0
# The server gives up first, so that its reason is what is reported.
_NETWORK_MARGIN_SECONDS: Final = 5.0
_POOL_SECONDS: Final = 10.0
_IDLE_SECONDS: Final = 60.0
# By the types' numbers. The driver reads both by ``strptime``, which takes a hundred times as long.
_QUICKLY_READ: Final = {1082: date.fromisoformat, 1184: datetime.fromisoformat}
_TLS_MODES: Final = frozenset({"disable", "require", "verify-full"})


def create_engine(
    url: str, *, pool_size: int = 2, max_overflow: int = 2, statement_seconds: float = STATEMENT_SECONDS
) -> Engine:
    """Return an engine for ``postgresql://user:password@host:port/database[?sslmode=…]``.

    ``sslmode`` is ``disable`` (default), ``require`` or ``verify-full``. ``statement_seconds`` bounds each statement;
    0 means no bound. Nothing connects yet. Every failure to reach the server is raised as StoreUnavailable.
    """
    parsed = make_url(url).set(drivername="postgresql+pg8000")
    tls = parsed.query.get("sslmode", "disable")
    engine = sqlalchemy.create_engine(
        parsed.difference_update_query(["sslmode"]),
        isolation_level="AUTOCOMMIT",
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_timeout=_POOL_SECONDS,
        pool_use_lifo=True,
        connect_args={
            "ssl_context": _tls_context(str(tls)),
            "application_name": "williams",
            "startup_params": _session(statement_seconds),
        },
    )
    translate_failures(engine)
    _open_sockets(engine, parsed, statement_seconds)
    _check_at_checkout(engine)
    return engine


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """Borrow a connection in autocommit mode: each statement is a transaction. Raises StoreUnavailable."""
    try:
        connection = engine.connect()
    except PoolTimeout as error:
        raise StoreUnavailable(f"All connections to Postgres were busy for {_POOL_SECONDS:.0f} s.") from error
    with connection:
        yield connection


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Borrow a connection for one transaction (READ COMMITTED), rolled back when the block raises."""
    with connected(engine) as connection:
        connection.exec_driver_sql("BEGIN")
        # When the block raises, the pool's reset rolls back what is still open.
        yield connection
        connection.exec_driver_sql("COMMIT")


def _session(statement_seconds: float) -> dict[str, str]:
    return {
        "TimeZone": "UTC",
        "statement_timeout": str(int(statement_seconds * 1000)),
        "idle_in_transaction_session_timeout": "60000",
        # A function that is frozen between events would keep a database awake that could rest.
        "idle_session_timeout": "300000",
        # A filter by owner may reject what the index finds first: go on until enough rows fit.
        "hnsw.iterative_scan": "relaxed_order",
        "hnsw.ef_search": "100",
    }


def _tls_context(mode: str) -> ssl.SSLContext | bool:
    if mode not in _TLS_MODES:
        raise ValueError(f"sslmode is one of {sorted(_TLS_MODES)}, not {mode!r}")
    if mode == "disable":
        return False
    context = ssl.create_default_context()
    if mode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _open_sockets(engine: Engine, url: URL, statement_seconds: float) -> None:
    """Open sockets here rather than in pg8000, which has one time limit for connecting and for answers."""
    address = (url.host or "localhost", url.port or 5432)
    answer_seconds = statement_seconds + _NETWORK_MARGIN_SECONDS if statement_seconds else None

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, entry: ConnectionPoolEntry, _args: object, params: dict[str, Any]) -> Any:
        try:
            opened = socket.create_connection(address, CONNECT_SECONDS)
        except OSError as error:
            raise StoreUnavailable(
                "Postgres cannot be reached. Check that it runs and that the database URL is right.",
                f"{address[0]}:{address[1]}: {error}",
            ) from error
        opened.settimeout(answer_seconds)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        entry.info["descriptor"] = opened.fileno()
        connection = dialect.loaded_dbapi.Connection(**params, sock=opened)
        for kind, read in _QUICKLY_READ.items():
            connection.register_in_adapter(kind, read)
        return connection


def _check_at_checkout(engine: Engine) -> None:
    """Ask the server only when there is a reason: a message waits while we asked nothing, or a long idle time.

    A Lambda is frozen between events, so the clock is the wall's: the monotonic one may stand still meanwhile.
    """

    @event.listens_for(engine, "checkin")
    def note(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info["idle_since"] = time.time()

    @event.listens_for(engine, "checkout")
    def check(connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        idle_since = entry.info.get("idle_since")
        if idle_since is None:
            return
        if time.time() - idle_since < _IDLE_SECONDS and not _readable(entry.info["descriptor"]):
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:
            raise DisconnectionError(str(error)) from error


def _readable(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
