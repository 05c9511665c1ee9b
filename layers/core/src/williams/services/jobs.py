"""Reading, cancelling and retrying jobs."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import RUNNING, Job, JobStatus
from williams.domain.paging import Page
from williams.domain.progress import ProgressEvent
from williams.services.backend import JobControl
from williams.services.endings import after_settling, stop_cancelled
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
    (live,) = _live(control, [job])
    return live


def live_jobs(control: JobControl, page: Page[Job]) -> Page[LiveJob]:
    """Return the jobs as ``live_job`` does, with one question for all of them."""
    return Page[LiveJob](items=_live(control, page.items), next_after=page.next_after)


def _live(control: JobControl, jobs: Sequence[Job]) -> list[LiveJob]:
    begun = [job.job_id for job in jobs if job.status is not JobStatus.COMPLETED and job.execution_no]
    try:
        latest = control.progress.latest(begun) if begun else {}
    except StoreUnavailable as error:
        log.warning("could not read the progress of %s: %s", ", ".join(begun), error)
        latest = {}
    return [LiveJob(**(job.model_dump() | _shown(job, latest.get(job.job_id)))) for job in jobs]


def _shown(job: Job, latest: ProgressEvent | None) -> dict[str, Any]:
    if latest is None or latest.status is JobStatus.COMPLETED:
        return {}
    at_work = job.status in RUNNING and latest.status is job.status
    return {"progress_percent": latest.progress, "message": latest.message if at_work else None}


def cancel_job(control: JobControl, owner: str, job_id: str) -> Job:
    """Cancel and stop the execution. Raises NotFound, Conflict for a job that has ended otherwise."""
    return stop_cancelled(control, control.jobs.cancel(owner, job_id))


def retry_job(control: JobControl, owner: str, job_id: str, manual: bool) -> Job:
    """Queue a failed job again, after its back-off. Raises NotFound, Conflict, MaxRetriesExceeded."""
    job = control.jobs.retry(owner, job_id, manual, datetime.now(UTC))
    keep_ticking(control)
    try:
        after_settling(control, job)
    except StoreUnavailable as error:
        # It stands in the row that the job waits, and the caller is told so: reconcile does the rest.
        log.warning("%s waits to be retried; the rest is left to reconcile: %s", job_id, error)
    return job
