"""The document importer, on a page of the project's own documentation and on a Word document."""

from pathlib import Path
from typing import ClassVar

from williams_import_document import DocumentImport

from tests.unit.import_document.files import FERRIES
from williams_testing.conformance import ImportConformance

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "provenance.md"
HEAVY = frozenset({"mammoth", "markdown_it", "yaml", "lxml", "williams_html", "boto3", "sqlalchemy"})


class TestMarkdownImport(ImportConformance):
    plugin_class: ClassVar[type[DocumentImport]] = DocumentImport
    url: ClassVar[str] = "upload://up_1/provenance.md"
    sample: ClassVar[bytes] = PAGE.read_bytes()
    heavy: ClassVar[frozenset[str]] = HEAVY


class TestWordImport(ImportConformance):
    plugin_class: ClassVar[type[DocumentImport]] = DocumentImport
    url: ClassVar[str] = "upload://up_1/ferries.docx"
    sample: ClassVar[bytes] = FERRIES
    heavy: ClassVar[frozenset[str]] = HEAVY
