"""A stage at work keeps its lease; one that ignores its time loses its process, whatever it does to the event loop."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest
from williams_faulty import FaultyExport
from williams_faulty.plugin import FaultyParameters, FaultyScript

from tests.unit.pipeline.conftest import Bench
from tests.unit.services.conftest import Clock
from williams.domain.errors import DeadlineExceeded, LeaseHeld, StoreUnavailable
from williams.domain.executions import Attempt, Execution
from williams.domain.jobs import JobStatus
from williams.pipeline import heartbeat
from williams.pipeline.heartbeat import Heartbeat
from williams.pipeline.invocation import Invocation
from williams.pipeline.run_stage import StageRun
from williams.plugin import Query, Stage, StageContext
from williams.plugin.context import Deadline
from williams.plugin.exporting import QUERY
from williams_testing.library import OWNER

# Nothing waits so long unless it hangs.
PATIENCE = 60.0


def test_it_beats_until_the_work_ends() -> None:
    beats = threading.Semaphore(0)
    with Heartbeat(Deadline(math.inf), beats.release, pytest.fail, beat_seconds=0.01):
        for _ in range(3):
            assert beats.acquire(timeout=PATIENCE)
    assert "heartbeat" not in {thread.name for thread in threading.enumerate()}


def test_a_missed_beat_is_not_the_last() -> None:
    beats = threading.Semaphore(0)

    def renew() -> None:
        beats.release()
        raise StoreUnavailable("away")

    with Heartbeat(Deadline(math.inf), renew, pytest.fail, beat_seconds=0.01):
        for _ in range(2):
            assert beats.acquire(timeout=PATIENCE)


def test_overdue_work_is_given_up_once_although_nobody_lets_go() -> None:
    gave_up = threading.Semaphore(0)

    def give_up() -> None:
        gave_up.release()
        raise StoreUnavailable("away")

    with Heartbeat(Deadline(time.monotonic()), lambda: None, give_up, beat_seconds=0.01, overdue_seconds=0.05) as heart:
        assert gave_up.acquire(timeout=PATIENCE)
        heart._thread.join(PATIENCE)
        assert not heart._thread.is_alive()
    assert not gave_up.acquire(blocking=False)


class Stubborn(FaultyExport):
    """Its script ignores every call to end, in one of two ways."""

    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 20, "Planning", seconds=1),
        *FaultyExport.stages[2:],
    )

    def __init__(self, blocks: bool) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self._blocks = blocks

    async def script(self) -> FaultyScript:  # type: ignore[override]
        if self._blocks:
            self.let_go.wait(PATIENCE)
        while not self.let_go.is_set():
            try:
                await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                continue
        raise AssertionError("nobody waits for this any more")


@pytest.mark.parametrize("blocks", [True, False])
async def test_a_stage_that_ignores_its_time_says_why_and_takes_its_worker_along(
    bench: Bench, source_id: str, monkeypatch: pytest.MonkeyPatch, blocks: bool
) -> None:
    monkeypatch.setattr(StageRun, "_heartbeat", _impatient(StageRun._heartbeat))
    plugin = Stubborn(blocks)
    bench.plugin = plugin
    bench.submit(source_id)
    await bench.run("query")
    deadline = Deadline(time.monotonic() + 0.1)
    attempt = Execution(bench.job.job_id, 1).attempt("script")
    with pytest.raises((AssertionError, TimeoutError)):
        await Invocation(bench.library.toolbox, plugin, attempt, deadline, abandon=plugin.let_go.set).run()
    assert plugin.let_go.is_set()
    settled = bench.library.jobs.settle(Execution(bench.job.job_id, 1), False, bench.job.created_at)
    assert settled is not None
    assert settled.error is not None
    assert (settled.status, settled.error.code) == (JobStatus.RETRYING, DeadlineExceeded.code)
    assert settled.error.message == "The stage script went on after its time was up."
    (ended,) = [e for e in bench.library.jobs.events(OWNER, bench.job.job_id) if (e.kind, e.stage) == ("end", "script")]
    assert ended.message == settled.error.message


def _impatient(made: Callable[[StageRun], Heartbeat]) -> Callable[[StageRun], Heartbeat]:
    def make(run: StageRun) -> Heartbeat:
        return replace(made(run), beat_seconds=0.01, overdue_seconds=0.05)

    return make


class Long(FaultyExport):
    """Its script ends when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()

    async def script(self, parameters: FaultyParameters, query: Query, ctx: StageContext) -> FaultyScript:
        self.begun.set()
        await self.may_end.wait()
        return await super().script(parameters, query, ctx)


async def test_a_long_stage_keeps_its_lease(bench: Bench, source_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease would have run out several times over, by the store's clock."""
    clock, plugin, jobs = Clock(), Long(), bench.library.jobs
    beats: list[Attempt] = []
    renew = jobs.renew_lease

    def counted(attempt: Attempt, seconds: float) -> None:
        renew(attempt, seconds)
        beats.append(attempt)

    monkeypatch.setattr(jobs, "_clock", clock)
    monkeypatch.setattr(jobs, "renew_lease", counted)
    monkeypatch.setattr(StageRun, "_heartbeat", _impatient(StageRun._heartbeat))
    bench.plugin = plugin
    bench.submit(source_id)
    await bench.run("query")
    working = asyncio.create_task(bench.run("script", seconds=60.0))
    await plugin.begun.wait()
    for _ in range(5):
        clock.ahead += timedelta(seconds=0.6 * heartbeat.LEASE_SECONDS)
        # One beat may have begun before.
        whole = len(beats) + 2
        while len(beats) < whole:
            await asyncio.sleep(0.001)
        with pytest.raises(LeaseHeld):
            jobs.begin_stage(bench.execution.attempt("script"), JobStatus.SCRIPTING, 60)
    plugin.may_end.set()
    await working


def test_several_beats_may_be_missed() -> None:
    assert heartbeat.LEASE_SECONDS >= 3 * heartbeat.BEAT_SECONDS
