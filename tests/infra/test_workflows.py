"""GitHub's workflows: well formed, safe, and without a stored key."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.config import ROOT

FOLDER = ROOT / ".github"
WORKFLOWS = sorted((FOLDER / "workflows").glob("*.yml"))


def program(name: str, *arguments: object) -> None:
    command = [str(Path(sys.executable).with_name(name)), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def read(name: str) -> dict[Any, Any]:
    loaded: dict[Any, Any] = yaml.safe_load((FOLDER / "workflows" / name).read_text())
    return loaded


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_they_fit_githubs_schema() -> None:
    program("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    program("check-jsonschema", "--builtin-schema", "vendor.dependabot", FOLDER / "dependabot.yml")


def test_zizmor_finds_nothing_unsafe() -> None:
    program("zizmor", "--offline", "--no-progress", "--pedantic", FOLDER)


def test_ci_runs_what_everybody_runs() -> None:
    run = {step["run"] for step in steps(read("ci.yml")) if "run" in step}
    allowing_sandboxes = "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    assert run - {allowing_sandboxes} == {
        *("make lint", "make test", "make coverage"),
        "make test-browser",
        "make test-ace",
    }


@pytest.mark.parametrize("workflow", [path.name for path in WORKFLOWS])
def test_no_secret_is_stored_at_github(workflow: str) -> None:
    assert "secrets." not in (FOLDER / "workflows" / workflow).read_text()


def test_only_the_deployment_may_ask_for_credentials() -> None:
    assert read("ci.yml")["permissions"] == {"contents": "read"}
    deploy = read("deploy.yml")
    assert deploy["permissions"] == {}
    assert deploy["jobs"]["deploy"]["permissions"] == {"contents": "read", "id-token": "write"}


def test_a_deployment_is_approved_and_assumes_a_role() -> None:
    job = read("deploy.yml")["jobs"]["deploy"]
    assert job["environment"] == "${{ inputs.stage }}"
    (credentials,) = (s["with"] for s in job["steps"] if s.get("uses", "").startswith("aws-actions/"))
    assert credentials["role-to-assume"] == "${{ vars.AWS_ROLE_ARN }}"
    assert not {"aws-access-key-id", "aws-secret-access-key"} & set(credentials)


def test_layers_are_built_before_the_stacks_are_deployed() -> None:
    runs = [step["run"] for step in read("deploy.yml")["jobs"]["deploy"]["steps"] if "run" in step]
    layers = runs.index("make layers")
    (deploy,) = (number for number, run in enumerate(runs) if "aws-cdk@" in run)
    assert layers < deploy
    assert "--all" in runs[deploy]
    assert '--context "stage=$STAGE"' in runs[deploy]
