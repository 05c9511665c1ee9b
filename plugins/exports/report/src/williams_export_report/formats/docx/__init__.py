"""The report as a Word document (OOXML, ISO/IEC 29500), made with python-docx, which has no footnotes of its own."""

from williams_export_report.formats.docx.document import MEDIA_TYPE, docx

__all__ = ["MEDIA_TYPE", "docx"]
