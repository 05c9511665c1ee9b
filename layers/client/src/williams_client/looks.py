"""What the API says of many jobs at one moment, in few calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from williams_client.listing import PAGE_SIZE
from williams_client.models import JobAnswer, JobListing

ListJobs = Callable[[int, str | None], JobListing]
GetJob = Callable[[str], JobAnswer]


@dataclass(frozen=True)
class Look:
    """``progress_url`` opens a WebSocket for these jobs."""

    jobs: list[JobAnswer]
    progress_url: str


def look_at_all(list_jobs: ListJobs) -> Look:
    """Look at the owner's newest jobs."""
    page = list_jobs(PAGE_SIZE, None)
    return Look(page.items, page.progress_url)


def look_at(job_ids: list[str], list_jobs: ListJobs, get_job: GetJob) -> Look:
    """Look at these jobs: in the listing, as far as they are among so many newest ones; else one by one."""
    if len(job_ids) == 1:
        job = get_job(job_ids[0])
        # A single job's own ticket is at hand already.
        return Look([job], job.progress_url)
    found: dict[str, JobAnswer] = {}
    progress_url = ""
    wanted = set(job_ids)
    for page in _pages(list_jobs, 1 + len(job_ids) // PAGE_SIZE):
        progress_url = progress_url or page.progress_url
        found |= {job.job_id: job for job in page.items if job.job_id in wanted}
        if len(found) == len(wanted):
            break
    return Look([found.get(job_id) or get_job(job_id) for job_id in job_ids], progress_url)


def _pages(list_jobs: ListJobs, most: int) -> Iterator[JobListing]:
    token = None
    for _ in range(most):
        page = list_jobs(PAGE_SIZE, token)
        yield page
        token = page.next_token
        if token is None:
            return
