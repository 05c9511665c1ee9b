"""Jobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from functions.api.answers import JobAnswer, Listing
from functions.api.dependencies import After, App, Caller, Limit
from functions.api.problems import documented
from williams.domain.jobs import JobStatus
from williams.services.jobs import live_job

router = APIRouter(tags=["jobs"])


@router.get("/api/jobs", responses=documented(401, 422))
def list_jobs(
    app: App,
    caller: Caller,
    limit: Limit = 50,
    after: After = None,
    status: Annotated[JobStatus | None, Query()] = None,
) -> Listing[JobAnswer]:
    """List jobs, newest first."""
    page = app.backend.control.jobs.jobs(caller.owner, limit, after, status)
    return Listing(items=[JobAnswer.of(job, app) for job in page.items], next_token=page.next_after)


@router.get("/api/jobs/{job_id}", responses=documented(401, 404))
def get_job(app: App, caller: Caller, job_id: str) -> JobAnswer:
    """Get a job's status, progress and stage."""
    return JobAnswer.of(live_job(app.backend.control, caller.owner, job_id), app)
