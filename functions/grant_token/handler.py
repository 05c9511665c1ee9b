"""Makes an API token for an owner. Only an operator who may invoke this function gets one, as its answer."""

from __future__ import annotations

from typing import Any

from williams import bootstrap
from williams.domain.errors import InvalidRequest
from williams.observability.logs import logger
from williams.services.tokens import OPERATOR_SCOPES, OWNER_SCOPES, new_token


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: ``owner`` and a ``name`` to tell the token by; with ``operator`` true, it may do what concerns all.

    Raises InvalidRequest, StoreUnavailable.
    """
    owner, name, operator = event.get("owner"), event.get("name"), event.get("operator", False)
    if not isinstance(owner, str) or not isinstance(name, str) or not owner.strip() or not name.strip():
        raise InvalidRequest('Send {"owner":"<whose library>","name":"<what the token is for>"}.')
    if not isinstance(operator, bool):
        raise InvalidRequest('"operator" is true or false: whether the token may also switch plugins on and off.')
    token = new_token()
    scopes = OPERATOR_SCOPES if operator else OWNER_SCOPES
    token_id = bootstrap.services().tokens.grant(owner, token, name, scopes)
    # Never with the token: it is shown once, to whoever asked.
    logger().info("token granted", owner=owner, token_name=name, token_id=token_id, operator=operator)
    return {"token_id": token_id, "owner": owner, "token": token}
