"""How many requests an owner may make: the limit of each class of routes."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request

from functions.api.dependencies import App, Caller
from functions.api.problems import RETRY_AFTER, documented
from williams.services.rate_limits import RouteClass

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_SEARCHES: Final = frozenset({"/api/search"})

RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    429: {
        **documented(429)[429],
        "headers": {
            RETRY_AFTER: {"description": "Seconds until there is room again.", "schema": {"type": "integer"}},
        },
    }
}


def within_limits(request: Request, app: App, caller: Caller) -> None:
    """Count the request. Raises RateLimited."""
    app.limiter.admit(caller.owner, _class_of(request))


def _class_of(request: Request) -> RouteClass:
    if request.url.path in _SEARCHES:
        return RouteClass.SEARCH
    return RouteClass.READ if request.method in _READING else RouteClass.WRITE
