"""One stage of one job: what it records, what it repeats, and when it stops."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from williams_faulty import FaultyExport
from williams_faulty.plugin import FaultyParameters, FaultyScript

from tests.unit.pipeline.conftest import Bench
from williams.domain.errors import (
    CorruptContent,
    DeadlineExceeded,
    InvalidRequest,
    JobCancelled,
    NotFound,
    PluginDefect,
    ProviderUnavailable,
    StaleExecution,
    StoreUnavailable,
)
from williams.domain.executions import Execution
from williams.domain.jobs import JobStatus
from williams.pipeline import run_stage
from williams.pipeline.checkpoints import Checkpoints
from williams.pipeline.library import OwnedLibrary
from williams.plugin import Query, Stage, StageContext
from williams.plugin.exporting import QUERY
from williams.ports.jobs import Begun
from williams_testing.library import OWNER, MemoryLibrary


async def test_a_stage_reports_its_status_and_its_place_on_the_bar(bench: Bench, source_id: str) -> None:
    bench.submit(source_id)
    await bench.run("query")
    await bench.run("script")
    record = bench.library.progress.record(bench.job.job_id)
    assert record is not None
    assert [event.status for event in record.history] == [JobStatus.QUERYING, JobStatus.SCRIPTING]
    assert record.latest.progress == pytest.approx(5 * 100 / 95)
    assert bench.now.status is JobStatus.SCRIPTING


async def test_the_stage_before_a_fan_out_counts_its_batches(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=7)
    await bench.run("query")
    assert (await bench.run("script")).batches == {"generate": 7}


async def test_a_finished_stage_is_not_run_again(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, stage="script", how="transient", times=1)
    await bench.run("query")
    with pytest.raises(ProviderUnavailable):
        await bench.run("script")
    first = await bench.run("script")
    # Were it run again, it would count on and find that it has misbehaved often enough either way: ask the objects.
    before = bench.library.objects.keys(f"jobs/{bench.job.job_id}/")
    assert await bench.run("script") == first
    assert bench.library.objects.keys(f"jobs/{bench.job.job_id}/") == before


@pytest.mark.usefixtures("idle_time")
async def test_items_fill_the_bar_between_the_stages(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=4)
    await bench.run_until("generate")
    for batch in range(4):
        await bench.run("generate", batch)
        await asyncio.sleep(0.51)
    record = bench.library.progress.record(bench.job.job_id)
    assert record is not None
    assert record.latest.progress == pytest.approx(65 * 100 / 95, abs=0.01)


@pytest.mark.parametrize(
    ("how", "error", "retryable", "code"),
    [
        ("transient", ProviderUnavailable, True, "provider-unavailable"),
        ("permanent", InvalidRequest, False, "invalid-request"),
        ("defect", ZeroDivisionError, True, "internal-error"),
    ],
)
async def test_a_failure_is_recorded_before_it_is_raised(
    bench: Bench, source_id: str, how: str, error: type[Exception], retryable: bool, code: str
) -> None:
    bench.submit(source_id, stage="script", how=how)
    await bench.run("query")
    with pytest.raises(error):
        await bench.run("script")
    settled = bench.library.jobs.settle(Execution(bench.job.job_id, 1), False, bench.job.created_at)
    assert settled is not None
    assert settled.status is (JobStatus.RETRYING if retryable else JobStatus.FAILED)
    recorded = [event for event in bench.library.jobs.events(OWNER, bench.job.job_id) if event.stage == "script"]
    assert any(event.message and "script" in event.message for event in recorded)
    if not retryable:
        assert settled.error is not None
        assert (settled.error.code, settled.error.stage) == (code, "script")


async def test_an_items_failure_is_the_items_own_error(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, stage="generate", how="permanent", item=1)
    await bench.run_until("generate")
    await bench.run("generate", 0)
    with pytest.raises(InvalidRequest):
        await bench.run("generate", 1)


@pytest.mark.usefixtures("idle_time")
async def test_a_stage_out_of_time_is_transient(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, stage="script", how="slow", seconds=30)
    await bench.run("query")
    with pytest.raises(TimeoutError):
        await bench.run("script", seconds=0.2)
    settled = bench.library.jobs.settle(Execution(bench.job.job_id, 1), False, bench.job.created_at)
    assert settled is not None
    assert settled.status is JobStatus.RETRYING


async def test_nothing_starts_for_a_cancelled_job(bench: Bench, source_id: str) -> None:
    bench.submit(source_id)
    bench.library.jobs.cancel(OWNER, bench.job.job_id)
    with pytest.raises(JobCancelled):
        await bench.run("query")
    assert bench.library.objects.keys("jobs/") == []


async def test_nothing_starts_for_an_execution_that_was_replaced(bench: Bench, source_id: str) -> None:
    bench.submit(source_id)
    bench.library.jobs.settle(Execution(bench.job.job_id, 1), False, bench.job.created_at)
    with pytest.raises(StaleExecution):
        await bench.run("query")


@pytest.mark.usefixtures("idle_time")
async def test_a_second_delivery_waits_and_gives_the_same_answer(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, stage="script", how="slow", seconds=0.3)
    await bench.run("query")
    first, second = await asyncio.gather(bench.run("script"), bench.run("script"))
    assert first == second


@pytest.mark.usefixtures("idle_time")
async def test_a_second_delivery_does_not_wait_for_ever(bench: Bench, source_id: str) -> None:
    bench.submit(source_id)
    bench.library.jobs.begin_stage(Execution(bench.job.job_id, 1).attempt("query"), JobStatus.QUERYING, 60)
    with pytest.raises(DeadlineExceeded):
        await bench.run("query", seconds=0.5)


async def test_a_lost_checkpoint_is_said_and_not_retried(bench: Bench, source_id: str) -> None:
    bench.submit(source_id)
    await bench.run_until("generate")
    bench.library.objects.delete_prefix(f"jobs/{bench.job.job_id}/")
    with pytest.raises(CorruptContent, match="script"):
        await bench.run("generate", 0)


async def test_a_delivery_that_comes_too_late_is_no_failure(
    bench: Bench, source_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job ends, and its checkpoints go, between its entering the stage and its reading of them."""
    bench.submit(source_id)
    await bench.run_until("generate")
    begin = bench.library.jobs.begin_stage

    def settled_then(*arguments: Any) -> Begun:
        begun = begin(*arguments)
        bench.library.jobs.settle(Execution(begun.job.job_id, 1), True, begun.job.created_at)
        bench.library.objects.delete_prefix(f"jobs/{begun.job.job_id}/")
        return begun

    monkeypatch.setattr(bench.library.jobs, "begin_stage", settled_then)
    with pytest.raises(StaleExecution, match="was settled"):
        await bench.run("generate", 0)
    assert bench.now.error is None


async def test_a_batch_number_belongs_to_fanned_out_stages_only(bench: Bench, source_id: str) -> None:
    bench.submit(source_id)
    with pytest.raises(PluginDefect):
        await bench.run("query", 0)
    with pytest.raises(PluginDefect):
        await bench.run("generate")


async def test_the_second_of_two_workers_takes_the_answer_of_the_first(
    bench: Bench, source_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lease that expired lets two workers run a stage; what was written first stands."""
    bench.submit(source_id, items=3)
    await bench.run("query")
    keep = Checkpoints.write

    def lose(self: Checkpoints, stage: str, item: int | None, output: bytes) -> bool:
        keep(self, stage, item, output.replace(b'"number":2', b'"number":7'))
        return keep(self, stage, item, output)

    monkeypatch.setattr(Checkpoints, "write", lose)
    assert (await bench.run("script")).batches == {"generate": 3}
    monkeypatch.undo()
    stands = [key for key in bench.library.objects.keys(f"jobs/{bench.job.job_id}/checkpoints/") if "script" in key]
    assert b'"number":7' in bench.library.objects.read(stands[0])


@pytest.mark.usefixtures("idle_time")
async def test_an_item_that_another_worker_finished_is_not_counted_twice(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=2)
    await bench.run_until("generate")
    await bench.run("generate", 0)
    before = bench.library.progress.record(bench.job.job_id)
    await asyncio.sleep(0.51)
    await bench.run("generate", 0)
    after = bench.library.progress.record(bench.job.job_id)
    assert before is not None
    assert after is not None
    assert after.latest.progress == before.latest.progress


async def test_a_job_that_is_cancelled_meanwhile_records_no_failure(
    bench: Bench, source_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.submit(source_id)
    await bench.run_until("generate")
    begin = bench.library.jobs.begin_stage

    def cancelled_then(*arguments: Any) -> Begun:
        begun = begin(*arguments)
        bench.library.jobs.cancel(OWNER, begun.job.job_id)
        return begun

    monkeypatch.setattr(bench.library.jobs, "begin_stage", cancelled_then)
    with pytest.raises(JobCancelled):
        await bench.run("generate", 0)
    assert bench.now.error is None
    ended = [event for event in bench.library.jobs.events(OWNER, bench.job.job_id) if event.kind == "end"]
    assert ended[-1].message == f"Job {bench.job.job_id} was cancelled."


class EarlyExport(FaultyExport):
    """May finish early, which only imports can."""

    stages: ClassVar[tuple[Stage, ...]] = (replace(QUERY, may_finish=True), *FaultyExport.stages[1:])


async def test_an_export_cannot_finish_early(library: MemoryLibrary, source_id: str) -> None:
    bench = Bench(library, EarlyExport())
    bench.submit(source_id)
    with pytest.raises(PluginDefect, match="Only an import can finish early"):
        await bench.run("query")


async def test_a_stage_looks_into_its_owners_library(bench: Bench, source_id: str) -> None:
    library = OwnedLibrary(bench.library.catalog, OWNER)
    assert library.content(source_id).content_id == source_id
    with pytest.raises(NotFound):
        OwnedLibrary(bench.library.catalog, "somebody else").content(source_id)


async def test_a_progress_store_that_is_away_stops_no_work(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=2)
    bench.library.progress.failure = StoreUnavailable("away")
    await bench.run_until("compose")
    assert bench.now.status is JobStatus.GENERATING
    assert bench.now.error is None


class TalkativeExport(FaultyExport):
    """Reports its progress all the time."""

    async def script(self, parameters: FaultyParameters, query: Query, ctx: StageContext) -> FaultyScript:
        for number in range(100):
            ctx.progress(number / 100, "Planning")
        return await super().script(parameters, query, ctx)


@pytest.mark.parametrize(("away", "asked"), [(False, 101), (True, 1)])
async def test_a_progress_store_that_is_away_is_not_waited_for_again_and_again(
    library: MemoryLibrary, source_id: str, monkeypatch: pytest.MonkeyPatch, away: bool, asked: int
) -> None:
    monkeypatch.setattr(run_stage, "_PROGRESS_INTERVAL_SECONDS", 0.0)
    bench = Bench(library, TalkativeExport())
    bench.submit(source_id)
    await bench.run("query")
    calls: list[float] = []

    def report(_owner: str, _execution: Execution, _status: JobStatus, percent: float, _stage: str) -> bool:
        calls.append(percent)
        if away:
            raise StoreUnavailable("away")
        return True

    monkeypatch.setattr(library.progress, "report", report)
    await bench.run("script")
    assert len(calls) == asked
