"""What a plugin's author sees: the base classes, stages, the models that travel between them, and the context."""

from williams.domain.artifacts import VersionOf
from williams.plugin.base import Plugin
from williams.plugin.context import Library, Scratch, StageContext
from williams.plugin.exporting import Composition, ExportPlugin, ExportRequest, ExportResult, Query, Source
from williams.plugin.importing import (
    Download,
    ImportPlugin,
    ImportRequest,
    ParagraphDraft,
    ProcessedContent,
    RawContent,
)
from williams.plugin.stage import FanOut, Pending, Poll, Stage

__all__ = [
    "Composition",
    "Download",
    "ExportPlugin",
    "ExportRequest",
    "ExportResult",
    "FanOut",
    "ImportPlugin",
    "ImportRequest",
    "Library",
    "ParagraphDraft",
    "Pending",
    "Plugin",
    "Poll",
    "ProcessedContent",
    "Query",
    "RawContent",
    "Scratch",
    "Source",
    "Stage",
    "StageContext",
    "VersionOf",
]
