"""What the figures depend on: the machine, the versions, the date."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from layers import ROOT

_LIBRARIES = (
    "boto3",
    "fastapi",
    "mangum",
    "neo4j",
    "onnxruntime",
    "pg8000",
    "pydantic",
    "pypdfium2",
    "sqlalchemy",
    "tokenizers",
)


def surroundings(quick: bool) -> dict[str, Any]:
    """Return them as plain data. ``load_average`` is of the last 1, 5 and 15 minutes: above the cores, figures lie."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "quick": quick,
        "machine": {
            "system": platform.platform(),
            "processor": _processor(),
            "cores": cores(),
            "memory_mb": psutil.virtual_memory().total >> 20,
            "load_average": [round(load, 2) for load in os.getloadavg()],
        },
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}},
    }


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _commit() -> str | None:
    """Return git's name of what was measured, with ``-dirty`` for changes that are not committed."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    try:
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=10)
    except OSError:
        return None
    return said.stdout.strip() or None


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.is_file():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
