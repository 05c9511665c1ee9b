"""An application in memory whose jobs end as a test says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.pipeline.conftest import TEXTS, add_source
from williams.domain.jobs import DEFAULT_PRIORITY, Job, JobError, JobStatus
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.factories import make_job
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.jobs import InMemoryJobs

TRANSIENT = JobError(code="store-unavailable", message="away", retryable=True)
PERMANENT = JobError(code="corrupt-content", message="torn", retryable=False)


class Clock:
    """The present time, moved ahead by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> MemoryApplication:
    return memory_application(MemoryLibrary(jobs=InMemoryJobs(clock)))


def submitted(
    app: MemoryApplication, count: int = 1, plugin_id: str = "import.pdf", priority: int = DEFAULT_PRIORITY
) -> list[Job]:
    jobs = [make_job(OWNER, plugin_id, priority=priority) for _ in range(count)]
    for job in jobs:
        app.library.jobs.submit(job, None, "")
    return jobs


def running(app: MemoryApplication) -> Job:
    """Return a job that was claimed, has an object in scratch, and is in its first stage."""
    (job,) = submitted(app)
    (claim,) = app.library.jobs.claim({}, 9, 1)
    app.library.jobs.begin_stage(claim.execution.attempt("download"), JobStatus.DOWNLOADING, 60)
    app.library.jobs.end_stage(claim.execution.attempt("download"), None)
    app.library.progress.report(job.owner, claim.execution, JobStatus.DOWNLOADING, 5.0, "Downloading")
    app.library.objects.write(f"jobs/{job.job_id}/scratch/x", b"x", "text/plain")
    return now(app, job)


def now(app: MemoryApplication, job: Job) -> Job:
    return app.library.jobs.job(job.owner, job.job_id)


def told(app: MemoryApplication, job: Job) -> tuple[JobStatus, float] | None:
    record = app.library.progress.record(job.job_id)
    return (record.latest.status, record.latest.progress) if record else None


def source(app: MemoryApplication, texts: Sequence[str] = TEXTS, owner: str = OWNER) -> str:
    return add_source(app.library, owner, texts)
