"""Every physical name and the ARNs made from them. A stage's names begin with ``williams-{stage}``.

Permissions are written with these ARNs, so that a policy can be read, and so that two stacks, or a state machine and
the function it calls, do not have to wait for each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import Aws

PRIORITIES = range(1, 11)
WEBSOCKET_STAGE = "prod"
FUNCTIONS = (
    "api",
    "websocket",
    "dispatch",
    "settle_job",
    "publish_progress",
    "reconcile",
    "migrate",
    "grant_token",
    "weigh_owner",
    "drop_folder",
)


@dataclass(frozen=True)
class Names:
    """The names of one stage. Bucket names are unique in the world, so on AWS they carry the account."""

    prefix: str
    on_aws: bool

    @property
    def bucket(self) -> str:
        return self._unique(f"{self.prefix}-library")

    @property
    def access_log_bucket(self) -> str:
        return self._unique(f"{self.prefix}-access-logs")

    @property
    def edge_log_bucket(self) -> str:
        return self._unique(f"{self.prefix}-edge-logs")

    @property
    def progress_table(self) -> str:
        return f"{self.prefix}-job-progress"

    @property
    def connections_table(self) -> str:
        return f"{self.prefix}-connections"

    @property
    def rate_limits_table(self) -> str:
        return f"{self.prefix}-rate-limits"

    @property
    def dead_letter_queue(self) -> str:
        return f"{self.prefix}-dead-letter"

    @property
    def tick_rule(self) -> str:
        return f"{self.prefix}-tick"

    @property
    def drop_queue(self) -> str:
        return f"{self.prefix}-drop-folder"

    def queue(self, priority: int) -> str:
        return f"{self.prefix}-priority-{priority}"

    def function(self, name: str) -> str:
        return f"{self.prefix}-{name.replace('_', '-')}"

    def run_stage(self, plugin_id: str) -> str:
        return f"{self.prefix}-run-stage-{plugin_id.replace('.', '-')}"

    def state_machine(self, plugin_id: str) -> str:
        return f"{self.prefix}-{plugin_id.replace('.', '-')}"

    def state_machine_arn(self, plugin_id: str) -> str:
        return arn("states", f"stateMachine:{self.state_machine(plugin_id)}")

    @property
    def state_machine_prefix(self) -> str:
        """What every state machine's ARN begins with; the plugin's id follows, with ``-`` for ``.``."""
        return arn("states", f"stateMachine:{self.prefix}-")

    def _unique(self, name: str) -> str:
        return f"{name}-{Aws.ACCOUNT_ID}" if self.on_aws else name


def arn(service: str, resource: str) -> str:
    """The ARN of something in the account and region of the deployment."""
    return f"arn:{Aws.PARTITION}:{service}:{Aws.REGION}:{Aws.ACCOUNT_ID}:{resource}"
