"""The video importer does what every plugin must. What it makes of videos is shown with sites that answer."""

from __future__ import annotations

from typing import ClassVar

from williams_import_youtube import YouTubeImport

from williams_testing.conformance import PluginConformance


class TestYouTubeImport(PluginConformance):
    plugin_class: ClassVar[type[YouTubeImport]] = YouTubeImport
    heavy: ClassVar[frozenset[str]] = frozenset({"yt_dlp"})
