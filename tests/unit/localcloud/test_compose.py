"""`localstack/compose.yaml` is pinned, health-checked, of this machine only, and what `compose.toml` says of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from williams_localcloud.ministack import MiniStack
from williams_localcloud.outside import named
from williams_localcloud.paths import LocalPaths
from williams_localcloud.state import State

ROOT = Path(__file__).resolve().parents[3]
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "localstack" / "compose.yaml").read_text())["services"]
COMPOSE = named("compose", ROOT)
# Where MiniStack keeps its state is the container's own affair.
PLACES = {"STATE_DIR", "S3_DATA_DIR", "TMPDIR", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"}


def published(name: str) -> set[int]:
    return {int(port.split(":")[1]) for port in SERVICES[name].get("ports", [])}


def test_it_has_all_four() -> None:
    assert set(SERVICES) == {"postgres", "neo4j", "qdrant", "emulator"}


@pytest.mark.parametrize("name", SERVICES)
def test_it_is_pinned(name: str) -> None:
    image = SERVICES[name].get("image")
    if image is None:
        dockerfile = SERVICES[name]["build"]["dockerfile_inline"]
        assert "--require-hashes --requirement /ministack-requirements.txt" in dockerfile
        return
    assert re.fullmatch(r"[a-z0-9/-]+:v?\d+\.\d+\.\d+[a-z0-9-]*", image), image


@pytest.mark.parametrize("name", SERVICES)
def test_it_has_a_health_check_that_ends(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= check.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_it_listens_on_this_machine_only(name: str) -> None:
    service = SERVICES[name]
    if service.get("network_mode") == "host":
        assert service["environment"]["BIND_HOST"] == "127.0.0.1"
        return
    assert service["ports"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


@pytest.mark.parametrize("name", SERVICES)
def test_its_data_outlives_the_container(name: str) -> None:
    assert f"{name}:" in SERVICES[name]["volumes"][0]


def test_the_preset_names_what_it_runs() -> None:
    assert COMPOSE.postgres is not None
    assert COMPOSE.graph is not None
    assert COMPOSE.qdrant is not None
    assert COMPOSE.emulator is not None
    postgres, environment = urlsplit(COMPOSE.postgres.url), SERVICES["postgres"]["environment"]
    assert (postgres.username, postgres.password, postgres.path[1:]) == (
        environment["POSTGRES_USER"],
        environment["POSTGRES_PASSWORD"],
        environment["POSTGRES_DB"],
    )
    assert SERVICES["neo4j"]["environment"]["NEO4J_AUTH"] == f"{COMPOSE.graph.user}/{COMPOSE.graph.password}"
    assert SERVICES["qdrant"]["environment"]["QDRANT__SERVICE__API_KEY"] == COMPOSE.qdrant.api_key
    assert postgres.port in published("postgres")
    assert urlsplit(COMPOSE.graph.url).port in published("neo4j")
    assert urlsplit(COMPOSE.qdrant.url).port in published("qdrant")
    assert COMPOSE.emulator.url == SERVICES["emulator"]["environment"]["AWS_ENDPOINT_URL"]


def test_the_emulator_is_set_as_the_embedded_one(tmp_path: Path) -> None:
    embedded = MiniStack(LocalPaths(tmp_path), State(tmp_path / "state.json", {"aws": 4566})).settings
    ours = SERVICES["emulator"]["environment"]
    assert ours.keys() - PLACES == embedded.keys() - PLACES
    assert {name: value for name, value in ours.items() if name not in PLACES} == {
        name: value for name, value in embedded.items() if name not in PLACES
    }
