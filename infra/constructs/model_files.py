"""The engines' model files, in the library's bucket before any function asks for them."""

from __future__ import annotations

from aws_cdk import RemovalPolicy, Size, Stack, SymlinkFollowMode
from aws_cdk.aws_iam import Role, ServicePrincipal
from aws_cdk.aws_logs import LogGroup
from aws_cdk.aws_s3 import Bucket
from aws_cdk.aws_s3_assets import Asset
from aws_cdk.aws_s3_deployment import BucketDeployment, Source
from constructs import Construct

from infra.acknowledge import acknowledge
from infra.assets import model_folder
from infra.config import Config
from infra.constructs.service_function import SCRATCH_MB, allow
from infra.engines import StageEngines
from infra.permissions import Permission, list_objects, write_objects
from williams.domain.bucket import MODELS

METADATA = "williams:model-files"
PROVIDER = "Custom::CDKBucketDeployment"
MEMORY_MB = 1024


class ModelFiles(Construct):
    """Files that an engine no longer declares stay: functions of before the deployment may still ask for them.

    The emulator of the local cloud knows no such custom resource: there the stack's metadata say what has to be put
    into which bucket, and the deployer does it.
    """

    def __init__(self, scope: Construct, id: str, config: Config, engines: StageEngines) -> None:
        super().__init__(scope, id)
        files = engines.model_files
        if config.local:
            wanted = {"bucket": config.names.bucket, "bytes": {file.sha256: file.size for file in files}}
            Stack.of(self).add_metadata(METADATA, wanted)
        elif files:
            self._deploy(config, engines)

    def _deploy(self, config: Config, engines: StageEngines) -> None:
        with model_folder(config, engines.model_files) as folder:
            archive = Asset(self, "Archive", path=folder, follow_symlinks=SymlinkFollowMode.ALWAYS)
        logs = LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/lambda/{config.names.function('model_files')}",
            retention=config.numbers.log_retention,
            removal_policy=RemovalPolicy.DESTROY,
        )
        role = self._role(config, archive, logs)
        deployment = BucketDeployment(
            self,
            "Deployment",
            sources=[Source.bucket(archive.bucket, archive.s3_object_key)],
            destination_bucket=Bucket.from_bucket_name(self, "Library", config.names.bucket),
            destination_key_prefix=MODELS,
            prune=False,
            memory_limit=MEMORY_MB,
            # The archive and what is in it.
            ephemeral_storage_size=Size.mebibytes(SCRATCH_MB + 2 * engines.scratch_mb),
            log_group=logs,
            # By itself the construct lets its function delete the library.
            role=role.without_policy_updates(),
        )
        deployment.node.add_dependency(role)
        for function in Stack.of(self).node.children:
            if isinstance(function, Construct) and function.node.id.startswith(PROVIDER):
                acknowledge(function, "L1", "CDK chooses the runtime of the function that it brings.")

    def _role(self, config: Config, archive: Asset, logs: LogGroup) -> Role:
        role = Role(self, "Role", assumed_by=ServicePrincipal("lambda.amazonaws.com"))
        logs.grant_write(role)
        read = Permission(("s3:GetObject",), (archive.bucket.arn_for_objects(archive.s3_object_key),))
        for permission in (read, list_objects(config.names), write_objects(config.names, MODELS)):
            allow(role, permission)
        return role
