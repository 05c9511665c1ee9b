"""The maker of books."""

from __future__ import annotations

from typing import Any, ClassVar

from williams_publishing.fonts import FONT_FILES

from williams.domain.artifacts import ExportFormat
from williams.domain.jobs import JobStatus
from williams.domain.model_files import ModelFile
from williams.plugin import Composition, ExportPlugin, ExportRequest, Query, Stage, StageContext
from williams.plugin.engines import TEXT
from williams.plugin.exporting import QUERY, STORE, ExpectedLength
from williams_export_ebook.models import EbookParameters, Manuscript


class EbookExport(ExportPlugin):
    """A book of the sources, whole or in short; every paragraph leads to its source and place."""

    plugin_id: ClassVar[str] = "export.ebook"
    name: ClassVar[str] = "Ebook"
    version: ClassVar[str] = "1.1.0"
    description: ClassVar[str] = "An EPUB of the sources, whole or as a digest; every paragraph leads to its source."
    artifact_type: ClassVar[str] = "ebook"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "ebooks"
    label: ClassVar[str] = "Ebook"
    needs: ClassVar[frozenset[str]] = frozenset({"text"})
    model_files: ClassVar[tuple[ModelFile, ...]] = FONT_FILES
    memory_mb: ClassVar[int] = 2048
    parameters: ClassVar[type[EbookParameters]] = EbookParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 35, "Choosing what the book holds", hook="transform"),
        Stage("compose", JobStatus.COMPOSING, 50, "Making the book", seconds=600, hook="generate"),
        STORE,
    )

    def expected_length(self, parameters: dict[str, Any], source_words: int) -> ExpectedLength:
        asked = EbookParameters.model_validate(parameters)
        return ExpectedLength(words=source_words if asked.mode == "complete" else min(asked.words, source_words))

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and EbookParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return len(source_ids) == len(set(source_ids))

    async def script(self, parameters: EbookParameters, query: Query, ctx: StageContext) -> Manuscript:
        from williams_export_ebook.digest.task import digest_task
        from williams_export_ebook.manuscript import complete, digest_of, refuse_too_much

        if parameters.mode == "complete":
            refuse_too_much(query)
            return complete(parameters, query)
        task = digest_task(parameters, query, ctx.library)
        return digest_of(parameters, query, await ctx.engine(TEXT, parameters.writer).write(task))

    async def compose(
        self,
        request: ExportRequest,
        parameters: EbookParameters,
        query: Query,
        script: Manuscript,
        ctx: StageContext,
    ) -> Composition:
        from williams_export_ebook.composition import compose

        return compose(request, parameters, query, script, ctx)
