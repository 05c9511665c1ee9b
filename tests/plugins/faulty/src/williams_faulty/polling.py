"""An export whose provider works by itself: a clip for each scene, and a film, each a task that is asked for again."""

from __future__ import annotations

import os
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.artifacts import ExportFormat
from williams.domain.jobs import JobStatus
from williams.domain.places import Place
from williams.domain.provenance import Citation, Part
from williams.plugin import (
    Composition,
    ExportPlugin,
    ExportRequest,
    FanOut,
    Pending,
    Poll,
    Query,
    Stage,
    StageContext,
)
from williams.plugin.exporting import QUERY, STORE
from williams_faulty import provider
from williams_faulty.provider import Answer


class PollingParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    provider: str = Field(default="", description="Base URL of the provider that works on tasks. Without one: nobody.")
    items: int = Field(default=2, ge=1, le=100)


class Scene(BaseModel):
    number: int


class Plan(BaseModel):
    scenes: list[Scene]
    citation: Citation


class PollingExport(ExportPlugin):
    """Orders a clip for each scene and a film of all; under names of its own, and with an id of two dots."""

    plugin_id: ClassVar[str] = "export.faulty.polling"
    name: ClassVar[str] = "Polling Export"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Waits for a provider; for tests."
    artifact_type: ClassVar[str] = "faulty-film"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "faulty-films"
    label: ClassVar[str] = "Report"
    memory_mb: ClassVar[int] = 256
    lane: ClassVar[int] = 4
    parameters: ClassVar[type[PollingParameters]] = PollingParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("plan", JobStatus.SCRIPTING, 10, "Planning", seconds=60, hook="transform"),
        Stage(
            "clips",
            JobStatus.GENERATING,
            40,
            "Waiting for clips",
            seconds=60,
            fan_out=FanOut("plan.scenes", max_concurrency=4, batch=2),
            hook="generate",
            poll=Poll(every=1, at_most=30),
        ),
        Stage(
            "film",
            JobStatus.GENERATING,
            40,
            "Waiting for the film",
            seconds=60,
            hook="generate",
            poll=Poll(every=1, at_most=30),
        ),
        Stage("reel", JobStatus.COMPOSING, 10, "Packing", seconds=60, hook="generate"),
        STORE,
    )

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and PollingParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return bool(source_ids)

    async def plan(self, parameters: PollingParameters, query: Query, ctx: StageContext) -> Plan:
        source = query.sources[0]
        first = ctx.library.paragraphs(source.content_id)[0]
        citation = Citation(content_id=source.content_id, paragraph_id=first.paragraph_id, start=0, end=len(first.text))
        return Plan(scenes=[Scene(number=n) for n in range(parameters.items)], citation=citation)

    async def clips(self, item: Scene, parameters: PollingParameters, ctx: StageContext) -> Answer | Pending:
        return await self._made(item.number, parameters.provider, ctx)

    async def film(self, parameters: PollingParameters, clips: list[Answer], ctx: StageContext) -> Answer | Pending:
        return await self._made(len(clips), parameters.provider, ctx)

    @staticmethod
    async def _made(number: int, url: str, ctx: StageContext) -> Answer | Pending:
        if not url:
            return Answer(text=f"Scene {number}", cost_usd=0.0)
        question = {"job_id": ctx.job_id, "item": number, "pid": os.getpid()}
        return await ctx.paid.task(
            ["film"],
            Answer,
            submit=lambda: provider.submit(url, question),
            poll=lambda task: provider.poll(url, task),
            cancel=lambda task: provider.take_back(url, task),
        )

    async def reel(
        self, request: ExportRequest, plan: Plan, clips: list[Answer], film: Answer, ctx: StageContext
    ) -> Composition:
        text = "\n".join([*(clip.text for clip in clips), film.text])
        file = ctx.scratch.save("reel/film.txt", text.encode(), "text/plain")
        parts = [
            Part(
                part_id=f"{request.artifact_id}.{number}",
                label="Section",
                ordinal=number,
                text=clip.text,
                place=Place(anchor=f"film.txt#line={number},{number + 1}"),
                citations=[plan.citation],
            )
            for number, clip in enumerate(clips)
        ]
        return Composition(title="Film", files={"film.txt": file}, primary="film.txt", parts=parts)
