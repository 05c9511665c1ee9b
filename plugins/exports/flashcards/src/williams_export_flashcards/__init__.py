"""Generates flashcards, each of which is traced to its paragraph."""

from williams_export_flashcards.plugin import FlashcardsExport

__all__ = ["FlashcardsExport"]
