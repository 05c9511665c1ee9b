"""The PDF importer, on the project's own sample."""

from pathlib import Path
from typing import ClassVar

from williams_import_pdf import PdfImport

from williams_testing.conformance import ImportConformance

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "provenance.pdf"


class TestPdfImport(ImportConformance):
    plugin_class: ClassVar[type[PdfImport]] = PdfImport
    url: ClassVar[str] = "upload://up_1/provenance.pdf"
    sample: ClassVar[bytes] = SAMPLE.read_bytes()
    heavy: ClassVar[frozenset[str]] = frozenset({"pypdfium2", "pypdf", "boto3", "sqlalchemy", "neo4j"})
