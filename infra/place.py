"""Where functions stand that reach Postgres."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk.aws_ec2 import ISecurityGroup, IVpc, SecurityGroup, SubnetSelection, Vpc
from constructs import Construct

from infra.config import Network


@dataclass(frozen=True)
class Place:
    """Private subnets of a VPC, and the security group of what stands there."""

    vpc: IVpc
    subnets: SubnetSelection
    security_group: ISecurityGroup


def brought_place(scope: Construct, network: Network) -> Place:
    """The place in a VPC that exists already."""
    vpc = Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id=network.vpc_id,
        availability_zones=list(network.availability_zones),
        private_subnet_ids=list(network.private_subnet_ids),
    )
    group = SecurityGroup.from_security_group_id(scope, "SecurityGroup", network.security_group_id)
    return Place(vpc, SubnetSelection(subnets=vpc.private_subnets), group)
