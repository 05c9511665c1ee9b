"""Five stages that do nothing, unless they are told to fail, to be slow, to hang, to wait, to pay or to die."""

from __future__ import annotations

import asyncio
import itertools
import os
import resource
import signal
import time
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.artifacts import ExportFormat
from williams.domain.errors import InvalidRequest, ProviderUnavailable
from williams.domain.jobs import JobStatus
from williams.domain.places import Place
from williams.domain.provenance import Citation, Part
from williams.plugin import Composition, ExportPlugin, ExportRequest, FanOut, Query, Stage, StageContext
from williams.plugin.exporting import QUERY, STORE
from williams_faulty.provider import Answer, ask, wait_at_gate

FaultyStage = Literal["script", "generate", "compose"]
_FAILURES: dict[str, tuple[type[Exception], str]] = {
    "transient": (ProviderUnavailable, "fails as it was told to."),
    "permanent": (InvalidRequest, "fails for good as it was told to."),
    "defect": (ZeroDivisionError, "has a defect: DatabaseError {'S': 'ERROR'} at postgres://ada:swordfish@10.0.0.7."),
}


class FaultyParameters(BaseModel):
    """``times`` is how often the named stage misbehaves before it works; ``seconds`` how long ``slow`` takes.

    ``blocked`` takes as long and lets nothing else happen meanwhile; ``gated`` waits at the provider's gate.
    """

    model_config = ConfigDict(extra="forbid")

    stage: FaultyStage | None = None
    how: Literal["transient", "permanent", "defect", "slow", "blocked", "gated", "greedy", "killed"] = "transient"
    times: int = Field(default=1, ge=0)
    seconds: float = Field(default=1.0, ge=0.0, le=600.0)
    items: int = Field(default=3, ge=1, le=2000)
    item: int = Field(default=0, ge=0, description="Which item of the fan-out misbehaves.")
    provider: str | None = Field(default=None, description="Base URL of a provider that each item pays once.")


class Item(BaseModel):
    number: int


class FaultyScript(BaseModel):
    items: list[Item]
    citation: Citation


class Done(BaseModel):
    number: int


class FaultyExport(ExportPlugin):
    """Makes a small text file of its first source's first paragraph.

    Where something was to go wrong, the artifact's metadata say under ``runs`` how often each stage and item was run.
    """

    plugin_id: ClassVar[str] = "export.faulty"
    name: ClassVar[str] = "Faulty Export"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Fails on demand; for tests."
    artifact_type: ClassVar[str] = "faulty"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "faulty"
    label: ClassVar[str] = "Report"
    memory_mb: ClassVar[int] = 256
    lane: ClassVar[int] = 4
    parameters: ClassVar[type[FaultyParameters]] = FaultyParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 20, "Planning", seconds=60, hook="transform"),
        Stage(
            "generate",
            JobStatus.GENERATING,
            40,
            "Generating",
            seconds=60,
            fan_out=FanOut(over="script.items", max_concurrency=4),
            hook="generate",
        ),
        Stage("compose", JobStatus.COMPOSING, 20, "Composing", seconds=10, hook="generate"),
        STORE,
    )

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and FaultyParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return bool(source_ids)

    async def script(self, parameters: FaultyParameters, query: Query, ctx: StageContext) -> FaultyScript:
        await self._misbehave("script", None, parameters, ctx)
        source = query.sources[0]
        first = ctx.library.paragraphs(source.content_id)[0]
        citation = Citation(content_id=source.content_id, paragraph_id=first.paragraph_id, start=0, end=len(first.text))
        return FaultyScript(items=[Item(number=n) for n in range(parameters.items)], citation=citation)

    async def generate(self, item: Item, parameters: FaultyParameters, ctx: StageContext) -> Done:
        await self._misbehave("generate", item.number, parameters, ctx)
        if parameters.provider is not None:
            await self._pay(parameters.provider, item, ctx)
        return Done(number=item.number)

    @staticmethod
    async def _pay(provider: str, item: Item, ctx: StageContext) -> None:
        question = {"job_id": ctx.job_id, "item": item.number, "pid": os.getpid()}
        await ctx.paid.once(["answer"], Answer, lambda: ask(provider, question))

    async def compose(
        self,
        request: ExportRequest,
        parameters: FaultyParameters,
        script: FaultyScript,
        generate: list[Done],
        ctx: StageContext,
    ) -> Composition:
        await self._misbehave("compose", None, parameters, ctx)
        text = "\n".join(str(done.number) for done in generate)
        file = ctx.scratch.save("compose/faulty.txt", text.encode(), "text/plain")
        parts = [
            Part(
                part_id=f"{request.artifact_id}.{done.number}",
                label="Section",
                ordinal=done.number,
                text=str(done.number),
                place=Place(anchor=f"faulty.txt#line={done.number},{done.number + 1}"),
                citations=[script.citation],
            )
            for done in generate
        ]
        runs = self._runs(parameters, ctx) if parameters.stage else {}
        return Composition(title="Faulty", files={"faulty.txt": file}, primary="faulty.txt", parts=parts, metadata=runs)

    def _runs(self, parameters: FaultyParameters, ctx: StageContext) -> dict[str, Any]:
        def before(place: str) -> int:
            return self._run_number(place, ctx) - 1

        items = [before(f"generate-{number}") for number in range(parameters.items)]
        return {"runs": {"script": before("script"), "generate": items, "compose": before("compose")}}

    async def _misbehave(self, stage: str, item: int | None, parameters: FaultyParameters, ctx: StageContext) -> None:
        if parameters.stage is None:
            return
        self._run_number(stage if item is None else f"{stage}-{item}", ctx)
        chosen = parameters.stage == stage and item in (None, parameters.item)
        if chosen and self._counted(stage, parameters.times, ctx):
            await self._go_wrong(stage, parameters)

    @staticmethod
    async def _go_wrong(stage: str, parameters: FaultyParameters) -> None:
        if parameters.how in _FAILURES:
            error, message = _FAILURES[parameters.how]
            raise error(f"The stage {stage} {message}")
        match parameters.how:
            case "slow":
                await asyncio.sleep(parameters.seconds)
            case "blocked":
                time.sleep(parameters.seconds)
            case "gated":
                await wait_at_gate(parameters.provider or "")
            case "greedy":
                _use_up_the_memory()
            case "killed":
                os.kill(os.getpid(), signal.SIGKILL)

    @staticmethod
    def _run_number(place: str, ctx: StageContext) -> int:
        """Return the number of this run, from 1; counted by objects, which outlast every failure."""
        return next(number for number in itertools.count(1) if ctx.scratch.claim(f"faulty/run-{place}-{number}"))

    @staticmethod
    def _counted(stage: str, times: int, ctx: StageContext) -> bool:
        """Return whether this attempt is one of the first ``times``; counted by objects, so that a kill counts too."""
        return any(ctx.scratch.claim(f"faulty/{stage}-{attempt}") for attempt in range(times))


def _use_up_the_memory() -> None:
    """Ask for more than there is, under a limit as low as a function's own; the worker's is put back afterwards."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (FaultyExport.memory_mb << 20, before[1]))
    try:
        bytearray(FaultyExport.memory_mb << 20)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
