"""Heals, once a minute, what no event told of."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.bootstrap.reports import backlog_seen
from williams.observability import logger
from williams.services.reconcile import reconcile


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: the schedule's. Raises StoreUnavailable."""
    control = bootstrap.job_control()
    healed = reconcile(control).model_dump()
    backlog_seen(control.jobs.backlog(), control.lanes, control.default_lane, control.places_for_others)
    logger().info("reconciled", **healed)
    return healed
