"""Starts waiting jobs when a wake-up arrives on any of the priority queues."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.observability.logs import logger
from williams.observability.reports import jobs_started


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: SQS records. They only wake: what is due is read from the job store. Raises StoreUnavailable."""
    started = bootstrap.services().dispatcher.dispatch()
    jobs_started(started)
    logger().info("dispatched", wake_ups=len(event.get("Records", [])), started=started)
    return {"batchItemFailures": []}
