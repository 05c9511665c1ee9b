"""The HTTP API behind API Gateway."""

from __future__ import annotations

from typing import Any

from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES
from mangum.types import LambdaContext, LambdaEvent

from functions.api import problems
from functions.api.app import create_app
from williams import bootstrap
from williams.observability import logger

# What Mangum does not know as text it sends as Base64.
_TEXTS = [*DEFAULT_TEXT_MIME_TYPES, problems.MEDIA_TYPE]
_gateway = Mangum(create_app(bootstrap.application), lifespan="off", text_mime_types=_TEXTS)


def handler(event: LambdaEvent, context: LambdaContext) -> dict[str, Any]:
    """``event``: API Gateway's HTTP API event, payload version 2."""
    answer = _gateway(event, context)
    request = event["requestContext"]["http"]
    logger().info("answered", method=request["method"], path=request["path"], status=answer["statusCode"])
    return answer
