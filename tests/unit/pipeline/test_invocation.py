"""An invocation goes on with the stages that follow: what is kept, told and recorded stays the same."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from williams_faulty import FaultyExport
from williams_faulty.plugin import Done, FaultyParameters, FaultyScript, Item

from tests.unit.pipeline.conftest import Bench
from williams.domain.errors import InvalidRequest, JobCancelled
from williams.domain.executions import Execution
from williams.domain.jobs import JobStatus
from williams.pipeline.invocation import Handover
from williams.plugin import ExportRequest, Query, Stage, StageContext
from williams.plugin.exporting import Composition
from williams_testing.library import OWNER, MemoryLibrary

STAGES = [stage.name for stage in FaultyExport.stages]


def story(bench: Bench) -> list[tuple[Any, ...]]:
    """What the job's events tell, without the time."""
    return [
        (event.seq, event.kind, event.status, event.stage, event.batch, event.message)
        for event in bench.library.jobs.events(OWNER, bench.job.job_id)
    ]


def history(bench: Bench) -> list[tuple[JobStatus, float, str]]:
    record = bench.library.progress.record(bench.job.job_id)
    assert record is not None
    return [(event.status, event.progress, event.message) for event in record.history]


def checkpoints(bench: Bench) -> set[str]:
    folder = f"jobs/{bench.job.job_id}/checkpoints/"
    return {key.removeprefix(folder).rsplit("-", 1)[0] for key in bench.library.objects.keys(folder)}


async def one_by_one(bench: Bench) -> None:
    await bench.run_until("store")
    await bench.run("store")


async def test_the_story_is_the_same_in_one_invocation_as_in_many(source_id: str, library: MemoryLibrary) -> None:
    together, apart = Bench(library), Bench(library)
    together.submit(source_id, items=1)
    assert await together.invoke("query") == Handover(next="settle", batches={"generate": 1})
    told, shown, kept = story(together), history(together), checkpoints(together)
    library.jobs.settle(Execution(together.job.job_id, 1), True, together.job.created_at)
    apart.submit(source_id, items=1)
    await one_by_one(apart)
    assert (told, shown, kept) == (story(apart), history(apart), checkpoints(apart))
    begun = [event[3:5] for event in story(together) if event[1] == "begin"]
    assert begun == [(name, 0 if name == "generate" else None) for name in STAGES]


async def test_nothing_is_read_that_was_just_written(
    bench: Bench, source_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    read = bench.library.objects.read

    def noted(key: str) -> bytes:
        asked.append(key)
        return read(key)

    monkeypatch.setattr(bench.library.objects, "read", noted)
    bench.submit(source_id, items=1)
    await bench.invoke("query")
    assert [key for key in asked if "/checkpoints/" in key] == []


async def test_what_another_delivery_has_made_of_the_first_stage_is_looked_for(
    bench: Bench, source_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.submit(source_id, items=1)
    await bench.run("query")
    monkeypatch.setattr(bench.library.catalog, "content", None)
    await bench.run("query")


async def test_a_fan_out_of_several_batches_stands_between(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=3)
    assert await bench.invoke("query") == Handover(next="generate", batches={"generate": 3})
    for batch in range(3):
        await bench.invoke("generate", batch)
    assert (await bench.invoke("compose")).next == "settle"
    assert bench.now.artifact_id is not None


class NothingToGenerate(FaultyExport):
    """Fans out over nothing."""

    async def script(self, parameters: FaultyParameters, query: Query, ctx: StageContext) -> FaultyScript:
        made = await super().script(parameters, query, ctx)
        return made.model_copy(update={"items": list[Item]()})

    async def compose(self, script: FaultyScript, generate: list[Done]) -> Composition:  # type: ignore[override]
        assert (generate, script.items) == ([], [])
        raise InvalidRequest("There is nothing.")


@pytest.mark.parametrize("goes_on", [True, False])
async def test_a_fan_out_over_nothing_is_passed_over(library: MemoryLibrary, source_id: str, goes_on: bool) -> None:
    bench = Bench(library, NothingToGenerate())
    bench.submit(source_id)
    following = "query" if goes_on else "compose"
    if not goes_on:
        await bench.run("query")
        assert (await bench.run("script")).next == "compose"
    with pytest.raises(InvalidRequest, match="nothing"):
        await bench.invoke(following, goes_on=goes_on)


async def test_a_stage_that_needs_more_than_is_left_has_its_own_invocation(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=1)
    # `script` and `generate` mostly take 30 seconds, `compose` 5.
    assert (await bench.invoke("query", seconds=29)).next == "script"
    assert (await bench.invoke("script", seconds=29)).next == "generate"
    assert [event[1:4] for event in story(bench)][-1] == ("end", None, "script")


class Hasty(FaultyExport):
    """Says that it mostly takes next to no time."""

    stages: ClassVar[tuple[Stage, ...]] = tuple(replace(each, usual_seconds=0.01) for each in FaultyExport.stages)


@pytest.mark.usefixtures("idle_time")
async def test_a_stage_whose_time_was_cut_short_is_no_failure(library: MemoryLibrary, source_id: str) -> None:
    bench = Bench(library, Hasty())
    bench.submit(source_id, items=1, stage="script", how="slow", seconds=30)
    assert (await bench.invoke("query", seconds=0.5)).next == "script"
    assert bench.now.error is None
    ended = [event for event in story(bench) if event[1] == "end"]
    assert ended[-1][3] == "script"
    assert "begins again" in ended[-1][-1]
    # It has misbehaved once, as it was told to, and is given its own time now.
    assert (await bench.invoke("script")).next == "settle"


@pytest.mark.usefixtures("idle_time")
async def test_a_stage_that_is_held_elsewhere_is_waited_for_in_an_invocation_of_its_own(
    library: MemoryLibrary, source_id: str
) -> None:
    bench = Bench(library, Hasty())
    bench.submit(source_id, items=1)
    library.jobs.begin_stage(Execution(bench.job.job_id, 1).attempt("script"), JobStatus.SCRIPTING, 60)
    assert (await bench.invoke("query", seconds=0.5)).next == "script"
    assert bench.now.error is None
    assert story(bench)[-1][1:4] == ("end", None, "query")


async def test_a_failure_is_of_the_stage_that_failed(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=1, stage="compose", how="permanent")
    with pytest.raises(InvalidRequest):
        await bench.invoke("query")
    settled = bench.library.jobs.settle(Execution(bench.job.job_id, 1), False, bench.job.created_at)
    assert settled is not None
    assert settled.error is not None
    assert settled.error.stage == "compose"
    assert checkpoints(bench) == {"query", "script", "generate/00000"}


async def test_a_new_execution_reads_what_stands(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=1, stage="compose", how="transient", times=1)
    with pytest.raises(Exception, match="compose"):
        await bench.invoke("query")
    bench.library.jobs.settle(Execution(bench.job.job_id, 1), False, bench.job.created_at - timedelta(hours=1))
    bench.claim()
    assert (await bench.invoke("query")).next == "settle"
    artifact_id = bench.now.artifact_id
    assert artifact_id is not None
    runs = bench.library.catalog.artifact(OWNER, artifact_id).metadata["runs"]
    assert runs == {"script": 1, "generate": [1], "compose": 2}


async def test_a_cancelled_job_goes_on_to_no_other_stage(
    bench: Bench, source_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.submit(source_id, items=1)
    write = bench.library.objects.write_if_absent

    def cancel_when_written(key: str, *rest: Any) -> bool:
        written = write(key, *rest)
        if "/script-" in key:
            bench.library.jobs.cancel(OWNER, bench.job.job_id)
        return written

    monkeypatch.setattr(bench.library.objects, "write_if_absent", cancel_when_written)
    with pytest.raises(JobCancelled):
        await bench.invoke("query")
    assert story(bench)[-1][1:4] == ("end", None, "script")
    assert bench.now.status is JobStatus.CANCELLED
    assert bench.now.error is None


class Careless(FaultyExport):
    """Changes what it was given, and asks what the stage before it left in its folder."""

    left: ClassVar[list[str]] = []

    async def script(self, parameters: FaultyParameters, query: Query, ctx: StageContext) -> FaultyScript:
        ctx.scratch.path("mine").write_text("a file of the script's own")
        query.sources[0].title = "Changed"
        return await super().script(parameters, query, ctx)

    async def compose(  # type: ignore[override]
        self,
        request: ExportRequest,
        parameters: FaultyParameters,
        query: Query,
        script: FaultyScript,
        generate: list[Done],
        ctx: StageContext,
    ) -> Composition:
        self.left.append(query.sources[0].title)
        assert not ctx.scratch.path("mine").exists()
        return await super().compose(request, parameters, script, generate, ctx)


async def test_no_stage_sees_what_another_did_to_its_arguments(library: MemoryLibrary, source_id: str) -> None:
    bench = Bench(library, Careless())
    bench.submit(source_id, items=1)
    assert (await bench.invoke("query")).next == "settle"
    assert Careless.left == [library.catalog.content(OWNER, source_id).metadata.title]


@pytest.mark.usefixtures("idle_time")
async def test_two_deliveries_of_an_invocation_agree(bench: Bench, source_id: str) -> None:
    bench.submit(source_id, items=1, stage="script", how="slow", seconds=0.3)
    began = time.monotonic()
    first, second = await asyncio.gather(bench.invoke("query"), bench.invoke("query"))
    assert first == second == Handover(next="settle", batches={"generate": 1})
    assert time.monotonic() - began < 20
    artifacts = bench.library.catalog.artifacts(OWNER, 10).items
    assert [artifact.artifact_id for artifact in artifacts] == [bench.now.artifact_id]
