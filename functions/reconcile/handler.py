"""Heals, once a minute, what no event told of."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.observability.logs import logger
from williams.observability.reports import backlog_seen


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: the schedule's. Raises StoreUnavailable."""
    services = bootstrap.services()
    healed = services.reconciler.reconcile().model_dump()
    backlog_seen(services.dispatcher.backlog(), services.dispatcher.lanes)
    logger().info("reconciled", **healed)
    return healed
