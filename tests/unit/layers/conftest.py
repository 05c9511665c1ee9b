"""A small project of the tests' own, installed as editable without being installed: its description is on the path."""

from __future__ import annotations

import json
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

PYPROJECT = """
[project]
name = "acme-epub"
version = "1.2.0"
requires-python = ">=3.11"
[project.entry-points."williams.plugins"]
"import.epub" = "acme_epub:Epub"
[build-system]
requires = ["uv_build>=0.9,<0.14"]
build-backend = "uv_build"
"""
METADATA = "Metadata-Version: 2.4\nName: acme-epub\nVersion: 1.2.0\nRequires-Dist: williams-core[media, speech]\n"
FILES = {
    "__init__.py": "def where():\n    return where.__code__.co_filename\n",
    "data/used/model.json": "{}",
    "data/unused/model.json": "{}",
    "data/index.json": "{}",
    "tests/test_it.py": "",
}


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project's directory; its package is ``src/acme_epub``."""
    directory = tmp_path / "acme"
    for name, text in FILES.items():
        path = directory / "src" / "acme_epub" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (directory / "pyproject.toml").write_text(PYPROJECT)
    return directory


@pytest.fixture
def plugin(project: Path, tmp_path: Path) -> Distribution:
    info = tmp_path / "site" / "acme_epub-1.2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(METADATA)
    (info / "entry_points.txt").write_text("[williams.plugins]\nimport.epub = acme_epub:Epub\n")
    (info / "direct_url.json").write_text(json.dumps({"url": project.as_uri(), "dir_info": {"editable": True}}))
    return PathDistribution(info)
