"""A hash of everything that a deployment is made from, to skip it when nothing changed."""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

INPUTS = ("infra", "functions", "step_functions", "layers", "plugins", "cdk.json", "pyproject.toml", "uv.lock")
CACHES = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".venv", "build", "dist", "cdk.out"})


def fingerprint(root: Path, context: dict[str, Any]) -> str:
    """SHA-256 of the deployment's input files (names and bytes), the CDK app's context and Python's version."""
    digest = hashlib.sha256(json.dumps([context, sys.version], sort_keys=True).encode())
    for file in _input_files(root):
        digest.update(f"\0{file.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _input_files(root: Path) -> Iterator[Path]:
    for name in INPUTS:
        top = root / name
        if top.is_file():
            yield top
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(name for name in folders if name not in CACHES and not name.endswith(".egg-info"))
            yield from (Path(folder) / file for file in sorted(files) if not file.endswith((".pyc", ".pyo")))
