"""The podcast generator."""

from __future__ import annotations

from typing import Any, ClassVar

from williams.domain.artifacts import ExportFormat
from williams.domain.jobs import JobStatus
from williams.plugin import Composition, ExportPlugin, ExportRequest, FanOut, Query, Stage, StageContext
from williams.plugin.exporting import QUERY, STORE, ExpectedLength
from williams_export_podcast.models import PodcastScript, ScriptLine, SpokenLine
from williams_export_podcast.parameters import WORDS_PER_MINUTE, PodcastParameters


class PodcastExport(ExportPlugin):
    """Voices talk about the sources; every line says which paragraphs it stands on."""

    plugin_id: ClassVar[str] = "export.podcast"
    name: ClassVar[str] = "Podcast Generator"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "One to four voices talk about the sources; every line is traced to its paragraph and page."
    )
    artifact_type: ClassVar[str] = "podcast"
    export_format: ClassVar[ExportFormat] = ExportFormat.AUDIO
    folder: ClassVar[str] = "podcasts"
    label: ClassVar[str] = "Podcast"
    needs: ClassVar[frozenset[str]] = frozenset({"text", "speech", "media"})
    memory_mb: ClassVar[int] = 2048
    lane: ClassVar[int] = 3
    parameters: ClassVar[type[PodcastParameters]] = PodcastParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 15, "Writing the script", hook="transform"),
        Stage(
            "generate",
            JobStatus.GENERATING,
            45,
            "Speaking the lines",
            # Forty lines by an engine that speaks one at a time, no faster than they are heard.
            seconds=600,
            fan_out=FanOut(over="script.lines", max_concurrency=4, batch=40),
            hook="generate",
        ),
        Stage("compose", JobStatus.COMPOSING, 25, "Composing the episode", seconds=600, hook="generate"),
        STORE,
    )

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and PodcastParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return bool(source_ids)

    def expected_length(self, parameters: dict[str, Any], source_words: int) -> ExpectedLength:
        words = min(round(PodcastParameters.model_validate(parameters).minutes * WORDS_PER_MINUTE), source_words)
        return ExpectedLength(words=words, seconds=round(words / WORDS_PER_MINUTE * 60))

    def spoken_languages(self, parameters: dict[str, Any], languages: list[str | None]) -> list[str]:
        from williams_export_podcast.telling import hosts_language

        asked = PodcastParameters.model_validate(parameters)
        own = [] if asked.language else [language for language in languages if language]
        return list(dict.fromkeys([hosts_language(asked, languages), *own]))

    async def script(self, parameters: PodcastParameters, query: Query, ctx: StageContext) -> PodcastScript:
        from williams_export_podcast.script import timed_script
        from williams_export_podcast.telling import check_voices, told_sources

        told = told_sources(parameters, query, ctx.library)
        check_voices(parameters, told.language, ctx)
        return await timed_script(parameters, told, ctx)

    async def generate(self, item: ScriptLine, script: PodcastScript, ctx: StageContext) -> SpokenLine:
        from williams_export_podcast.speaking import speak

        return item.spoken or await speak(item, script.language, ctx)

    async def compose(
        self,
        request: ExportRequest,
        parameters: PodcastParameters,
        query: Query,
        script: PodcastScript,
        generate: list[SpokenLine],
        ctx: StageContext,
    ) -> Composition:
        from williams_export_podcast.composition import compose

        return compose(request, parameters, query, script, generate, ctx)
