"""Sources that are followed: looked at on a schedule, and what is new of them imported."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, status
from pydantic import BaseModel

from functions.api.answers import Listing
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.sources import FollowedSource, SourceStatus
from williams.services.sources import NewSource, SourceChange

router = APIRouter(prefix="/api/sources", tags=["sources"], route_class=StrictRoute)


class SourceAnswer(BaseModel):
    """``job_id`` is the last look, or the one under way: its batch has what was new.

    ``failures`` is how many looks in a row came to nothing, ``error_message`` why the last one did; after five the
    source is paused, which ``reason`` tells.
    """

    source_id: str
    url: str
    title: str | None
    status: SourceStatus
    reason: str | None
    interval_seconds: int
    looking: bool
    job_id: str | None
    failures: int
    error_code: str | None
    error_message: str | None
    looked_at: datetime | None
    next_look_at: datetime
    created_at: datetime

    @classmethod
    def of(cls, source: FollowedSource) -> SourceAnswer:
        return cls(**source.model_dump(include=set(cls.model_fields)))


@router.post("", status_code=status.HTTP_201_CREATED, responses=documented(409, 422))
async def post_source(app: App, caller: Writer, body: NewSource) -> SourceAnswer:
    """Follow a feed, a channel, a page: it is looked at now and from now on, and what is new of it imported."""
    return SourceAnswer.of(await app.sources.follow(caller.owner, body))


@router.get("", responses=documented(422))
def list_sources(app: App, caller: Reader, limit: Limit = 50, after: After = None) -> Listing[SourceAnswer]:
    """List the sources that you follow, newest first."""
    page = app.sources.page(caller.owner, limit, after)
    return Listing(items=[SourceAnswer.of(source) for source in page.items], next_token=page.next_after)


@router.get("/{source_id}", responses=documented(404, 422))
def get_source(app: App, caller: Reader, source_id: Identifier) -> SourceAnswer:
    """See when a source was looked at, and what came of it."""
    return SourceAnswer.of(app.sources.source(caller.owner, source_id))


@router.patch("/{source_id}", responses=documented(404, 422))
def patch_source(app: App, caller: Writer, source_id: Identifier, body: SourceChange) -> SourceAnswer:
    """Pause a source or go on with it, look at it more or less often, call it something else."""
    return SourceAnswer.of(app.sources.change(caller.owner, source_id, body))


@router.delete("/{source_id}", responses=documented(404, 422))
def delete_source(app: App, caller: Writer, source_id: Identifier) -> SourceAnswer:
    """Follow a source no longer. What was imported of it stays in the library."""
    return SourceAnswer.of(app.sources.unfollow(caller.owner, source_id))
