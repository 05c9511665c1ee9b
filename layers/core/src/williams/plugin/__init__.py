"""What a plugin's author sees: the base classes, stages, the models that travel between them, and the context."""

from williams.domain.artifacts import VersionOf
from williams.domain.listings import Entry, LeftOut, Listing, Look
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
from williams.plugin.listing import ListingPlugin
from williams.plugin.stage import FanOut, Pending, Poll, Stage

__all__ = [
    "Composition",
    "Download",
    "Entry",
    "ExportPlugin",
    "ExportRequest",
    "ExportResult",
    "FanOut",
    "ImportPlugin",
    "ImportRequest",
    "LeftOut",
    "Library",
    "Listing",
    "ListingPlugin",
    "Look",
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
