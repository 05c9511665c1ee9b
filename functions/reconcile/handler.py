"""Heals, once a minute, what no event told of."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from williams import bootstrap
from williams.observability.logs import logger
from williams.observability.reports import backlog_seen

# Less than half of the time that a tick has.
_ENTERING_SECONDS: Final = 25.0


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: the schedule's. Raises StoreUnavailable."""
    services = bootstrap.services()
    healed = services.reconciler.reconcile().model_dump()
    backlog_seen(services.dispatcher.backlog(), services.dispatcher.lanes)
    looked = asyncio.run(services.sources.advance())
    entered = asyncio.run(services.batches.advance(_ENTERING_SECONDS))
    logger().info("reconciled", **healed, looked=looked, entered=entered)
    return {**healed, "looked": looked, "entered": entered}
