"""Makes newsletters of sources."""

from williams_export_newsletter.plugin import NewsletterExport

__all__ = ["NewsletterExport"]
