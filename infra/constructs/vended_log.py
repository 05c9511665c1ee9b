"""Log groups that AWS's services write to."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk.aws_logs import LogGroup
from constructs import Construct

from infra.config import Config


def vended_log(scope: Construct, id: str, config: Config, name: str) -> LogGroup:
    """The prefix keeps the account's resource policy for log delivery short, whatever the number of groups."""
    return LogGroup(
        scope,
        id,
        log_group_name=f"/aws/vendedlogs/{name}",
        retention=config.numbers.log_retention,
        removal_policy=RemovalPolicy.DESTROY,
    )
