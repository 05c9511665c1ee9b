"""The maker of reports."""

from __future__ import annotations

from typing import Any, ClassVar

from williams_publishing.fonts import FONT_FILES

from williams.domain.artifacts import ExportFormat
from williams.domain.jobs import JobStatus
from williams.domain.model_files import ModelFile
from williams.plugin import Composition, ExportPlugin, ExportRequest, Query, Stage, StageContext
from williams.plugin.engines import TEXT
from williams.plugin.exporting import QUERY, STORE, ExpectedLength
from williams_export_report.models import Manuscript, ReportParameters


class ReportExport(ExportPlugin):
    """What sources say about a matter, in statements of which each names its paragraphs."""

    plugin_id: ClassVar[str] = "export.report"
    name: ClassVar[str] = "Report"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "A report as PDF, DOCX, HTML and Markdown; every statement has its footnote and source."
    )
    artifact_type: ClassVar[str] = "report"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "reports"
    label: ClassVar[str] = "Report"
    needs: ClassVar[frozenset[str]] = frozenset({"text"})
    model_files: ClassVar[tuple[ModelFile, ...]] = FONT_FILES
    memory_mb: ClassVar[int] = 2048
    parameters: ClassVar[type[ReportParameters]] = ReportParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 55, "Writing the report", hook="transform"),
        Stage("compose", JobStatus.COMPOSING, 30, "Setting the report", seconds=300, hook="generate"),
        STORE,
    )

    def expected_length(self, parameters: dict[str, Any], source_words: int) -> ExpectedLength:
        return ExpectedLength(words=min(ReportParameters.model_validate(parameters).words, source_words))

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and ReportParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return len(source_ids) == len(set(source_ids))

    async def script(self, parameters: ReportParameters, query: Query, ctx: StageContext) -> Manuscript:
        from williams_export_report.manuscript import manuscript_of
        from williams_export_report.writing.task import report_task

        task = report_task(parameters, query, ctx.library)
        return manuscript_of(parameters, query, await ctx.engine(TEXT, parameters.writer).write(task))

    async def compose(
        self,
        request: ExportRequest,
        parameters: ReportParameters,
        query: Query,
        script: Manuscript,
        ctx: StageContext,
    ) -> Composition:
        from williams_export_report.composition import compose

        return compose(request, parameters, query, script, ctx)
