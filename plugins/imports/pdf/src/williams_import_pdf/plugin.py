"""The plugin ``import.pdf``."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import EmptyContent, InvalidRequest, UnsupportedContent
from williams.domain.jobs import JobStatus
from williams.domain.notices import Notice
from williams.domain.urls import is_url_of
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.engines import RECOGNITION
from williams.plugin.figures import kept_figures, picture_folder
from williams.plugin.importing import (
    IMPORT_STAGES,
    Download,
    ImportPlugin,
    ImportRequest,
    ParagraphDraft,
    ProcessedContent,
)
from williams.plugin.processing import processed
from williams.plugin.stage import FanOut, Stage
from williams_import_pdf.parameters import Ocr, PdfParameters
from williams_import_pdf.recognition import Extracted, RecognisedScan, Scan, recognised

PDF_TYPE = "application/pdf"
_SCHEMES = frozenset({"http", "https", "upload"})
_HEADER_BYTES = 1024
READER = Reader("williams_import_pdf.analysis:analyse", "PDF", "Split it, or print it to a new PDF.")
_BY_TYPE = "Import it with `type: import.pdf`, which recognises them."
_BY_ENGINE = "Whoever runs the library installs an engine for recognition; then import the file again."
_BY_PARAMETER = "Import it without `ocr: never`, and they are recognised."
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


def _source(download: Download, ctx: StageContext) -> tuple[Path, list[Notice]]:
    """Return the file as PDFium can read it, and what is to be said of that. Raises as ``has_header``."""
    source = ctx.scratch.open(download.object)
    if has_header(source):
        return source, []
    copy = ctx.scratch.path("extract/with-header.pdf")
    return (copy if copy.is_file() else _with_header(source, copy)), [_NO_HEADER]


def _with_header(source: Path, copy: Path) -> Path:
    """Write the file with the first line that it lacks; PDFium finds its objects anew."""
    with source.open("rb") as lacking, copy.open("wb") as whole:
        whole.write(b"%PDF-1.7\n")
        shutil.copyfileobj(lacking, whole)
    return copy


def _asked(parameters: PdfParameters | None, ctx: StageContext) -> tuple[Ocr, str | None]:
    """Return which pages are recognised, and where none are, what to do about that.

    Whoever runs this stage alone has none that recognises. Raises InvalidRequest where all pages are to be recognised
    and no engine is there.
    """
    if parameters is None:
        return Ocr.NEVER, _BY_TYPE
    if parameters.ocr is Ocr.NEVER:
        return Ocr.NEVER, _BY_PARAMETER
    try:
        ctx.engine(RECOGNITION)
    except InvalidRequest as error:
        if parameters.ocr is Ocr.ALWAYS:
            raise
        return Ocr.NEVER, f"{error.detail} {_BY_ENGINE}"
    return parameters.ocr, None


class PdfImport(ImportPlugin):
    """Imports PDF files: their text, and by recognition the pages that are pictures of text."""

    plugin_id: ClassVar[str] = "import.pdf"
    name: ClassVar[str] = "PDF documents"
    version: ClassVar[str] = "1.2.0"
    description: ClassVar[str] = (
        "Text of a PDF as paragraphs with their pages, scanned ones recognised; title, authors, dates and license."
    )
    content_type: ClassVar[ContentType] = ContentType.DOCUMENT
    folder: ClassVar[str] = "documents"
    stored_name: ClassVar[str] = "document.pdf"
    # From 1769 MB on a function has a whole processor; the reader process alone may take 1024 MB.
    memory_mb: ClassVar[int] = 1769
    needs: ClassVar[frozenset[str]] = frozenset({"embedding", "recognition"})
    parameters: ClassVar[type[PdfParameters]] = PdfParameters
    stages: ClassVar[tuple[Stage, ...]] = (
        *IMPORT_STAGES[:2],
        Stage(
            "recognise",
            JobStatus.EXTRACTING,
            25,
            "Recognising the scanned pages",
            # Four pages, one after the other: a poor one is looked at several times.
            seconds=600,
            fan_out=FanOut(over="extract.scans", max_concurrency=8, batch=4),
        ),
        *IMPORT_STAGES[2:],
    )

    def reads(self, download: Download) -> bool:
        return download.object.media_type == PDF_TYPE

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http, https or upload URL."""
        return is_url_of(url, _SCHEMES)

    async def can_handle(self, url: str) -> bool:
        """Return True if the URL's path ends in ``.pdf``, in capitals or not."""
        return await self.validate_url(url) and unquote(urlsplit(url).path).lower().endswith(".pdf")

    async def extract(
        self, download: Download, ctx: StageContext, parameters: PdfParameters | None = None
    ) -> Extracted:
        """Read text and metadata in a process of its own, and say which pages are to be recognised.

        Raises:
            EmptyContent: no bytes, or no pages.
            UnsupportedContent: not a PDF.
            EncryptedContent: it wants a password.
            CorruptContent: it cannot be read, crashes its reader or takes too long.
            NoTextLayer: it holds pictures of text, which are not recognised here.
            ContentTooLarge: too many pages, too much text or memory.
            InvalidRequest: all pages are to be recognised, and no engine is there.
        """
        source, notices = _source(download, ctx)
        ocr, remedy = _asked(parameters, ctx)

        def progress(done: int, total: int) -> None:
            ctx.progress(done / total, f"Reading page {done + 1} of {total}")

        limits = Limits(remaining=ctx.deadline.remaining - _SPARE_SECONDS)
        result = ctx.scratch.path("extract/reading.json")
        options = {"ocr": ocr.value, "remedy": remedy, "pictures": str(picture_folder(ctx.scratch))}
        reader = replace(READER, options=options)
        answer = await read_isolated(reader, source, result, limits, progress, ctx.check_cancelled)
        title = answer["metadata"]["title"] or download.stem
        paragraphs = [ParagraphDraft.model_validate(paragraph) for paragraph in answer["paragraphs"]]
        return Extracted(
            metadata=ContentMetadata.model_validate({**answer["metadata"], "title": title}),
            paragraphs=paragraphs,
            notices=[Notice.model_validate(notice) for notice in answer["notices"]] + notices,
            files=kept_figures(paragraphs, ctx.scratch),
            scans=[Scan.model_validate(scan) for scan in answer["scans"]],
        )

    async def recognise(
        self, item: Scan, request: ImportRequest, download: Download, ctx: StageContext
    ) -> RecognisedScan:
        """Have a page recognised, in the language that was stated.

        Raises what the engine raises of its provider.
        """
        source, _ = _source(download, ctx)
        return await recognised(item, source, request.metadata.get("language"), ctx)

    async def process(
        self, request: ImportRequest, extract: Extracted, recognise: list[RecognisedScan]
    ) -> ProcessedContent:
        """Put the recognised pages among the others. Raises NoTextLayer where nothing was recognised in any."""
        from williams_import_pdf.joining import with_scans

        return processed(request, with_scans(extract, recognise))
