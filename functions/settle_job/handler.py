"""Settles an execution: the last Task of a state machine, or the event that it ended without one."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.observability import logger
from williams.services.settle import settle


def _execution(event: dict[str, Any]) -> tuple[str, int, bool]:
    if "detail" in event:
        job_id, _, execution_no = event["detail"]["name"].rpartition("-")
        return job_id, int(execution_no), event["detail"]["status"] == "SUCCEEDED"
    return event["job_id"], event["execution_no"], event["succeeded"]


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: ``job_id``, ``execution_no``, ``succeeded``; or EventBridge's Step Functions status change."""
    job_id, execution_no, succeeded = _execution(event)
    logger().append_keys(job_id=job_id)
    job = settle(bootstrap.job_control(), job_id, execution_no, succeeded)
    status = job.status.value if job else None
    logger().info("execution settled", execution_no=execution_no, status=status)
    return {"job_id": job_id, "status": status}
