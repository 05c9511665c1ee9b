"""How a job changes when its execution ends, when it is cancelled and when it is retried: pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from williams.domain.errors import Conflict, MaxRetriesExceeded, WorkerCrashed
from williams.domain.jobs import (
    DEFECT_RETRIES,
    MANUAL_RETRIES,
    RUNNING,
    TERMINAL,
    Job,
    JobError,
    JobStatus,
    boosted_priority,
    check_move,
    legal_sources,
    retry_delay_seconds,
)


class EventKind(StrEnum):
    """What a :class:`~williams.domain.jobs.JobEvent` tells of."""

    STATUS = "status"
    CLAIM = "claim"
    RELEASE = "release"
    BEGIN = "begin"
    END = "end"
    ERROR = "error"
    COST = "cost"
    POSSIBLY_PAID_TWICE = "possibly-paid-twice"


def stage_sources(status: JobStatus) -> frozenset[JobStatus]:
    """Return every status from which a stage with this status may begin: none unless it is one of a running job."""
    return legal_sources(status) if status in RUNNING else frozenset()


def settled(job: Job, succeeded: bool, recorded: JobError | None, now: datetime) -> Job:
    """Return the job after its execution ended: COMPLETED, RETRYING or FAILED; a CANCELLED one stays so.

    ``recorded`` is the failure that this execution wrote down, if it did. An execution that says it succeeded but
    never entered a stage counts as a crash, like one that failed without a word. A job that has made what it was to
    make is COMPLETED even if its execution died on the way to saying so.
    """
    if job.status is JobStatus.CANCELLED:
        return job.model_copy(update={"claimed_at": None})
    if job.status in RUNNING and (succeeded or (recorded is None and has_made(job))):
        return _completed(job, now)
    return _failed(job, recorded or _crash(job), now)


def has_made(job: Job) -> bool:
    """Return whether what the job was to make stands in the library."""
    return job.content_id is not None or job.artifact_id is not None


def _completed(job: Job, now: datetime) -> Job:
    check_move(job.status, JobStatus.COMPLETED)
    return job.model_copy(
        update={
            "status": JobStatus.COMPLETED,
            "progress_percent": 100.0,
            "completed_at": now,
            "error": None,
            "not_before": None,
            "claimed_at": None,
        }
    )


def _failed(job: Job, error: JobError, now: datetime) -> Job:
    defects = job.defects + error.is_defect
    ended = job.model_copy(update={"error": error, "defects": defects, "claimed_at": None})
    if not error.retryable or job.retry_count >= job.max_retries or defects > DEFECT_RETRIES:
        check_move(job.status, JobStatus.FAILED)
        return ended.model_copy(update={"status": JobStatus.FAILED, "completed_at": now, "not_before": None})
    check_move(job.status, JobStatus.RETRYING)
    waiting = ended.model_copy(update={"status": JobStatus.RETRYING, "retry_count": job.retry_count + 1})
    return waiting.model_copy(update={"not_before": now + timedelta(seconds=pause_seconds(waiting))})


def pause_seconds(job: Job) -> int:
    """Return how long a RETRYING job waits, whoever asked for the retry.

    A defect that is tried again without being asked is as likely to pass now as later.
    """
    defect = job.error is not None and job.error.is_defect and job.defects
    return retry_delay_seconds(1 if defect else job.retry_count)


def _crash(job: Job) -> JobError:
    message = f"Execution {job.execution_no} ended without recording an outcome."
    # A job that still waits has the stage of an earlier execution.
    stage = job.current_stage if job.status in RUNNING else None
    return JobError(code=WorkerCrashed.code, message=message, retryable=WorkerCrashed.retryable, stage=stage)


def cancelled(job: Job, now: datetime) -> Job:
    """Return the job cancelled. Its claim stays until its execution has ended.

    Raises Conflict when the job is COMPLETED or FAILED, or has made what it was to make.
    """
    if job.status in TERMINAL:
        raise Conflict(f"The job is {job.status.value} and can no longer be cancelled.")
    if has_made(job):
        raise Conflict("The job has just done its work and can no longer be cancelled.")
    check_move(job.status, JobStatus.CANCELLED)
    return job.model_copy(update={"status": JobStatus.CANCELLED, "completed_at": now, "not_before": None})


def retried(job: Job, manual: bool, now: datetime) -> Job:
    """Return a FAILED job as RETRYING after its back-off, a manual retry with a higher priority.

    Raises Conflict when the job is not FAILED, MaxRetriesExceeded when it was retried as often as allowed.
    """
    if job.status is not JobStatus.FAILED:
        raise Conflict(f"Only a failed job can be retried; this one is {job.status.value}.")
    check_move(job.status, JobStatus.RETRYING)
    allowed = MANUAL_RETRIES if manual else job.max_retries
    if job.retry_count >= allowed:
        raise MaxRetriesExceeded(f"The job was retried {job.retry_count} times; {allowed} is the limit.")
    waiting = job.model_copy(
        update={
            "status": JobStatus.RETRYING,
            "retry_count": job.retry_count + 1,
            "defects": 0,
            "priority": boosted_priority(job.priority) if manual else job.priority,
            "completed_at": None,
        }
    )
    return waiting.model_copy(update={"not_before": now + timedelta(seconds=pause_seconds(waiting))})
