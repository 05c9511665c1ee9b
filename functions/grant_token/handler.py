"""Makes an API token for an owner. Only an operator who may invoke this function gets one, as its answer."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.domain.errors import InvalidRequest
from williams.observability import logger
from williams.services.tokens import grant, new_token


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: ``owner`` and a ``name`` to tell the token by. Raises InvalidRequest, StoreUnavailable."""
    owner, name = event.get("owner"), event.get("name")
    if not isinstance(owner, str) or not isinstance(name, str) or not owner.strip() or not name.strip():
        raise InvalidRequest('Send {"owner":"<whose library>","name":"<what the token is for>"}.')
    token = new_token()
    token_id = grant(bootstrap.tokens(), owner, token, name)
    # Never with the token: it is shown once, to whoever asked.
    logger().info("token granted", owner=owner, token_name=name, token_id=token_id)
    return {"token_id": token_id, "owner": owner, "token": token}
