"""Runs ``recognise.py`` with packages of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from layers.uv import LayerError, uv
from tests.benchmarks import recognise
from tests.benchmarks.cloud import BenchmarkError


def recognised(folder: Path, *options: str) -> dict[str, Any]:
    """Return what ``recognise.py`` prints of a folder. Raises BenchmarkError."""
    packages = [f"--with={package}" for package in recognise.PACKAGES]
    run = ("run", "--no-project", "--isolated", "--quiet", *packages, "python", recognise.__file__)
    try:
        said = uv(*run, folder, *options)
    except LayerError as error:
        raise BenchmarkError(str(error)) from error
    found: dict[str, Any] = json.loads(said)
    return found
