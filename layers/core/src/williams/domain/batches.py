"""Batches of imports: many sources that were asked for at once, with one progress."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pydantic import ConfigDict, Field

from williams.domain.jobs import TERMINAL, JobStatus
from williams.domain.listings import LeftOut
from williams.domain.models import DeferredModel

MOST_SOURCES: Final = 1000
# A listing of listings of listings: a bibliography of channels of videos is as deep as people go.
MOST_LEVELS: Final = 3
WAITING: Final = "waiting"
REFUSED: Final = "refused"
UNSUCCESSFUL: Final = frozenset({REFUSED, JobStatus.FAILED.value, JobStatus.CANCELLED.value})
ENDED: Final = frozenset({REFUSED, *(status.value for status in TERMINAL)})


class BatchStatus(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class BatchItem(DeferredModel):
    """One source of a batch.

    Attributes:
        ordinal: its place in what was asked for, from 0.
        source: as it was given.
        title: what a listing calls it.
        status: ``waiting`` while it has no job, ``refused`` when it can have none, else its job's.
        made_batch_id: the batch that its job made, where the source was a listing itself.
    """

    model_config = ConfigDict(frozen=True)

    ordinal: int
    source: str
    title: str | None = None
    status: str = WAITING
    job_id: str | None = None
    content_id: str | None = None
    made_batch_id: str | None = None
    error_code: str | None = None
    error_message: str | None = None


class ImportBatch(DeferredModel):
    """A batch as it stands. ``counts`` is how many of its items have each status.

    ``source`` is the listing that it was made of, ``job_id`` the job that read it; None for what a request named.
    """

    model_config = ConfigDict(frozen=True)

    batch_id: str
    owner: str
    title: str | None = None
    source: str | None = None
    job_id: str | None = None
    total: int
    counts: Mapping[str, int] = Field(default_factory=dict)
    left_out: list[LeftOut] = Field(default_factory=list)
    created_at: datetime
    cancelled_at: datetime | None = None

    @property
    def ended(self) -> int:
        """How many of its items have come to their end, whichever it is."""
        return sum(count for status, count in self.counts.items() if status in ENDED)

    @property
    def progress_percent(self) -> float:
        """How many of its items have come to their end, of a hundred: 100 only when all of them have."""
        return math.floor(1000 * self.ended / self.total) / 10 if self.total else 100.0

    @property
    def status(self) -> BatchStatus:
        if self.ended < self.total:
            return BatchStatus.RUNNING
        return BatchStatus.CANCELLED if self.cancelled_at else BatchStatus.COMPLETED


class NewItem(DeferredModel):
    """A source that is to be imported; ``request`` is the body of its import."""

    source: str
    title: str | None = None
    request: dict[str, Any]
    version: str | None = None


class NewBatch(DeferredModel):
    """What a batch is made of. ``once`` names what asks for it: the same a second time is the same batch.

    ``job_id`` is the job that read the listing at ``source``. Of a followed source, ``source_id``, those items are left
    out that it named before, in the same version; its ``state`` is kept for the next look.
    """

    batch_id: str
    owner: str
    title: str | None = None
    source: str | None = None
    job_id: str | None = None
    items: list[NewItem]
    left_out: list[LeftOut] = Field(default_factory=list)
    idempotency_key: str | None = None
    body_hash: str = ""
    source_id: str | None = None
    state: str | None = None


class WaitingItem(DeferredModel):
    """A source that has no job yet."""

    model_config = ConfigDict(frozen=True)

    batch_id: str
    owner: str
    ordinal: int
    request: dict[str, Any]

    @property
    def key(self) -> str:
        """What its import is asked for by: however often it is entered, it is one job."""
        return f"{self.batch_id}.{self.ordinal}"


class BatchOfJobs(DeferredModel):
    """A batch that some jobs are of. ``running`` says whether any of its items has not come to its end."""

    model_config = ConfigDict(frozen=True)

    batch_id: str
    owner: str
    running: bool


class Lineage(DeferredModel):
    """The listings above a job: their URLs, the nearest first, and how many sources were taken of them in all."""

    model_config = ConfigDict(frozen=True)

    sources: list[str] = Field(default_factory=list)
    taken: int = 0
