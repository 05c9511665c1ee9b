"""The export: a text file with one part for each point."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.artifacts import ExportFormat
from williams.domain.content import ParagraphKind
from williams.domain.jobs import JobStatus
from williams.domain.places import Place
from williams.domain.provenance import ModelUsed, Part
from williams.plugin import Composition, ExportPlugin, ExportRequest, Query, Stage, StageContext
from williams.plugin.engines import Grounded
from williams.plugin.exporting import QUERY, STORE


class PointsParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    points: int = Field(default=5, ge=1, le=50, description="How many points there are at most.")
    title: str = Field(default="In short", min_length=1, max_length=200)


class Script(BaseModel):
    """``left_out`` counts points that stood on nothing."""

    points: list[Grounded]
    model: ModelUsed
    cost_usd: float
    left_out: int


class PointsExport(ExportPlugin):
    plugin_id: ClassVar[str] = "export.points"
    name: ClassVar[str] = "Points"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "A text file with what the sources say, in a few points."
    artifact_type: ClassVar[str] = "points"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "points"
    label: ClassVar[str] = "Points"
    needs: ClassVar[frozenset[str]] = frozenset({"text"})
    memory_mb: ClassVar[int] = 256
    parameters: ClassVar[type[PointsParameters]] = PointsParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 50, "Writing the points"),
        Stage("compose", JobStatus.COMPOSING, 30, "Writing the file", seconds=60),
        STORE,
    )

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and PointsParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return len(source_ids) == len(set(source_ids))

    async def script(self, parameters: PointsParameters, query: Query, ctx: StageContext) -> Script:
        from williams_export_digest.task import Summary

        passages = [
            source.passage(paragraph)
            for source in query.sources
            for paragraph in ctx.library.paragraphs(source.content_id)
            if paragraph.kind is ParagraphKind.BODY
        ]
        language = next((source.language for source in query.sources if source.language), "en")
        written = await ctx.text.write(Summary(passages=tuple(passages), language=language, most=parameters.points))
        return Script(
            points=written.answer.points,
            model=written.engine,
            cost_usd=written.cost_usd,
            left_out=written.dropped,
        )

    async def compose(
        self, request: ExportRequest, parameters: PointsParameters, script: Script, ctx: StageContext
    ) -> Composition:
        head = [parameters.title, ""]
        lines = [*head, *(f"- {point.text}" for point in script.points)]
        if script.left_out:
            lines += ["", f"Left out: {script.left_out} points that stood on nothing."]
        file = ctx.scratch.save("compose/points.txt", "\n".join(lines).encode() + b"\n", "text/plain; charset=utf-8")
        return Composition(
            title=parameters.title,
            files={"points.txt": file},
            primary="points.txt",
            parts=[_part(request, ordinal, point, len(head) + ordinal) for ordinal, point in enumerate(script.points)],
            models=[script.model],
            metadata={"cost_usd": script.cost_usd},
        )


def _part(request: ExportRequest, ordinal: int, point: Grounded, line: int) -> Part:
    """``line`` counts from 0, as in the fragments of text files (RFC 5147)."""
    return Part(
        part_id=f"{request.artifact_id}.{ordinal}",
        label="Point",
        ordinal=ordinal,
        text=point.text,
        role="point",
        place=Place(anchor=f"points.txt#line={line},{line + 1}"),
        citations=list(point.citations),
    )
