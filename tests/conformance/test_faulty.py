"""The plugin for tests keeps the rules of every other plugin."""

from typing import ClassVar

from williams_faulty import FaultyExport

from williams_testing.conformance import ExportConformance


class TestFaultyExport(ExportConformance):
    plugin_class: ClassVar[type[FaultyExport]] = FaultyExport
