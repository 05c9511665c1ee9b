"""The WebSocket: connect with a ticket, subscribe to a job, ping."""

from __future__ import annotations

import json
from typing import Any

from williams import bootstrap
from williams.domain.errors import InvalidRequest, WilliamsError
from williams.observability import logger
from williams.services.publish import Publisher, error_message, subscribe

_OK = {"statusCode": 200}


def _connect(event: dict[str, Any]) -> dict[str, Any]:
    ticket = (event.get("queryStringParameters") or {}).get("ticket", "")
    try:
        who = bootstrap.redeem_ticket(ticket)
    except WilliamsError as error:
        return {"statusCode": error.status, "body": error_message(error.code, error.detail)}
    bootstrap.connections().open(event["requestContext"]["connectionId"], who)
    return _OK


def _message(event: dict[str, Any]) -> dict[str, Any]:
    try:
        message = json.loads(event.get("body") or "")
    except ValueError:
        message = None
    if not isinstance(message, dict) or message.get("action") not in ("subscribe", "ping"):
        raise InvalidRequest('Send {"action":"subscribe","job_id":"…","since":0} or {"action":"ping"}.')
    return message


def _subscription(message: dict[str, Any]) -> tuple[str, int]:
    job_id, since = message.get("job_id"), message.get("since", 0)
    if not isinstance(job_id, str) or not isinstance(since, int):
        raise InvalidRequest("To subscribe, job_id is a string and since a whole number.")
    return job_id, since


def _receive(event: dict[str, Any], connection_id: str, publisher: Publisher) -> None:
    try:
        message = _message(event)
        if message["action"] == "ping":
            publisher.push.push(connection_id, json.dumps({"action": "pong"}))
            return
        subscribe(bootstrap.progress(), publisher, connection_id, *_subscription(message))
    except WilliamsError as error:
        publisher.push.push(connection_id, error_message(error.code, error.detail))


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: API Gateway's WebSocket proxy event."""
    connection_id = event["requestContext"]["connectionId"]
    route = event["requestContext"]["routeKey"]
    logger().info("websocket", route=route, connection_id=connection_id)
    if route == "$connect":
        return _connect(event)
    if route == "$disconnect":
        bootstrap.connections().forget(connection_id)
    else:
        _receive(event, connection_id, bootstrap.publisher())
    return _OK
