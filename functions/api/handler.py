"""The HTTP API behind API Gateway."""

from __future__ import annotations

import re
import time
from typing import Any

from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES
from mangum.types import LambdaContext, LambdaEvent

from functions.api import problems
from functions.api.app import create_app
from williams import bootstrap
from williams.observability.logs import logger
from williams.observability.reports import request_answered

# What Mangum does not know as text it sends as Base64.
_TEXTS = [*DEFAULT_TEXT_MIME_TYPES, problems.MEDIA_TYPE, "application/rss+xml"]
# Whoever has a link may open it: it is a secret, as tokens are.
_LINK = re.compile(r"(?<=/download/)[^/]+|(?<=^/feeds/)[^/]+?(?=\.xml$|/|$)")
_gateway = Mangum(create_app(lambda: bootstrap.services().application), lifespan="off", text_mime_types=_TEXTS)


def handler(event: LambdaEvent, context: LambdaContext) -> dict[str, Any]:
    """``event``: API Gateway's HTTP API event, payload version 2."""
    started = time.perf_counter()
    answer = _gateway(event, context)
    request = event["requestContext"]["http"]
    method, path = request["method"], _LINK.sub("{link}", request["path"])
    request_answered(method, path, answer["statusCode"], time.perf_counter() - started)
    logger().info("answered", method=method, path=path, status=answer["statusCode"])
    return answer
