"""The tick rests when there is nothing to do, and never while there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.services.conftest import PERMANENT, Clock, running, source, submitted
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import Job
from williams.services.backend import JobControl
from williams.services.jobs import retry_job
from williams.services.reconcile import Healed, reconcile
from williams.services.submit import NewExport, submit_export
from williams.services.tick import LOOK_BACK, keep_ticking, rest_when_idle
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER
from williams_testing.memory.tick import InMemoryTick

A_MOMENT = timedelta(seconds=5)


class InterruptedTick(InMemoryTick):
    """Something happens at the very moment at which it is stopped."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def stop(self) -> None:
        super().stop()
        self._meanwhile()


class AbsentTick(InMemoryTick):
    def start(self) -> None:
        raise StoreUnavailable("throttled")


@pytest.fixture
def tick() -> InMemoryTick:
    return InMemoryTick()


@pytest.fixture
def control(app: MemoryApplication, tick: InMemoryTick) -> JobControl:
    return replace(app.control, tick=tick)


@pytest.fixture
def failed(app: MemoryApplication, clock: Clock) -> Job:
    """A job that ended so long ago that nothing is left to tell of it."""
    clock.ahead = -(LOOK_BACK + A_MOMENT)
    job = running(app)
    app.library.jobs.record_failure(Execution(job.job_id, 1), PERMANENT)
    app.library.jobs.settle(Execution(job.job_id, 1), False, clock())
    clock.ahead = timedelta()
    return job


async def export(app: MemoryApplication, control: JobControl) -> None:
    body = NewExport(source_ids=[source(app)], format="podcast")
    await submit_export(replace(app.backend, control=control), OWNER, body)


async def test_a_new_job_starts_it(app: MemoryApplication, control: JobControl, tick: InMemoryTick) -> None:
    await export(app, control)
    assert tick.ticking


def test_a_retry_by_hand_starts_it(control: JobControl, failed: Job, tick: InMemoryTick) -> None:
    retry_job(control, OWNER, failed.job_id, manual=True)
    assert tick.ticking


async def test_a_job_is_taken_although_it_cannot_be_started(app: MemoryApplication) -> None:
    await export(app, replace(app.control, tick=AbsentTick()))
    assert len(app.queues.sent) == 1


@pytest.mark.usefixtures("failed")
def test_it_rests_when_all_ended_a_while_ago(control: JobControl, tick: InMemoryTick) -> None:
    tick.start()
    assert reconcile(control) == Healed(resting=True)
    assert not tick.ticking


def test_it_goes_on_while_a_job_waits(app: MemoryApplication, control: JobControl, tick: InMemoryTick) -> None:
    submitted(app)
    tick.start()
    assert not rest_when_idle(control, datetime.now(UTC))
    assert tick.ticking


def test_it_goes_on_until_ends_are_told_for_sure(
    app: MemoryApplication, clock: Clock, control: JobControl, tick: InMemoryTick
) -> None:
    job = running(app)
    app.library.jobs.settle(Execution(job.job_id, 1), True, clock())
    tick.start()
    assert not rest_when_idle(control, clock())
    clock.ahead = LOOK_BACK + A_MOMENT
    assert rest_when_idle(control, clock())


def test_a_job_that_comes_while_it_is_stopped_is_seen(app: MemoryApplication) -> None:
    """It was written before the tick was stopped, and asked for the tick before that too."""

    def meanwhile() -> None:
        submitted(app)

    tick = InterruptedTick(meanwhile)
    tick.start()
    assert not rest_when_idle(replace(app.control, tick=tick), datetime.now(UTC))
    assert tick.ticking


def test_a_job_that_comes_later_starts_it_again(control: JobControl, tick: InMemoryTick) -> None:
    assert rest_when_idle(control, datetime.now(UTC))
    keep_ticking(control)
    assert tick.ticking


def test_without_one_nothing_rests(app: MemoryApplication) -> None:
    keep_ticking(app.control)
    assert not rest_when_idle(app.control, datetime.now(UTC))
