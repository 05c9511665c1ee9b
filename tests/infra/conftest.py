"""Each stage is synthesized once. Layers are stand-in folders: their content is not what these tests are about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from infra.app import build
from infra.config import ROOT, read_config
from tests.infra.layer_folders import make_layers
from tests.infra.sample_plugins import sample_registry
from tests.infra.synthesized import Synthesized, read

LAYERS = ("core", "embedding", "speech", "media", "openai", "plugins", "import.sample", "export.sample")


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_layers(tmp_path_factory.mktemp("layers"), *LAYERS)


def synthesize(folder: Path, context: Mapping[str, Any], *, nag: bool = False) -> Synthesized:
    """With ``nag``, raises when one of the rules of cdk-nag's AwsSolutions is broken."""
    flags = json.loads((ROOT / "cdk.json").read_text())["context"]
    app = App(context={**flags, **context}, outdir=str(folder), builtin_cloud_formation_validation=False)
    build(app, read_config(context.get), sample_registry())
    if nag:
        Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()
    return read(folder)


@pytest.fixture(scope="session")
def local(layers: Path, tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    context = {
        "stage": "local",
        "gateway_port": 14566,
        "layers": str(layers),
        "environment": {"WILLIAMS_TEXT_PROVIDER": "openai", "WILLIAMS_JOB_BUDGET_USD": 2.5},
    }
    return synthesize(tmp_path_factory.mktemp("local"), context)


@pytest.fixture(scope="session")
def prod(layers: Path, tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    context = {
        "stage": "prod",
        "layers": str(layers),
        "providers_secret": "williams-prod/providers",
        "alarm_topic_arn": "arn:aws:sns:us-east-1:123456789012:alarms",
        "vpc": json.dumps(
            {
                "vpc_id": "vpc-0a1b2c3d",
                "availability_zones": ["us-east-1a", "us-east-1b"],
                "private_subnet_ids": ["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
                "security_group_id": "sg-0a1b2c3d",
            }
        ),
    }
    return synthesize(tmp_path_factory.mktemp("prod"), context, nag=True)
