"""The API's answers about batches of imports."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from williams.domain.batches import BatchItem, BatchStatus, ImportBatch
from williams.domain.listings import LeftOut
from williams.services.application import Application
from williams.services.batches import WatchedBatch


class BatchSummary(BaseModel):
    """``counts`` is how many sources have each status: ``waiting`` has no job yet, ``refused`` can have none.

    ``progress_percent`` is how many of its sources have come to their end. ``source`` is the listing that it was made
    of, ``job_id`` the job that read it; both are null for what a request named.
    """

    batch_id: str
    status: BatchStatus
    progress_percent: float
    title: str | None
    source: str | None
    job_id: str | None
    total: int
    counts: dict[str, int]
    left_out: list[LeftOut]
    created_at: datetime
    cancelled_at: datetime | None

    @classmethod
    def of(cls, batch: ImportBatch) -> BatchSummary:
        return cls(**_shown(batch))


class BatchAnswer(BatchSummary):
    """``failures`` are the first 20 of the sources that came to nothing, as they were given, each with the reason.

    ``progress_url`` is a WebSocket address that tells of this batch, valid for some minutes.
    """

    failures: list[BatchItem]
    progress_url: str

    @classmethod
    def of_watched(cls, watched: WatchedBatch, app: Application) -> BatchAnswer:
        batch = watched.batch
        url = app.tickets.batch_progress_url(batch.owner, batch.batch_id)
        return cls(**_shown(batch), failures=watched.failures, progress_url=url)


def _shown(batch: ImportBatch) -> dict[str, object]:
    shared = set(BatchSummary.model_fields) - {"status", "progress_percent"}
    return {
        **batch.model_dump(include=shared),
        "status": batch.status,
        "progress_percent": batch.progress_percent,
    }
