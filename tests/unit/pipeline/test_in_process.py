"""A whole pipeline in this process leaves the same records as one that the state machine ran."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import pytest
from williams_faulty import FaultyExport

from tests.unit.plugin.samples import TextImport
from williams.domain.artifacts import ExportFormat
from williams.domain.errors import InvalidRequest, ProviderUnavailable
from williams.domain.ids import new_id
from williams.domain.jobs import Job, JobStatus
from williams.plugin.exporting import ExportRequest, ExportResult
from williams_testing.factories import WHEN, make_job
from williams_testing.library import OWNER, MemoryLibrary

URL = "upload://up_1/a.txt"


async def generate(library: MemoryLibrary, source_id: str, **parameters: Any) -> tuple[ExportResult, Job]:
    plugin = FaultyExport()
    library.bind(plugin)
    job_id = new_id("job")
    request = ExportRequest(
        job_id="another, which does not count",
        owner=OWNER,
        artifact_id=new_id("art"),
        source_ids=[source_id],
        format="faulty",
        parameters=parameters,
        requested_at=WHEN,
    )
    return await plugin.generate_content(request, job_id), library.jobs.job(OWNER, job_id)


async def test_an_export_gives_v2s_result(library: MemoryLibrary, source_id: str) -> None:
    result, job = await generate(library, source_id, items=2)
    assert (result.format, result.source_ids) == (ExportFormat.DOCUMENT, [source_id])
    assert library.objects.read(result.artifacts["faulty.txt"]) == b"0\n1"
    assert (job.status, job.progress_percent, job.artifact_id) == (JobStatus.COMPLETED, 100.0, result.artifact_id)
    record = library.progress.record(job.job_id)
    assert record is not None
    assert [event.status.value for event in record.history] == [
        "querying",
        "scripting",
        "generating",
        "composing",
        "storing",
        "completed",
    ]
    assert record.latest.progress == 100.0


Failure = Literal["transient", "permanent", "defect"]


@pytest.mark.parametrize(
    ("how", "error", "code"),
    [
        ("transient", ProviderUnavailable, "provider-unavailable"),
        ("permanent", InvalidRequest, "invalid-request"),
        ("defect", ZeroDivisionError, "internal-error"),
    ],
)
async def test_a_failure_is_raised_and_settled_not_retried(
    library: MemoryLibrary, source_id: str, how: Failure, error: type[Exception], code: str
) -> None:
    with pytest.raises(error):
        await generate(library, source_id, stage="compose", how=how)
    (job,) = library.jobs.jobs(OWNER, 10).items
    assert (job.status, job.claimed_at, job.retry_count) == (JobStatus.FAILED, None, 0)
    assert job.error is not None
    assert (job.error.code, job.error.stage) == (code, "compose")
    record = library.progress.record(job.job_id)
    assert record is not None
    assert record.latest.status is JobStatus.FAILED
    assert record.latest.progress < 100.0
    assert library.catalog.artifacts(OWNER, 10).items == []


async def test_a_failure_is_in_nobodys_way(library: MemoryLibrary, source_id: str) -> None:
    with pytest.raises(ZeroDivisionError):
        await generate(library, source_id, stage="script", how="defect")
    _, job = await generate(library, source_id)
    assert job.status is JobStatus.COMPLETED


async def test_pipelines_run_side_by_side() -> None:
    library, plugin = MemoryLibrary({f"{URL}{n}": f"text {n}".encode() for n in range(3)}), TextImport()
    library.bind(plugin)
    made = await asyncio.gather(*(plugin.import_content(f"{URL}{n}", new_id("job")) for n in range(3)))
    assert len(set(made)) == 3


async def test_a_waiting_job_is_left_to_its_dispatcher(library: MemoryLibrary, source_id: str) -> None:
    waiting = make_job(OWNER, "export.faulty", priority=10)
    library.jobs.submit(waiting, None, "")
    await generate(library, source_id)
    left = library.jobs.job(OWNER, waiting.job_id)
    assert (left.status, left.claimed_at) == (JobStatus.PENDING, None)


async def test_a_cancelled_pipeline_stops(library: MemoryLibrary, source_id: str) -> None:
    running = asyncio.create_task(generate(library, source_id, stage="script", how="slow", seconds=30))
    while not (jobs := library.jobs.jobs(OWNER, 1).items) or jobs[0].status is not JobStatus.SCRIPTING:
        await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert library.jobs.jobs(OWNER, 1).items[0].claimed_at is None
