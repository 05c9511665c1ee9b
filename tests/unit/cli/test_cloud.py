from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from williams_localcloud.cloud import CloudInfo, LocalCloud
from williams_localcloud.errors import LocalCloudError
from williams_localcloud.supervisor import ServiceStatus

INFO = CloudInfo(
    api_url="http://127.0.0.1:1/api",
    ws_url="ws://127.0.0.1:1/ws",
    token="secret",
    bucket="library",
    aws_endpoint_url="http://127.0.0.1:1",
    aws_region="us-east-1",
    database_url="",
    graph_url="",
    graph_user="",
    graph_password="",
    graph_database="",
    sample_site="127.0.0.1:4",
    outputs={},
)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "layers").mkdir()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("clone")
def test_up_prints_how_to_reach_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LocalCloud, "up", lambda *_: INFO)
    assert "http://127.0.0.1:1/api" in run("up").stdout
    assert json.loads(run("up", "--json").stdout)["bucket"] == "library"


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize("command", ["up", "down"])
def test_a_failure_is_told_with_the_log_that_it_names(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    def fail(*_: object) -> None:
        raise LocalCloudError("postgres did not start\n--- last lines of postgres.log\nFATAL: no space left")

    monkeypatch.setattr(LocalCloud, command, fail)
    result = run(command)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: postgres did not start\n")
    assert "FATAL: no space left" in result.stderr


@pytest.mark.usefixtures("clone")
def test_down(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LocalCloud, "down", lambda _: ["graph"])
    assert "had to kill graph" in run("down").stdout
    assert json.loads(run("down", "--json").stdout) == {"killed": ["graph"]}


@pytest.mark.usefixtures("clone")
def test_status_of_what_runs_and_what_does_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    well = ServiceStatus("postgres", True, True, 17, {"postgres": 5432}, 40)
    monkeypatch.setattr(LocalCloud, "status", lambda _: [well])
    assert run("status").exit_code == 0
    away = ServiceStatus("graph", False, False, None, {"bolt": 7687}, 0)
    monkeypatch.setattr(LocalCloud, "status", lambda _: [well, away])
    result = run("status")
    assert result.exit_code == 5
    assert "postgres:5432" in result.stdout
    assert "stopped" in result.stdout
    assert [each["name"] for each in json.loads(run("status", "--json").stdout)] == ["postgres", "graph"]


@pytest.mark.usefixtures("api")
def test_outside_a_clone(run: Run) -> None:
    result = run("status")
    assert result.exit_code == 1
    assert "not inside the repository" in result.stderr


@pytest.mark.usefixtures("clone")
def test_without_the_local_cloud_installed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "williams_localcloud.cloud", None)
    result = run("up")
    assert result.exit_code == 1
    assert "The local cloud is not installed" in result.stderr
