"""Batches of imports in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from williams.adapters.postgres.batches import key_reused, missing
from williams.domain.batches import (
    REFUSED,
    UNSUCCESSFUL,
    WAITING,
    BatchItem,
    BatchOfJobs,
    BatchStatus,
    ImportBatch,
    Lineage,
    NewBatch,
    WaitingItem,
)
from williams.domain.jobs import TERMINAL, Job, JobStatus
from williams.domain.paging import Page
from williams_testing.memory.catalog import page
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.sources import InMemorySources


@dataclass
class _Row:
    new: NewBatch
    created_at: datetime
    cancelled_at: datetime | None = None
    job_ids: dict[int, str] = field(default_factory=dict)
    errors: dict[int, tuple[str, str]] = field(default_factory=dict)

    def waits(self) -> list[int]:
        if self.cancelled_at:
            return []
        return [n for n in range(len(self.new.items)) if n not in self.job_ids and n not in self.errors]


class InMemoryBatches:
    """See :class:`williams.ports.batches.BatchStorePort`. The items' jobs are in ``jobs``."""

    def __init__(self, jobs: InMemoryJobs, sources: InMemorySources) -> None:
        self._jobs = jobs
        self._sources = sources
        self._rows: dict[str, _Row] = {}
        self._guard = RLock()

    def add(self, new: NewBatch) -> ImportBatch | None:
        with self._guard:
            standing = next((row for row in self._rows.values() if _same(row.new, new)), None)
            if standing is not None and standing.new.body_hash != new.body_hash:
                raise key_reused(standing.new.batch_id)
            if standing is None and new.source_id is not None:
                new = new.model_copy(update={"items": self._sources.fresh(new)})
                if not new.items:
                    return None
            if standing is None:
                standing = self._rows[new.batch_id] = _Row(new, datetime.now(UTC))
                if new.job_id:
                    self._jobs.made_batch(new.job_id, new.batch_id)
            return self._batch(standing)

    def batch(self, owner: str, batch_id: str) -> ImportBatch:
        return self._batch(self._owned(owner, batch_id))

    def batches(self, owner: str, limit: int, after: str | None = None) -> Page[ImportBatch]:
        owned = [self._batch(row) for row in self._rows.values() if row.new.owner == owner]
        items, more = page(owned, lambda batch: (batch.created_at, batch.batch_id), limit, after)
        return Page[ImportBatch](items=items, next_after=items[-1].batch_id if more else None)

    def items(
        self, owner: str, batch_id: str, limit: int, after: str | None = None, unsuccessful: bool = False
    ) -> Page[BatchItem]:
        row = self._owned(owner, batch_id)
        first = 0 if after is None else int(after) + 1
        listed = [self._item(row, n) for n in range(first, len(row.new.items))]
        wanted = [item for item in listed if not unsuccessful or item.status in UNSUCCESSFUL]
        items = wanted[:limit]
        return Page[BatchItem](items=items, next_after=str(items[-1].ordinal) if len(wanted) > limit else None)

    def of_jobs(self, job_ids: Collection[str]) -> list[BatchOfJobs]:
        rows = [row for row in self._rows.values() if set(job_ids) & set(row.job_ids.values())]
        batches = sorted(map(self._batch, rows), key=lambda batch: batch.batch_id)
        return [
            BatchOfJobs(batch_id=each.batch_id, owner=each.owner, running=each.status is BatchStatus.RUNNING)
            for each in batches
        ]

    def lineage(self, job_id: str) -> Lineage:
        with self._guard:
            above: list[_Row] = []
            while (row := self._of_job(job_id)) is not None and row not in above:
                above.append(row)
                if row.new.job_id is None:
                    break
                job_id = row.new.job_id
            sources = [row.new.source for row in above if row.new.source]
            return Lineage(sources=sources, taken=self._taken(above[-1]) if above else 0)

    def has_waiting(self) -> bool:
        return any(row.waits() for row in self._rows.values())

    def waiting(self, limit: int) -> list[WaitingItem]:
        with self._guard:
            turns: Counter[str] = Counter()
            found: list[tuple[int, WaitingItem]] = []
            for row in sorted(self._rows.values(), key=lambda row: (row.created_at, row.new.batch_id)):
                for n in row.waits():
                    turns[row.new.owner] += 1
                    owner, batch_id, request = row.new.owner, row.new.batch_id, row.new.items[n].request
                    item = WaitingItem(batch_id=batch_id, owner=owner, ordinal=n, request=request)
                    found.append((turns[owner], item))
        return [item for _, item in sorted(found, key=lambda each: (each[0], each[1].owner))][:limit]

    def entered(self, item: WaitingItem, job_id: str) -> bool:
        with self._guard:
            row = self._rows[item.batch_id]
            row.job_ids[item.ordinal] = job_id
            return row.cancelled_at is None

    def refused(self, item: WaitingItem, code: str, message: str) -> None:
        with self._guard:
            row = self._rows[item.batch_id]
            if item.ordinal not in row.job_ids:
                row.errors[item.ordinal] = (code, message)

    def cancel(self, owner: str, batch_id: str) -> ImportBatch:
        with self._guard:
            row = self._owned(owner, batch_id)
            row.cancelled_at = row.cancelled_at or datetime.now(UTC)
            return self._batch(row)

    def to_cancel(self, limit: int) -> list[tuple[str, str]]:
        cancelled = [row for row in self._rows.values() if row.cancelled_at]
        jobs = [self._jobs.job_for_execution(job_id) for row in cancelled for job_id in row.job_ids.values()]
        return [(job.owner, job.job_id) for job in jobs if job.status not in TERMINAL][:limit]

    def _owned(self, owner: str, batch_id: str) -> _Row:
        row = self._rows.get(batch_id)
        if row is None or row.new.owner != owner:
            raise missing(batch_id)
        return row

    def _of_job(self, job_id: str) -> _Row | None:
        return next((row for row in self._rows.values() if job_id in row.job_ids.values()), None)

    def _taken(self, row: _Row) -> int:
        below = [made for made in self._rows.values() if made.new.job_id in row.job_ids.values()]
        return len(row.new.items) + sum(self._taken(each) for each in below)

    def _batch(self, row: _Row) -> ImportBatch:
        shared = row.new.model_dump(include={"batch_id", "owner", "title", "source", "job_id", "left_out"})
        counts = Counter(self._item(row, n).status for n in range(len(row.new.items)))
        return ImportBatch(
            **shared,
            total=len(row.new.items),
            counts=dict(counts),
            created_at=row.created_at,
            cancelled_at=row.cancelled_at,
        )

    def _item(self, row: _Row, ordinal: int) -> BatchItem:
        new, job_id = row.new.items[ordinal], row.job_ids.get(ordinal)
        told: dict[str, Any] = {"status": JobStatus.CANCELLED.value if row.cancelled_at else WAITING}
        if ordinal in row.errors:
            code, message = row.errors[ordinal]
            told = {"status": REFUSED, "error_code": code, "error_message": message}
        elif job_id:
            told = _told(self._jobs.job_for_execution(job_id))
        return BatchItem(ordinal=ordinal, source=new.source, title=new.title, **told)


def _told(job: Job) -> dict[str, Any]:
    return {
        "status": job.status.value,
        "job_id": job.job_id,
        "content_id": job.content_id,
        "made_batch_id": job.batch_id,
        "error_code": job.failure.code if job.failure else None,
        "error_message": job.failure.message if job.failure else None,
    }


def _same(one: NewBatch, other: NewBatch) -> bool:
    if one.owner != other.owner:
        return False
    same_key = one.idempotency_key is not None and one.idempotency_key == other.idempotency_key
    return same_key or (one.job_id is not None and one.job_id == other.job_id)
