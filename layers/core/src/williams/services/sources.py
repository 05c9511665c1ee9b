"""Sources that are followed: looked at on a schedule, each look an import job."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import BaseModel, Field, StrictInt, ValidationError

from williams.domain import ids
from williams.domain.bounds import Title
from williams.domain.errors import InvalidRequest, NotFound, PermanentError
from williams.domain.fitting import fitting_line
from williams.domain.jobs import JobStatus
from williams.domain.listings import Look
from williams.domain.paging import Page
from williams.domain.sources import (
    DEFAULT_INTERVAL,
    LONGEST_INTERVAL,
    SHORTEST_INTERVAL,
    EndedLook,
    FollowedSource,
    SourceStatus,
)
from williams.ports.batches import BatchStorePort
from williams.ports.catalog import CatalogPort
from williams.ports.sources import SourceStorePort
from williams.services.imports import Imports, NewImport

log = logging.getLogger(__name__)

AT_ONCE: Final = 50
LONGEST_MESSAGE: Final = 1000
PAUSED_BY_OWNER: Final = "Paused by its owner."
_CANCELLED: Final = "The look was cancelled."


class NewSource(NewImport):
    """What is to be followed: anything that can be imported. ``interval_seconds`` is an hour at least.

    All but ``title`` and the interval holds for what is imported.
    """

    title: Title | None = None
    interval_seconds: StrictInt = Field(default=DEFAULT_INTERVAL, ge=SHORTEST_INTERVAL, le=LONGEST_INTERVAL)

    def request(self) -> dict[str, Any]:
        """Return the body of the import that a look is."""
        return self.model_dump(mode="json", exclude_unset=True, exclude={"title", "interval_seconds"})


class SourceChange(BaseModel):
    """What is to be changed; what is left out stays. A source that is active again is looked at soon."""

    status: SourceStatus | None = None
    interval_seconds: StrictInt | None = Field(default=None, ge=SHORTEST_INTERVAL, le=LONGEST_INTERVAL)
    title: Title | None = None


def _random_jitter() -> float:
    return random.uniform(-1, 1)  # it spreads looks in time, and keeps no secret


@dataclass(frozen=True)
class Sources:
    """``jitter`` gives numbers from -1 to 1, so that looks that began together do not stay so."""

    store: SourceStorePort
    imports: Imports
    batches: BatchStorePort
    catalog: CatalogPort
    jitter: Callable[[], float] = _random_jitter

    async def follow(self, owner: str, body: NewSource) -> FollowedSource:
        """Follow a source, and look at it at once. Raises UnknownType, InvalidRequest, Conflict."""
        await self.imports.plugin_for(body)
        now = datetime.now(UTC)
        source = FollowedSource(
            source_id=ids.new_id("src"),
            owner=owner,
            url=body.url,
            title=body.title,
            request=body.request(),
            interval_seconds=body.interval_seconds,
            next_look_at=now,
            created_at=now,
        )
        return await self._look(self.store.add(source), now)

    def source(self, owner: str, source_id: str) -> FollowedSource:
        """Raises NotFound."""
        return self.store.source(owner, source_id)

    def page(self, owner: str, limit: int, after: str | None = None) -> Page[FollowedSource]:
        """Newest first."""
        return self.store.sources(owner, limit, after)

    def change(self, owner: str, source_id: str, body: SourceChange) -> FollowedSource:
        """Pause it or go on, look more or less often, call it something else. Raises NotFound."""
        source = self.store.source(owner, source_id)
        changed: dict[str, Any] = body.model_dump(exclude_none=True)
        if body.status is SourceStatus.PAUSED:
            changed["reason"] = PAUSED_BY_OWNER
        elif body.status is SourceStatus.ACTIVE:
            changed |= {"reason": None, "failures": 0, "next_look_at": datetime.now(UTC)}
        return self.store.save(source.model_copy(update=changed))

    def unfollow(self, owner: str, source_id: str) -> FollowedSource:
        """Look at it no longer; what was imported stays. Return it as it was. Raises NotFound."""
        source = self.store.source(owner, source_id)
        self.store.remove(owner, source_id)
        return source

    async def advance(self, now: datetime | None = None) -> int:
        """Note how looks ended, begin those that are due, and return how many began. Raises StoreUnavailable."""
        now = now or datetime.now(UTC)
        for ended in self.store.ended_looks(AT_ONCE):
            self._save(self._after(ended, now))
        due = self.store.due(now, AT_ONCE)
        for source in due:
            await self._look(source, now)
        return len(due)

    def _after(self, ended: EndedLook, now: datetime) -> FollowedSource:
        if ended.status is JobStatus.COMPLETED:
            source = ended.source.succeeded(now, self.jitter())
            return source.model_copy(update={"title": source.title or self._own_title(ended)})
        code, message = ended.error_code or JobStatus.CANCELLED.value, ended.error_message or _CANCELLED
        return ended.source.failed(code, message, now, self.jitter())

    def _own_title(self, ended: EndedLook) -> str | None:
        """Return what a source that nobody has given a title calls itself, if the look found that."""
        owner = ended.source.owner
        try:
            if ended.batch_id:
                return self.batches.batch(owner, ended.batch_id).title
            return self.catalog.content(owner, ended.content_id).metadata.title if ended.content_id else None
        except NotFound:
            return None

    async def _look(self, source: FollowedSource, now: datetime) -> FollowedSource:
        look = Look(source=source.url, since=source.looked_at, state=source.state, source_id=source.source_id)
        try:
            asked = NewImport.model_validate(source.request)
            job = (await self.imports.submit(source.owner, asked, source.key, look)).job
        except (PermanentError, ValidationError) as error:
            code = error.code if isinstance(error, PermanentError) else InvalidRequest.code
            return self._save(source.failed(code, fitting_line(str(error), LONGEST_MESSAGE), now, self.jitter()))
        begun = {"job_id": job.job_id, "looking": True, "looks": source.looks + 1}
        return self._save(source.model_copy(update=begun))

    def _save(self, source: FollowedSource) -> FollowedSource:
        try:
            return self.store.save(source)
        except NotFound:
            log.info("%s is followed no longer", source.source_id)
            return source
