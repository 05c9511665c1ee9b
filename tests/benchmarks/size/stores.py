"""Stores of their own for a large library, so that nobody's is filled with it: Postgres, and Qdrant beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Engine

from tests.benchmarks.size.qdrant_process import QdrantProcess, qdrant_process
from tests.contract.postgres_server import postgres_server
from williams.adapters.pgvector.vectors import PgVectors
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.adapters.postgres.engine import create_engine
from williams.adapters.postgres.migrate import upgrade


@dataclass(frozen=True)
class Stores:
    """The catalog stands in Postgres, whichever the vectors stand in."""

    engine: Engine
    qdrant: QdrantProcess

    @cached_property
    def catalog(self) -> PostgresCatalog:
        return PostgresCatalog(self.engine)

    @cached_property
    def pgvector(self) -> PgVectors:
        return PgVectors(self.engine)


@contextmanager
def stores() -> Iterator[Stores]:
    """Start both servers on empty folders; stop them at the end."""
    with postgres_server() as server, server.database() as url, qdrant_process() as qdrant:
        upgrade(url)
        engine = create_engine(url, statement_seconds=0)
        try:
            yield Stores(engine, qdrant)
        finally:
            engine.dispose()
