"""Generates a podcast whose every spoken line is traced to its paragraph."""

from williams_export_podcast.plugin import PodcastExport

__all__ = ["PodcastExport"]
