"""DynamoDB holds what lives for minutes: progress, connections, rate limits. All can be lost; Postgres is the truth."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk.aws_dynamodb import (
    Attribute,
    AttributeType,
    BillingMode,
    PointInTimeRecoverySpecification,
    StreamViewType,
    Table,
)
from constructs import Construct

from infra.config import Config
from infra.permissions import BY_CONNECTION

TIME_TO_LIVE = "expires_at"


class LiveTables(Construct):
    """Every table forgets its items at ``expires_at``. Only progress has a stream."""

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        self._config = config
        self.progress = self._table(
            "JobProgress", config.names.progress_table, "job_id", stream=StreamViewType.NEW_AND_OLD_IMAGES
        )
        self.connections = self._table(
            "Connections", config.names.connections_table, "job_id", sort_key="connection_id"
        )
        self.connections.add_global_secondary_index(
            index_name=BY_CONNECTION, partition_key=Attribute(name="connection_id", type=AttributeType.STRING)
        )
        self.rate_limits = self._table("RateLimits", config.names.rate_limits_table, "key")

    def _table(
        self,
        id: str,
        name: str,
        key: str,
        *,
        sort_key: str | None = None,
        stream: StreamViewType | None = None,
    ) -> Table:
        kept = self._config.on_aws
        return Table(
            self,
            id,
            table_name=name,
            partition_key=Attribute(name=key, type=AttributeType.STRING),
            sort_key=Attribute(name=sort_key, type=AttributeType.STRING) if sort_key else None,
            billing_mode=BillingMode.PAY_PER_REQUEST,
            time_to_live_attribute=TIME_TO_LIVE,
            stream=stream,
            point_in_time_recovery_specification=PointInTimeRecoverySpecification(point_in_time_recovery_enabled=True)
            if kept
            else None,
            deletion_protection=kept,
            removal_policy=RemovalPolicy.RETAIN if kept else RemovalPolicy.DESTROY,
        )
