"""Whatever is lost, and whenever between two ticks it was lost: after the second tick the job goes on.

Nothing but the ticks is there to help; the time is the test's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.unit.services.conftest import PERMANENT, TRANSIENT, Clock, now, running, submitted, told
from williams.domain.jobs import Job, JobStatus
from williams.pipeline.heartbeat import LEASE_SECONDS
from williams.ports.workflows import ExecutionState
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.workflows import Started

TICK = timedelta(seconds=60)
Loss = Callable[[MemoryApplication, Clock], Job]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> MemoryApplication:
    return memory_application(MemoryLibrary(jobs=InMemoryJobs(clock)))


def execution(app: MemoryApplication, job: Job, state: ExecutionState) -> Job:
    app.workflows.executions[Started(job.plugin_id, job.execution)] = state
    return job


def wake_up(app: MemoryApplication, _clock: Clock) -> Job:
    return submitted(app)[0]


def wake_up_of_a_retry(app: MemoryApplication, clock: Clock) -> Job:
    job = running(app)
    app.library.jobs.record_failure(job.execution, TRANSIENT)
    app.library.jobs.settle(job.execution, False, clock())
    return job


def wake_up_of_a_manual_retry(app: MemoryApplication, clock: Clock) -> Job:
    job = running(app)
    app.library.jobs.record_failure(job.execution, PERMANENT)
    app.library.jobs.settle(job.execution, False, clock())
    return app.services.retrying.retry(OWNER, job.job_id, manual=True)


def start(app: MemoryApplication, _clock: Clock) -> Job:
    (job,) = submitted(app)
    app.library.jobs.claim({}, 1, 1)
    return job


def worker_in_a_stage(app: MemoryApplication, _clock: Clock) -> Job:
    job = execution(app, running(app), ExecutionState.RUNNING)
    app.library.jobs.begin_stage(job.execution.attempt("extract"), JobStatus.EXTRACTING, LEASE_SECONDS)
    return job


def worker_between_two_stages(app: MemoryApplication, _clock: Clock) -> Job:
    return execution(app, running(app), ExecutionState.RUNNING)


def execution_that_is_gone(app: MemoryApplication, _clock: Clock) -> Job:
    return running(app)


def event_of_a_failure(app: MemoryApplication, _clock: Clock) -> Job:
    job = execution(app, running(app), ExecutionState.FAILED)
    app.library.jobs.record_failure(job.execution, TRANSIENT)
    return job


def event_of_a_crash(app: MemoryApplication, _clock: Clock) -> Job:
    return execution(app, running(app), ExecutionState.FAILED)


def at_work(app: MemoryApplication) -> set[Started]:
    return {each for each, state in app.workflows.executions.items() if state is ExecutionState.RUNNING}


def goes_on(app: MemoryApplication, job: Job, before: set[Started]) -> bool:
    """It waits for its next attempt, or an execution of it was started that was not there."""
    after, seen = now(app, job), told(app, job)
    waits = after.status is JobStatus.RETRYING and seen is not None and seen[0] is JobStatus.RETRYING
    return waits or Started(after.plugin_id, after.execution) in at_work(app) - before


LOSSES: list[Loss] = [
    wake_up,
    wake_up_of_a_retry,
    wake_up_of_a_manual_retry,
    start,
    worker_in_a_stage,
    worker_between_two_stages,
    execution_that_is_gone,
    event_of_a_failure,
    event_of_a_crash,
]


@pytest.mark.parametrize("until_tick", [0.5, 5, 15, 29, 31, 45, 59.5])
@pytest.mark.parametrize("lost", LOSSES, ids=lambda lost: lost.__name__)
def test_it_goes_on_within_two_ticks(app: MemoryApplication, clock: Clock, lost: Loss, until_tick: float) -> None:
    job = lost(app, clock)
    before = at_work(app)
    clock.ahead += timedelta(seconds=until_tick)
    app.services.reconciler.reconcile(clock())
    clock.ahead += TICK
    app.services.reconciler.reconcile(clock())
    assert goes_on(app, job, before), now(app, job)


@pytest.mark.parametrize("until_tick", [0.5, 29, 59.5])
def test_a_place_of_a_cancelled_job_is_free_within_two_ticks(
    app: MemoryApplication, clock: Clock, until_tick: float
) -> None:
    job = execution(app, running(app), ExecutionState.RUNNING)
    app.library.jobs.cancel(OWNER, job.job_id)
    clock.ahead += timedelta(seconds=until_tick)
    app.services.reconciler.reconcile(clock())
    clock.ahead += TICK
    app.services.reconciler.reconcile(clock())
    assert now(app, job).claimed_at is None
    assert told(app, job) == (JobStatus.CANCELLED, 5.0)


@pytest.mark.parametrize("until_tick", [0.5, 29, 59.5])
def test_an_end_is_told_within_two_ticks(app: MemoryApplication, clock: Clock, until_tick: float) -> None:
    job = running(app)
    app.library.jobs.record_failure(job.execution, PERMANENT)
    app.library.jobs.settle(job.execution, False, clock())
    clock.ahead += timedelta(seconds=until_tick)
    app.services.reconciler.reconcile(clock())
    clock.ahead += TICK
    app.services.reconciler.reconcile(clock())
    assert told(app, job) == (JobStatus.FAILED, 5.0)
