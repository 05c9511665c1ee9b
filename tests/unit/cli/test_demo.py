from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.unit.cli import records
from tests.unit.cli.conftest import Run
from tests.unit.cli.fake_api import FakeApi
from tests.unit.cli.scripted_socket import Network, said
from williams_cli.demo import SAMPLE, app, program


@pytest.fixture
def clone(api: FakeApi, network: Network, run: Run, tmp_path: Path) -> Path:  # noqa: ARG001  # run patches the client
    """A clone with a sample, a running cloud, and an API that makes a podcast of it."""
    cloud = {"api_url": "http://api.test", "ws_url": "ws://api.test", "token": "secret"}
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "cloud.json").write_text(json.dumps(cloud))
    (tmp_path / SAMPLE).parent.mkdir(parents=True)
    (tmp_path / SAMPLE).write_bytes(b"%PDF the sample")
    artifact = records.artifact()
    for name in ("podcast.mp3", "transcript.vtt", "script.txt", "cover.jpg"):
        api.add_file(artifact, name, name.encode())
    api.artifacts, api.contents = [artifact], [records.content(title="Ships and Their Ropes")]
    api.parts = [records.part(n, f"Line {n}.", f"Quote {n}.") for n in range(9)]
    api.hits = [records.hit(0.7, "A paragraph.")]
    api.will_be("job_1", records.job())
    api.will_be("job_2", records.job("job_2", kind="export", url=None, artifact_id="art_1"))
    network.connections = [
        [said(1, "queued", 0), said(2, "completed", 100)],
        [said(1, "scripting", 9, "job_2"), said(2, "completed", 100, "job_2")],
    ]
    return tmp_path


def demo(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(app, list(arguments))


def test_shows_the_whole_way(clone: Path, api: FakeApi) -> None:
    result = demo()
    assert result.exit_code == 0, result.output
    assert b"%PDF the sample" in api.sent("POST", "/upload")[0].body
    assert api.sent("POST", "/api/content/export")[0].json == {"source_ids": ["doc_1"], "format": "podcast"}
    assert (clone / "build" / "demo" / "podcast.mp3").read_bytes() == b"podcast.mp3"
    for words in (
        "build/demo/transcript.vtt",
        "5:03 long",
        "9 of 9 lines have a source",
        "Alex: Line 0.",
        "“Quote 0.”",
        "… 5 more lines",
        "A paragraph.",
        "provenance art_1 --attribution",
    ):
        assert words in result.stdout
    statuses = [line.split()[2] for line in result.stdout.splitlines() if line[2:3] == line[5:6] == ":"]
    assert statuses == ["uploaded", "queued", "completed", "scripting", "completed"]


def test_another_file_is_searched_by_its_title(clone: Path, api: FakeApi) -> None:
    (clone / "mine.pdf").write_bytes(b"%PDF mine")
    result = demo("mine.pdf", "--output", "there")
    assert result.exit_code == 0, result.output
    assert "Search: Ships and Their Ropes" in result.stdout
    assert (clone / "there" / "cover.jpg").is_file()
    assert b"%PDF mine" in api.sent("POST", "/upload")[0].body


@pytest.mark.usefixtures("clone")
def test_fails_when_the_websocket_does(network: Network) -> None:
    network.connections = []
    result = demo()
    assert result.exit_code == 5
    assert "error: The progress WebSocket of job_1 cannot be used" in result.stderr


@pytest.mark.usefixtures("clone")
def test_fails_when_the_import_does(api: FakeApi, network: Network) -> None:
    network.connections = [[said(1, "extracting"), said(2, "failed")]]
    api.will_be("job_1", records.failed_job())
    result = demo()
    assert result.exit_code == 1
    assert "provenance.pdf failed in extract: The PDF wants a password. [encrypted-content] (job_1)" in result.stderr
    assert not api.sent("POST", "/api/content/export")


@pytest.mark.usefixtures("clone")
def test_as_json_says_only_that() -> None:
    report = json.loads(demo("--json").stdout)
    assert set(report) == {"import", "export", "artifact", "files"}
    assert report["files"]["podcast.mp3"].endswith("build/demo/podcast.mp3")


def test_names_the_command_as_the_shell_finds_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("python", "williams"):
        (tmp_path / "bin" / name).touch(mode=0o755)
    monkeypatch.setattr("sys.executable", str(tmp_path / "bin" / "python"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    assert program() == "bin/williams"
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert program() == "williams"
