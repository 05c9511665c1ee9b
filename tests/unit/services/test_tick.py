"""The tick rests when there is nothing to do, and never while there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.services.conftest import PERMANENT, Clock, running, source, submitted
from williams.bootstrap.wiring import Services
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import Job
from williams.services.exports import NewExport
from williams.services.reconciler import Healed
from williams.services.tick import LOOK_BACK
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
def services(app: MemoryApplication, tick: InMemoryTick) -> Services:
    return app.services_with(tick=tick)


@pytest.fixture
def failed(app: MemoryApplication, clock: Clock) -> Job:
    """A job that ended so long ago that nothing is left to tell of it."""
    clock.ahead = -(LOOK_BACK + A_MOMENT)
    job = running(app)
    app.library.jobs.record_failure(Execution(job.job_id, 1), PERMANENT)
    app.library.jobs.settle(Execution(job.job_id, 1), False, clock())
    clock.ahead = timedelta()
    return job


async def export(app: MemoryApplication, services: Services) -> None:
    body = NewExport(source_ids=[source(app)], format="podcast")
    await services.exports.submit(OWNER, body)


async def test_a_new_job_starts_it(app: MemoryApplication, services: Services, tick: InMemoryTick) -> None:
    await export(app, services)
    assert tick.ticking


def test_a_retry_by_hand_starts_it(services: Services, failed: Job, tick: InMemoryTick) -> None:
    services.retrying.retry(OWNER, failed.job_id, manual=True)
    assert tick.ticking


async def test_a_job_is_taken_although_it_cannot_be_started(app: MemoryApplication) -> None:
    await export(app, app.services_with(tick=AbsentTick()))
    assert len(app.queues.sent) == 1


@pytest.mark.usefixtures("failed")
def test_it_rests_when_all_ended_a_while_ago(services: Services, tick: InMemoryTick) -> None:
    tick.start()
    assert services.reconciler.reconcile() == Healed(resting=True)
    assert not tick.ticking


def test_it_goes_on_while_a_job_waits(app: MemoryApplication, services: Services, tick: InMemoryTick) -> None:
    submitted(app)
    tick.start()
    assert not services.tick.rest_when_idle(datetime.now(UTC))
    assert tick.ticking


def test_it_goes_on_until_ends_are_told_for_sure(
    app: MemoryApplication, clock: Clock, services: Services, tick: InMemoryTick
) -> None:
    job = running(app)
    app.library.jobs.settle(Execution(job.job_id, 1), True, clock())
    tick.start()
    assert not services.tick.rest_when_idle(clock())
    clock.ahead = LOOK_BACK + A_MOMENT
    assert services.tick.rest_when_idle(clock())


def test_a_job_that_comes_while_it_is_stopped_is_seen(app: MemoryApplication) -> None:
    """It was written before the tick was stopped, and asked for the tick before that too."""

    def meanwhile() -> None:
        submitted(app)

    tick = InterruptedTick(meanwhile)
    tick.start()
    assert not app.services_with(tick=tick).tick.rest_when_idle(datetime.now(UTC))
    assert tick.ticking


def test_a_job_that_comes_later_starts_it_again(services: Services, tick: InMemoryTick) -> None:
    assert services.tick.rest_when_idle(datetime.now(UTC))
    services.tick.keep_ticking()
    assert tick.ticking


def test_without_one_nothing_rests(app: MemoryApplication) -> None:
    app.services.tick.keep_ticking()
    assert not app.services.tick.rest_when_idle(datetime.now(UTC))
