"""A library in memory with one source, and a way to run stages one by one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from williams_faulty import FaultyExport

from williams.domain import ids
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobKind
from williams.pipeline.invocation import Handover, Invocation
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline, StageContext
from williams_testing.factories import make_content, make_job, make_paragraphs
from williams_testing.library import OWNER, MemoryLibrary

# Of a job that nobody cancels.
WANTED = cast(StageContext, SimpleNamespace(check_cancelled=lambda: None))
TEXTS = ("Shelves keep books.", "Books keep stories.", "Stories keep their sources.")


@dataclass
class Bench:
    """One faulty export that was submitted and claimed."""

    library: MemoryLibrary
    plugin: Plugin = field(default_factory=FaultyExport)
    job: Job = field(init=False)
    execution: Execution = field(init=False)

    def submit(self, source_id: str, **parameters: object) -> None:
        request = {
            "artifact_id": ids.new_id("art"),
            "source_ids": [source_id],
            "format": "faulty",
            "parameters": parameters,
        }
        self.job = make_job(
            OWNER, self.plugin.plugin_id, kind=JobKind.EXPORT, url=None, content_type="faulty", request=request
        )
        self.library.jobs.submit(self.job, None, "")
        self.claim()

    def claim(self) -> None:
        (claim,) = self.library.jobs.claim({}, default_lane=1, limit=1)
        self.execution = claim.execution

    async def run(self, stage: str, batch: int | None = None, seconds: float = 20.0) -> Handover:
        """Run one stage, or one batch, and nothing after it."""
        return await self.invoke(stage, batch, seconds, goes_on=False)

    async def invoke(
        self, stage: str, batch: int | None = None, seconds: float = 600.0, goes_on: bool = True
    ) -> Handover:
        deadline = Deadline(time.monotonic() + seconds)
        attempt = self.execution.attempt(stage, batch)
        return await Invocation(self.library.toolbox, self.plugin, attempt, deadline, goes_on=goes_on).run()

    async def run_until(self, stage: str) -> None:
        """Run every stage before the given one."""
        batches: dict[str, int] = {}
        for each in self.plugin.stages:
            if each.name == stage:
                return
            for batch in range(batches[each.name]) if each.fan_out else (None,):
                batches |= (await self.run(each.name, batch)).batches

    @property
    def now(self) -> Job:
        return self.library.jobs.job(OWNER, self.job.job_id)


def add_source(library: MemoryLibrary, owner: str = OWNER, texts: Sequence[str] = TEXTS, **fields: Any) -> str:
    content = make_content(owner, texts, **fields)
    paragraphs = make_paragraphs(content.content_id, texts)
    library.graph.write_document(content, paragraphs)
    library.catalog.commit_import(content, paragraphs)
    return content.content_id


@pytest.fixture
def library() -> MemoryLibrary:
    return MemoryLibrary()


@pytest.fixture
def bench(library: MemoryLibrary) -> Bench:
    return Bench(library)


@pytest.fixture
def source_id(library: MemoryLibrary) -> str:
    return add_source(library)


@pytest.fixture
async def idle_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes only while everybody waits, and then at once: how long it takes to compute is nobody's business."""
    selector: Any = asyncio.get_running_loop()._selector  # type: ignore[attr-defined]  # nothing public tells of idleness
    look, now = selector.select, time.monotonic()

    def select(timeout: float | None = None) -> list[Any]:
        nonlocal now
        found: list[Any] = look(timeout and 0.0)
        if timeout and not found:
            now += timeout
        return found

    monkeypatch.setattr(selector, "select", select)
    monkeypatch.setattr(time, "monotonic", lambda: now)
