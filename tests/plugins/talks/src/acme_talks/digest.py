"""Exports a digest: the first words of each source, on one page of Markdown."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.artifacts import ExportFormat
from williams.domain.citing import in_words
from williams.domain.content import Paragraph, ParagraphKind
from williams.domain.errors import EmptyContent
from williams.domain.jobs import JobStatus
from williams.domain.places import Place
from williams.domain.provenance import Citation, Part
from williams.plugin import Composition, ExportPlugin, ExportRequest, FanOut, Query, Source, Stage, StageContext
from williams.plugin.exporting import QUERY, STORE

_SHORTEST = 20


class DigestParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    paragraphs: int = Field(default=3, ge=1, le=20, description="How many paragraphs of each source are quoted.")
    title: str = Field(default="Digest", min_length=1, max_length=200)


class Outline(BaseModel):
    """What is fanned out over: one item for each source."""

    sources: list[Source]


class Quote(BaseModel):
    text: str
    place: str
    citation: Citation


class Excerpt(BaseModel):
    heading: str
    quotes: list[Quote]


class DigestExport(ExportPlugin):
    plugin_id: ClassVar[str] = "export.digest.short"
    name: ClassVar[str] = "Digest"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "A page of Markdown with the first words of each source."
    artifact_type: ClassVar[str] = "digest"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "digests"
    label: ClassVar[str] = "Digest"
    memory_mb: ClassVar[int] = 256
    lane: ClassVar[int] = 2
    parameters: ClassVar[type[DigestParameters]] = DigestParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("outline", JobStatus.SCRIPTING, 10, "Planning the page", seconds=60, hook="transform"),
        Stage(
            "excerpt",
            JobStatus.GENERATING,
            50,
            "Reading the sources",
            seconds=60,
            fan_out=FanOut("outline.sources", 4),
            hook="generate",
        ),
        Stage("page", JobStatus.COMPOSING, 20, "Writing the page", seconds=60, hook="generate"),
        STORE,
    )

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and DigestParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return len(source_ids) == len(set(source_ids))

    async def outline(self, query: Query) -> Outline:
        return Outline(sources=sorted(query.sources, key=lambda source: source.title))

    async def excerpt(self, item: Source, parameters: DigestParameters, ctx: StageContext) -> Excerpt:
        told = [paragraph for paragraph in ctx.library.paragraphs(item.content_id) if _is_told(paragraph)]
        quotes = [_quote(item, paragraph) for paragraph in told[: parameters.paragraphs]]
        authors = f" ({', '.join(item.authors)})" if item.authors else ""
        return Excerpt(heading=f"{item.title}{authors}", quotes=quotes)

    async def page(
        self, request: ExportRequest, parameters: DigestParameters, excerpt: list[Excerpt], ctx: StageContext
    ) -> Composition:
        lines = [f"# {parameters.title}"]
        parts: list[Part] = []
        for each in excerpt:
            lines += ["", f"## {each.heading}", ""]
            for quote in each.quotes:
                parts.append(_part(request, len(parts), each.heading, quote, len(lines)))
                lines.append(f"- {quote.text} ({quote.place})")
        if not parts:
            raise EmptyContent("None of the sources has a paragraph to quote. Choose other ones.")
        file = ctx.scratch.save("page/digest.md", "\n".join(lines).encode() + b"\n", "text/markdown")
        return Composition(title=parameters.title, files={"digest.md": file}, primary="digest.md", parts=parts)


def _is_told(paragraph: Paragraph) -> bool:
    return paragraph.kind is ParagraphKind.BODY and len(paragraph.text) >= _SHORTEST


def _quote(source: Source, paragraph: Paragraph) -> Quote:
    citation = Citation(
        content_id=source.content_id, paragraph_id=paragraph.paragraph_id, start=0, end=len(paragraph.text)
    )
    return Quote(text=paragraph.text, place=in_words(paragraph.place), citation=citation)


def _part(request: ExportRequest, ordinal: int, heading: str, quote: Quote, line: int) -> Part:
    """``line`` counts from 0, as in the fragments of text files (RFC 5147)."""
    return Part(
        part_id=f"{request.artifact_id}.{ordinal}",
        label="Section",
        ordinal=ordinal,
        text=quote.text,
        heading=heading,
        role="quotation",
        place=Place(anchor=f"digest.md#line={line},{line + 1}"),
        citations=[quote.citation],
    )
