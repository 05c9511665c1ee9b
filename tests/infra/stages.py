"""Stages to look at. Layers and model files are stand-ins: their content is not what these tests are about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from infra.app import build
from infra.config import ROOT, read_config
from tests.infra.layer_folders import make_models
from tests.infra.synthesized import Synthesized, read
from williams.engine.registry import engine_registry
from williams.plugin.registry import Registry

ENGINES = sorted({each.distribution for each in engine_registry().engines.values()})
MODEL_FILES = [file for each in engine_registry().engines.values() for file in each.manifest.model_files]
UNUSED_PORTS = frozenset({"recognition", "transcription"})
"""No plugin of the samples needs an engine of these: its model files stay where they are."""
DEPLOYED_FILES = [
    file
    for each in engine_registry().engines.values()
    if each.manifest.port.name not in UNUSED_PORTS
    for file in each.manifest.model_files
]
LAYERS = ("core", "migrations", "plugins", "qdrant", *ENGINES)


def synthesize(folder: Path, context: Mapping[str, Any], registry: Registry, *, nag: bool = False) -> Synthesized:
    """With ``nag``, raises when one of the rules of cdk-nag's AwsSolutions is broken."""
    flags = json.loads((ROOT / "cdk.json").read_text())["context"]
    app = App(context={**flags, **context}, outdir=str(folder), builtin_cloud_formation_validation=False)
    with TemporaryDirectory() as scratch:
        models = make_models(Path(scratch, "models"), MODEL_FILES)
        build(app, read_config({"models": str(models), **context}.get), registry)
    if nag:
        Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()
    return read(folder)
