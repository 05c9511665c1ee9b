"""The plugin ``import.pdf``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import EmptyContent, UnsupportedContent
from williams.domain.notices import Notice
from williams.domain.urls import is_url_of
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.importing import Download, ImportPlugin, ParagraphDraft, RawContent

PDF_TYPE = "application/pdf"
_SCHEMES = frozenset({"http", "https", "upload"})
_HEADER_BYTES = 1024
READER = Reader("williams_import_pdf.analysis:analyse", "PDF", "Split it, or print it to a new PDF.")
_TRAILER_BYTES = 2048
_OBJECT = re.compile(rb"\b\d+ \d+ obj\b")
_NO_HEADER = Notice(
    code="header-missing",
    message="The file's first line (%PDF-…) is missing; it was read as if it were there.",
    remedy="Compare the text with the file, or download it again.",
)
_SPARE_SECONDS = 10.0
"""Left of the stage's time for writing the checkpoint."""


def has_header(path: Path) -> bool:
    """Refuse what is not a PDF before a process is started for it; False if only the first line is missing.

    The header may stand anywhere in the first 1024 bytes, as in Adobe's and PDFium's reading of the standard.

    Raises:
        EmptyContent: the file has no bytes.
        UnsupportedContent: it does not begin like a PDF.
    """
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
        if not head:
            raise EmptyContent("The file has no bytes. Check that the download or upload was complete.")
        file.seek(max(0, path.stat().st_size - _TRAILER_BYTES))
        tail = file.read()
    if b"%PDF-" not in head:
        if _OBJECT.search(head) and b"startxref" in tail:
            return False
        start = head.lstrip()[:16].lower()
        kind = " but a web page" if start.startswith((b"<!doctype html", b"<html")) else ""
        raise UnsupportedContent(
            f"The file is not a PDF{kind}: it does not begin with %PDF-. Give the PDF's own address."
        )
    return True


def _with_header(source: Path, copy: Path) -> Path:
    """Write the file with the first line that it lacks; PDFium finds its objects anew."""
    with source.open("rb") as lacking, copy.open("wb") as whole:
        whole.write(b"%PDF-1.7\n")
        shutil.copyfileobj(lacking, whole)
    return copy


class PdfImport(ImportPlugin):
    """Imports PDF files with a text layer."""

    plugin_id: ClassVar[str] = "import.pdf"
    name: ClassVar[str] = "PDF documents"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Text of a PDF as paragraphs with their pages; title, authors, dates and license."
    content_type: ClassVar[ContentType] = ContentType.DOCUMENT
    folder: ClassVar[str] = "documents"
    stored_name: ClassVar[str] = "document.pdf"
    # From 1769 MB on a function has a whole processor; the reader process alone may take 1024 MB.
    memory_mb: ClassVar[int] = 1769

    def reads(self, download: Download) -> bool:
        return download.object.media_type == PDF_TYPE

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http, https or upload URL."""
        return is_url_of(url, _SCHEMES)

    async def can_handle(self, url: str) -> bool:
        """Return True if the URL's path ends in ``.pdf``, in capitals or not."""
        return await self.validate_url(url) and unquote(urlsplit(url).path).lower().endswith(".pdf")

    async def extract(self, download: Download, ctx: StageContext) -> RawContent:
        """Read text and metadata in a process of its own.

        Raises:
            EmptyContent: no bytes, or no pages.
            UnsupportedContent: not a PDF.
            EncryptedContent: it wants a password.
            CorruptContent: it cannot be read, crashes its reader or takes too long.
            NoTextLayer: it holds pictures of text.
            ContentTooLarge: too many pages, too much text or memory.
        """
        source = ctx.scratch.open(download.object)
        whole = has_header(source)
        if not whole:
            source = _with_header(source, ctx.scratch.path("extract/with-header.pdf"))

        def progress(done: int, total: int) -> None:
            ctx.progress(done / total, f"Reading page {done + 1} of {total}")

        limits = Limits(remaining=ctx.deadline.remaining - _SPARE_SECONDS)
        result = ctx.scratch.path("extract/reading.json")
        answer = await read_isolated(READER, source, result, limits, progress, ctx.check_cancelled)
        return RawContent(
            metadata=ContentMetadata.model_validate(answer["metadata"]),
            paragraphs=[ParagraphDraft.model_validate(paragraph) for paragraph in answer["paragraphs"]],
            notices=[Notice.model_validate(notice) for notice in answer["notices"]] + ([] if whole else [_NO_HEADER]),
        )
