"""Makes books of sources."""

from williams_export_ebook.plugin import EbookExport

__all__ = ["EbookExport"]
