"""What jobs have to say of what they imported."""

from __future__ import annotations

from collections.abc import Iterable

from williams.domain.jobs import Job, JobStatus
from williams.domain.notices import Notice
from williams.ports.catalog import CatalogPort


def notices_of(catalog: CatalogPort, job: Job) -> list[Notice]:
    """Return the notices of the content that a completed import made; none for other jobs."""
    return notices_by_job(catalog, job.owner, [job]).get(job.job_id, [])


def notices_by_job(catalog: CatalogPort, owner: str, jobs: Iterable[Job]) -> dict[str, list[Notice]]:
    """Return those of every one of an owner's jobs that has any, by its id, all read at once."""
    made = {job.job_id: job.content_id for job in jobs if job.content_id and job.status is JobStatus.COMPLETED}
    noted = catalog.noted(owner, sorted(set(made.values()))) if made else {}
    return {job_id: noted[content_id].notices for job_id, content_id in made.items() if content_id in noted}
