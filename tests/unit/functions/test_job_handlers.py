"""The handlers that move jobs, with the events that AWS sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from functions.dispatch.handler import handler as dispatch
from functions.publish_progress.handler import handler as publish_progress
from functions.reconcile.handler import handler as reconcile
from functions.run_stage.handler import handler as run_stage
from functions.settle_job.handler import handler as settle_job
from tests.unit.functions.conftest import TEXT_URL
from tests.unit.functions.lambdas import Context, execution_ended, sqs_event, stream_event
from tests.unit.plugin.samples import TextImport
from williams import bootstrap
from williams.bootstrap.wiring import Services
from williams.domain.batch_progress import BatchProgress, watched_batch
from williams.domain.errors import JobCancelled, NotFound, PluginDefect, StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobStatus
from williams.domain.progress import ProgressEvent, Subscriber
from williams.observability.logs import logger
from williams.plugin.context import Deadline
from williams.services.imports import NewImport
from williams.services.reconciler import Healed
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER
from williams_testing.memory.workflows import Started

CONTEXT: Any = Context()


@pytest.fixture(autouse=True)
def in_memory(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    services = Services(app.ports, replace(app.choices, plugin_id="import.text"))
    monkeypatch.setattr(bootstrap, "services", lambda: services)
    yield
    logger().remove_keys(["job_id", "stage"])


@pytest.fixture
async def job(app: MemoryApplication) -> Job:
    return (await app.services.imports.submit(OWNER, NewImport(url=TEXT_URL))).job


def now(app: MemoryApplication, job: Job) -> Job:
    return app.library.jobs.job(OWNER, job.job_id)


def task(job: Job, stage: str, **more: Any) -> dict[str, Any]:
    return {"job_id": job.job_id, "execution_no": 1, "stage": stage} | more


def test_a_wake_up_starts_what_is_due(app: MemoryApplication, job: Job) -> None:
    assert dispatch(sqs_event(job.job_id), CONTEXT) == {"batchItemFailures": []}
    assert list(app.workflows.executions) == [Started("import.text", Execution(job.job_id, 1))]
    assert dispatch(sqs_event(job.job_id, job.job_id), CONTEXT) == {"batchItemFailures": []}
    assert len(app.workflows.executions) == 1


def test_a_wake_up_for_a_job_that_is_gone_does_no_harm(app: MemoryApplication) -> None:
    assert dispatch(sqs_event("job_gone"), CONTEXT) == {"batchItemFailures": []}
    assert app.workflows.executions == {}


def test_a_wake_up_without_records_is_a_tick(app: MemoryApplication, job: Job) -> None:
    dispatch({}, CONTEXT)
    assert [execution.job_id for execution in app.workflows.executions] == [job.job_id]


def test_a_job_store_that_is_away_keeps_the_message(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(app.library.jobs, "claim", away)
    with pytest.raises(StoreUnavailable):
        dispatch(sqs_event("job_1"), CONTEXT)


def test_one_invocation_runs_all_the_stages_that_it_has_time_for(app: MemoryApplication, job: Job) -> None:
    dispatch({}, CONTEXT)
    some, enough = cast(Any, Context(seconds=400.0)), cast(Any, Context(seconds=900.0))
    assert run_stage(task(job, "download"), some) == {"next": "embed", "batches": {}}
    assert run_stage(task(job, "embed"), enough) == {"next": "settle", "batches": {}}
    ended = [event.stage for event in app.library.jobs.events(OWNER, job.job_id) if event.kind == "end"]
    assert ended == [stage.name for stage in TextImport.stages]
    settled = settle_job({"job_id": job.job_id, "execution_no": 1, "succeeded": True}, CONTEXT)
    assert settled == {"job_id": job.job_id, "status": "completed"}
    assert now(app, job).content_id is not None


def test_a_stage_that_fails_raises_and_has_recorded_why(app: MemoryApplication, job: Job) -> None:
    app.library.sources.clear()
    dispatch({}, CONTEXT)
    with pytest.raises(NotFound):
        run_stage(task(job, "download"), CONTEXT)
    assert settle_job({"job_id": job.job_id, "execution_no": 1, "succeeded": False}, CONTEXT)["status"] == "failed"
    error = now(app, job).error
    assert error is not None
    assert (error.code, error.stage) == ("not-found", "download")


def test_a_stage_of_a_cancelled_job_does_not_run(app: MemoryApplication, job: Job) -> None:
    dispatch({}, CONTEXT)
    app.library.jobs.cancel(OWNER, job.job_id)
    with pytest.raises(JobCancelled):
        run_stage(task(job, "download"), CONTEXT)


def test_a_batch_reaches_its_stage(job: Job) -> None:
    dispatch({}, CONTEXT)
    with pytest.raises(PluginDefect, match="'download' is not fanned out"):
        run_stage(task(job, "download", batch=0), CONTEXT)


@pytest.mark.parametrize(("seconds", "time_left"), [(60.0, 55.0), (1000.0, 995.0)])
def test_an_invocation_keeps_time_to_record_a_failure(
    job: Job, monkeypatch: pytest.MonkeyPatch, seconds: float, time_left: float
) -> None:
    dispatch({}, CONTEXT)
    seen: list[float] = []

    def noted(at: float) -> Deadline:
        deadline = Deadline(at)
        seen.append(deadline.remaining)
        return deadline

    monkeypatch.setattr("williams.services.worker.Deadline", noted)
    context: Any = Context(seconds=seconds)
    run_stage(task(job, "download"), context)
    assert seen == [pytest.approx(time_left, abs=2.0)]


@pytest.mark.parametrize(
    ("status", "becomes"),
    [("SUCCEEDED", "retrying"), ("FAILED", "retrying"), ("TIMED_OUT", "retrying"), ("ABORTED", "retrying")],
)
def test_an_execution_that_ended_without_a_stage_is_a_crash(job: Job, status: str, becomes: str) -> None:
    dispatch({}, CONTEXT)
    answer = settle_job(execution_ended(job.job_id, 1, status), CONTEXT)
    assert answer == {"job_id": job.job_id, "status": becomes}


def test_the_event_of_a_job_that_was_settled_changes_nothing(app: MemoryApplication, job: Job) -> None:
    dispatch({}, CONTEXT)
    run_stage(task(job, "download"), CONTEXT)
    settle_job({"job_id": job.job_id, "execution_no": 1, "succeeded": True}, CONTEXT)
    answer = settle_job(execution_ended(job.job_id, 1, "FAILED"), CONTEXT)
    assert answer == {"job_id": job.job_id, "status": None}
    assert now(app, job).status is JobStatus.COMPLETED


def test_the_tick_heals(app: MemoryApplication, job: Job) -> None:
    event = {"version": "0", "source": "aws.scheduler", "detail-type": "Scheduled Event", "detail": {}}
    assert reconcile(event, CONTEXT) == Healed(dispatched=1).model_dump() | {"looked": 0, "entered": 0}
    assert [execution.job_id for execution in app.workflows.executions] == [job.job_id]


def progress(seq: int, status: JobStatus, percent: float, **error: str) -> ProgressEvent:
    at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=seq)
    told: dict[str, Any] = {"job_id": "job_1", "message": "s", "timestamp": at, "seq": seq}
    return ProgressEvent(**told, status=status, progress=percent, **error)


def test_a_streams_news_reach_the_subscribers(app: MemoryApplication) -> None:
    app.connections.open("c1", Subscriber(owner=OWNER, watched="job_1"))
    app.connections.subscribe("c1", "job_1")
    news = [
        progress(1, JobStatus.PENDING, 0.0),
        progress(2, JobStatus.EMBEDDING, 10.0),
        progress(3, JobStatus.EMBEDDING, 20.0),
        progress(4, JobStatus.EMBEDDING, 30.25),
        progress(5, JobStatus.FAILED, 30.25, error_code="corrupt-content", error_message="The file is torn."),
    ]
    event = stream_event(OWNER, *news)
    assert publish_progress(event, CONTEXT) == {"batchItemFailures": []}
    told = [ProgressEvent.model_validate_json(message) for _, message in app.push.sent]
    assert told == [news[0], news[1], news[4]]


def test_a_batchs_news_reach_those_who_watch_it(app: MemoryApplication) -> None:
    """Of each status, and the latest; jobs that are told of beside it are not its news."""
    at = datetime(2026, 11, 29, tzinfo=UTC)
    running: dict[str, Any] = {"batch_id": "bat_1", "message": "s", "total": 3, "status": "running", "timestamp": at}
    ended = running | {"status": "completed", "progress": 100.0, "counts": {"completed": 3}}
    news = [
        BatchProgress(**running, progress=0.0, counts={"waiting": 3}, seq=1),
        BatchProgress(**running, progress=33.3, counts={"completed": 1, "waiting": 2}, seq=2),
        BatchProgress(**ended, seq=3),
    ]
    app.connections.subscribe("c1", watched_batch("bat_1"))
    event = stream_event(OWNER, *news[:2])
    job = stream_event(OWNER, progress(1, JobStatus.PENDING, 0.0))
    last = stream_event(OWNER, *news[1:])
    records = [*event["Records"], *job["Records"], last["Records"][1]]
    assert publish_progress({"Records": records}, CONTEXT) == {"batchItemFailures": []}
    assert [BatchProgress.model_validate_json(message) for _, message in app.push.sent] == [news[0], news[2]]


def test_an_item_that_expires_is_no_news(app: MemoryApplication) -> None:
    app.connections.subscribe("c1", "job_1")
    event = stream_event(OWNER, progress(1, JobStatus.PENDING, 0.0))
    images = event["Records"][0]["dynamodb"]
    images["OldImage"] = images.pop("NewImage")
    assert publish_progress(event, CONTEXT) == {"batchItemFailures": []}
    assert app.push.sent == []
