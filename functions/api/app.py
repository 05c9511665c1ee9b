"""The HTTP API."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware

from functions.api import description, limits, problems
from functions.api.limits import within_limits
from functions.api.routers import (
    batches,
    collections,
    consistency,
    content,
    downloads,
    engines,
    exports,
    feeds,
    health,
    imports,
    jobs,
    plugins,
    provenance,
    reading,
    search,
    sources,
    tokens,
)
from williams.services.application import Application

VERSION = "0.1.0"
# Who calls is asked, and may he, and how often; and every store may be away.
_OF_EVERY_ROOM = problems.UNAUTHENTICATED | limits.RESPONSES | problems.documented(403, 503)


def create_app(provider: Callable[[], Application]) -> FastAPI:
    """Return the API; ``provider`` is called at each request and makes the application once."""
    app = FastAPI(
        title="Williams Librarian",
        version=VERSION,
        summary="A knowledge library that imports and generates, with complete provenance.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.provider = provider
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=[problems.RETRY_AFTER],
    )
    problems.install(app)
    description.install(app)
    for room in (
        imports,
        batches,
        sources,
        content,
        collections,
        reading,
        exports,
        jobs,
        search,
        provenance,
        plugins,
        engines,
        tokens,
        feeds,
        consistency,
    ):
        app.include_router(room.router, dependencies=[Depends(within_limits)], responses=_OF_EVERY_ROOM)
    app.include_router(collections.tags, dependencies=[Depends(within_limits)], responses=_OF_EVERY_ROOM)
    for door in (downloads.router, feeds.door, health.router):
        app.include_router(door, responses=problems.documented(503))
    return app
