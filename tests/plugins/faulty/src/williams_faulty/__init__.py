"""A plugin that fails on demand, for tests."""

from williams_faulty.plugin import FaultyExport

__all__ = ["FaultyExport"]
