"""The maker of newsletters, on fakes, and on a library in memory with the engine that quotes."""

from dataclasses import replace
from typing import Any, ClassVar

from williams_export_newsletter import NewsletterExport
from williams_writing.quoting import Quoting

from williams.plugin import ExportResult
from williams_testing.conformance import ExportConformance
from williams_testing.library import ChosenEngines, MemoryLibrary

HEAVY = frozenset({"mjml", "typst", "lxml", "williams_writing.reading", "boto3", "sqlalchemy"})


class TestWrittenNewsletter(ExportConformance):
    plugin_class: ClassVar[type[NewsletterExport]] = NewsletterExport
    heavy: ClassVar[frozenset[str]] = HEAVY


class TestSentNewsletter(ExportConformance):
    plugin_class: ClassVar[type[NewsletterExport]] = NewsletterExport
    heavy: ClassVar[frozenset[str]] = HEAVY
    parameters: ClassVar[dict[str, Any]] = {
        "send_to": ["ada@example.org"],
        "unsubscribe_url": "https://example.org/leave?who={recipient}",
    }

    async def generate(self, library: MemoryLibrary, source_ids: list[str]) -> ExportResult:
        return await super().generate(replace(library, engines=ChosenEngines(text=Quoting())), source_ids)
