"""Followed sources in memory."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from threading import RLock

from williams.adapters.postgres.sources import followed_already, not_followed
from williams.domain.batches import NewBatch, NewItem
from williams.domain.jobs import TERMINAL
from williams.domain.paging import Page
from williams.domain.sources import EndedLook, FollowedSource, SourceStatus
from williams_testing.memory.catalog import page
from williams_testing.memory.jobs import InMemoryJobs

_NEVER: object = object()


class InMemorySources:
    """See :class:`williams.ports.sources.SourceStorePort`. The looks' jobs are in ``jobs``."""

    def __init__(self, jobs: InMemoryJobs) -> None:
        self._jobs = jobs
        self._rows: dict[str, FollowedSource] = {}
        self._known: dict[str, dict[str, str | None]] = defaultdict(dict)
        self._guard = RLock()

    def add(self, source: FollowedSource) -> FollowedSource:
        with self._guard:
            for row in self._rows.values():
                if (row.owner, row.url) == (source.owner, source.url):
                    raise followed_already(row.source_id)
            self._rows[source.source_id] = source
            return source

    def source(self, owner: str, source_id: str) -> FollowedSource:
        row = self._rows.get(source_id)
        if row is None or row.owner != owner:
            raise not_followed(source_id)
        return row

    def sources(self, owner: str, limit: int, after: str | None = None) -> Page[FollowedSource]:
        owned = [row for row in self._rows.values() if row.owner == owner]
        items, more = page(owned, lambda row: (row.created_at, row.source_id), limit, after)
        return Page[FollowedSource](items=items, next_after=items[-1].source_id if more else None)

    def save(self, source: FollowedSource) -> FollowedSource:
        with self._guard:
            state = self.source(source.owner, source.source_id).state
            self._rows[source.source_id] = source.model_copy(update={"state": state})
            return self._rows[source.source_id]

    def remove(self, owner: str, source_id: str) -> None:
        with self._guard:
            self.source(owner, source_id)
            del self._rows[source_id]
            self._known.pop(source_id, None)

    def due(self, now: datetime, limit: int) -> list[FollowedSource]:
        active = [row for row in self._rows.values() if row.status is SourceStatus.ACTIVE and not row.looking]
        due = [row for row in active if row.next_look_at <= now]
        return sorted(due, key=lambda row: (row.next_look_at, row.source_id))[:limit]

    def ended_looks(self, limit: int) -> list[EndedLook]:
        looking = [(row, row.job_id) for row in self._rows.values() if row.looking]
        jobs = [(row, self._jobs.job_for_execution(job_id)) for row, job_id in looking if job_id]
        return [
            EndedLook(
                source=row,
                status=job.status,
                batch_id=job.batch_id,
                content_id=job.content_id,
                error_code=job.failure.code if job.failure else None,
                error_message=job.failure.message if job.failure else None,
            )
            for row, job in jobs
            if job.status in TERMINAL
        ][:limit]

    def fresh(self, new: NewBatch) -> list[NewItem]:
        """Return what a source named that it did not name before, and remember all of it, with its state."""
        with self._guard:
            source_id = str(new.source_id)
            known = self._known[source_id]
            fresh = [item for item in new.items if known.get(item.source, _NEVER) != item.version]
            if source_id in self._rows:
                self._rows[source_id] = self._rows[source_id].model_copy(update={"state": new.state})
                known.update((item.source, item.version) for item in fresh)
            return fresh
