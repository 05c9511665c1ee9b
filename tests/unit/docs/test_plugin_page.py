"""The plugin of the how-to page is a plugin: its own test, as the page has it, passes."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.unit.docs.pages import ROOT, Page, block

PAGE = Page(ROOT / "docs" / "how-to" / "write-a-plugin.md")
GROUP = "williams.plugins"
SECONDS = 100


def _lay_out(folder: Path) -> None:
    """Lay the page's files into a folder, as if the package were installed there."""
    project = tomllib.loads(block(PAGE, "toml", "[project]"))
    package = folder / str(project["tool"]["uv"]["build-backend"]["module-name"])
    package.mkdir()
    (package / "__init__.py").write_text(block(PAGE, "python", "(ImportPlugin)"), encoding="utf-8")
    about = folder / f"{package.name}-{project['project']['version']}.dist-info"
    about.mkdir()
    name, version = project["project"]["name"], project["project"]["version"]
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    points = project["project"]["entry-points"][GROUP]
    lines = [f"[{GROUP}]", *(f"{point} = {target}" for point, target in points.items())]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n")
    (folder / "test_text.py").write_text(block(PAGE, "python", "(ImportConformance)"), encoding="utf-8")


def test_the_plugin_passes_the_conformance_suite(tmp_path: Path) -> None:
    _lay_out(tmp_path)
    options = ["-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "-q", "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_text.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


def test_the_plugin_is_as_short_as_the_page_says() -> None:
    code = block(PAGE, "python", "(ImportPlugin)")
    assert len([line for line in code.splitlines() if line.strip()]) <= 42
