"""The WebSocket: connect with a ticket, subscribe to a job or a batch, ping."""

from __future__ import annotations

import json
from typing import Any

from functions.websocket.messages import Ping, parsed
from williams import bootstrap
from williams.domain.errors import WilliamsError, unforeseen
from williams.domain.ids import new_id
from williams.observability.logs import logger
from williams.services.subscriptions import Subscriptions, error_message

_OK = {"statusCode": 200}


def _connect(event: dict[str, Any]) -> dict[str, Any]:
    ticket = (event.get("queryStringParameters") or {}).get("ticket", "")
    try:
        bootstrap.services().subscriptions.connect(event["requestContext"]["connectionId"], ticket)
    except Exception as error:  # whatever it is, it is answered in the protocol's words
        known = _known(error)
        return {"statusCode": known.status, "body": error_message(known.code, known.detail)}
    return _OK


def _receive(event: dict[str, Any], connection_id: str) -> None:
    """Answer a message. Whatever goes wrong, the connection is told, and goes on."""
    subscriptions = bootstrap.services().subscriptions
    try:
        _answer(event, connection_id, subscriptions)
    except Exception as error:
        known = _known(error)
        try:
            subscriptions.tell(connection_id, error_message(known.code, known.detail))
        except WilliamsError as unheard:
            logger().error("could not tell a connection what went wrong", error=str(unheard))


def _answer(event: dict[str, Any], connection_id: str, subscriptions: Subscriptions) -> None:
    message = parsed(event.get("body"), event.get("isBase64Encoded", False))
    if isinstance(message, Ping):
        subscriptions.tell(connection_id, json.dumps({"action": "pong"}))
    elif message.batch_id is not None:
        subscriptions.subscribe_to_batch(connection_id, message.batch_id)
    elif message.job_id is not None:
        subscriptions.subscribe(connection_id, message.job_id, message.since)


def _known(error: Exception) -> WilliamsError:
    """Return what the other side is told. The words of a store or of Python are for the log."""
    if not isinstance(error, WilliamsError):
        reference = new_id("err")
        logger().error("unexpected error", reference=reference, exc_info=error)
        return WilliamsError(unforeseen("with this message", reference))
    if error.reason is not None:
        logger().error(str(error))
    return error


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """``event``: API Gateway's WebSocket proxy event."""
    connection_id = event["requestContext"]["connectionId"]
    # Not the route: that is chosen by what a message says, and it may say "$connect".
    kind = event["requestContext"]["eventType"]
    logger().info("websocket", kind=kind, connection_id=connection_id)
    if kind == "CONNECT":
        return _connect(event)
    if kind == "DISCONNECT":
        bootstrap.services().subscriptions.disconnect(connection_id)
    else:
        _receive(event, connection_id)
    return _OK
