"""The maker of reports, on fakes."""

from typing import ClassVar

from williams_export_report import ReportExport

from williams_testing.conformance import ExportConformance


class TestReport(ExportConformance):
    plugin_class: ClassVar[type[ReportExport]] = ReportExport
    heavy: ClassVar[frozenset[str]] = frozenset(
        {"docx", "lxml", "typst", "williams_writing.reading", "boto3", "sqlalchemy"}
    )
