"""The library on services that the local cloud did not start, in every pair of choices: real ones, each a server.

Only Qdrant's server is not real here: its client's own engine stands behind its REST API.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.contract.neo4j_server import neo4j_server
from tests.contract.postgres_server import PostgresServer, postgres_server
from tests.contract.qdrant_server import QdrantServer, qdrant_server
from tests.e2e.samples import small_pdf
from tests.integration.project_copy import ROOT, ProjectCopy, ended
from williams.adapters.graph.connection import connect
from williams.adapters.postgres.engine import create_engine
from williams.adapters.postgres.prepared import run
from williams_client import Library
from williams_localcloud.ministack import MiniStack
from williams_localcloud.paths import LocalPaths
from williams_localcloud.state import State
from williams_localcloud.supervisor import Supervisor

pytestmark = pytest.mark.timeout(900)
SERVICES = ("postgres", "graph", "qdrant", "emulator")
Services = dict[str, dict[str, str]]


@contextmanager
def emulator(root: Path) -> Iterator[str]:
    """Run a MiniStack that no local cloud knows of, and yield its URL."""
    paths = LocalPaths(root)
    paths.create()
    installed = LocalPaths(ROOT).ministack_venv
    if installed.is_dir():
        paths.ministack_venv.symlink_to(installed)
    state = State.load(paths.state_file)
    ministack = MiniStack(paths, state)
    supervisor = Supervisor(paths, state, [], ministack)
    try:
        supervisor.up()
        yield ministack.url
    finally:
        supervisor.down()


@pytest.fixture(scope="module")
def qdrant() -> Iterator[QdrantServer]:
    with qdrant_server() as server:
        yield server


@pytest.fixture(scope="module")
def servers(
    qdrant: QdrantServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[PostgresServer, Services]]:
    """All four, running."""
    with ExitStack() as stack:
        graph = stack.enter_context(neo4j_server(tmp_path_factory.mktemp("neo4j")))
        postgres = stack.enter_context(postgres_server())
        yield (
            postgres,
            {
                "graph": {"url": graph.url, "user": graph.user, "password": graph.password, "database": graph.database},
                "qdrant": {"url": qdrant.url, "api_key": qdrant.api_key},
                "emulator": {"url": stack.enter_context(emulator(tmp_path_factory.mktemp("emulator")))},
            },
        )


@pytest.fixture
def services(servers: tuple[PostgresServer, Services]) -> Iterator[Services]:
    """All four, with a database that knows nothing of what an earlier test left in the other stores."""
    postgres, others = servers
    with postgres.database() as url:
        yield {"postgres": {"url": url}, **others}


# Together with the local cloud that has all four of its own, these hold every pair of choices.
@pytest.mark.parametrize("embedded", SERVICES)
def test_the_library_works_on_outside_services(
    project_copy: ProjectCopy, services: Services, qdrant: QdrantServer, embedded: str, tmp_path: Path
) -> None:
    chosen = {name: service for name, service in services.items() if name != embedded}
    kept_before = _kept(services, qdrant)
    project_copy.make("up", SERVICES=str(_written(chosen, tmp_path)))
    info = project_copy.info
    with Library(info["api_url"], info["token"]) as client:
        _import_generate_and_trace(client, embedded, tmp_path)
    project_copy.williams("doctor", "--check")
    statuses = {each["name"]: each["healthy"] for each in json.loads(project_copy.williams("status", "--json"))}
    assert {name: statuses[f"{name} (outside)"] for name in chosen} == dict.fromkeys(chosen, True)
    kept = {name: after > kept_before[name] for name, after in _kept(services, qdrant).items()}
    kept["emulator"] = info["aws_endpoint_url"] == services["emulator"]["url"]
    assert kept == {name: name != embedded for name in SERVICES}


def test_a_database_that_was_emptied_is_prepared_again(
    project_copy: ProjectCopy, servers: tuple[PostgresServer, Services], tmp_path: Path
) -> None:
    postgres, _ = servers
    with postgres.database() as url:
        project_copy.make("up", SERVICES=str(_written({"postgres": {"url": url}}, tmp_path)))
        name = make_url(url).database
        postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")
        postgres.execute(f"CREATE DATABASE {name}")
        project_copy.make("up")
        project_copy.williams("doctor")


def test_the_local_clouds_own_services_come_back(project_copy: ProjectCopy) -> None:
    project_copy.make("up", SERVICES="embedded")
    statuses = json.loads(project_copy.williams("status", "--json"))
    assert {status["name"] for status in statuses if status["healthy"]} == {"postgres", "graph", "ministack"}
    project_copy.williams("doctor")


def test_a_service_that_is_not_there_is_named_and_nothing_is_stopped(project_copy: ProjectCopy, tmp_path: Path) -> None:
    gone: Services = {"graph": {"url": "bolt://127.0.0.1:9", "user": "neo4j", "password": "x", "database": "neo4j"}}
    told = project_copy.make("up", code=2, SERVICES=str(_written(gone, tmp_path)))
    assert "error: The outside graph does not answer at 127.0.0.1:9" in told
    project_copy.williams("doctor")


def _written(chosen: Services, folder: Path) -> Path:
    tables = [
        "\n".join([f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in service.items())])
        for name, service in chosen.items()
    ]
    file = folder / "services.toml"
    file.write_text("\n".join(tables))
    return file


def _import_generate_and_trace(client: Library, topic: str, folder: Path) -> None:
    document = folder / f"{topic}.pdf"
    document.write_bytes(small_pdf(f"the {topic} of a lighthouse"))
    imported = ended(client, client.imports.url(client.uploads.send(document).url).job_id)
    assert imported["status"] == "completed", imported
    made = ended(client, client.exports.start([imported["content_id"]], "podcast", parameters={"minutes": 0.5}).job_id)
    assert made["status"] == "completed", made
    (source,) = client.provenance.genealogy("podcast", made["artifact_id"]).provenance.source_documents
    assert source.doc_id == imported["content_id"]
    found = client.search(f"{topic} of a lighthouse").hits
    assert found[0].content_id == imported["content_id"]


def _kept(services: Services, qdrant: QdrantServer) -> dict[str, int]:
    """How much the outside stores hold."""
    engine = create_engine(services["postgres"]["url"])
    graph = services["graph"]
    with connect(graph["url"], graph["user"], graph["password"]) as driver:
        artifacts, *_ = driver.execute_query("MATCH (a:Artifact) RETURN count(a) AS n", database_=graph["database"])
    return {
        "postgres": len(run(engine, "SELECT 1 FROM pg_class WHERE relname = 'artifacts'"))
        and len(run(engine, "SELECT 1 FROM artifacts")),
        "graph": artifacts[0]["n"],
        "qdrant": sum(held.shard.info().points_count for held in qdrant.engine.collections.values()),
    }
