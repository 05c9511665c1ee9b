import json
import shutil
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest

from williams_localcloud import plugins
from williams_localcloud.fingerprint import fingerprint

CONTEXT = {"stage": "local"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("infra/app.py", "functions/api/handler.py", "layers/core/src/x.py", "uv.lock"):
        _write(tmp_path / name, "1")
    return tmp_path


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize("name", ["infra/app.py", "layers/core/src/x.py", "plugins/imports/pdf/new.py", "uv.lock"])
def test_a_changed_input_changes_it(root: Path, name: str) -> None:
    before = fingerprint(root, CONTEXT)
    _write(root / name, "2")
    assert fingerprint(root, CONTEXT) != before


@pytest.mark.parametrize("name", ["functions/api/__pycache__/handler.pyc", "layers/core/build/x.py", "docs/x.md"])
def test_what_is_not_deployed_does_not(root: Path, name: str) -> None:
    before = fingerprint(root, CONTEXT)
    _write(root / name, "2")
    assert fingerprint(root, CONTEXT) == before


def test_a_moved_file_changes_it(root: Path) -> None:
    before = fingerprint(root, CONTEXT)
    (root / "functions/api/handler.py").rename(root / "functions/api/main.py")
    assert fingerprint(root, CONTEXT) != before


def test_another_context_changes_it(root: Path) -> None:
    assert fingerprint(root, CONTEXT) != fingerprint(root, {"stage": "prod"})


@dataclass(frozen=True)
class Environment:
    """A folder of distributions, in place of the one that the tests run in."""

    folder: Path

    def install(self, name: str, version: str = "1", plugin: bool = False, needs: str = "", **origin: Any) -> None:
        about = self.folder / f"{name}.dist-info"
        _write(about / "METADATA", f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{needs}")
        if plugin:
            _write(about / "entry_points.txt", f"[williams.plugins]\nimport.{name} = {name}:Plugin\n")
        if origin:
            _write(about / "direct_url.json", json.dumps(origin))

    def remove(self, name: str) -> None:
        shutil.rmtree(self.folder / f"{name}.dist-info")


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Environment:
    folder = tmp_path_factory.mktemp("site")
    monkeypatch.setattr(plugins, "distributions", lambda: distributions(path=[str(folder)]))
    return Environment(folder)


def test_a_plugin_that_comes_and_goes_changes_it(root: Path, environment: Environment) -> None:
    without = fingerprint(root, CONTEXT)
    environment.install("notes", plugin=True)
    first = fingerprint(root, CONTEXT)
    environment.install("notes", "2", plugin=True)
    second = fingerprint(root, CONTEXT)
    environment.remove("notes")
    assert len({without, first, second}) == 3
    assert fingerprint(root, CONTEXT) == without


def test_an_engine_that_comes_changes_it(root: Path, environment: Environment) -> None:
    without = fingerprint(root, CONTEXT)
    environment.install("bells")
    assert fingerprint(root, CONTEXT) == without
    _write(environment.folder / "bells.dist-info" / "entry_points.txt", "[williams.engines]\nspeech.bells = bells:M\n")
    assert fingerprint(root, CONTEXT) != without


def test_what_a_plugin_needs_counts_and_nothing_else_does(root: Path, environment: Environment) -> None:
    environment.install("notes", plugin=True, needs="Requires-Dist: Calendar_Parser>=1 ; python_version > '3'\n")
    environment.install("calendar-parser")
    before = fingerprint(root, CONTEXT)
    environment.install("unrelated")
    assert fingerprint(root, CONTEXT) == before
    environment.install("calendar-parser", "2")
    assert fingerprint(root, CONTEXT) != before


def test_an_edit_of_an_editable_plugin_elsewhere_changes_it(
    root: Path, environment: Environment, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = tmp_path_factory.mktemp("elsewhere")
    _write(source / "notes.py", "1")
    environment.install("notes", plugin=True, url=source.as_uri(), dir_info={"editable": True})
    before = fingerprint(root, CONTEXT)
    _write(source / "notes.py", "2")
    assert fingerprint(root, CONTEXT) != before
