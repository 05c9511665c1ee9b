"""How far a batch of imports is, as it is told to those who watch it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import ConfigDict, Field

from williams.domain.batches import REFUSED, BatchStatus, ImportBatch
from williams.domain.jobs import JobStatus
from williams.domain.models import DeferredModel

QUIET: Final = timedelta(milliseconds=500)
_SAID: Final = (JobStatus.FAILED.value, REFUSED, JobStatus.CANCELLED.value)


def watched_batch(batch_id: str) -> str:
    """Return what a batch is watched as. No id has a ``#``, so nobody who names a job can mean it."""
    return f"batch#{batch_id}"


class BatchProgress(DeferredModel):
    """The message of a batch: its whole state at ``timestamp``, so that the newest one is all that need be known.

    ``progress`` is in percent, ``counts`` how many of its ``total`` sources have each status, ``message`` the same in
    words, which is ``stage`` in what is sent, as with jobs. ``seq`` grows by one with every message.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True, serialize_by_alias=True)

    batch_id: str
    status: BatchStatus
    progress: float
    message: str = Field(alias="stage")
    total: int
    counts: Mapping[str, int]
    timestamp: datetime
    seq: int

    @property
    def watched(self) -> str:
        return watched_batch(self.batch_id)

    def is_too_recent(self, now: datetime) -> bool:
        """Whether of a batch that still runs nothing more is told so soon."""
        return self.status is BatchStatus.RUNNING and now - self.timestamp < QUIET


class BatchRecord(DeferredModel):
    """The last message of a batch, and whose batch it is."""

    model_config = ConfigDict(frozen=True)

    owner: str
    latest: BatchProgress


def next_message(latest: BatchProgress | None, batch: ImportBatch, now: datetime) -> BatchProgress | None:
    """Return what is to be told of a batch after the ``latest`` message; None where that says it, or is too recent.

    Times are told in milliseconds.
    """
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)
    news = BatchProgress(
        batch_id=batch.batch_id,
        status=batch.status,
        progress=batch.progress_percent,
        message=_in_words(batch),
        total=batch.total,
        counts=dict(batch.counts),
        timestamp=max(at, latest.timestamp) if latest else at,
        seq=latest.seq + 1 if latest else 1,
    )
    if latest is None:
        return news
    if (latest.status, latest.counts) == (news.status, news.counts):
        return None
    return None if news.status is BatchStatus.RUNNING and latest.is_too_recent(now) else news


def _in_words(batch: ImportBatch) -> str:
    ended = f"{batch.ended:,} of {batch.total:,} ended"
    return ", ".join([ended, *(f"{batch.counts[status]:,} {status}" for status in _SAID if batch.counts.get(status))])
