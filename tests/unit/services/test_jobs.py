"""Reading, cancelling and retrying jobs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.services.conftest import PERMANENT, Clock, now, running, submitted, told
from williams.domain.errors import Conflict, NotFound, StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobStatus
from williams.ports.workflows import ExecutionState
from williams.services.jobs import LiveJob
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER
from williams_testing.memory.queues import WakeUp
from williams_testing.memory.workflows import Started

FAILED = JobStatus.FAILED


@pytest.fixture
def failed(app: MemoryApplication, clock: Clock) -> Job:
    job = running(app)
    app.library.jobs.record_failure(Execution(job.job_id, 1), PERMANENT)
    app.library.jobs.settle(Execution(job.job_id, 1), False, clock())
    return now(app, job)


def test_a_running_job_shows_its_live_percentage(app: MemoryApplication) -> None:
    job = running(app)
    live = app.services.jobs.job(OWNER, job.job_id)
    assert (live.progress_percent, live.message) == (5.0, "Downloading")
    assert now(app, job).progress_percent == 0.0


def test_a_list_shows_what_each_job_shows_and_asks_once(app: MemoryApplication, failed: Job) -> None:
    app.services.endings.follow(failed)
    jobs = [running(app) for _ in range(3)]
    submitted(app)
    before = app.library.progress.reads
    page = app.services.jobs.page(OWNER, 4)
    assert app.library.progress.reads == before + 1
    assert page.next_after is not None
    assert [job.progress_percent for job in page.items] == [0.0, 5.0, 5.0, 5.0]
    rest = app.services.jobs.page(OWNER, 4, page.next_after)
    shown = {job.job_id: job for job in [*page.items, *rest.items]}
    assert shown == {job_id: app.services.jobs.job(OWNER, job_id) for job_id in shown}
    assert {job.job_id for job in [*jobs, failed]} < set(shown)


def test_a_list_is_shown_while_its_progress_cannot_be_read(app: MemoryApplication) -> None:
    job = running(app)
    app.library.progress.failure = StoreUnavailable("away")
    page = app.services.jobs.page(OWNER, 10)
    assert page.items == [LiveJob(**now(app, job).model_dump())]


def test_the_percentage_does_not_fall_where_a_stage_begins(app: MemoryApplication) -> None:
    job = running(app)
    app.library.jobs.begin_stage(Execution(job.job_id, 1).attempt("extract"), JobStatus.EXTRACTING, 60)
    live = app.services.jobs.job(OWNER, job.job_id)
    assert (live.status, live.progress_percent) == (JobStatus.EXTRACTING, 5.0)
    assert live.current_stage == now(app, job).current_stage


@pytest.mark.parametrize("status", [JobStatus.RETRYING, JobStatus.FAILED, JobStatus.CANCELLED])
def test_the_percentage_stays_what_was_done(app: MemoryApplication, status: JobStatus) -> None:
    job = running(app)
    app.library.progress.report(OWNER, Execution(job.job_id, 1), status, 0.0, "Waiting to be retried")
    live = app.services.jobs.job(OWNER, job.job_id)
    assert live == LiveJob(**(now(app, job).model_dump() | {"progress_percent": 5.0}))


def test_a_failed_job_shows_how_far_it_was(app: MemoryApplication, failed: Job) -> None:
    app.services.endings.follow(failed)
    live = app.services.jobs.job(OWNER, failed.job_id)
    assert (live.status, live.progress_percent, live.current_stage) == (FAILED, 5.0, failed.current_stage)
    record = app.library.progress.record(failed.job_id)
    assert record is not None
    assert (record.latest.status, record.latest.progress) == (FAILED, 5.0)


def test_a_job_is_shown_while_its_progress_cannot_be_read(
    app: MemoryApplication, caplog: pytest.LogCaptureFixture
) -> None:
    job = running(app)
    app.library.progress.failure = StoreUnavailable("The progress table did not answer.")
    assert app.services.jobs.job(OWNER, job.job_id) == LiveJob(**now(app, job).model_dump())
    assert "The progress table did not answer" in caplog.text


def test_a_running_job_without_a_record_is_shown_as_it_stands(app: MemoryApplication) -> None:
    (job,) = submitted(app)
    app.library.jobs.claim({}, 1, 1)
    app.library.jobs.begin_stage(Execution(job.job_id, 1).attempt("download"), JobStatus.DOWNLOADING, 60)
    assert app.services.jobs.job(OWNER, job.job_id) == LiveJob(**now(app, job).model_dump())


def test_a_job_at_rest_does_not_ask_for_progress(app: MemoryApplication) -> None:
    (job,) = submitted(app)
    app.library.progress.failure = StoreUnavailable("away")
    assert app.services.jobs.job(OWNER, job.job_id) == LiveJob(**job.model_dump())


def test_another_owners_job_is_not_found(app: MemoryApplication) -> None:
    job = running(app)
    with pytest.raises(NotFound):
        app.services.jobs.job("somebody else", job.job_id)
    with pytest.raises(NotFound):
        app.services.cancelling.cancel("somebody else", job.job_id)
    with pytest.raises(NotFound):
        app.services.retrying.retry("somebody else", job.job_id, manual=True)
    assert now(app, job) == job


def test_cancelling_stops_the_execution_and_cleans_up(app: MemoryApplication) -> None:
    job = running(app)
    app.workflows.start(job.plugin_id, Execution(job.job_id, 1))
    cancelled = app.services.cancelling.cancel(OWNER, job.job_id)
    assert cancelled.status is JobStatus.CANCELLED
    assert app.workflows.executions[Started(job.plugin_id, Execution(job.job_id, 1))] is ExecutionState.FAILED
    assert told(app, job) == (JobStatus.CANCELLED, 5.0)
    assert app.library.objects.keys("jobs/") == []


def test_cancelling_gives_the_place_to_the_next(app: MemoryApplication) -> None:
    job = running(app)
    cancelled = app.services.cancelling.cancel(OWNER, job.job_id)
    assert cancelled.claimed_at is None
    assert app.queues.sent == [WakeUp(job.job_id, job.priority, 0)]


def test_cancelling_what_was_never_started_stops_nothing(app: MemoryApplication) -> None:
    (job,) = submitted(app)
    app.workflows.failure = StoreUnavailable("would fail if it were asked")
    assert app.services.cancelling.cancel(OWNER, job.job_id).status is JobStatus.CANCELLED
    assert app.library.jobs.claim({}, 1, 1) == []


def test_a_cancel_whose_stop_fails_is_still_a_cancel(app: MemoryApplication) -> None:
    job = running(app)
    app.workflows.failure = StoreUnavailable("Step Functions does not answer.")
    assert app.services.cancelling.cancel(OWNER, job.job_id).status is JobStatus.CANCELLED
    assert now(app, job).status is JobStatus.CANCELLED
    app.workflows.failure = None
    app.services.reconciler.reconcile()
    assert told(app, job) == (JobStatus.CANCELLED, 5.0)
    assert app.library.objects.keys("jobs/") == []


def test_cancelling_twice_is_cancelling_once(app: MemoryApplication) -> None:
    job = running(app)
    first = app.services.cancelling.cancel(OWNER, job.job_id)
    assert app.services.cancelling.cancel(OWNER, job.job_id) == first


def test_what_has_failed_cannot_be_cancelled(app: MemoryApplication, failed: Job) -> None:
    with pytest.raises(Conflict, match="failed"):
        app.services.cancelling.cancel(OWNER, failed.job_id)


def test_a_manual_retry_waits_in_a_better_queue(app: MemoryApplication, clock: Clock, failed: Job) -> None:
    job = app.services.retrying.retry(OWNER, failed.job_id, manual=True)
    assert (job.status, job.priority, job.retry_count) == (JobStatus.RETRYING, failed.priority + 2, 1)
    assert app.queues.sent == [WakeUp(job.job_id, job.priority, 2)]
    assert told(app, job) == (JobStatus.RETRYING, 5.0)
    assert app.library.jobs.claim({}, 1, 1) == []
    clock.ahead += timedelta(seconds=2)
    (claim,) = app.library.jobs.claim({}, 1, 1)
    assert claim.execution.number == 2


def test_what_was_made_before_is_still_there_for_the_retry(app: MemoryApplication, failed: Job) -> None:
    app.services.retrying.retry(OWNER, failed.job_id, manual=True)
    assert app.library.objects.keys(f"jobs/{failed.job_id}/") != []


def test_only_what_failed_is_retried(app: MemoryApplication) -> None:
    job = running(app)
    with pytest.raises(Conflict, match="downloading"):
        app.services.retrying.retry(OWNER, job.job_id, manual=True)
    assert app.queues.sent == []
