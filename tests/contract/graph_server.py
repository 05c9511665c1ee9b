"""ArcadeDB for one test run: the local cloud's own graph server, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.contract.starting import wait_until_ready
from williams_localcloud import processes
from williams_localcloud.credentials import load_or_create
from williams_localcloud.graph import DATABASE, USER, Graph
from williams_localcloud.paths import LocalPaths
from williams_localcloud.state import State


@dataclass(frozen=True)
class GraphServer:
    """How to reach a graph server over Bolt."""

    url: str
    user: str
    password: str
    database: str
    pid: int


@contextmanager
def arcadedb_server(root: Path) -> Iterator[GraphServer]:
    """Run an empty ArcadeDB below ``root`` and stop it at the end."""
    paths = LocalPaths(root)
    paths.logs.mkdir(parents=True)
    credentials = load_or_create(paths.credentials_file)
    graph = Graph(paths, State(paths.state_file), credentials)
    graph.prepare()
    process = graph.start()
    try:
        wait_until_ready("The graph", graph.healthy, process, paths.log(graph.name))
        yield GraphServer(graph.url, USER, credentials.graph_password, DATABASE, process.pid)
    finally:
        processes.stop(psutil.Process(process.pid), graph.stop_signal, graph.stop_timeout_s)
        process.wait()
