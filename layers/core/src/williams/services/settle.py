"""Ends an execution: the job completes, is retried, or fails; then the freed place is given away."""

from __future__ import annotations

from datetime import UTC, datetime

from williams.domain.jobs import TERMINAL, Job, JobStatus, retry_delay_seconds
from williams.pipeline.checkpoints import job_prefix
from williams.services.backend import JobControl
from williams.services.dispatch import dispatch

STAGE_TEXT = {
    JobStatus.COMPLETED: "Completed",
    JobStatus.FAILED: "Failed",
    JobStatus.CANCELLED: "Cancelled",
    JobStatus.RETRYING: "Waiting to be retried",
}


def settle(control: JobControl, job_id: str, execution_no: int, succeeded: bool) -> Job | None:
    """Settle one execution and dispatch. Returns None for one that is stale or was settled before."""
    job = control.jobs.settle(job_id, execution_no, succeeded, datetime.now(UTC))
    try:
        if job is not None:
            after_settling(control, job)
    finally:
        # The place is free, whatever else could not be done.
        dispatch(control)
    return job


def after_settling(control: JobControl, job: Job) -> None:
    """Plan the retry, clean the scratch, tell the subscribers. Repeating it does no harm.

    A failed job keeps its scratch, for a manual retry. Telling comes last: what was told is what reconcile goes by,
    so whatever fails here is done again.
    """
    if job.status is JobStatus.RETRYING:
        control.queues.wake(job.job_id, job.priority, retry_delay_seconds(job.retry_count))
    if job.status in TERMINAL and job.status is not JobStatus.FAILED:
        control.objects.delete_prefix(job_prefix(job.job_id))
    percent = 100.0 if job.status is JobStatus.COMPLETED else job.progress_percent
    text = STAGE_TEXT.get(job.status, job.status.value)
    control.progress.report(job.owner, job.job_id, job.status, percent, text)
