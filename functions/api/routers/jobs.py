"""Jobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status
from pydantic import BaseModel

from functions.api.answers import JobAnswer, JobEventAnswer, JobListing, JobStory
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.fitting import fitting_page
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.jobs import JobStatus

router = APIRouter(tags=["jobs"], route_class=StrictRoute)


class Retry(BaseModel):
    """v2's body. A ``manual`` retry may come ten times and raises the priority; others follow the automatic rule.

    Before the n-th retry of a job, of either kind, there is a pause of 2^n seconds: until ``not_before``.
    """

    manual: bool = True


@router.get("/api/jobs", responses=documented(422))
def list_jobs(
    app: App,
    caller: Reader,
    limit: Limit = 50,
    after: After = None,
    status: Annotated[JobStatus | None, Query()] = None,
) -> JobListing:
    """List jobs, newest first."""
    page = app.jobs.page(caller.owner, limit, after, status)
    answers = [JobAnswer.of(job, app) for job in page.items]
    items, next_token = fitting_page(answers, lambda each: each.job_id, page.next_after)
    return JobListing(items=items, next_token=next_token, progress_url=app.tickets.progress_url(caller.owner, None))


@router.get("/api/jobs/{job_id}", responses=documented(404, 422))
def get_job(app: App, caller: Reader, job_id: Identifier) -> JobAnswer:
    """Get a job's status, progress and stage."""
    job = app.jobs.job(caller.owner, job_id)
    return JobAnswer.of(job, app).model_copy(update={"costs": app.costs.of(job)})


@router.get("/api/jobs/{job_id}/events", responses=documented(404, 422))
def get_job_events(app: App, caller: Reader, job_id: Identifier) -> JobStory:
    """Get a job's whole story, in order: every attempt, stage, error and cost."""
    events = app.jobs.events(caller.owner, job_id)
    return JobStory(job_id=job_id, events=[JobEventAnswer.of(each) for each in events])


@router.post(
    "/api/jobs/{job_id}/retry",
    status_code=status.HTTP_202_ACCEPTED,
    responses=documented(404, 409, 422),
)
def post_retry(app: App, caller: Writer, job_id: Identifier, body: Retry | None = None) -> JobAnswer:
    """Queue a failed job again, from the stage that failed; 409 for a job that is not failed or was retried enough."""
    wanted = body or Retry()
    return JobAnswer.of(app.retrying.retry(caller.owner, job_id, wanted.manual), app)


@router.delete("/api/jobs/{job_id}", responses=documented(404, 409, 422))
def delete_job(app: App, caller: Writer, job_id: Identifier) -> JobAnswer:
    """Cancel a job: nothing further of it starts. 409 once it is completed or failed."""
    return JobAnswer.of(app.cancelling.cancel(caller.owner, job_id), app)
