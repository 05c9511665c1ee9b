"""The maker of newsletters."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from williams_publishing.fonts import FONT_FILES

from williams.domain.artifacts import ExportFormat
from williams.domain.jobs import JobStatus
from williams.domain.layer_recipes import LayerRecipe
from williams.domain.model_files import ModelFile
from williams.plugin import Composition, ExportPlugin, ExportRequest, Query, Stage, StageContext
from williams.plugin.engines import MAIL, TEXT
from williams.plugin.exporting import QUERY, STORE, ExpectedLength
from williams_export_newsletter.models import Issue, NewsletterParameters

_WORDS_A_STORY: Final = 60


class NewsletterExport(ExportPlugin):
    """Stories of the sources as a mail; every sentence says which paragraphs it stands on."""

    plugin_id: ClassVar[str] = "export.newsletter"
    name: ClassVar[str] = "Newsletter"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Stories of the sources as a mail, a page and plain text; every sentence is traced."
    artifact_type: ClassVar[str] = "newsletter"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "newsletters"
    label: ClassVar[str] = "Newsletter"
    needs: ClassVar[frozenset[str]] = frozenset({"text", "mail"})
    model_files: ClassVar[tuple[ModelFile, ...]] = FONT_FILES
    # Figures are made smaller with Pillow; nobody draws letters with it.
    layer: ClassVar[LayerRecipe] = LayerRecipe(
        prune=(
            "PIL/_avif*",
            "PIL/_imagingcms*",
            "PIL/_imagingft*",
            "pillow.libs/libavif*",
            "pillow.libs/libbrotli*",
            "pillow.libs/libfreetype*",
            "pillow.libs/libharfbuzz*",
            "pillow.libs/liblcms2*",
        )
    )
    memory_mb: ClassVar[int] = 1024
    parameters: ClassVar[type[NewsletterParameters]] = NewsletterParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 55, "Choosing the stories", hook="transform"),
        Stage("typeset", JobStatus.COMPOSING, 30, "Setting the newsletter", seconds=120, hook="generate"),
        Stage("send", JobStatus.COMPOSING, 10, "Sending it to those who are named", seconds=600, usual_seconds=5),
        STORE,
    )

    def expected_length(self, parameters: dict[str, Any], source_words: int) -> ExpectedLength:
        asked = NewsletterParameters.model_validate(parameters)
        return ExpectedLength(words=min(asked.stories * _WORDS_A_STORY, source_words), mails=len(asked.send_to))

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and NewsletterParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return len(source_ids) == len(set(source_ids))

    async def script(self, parameters: NewsletterParameters, query: Query, ctx: StageContext) -> Issue:
        from williams_export_newsletter.script import issue_of, task_of

        if parameters.send_to:
            _ = ctx.engine(MAIL).sender  # says what to set before anything is paid for
        task = task_of(parameters, query, ctx.library)
        return issue_of(query, task, await ctx.engine(TEXT, parameters.writer).write(task))

    async def typeset(
        self,
        request: ExportRequest,
        parameters: NewsletterParameters,
        query: Query,
        script: Issue,
        ctx: StageContext,
    ) -> Composition:
        from williams_export_newsletter.composition import compose

        return compose(request, parameters, query, script, ctx)

    async def send(
        self,
        request: ExportRequest,
        parameters: NewsletterParameters,
        query: Query,
        script: Issue,
        typeset: Composition,
        ctx: StageContext,
    ) -> Composition:
        from williams_export_newsletter.sending import send

        return await send(request, parameters, query, script, typeset, ctx) if parameters.send_to else typeset
