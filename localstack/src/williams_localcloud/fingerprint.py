"""A hash of everything that a deployment is made from, to skip it when nothing changed."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from williams_localcloud.plugins import files_below, plugin_files, plugin_inputs

INPUTS = ("infra", "functions", "step_functions", "layers", "plugins", "cdk.json", "pyproject.toml", "uv.lock")


def fingerprint(root: Path, context: dict[str, Any]) -> str:
    """SHA-256 of the deployment's input files (names and bytes), the plugins, the context and Python's version."""
    digest = hashlib.sha256(json.dumps([context, sys.version, *plugin_inputs()], sort_keys=True).encode())
    for file in [*(file for name in INPUTS for file in files_below(root / name)), *plugin_files()]:
        name = file.relative_to(root) if file.is_relative_to(root) else file
        digest.update(f"\0{name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
