"""Brings the stores to what this version of the code expects. The deployment calls it before it changes the others."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.observability.logs import logger


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event`` is not read. Repeating it changes nothing. Raises StoreUnavailable."""
    bootstrap.prepare_stores()
    logger().info("the stores are prepared")
    return {"prepared": ["postgres", "graph"]}
