"""Java programs from Maven that tests run: fetched once, and run with the machine's Java."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from williams_localcloud.lock import exclusive

OLDEST_JAVA = 17
DOWNLOAD_SECONDS = 400
BUILD = Path(__file__).parents[2] / "build"


def need_java_and_maven(program: str) -> None:
    """Skip the test where one is missing. Continuous integration installs both, so there that is a failure."""
    lacking = [
        what for what, there in (("Java 17 or newer", _has_java()), ("Maven", bool(shutil.which("mvn")))) if not there
    ]
    if not lacking:
        return
    reason = f"{program} is not run, because this machine has no {' and no '.join(lacking)}."
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def classpath(pom: Path) -> str:
    """Let Maven fetch what is missing of what a project depends on; ask it only when that is not at hand."""
    build = BUILD / pom.parent.name
    build.mkdir(parents=True, exist_ok=True)
    known = build / f"{hashlib.sha256(pom.read_bytes()).hexdigest()[:16]}.classpath"
    with exclusive(build / "lock", DOWNLOAD_SECONDS):
        if not known.exists() or not all(map(os.path.exists, known.read_text().split(os.pathsep))):
            _maven(pom, "dependency:build-classpath", f"-Dmdep.outputFile={known}")
    return known.read_text()


def _has_java() -> bool:
    if shutil.which("java") is None:
        return False
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=30).stderr
    version = re.search(r'version "(\d+)', said)
    return version is not None and int(version[1]) >= OLDEST_JAVA


def _maven(pom: Path, goal: str, *options: str) -> None:
    command = ["mvn", "-B", "-ntp", "-Dmaven.artifact.threads=10", "-f", str(pom), goal, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS)
    if done.returncode != 0:
        raise RuntimeError(f"Maven could not fetch what {pom.parent.name} needs:\n{done.stdout[-2000:]}")
