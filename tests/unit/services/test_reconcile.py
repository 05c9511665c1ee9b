"""Each healing path alone: nothing but reconcile is there to help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.services.conftest import TRANSIENT, Clock, now, running, submitted, told
from williams.adapters.memory.workflows import Execution, InMemoryWorkflows
from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import Job, JobStatus
from williams.ports.workflows import ExecutionState
from williams.services.reconcile import GRACE, Healed, reconcile
from williams.services.tick import LOOK_BACK
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER

LONG_AGO = -(GRACE + timedelta(seconds=5))


@pytest.fixture
def old(app: MemoryApplication, clock: Clock) -> Job:
    """A job that was claimed longer ago than the grace, and whose execution nobody has heard of since."""
    clock.ahead = LONG_AGO
    job = running(app)
    clock.ahead = timedelta()
    return job


def ended(app: MemoryApplication, job: Job, state: ExecutionState) -> None:
    app.workflows.executions[Execution(job.plugin_id, job.job_id, job.execution_no)] = state


def test_a_tick_with_nothing_to_heal(app: MemoryApplication) -> None:
    assert reconcile(app.control) == Healed()


@pytest.mark.parametrize(
    ("state", "status"),
    [(ExecutionState.SUCCEEDED, JobStatus.COMPLETED), (ExecutionState.FAILED, JobStatus.RETRYING)],
)
def test_an_execution_that_ended_unsettled_is_settled(
    app: MemoryApplication, old: Job, state: ExecutionState, status: JobStatus
) -> None:
    ended(app, old, state)
    assert reconcile(app.control) == Healed(settled=1)
    assert now(app, old).status is status
    seen = told(app, old)
    assert seen is not None
    assert seen[0] is status


def test_the_recorded_failure_decides_also_here(app: MemoryApplication, old: Job) -> None:
    app.library.jobs.record_failure(old.job_id, 1, TRANSIENT)
    ended(app, old, ExecutionState.FAILED)
    reconcile(app.control)
    assert now(app, old).error == TRANSIENT


def test_a_claim_that_was_never_started_is_started(app: MemoryApplication, old: Job) -> None:
    assert reconcile(app.control) == Healed(restarted=1)
    assert app.workflows.executions == {Execution(old.plugin_id, old.job_id, 1): ExecutionState.RUNNING}
    assert reconcile(app.control) == Healed()


def test_a_running_execution_is_left_alone(app: MemoryApplication, old: Job) -> None:
    ended(app, old, ExecutionState.RUNNING)
    assert reconcile(app.control) == Healed()
    assert now(app, old) == old


def test_a_claim_within_the_grace_is_left_alone(app: MemoryApplication) -> None:
    job = running(app)
    ended(app, job, ExecutionState.SUCCEEDED)
    assert reconcile(app.control) == Healed()
    assert now(app, job).status is JobStatus.DOWNLOADING


def test_a_push_that_was_lost_is_made_up_for(app: MemoryApplication, clock: Clock) -> None:
    job = running(app)
    app.library.jobs.settle(job.job_id, 1, True, clock())
    assert told(app, job) == (JobStatus.DOWNLOADING, 5.0)
    assert reconcile(app.control) == Healed(republished=1)
    assert told(app, job) == (JobStatus.COMPLETED, 100.0)
    assert app.library.objects.keys("jobs/") == []
    assert reconcile(app.control) == Healed()


def test_an_end_whose_record_is_gone_is_told_again(app: MemoryApplication, clock: Clock) -> None:
    (job,) = submitted(app)
    app.library.jobs.cancel(OWNER, job.job_id)
    assert told(app, job) is None
    assert reconcile(app.control).republished == 1
    assert told(app, job) == (JobStatus.CANCELLED, 0.0)
    assert clock.ahead == timedelta()


def test_what_ended_long_ago_is_not_looked_at(app: MemoryApplication, clock: Clock) -> None:
    clock.ahead = -(LOOK_BACK + timedelta(seconds=5))
    job = running(app)
    app.library.jobs.settle(job.job_id, 1, True, clock())
    assert reconcile(app.control) == Healed()


def test_a_lost_wake_up_is_made_up_for(app: MemoryApplication) -> None:
    (job,) = submitted(app)
    assert reconcile(app.control) == Healed(dispatched=1)
    assert [execution.job_id for execution in app.workflows.executions] == [job.job_id]


def test_a_lost_retry_is_made_up_for(app: MemoryApplication, clock: Clock) -> None:
    job = running(app)
    app.library.jobs.settle(job.job_id, 1, False, clock())
    app.library.progress.report(OWNER, job.job_id, JobStatus.RETRYING, 0.0, "x")
    clock.ahead = timedelta(seconds=3)
    assert reconcile(app.control) == Healed(dispatched=1)
    assert list(app.workflows.executions) == [Execution(job.plugin_id, job.job_id, 2)]


def test_a_claim_that_cannot_be_healed_holds_up_nobody(app: MemoryApplication, clock: Clock) -> None:
    clock.ahead = LONG_AGO
    submitted(app, plugin_id="import.undeployed")
    app.library.jobs.claim({}, 1, 1)
    job = running(app)
    clock.ahead = timedelta()
    ended(app, job, ExecutionState.SUCCEEDED)
    (waiting,) = submitted(app, plugin_id="export.faulty")
    assert reconcile(app.control) == Healed(settled=1, dispatched=1)
    assert now(app, job).status is JobStatus.COMPLETED
    assert Execution("export.faulty", waiting.job_id, 1) in app.workflows.executions


def test_a_push_that_fails_again_holds_up_nobody(app: MemoryApplication, clock: Clock) -> None:
    job = running(app)
    app.library.jobs.settle(job.job_id, 1, True, clock())
    app.library.progress.failure = StoreUnavailable("away")
    submitted(app)
    assert reconcile(app.control) == Healed(dispatched=1)
    app.library.progress.failure = None
    assert reconcile(app.control) == Healed(republished=1)


def test_a_defect_in_healing_one_claim_holds_up_nobody(app: MemoryApplication, clock: Clock) -> None:
    class Partly(InMemoryWorkflows):
        def state(self, plugin_id: str, job_id: str, execution_no: int) -> ExecutionState:
            if plugin_id == "import.forbidden":
                raise PermissionError(plugin_id)
            return super().state(plugin_id, job_id, execution_no)

    clock.ahead = LONG_AGO
    submitted(app, plugin_id="import.forbidden")
    app.library.jobs.claim({}, 1, 1)
    job = running(app)
    clock.ahead = timedelta()
    (waiting,) = submitted(app, plugin_id="export.faulty")
    workflows = Partly(["import.pdf", "export.faulty"])
    workflows.executions[Execution(job.plugin_id, job.job_id, 1)] = ExecutionState.SUCCEEDED
    with pytest.raises(PermissionError):
        reconcile(replace(app.control, workflows=workflows))
    assert now(app, job).status is JobStatus.COMPLETED
    assert Execution("export.faulty", waiting.job_id, 1) in workflows.executions
