"""One Lambda function with a role and a log group of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Size
from aws_cdk.aws_iam import PolicyStatement, Role, ServicePrincipal
from aws_cdk.aws_lambda import Architecture, Function, Runtime, Tracing
from aws_cdk.aws_logs import LogGroup
from constructs import Construct

from infra.acknowledge import acknowledge, acknowledge_wildcard
from infra.assets import function_code
from infra.config import Config
from infra.constructs.layer_set import LayerSet
from infra.permissions import Permission
from infra.place import Place, brought_place

NETWORK_INTERFACES = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)
TRACING = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")


SCRATCH_MB = 512


@dataclass(frozen=True)
class FunctionSpec:
    """What a function is made of.

    ``folder`` is its folder under ``functions/``. ``environment`` holds ready variables. ``reaches_database`` puts it
    into the stage's VPC, if there is one.
    """

    name: str
    folder: str
    description: str
    layers: tuple[str, ...]
    environment: Mapping[str, str]
    memory_mb: int
    timeout_seconds: int
    permissions: Iterable[Permission] = field(default=())
    reaches_database: bool = True
    reserved_concurrency: int | None = None
    scratch_mb: int = SCRATCH_MB


class ServiceFunction(Construct):
    """The function of a spec, in the stage's ``place`` if there is one. Its name is an output of the stack."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        layers: LayerSet,
        spec: FunctionSpec,
        place: Place | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.log_group = LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/lambda/{spec.name}",
            retention=config.numbers.log_retention,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.role = Role(self, "Role", assumed_by=ServicePrincipal("lambda.amazonaws.com"))
        self.log_group.grant_write(self.role)
        inside = (place or self._brought(config)) if spec.reaches_database else None
        with function_code(config, spec.folder) as code:
            self.function = Function(
                self,
                "Function",
                function_name=spec.name,
                description=spec.description,
                runtime=Runtime.PYTHON_3_13,
                architecture=Architecture.ARM_64,
                handler=f"functions.{spec.folder}.handler.handler",
                code=code,
                layers=layers.named(spec.layers),
                environment={**spec.environment, **config.environment},
                memory_size=spec.memory_mb,
                timeout=Duration.seconds(spec.timeout_seconds),
                ephemeral_storage_size=Size.mebibytes(spec.scratch_mb),
                reserved_concurrent_executions=spec.reserved_concurrency,
                role=self.role,
                log_group=self.log_group,
                tracing=Tracing.ACTIVE if config.on_aws else Tracing.DISABLED,
                vpc=inside.vpc if inside else None,
                vpc_subnets=inside.subnets if inside else None,
                security_groups=[inside.security_group] if inside else None,
            )
        acknowledge(self, "L1", "Python 3.13 is the newest version for which every locked wheel exists.")
        if config.on_aws:
            self.allow(Permission(TRACING, ("*",), "X-Ray has no resources to name."))
        if inside:
            self.allow(Permission(NETWORK_INTERFACES, ("*",), "Lambda makes network interfaces that have no name yet."))
        for permission in spec.permissions:
            self.allow(permission)
        CfnOutput(self, "Name", value=self.function.function_name).override_logical_id(f"{id}Function")

    def _brought(self, config: Config) -> Place | None:
        return brought_place(self, config.network) if config.network else None

    def allow(self, permission: Permission) -> None:
        """Add to what the function may do."""
        allow(self.role, permission)


def allow(role: Role, permission: Permission) -> None:
    """Add to what a role may do, and acknowledge the wildcards that are explained."""
    role.add_to_principal_policy(
        PolicyStatement(actions=list(permission.actions), resources=list(permission.resources))
    )
    for resource in permission.resources if permission.wildcard_reason else ():
        acknowledge_wildcard(role, resource, permission.wildcard_reason)
