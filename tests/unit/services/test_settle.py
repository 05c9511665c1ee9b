"""Settling: subscribers are told, a retry is planned, scratch is cleaned, and the freed place is given away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.services.conftest import PERMANENT, TRANSIENT, Clock, now, running, submitted, told
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobError, JobStatus
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER
from williams_testing.memory.queues import WakeUp


def fail(app: MemoryApplication, job: Job, error: JobError) -> Job | None:
    app.library.jobs.record_failure(job.execution, error)
    return app.services.settlement.settle(job.execution, False)


def scratch(app: MemoryApplication, job: Job) -> list[str]:
    return app.library.objects.keys(f"jobs/{job.job_id}/")


def test_a_completed_job_is_told_and_cleaned(app: MemoryApplication) -> None:
    job = running(app)
    settled = app.services.settlement.settle(Execution(job.job_id, 1), True)
    assert settled is not None
    assert settled.status is JobStatus.COMPLETED
    assert told(app, job) == (JobStatus.COMPLETED, 100.0)
    assert scratch(app, job) == []
    assert app.queues.sent == []


def test_a_failed_job_is_told_and_keeps_its_scratch(app: MemoryApplication) -> None:
    job = running(app)
    settled = fail(app, job, PERMANENT)
    assert settled is not None
    assert (settled.status, settled.error) == (JobStatus.FAILED, PERMANENT)
    assert told(app, job) == (JobStatus.FAILED, 5.0)
    assert scratch(app, job) != []
    assert app.queues.sent == []


def test_a_cancelled_job_is_cleaned_of_what_came_late(app: MemoryApplication) -> None:
    job = running(app)
    app.library.jobs.cancel(OWNER, job.job_id)
    settled = app.services.settlement.settle(Execution(job.job_id, 1), False)
    assert settled is not None
    assert settled.status is JobStatus.CANCELLED
    assert told(app, job) == (JobStatus.CANCELLED, 5.0)
    assert scratch(app, job) == []


def test_retries_wait_for_2_4_and_8_seconds_and_then_end(app: MemoryApplication, clock: Clock) -> None:
    job = running(app)
    for attempt, seconds in enumerate((2, 4, 8), 1):
        before = datetime.now(UTC)
        settled = fail(app, now(app, job), TRANSIENT)
        assert settled is not None
        assert (settled.status, settled.retry_count) == (JobStatus.RETRYING, attempt)
        assert app.queues.sent[-1] == WakeUp(job.job_id, job.priority, seconds)
        assert settled.not_before is not None
        assert timedelta(seconds=seconds) <= settled.not_before - before < timedelta(seconds=seconds + 5)
        assert told(app, job) is not None
        assert scratch(app, job) != []
        assert app.library.jobs.claim({}, 1, 1) == []
        clock.ahead = timedelta(seconds=seconds)
        (claim,) = app.library.jobs.claim({}, 1, 1)
        clock.ahead = timedelta()
        app.library.jobs.begin_stage(claim.execution.attempt("download"), JobStatus.DOWNLOADING, 60)
        app.library.jobs.end_stage(claim.execution.attempt("download"), None)
    last = fail(app, now(app, job), TRANSIENT)
    assert last is not None
    assert (last.status, last.retry_count) == (JobStatus.FAILED, 3)
    assert len(app.queues.sent) == 3


def test_a_retry_keeps_its_bar(app: MemoryApplication) -> None:
    job = running(app)
    fail(app, job, TRANSIENT)
    record = app.library.progress.record(job.job_id)
    assert record is not None
    assert (record.latest.status, record.latest.message) == (JobStatus.RETRYING, "Waiting to be retried")
    assert record.latest.progress == 5.0


def test_the_freed_place_is_given_away(app: MemoryApplication) -> None:
    job = running(app)
    (waiting,) = submitted(app)
    app.services.settlement.settle(Execution(job.job_id, 1), True)
    assert [execution.job_id for execution in app.workflows.executions] == [waiting.job_id]


def test_the_freed_place_is_given_away_although_nobody_can_be_told(app: MemoryApplication) -> None:
    job = running(app)
    (waiting,) = submitted(app)
    app.library.progress.failure = StoreUnavailable("The progress table did not answer.")
    with pytest.raises(StoreUnavailable):
        app.services.settlement.settle(Execution(job.job_id, 1), True)
    assert now(app, job).status is JobStatus.COMPLETED
    assert [execution.job_id for execution in app.workflows.executions] == [waiting.job_id]


@pytest.mark.parametrize("number", [0, 2])
def test_another_execution_settles_nothing(app: MemoryApplication, number: int) -> None:
    job = running(app)
    assert app.services.settlement.settle(Execution(job.job_id, number), True) is None
    assert now(app, job).status is JobStatus.DOWNLOADING
    assert told(app, job) == (JobStatus.DOWNLOADING, 5.0)


def test_settling_twice_is_settling_once(app: MemoryApplication) -> None:
    job = running(app)
    assert app.services.settlement.settle(Execution(job.job_id, 1), True) is not None
    events = len(app.library.progress.told)
    assert app.services.settlement.settle(Execution(job.job_id, 1), False) is None
    assert now(app, job).status is JobStatus.COMPLETED
    assert len(app.library.progress.told) == events


def test_a_job_that_nobody_knows_is_not_settled(app: MemoryApplication) -> None:
    assert app.services.settlement.settle(Execution("job_0", 1), True) is None


def test_nobody_is_told_before_the_rest_is_done(app: MemoryApplication) -> None:
    """Reconcile goes by what was told: told too early, the scratch of this job would stay for ever."""
    job = running(app)
    app.library.objects.failure = StoreUnavailable("away")
    with pytest.raises(StoreUnavailable):
        app.services.settlement.settle(Execution(job.job_id, 1), True)
    assert told(app, job) == (JobStatus.DOWNLOADING, 5.0)
    app.library.objects.failure = None
    app.services.endings.follow(now(app, job))
    assert (told(app, job), scratch(app, job)) == ((JobStatus.COMPLETED, 100.0), [])
