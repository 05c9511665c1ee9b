"""The drop folder's ways in: S3's event through a queue, and a sweep for the events that never come."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk.aws_events import EventPattern, Match, Rule, Schedule
from aws_cdk.aws_events_targets import LambdaFunction, SqsQueue
from aws_cdk.aws_lambda_event_sources import SqsEventSource
from aws_cdk.aws_sqs import DeadLetterQueue, Queue, QueueEncryption
from constructs import Construct

from infra.config import Config
from infra.constructs.priority_queues import ATTEMPTS, BATCH, POLLERS, RETENTION
from infra.constructs.service_function import FunctionSpec, ServiceFunction
from infra.permissions import (
    delete_objects,
    list_objects,
    read_objects,
    read_secrets,
    send_wakeups,
    write_objects,
    write_progress,
)
from williams.domain.bucket import DROP_INBOX, DROP_RESULTS, DROP_STATE, DROP_TAKEN

SECONDS = 120
SWEEP = Duration.minutes(1)


def drop_folder_spec(config: Config, environment: Mapping[str, str]) -> FunctionSpec:
    """It knows the plugins, to choose one, and none of their libraries."""
    names = config.names
    return FunctionSpec(
        name=names.function("drop_folder"),
        folder="drop_folder",
        description="Imports what is put into the drop folder",
        layers=("core", "plugins"),
        environment=environment,
        memory_mb=config.numbers.function_memory_mb,
        timeout_seconds=SECONDS,
        permissions=(
            read_secrets(config.secret("database")),
            list_objects(names),
            read_objects(names, DROP_INBOX, DROP_RESULTS, DROP_STATE),
            write_objects(names, DROP_TAKEN, DROP_RESULTS, DROP_STATE),
            delete_objects(names, DROP_INBOX, DROP_TAKEN),
            write_progress(names),
            send_wakeups(names),
        ),
    )


class DropFolder(Construct):
    """A burst of files waits in the queue; two at a time are enough to keep every lane busy."""

    def __init__(
        self, scope: Construct, id: str, config: Config, *, function: ServiceFunction, dead_letters: Queue
    ) -> None:
        super().__init__(scope, id)
        self.queue = Queue(
            self,
            "Queue",
            queue_name=config.names.drop_queue,
            retention_period=RETENTION,
            visibility_timeout=Duration.seconds(6 * SECONDS),
            encryption=QueueEncryption.SQS_MANAGED if config.on_aws else None,
            enforce_ssl=config.on_aws,
            dead_letter_queue=DeadLetterQueue(queue=dead_letters, max_receive_count=ATTEMPTS),
        )
        function.function.add_event_source(
            SqsEventSource(self.queue, batch_size=BATCH, max_concurrency=POLLERS, report_batch_item_failures=True)
        )
        Rule(
            self,
            "Dropped",
            rule_name=f"{config.names.prefix}-dropped",
            # Whatever made the object: a put, a form post, a copy, the end of a multipart upload.
            event_pattern=EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={"bucket": {"name": [config.names.bucket]}, "object": {"key": Match.prefix(f"{DROP_INBOX}/")}},
            ),
            targets=[SqsQueue(self.queue)],
        )
        Rule(
            self,
            "Sweep",
            rule_name=f"{config.names.prefix}-sweep",
            schedule=Schedule.rate(SWEEP),
            targets=[LambdaFunction(function.function, retry_attempts=0)],
        )
