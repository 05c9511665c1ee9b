"""Reading, cancelling and retrying jobs."""

from __future__ import annotations

import logging
from typing import Any

from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import RUNNING, Job, JobStatus
from williams.services.backend import JobControl
from williams.services.endings import STAGE_TEXT, stop_cancelled
from williams.services.tick import keep_ticking

log = logging.getLogger(__name__)


class LiveJob(Job):
    """A job with what its stage says of itself at this moment."""

    message: str | None = None


def live_job(control: JobControl, owner: str, job_id: str) -> LiveJob:
    """Return the job with how far it is, or was when it ended. Raises NotFound.

    The job store holds no percentages but that of a completed job. A stage's status stands there a moment before its
    first progress: until then the percentage of the stage before it holds, so that no reader sees it fall. While the
    progress cannot be read, the job is shown without.
    """
    job = control.jobs.job(owner, job_id)
    return LiveJob(**(job.model_dump() | _live(control, job)))


def _live(control: JobControl, job: Job) -> dict[str, Any]:
    if job.status is JobStatus.COMPLETED or not job.execution_no:
        return {}
    try:
        record = control.progress.record(job.job_id)
    except StoreUnavailable as error:
        log.warning("could not read the progress of %s: %s", job.job_id, error)
        return {}
    if record is None or record.latest.status is JobStatus.COMPLETED:
        return {}
    at_work = job.status in RUNNING and record.latest.status is job.status
    return {"progress_percent": record.latest.progress, "message": record.latest.message if at_work else None}


def cancel_job(control: JobControl, owner: str, job_id: str) -> Job:
    """Cancel and stop the execution. Raises NotFound, Conflict for a job that has ended otherwise."""
    return stop_cancelled(control, control.jobs.cancel(owner, job_id))


def retry_job(control: JobControl, owner: str, job_id: str, manual: bool) -> Job:
    """Queue a failed job again. Raises NotFound, Conflict, MaxRetriesExceeded."""
    job = control.jobs.retry(owner, job_id, manual)
    keep_ticking(control)
    try:
        control.queues.wake(job.job_id, job.priority)
        control.progress.report(owner, job_id, JobStatus.RETRYING, 0.0, STAGE_TEXT[JobStatus.RETRYING])
    except StoreUnavailable as error:
        # It stands in the row that the job waits, and the caller is told so: reconcile does the rest.
        log.warning("%s waits to be retried; the rest is left to reconcile: %s", job_id, error)
    return job
