"""Fixtures: the graph on each server that speaks Bolt here, with one driver for each server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from neo4j import Driver

from tests.contract.graph_server import GraphServer, arcadedb_server
from tests.contract.neo4j_server import neo4j_server
from williams.adapters.graph import BoltGraph, connect
from williams.ports.graph import GraphPort
from williams_testing.memory.graph import InMemoryGraph

BOLT_SERVERS = ["arcadedb", "neo4j"]


@pytest.fixture(scope="session")
def arcadedb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphServer]:
    with arcadedb_server(tmp_path_factory.mktemp("arcadedb")) as running:
        yield running


@pytest.fixture(scope="session")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphServer]:
    with neo4j_server(tmp_path_factory.mktemp("neo4j")) as running:
        yield running


@pytest.fixture(params=BOLT_SERVERS)
def server(request: pytest.FixtureRequest) -> GraphServer:
    running: GraphServer = request.getfixturevalue(request.param)
    return running


@pytest.fixture(scope="session")
def drivers() -> Iterator[dict[str, Driver]]:
    """The servers' drivers by address, each made once."""
    made: dict[str, Driver] = {}
    yield made
    for driver in made.values():
        driver.close()


def opened(server: GraphServer, drivers: dict[str, Driver]) -> Driver:
    """The server's driver, and at the first time its constraints."""
    if server.url not in drivers:
        drivers[server.url] = connect(server.url, server.user, server.password)
        BoltGraph(drivers[server.url], server.database).ensure_constraints()
    return drivers[server.url]


@pytest.fixture
def driver(server: GraphServer, drivers: dict[str, Driver]) -> Driver:
    return opened(server, drivers)


@pytest.fixture
def bolt(driver: Driver, server: GraphServer) -> BoltGraph:
    return BoltGraph(driver, server.database)


@pytest.fixture(params=["memory", *BOLT_SERVERS])
def graph(request: pytest.FixtureRequest, drivers: dict[str, Driver]) -> GraphPort:
    if request.param == "memory":
        return InMemoryGraph()
    server: GraphServer = request.getfixturevalue(request.param)
    return BoltGraph(opened(server, drivers), server.database)
