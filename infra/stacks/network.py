"""The VPC of the database and of the functions that reach it."""

from __future__ import annotations

from aws_cdk import Stack, StackSynthesizer
from aws_cdk.aws_ec2 import (
    FlowLogDestination,
    FlowLogOptions,
    FlowLogTrafficType,
    GatewayVpcEndpointAwsService,
    GatewayVpcEndpointOptions,
    IpAddresses,
    SecurityGroup,
    SubnetConfiguration,
    SubnetSelection,
    SubnetType,
    Vpc,
)
from constructs import Construct

from infra.config import Config
from infra.constructs.vended_log import vended_log
from infra.place import Place

ZONES = 2
FUNCTIONS = "functions"
DATA = "data"


class NetworkStack(Stack):
    """One NAT gateway is the only way out: the graph, the providers and the pages to import are on the internet.

    It carries the calls to SQS, Step Functions and Secrets Manager too, for which four interface endpoints would cost
    nearly as much. S3 and DynamoDB, which carry the bytes, have gateway endpoints, which cost nothing.
    """

    def __init__(self, scope: Construct, id: str, config: Config, synthesizer: StackSynthesizer) -> None:
        super().__init__(
            scope,
            id,
            stack_name=f"{config.names.prefix}-network",
            synthesizer=synthesizer,
            termination_protection=True,
        )
        self.vpc = Vpc(
            self,
            "Vpc",
            vpc_name=config.names.prefix,
            ip_addresses=IpAddresses.cidr("10.20.0.0/16"),
            max_azs=ZONES,
            nat_gateways=1,
            restrict_default_security_group=False,
            subnet_configuration=[
                SubnetConfiguration(name="public", subnet_type=SubnetType.PUBLIC, cidr_mask=24),
                SubnetConfiguration(name=FUNCTIONS, subnet_type=SubnetType.PRIVATE_WITH_EGRESS, cidr_mask=20),
                SubnetConfiguration(name=DATA, subnet_type=SubnetType.PRIVATE_ISOLATED, cidr_mask=24),
            ],
            gateway_endpoints={
                "S3": GatewayVpcEndpointOptions(service=GatewayVpcEndpointAwsService.S3),
                "DynamoDb": GatewayVpcEndpointOptions(service=GatewayVpcEndpointAwsService.DYNAMODB),
            },
            flow_logs={
                "Rejected": FlowLogOptions(
                    destination=FlowLogDestination.to_cloud_watch_logs(
                        vended_log(self, "RejectedLogs", config, f"vpc/{config.names.prefix}")
                    ),
                    traffic_type=FlowLogTrafficType.REJECT,
                )
            },
        )
        group = SecurityGroup(
            self,
            "Functions",
            vpc=self.vpc,
            description="Functions that reach the database",
            allow_all_outbound=True,
        )
        self.functions = Place(self.vpc, SubnetSelection(subnet_group_name=FUNCTIONS), group)
        self.data_subnets = SubnetSelection(subnet_group_name=DATA)
