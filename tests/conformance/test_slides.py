"""The maker of slides, on fakes."""

from typing import ClassVar

from williams_export_slides import SlidesExport

from williams_testing.conformance import ExportConformance


class TestSlidesExport(ExportConformance):
    plugin_class: ClassVar[type[SlidesExport]] = SlidesExport
    heavy: ClassVar[frozenset[str]] = frozenset(
        {"pptx", "typst", "lxml", "williams_writing.reading", "boto3", "sqlalchemy"}
    )
