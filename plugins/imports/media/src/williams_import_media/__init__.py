"""Imports recordings of speech, sound or film."""

from williams_import_media.plugin import MediaImport

__all__ = ["MediaImport"]
