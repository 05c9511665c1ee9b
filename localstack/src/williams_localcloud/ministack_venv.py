"""MiniStack's own virtual environment: it pins botocore exactly, so it cannot share the project's."""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from williams_localcloud.errors import LocalCloudError, tail
from williams_localcloud.paths import LocalPaths

INSTALL_TIMEOUT_S = 1800
"""For what hangs: a download that stands still is ended by uv itself."""
MARK = "williams-installed"


def ensure_venv(paths: LocalPaths) -> Path:
    """The Python of MiniStack's environment, made first if it is missing or of other versions.

    It has this process's Python version, because Lambda functions run on it and import what was built for that.

    Raises:
        LocalCloudError: there is no uv, or the installation failed.
    """
    requirements = Path(str(files("williams_localcloud") / "ministack-requirements.txt"))
    python = paths.ministack_venv / "bin" / "python"
    mark = paths.ministack_venv / MARK
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    if mark.exists() and mark.read_text(encoding="utf-8") == wanted and python.exists():
        return python
    uv = _uv()
    base = getattr(sys, "_base_executable", sys.executable)
    _run(paths, uv, "venv", "--clear", "--no-project", "--python", base, str(paths.ministack_venv))
    _run(paths, uv, "pip", "sync", "--require-hashes", "--compile-bytecode", "--python", str(python), str(requirements))
    mark.write_text(wanted, encoding="utf-8")
    return python


def _uv() -> str:
    beside = Path(sys.prefix) / "bin" / "uv"
    found = shutil.which("uv") or (str(beside) if beside.exists() else None)
    if found is None:
        raise LocalCloudError("uv is not found, on PATH or in this virtual environment. Run `pip install uv`.")
    return found


def _run(paths: LocalPaths, *command: str) -> None:
    log = paths.log("ministack-install")
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    with log.open("ab") as output:
        try:
            done = subprocess.run(
                command, stdout=output, stderr=output, env=environment, cwd=paths.local, timeout=INSTALL_TIMEOUT_S
            )
        except subprocess.TimeoutExpired:
            raise LocalCloudError(f"{' '.join(command)} took over {INSTALL_TIMEOUT_S} s.\n{tail(log)}") from None
    if done.returncode != 0:
        raise LocalCloudError(f"{' '.join(command)} failed with code {done.returncode}:\n{tail(log)}")
