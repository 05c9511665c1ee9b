"""Ten queues of wake-ups, one per priority, and where messages go that nobody could take."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk.aws_lambda_event_sources import SqsEventSource
from aws_cdk.aws_sqs import DeadLetterQueue, Queue, QueueEncryption
from constructs import Construct

from infra.config import Config
from infra.constructs.service_function import ServiceFunction
from infra.names import PRIORITIES

ATTEMPTS = 5
BATCH = 10
POLLERS = 2
RETENTION = Duration.days(14)


class PriorityQueues(Construct):
    """``consumer_timeout_seconds`` is the timeout of the function that takes the messages."""

    def __init__(self, scope: Construct, id: str, config: Config, *, consumer_timeout_seconds: int) -> None:
        super().__init__(scope, id)
        encryption = QueueEncryption.SQS_MANAGED if config.on_aws else None
        self.dead_letters = Queue(
            self,
            "DeadLetters",
            queue_name=config.names.dead_letter_queue,
            retention_period=RETENTION,
            encryption=encryption,
            enforce_ssl=config.on_aws,
        )
        self.queues = [
            Queue(
                self,
                f"Priority{priority}",
                queue_name=config.names.queue(priority),
                retention_period=RETENTION,
                # AWS's advice: six times the function's timeout, so that no message in work is handed out again.
                visibility_timeout=Duration.seconds(6 * consumer_timeout_seconds),
                encryption=encryption,
                enforce_ssl=config.on_aws,
                dead_letter_queue=DeadLetterQueue(queue=self.dead_letters, max_receive_count=ATTEMPTS),
            )
            for priority in PRIORITIES
        ]

    @property
    def urls(self) -> str:
        """Comma separated, from priority 1 to 10."""
        return ",".join(queue.queue_url for queue in self.queues)

    def feed(self, consumer: ServiceFunction) -> None:
        """Hand every queue's messages to the function, which names the ones that it could not take."""
        for queue in self.queues:
            consumer.function.add_event_source(
                SqsEventSource(queue, batch_size=BATCH, max_concurrency=POLLERS, report_batch_item_failures=True)
            )
