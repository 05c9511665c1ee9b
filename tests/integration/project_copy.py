"""A copy of the repository with an environment and a local cloud of its own, to install things into."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from williams_client import TERMINAL, Library
from williams_localcloud.files import read_json
from williams_localcloud.paths import LocalPaths

ROOT = Path(__file__).resolve().parents[2]
PAUSE_SECONDS = 0.1
JOB_SECONDS = 120.0
INSTALL_SECONDS, MAKE_SECONDS, COMMAND_SECONDS = 240, 420, 120


@dataclass(frozen=True)
class ProjectCopy:
    """``root`` holds every tracked file, and what `make` makes of them."""

    root: Path

    @property
    def info(self) -> dict[str, Any]:
        """How to reach its local cloud."""
        return dict(json.loads((self.root / ".local" / "cloud.json").read_text()))

    def make(self, target: str, seconds: float = MAKE_SECONDS, code: int = 0, **variables: str) -> str:
        """Run a target of the Makefile and return what it said."""
        given = [f"{name}={value}" for name, value in variables.items()]
        done = self._run(["make", target, f"PYTHON={sys.executable}", *given], seconds, code)
        return done.stdout + done.stderr

    def pip(self, *arguments: str | Path) -> str:
        python = self.root / ".venv" / "bin" / "python"
        return self._run(["uv", "pip", arguments[0], "--python", python, *arguments[1:]], INSTALL_SECONDS).stdout

    def williams(self, *arguments: str | Path, code: int = 0) -> str:
        """Run the command line and return its output."""
        return self._run([self.root / ".venv" / "bin" / "williams", *arguments], COMMAND_SECONDS, code).stdout

    def remove(self) -> None:
        """Stop everything, and remove also what root's Postgres left outside the project."""
        self.make("down")
        elsewhere = read_json(LocalPaths(self.root).local / "postgres-home.json")
        if elsewhere:
            shutil.rmtree(elsewhere["home"])

    def _run(self, command: list[str | Path], seconds: float, code: int = 0) -> subprocess.CompletedProcess[str]:
        tools = ROOT / ".local" / "tools" / "bin"
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("WILLIAMS_", "MAKE"))}
        environment |= {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            list(map(str, command)),
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        told = f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        assert done.returncode == code, told[-6000:]
        return done


def ended(client: Library, job_id: str) -> dict[str, Any]:
    """Wait for the end of a job."""
    deadline = time.monotonic() + JOB_SECONDS
    job = client.jobs.get(job_id)
    while job.status not in TERMINAL:
        assert time.monotonic() < deadline, f"The job did not end: {job}"
        time.sleep(PAUSE_SECONDS)
        job = client.jobs.get(job_id)
    return job.as_json()


def copied_project(root: Path) -> ProjectCopy:
    """Copy the tracked files, and install what `make up` needs."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    models = ROOT / "build" / "models"
    if models.is_dir():
        # Made of pinned weights alone, in many seconds.
        shutil.copytree(models, root / "build" / "models")
    copy = ProjectCopy(root)
    copy.make(".venv/.installed", INSTALL_SECONDS)
    return copy
