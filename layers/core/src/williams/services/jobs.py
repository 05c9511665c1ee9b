"""Reading, cancelling and retrying jobs."""

from __future__ import annotations

from typing import Any

from williams.domain.jobs import RUNNING, Job, JobStatus
from williams.services.backend import JobControl
from williams.services.settle import after_settling


def live_job(control: JobControl, owner: str, job_id: str) -> Job:
    """Return the job with its live percentage while it runs. Raises NotFound.

    A stage's status stands in the job store a moment before its first progress: until then the percentage of the stage
    before it holds, so that no reader sees it fall.
    """
    job = control.jobs.job(owner, job_id)
    if job.status not in RUNNING:
        return job
    record = control.progress.record(job_id)
    if record is None or record.latest.status not in RUNNING:
        return job
    live: dict[str, Any] = {"progress_percent": record.latest.progress}
    if record.latest.status is job.status:
        live["current_stage"] = record.latest.stage
    return job.model_copy(update=live)


def cancel_job(control: JobControl, owner: str, job_id: str) -> Job:
    """Cancel and stop the execution. Raises NotFound, Conflict for a job that has ended otherwise."""
    job = control.jobs.cancel(owner, job_id)
    if job.execution_no:
        control.workflows.stop(job.plugin_id, job.job_id, job.execution_no)
    after_settling(control, job)
    return job


def retry_job(control: JobControl, owner: str, job_id: str, manual: bool) -> Job:
    """Queue a failed job again. Raises NotFound, Conflict, MaxRetriesExceeded."""
    job = control.jobs.retry(owner, job_id, manual)
    control.progress.report(owner, job_id, JobStatus.RETRYING, 0.0, "Waiting to be retried")
    control.queues.wake(job.job_id, job.priority)
    return job
