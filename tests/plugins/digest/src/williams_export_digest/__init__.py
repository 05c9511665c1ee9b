"""What sources say, in a few points."""

from williams_export_digest.plugin import PointsExport

__all__ = ["PointsExport"]
