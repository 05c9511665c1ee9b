"""Slides, sheets and OpenDocument files."""
