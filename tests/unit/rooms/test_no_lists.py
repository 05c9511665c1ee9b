"""A built-in plugin or engine is its folder: nothing outside it has to name it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# Prose, tests and what they are written with may speak of a plugin; the rest of these are generated.
ELSEWHERE = (
    "docs/",
    "tests/",
    "layers/testing/",
    "step_functions/",
    "openapi.json",
    "uv.lock",
    "layers/client/src/williams_client/models.py",
)
PROSE = (".md", ".svg")
# An address without an ending may lead to a PDF: the web importer stands on those that read it, as on any library.
READERS_OF_ADDRESSES = {
    "plugins/imports/paper/pyproject.toml",
    "plugins/imports/web/pyproject.toml",
    "plugins/imports/web/src/williams_import_web/plugin.py",
}
PROJECTS = sorted(ROOT.glob("plugins/*/*/pyproject.toml"))


def names_of(project: Path) -> set[str]:
    """The distribution, its package, and the ids of what it brings."""
    declared = tomllib.loads(project.read_text())["project"]
    points = {name for group in declared.get("entry-points", {}).values() for name in group}
    return {declared["name"], declared["name"].replace("-", "_")} | points


def product() -> dict[str, str]:
    """Every file of code or configuration, by its path."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    paths = [path for path in listed if path and not path.startswith(ELSEWHERE) and not path.endswith(PROSE)]
    readable = {".py", ".toml", ".json", ".yaml", ".yml", ".cfg", ""}
    return {
        path: (ROOT / path).read_text() for path in paths if Path(path).suffix in readable and (ROOT / path).exists()
    }


FILES = product()


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.parent.name)
def test_no_file_outside_its_folder_names_it(project: Path) -> None:
    folder = project.parent.relative_to(ROOT).as_posix() + "/"
    word = re.compile("|".join(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])" for name in sorted(names_of(project))))
    assert len(FILES) > 300
    naming = {path for path, text in FILES.items() if not path.startswith(folder) and word.search(text)}
    assert naming - READERS_OF_ADDRESSES == set()
