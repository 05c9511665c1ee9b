"""Third-party plugins: a sound package and a broken one are installed, deployed, used, and removed again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.project_copy import ROOT, ProjectCopy, ended
from williams_client import Library
from williams_client.models import PluginAnswer
from williams_localcloud.aws import Aws

pytestmark = pytest.mark.timeout(900)
PLUGINS = ROOT / "tests" / "plugins"
TESTS_SECONDS = 120
SRT = "1\n00:00:01,000 --> 00:00:04,000\nEvery library begins with a single shelf.\n\n"
REASONS = {
    "import.needy": "ModuleNotFoundError: No module named 'acme_library_that_is_nowhere'",
    "import.leaving": "SystemExit: This plugin wants a license key.",
    "import.absent": "AttributeError: module 'acme_broken.plugins' has no attribute 'AbsentImport'",
    "import.mistyped": "version is 1.0: Input should be a valid string; lane is 'four'",
    "import.stageless": "import.stageless has no method for its stage 'extract'.",
    "import.misnamed": "The entry point 'import.misnamed' names the plugin 'import.another'.",
    "import.pdf": "williams-import-pdf brings a plugin 'import.pdf' too, and it comes first.",
    "import.with-a-name-that-no-function-could-have": "String should have at most 32 characters",
    "export.parameters": "parameters is {'length': <class 'int'>}: Input should be a subclass of BaseModel",
    "export.listed": "Input should be a valid tuple",
    "export.unkept": "The last stage of export.unkept is not 'store': nothing would be kept.",
    "../../escape": "plugin_id is '../../escape'",
}
NEW = {"import.subtitles", "export.digest.short", "export.points"}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The packages, outside every workspace."""
    folder = tmp_path_factory.mktemp("acme")
    return {name: Path(shutil.copytree(PLUGINS / name, folder / name)) for name in ("talks", "digest", "broken")}


def test_the_package_passes_its_own_tests(packages: dict[str, Path], tmp_path: Path) -> None:
    site = tmp_path / "site"
    uv = shutil.which("uv") or str(ROOT / ".local" / "tools" / "bin" / "uv")
    install = [uv, "pip", "install", "--quiet", "--target", str(site), "--no-deps", str(packages["talks"]), "webvtt-py"]
    subprocess.run(install, check=True, timeout=TESTS_SECONDS)
    options = ["-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "-q", "--rootdir", str(packages["talks"])]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "tests"],
        cwd=packages["talks"],
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=TESTS_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout


@pytest.fixture(scope="module")
def project(packages: dict[str, Path], project_copy: ProjectCopy) -> ProjectCopy:
    """All packages are installed, and everything is deployed by `make up`."""
    project_copy.pip("install", *packages.values())
    # `make` now installs once more, as after every change of what is locked: that leaves the packages alone.
    (project_copy.root / "uv.lock").touch()
    project_copy.make("up", SERVICES="embedded")
    assert "acme-talks" in project_copy.pip("list")
    return project_copy


@pytest.fixture
def client(project: ProjectCopy) -> Iterator[Library]:
    with Library(project.info["api_url"], project.info["token"]) as client:
        yield client


def deployed(project: ProjectCopy) -> set[str]:
    """The functions that run stages, and the state machines, by what follows the stage's prefix."""
    aws = Aws(project.info["aws_endpoint_url"])
    functions = [f["FunctionName"] for f in aws.client("lambda").list_functions()["Functions"]]
    machines = [m["name"] for m in aws.client("stepfunctions").list_state_machines()["stateMachines"]]
    return {name.removeprefix("williams-local-") for name in (*functions, *machines)}


def listed(client: Library) -> dict[str, PluginAnswer]:
    """The plugins by id and, where several claim one id, by the distribution too."""
    found = [*client.plugins.list("import"), *client.plugins.list("export")]
    return {(p.plugin_id if not p.error else f"{p.plugin_id} of {p.name}"): p for p in found}


def test_its_functions_state_machines_and_layers_appear(project: ProjectCopy) -> None:
    names = {"import-subtitles", "export-digest-short", "export-points"}
    assert deployed(project) >= names | {f"run-stage-{name}" for name in names}
    layers = project.root / ".local" / "layers"
    assert (layers / "import.subtitles" / "webvtt").is_dir()
    assert not list((project.root / "step_functions").glob("*subtitles*"))


def test_its_entries_appear_in_the_api(client: Library) -> None:
    digest = listed(client)["export.digest.short"]
    assert (digest.enabled, digest.type, digest.version) == (True, "digest", "1.0.0")
    assert digest.parameters["properties"]["paragraphs"]["maximum"] == 20
    assert digest.stages == ["query", "outline", "excerpt", "page", "store"]
    assert listed(client)["import.subtitles"].type == "document"


def test_it_imports_and_exports(client: Library, tmp_path: Path) -> None:
    talk = tmp_path / "talk.srt"
    talk.write_text(SRT)
    imported = ended(client, client.imports.url(client.uploads.send(talk).url).job_id)
    assert (imported["status"], imported["plugin_id"]) == ("completed", "import.subtitles"), imported
    content_id = imported["content_id"]
    paths = client.content.get(content_id).storage_paths
    names = ("subtitles.txt", "transcript.txt", "captions.vtt", "times.json", "extracted.txt")
    assert paths == {name: f"subtitles/{content_id}/{name}" for name in names}
    made = ended(client, client.exports.start([content_id], "digest", parameters={"title": "Shelves"}).job_id)
    assert made["status"] == "completed", made
    artifact = client.artifacts.get(made["artifact_id"])
    assert artifact.files["digest.md"].media_type == "text/markdown"
    (part,) = client.provenance.genealogy("digest", made["artifact_id"]).provenance.parts
    assert [source.quote for source in part.sources] == ["Every library begins with a single shelf."]


def test_it_writes_by_a_task_of_its_own(client: Library, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Cards\n\nA library keeps a card for every book that it lends. This keeps the books in order.\n")
    imported = ended(client, client.imports.url(client.uploads.send(notes).url).job_id)
    made = ended(client, client.exports.start([imported["content_id"]], "points", parameters={"points": 1}).job_id)
    assert made["status"] == "completed", made
    provenance = client.provenance.genealogy("points", made["artifact_id"]).provenance
    assert [model.name for model in provenance.models] == ["extractive-textrank"]
    (part,) = provenance.parts
    assert part.text == " ".join(source.quote for source in part.sources)


def test_what_is_broken_is_reported_and_disturbs_nothing(project: ProjectCopy, client: Library) -> None:
    found = listed(client)
    for plugin_id, reason in REASONS.items():
        broken = found[f"{plugin_id} of acme-broken"]
        assert (broken.enabled, reason in (broken.error or "")) == (False, True), broken
    assert not found["import.pdf"].error
    assert found.keys() >= NEW | {"export.podcast"}
    assert not [name for name in deployed(project) if "mistyped" in name or "escape" in name]
    job = ended(client, client.imports.url(client.uploads.send(ROOT / "docs/samples/provenance.pdf").url).job_id)
    assert (job["status"], job["plugin_id"]) == ("completed", "import.pdf")


def test_the_doctor_names_each_reason(project: ProjectCopy) -> None:
    report = json.loads(project.williams("doctor", "--json", code=1))
    told = [f["detail"] for f in report["findings"] if f["level"] == "problem"]
    assert len(told) == len(REASONS)
    for reason in REASONS.values():
        assert [detail for detail in told if reason in detail], reason


def test_once_removed_it_is_gone_at_the_next_up(project: ProjectCopy, client: Library) -> None:
    kept = client.content.list().items
    project.pip("uninstall", "acme-talks", "acme-broken", "williams-export-digest")
    project.make("up")
    assert not [name for name in deployed(project) if "subtitles" in name or "digest" in name or "points" in name]
    assert not (project.root / ".local" / "layers" / "import.subtitles").exists()
    found = listed(client)
    assert found.keys() >= {"import.pdf", "export.podcast"}
    assert not [name for name in found if "acme-broken" in name or name in NEW]
    assert client.content.list().items == kept
    project.williams("doctor")
