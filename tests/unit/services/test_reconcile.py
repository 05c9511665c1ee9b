"""Each healing path alone: nothing but reconcile is there to help."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.services.conftest import PERMANENT, TRANSIENT, Clock, now, running, submitted, told
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobStatus
from williams.ports.workflows import ExecutionState
from williams.services.reconciler import (
    GRACE,
    SILENT_AFTER_A_LEASE_SECONDS,
    SILENT_SECONDS,
    Healed,
)
from williams.services.tick import LOOK_BACK
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER
from williams_testing.memory.workflows import InMemoryWorkflows, Started

LONG_AGO = -(GRACE + timedelta(seconds=5))


@pytest.fixture
def old(app: MemoryApplication, clock: Clock) -> Job:
    """A job that was claimed longer ago than the grace, and whose execution nobody has heard of since."""
    clock.ahead = LONG_AGO
    job = running(app)
    clock.ahead = timedelta()
    return job


def ended(app: MemoryApplication, job: Job, state: ExecutionState) -> None:
    app.workflows.executions[Started(job.plugin_id, job.execution)] = state


def test_a_tick_with_nothing_to_heal(app: MemoryApplication) -> None:
    assert app.services.reconciler.reconcile() == Healed()


@pytest.mark.parametrize(
    ("state", "status"),
    [(ExecutionState.SUCCEEDED, JobStatus.COMPLETED), (ExecutionState.FAILED, JobStatus.RETRYING)],
)
def test_an_execution_that_ended_unsettled_is_settled(
    app: MemoryApplication, old: Job, state: ExecutionState, status: JobStatus
) -> None:
    ended(app, old, state)
    assert app.services.reconciler.reconcile() == Healed(settled=1)
    assert now(app, old).status is status
    seen = told(app, old)
    assert seen is not None
    assert seen[0] is status


def test_the_recorded_failure_decides_also_here(app: MemoryApplication, old: Job) -> None:
    app.library.jobs.record_failure(Execution(old.job_id, 1), TRANSIENT)
    ended(app, old, ExecutionState.FAILED)
    app.services.reconciler.reconcile()
    assert now(app, old).error == TRANSIENT


def test_a_claim_that_was_never_started_is_started(app: MemoryApplication, old: Job) -> None:
    assert app.services.reconciler.reconcile() == Healed(restarted=1)
    assert app.workflows.executions == {Started(old.plugin_id, Execution(old.job_id, 1)): ExecutionState.RUNNING}
    assert app.services.reconciler.reconcile() == Healed()


def test_a_running_execution_is_left_alone(app: MemoryApplication, old: Job) -> None:
    ended(app, old, ExecutionState.RUNNING)
    assert app.services.reconciler.reconcile() == Healed()
    assert now(app, old) == old


def begun(app: MemoryApplication, job: Job, lease_seconds: float) -> None:
    app.library.jobs.begin_stage(Execution(job.job_id, 1).attempt("extract"), JobStatus.EXTRACTING, lease_seconds)


def test_an_execution_that_stands_still_is_stopped_and_retried(app: MemoryApplication, old: Job, clock: Clock) -> None:
    ended(app, old, ExecutionState.RUNNING)
    clock.ahead += timedelta(seconds=SILENT_SECONDS - 10) + LONG_AGO
    assert app.services.reconciler.reconcile() == Healed()
    clock.ahead += timedelta(seconds=20)
    assert app.services.reconciler.reconcile().stopped == 1
    after = now(app, old)
    assert (after.status, after.retry_count) == (JobStatus.RETRYING, 1)
    assert after.error is not None
    assert after.error.message.startswith("Execution 1 gave no sign of life for 7")
    assert app.workflows.executions[Started(old.plugin_id, Execution(old.job_id, 1))] is ExecutionState.FAILED
    assert told(app, old) == (JobStatus.RETRYING, 5.0)


def test_a_worker_that_died_is_noticed_by_its_lease(app: MemoryApplication, old: Job, clock: Clock) -> None:
    ended(app, old, ExecutionState.RUNNING)
    begun(app, old, lease_seconds=10)
    clock.ahead = timedelta(seconds=10 + SILENT_AFTER_A_LEASE_SECONDS - 1)
    assert app.services.reconciler.reconcile() == Healed()
    clock.ahead += timedelta(seconds=2)
    assert app.services.reconciler.reconcile().stopped == 1
    assert now(app, old).status is JobStatus.RETRYING


def test_a_worker_that_holds_its_lease_may_take_its_time(app: MemoryApplication, old: Job, clock: Clock) -> None:
    ended(app, old, ExecutionState.RUNNING)
    begun(app, old, lease_seconds=10)
    for _ in range(20):
        clock.ahead += timedelta(seconds=9)
        app.library.jobs.renew_lease(Execution(old.job_id, 1).attempt("extract"), 10)
        assert app.services.reconciler.reconcile() == Healed()
    assert now(app, old).status is JobStatus.EXTRACTING


def test_the_reason_that_a_stuck_stage_gave_stays(app: MemoryApplication, old: Job, clock: Clock) -> None:
    ended(app, old, ExecutionState.RUNNING)
    app.library.jobs.record_failure(Execution(old.job_id, 1), TRANSIENT)
    clock.ahead = timedelta(seconds=SILENT_SECONDS + 1)
    app.services.reconciler.reconcile()
    assert now(app, old).error == TRANSIENT


def test_what_is_stuck_ends_even_when_it_cannot_be_stopped(app: MemoryApplication, old: Job, clock: Clock) -> None:
    class Unstoppable(InMemoryWorkflows):
        def stop(self, plugin_id: str, execution: Execution) -> None:
            raise StoreUnavailable(f"{plugin_id} {execution}")

    workflows = Unstoppable(["import.pdf"])
    workflows.start(old.plugin_id, Execution(old.job_id, 1))
    clock.ahead = timedelta(seconds=SILENT_SECONDS + 1)
    app.services_with(workflows=workflows).reconciler.reconcile()
    assert now(app, old).status is JobStatus.RETRYING


def test_a_cancelled_job_whose_execution_was_not_stopped_gives_its_place_back(app: MemoryApplication, old: Job) -> None:
    ended(app, old, ExecutionState.RUNNING)
    app.library.jobs.cancel(OWNER, old.job_id)
    assert app.services.reconciler.reconcile().stopped == 1
    assert now(app, old).claimed_at is None
    assert app.workflows.executions[Started(old.plugin_id, Execution(old.job_id, 1))] is ExecutionState.FAILED


def test_a_cancelled_job_whose_execution_is_gone_is_not_started_again(app: MemoryApplication, old: Job) -> None:
    app.library.jobs.cancel(OWNER, old.job_id)
    assert app.services.reconciler.reconcile().restarted == 0
    assert app.workflows.executions == {}
    assert now(app, old).claimed_at is None


def test_what_a_worker_wrote_after_the_end_is_swept(app: MemoryApplication) -> None:
    job = running(app)
    app.services.cancelling.cancel(OWNER, job.job_id)
    kept = running(app)
    app.library.objects.write(f"jobs/{job.job_id}/calls/late.json", b"{}", "application/json")
    assert app.services.reconciler.reconcile() == Healed(swept=1)
    assert app.library.objects.folders("jobs/") == [kept.job_id]


def test_the_scratch_of_a_failed_job_is_kept(app: MemoryApplication, clock: Clock) -> None:
    job = running(app)
    app.library.jobs.record_failure(Execution(job.job_id, 1), PERMANENT)
    app.library.jobs.settle(Execution(job.job_id, 1), False, clock())
    app.services.reconciler.reconcile()
    assert app.library.objects.folders("jobs/") == [job.job_id]


def test_an_object_store_that_is_away_holds_up_no_job(app: MemoryApplication) -> None:
    (waiting,) = submitted(app)
    app.library.objects.failure = StoreUnavailable("away")
    assert app.services.reconciler.reconcile() == Healed(dispatched=1)
    assert [execution.job_id for execution in app.workflows.executions] == [waiting.job_id]


def test_a_claim_within_the_grace_is_left_alone(app: MemoryApplication) -> None:
    job = running(app)
    ended(app, job, ExecutionState.SUCCEEDED)
    assert app.services.reconciler.reconcile() == Healed()
    assert now(app, job).status is JobStatus.DOWNLOADING


def test_a_push_that_was_lost_is_made_up_for(app: MemoryApplication, clock: Clock) -> None:
    job = running(app)
    app.library.jobs.settle(Execution(job.job_id, 1), True, clock())
    assert told(app, job) == (JobStatus.DOWNLOADING, 5.0)
    assert app.services.reconciler.reconcile() == Healed(swept=1, republished=1)
    assert told(app, job) == (JobStatus.COMPLETED, 100.0)
    assert app.library.objects.keys("jobs/") == []
    assert app.services.reconciler.reconcile() == Healed()


def test_an_end_whose_record_is_gone_is_told_again(app: MemoryApplication, clock: Clock) -> None:
    (job,) = submitted(app)
    app.library.jobs.cancel(OWNER, job.job_id)
    assert told(app, job) is None
    assert app.services.reconciler.reconcile().republished == 1
    assert told(app, job) == (JobStatus.CANCELLED, 0.0)
    assert clock.ahead == timedelta()


def test_what_ended_long_ago_is_not_looked_at(app: MemoryApplication, clock: Clock) -> None:
    clock.ahead = -(LOOK_BACK + timedelta(seconds=5))
    job = running(app)
    app.library.jobs.settle(Execution(job.job_id, 1), True, clock())
    assert app.services.reconciler.reconcile() == Healed(swept=1)


def test_a_lost_wake_up_is_made_up_for(app: MemoryApplication) -> None:
    (job,) = submitted(app)
    assert app.services.reconciler.reconcile() == Healed(dispatched=1)
    assert [execution.job_id for execution in app.workflows.executions] == [job.job_id]


def test_a_lost_retry_is_made_up_for(app: MemoryApplication, clock: Clock) -> None:
    job = running(app)
    app.library.jobs.settle(Execution(job.job_id, 1), False, clock())
    app.library.progress.report(OWNER, Execution(job.job_id, 1), JobStatus.RETRYING, 0.0, "x")
    clock.ahead = timedelta(seconds=3)
    assert app.services.reconciler.reconcile() == Healed(dispatched=1)
    assert list(app.workflows.executions) == [Started(job.plugin_id, Execution(job.job_id, 2))]


def test_a_job_that_went_on_since_it_was_read_is_not_told_to_wait(
    app: MemoryApplication, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = running(app)
    waiting = app.library.jobs.settle(Execution(job.job_id, 1), False, clock())
    app.library.progress.report(OWNER, Execution(job.job_id, 2), JobStatus.DOWNLOADING, 6.0, "Downloading again")
    monkeypatch.setattr(app.library.jobs, "settled_since", lambda _since: [waiting])
    app.services.reconciler.reconcile()
    assert told(app, job) == (JobStatus.DOWNLOADING, 6.0)


def test_a_claim_that_cannot_be_healed_holds_up_nobody(app: MemoryApplication, clock: Clock) -> None:
    clock.ahead = LONG_AGO
    submitted(app, plugin_id="import.undeployed")
    app.library.jobs.claim({}, 1, 1)
    job = running(app)
    clock.ahead = timedelta()
    ended(app, job, ExecutionState.SUCCEEDED)
    (waiting,) = submitted(app, plugin_id="export.faulty")
    assert app.services.reconciler.reconcile() == Healed(settled=1, dispatched=1)
    assert now(app, job).status is JobStatus.COMPLETED
    assert Started("export.faulty", Execution(waiting.job_id, 1)) in app.workflows.executions


def test_a_push_that_fails_again_holds_up_nobody(app: MemoryApplication, clock: Clock) -> None:
    job = running(app)
    app.library.jobs.settle(Execution(job.job_id, 1), True, clock())
    app.library.progress.failure = StoreUnavailable("away")
    submitted(app)
    assert app.services.reconciler.reconcile() == Healed(dispatched=1, swept=1)
    app.library.progress.failure = None
    assert app.services.reconciler.reconcile() == Healed(republished=1)


def test_a_defect_in_healing_one_claim_holds_up_nobody(app: MemoryApplication, clock: Clock) -> None:
    class Partly(InMemoryWorkflows):
        def state(self, plugin_id: str, execution: Execution) -> ExecutionState:
            if plugin_id == "import.forbidden":
                raise PermissionError(plugin_id)
            return super().state(plugin_id, execution)

    clock.ahead = LONG_AGO
    submitted(app, plugin_id="import.forbidden")
    app.library.jobs.claim({}, 1, 1)
    job = running(app)
    clock.ahead = timedelta()
    (waiting,) = submitted(app, plugin_id="export.faulty")
    workflows = Partly(["import.pdf", "export.faulty"])
    workflows.executions[Started(job.plugin_id, Execution(job.job_id, 1))] = ExecutionState.SUCCEEDED
    with pytest.raises(PermissionError):
        app.services_with(workflows=workflows).reconciler.reconcile()
    assert now(app, job).status is JobStatus.COMPLETED
    assert Started("export.faulty", Execution(waiting.job_id, 1)) in workflows.executions
