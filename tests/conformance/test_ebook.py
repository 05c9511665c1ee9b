"""The maker of books, on fakes: whole and in short."""

from typing import Any, ClassVar

from williams_export_ebook import EbookExport

from williams_testing.conformance import ExportConformance

HEAVY = frozenset({"lxml", "typst", "williams_writing.reading", "boto3", "sqlalchemy"})


class TestWholeEbook(ExportConformance):
    plugin_class: ClassVar[type[EbookExport]] = EbookExport
    heavy: ClassVar[frozenset[str]] = HEAVY


class TestShortEbook(ExportConformance):
    plugin_class: ClassVar[type[EbookExport]] = EbookExport
    heavy: ClassVar[frozenset[str]] = HEAVY
    parameters: ClassVar[dict[str, Any]] = {"mode": "digest"}
