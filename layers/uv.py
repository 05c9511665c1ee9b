"""Calls of ``uv``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from layers import ROOT

TIMEOUT_SECONDS = 1800
"""For what hangs: a download that stands still is ended by uv itself, and one over a slow line goes on."""


class LayerError(RuntimeError):
    """A layer cannot be built; the message says why."""


def uv(*arguments: str | Path, stdin: str = "") -> str:
    """Run ``uv`` in the project and return what it prints. Raises LayerError."""
    beside = Path(sys.prefix) / "bin" / "uv"
    program = shutil.which("uv") or (str(beside) if beside.exists() else None)
    if program is None:
        raise LayerError("uv is not on PATH: install it with `pip install uv`.")
    command = [program, *map(str, arguments)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise LayerError(f"`{' '.join(command)}` took over {TIMEOUT_SECONDS} s.") from error
    if done.returncode != 0:
        raise LayerError(f"`{' '.join(command)}` failed:\n{done.stderr.strip()}")
    return done.stdout
