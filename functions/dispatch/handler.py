"""Starts waiting jobs when a wake-up arrives on any of the priority queues."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.bootstrap.reports import jobs_started
from williams.observability import logger
from williams.services.dispatch import dispatch


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: SQS records. They only wake: what is due is read from the job store. Raises StoreUnavailable."""
    started = dispatch(bootstrap.job_control())
    jobs_started(started)
    logger().info("dispatched", wake_ups=len(event.get("Records", [])), started=started)
    return {"batchItemFailures": []}
