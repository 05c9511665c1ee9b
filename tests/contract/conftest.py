"""Stores under test: each contract runs on the fake and on the real servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine

from tests.contract.aws_server import aws, aws_credentials, nobody
from tests.contract.bolt_servers import arcadedb, bolt, driver, drivers, graph, neo4j, server
from tests.contract.postgres_server import PostgresServer, postgres_server
from tests.contract.qdrant import QDRANTS, qdrant_vectors
from williams.adapters.pgvector.vectors import PgVectors
from williams.adapters.postgres.batches import PostgresBatches
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.adapters.postgres.collections import PostgresCollections
from williams.adapters.postgres.engine import create_engine, transaction
from williams.adapters.postgres.feeds import PostgresFeeds
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.migrate import upgrade
from williams.adapters.postgres.plugins import PostgresPlugins
from williams.adapters.postgres.schema import metadata
from williams.adapters.postgres.sources import PostgresSources
from williams.adapters.postgres.tokens import PostgresTokens
from williams.adapters.postgres.usage import PostgresUsage
from williams.ports.batches import BatchStorePort
from williams.ports.catalog import CatalogPort
from williams.ports.collections import CollectionStorePort
from williams.ports.feeds import FeedStorePort
from williams.ports.jobs import JobStorePort
from williams.ports.plugins import PluginStorePort
from williams.ports.sources import SourceStorePort
from williams.ports.tokens import TokenStorePort
from williams.ports.usage import UsagePort
from williams.ports.vectors import VectorPort
from williams_testing.memory.batches import InMemoryBatches
from williams_testing.memory.catalog import InMemoryCatalog
from williams_testing.memory.collections import InMemoryCollections
from williams_testing.memory.feeds import InMemoryFeeds
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.plugins import InMemoryPlugins
from williams_testing.memory.sources import InMemorySources
from williams_testing.memory.tokens import InMemoryTokens
from williams_testing.memory.usage import InMemoryUsage
from williams_testing.memory.vectors import InMemoryVectors

# Found here by the tests of this folder, so that each server is started once.
__all__ = ["arcadedb", "aws", "aws_credentials", "bolt", "driver", "drivers", "graph", "neo4j", "nobody", "server"]

BOTH = ["memory", "postgres"]
VECTOR_STORES = ["memory", "pgvector", *QDRANTS]


HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Only the test itself is timed by pytest: the servers have as long as they need to start."""
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(float(config.getini("timeout")), func_only=True))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def shared_engine(postgres: PostgresServer) -> Iterator[Engine]:
    """One migrated database for all tests: making one for each takes ten times longer than emptying this one."""
    with postgres.database() as url:
        upgrade(url)
        engine = create_engine(url, pool_size=10)
        yield engine
        engine.dispose()


@pytest.fixture
def engine(shared_engine: Engine) -> Engine:
    """The database, empty."""
    with transaction(shared_engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return shared_engine


@pytest.fixture(params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    """Which implementation the test runs on; all stores of one test are of the same kind."""
    return str(request.param)


def _engine_for(kind: str, request: pytest.FixtureRequest) -> Engine | None:
    return request.getfixturevalue("engine") if kind == "postgres" else None


@pytest.fixture
def jobs(kind: str, request: pytest.FixtureRequest) -> JobStorePort:
    engine = _engine_for(kind, request)
    return PostgresJobs(engine) if engine else InMemoryJobs()


@pytest.fixture
def catalog(kind: str, request: pytest.FixtureRequest) -> CatalogPort:
    engine = _engine_for(kind, request)
    return PostgresCatalog(engine) if engine else InMemoryCatalog(request.getfixturevalue("jobs").tie)


@pytest.fixture(params=VECTOR_STORES)
def vectors(request: pytest.FixtureRequest) -> Iterator[VectorPort]:
    kind = str(request.param)
    if kind == "memory":
        yield InMemoryVectors()
    elif kind == "pgvector":
        yield PgVectors(request.getfixturevalue("engine"))
    else:
        with qdrant_vectors(kind) as store:
            yield store


@pytest.fixture
def usage(kind: str, catalog: CatalogPort, request: pytest.FixtureRequest) -> UsagePort:
    engine = _engine_for(kind, request)
    return PostgresUsage(engine) if engine else InMemoryUsage(catalog)


@pytest.fixture
def tokens(kind: str, request: pytest.FixtureRequest) -> TokenStorePort:
    engine = _engine_for(kind, request)
    return PostgresTokens(engine) if engine else InMemoryTokens()


@pytest.fixture
def batches(kind: str, jobs: JobStorePort, request: pytest.FixtureRequest) -> BatchStorePort:
    engine = _engine_for(kind, request)
    if engine is not None:
        return PostgresBatches(engine)
    return InMemoryBatches(cast(InMemoryJobs, jobs), request.getfixturevalue("sources"))


@pytest.fixture
def sources(kind: str, jobs: JobStorePort, request: pytest.FixtureRequest) -> SourceStorePort:
    engine = _engine_for(kind, request)
    return InMemorySources(cast(InMemoryJobs, jobs)) if engine is None else PostgresSources(engine)


@pytest.fixture
def feeds(kind: str, request: pytest.FixtureRequest) -> FeedStorePort:
    engine = _engine_for(kind, request)
    return PostgresFeeds(engine) if engine else InMemoryFeeds()


@pytest.fixture
def collections(
    kind: str, catalog: CatalogPort, feeds: FeedStorePort, request: pytest.FixtureRequest
) -> CollectionStorePort:
    engine = _engine_for(kind, request)
    if engine:
        return PostgresCollections(engine)
    assert isinstance(catalog, InMemoryCatalog)
    assert isinstance(feeds, InMemoryFeeds)
    return InMemoryCollections(catalog, feeds.revoke_of)


@pytest.fixture
def plugin_store(kind: str, request: pytest.FixtureRequest) -> PluginStorePort:
    engine = _engine_for(kind, request)
    return PostgresPlugins(engine) if engine else InMemoryPlugins()
