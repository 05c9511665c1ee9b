"""QueuePort on SQS: one standard queue for each priority."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from williams.adapters.aws import aws_errors
from williams.domain.jobs import HIGHEST_PRIORITY, LOWEST_PRIORITY

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

LONGEST_DELAY_SECONDS: Final = 900


class SqsQueues:
    """``queue_urls`` are those of the priorities 1 to 10, in that order."""

    def __init__(self, queue_urls: Sequence[str], client: SQSClient) -> None:
        if len(queue_urls) != HIGHEST_PRIORITY:
            raise ValueError(f"There are {HIGHEST_PRIORITY} priorities, but {len(queue_urls)} queue URLs are set.")
        self._urls = tuple(queue_urls)
        self._client = client

    def wake(self, job_id: str, priority: int, delay_seconds: int = 0) -> None:
        """A delay over SQS's 900 s is cut: the dispatcher looks at ``not_before``, so an early wake-up does no harm."""
        if not LOWEST_PRIORITY <= priority <= HIGHEST_PRIORITY:
            raise ValueError(f"a priority is {LOWEST_PRIORITY} to {HIGHEST_PRIORITY}, not {priority}")
        with aws_errors(f"The queue of priority {priority}"):
            self._client.send_message(
                QueueUrl=self._urls[priority - 1],
                MessageBody=json.dumps({"job_id": job_id}),
                DelaySeconds=min(max(delay_seconds, 0), LONGEST_DELAY_SECONDS),
            )
