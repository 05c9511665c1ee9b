"""Makes reports of sources."""

from williams_export_report.plugin import ReportExport

__all__ = ["ReportExport"]
