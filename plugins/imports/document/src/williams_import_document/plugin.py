"""The plugin ``import.document``."""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import EmptyContent, UnsupportedContent
from williams.domain.notices import Notice
from williams.domain.urls import is_url_of
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.figures import kept_figures, picture_folder
from williams.plugin.importing import Download, ImportPlugin, ParagraphDraft, RawContent
from williams_import_document.kinds import (
    ENDINGS,
    FORMS,
    FileKind,
    ending_of,
    kind_by_bytes,
    kind_by_name,
    kind_by_type,
)
from williams_import_document.parameters import Changes, DocumentParameters

_UPLOAD = "upload"
_SCHEMES = frozenset({"http", "https", _UPLOAD})
_SPARE_SECONDS = 10.0
"""Left of the stage's time for writing the checkpoint."""
_SECONDS = 120.0
_TEXTS = frozenset({"text/plain", "text/html", "application/xml", "application/octet-stream"})
"""What files of text look like to who does not know their encoding."""
_PACKAGES = frozenset({"application/zip", "application/x-ole-storage"})
"""What packages look like whose first part says nothing of them, and what locked ones are wrapped in."""
_KEPT_AS = frozenset({FileKind.MARKDOWN, FileKind.HTML, FileKind.TEXT})
"""Kinds whose files are kept under one ending, whichever they had."""
OLD_FORMATS: Final = {
    "doc": "Open it in Word or LibreOffice, save it as .docx, and import that.",
    "dot": "Open it in Word or LibreOffice, save it as .docx, and import that.",
    "ppt": "Open it in PowerPoint or LibreOffice, save it as .pptx, and import that.",
    "pps": "Open it in PowerPoint or LibreOffice, save it as .pptx, and import that.",
    "pages": "Open it in Pages, export it as Word or EPUB, and import that.",
    "zip": "Import it without a type: what is in it becomes a batch of imports.",
}
_RECORDS: Final = "application/vnd.ms-excel"
_RECORDS_ADVICE: Final = "Open it in LibreOffice, save it as .xlsx, and import that."
_PDF_ADVICE = "It is a PDF: import it with type: import.pdf."


def kind_of(download: Download) -> FileKind:
    """Return what the file is: by its bytes; among texts, which look alike, by its declared type, then its name.

    Raises:
        EmptyContent: it has no bytes.
        UnsupportedContent: it is of no kind that is read here, or its bytes are not what its name says.
    """
    if not download.object.size:
        raise EmptyContent("The file has no bytes. Check that the download or upload was complete.")
    shown = download.object.media_type
    if by_bytes := kind_by_bytes(shown):
        return by_bytes
    if shown == _RECORDS:
        told = "is a workbook in the form of Excel 4 or older, bare records, which is not read here."
        raise UnsupportedContent(f"{download.filename} {told} {_RECORDS_ADVICE}")
    named = kind_by_name(download.filename)
    kind = _declared(download) or named or kind_by_type(download.declared_type, shown)
    if kind is None and (advice := OLD_FORMATS.get(ending_of(download.filename))):
        raise UnsupportedContent(f"{download.filename} is in a format that is not read here. {advice}")
    if kind is None:
        raise UnsupportedContent(f"{download.filename} is {shown}. Files that are read here end in {ENDINGS}.")
    if shown not in (_PACKAGES if FORMS[kind].package else _TEXTS):
        advice = _PDF_ADVICE if shown == "application/pdf" else "Check that it is the right file, and that it is whole."
        raise UnsupportedContent(f"{download.filename} is no .{kind.value} file but {shown}. {advice}")
    return kind


def _declared(download: Download) -> FileKind | None:
    """Servers call any text plain, and pages HTML that are none; what else they say, or the bytes bear out, counts."""
    kind = kind_by_type(download.declared_type)
    if kind is FileKind.HTML:
        return kind if download.object.media_type == "text/html" else None
    return None if kind is None or kind is FileKind.TEXT or FORMS[kind].package else kind


class DocumentImport(ImportPlugin):
    """Imports documents of some twenty kinds: texts, office files, books, tables, mails, notebooks, subtitles."""

    plugin_id: ClassVar[str] = "import.document"
    name: ClassVar[str] = "Documents"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "Word, OpenDocument, RTF, slides, sheets, EPUB, Markdown, HTML, reStructuredText, Org, LaTeX, text, CSV, JSON, "
        "notebooks, mail and subtitles; with title, authors, dates."
    )
    content_type: ClassVar[ContentType] = ContentType.DOCUMENT
    folder: ClassVar[str] = "documents"
    stored_name: ClassVar[str] = "document.txt"
    max_bytes: ClassVar[int] = 50 * 1024 * 1024
    # From 1769 MB on a function has a whole processor; the reader process alone may take 1024 MB.
    memory_mb: ClassVar[int] = 1769
    parameters: ClassVar[type[DocumentParameters]] = DocumentParameters

    def reads(self, download: Download) -> bool:
        """Return True for files of these kinds; of plain text, for what a server calls text for people."""
        try:
            kind = kind_of(download)
        except (EmptyContent, UnsupportedContent):
            return False
        declared = (download.declared_type or "").split(";")[0].strip().lower()
        return kind is not FileKind.TEXT or declared in ("", "text/plain")

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http, https or upload URL."""
        return is_url_of(url, _SCHEMES)

    async def can_handle(self, url: str) -> bool:
        """Return True for one of the endings; pages on the web are left to import.web."""
        if not await self.validate_url(url):
            return False
        parts = urlsplit(url)
        kind = kind_by_name(unquote(parts.path).rsplit("/", 1)[-1])
        return kind is not None and (kind is not FileKind.HTML or parts.scheme.lower() == _UPLOAD)

    def stored_as(self, download: Download) -> str:
        kind, ending = kind_of(download), ending_of(download.filename)
        return f"document.{ending if ending in FORMS[kind].endings and kind not in _KEPT_AS else kind.value}"

    async def extract(
        self, download: Download, ctx: StageContext, parameters: DocumentParameters | None = None
    ) -> RawContent:
        """Read text and metadata in a process of its own.

        Raises:
            EmptyContent: no bytes, or no text.
            UnsupportedContent: of another kind.
            EncryptedContent: it wants a password.
            CorruptContent: it cannot be read, crashes its reader or takes too long.
            ContentTooLarge: it is too large when it is unpacked, or takes too much memory.
        """
        asked = parameters or DocumentParameters()
        options = {
            "kind": kind_of(download).value,
            "filename": download.filename,
            "declared_type": download.declared_type,
            "pictures": str(picture_folder(ctx.scratch)),
            "review": {"comments": asked.comments, "rejected": asked.changes is Changes.REJECTED},
        }
        reader = Reader(
            "williams_import_document.document:read_document", "document", "Save it anew and import that.", options
        )
        answer = await read_isolated(
            reader,
            ctx.scratch.open(download.object),
            ctx.scratch.path("extract/reading.json"),
            Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
            lambda done, total: ctx.progress(done / total, "Reading the document"),
            ctx.check_cancelled,
        )
        paragraphs = [ParagraphDraft.model_validate(paragraph) for paragraph in answer["paragraphs"]]
        return RawContent(
            metadata=ContentMetadata.model_validate(answer["metadata"]),
            paragraphs=paragraphs,
            notices=[Notice.model_validate(notice) for notice in answer["notices"]],
            files=kept_figures(paragraphs, ctx.scratch),
        )
