"""Makes slides of sources."""

from williams_export_slides.plugin import SlidesExport

__all__ = ["SlidesExport"]
