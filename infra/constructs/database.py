"""Aurora PostgreSQL, which sleeps while nobody asks it anything."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk.aws_ec2 import ISecurityGroup, IVpc, SubnetSelection
from aws_cdk.aws_rds import (
    AuroraPostgresEngineVersion,
    BackupProps,
    ClusterInstance,
    Credentials,
    DatabaseCluster,
    DatabaseClusterEngine,
    DatabaseSecret,
)
from constructs import Construct

from infra.acknowledge import acknowledge
from infra.config import Config

# pgvector comes with every version of Aurora; this is also the local cloud's, and can pause.
VERSION = AuroraPostgresEngineVersion.VER_18_4
NAME = "williams"


class LibraryDatabase(Construct):
    """Reached only from the functions' security group. It and its secret outlive the stack.

    The secret has the stage's usual name, and RDS's fields: ``host``, ``port``, ``dbname``, ``username``, ``password``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        vpc: IVpc,
        subnets: SubnetSelection,
        clients: ISecurityGroup,
    ) -> None:
        super().__init__(scope, id)
        secret = DatabaseSecret(self, "Secret", username=NAME, secret_name=config.secret("database"))
        secret.apply_removal_policy(RemovalPolicy.RETAIN)
        self.cluster = DatabaseCluster(
            self,
            "Cluster",
            cluster_identifier=config.names.prefix,
            engine=DatabaseClusterEngine.aurora_postgres(version=VERSION),
            credentials=Credentials.from_secret(secret),
            default_database_name=NAME,
            vpc=vpc,
            vpc_subnets=subnets,
            writer=ClusterInstance.serverless_v2("Writer", publicly_accessible=False),
            serverless_v2_min_capacity=0,
            serverless_v2_max_capacity=config.numbers.database_units,
            serverless_v2_auto_pause_duration=Duration.minutes(10),
            storage_encrypted=True,
            iam_authentication=True,
            backup=BackupProps(retention=Duration.days(14)),
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.cluster.connections.allow_default_port_from(clients, "Functions")
        acknowledge(self, "SMG4", "Functions keep their connections: an operator rotates, then deploys again.")
        acknowledge(self, "RDS11", "The port is open to the functions' security group only.")
