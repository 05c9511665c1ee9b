"""The plugin ``import.image``."""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import EmptyContent, UnsupportedContent
from williams.domain.jobs import JobStatus
from williams.domain.notices import Notice
from williams.domain.provenance import ModelUsed
from williams.domain.urls import is_url_of
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.engines import RECOGNITION
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
from williams_import_image.recognition import Extracted, Page, RecognisedPage, recognised

_SCHEMES: Final = frozenset({"http", "https", "upload"})
_ENDINGS: Final = {
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), "jpg"),
    **dict.fromkeys(("tif", "tiff"), "tiff"),
    **dict.fromkeys(("heic", "heif", "hif"), "heic"),
    **{ending: ending for ending in ("png", "webp", "gif", "bmp", "avif")},
}
_TYPES: Final = {
    f"image/{kind}": _ENDINGS[kind] for kind in ("jpeg", "png", "tiff", "webp", "gif", "bmp", "heic", "avif")
}
_SECONDS: Final = 120.0
_SPARE_SECONDS: Final = 10.0
"""Left of the stage's time for writing the checkpoint."""
_ADVICE: Final = "Save it anew as PNG and import that."


class ImageImport(ImportPlugin):
    """Imports pictures of text, page by page."""

    plugin_id: ClassVar[str] = "import.image"
    name: ClassVar[str] = "Pictures of text"
    version: ClassVar[str] = "1.1.0"
    description: ClassVar[str] = (
        "Scans, photographs of pages and screenshots (PNG, JPEG, TIFF, HEIC, WebP, AVIF, GIF, BMP), recognised."
    )
    content_type: ClassVar[ContentType] = ContentType.DOCUMENT
    folder: ClassVar[str] = "images"
    stored_name: ClassVar[str] = "image.png"
    max_bytes: ClassVar[int] = 100 * 1024 * 1024
    # From 1769 MB on a function has a whole processor; the reader process alone may take 1024 MB.
    memory_mb: ClassVar[int] = 1769
    needs: ClassVar[frozenset[str]] = frozenset({"embedding", "recognition"})
    stages: ClassVar[tuple[Stage, ...]] = (
        *IMPORT_STAGES[:2],
        Stage(
            "recognise",
            JobStatus.EXTRACTING,
            25,
            "Recognising the pages",
            # Four pages, one after the other: a poor one is looked at several times.
            seconds=600,
            fan_out=FanOut(over="extract.pages", max_concurrency=8, batch=4),
        ),
        *IMPORT_STAGES[2:],
    )

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http, https or upload URL."""
        return is_url_of(url, _SCHEMES)

    async def can_handle(self, url: str) -> bool:
        """Return True for one of the endings."""
        ending = unquote(urlsplit(url).path).rsplit("/", 1)[-1].rpartition(".")[2].lower()
        return await self.validate_url(url) and ending in _ENDINGS

    def stored_as(self, download: Download) -> str:
        return f"image.{_ending(download)}"

    async def extract(self, download: Download, ctx: StageContext) -> Extracted:
        """Take the pages apart in a process of its own.

        Raises:
            EmptyContent: no bytes.
            UnsupportedContent: no picture.
            CorruptContent: it cannot be read, crashes its reader or takes too long.
            ContentTooLarge: too many pages or pixels.
            InvalidRequest: no engine is there that recognises.
        """
        ctx.engine(RECOGNITION)
        _ending(download)
        result = ctx.scratch.path("extract/pictures.json")
        answer = await read_isolated(
            Reader("williams_import_image.pictures:read_pictures", "picture", _ADVICE, {"folder": str(result.parent)}),
            ctx.scratch.open(download.object),
            result,
            Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
            lambda done, total: ctx.progress(done / total, "Taking the pages apart"),
            ctx.check_cancelled,
        )
        about = {"title": download.stem, **answer["metadata"]}
        return Extracted(
            metadata=ContentMetadata.model_validate({**about, "page_count": len(answer["pages"])}),
            paragraphs=[],
            notices=[Notice.model_validate(each) for each in answer["notices"]],
            pages=[
                Page(number=number, picture=ctx.scratch.save(f"pages/{name}", result.with_name(name), "image/png"))
                for number, name in enumerate(answer["pages"], start=1)
            ],
        )

    async def recognise(self, item: Page, request: ImportRequest, ctx: StageContext) -> RecognisedPage:
        """Have a page recognised, in the language that was stated.

        Raises InvalidRequest for one that the engine does not read, and what the engine raises of its provider.
        """
        return await recognised(item, request.metadata.get("language"), ctx)

    async def process(
        self, request: ImportRequest, download: Download, extract: Extracted, recognise: list[RecognisedPage]
    ) -> ProcessedContent:
        """Make paragraphs of the pages. Raises EmptyContent where no text is on any."""
        from williams.plugin.recognised import paragraphs_of

        paragraphs = [draft for page in recognise for draft in paragraphs_of(page.lines, page.number)]
        if not paragraphs:
            raise EmptyContent(f"No text was recognised in {download.filename}. Check that it shows text, upright.")
        notices = [*extract.notices, _told(paragraphs, recognise[0].engine)]
        return processed(request, extract.model_copy(update={"paragraphs": paragraphs, "notices": notices}))


def _ending(download: Download) -> str:
    """Return the ending of what the bytes show. Raises EmptyContent, UnsupportedContent."""
    if not download.object.size:
        raise EmptyContent("The file has no bytes. Check that the download or upload was complete.")
    ending = _TYPES.get(download.object.media_type)
    if ending is None:
        known = ", ".join(sorted(set(_ENDINGS.values())))
        raise UnsupportedContent(
            f"{download.filename} is {download.object.media_type}, no picture that is read here ({known})."
        )
    return ending


def _told(paragraphs: list[ParagraphDraft], model: ModelUsed) -> Notice:
    from williams.plugin.recognised import RECOGNISED

    doubtful = sum(1 for paragraph in paragraphs if paragraph.doubt)
    return Notice(
        code=RECOGNISED,
        message=f"All text was recognised in a picture, by {model.provider}/{model.name}; {doubtful} of "
        f"{len(paragraphs)} paragraphs are not sure.",
        remedy="Compare what you cite with the picture; a larger, sharper one is recognised better.",
    )
