"""Reading jobs."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import RUNNING, Job, JobEvent, JobStatus
from williams.domain.notices import NoticeDigest
from williams.domain.paging import Page
from williams.domain.progress import ProgressEvent
from williams.ports.catalog import CatalogPort
from williams.ports.jobs import JobStorePort
from williams.ports.progress import ProgressPort
from williams.services.noticing import notices_by_job

log = logging.getLogger(__name__)


class LiveJob(Job):
    """A job with what its stage says of itself at this moment, or what there is to know about what it imported."""

    message: str | None = None
    notices: NoticeDigest | None = None


@dataclass(frozen=True)
class Jobs:
    """Jobs with how far they are, or were when they ended.

    The job store holds no percentages but that of a completed job. A stage's status stands there a moment before its
    first progress: until then the percentage of the stage before it holds, so that no reader sees it fall. While the
    progress cannot be read, a job is shown without.
    """

    store: JobStorePort
    progress: ProgressPort
    catalog: CatalogPort

    def job(self, owner: str, job_id: str) -> LiveJob:
        """Raises NotFound."""
        (live,) = self._live(owner, [self.store.job(owner, job_id)])
        return live

    def page(self, owner: str, limit: int, after: str | None = None, status: JobStatus | None = None) -> Page[LiveJob]:
        """Newest first; the progress of all is asked for at once."""
        page = self.store.jobs(owner, limit, after, status)
        return Page[LiveJob](items=self._live(owner, page.items), next_after=page.next_after)

    def events(self, owner: str, job_id: str) -> list[JobEvent]:
        """Return a job's whole story, in order. Raises NotFound."""
        return self.store.events(owner, job_id)

    def _live(self, owner: str, jobs: Sequence[Job]) -> list[LiveJob]:
        begun = [job.job_id for job in jobs if job.status is not JobStatus.COMPLETED and job.execution_no]
        try:
            latest = self.progress.latest(begun) if begun else {}
        except StoreUnavailable as error:
            log.warning("could not read the progress of %s: %s", ", ".join(begun), error)
            latest = {}
        noted = notices_by_job(self.catalog, owner, jobs)
        return [
            LiveJob(
                **(job.model_dump() | _shown(job, latest.get(job.job_id))),
                notices=NoticeDigest.of(noted.get(job.job_id, [])),
            )
            for job in jobs
        ]


def _shown(job: Job, latest: ProgressEvent | None) -> dict[str, Any]:
    if latest is None or latest.status is JobStatus.COMPLETED:
        return {}
    at_work = job.status in RUNNING and latest.status is job.status
    return {"progress_percent": latest.progress, "message": latest.message if at_work else None}
