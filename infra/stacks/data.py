"""What outlives every deployment: the bucket, the tables, and on AWS the database."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack, StackSynthesizer
from constructs import Construct

from infra.config import Config
from infra.constructs.database import LibraryDatabase
from infra.constructs.library_bucket import LibraryBucket
from infra.constructs.live_tables import LiveTables
from infra.stacks.network import NetworkStack


class DataStack(Stack):
    """The graph lives elsewhere; so does Postgres without ``network``. Their secrets are found by name."""

    def __init__(
        self, scope: Construct, id: str, config: Config, synthesizer: StackSynthesizer, network: NetworkStack | None
    ) -> None:
        super().__init__(
            scope,
            id,
            stack_name=f"{config.names.prefix}-data",
            synthesizer=synthesizer,
            termination_protection=config.on_aws,
        )
        self.library = LibraryBucket(self, "Library", config)
        self.tables = LiveTables(self, "Live", config)
        if network:
            self.database = LibraryDatabase(
                self, "Database", config, network.vpc, network.data_subnets, network.functions.security_group
            )
        CfnOutput(self, "Bucket", value=self.library.bucket.bucket_name)
        CfnOutput(self, "ProgressTable", value=self.tables.progress.table_name)
        CfnOutput(self, "ConnectionsTable", value=self.tables.connections.table_name)
