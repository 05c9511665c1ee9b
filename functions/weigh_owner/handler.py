"""Gives an owner more turns in the lanes than others have. Only an operator may invoke this function."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.domain.errors import InvalidRequest
from williams.domain.lanes import DEFAULT_WEIGHT, HIGHEST_WEIGHT
from williams.observability.logs import logger

LONGEST_OWNER = 100


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: ``owner`` and ``weight``, or nothing to change nothing. Returns every weight that is not 1, by owner.

    Raises InvalidRequest, StoreUnavailable.
    """
    weights = bootstrap.services().owner_weights
    if event:
        owner, weight = _owner(event), _weight(event)
        weights.weigh(owner, weight)
        logger().info("owner weighed", owner=owner, weight=weight)
    return {"weights": weights.weights()}


def _owner(event: dict[str, Any]) -> str:
    owner = event.get("owner")
    if not isinstance(owner, str) or not owner.strip() or len(owner) > LONGEST_OWNER or "\0" in owner:
        raise _refusal()
    return owner


def _weight(event: dict[str, Any]) -> int:
    weight = event.get("weight")
    if not isinstance(weight, int) or isinstance(weight, bool) or event.keys() != {"owner", "weight"}:
        raise _refusal()
    if not DEFAULT_WEIGHT <= weight <= HIGHEST_WEIGHT:
        raise _refusal()
    return weight


def _refusal() -> InvalidRequest:
    return InvalidRequest(
        f'Send {{"owner":"<whose jobs>","weight":<{DEFAULT_WEIGHT} to {HIGHEST_WEIGHT}>}}, or {{}} to see the weights.'
    )
