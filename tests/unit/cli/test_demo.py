from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.unit.cli.conftest import Run
from tests.unit.client import records
from tests.unit.client.fake_api import FakeApi
from tests.unit.client.scripted_socket import Network, said
from williams_cli import demo as demo_module
from williams_cli.demo import PAGE, SAMPLE, SITE, app, program

ADDRESS = "127.0.0.1:4567"
JOBS = ("job_1", "job_2")


@contextmanager
def served(folder: Path, address: str) -> Iterator[str]:
    """Stands for the sample site; unit tests open no socket."""
    assert folder.parts[-len(SITE.parts) :] == SITE.parts
    yield f"http://{address}"


@pytest.fixture
def clone(
    api: FakeApi,
    network: Network,
    run: Run,  # noqa: ARG001  # patches the client
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A clone with samples, a running cloud, and an API that makes a podcast of them."""
    cloud = {"api_url": "http://api.test", "ws_url": "ws://api.test", "token": "secret", "sample_site": ADDRESS}
    monkeypatch.setattr(demo_module, "serving", served)
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "cloud.json").write_text(json.dumps(cloud))
    (tmp_path / SAMPLE).parent.mkdir(parents=True)
    (tmp_path / SAMPLE).write_bytes(b"%PDF the sample")
    artifact = records.artifact()
    for name in ("podcast.mp3", "transcript.vtt", "script.txt", "cover.jpg"):
        api.add_file(artifact, name, name.encode())
    api.plugins["export"] = [records.plugin("export.podcast", type="podcast")]
    api.artifacts, api.contents = [artifact], [records.content(title="Ships and Their Ropes")]
    api.parts = [records.part(n, f"Line {n}.", f"Quote {n}.") for n in range(9)]
    api.parts[7]["sources"][0] |= {"document_id": "web_1", "title": "The Page"}
    api.hits = [records.hit(0.7, "A paragraph.")]
    api.will_be("job_1", records.job())
    api.will_be("job_2", records.job("job_2", content_id="web_1"))
    api.will_be("job_3", records.job("job_3", kind="export", url=None, artifact_id="art_1"))
    both = [said(n, *step, job) for n, step in ((1, ("queued", 0)), (2, ("completed", 100))) for job in JOBS]
    network.connections = [both, [said(1, "scripting", 9, "job_3"), said(2, "completed", 100, "job_3")]]
    return tmp_path


def demo(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(app, list(arguments))


def test_shows_the_whole_way(clone: Path, api: FakeApi) -> None:
    result = demo()
    assert result.exit_code == 0, result.output
    assert b"%PDF the sample" in api.sent("POST", "/upload")[0].body
    assert api.sent("POST", "/api/content/import")[1].json["url"] == f"http://{ADDRESS}/{PAGE}"
    assert api.sent("POST", "/api/content/export")[0].json == {"source_ids": ["doc_1", "web_1"], "format": "podcast"}
    assert (clone / "build" / "demo" / "podcast.mp3").read_bytes() == b"podcast.mp3"
    for words in (
        "build/demo/transcript.vtt",
        "5:03 long",
        "9 of 9 lines have a source",
        "Alex: Line 0.",
        "“Quote 0.”",
        "Sam: Line 7.",
        "“Quote 7.”",
        "… 4 more lines",
        "A paragraph.",
        "provenance art_1 --attribution",
    ):
        assert words in result.stdout
    statuses = [line.split()[2] for line in result.stdout.splitlines() if line[2:3] == line[5:6] == ":"]
    assert sorted(statuses[:5]) == ["completed", "completed", "queued", "queued", "uploaded"]
    assert statuses[5:] == ["scripting", "completed"]


def one_source(api: FakeApi, network: Network) -> None:
    """The next job after the import is the export."""
    api.will_be("job_2", records.job("job_2", kind="export", url=None, artifact_id="art_1"))
    network.connections = [
        [said(1, "queued", 0), said(2, "completed", 100)],
        [said(1, "scripting", 9, "job_2"), said(2, "completed", 100, "job_2")],
    ]


def test_a_url_is_imported_as_it_is(clone: Path, api: FakeApi, network: Network) -> None:
    one_source(api, network)
    result = demo("https://example.org/notes", "--output", str(clone / "there"))
    assert result.exit_code == 0, result.output
    assert [sent.json["url"] for sent in api.sent("POST", "/api/content/import")] == ["https://example.org/notes"]
    assert not api.sent("POST", "/upload")


def test_another_file_is_searched_by_its_title(clone: Path, api: FakeApi, network: Network) -> None:
    one_source(api, network)
    (clone / "mine.pdf").write_bytes(b"%PDF mine")
    result = demo("mine.pdf", "--output", "there")
    assert result.exit_code == 0, result.output
    assert "Search: Ships and Their Ropes" in result.stdout
    assert (clone / "there" / "cover.jpg").is_file()
    assert b"%PDF mine" in api.sent("POST", "/upload")[0].body


@pytest.mark.parametrize("made", ["doc_1", None], ids=["something", "nothing"])
def test_an_archive_is_what_of_it_could_be_imported(
    clone: Path, api: FakeApi, network: Network, made: str | None
) -> None:
    one_source(api, network)
    api.will_be("job_1", records.job(content_id=None, batch_id="bat_1"))
    refused = {"ordinal": 0, "source": "upload://up_1/a.xyz", "status": "refused"}
    ended = {**refused, "ordinal": 1, "status": "completed" if made else "failed", "content_id": made}
    api.batch_items = [refused, ended]
    (clone / "mine.zip").write_bytes(b"PK")
    result = demo("mine.zip")
    assert result.exit_code == (0 if made else 1), result.output
    asked = [sent.json["source_ids"] for sent in api.sent("POST", "/api/content/export")]
    assert asked == ([["doc_1"]] if made else [])
    assert made or "batches show bat_1" in result.stderr


@pytest.mark.parametrize(("refused", "imported", "left"), [(150, 2, False), (0, 101, True)])
def test_a_long_batch_is_looked_through(
    clone: Path, api: FakeApi, network: Network, refused: int, imported: int, left: bool
) -> None:
    one_source(api, network)
    api.will_be("job_1", records.job(content_id=None, batch_id="bat_1"))
    item = {"source": "upload://up_1/a.xyz", "status": "refused"}
    done = {"source": "upload://up_1/a.txt", "status": "completed"}
    api.batch_items = [{**item, "ordinal": n} for n in range(refused)]
    api.batch_items += [{**done, "ordinal": refused + n, "content_id": f"doc_{1 + n}"} for n in range(imported)]
    (clone / "mine.zip").write_bytes(b"PK")
    result = demo("mine.zip")
    assert result.exit_code == 0, result.output
    (asked,) = api.sent("POST", "/api/content/export")
    assert asked.json["source_ids"] == [f"doc_{1 + n}" for n in range(min(imported, 100))]
    assert ("101 sources are in the library. What is made is of the first 100." in result.stderr) is left


@pytest.mark.usefixtures("clone")
def test_fails_when_the_websocket_does(network: Network) -> None:
    network.connections = []
    result = demo()
    assert result.exit_code == 5
    assert "cannot be used" in result.stderr
    assert "error: The progress WebSocket of job_" in result.stderr


@pytest.mark.usefixtures("clone")
def test_fails_when_the_import_does(api: FakeApi, network: Network) -> None:
    both = [said(1, "extracting"), said(2, "failed"), said(1, "completed", 100, "job_2")]
    network.connections = [both, both]
    api.will_be("job_1", records.failed_job())
    result = demo()
    assert result.exit_code == 1
    assert "provenance.pdf failed in extract: The PDF wants a password. [encrypted-content] (job_1)" in result.stderr
    assert not api.sent("POST", "/api/content/export")


@pytest.mark.usefixtures("clone")
def test_as_json_says_only_that() -> None:
    report = json.loads(demo("--json").stdout)
    assert set(report) == {"imports", "exports"}
    assert [job["content_id"] for job in report["imports"]] == ["doc_1", "web_1"]
    (made,) = report["exports"]
    assert set(made) == {"export", "artifact", "files"}
    assert made["files"]["podcast.mp3"].endswith("build/demo/podcast.mp3")


def leaflets(api: FakeApi) -> None:
    """A plugin that makes something that nobody speaks, and what it makes."""
    artifact = records.artifact("art_2", artifact_type="leaflet", title="The leaflet", duration=None)
    api.add_file(artifact, "leaflet.txt", b"leaflet.txt")
    api.artifacts.append(artifact)
    api.plugins["export"].append(records.plugin("export.leaflet", type="leaflet"))
    api.plugins["export"].append(records.plugin("export.worn", type="worn", error="It cannot be loaded."))
    api.plugins["export"].append(records.plugin("export.idle", type="idle", enabled=False))
    for part in api.parts:
        part["speaker"] = None


def test_makes_any_format_that_is_installed(clone: Path, api: FakeApi) -> None:
    leaflets(api)
    api.will_be("job_3", records.job("job_3", kind="export", url=None, artifact_id="art_2"))
    result = demo("--format", "leaflet")
    assert result.exit_code == 0, result.output
    assert api.sent("POST", "/api/content/export")[0].json["format"] == "leaflet"
    assert (clone / "build" / "demo" / "leaflet" / "leaflet.txt").read_bytes() == b"leaflet.txt"
    for words in ("become a leaflet", "9 of 9 parts have a source", "… 4 more parts", "“Quote 0.”"):
        assert words in result.stdout


def test_makes_one_of_each_that_takes_jobs(clone: Path, api: FakeApi, network: Network) -> None:
    leaflets(api)
    api.accepted.append("job_4")
    api.will_be("job_3", records.job("job_3", kind="export", url=None, artifact_id="art_2"))
    api.will_be("job_4", records.job("job_4", kind="export", url=None, artifact_id="art_1"))
    network.connections = [*network.connections, [said(1, "scripting", 9, "job_4"), said(2, "completed", 100, "job_4")]]
    result = demo("--format", "all")
    assert result.exit_code == 0, result.output
    assert [sent.json["format"] for sent in api.sent("POST", "/api/content/export")] == ["leaflet", "podcast"]
    made = sorted(path.name for path in (clone / "build" / "demo").glob("*/*"))
    assert made == ["cover.jpg", "leaflet.txt", "podcast.mp3", "script.txt", "transcript.vtt"]
    assert "become a leaflet and a podcast" in result.stdout


def test_what_cannot_be_made_does_not_stop_the_others(clone: Path, api: FakeApi, network: Network) -> None:
    leaflets(api)
    api.accepted.append("job_4")
    api.will_be("job_3", records.job("job_3", kind="export", url=None, status="failed", error_message="no paper"))
    api.will_be("job_4", records.job("job_4", kind="export", url=None, artifact_id="art_1"))
    network.connections = [
        network.connections[0],
        [said(1, "scripting", 9, "job_3"), said(2, "failed", 9, "job_3")],
        [said(1, "scripting", 9, "job_4"), said(2, "completed", 100, "job_4")],
    ]
    result = demo("--format", "all")
    assert result.exit_code == 1
    assert "Not everything could be made." in result.stderr
    assert (clone / "build" / "demo" / "podcast" / "podcast.mp3").is_file()


@pytest.mark.usefixtures("clone")
def test_a_format_that_nothing_makes_is_refused_before_anything_is_imported(api: FakeApi) -> None:
    leaflets(api)
    result = demo("--format", "idle")
    assert result.exit_code == 1
    assert "No plugin that takes jobs makes 'idle'. Those that do make: leaflet, podcast." in result.stderr
    assert not api.sent("POST", "/upload")


def test_without_a_local_cloud_a_source_is_wanted(clone: Path) -> None:
    cloud = clone / ".local" / "cloud.json"
    cloud.write_text(json.dumps({"api_url": "http://api.test", "token": "secret"}))
    result = demo()
    assert result.exit_code == 1
    assert "Give a SOURCE, or run make up first" in result.stderr


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
