"""Deploys the synthesized stacks to the emulator, and nothing when nothing changed."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from williams_localcloud import aftercare, stacks
from williams_localcloud.assembly import Asset, Stack, read_assets, read_stacks
from williams_localcloud.assets import upload
from williams_localcloud.aws import Aws
from williams_localcloud.bootstrap import bootstrap
from williams_localcloud.errors import DeployError
from williams_localcloud.files import read_json, write_private_json
from williams_localcloud.models import BringModels, put_models
from williams_localcloud.paths import LocalPaths

Report = Callable[[str], None]


@dataclass(frozen=True)
class Deployment:
    """What stands deployed.

    `versions` names each stack's id and last change, by which a later command sees whether the emulator still holds
    this very deployment: after a kill it comes back empty or as it was at its last clean stop.
    """

    fingerprint: str
    versions: dict[str, str]
    outputs: dict[str, dict[str, str]]

    @property
    def merged_outputs(self) -> dict[str, str]:
        """The outputs of all stacks by key."""
        return {key: value for outputs in self.outputs.values() for key, value in outputs.items()}

    def output(self, key: str) -> str:
        """One output. Raises DeployError when no stack has it."""
        if key not in self.merged_outputs:
            raise DeployError(f"No stack has the output {key}; there are: {', '.join(sorted(self.merged_outputs))}.")
        return self.merged_outputs[key]


def deploy(paths: LocalPaths, aws: Aws, wanted: str, bring: BringModels, report: Report) -> tuple[Deployment, bool]:
    """Bring the emulator to the assembly in `.local/cdk.out`.

    Args:
        wanted: the assembly's fingerprint.
        bring: brings the engines' model files.
        report: told in a line of text about each longer step.

    Returns:
        What stands now, and whether anything had to be done for it.

    Raises:
        DeployError: a stack failed.
    """
    saved = read_json(paths.deployment_file)
    standing = Deployment(**saved) if saved else None
    if standing and standing.fingerprint == wanted and _still_there(aws, standing):
        for stack in read_stacks(paths.cdk_out):
            _put_models(aws, stack, bring, report)
        return standing, False
    deployment = _deploy_assembly(paths, aws, wanted, bring, report)
    write_private_json(paths.deployment_file, asdict(deployment))
    return deployment, True


def _deploy_assembly(paths: LocalPaths, aws: Aws, wanted: str, bring: BringModels, report: Report) -> Deployment:
    bootstrap(aws, paths.cdk_out)
    assets = read_assets(paths.cdk_out)
    report(f"uploaded {upload(aws, assets)} of {len(assets)} files")
    described = {}
    for stack in read_stacks(paths.cdk_out):
        report(f"deploying the stack {stack.name}")
        described[stack.name] = stacks.deploy(aws, stack, _template_url(aws, assets, stack))
        aftercare.apply(aws, stack)
        _put_models(aws, stack, bring, report)
    return Deployment(
        fingerprint=wanted,
        versions={name: _version(stack) for name, stack in described.items()},
        outputs={name: stacks.outputs_of(stack) for name, stack in described.items()},
    )


def _put_models(aws: Aws, stack: Stack, bring: BringModels, report: Report) -> None:
    if count := put_models(aws, stack, bring):
        report(f"put {count} model files into the bucket")


def _template_url(aws: Aws, assets: list[Asset], stack: Stack) -> str:
    """Templates are uploaded with the other files: CloudFormation takes only 51,200 bytes in the call itself."""
    for asset in assets:
        if asset.source == stack.template_file:
            return f"{aws.endpoint_url}/{asset.bucket}/{asset.key}"
    raise DeployError(f"The template of {stack.name} is not among the assembly's files: use CDK's default synthesizer.")


def _still_there(aws: Aws, deployment: Deployment) -> bool:
    described = {name: stacks.describe(aws, name) for name in deployment.versions}
    return all(stack and _version(stack) == deployment.versions[name] for name, stack in described.items())


def _version(stack: dict[str, Any]) -> str:
    return f"{stack['StackId']} {stack.get('LastUpdatedTime', stack['CreationTime']).isoformat()}"
