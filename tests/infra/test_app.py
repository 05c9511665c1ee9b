"""The app as its callers start it: a program of its own, told by the environment what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.app import main
from infra.config import ROOT
from tests.infra.layer_folders import make_layers
from tests.infra.stages import LAYERS
from tests.infra.synthesized import read
from williams.plugin.registry import discover


def run(folder: Path, context: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"CDK_OUTDIR": str(folder), "CDK_CONTEXT_JSON": json.dumps(context)}
    command = [sys.executable, "-m", "infra.app"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)


def test_it_deploys_the_installed_plugins(tmp_path: Path) -> None:
    plugins = sorted(discover().plugins)
    layers = make_layers(tmp_path / "layers", *LAYERS, *plugins)
    done = run(tmp_path / "out", {"stage": "local", "gateway_port": 4566, "layers": str(layers)})
    assert done.returncode == 0, done.stderr
    machines = read(tmp_path / "out").resources("AWS::StepFunctions::StateMachine").values()
    assert {"import.pdf", "export.podcast"} <= set(plugins)
    assert sorted(m["StateMachineName"] for m in machines) == sorted(
        f"williams-local-{plugin.replace('.', '-')}" for plugin in plugins
    )


def test_it_says_what_is_missing() -> None:
    with pytest.raises(SystemExit, match="infra: The stage local needs the local cloud's port: -c gateway_port=4566"):
        main()
