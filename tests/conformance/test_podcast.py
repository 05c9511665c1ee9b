"""The podcast generator, on fakes."""

from typing import ClassVar

from williams_export_podcast import PodcastExport

from williams_testing.conformance import ExportConformance


class TestPodcastExport(ExportConformance):
    plugin_class: ClassVar[type[PodcastExport]] = PodcastExport
    heavy: ClassVar[frozenset[str]] = frozenset({"pydub", "imageio_ffmpeg", "openai", "boto3", "sqlalchemy", "neo4j"})
