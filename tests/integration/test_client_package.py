"""The client as a package: built, installed into an environment that has nothing else, and used."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.integration.cli_server import served
from tests.integration.project_copy import ROOT

SECONDS = 240
PROGRAM = """
import importlib.util, json, sys
from williams_client import Library
with Library(sys.argv[1], "secret") as library:
    stores = library.health().checks
    jobs = library.jobs.list().items
strangers = [name for name in ("williams", "williams_cli", "boto3", "typer") if importlib.util.find_spec(name)]
print(json.dumps([stores, jobs, strangers]))
"""


def _run(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_works_where_nothing_else_is(tmp_path: Path) -> None:
    uv = shutil.which("uv") or str(ROOT / ".local" / "tools" / "bin" / "uv")
    _run(uv, "build", "--package", "williams-client", "--out-dir", tmp_path, "--wheel", "--quiet")
    (wheel,) = tmp_path.glob("williams_client-*.whl")
    assert "williams_client/py.typed" in zipfile.ZipFile(wheel).namelist()
    environment = tmp_path / "environment"
    _run(uv, "venv", "--quiet", "--python", sys.executable, environment)
    python = environment / "bin" / "python"
    _run(uv, "pip", "install", "--quiet", "--python", python, wheel)
    with served() as api:
        stores, jobs, strangers = json.loads(_run(python, "-I", "-c", PROGRAM, api.url))
    assert (stores, jobs, strangers) == ({"postgres": "ok", "graph": "ok"}, [], [])
