"""Heals, once a minute, what no event told of."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.observability import logger
from williams.services.reconcile import reconcile


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: the schedule's. Raises StoreUnavailable."""
    healed = reconcile(bootstrap.job_control()).model_dump()
    logger().info("reconciled", **healed)
    return healed
