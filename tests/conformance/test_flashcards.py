"""The flashcard generator, on a library in memory, with the engine that quotes."""

from dataclasses import replace
from typing import Any, ClassVar

from williams_export_flashcards import FlashcardsExport
from williams_writing.quoting import Quoting

from williams.plugin import ExportResult
from williams_testing.conformance import ExportConformance
from williams_testing.library import ChosenEngines, MemoryLibrary


class TestFlashcardsExport(ExportConformance):
    plugin_class: ClassVar[type[FlashcardsExport]] = FlashcardsExport
    heavy: ClassVar[frozenset[str]] = frozenset(
        {"genanki", "latex2mathml", "williams_writing.reading", "boto3", "sqlalchemy"}
    )
    parameters: ClassVar[dict[str, Any]] = {"count": 10}
    texts: ClassVar[tuple[str, ...]] = (
        "A colophon is a statement at the end of a book that names its printer and the place of printing.",
        "The library of Alexandria is said to have held 400,000 scrolls in the days of its greatest fame.",
        "Paper was carried from Samarkand to Baghdad by prisoners of war in the year 751.",
        "Parchment lasts longer than papyrus because it is made of skin that was cured in lime.",
    )

    async def generate(self, library: MemoryLibrary, source_ids: list[str]) -> ExportResult:
        """Cards keep rules that a writer who reads passages aloud does not keep."""
        return await super().generate(replace(library, engines=ChosenEngines(text=Quoting())), source_ids)
