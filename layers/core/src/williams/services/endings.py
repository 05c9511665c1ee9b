"""What follows when a job's row says that it ended, waits for a retry, or was cancelled."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from williams.domain.bucket import job_prefix
from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import FINAL, Job, JobError, JobStatus
from williams.domain.outcomes import pause_seconds
from williams.ports.jobs import Claim
from williams.services.backend import JobControl
from williams.services.drop_answers import answer_drop

log = logging.getLogger(__name__)

STAGE_TEXT = {
    JobStatus.COMPLETED: "Completed",
    JobStatus.FAILED: "Failed",
    JobStatus.CANCELLED: "Cancelled",
    JobStatus.RETRYING: "Waiting to be retried",
}
_FOR_AN_ERROR = frozenset({JobStatus.FAILED, JobStatus.RETRYING})


def after_settling(control: JobControl, job: Job) -> None:
    """Plan the retry, clean the scratch, answer a dropped file, tell the subscribers. Repeating it does no harm.

    A failed job keeps its scratch, for a manual retry. Telling comes last: what was told is what reconcile goes by,
    so whatever fails here is done again.
    """
    if job.status is JobStatus.RETRYING:
        control.queues.wake(job.job_id, job.priority, pause_seconds(job))
    if job.status in FINAL:
        control.objects.delete_prefix(job_prefix(job.job_id))
    answer_drop(control.objects, job)
    percent = 100.0 if job.status is JobStatus.COMPLETED else job.progress_percent
    text = STAGE_TEXT.get(job.status, job.status.value)
    error = job.error if job.status in _FOR_AN_ERROR else None
    control.progress.report(job.owner, job.job_id, job.status, percent, text, error)


def fail_execution(control: JobControl, claim: Claim, error: JobError) -> Job | None:
    """Settle an execution that can say nothing for itself, unless it has recorded why it failed."""
    control.jobs.record_failure(claim.execution, error)
    job = control.jobs.settle(claim.execution, False, datetime.now(UTC))
    if job is not None:
        control.settled(job)
        after_settling(control, job)
    return job


def stop_cancelled(control: JobControl, job: Job) -> Job:
    """Stop what runs of a cancelled job, give its place to the next one, clean up and tell.

    A worker cannot be stopped: it finds out before its next item or paid call. What is not done here because a store
    is away, reconcile does.
    """
    try:
        if job.claimed_at is not None:
            control.workflows.stop(job.plugin_id, job.execution)
            job = control.jobs.settle(job.execution, False, datetime.now(UTC)) or job
            control.queues.wake(job.job_id, job.priority)
        after_settling(control, job)
    except StoreUnavailable as error:
        log.warning("%s is cancelled; the rest is left to reconcile: %s", job.job_id, error)
    return job
