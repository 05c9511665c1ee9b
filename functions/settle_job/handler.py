"""Settles an execution: the last Task of a state machine, or the event that it ended without one."""

from __future__ import annotations

import asyncio
from typing import Any

from williams import bootstrap
from williams.domain.executions import Execution
from williams.observability.logs import logger


def _ended(event: dict[str, Any]) -> tuple[Execution, bool]:
    if "detail" in event:
        return Execution.named(event["detail"]["name"]), event["detail"]["status"] == "SUCCEEDED"
    return Execution(event["job_id"], event["execution_no"]), event["succeeded"]


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: ``job_id``, ``execution_no``, ``succeeded``; or EventBridge's Step Functions status change."""
    execution, succeeded = _ended(event)
    logger().append_keys(job_id=execution.job_id)
    services = bootstrap.services()
    job = services.settlement.settle(execution, succeeded)
    if job is not None and job.batch_id:
        # The first of what it has listed need not wait for the tick.
        asyncio.run(services.batches.advance(seconds=0))
    status = job.status.value if job else None
    logger().info("execution settled", execution_no=execution.number, status=status)
    return {"job_id": execution.job_id, "status": status}
