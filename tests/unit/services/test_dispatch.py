"""Dispatch starts what there is room for, and one failing start holds up nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.services.conftest import Clock, now, submitted, told
from williams.bootstrap.wiring import Services
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import AUTOMATIC_RETRIES, Job, JobStatus
from williams.services.dispatcher import CLAIMS_AT_ONCE
from williams.services.imports import NewImport
from williams_testing.application import DEFAULT_LANE, MemoryApplication, memory_application
from williams_testing.library import OWNER
from williams_testing.memory.workflows import InMemoryWorkflows, Started


def started(app: MemoryApplication) -> set[str]:
    return {execution.job_id for execution in app.workflows.executions}


def ids(jobs: list[Job]) -> set[str]:
    return {job.job_id for job in jobs}


def test_nothing_to_do(app: MemoryApplication) -> None:
    assert app.services.dispatcher.dispatch() == 0


async def test_a_submitted_job_is_started_once(app: MemoryApplication) -> None:
    job = (await app.services.imports.submit(OWNER, NewImport(url="upload://up_1/a.pdf"))).job
    assert [app.services.dispatcher.dispatch(), app.services.dispatcher.dispatch()] == [1, 0]
    assert list(app.workflows.executions) == [Started("import.pdf", Execution(job.job_id, 1))]


def test_a_lane_bounds_what_runs(app: MemoryApplication) -> None:
    jobs = submitted(app, DEFAULT_LANE + 3)
    assert app.services.dispatcher.dispatch() == DEFAULT_LANE
    assert started(app) == ids(jobs[:DEFAULT_LANE])


def test_one_owner_leaves_places_of_a_lane_for_others(app: MemoryApplication) -> None:
    submitted(app, DEFAULT_LANE + 3)
    choices = replace(app.choices, lanes=replace(app.choices.lanes, for_others=1))
    assert Services(app.ports, choices).dispatcher.dispatch() == DEFAULT_LANE - 1


def test_more_than_one_batch_is_started() -> None:
    count = 2 * CLAIMS_AT_ONCE + 3
    app = memory_application(lanes={"import.pdf": 1000})
    jobs = submitted(app, count)
    assert app.services.dispatcher.dispatch() == count
    assert started(app) == ids(jobs)


@pytest.mark.parametrize("count", [CLAIMS_AT_ONCE, 2 * CLAIMS_AT_ONCE])
def test_a_whole_batch_ends_without_a_further_one(count: int) -> None:
    app = memory_application(lanes={"import.pdf": 1000})
    submitted(app, count)
    assert app.services.dispatcher.dispatch() == count


def test_a_job_waits_for_a_store_that_is_away(app: MemoryApplication) -> None:
    (job,) = submitted(app)
    app.workflows.failure = StoreUnavailable("Step Functions does not answer.")
    assert app.services.dispatcher.dispatch() == 0
    left = now(app, job)
    assert (left.status, left.claimed_at, left.execution_no) == (JobStatus.PENDING, None, 1)
    kinds = [event.kind for event in app.library.jobs.events(OWNER, job.job_id)]
    assert kinds == ["status", "claim", "release"]


def test_a_job_that_can_never_be_started_fails_with_the_reason(app: MemoryApplication, clock: Clock) -> None:
    (stuck,) = submitted(app, plugin_id="import.undeployed")
    (job,) = submitted(app)
    assert app.services.dispatcher.dispatch() == 1
    assert started(app) == {job.job_id}
    for attempt in range(AUTOMATIC_RETRIES):
        left = now(app, stuck)
        assert (left.status, left.claimed_at, left.retry_count) == (JobStatus.RETRYING, None, attempt + 1)
        clock.ahead += timedelta(seconds=10)
        assert app.services.dispatcher.dispatch() == 0
    ended = now(app, stuck)
    assert ended.status is JobStatus.FAILED
    assert ended.error is not None
    assert "No state machine is deployed for plugin import.undeployed" in ended.error.message
    assert told(app, stuck) == (JobStatus.FAILED, 0.0)


def test_many_that_cannot_be_started_do_not_starve_the_others() -> None:
    app = memory_application(lanes={"import.undeployed": 1000, "import.pdf": 1000})
    stuck = submitted(app, CLAIMS_AT_ONCE + 5, plugin_id="import.undeployed", priority=10)
    jobs = submitted(app, 5)
    assert app.services.dispatcher.dispatch() == 5
    assert started(app) == ids(jobs)
    assert all(now(app, job).claimed_at is None for job in stuck)


def test_a_released_job_is_started_when_it_can_be(app: MemoryApplication) -> None:
    (job,) = submitted(app)
    app.workflows.failure = StoreUnavailable("Step Functions does not answer.")
    assert app.services.dispatcher.dispatch() == 0
    app.workflows.failure = None
    assert app.services.dispatcher.dispatch() == 1
    assert list(app.workflows.executions) == [Started("import.pdf", Execution(job.job_id, 2))]


def test_a_defect_is_not_taken_for_a_failing_start(app: MemoryApplication) -> None:
    class Broken(InMemoryWorkflows):
        def start(self, plugin_id: str, execution: Execution) -> None:
            raise TypeError(plugin_id, execution)

    submitted(app)
    with pytest.raises(TypeError):
        app.services_with(workflows=Broken([])).dispatcher.dispatch()


def test_a_defect_holds_up_nobody_and_is_tried_once_more(app: MemoryApplication, clock: Clock) -> None:
    class Partly(InMemoryWorkflows):
        def start(self, plugin_id: str, execution: Execution) -> None:
            if plugin_id == "import.forbidden":
                raise PermissionError(plugin_id)
            super().start(plugin_id, execution)

    (stuck,) = submitted(app, plugin_id="import.forbidden", priority=10)
    (job,) = submitted(app)
    workflows = Partly(["import.pdf"])
    with pytest.raises(PermissionError):
        app.services_with(workflows=workflows).dispatcher.dispatch()
    assert list(workflows.executions) == [Started("import.pdf", Execution(job.job_id, 1))]
    assert now(app, stuck).claimed_at is None
    assert now(app, stuck).status is JobStatus.RETRYING
    clock.ahead += timedelta(seconds=2)
    with pytest.raises(PermissionError):
        app.services_with(workflows=workflows).dispatcher.dispatch()
    ended = now(app, stuck)
    assert (ended.status, ended.retry_count) == (JobStatus.FAILED, 1)
    assert ended.error is not None
    assert f"It was logged under {stuck.job_id}." in ended.error.message
    assert "PermissionError" not in ended.error.message
