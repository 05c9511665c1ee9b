"""cdk-nag's AwsSolutions and cfn-lint on what is deployed to AWS."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App, Stack, Validations
from aws_cdk.aws_s3 import Bucket
from cdk_nag import AwsSolutionsChecks

from tests.infra.synthesized import Synthesized

# W3005: CDK makes a function wait for its role and the role's policies, though the reference alone implies the role.
IGNORED = "W3005"


@pytest.mark.parametrize("stage", ["prod", "brought"])
def test_cdk_nag_has_nothing_to_say(stage: str, request: pytest.FixtureRequest) -> None:
    made: Synthesized = request.getfixturevalue(stage)
    report = json.loads((made.folder / "validation-report.json").read_text())
    assert [plugin for plugin in report["pluginReports"] if plugin["pluginName"] == "AwsSolutions"] == []


def test_cdk_nag_would_have_said_it(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), builtin_cloud_formation_validation=False)
    Bucket(Stack(app, "Open"), "Bucket")
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    assert "AwsSolutions-S10" in (tmp_path / "validation-report.json").read_text()


@pytest.mark.timeout(420)
def test_cfn_lint_has_nothing_to_say(local: Synthesized, prod: Synthesized, brought: Synthesized) -> None:
    stages = (local, prod, brought)
    templates = [str(made.folder / f"{stack}.template.json") for made in stages for stack in made.templates]
    program = str(Path(sys.executable).with_name("cfn-lint"))
    command = [program, "--ignore-checks", IGNORED, "--regions", "us-east-1", "--", *templates]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
