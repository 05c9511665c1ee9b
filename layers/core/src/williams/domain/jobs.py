"""A job's fields, its statuses and the legal moves between them (v2, "Job Management System")."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pydantic import ConfigDict, Field

from williams.domain.errors import IllegalMove, WilliamsError
from williams.domain.executions import Execution
from williams.domain.models import DeferredModel

AUTOMATIC_RETRIES: Final = 3
DEFECT_RETRIES: Final = 1
MANUAL_RETRIES: Final = 10
MANUAL_PRIORITY_BOOST: Final = 2
LOWEST_PRIORITY: Final = 1
HIGHEST_PRIORITY: Final = 10
DEFAULT_PRIORITY: Final = 5


class JobKind(StrEnum):
    IMPORT = "import"
    EXPORT = "export"


class JobStatus(StrEnum):
    """v2's twelve statuses and the five that its export examples use."""

    PENDING = "pending"
    QUEUED = "queued"
    DOWNLOADING = "downloading"
    EXTRACTING = "extracting"
    PROCESSING = "processing"
    TRANSCRIBING = "transcribing"
    EMBEDDING = "embedding"
    STORING = "storing"
    QUERYING = "querying"
    SCRIPTING = "scripting"
    ROUTING = "routing"
    GENERATING = "generating"
    COMPOSING = "composing"
    COMPLETED = "completed"
    FAILED = "failed"
    RETRYING = "retrying"
    CANCELLED = "cancelled"


WAITING: Final = frozenset({JobStatus.PENDING, JobStatus.QUEUED, JobStatus.RETRYING})
TERMINAL: Final = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})
# A failed job may be retried.
FINAL: Final = TERMINAL - {JobStatus.FAILED}
RUNNING: Final = frozenset(JobStatus) - WAITING - TERMINAL
FAILING: Final = frozenset({JobStatus.FAILED, JobStatus.RETRYING})

_ENDS: Final = frozenset({JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.RETRYING})
_MOVES: Final[dict[JobStatus, frozenset[JobStatus]]] = {
    JobStatus.PENDING: frozenset({JobStatus.QUEUED}) | RUNNING | _ENDS,
    JobStatus.QUEUED: RUNNING | _ENDS,
    JobStatus.RETRYING: RUNNING | frozenset({JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.RETRYING}),
    **{status: RUNNING | _ENDS | frozenset({JobStatus.COMPLETED}) for status in RUNNING},
    JobStatus.FAILED: frozenset({JobStatus.RETRYING}),
    JobStatus.COMPLETED: frozenset(),
    JobStatus.CANCELLED: frozenset(),
}


def legal_sources(target: JobStatus) -> frozenset[JobStatus]:
    """Return every status from which a job may change to ``target``."""
    return frozenset(source for source, targets in _MOVES.items() if target in targets)


def check_move(source: JobStatus, target: JobStatus) -> None:
    """Raise :class:`IllegalMove` unless a job in ``source`` may change to ``target``."""
    if target not in _MOVES[source]:
        raise IllegalMove(f"A job that is {source.value} cannot become {target.value}.")


def retry_delay_seconds(retry_count: int) -> int:
    """Return v2's back-off before the given retry (counted from 1): 2, 4, 8 … seconds."""
    return int(2**retry_count)


def boosted_priority(priority: int) -> int:
    """Return the priority of a manual retry: two higher, at most the highest."""
    return min(HIGHEST_PRIORITY, priority + MANUAL_PRIORITY_BOOST)


class JobError(DeferredModel):
    """A classified failure: ``code`` is one of ``williams.domain.errors``; ``retryable`` decides about RETRYING."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str
    retryable: bool
    stage: str | None = None

    @property
    def is_defect(self) -> bool:
        """Whether it was an exception that nobody classified."""
        return self.code == WilliamsError.code


class Job(DeferredModel):
    """v2's ``ProcessingJob`` plus owner, plugin and execution.

    ``batch_id`` is what the import of a listing has made.

    ``url`` is ``None`` for exports only. ``execution_no`` counts the executions started so far; ``claimed_at`` is
    set while one of them holds a place in the plugin's lane. ``defects`` counts those that ended with a defect since
    the job was submitted or somebody asked for a retry. ``cost_usd`` is what its paid calls have cost so far.
    """

    job_id: str
    owner: str
    kind: JobKind
    plugin_id: str
    content_id: str | None = None
    artifact_id: str | None = None
    batch_id: str | None = None
    url: str | None = None
    content_type: str
    request: dict[str, Any] = Field(default_factory=dict)
    status: JobStatus = JobStatus.PENDING
    priority: int = Field(default=DEFAULT_PRIORITY, ge=LOWEST_PRIORITY, le=HIGHEST_PRIORITY)
    progress_percent: float = Field(default=0.0, ge=0.0, le=100.0)
    current_stage: str | None = None
    created_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    error: JobError | None = None
    retry_count: int = 0
    max_retries: int = AUTOMATIC_RETRIES
    defects: int = 0
    not_before: datetime | None = None
    execution_no: int = 0
    claimed_at: datetime | None = None
    cost_usd: float = 0.0

    @property
    def execution(self) -> Execution:
        """The latest execution, which holds the place if one does."""
        return Execution(self.job_id, self.execution_no)

    @property
    def failure(self) -> JobError | None:
        """Why the job failed or waits to be retried. What an earlier execution ran into is no error of one at work."""
        return self.error if self.status in FAILING else None


class JobEvent(DeferredModel):
    """One line of a job's story: a status change, an attempt, an error or a cost in US dollars.

    ``batch`` is the batch of items that began or ended, ``item`` the one that was paid for; both count from 0.
    """

    job_id: str
    seq: int
    at: datetime
    kind: str
    status: JobStatus | None = None
    stage: str | None = None
    batch: int | None = None
    item: int | None = None
    execution_no: int = 0
    message: str | None = None
    cost_usd: float | None = None
