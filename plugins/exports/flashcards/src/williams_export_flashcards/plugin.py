"""The flashcard generator."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from williams.domain.artifacts import ExportFormat
from williams.domain.errors import EmptyContent
from williams.domain.jobs import JobStatus
from williams.plugin import Composition, ExportPlugin, ExportRequest, Query, Stage, StageContext
from williams.plugin.engines import TEXT
from williams.plugin.exporting import QUERY, STORE, ExpectedLength
from williams_export_flashcards.models import Deck, FlashcardParameters

_WORDS_A_CARD: Final = 30


class FlashcardsExport(ExportPlugin):
    """Questions and gaps about the sources; every card says which paragraphs it stands on."""

    plugin_id: ClassVar[str] = "export.flashcards"
    name: ClassVar[str] = "Flashcard Generator"
    version: ClassVar[str] = "1.2.0"
    description: ClassVar[str] = "Flashcards for Anki, as a table and on paper; every card is traced to its paragraph."
    artifact_type: ClassVar[str] = "flashcards"
    export_format: ClassVar[ExportFormat] = ExportFormat.FLASHCARDS
    folder: ClassVar[str] = "flashcards"
    label: ClassVar[str] = "FlashcardDeck"
    needs: ClassVar[frozenset[str]] = frozenset({"text", "pictures"})
    memory_mb: ClassVar[int] = 1024
    lane: ClassVar[int] = 3
    parameters: ClassVar[type[FlashcardParameters]] = FlashcardParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 55, "Writing the cards", hook="transform"),
        Stage("compose", JobStatus.COMPOSING, 30, "Making the deck", seconds=120, hook="generate"),
        STORE,
    )

    def expected_length(self, parameters: dict[str, Any], source_words: int) -> ExpectedLength:
        asked = FlashcardParameters.model_validate(parameters)
        return ExpectedLength(words=min(asked.count * _WORDS_A_CARD, source_words))

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and FlashcardParameters.model_validate(parameters) is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return bool(source_ids)

    async def script(self, parameters: FlashcardParameters, query: Query, ctx: StageContext) -> Deck:
        from williams_export_flashcards.script import deck_of, figures_deck, task_of
        from williams_export_flashcards.sources import asked_sources

        asked = asked_sources(parameters, query, ctx.library)
        task = task_of(parameters, asked)
        try:
            return deck_of(parameters, asked, task, await ctx.engine(TEXT, parameters.writer).write(task))
        except EmptyContent:
            if deck := figures_deck(parameters, asked, task):
                return deck
            raise

    async def compose(self, request: ExportRequest, query: Query, script: Deck, ctx: StageContext) -> Composition:
        from williams_export_flashcards.composition import compose

        return await compose(self.version, request, query, script, ctx)
