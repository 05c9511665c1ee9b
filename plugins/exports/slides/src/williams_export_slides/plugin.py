"""The maker of slides."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from williams_publishing.fonts import FONT_FILES

from williams.domain.artifacts import ExportFormat
from williams.domain.errors import EmptyContent
from williams.domain.jobs import JobStatus
from williams.domain.layer_recipes import LayerRecipe
from williams.domain.model_files import ModelFile
from williams.plugin import Composition, ExportPlugin, ExportRequest, Query, Stage, StageContext
from williams.plugin.engines import TEXT
from williams.plugin.exporting import QUERY, STORE, ExpectedLength
from williams_export_slides.models import SlidesParameters, Talk

_WORDS_A_SLIDE: Final = 45


class SlidesExport(ExportPlugin):
    """Slides about the sources; every statement on them says which paragraphs it stands on."""

    plugin_id: ClassVar[str] = "export.slides"
    name: ClassVar[str] = "Slides"
    version: ClassVar[str] = "1.3.0"
    description: ClassVar[str] = "A presentation and a PDF of the same slides; every statement is traced."
    artifact_type: ClassVar[str] = "slides"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "slides"
    label: ClassVar[str] = "SlideDeck"
    needs: ClassVar[frozenset[str]] = frozenset({"text", "pictures"})
    model_files: ClassVar[tuple[ModelFile, ...]] = FONT_FILES
    # python-pptx reads the sizes of PNG and JPEG with Pillow; nobody draws letters with it, nor compares HTML.
    layer: ClassVar[LayerRecipe] = LayerRecipe(
        prune=(
            "PIL/_avif*",
            "PIL/_imagingcms*",
            "PIL/_imagingft*",
            "lxml/html/*diff*",
            "lxml/includes",
            "lxml/isoschematron",
            "pillow.libs/libavif*",
            "pillow.libs/libbrotli*",
            "pillow.libs/libfreetype*",
            "pillow.libs/libharfbuzz*",
            "pillow.libs/liblcms2*",
            "typst-*.dist-info/sboms",
        )
    )
    memory_mb: ClassVar[int] = 2048
    parameters: ClassVar[type[SlidesParameters]] = SlidesParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 55, "Choosing what the slides say", hook="transform"),
        Stage("compose", JobStatus.COMPOSING, 30, "Setting the slides", seconds=180, hook="generate"),
        STORE,
    )

    def expected_length(self, parameters: dict[str, Any], source_words: int) -> ExpectedLength:
        asked = SlidesParameters.model_validate(parameters)
        return ExpectedLength(words=min(asked.slides * _WORDS_A_SLIDE, source_words))

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and SlidesParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return len(source_ids) == len(set(source_ids))

    async def script(self, parameters: SlidesParameters, query: Query, ctx: StageContext) -> Talk:
        from williams_export_slides.script import has_figures, talk_of, task_of, wordless

        task = task_of(parameters, query, ctx.library)
        try:
            return talk_of(query, task, await ctx.engine(TEXT, parameters.writer).write(task))
        except EmptyContent:
            if parameters.figures and has_figures(query, ctx.library):
                return wordless(task)
            raise

    async def compose(
        self,
        request: ExportRequest,
        parameters: SlidesParameters,
        query: Query,
        script: Talk,
        ctx: StageContext,
    ) -> Composition:
        from williams_export_slides.composition import compose

        return await compose(request, parameters, query, script, ctx)
