"""Each stage is synthesized once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.infra.layer_folders import make_layers
from tests.infra.sample_plugins import sample_registry
from tests.infra.stages import LAYERS, synthesize
from tests.infra.synthesized import Synthesized


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_layers(tmp_path_factory.mktemp("layers"), *LAYERS, "import.sample", "export.sample")


@pytest.fixture(scope="session")
def local(layers: Path, tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    context = {
        "stage": "local",
        "gateway_port": 14566,
        "sample_site": "127.0.0.1:14567",
        "layers": str(layers),
        "environment": {"WILLIAMS_TEXT_PROVIDER": "openai", "WILLIAMS_JOB_BUDGET_USD": 2.5},
    }
    return synthesize(tmp_path_factory.mktemp("local"), context, sample_registry())


@pytest.fixture(scope="session")
def prod(layers: Path, tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    context = {
        "stage": "prod",
        "sample_site": "127.0.0.1:14567",
        "layers": str(layers),
        "providers_secret": "williams-prod/providers",
        "alarm_topic_arn": "arn:aws:sns:us-east-1:123456789012:alarms",
        "domain": {
            "name": "library.example.org",
            "certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d",
            "hosted_zone_id": "Z0A1B2C3D",
            "zone_name": "example.org",
        },
        "github": {"repository": "example/williams-librarian"},
    }
    return synthesize(tmp_path_factory.mktemp("prod"), context, sample_registry(), nag=True)


@pytest.fixture(scope="session")
def brought(layers: Path, tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """A stage on AWS whose database and VPC stand already, under CloudFront's own name."""
    context = {
        "stage": "test",
        "layers": str(layers),
        "database_url_secret": "shared/postgres",
        "vpc": json.dumps(
            {
                "vpc_id": "vpc-0a1b2c3d",
                "availability_zones": ["us-east-1a", "us-east-1b"],
                "private_subnet_ids": ["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
                "security_group_id": "sg-0a1b2c3d",
            }
        ),
    }
    return synthesize(tmp_path_factory.mktemp("brought"), context, sample_registry(), nag=True)
