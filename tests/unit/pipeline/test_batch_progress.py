"""Items that share an invocation share its reports: each is a request, however fast the items are."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest
from williams_faulty import FaultyExport

from tests.unit.pipeline.conftest import Bench
from williams.domain.errors import ProviderUnavailable
from williams.domain.jobs import JobStatus
from williams.pipeline import run_stage
from williams.plugin.stage import FanOut, Stage, progress_bounds
from williams_testing.library import MemoryLibrary

BATCH = 5


def _batched(stage: Stage) -> Stage:
    return replace(stage, fan_out=FanOut(over=stage.fan_out.over, batch=BATCH)) if stage.fan_out else stage


class BatchedExport(FaultyExport):
    """The faulty plugin with several items in an invocation."""

    stages: ClassVar[tuple[Stage, ...]] = tuple(map(_batched, FaultyExport.stages))


@pytest.fixture
def told(library: MemoryLibrary, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The percentages that were added, in order."""
    percents: list[float] = []

    def note(_owner: str, _job_id: str, _status: JobStatus, percent: float, _stage: str) -> None:
        percents.append(percent)

    monkeypatch.setattr(library.progress, "add", note)
    return percents


def _share() -> float:
    begins, ends = progress_bounds(BatchedExport.stages, "generate")
    return ends - begins


async def test_quick_items_are_told_of_together(bench: Bench, source_id: str, told: list[float]) -> None:
    bench.plugin = BatchedExport()
    bench.submit(source_id, items=8)
    await bench.run_until("generate")
    await bench.run("generate", 0)
    assert told == [pytest.approx(_share() * 5 / 8)]
    await bench.run("generate", 1)
    assert sum(told) == pytest.approx(_share())
    assert len(told) == 2


async def test_slow_items_are_told_of_as_they_end(
    bench: Bench, source_id: str, told: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_stage, "_PROGRESS_INTERVAL_SECONDS", 0.0)
    bench.plugin = BatchedExport()
    bench.submit(source_id, items=5)
    await bench.run_until("generate")
    await bench.run("generate", 0)
    assert told == [pytest.approx(_share() / 5)] * 5


async def test_a_failing_item_hides_none_of_the_others(bench: Bench, source_id: str, told: list[float]) -> None:
    bench.plugin = BatchedExport()
    bench.submit(source_id, items=6, stage="generate", how="transient", item=2)
    await bench.run_until("generate")
    with pytest.raises(ProviderUnavailable):
        await bench.run("generate", 0)
    assert told == [pytest.approx(_share() * 4 / 6)]


async def test_the_end_of_the_only_batch_is_told_by_the_next_stage(
    bench: Bench, source_id: str, told: list[float]
) -> None:
    bench.plugin = BatchedExport()
    bench.submit(source_id, items=5)
    await bench.run_until("generate")
    await bench.run("generate", 0)
    await bench.run("compose")
    assert told == []
    record = bench.library.progress.record(bench.job.job_id)
    assert record is not None
    assert record.latest.progress == pytest.approx(progress_bounds(bench.plugin.stages, "compose")[0])
