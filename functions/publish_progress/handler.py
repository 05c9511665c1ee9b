"""Pushes each new progress event of the ``job_progress`` stream to the subscribers of its job or batch."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.observability.logs import logger


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: DynamoDB stream records. Of each job or batch every status change and the latest event go out."""
    events = bootstrap.streamed_progress(event["Records"])
    bootstrap.services().publisher.publish(events)
    logger().info("published", records=len(event["Records"]), events=len(events))
    return {"batchItemFailures": []}
