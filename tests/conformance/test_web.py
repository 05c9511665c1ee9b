"""The web importer, on the project's own sample page."""

from pathlib import Path
from typing import ClassVar

from williams_import_web import WebImport

from williams_testing.conformance import ImportConformance

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "site" / "short-life.html"


class TestWebImport(ImportConformance):
    plugin_class: ClassVar[type[WebImport]] = WebImport
    url: ClassVar[str] = "https://example.org/notes/short-life"
    sample: ClassVar[bytes] = SAMPLE.read_bytes()
    heavy: ClassVar[frozenset[str]] = frozenset({"trafilatura", "lxml", "williams_html", "boto3", "sqlalchemy"})
