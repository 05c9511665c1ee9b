"""Third-party plugins and engines: sound packages and a broken one are installed, deployed, used, and removed again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
ENGINE, NO_ENGINE = "speech.mute", "AttributeError: module 'acme_broken.plugins' has no attribute 'MuteManifest'"


@dataclass(frozen=True)
class Package:
    """A plugin package as its author wrote it, outside every workspace."""

    folder: Path

    @property
    def project(self) -> dict[str, Any]:
        return dict(tomllib.loads((self.folder / "pyproject.toml").read_text())["project"])

    @property
    def plugin_ids(self) -> set[str]:
        return set(self.project["entry-points"].get("williams.plugins", {}))

    @property
    def engine_ids(self) -> set[str]:
        return set(self.project["entry-points"].get("williams.engines", {}))

    @property
    def libraries(self) -> list[str]:
        """What it needs beside the library itself."""
        return [each for each in self.project["dependencies"] if not each.startswith("williams-")]

    def copied(self, folder: Path) -> Package:
        return Package(Path(shutil.copytree(self.folder, folder / self.folder.name)))

    def pytest(self, tests: str, **environment: str) -> None:
        """Run some of its tests in a process of their own."""
        options = ["-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "-q", "--rootdir", str(self.folder)]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, tests],
            cwd=self.folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=TESTS_SECONDS,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "skipped" not in done.stdout


def _members() -> set[Path]:
    members = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]["members"]
    return {path for member in members for path in ROOT.glob(member)}


PACKAGES = [Package(each.parent) for each in sorted(PLUGINS.glob("*/pyproject.toml")) if each.parent not in _members()]
BROKEN = "acme-broken"
NEW = {plugin_id for each in PACKAGES if each.project["name"] != BROKEN for plugin_id in each.plugin_ids}
NEW_ENGINES = {engine_id for each in PACKAGES for engine_id in each.engine_ids}


def with_tests(folder: str) -> pytest.MarkDecorator:
    """Run once for each package that has tests in such a folder."""
    having = [each for each in PACKAGES if (each.folder / folder).is_dir()]
    return pytest.mark.parametrize("package", having, ids=lambda package: package.folder.name)


@with_tests("tests")
def test_a_package_passes_its_own_tests(package: Package, tmp_path: Path) -> None:
    site, copy = tmp_path / "site", package.copied(tmp_path)
    uv = shutil.which("uv") or str(ROOT / ".local" / "tools" / "bin" / "uv")
    install = [uv, "pip", "install", "--quiet", "--target", str(site), "--no-deps", str(copy.folder), *copy.libraries]
    subprocess.run(install, check=True, timeout=TESTS_SECONDS)
    copy.pytest("tests", PYTHONPATH=str(site))


@pytest.fixture(scope="module")
def project(project_copy: ProjectCopy, tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    """All packages are installed, and everything is deployed by `make up`."""
    outside = tmp_path_factory.mktemp("elsewhere")
    project_copy.pip("install", *(package.copied(outside).folder for package in PACKAGES))
    # `make` now installs once more, as after every change of what is locked: that leaves the packages alone.
    (project_copy.root / "uv.lock").touch()
    project_copy.make("up", SERVICES="embedded")
    installed = project_copy.pip("list")
    assert not [package for package in PACKAGES if package.project["name"] not in installed]
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
    names = {plugin_id.replace(".", "-") for plugin_id in NEW}
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
    imported = ended(client, client.imports.url(client.uploads.send(talk).url, type="import.subtitles").job_id)
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


@with_tests("deployed")
def test_a_package_does_what_its_author_promises(package: Package, project: ProjectCopy, tmp_path: Path) -> None:
    package.copied(tmp_path).pytest(
        "deployed", WILLIAMS_API_URL=project.info["api_url"], WILLIAMS_TOKEN=project.info["token"]
    )


def test_what_is_broken_is_reported_and_disturbs_nothing(project: ProjectCopy, client: Library) -> None:
    found = listed(client)
    for plugin_id, reason in REASONS.items():
        broken = found[f"{plugin_id} of {BROKEN}"]
        assert (broken.enabled, reason in (broken.error or "")) == (False, True), broken
    (mute,) = [each for each in client.engines.list() if each.engine_id == ENGINE]
    assert (mute.available, NO_ENGINE in (mute.error or "")) == (False, True), mute
    assert not found["import.pdf"].error
    assert found.keys() >= NEW | {"export.podcast"}
    assert not [name for name in deployed(project) if "mistyped" in name or "escape" in name]
    job = ended(client, client.imports.url(client.uploads.send(ROOT / "docs/samples/provenance.pdf").url).job_id)
    assert (job["status"], job["plugin_id"]) == ("completed", "import.pdf")


def test_the_doctor_names_each_reason(project: ProjectCopy) -> None:
    report = json.loads(project.williams("doctor", "--json", code=1))
    told = [f["detail"] for f in report["findings"] if f["level"] == "problem"]
    reasons = [*REASONS.values(), NO_ENGINE]
    assert len(told) == len(reasons)
    for reason in reasons:
        assert [detail for detail in told if reason in detail], reason


def test_once_removed_it_is_gone_at_the_next_up(project: ProjectCopy, client: Library) -> None:
    kept = client.content.list().items
    project.pip("uninstall", *(package.project["name"] for package in PACKAGES))
    project.make("up")
    gone = [plugin_id.replace(".", "-") for plugin_id in NEW]
    assert not [name for name in deployed(project) if name.endswith(tuple(gone))]
    assert not (project.root / ".local" / "layers" / "import.subtitles").exists()
    assert not [each for each in client.engines.list() if each.error or each.engine_id in NEW_ENGINES]
    found = listed(client)
    assert found.keys() >= {"import.pdf", "export.podcast"}
    assert not [name for name in found if BROKEN in name or name in NEW]
    assert client.content.list().items == kept
    project.williams("doctor")
