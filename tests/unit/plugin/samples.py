"""Small plugins, sound and defective, for the tests of what holds plugins together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel

from williams.domain.artifacts import ExportFormat
from williams.domain.content import ContentMetadata, ContentType
from williams.domain.jobs import JobStatus
from williams.plugin import (
    Composition,
    Download,
    ExportPlugin,
    ImportPlugin,
    ParagraphDraft,
    Pending,
    RawContent,
    Stage,
    StageContext,
)
from williams.plugin.exporting import STORE

if TYPE_CHECKING:
    from williams.plugin import Composition as OnlyForTypeCheckers


class Note(BaseModel):
    text: str = ""


class TextImport(ImportPlugin):
    """Every line of a file is a paragraph; ``lines`` before the first empty one are metadata."""

    plugin_id: ClassVar[str] = "import.text"
    name: ClassVar[str] = "Plain text"
    version: ClassVar[str] = "1.0.0"
    content_type: ClassVar[ContentType] = ContentType.DOCUMENT
    folder: ClassVar[str] = "documents"
    stored_name: ClassVar[str] = "document.txt"

    async def can_handle(self, url: str) -> bool:
        return url.endswith(".txt")

    async def validate_url(self, url: str) -> bool:
        return " " not in url

    async def extract(self, download: Download, ctx: StageContext) -> RawContent:
        text = ctx.scratch.open(download.object).read_text()
        return RawContent(
            metadata=ContentMetadata(title="A text", language="en"),
            paragraphs=[ParagraphDraft(text=line) for line in text.split("\n")],
        )


class Export(ExportPlugin):
    """The declarations that every export needs; its stages are up to the test."""

    plugin_id: ClassVar[str] = "export.sample"
    name: ClassVar[str] = "Sample"
    version: ClassVar[str] = "1.0.0"
    artifact_type: ClassVar[str] = "sample"
    export_format: ClassVar[ExportFormat] = ExportFormat.DOCUMENT
    folder: ClassVar[str] = "samples"
    label: ClassVar[str] = "Report"
    stages: ClassVar[tuple[Stage, ...]] = (Stage("compose", JobStatus.COMPOSING, 1, "Composing"), STORE)

    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        return bool(source_ids) and parameters is not None

    async def validate_sources(self, source_ids: list[str]) -> bool:
        return bool(source_ids)

    async def compose(self, ctx: StageContext) -> Composition:
        raise NotImplementedError(ctx)


class Signatures:
    """Stage methods, each with something to say in a test."""

    async def may_wait(self) -> Note | Pending:
        raise NotImplementedError

    async def sound(self, request: object, query: Note, ctx: object) -> Note:
        raise NotImplementedError

    async def item_taker(self, item: Note) -> Note:
        raise NotImplementedError

    async def asks_too_much(self, weather: str, ctx: object) -> Note:
        raise NotImplementedError

    async def says_nothing(self, ctx: object):  # type: ignore[no-untyped-def]
        raise NotImplementedError

    async def gives_text(self, ctx: object) -> str:
        raise NotImplementedError

    async def gives_the_unknown(self, ctx: object) -> OnlyForTypeCheckers:
        raise NotImplementedError

    def blocks(self, ctx: object) -> Note:
        raise NotImplementedError
