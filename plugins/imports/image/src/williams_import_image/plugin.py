"""The plugin ``import.image``."""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import EmptyContent, UnsupportedContent
from williams.domain.notices import Notice
from williams.domain.urls import is_url_of
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.engines import RECOGNITION
from williams.plugin.importing import Download, ImportPlugin, ImportRequest, ParagraphDraft, RawContent

_SCHEMES: Final = frozenset({"http", "https", "upload"})
_ENDINGS: Final = {
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), "jpg"),
    **dict.fromkeys(("tif", "tiff"), "tiff"),
    **{ending: ending for ending in ("png", "webp", "gif", "bmp")},
}
_TYPES: Final = {f"image/{kind}": _ENDINGS[kind] for kind in ("jpeg", "png", "tiff", "webp", "gif", "bmp")}
_UNFREE: Final = {"image/heic": "HEIC", "image/avif": "AVIF"}
"""Pictures of telephones: who decodes the one brings libraries under the GPL, and the other is left out with it."""
_UNFREE_ENDINGS: Final = frozenset({"heic", "heif", "hif", "avif"})
_SECONDS: Final = 120.0
_SPARE_SECONDS: Final = 10.0
"""Left of the stage's time for writing the checkpoint."""
_ADVICE: Final = "Save it anew as PNG and import that."


class ImageImport(ImportPlugin):
    """Imports pictures of text, page by page."""

    plugin_id: ClassVar[str] = "import.image"
    name: ClassVar[str] = "Pictures of text"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "Scans, photographs of pages and screenshots (PNG, JPEG, TIFF, WebP, GIF, BMP), recognised."
    )
    content_type: ClassVar[ContentType] = ContentType.DOCUMENT
    folder: ClassVar[str] = "images"
    stored_name: ClassVar[str] = "image.png"
    max_bytes: ClassVar[int] = 100 * 1024 * 1024
    # From 1769 MB on a function has a whole processor; the reader process alone may take 1024 MB.
    memory_mb: ClassVar[int] = 1769
    needs: ClassVar[frozenset[str]] = frozenset({"embedding", "recognition"})

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http, https or upload URL."""
        return is_url_of(url, _SCHEMES)

    async def can_handle(self, url: str) -> bool:
        """Return True for one of the endings, and for those of pictures that are refused with what to do."""
        ending = unquote(urlsplit(url).path).rsplit("/", 1)[-1].rpartition(".")[2].lower()
        return await self.validate_url(url) and (ending in _ENDINGS or ending in _UNFREE_ENDINGS)

    def stored_as(self, download: Download) -> str:
        return f"image.{_ending(download)}"

    async def extract(self, download: Download, request: ImportRequest, ctx: StageContext) -> RawContent:
        """Take the pages apart in a process of its own, and have each recognised.

        Raises:
            EmptyContent: no bytes, or no text on any page.
            UnsupportedContent: no picture.
            CorruptContent: it cannot be read, crashes its reader or takes too long.
            ContentTooLarge: too many pages or pixels.
            InvalidRequest: the engine does not read the language that was stated.
        """
        _ending(download)
        result = ctx.scratch.path("extract/pictures.json")
        answer = await read_isolated(
            Reader("williams_import_image.pictures:read_pictures", "picture", _ADVICE, {"folder": str(result.parent)}),
            ctx.scratch.open(download.object),
            result,
            Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
            lambda done, total: ctx.progress(0.2 * done / total, "Taking the pages apart"),
            ctx.check_cancelled,
        )
        paragraphs = await self._recognised(answer["pages"], request.metadata.get("language"), ctx)
        if not paragraphs:
            raise EmptyContent(f"No text was recognised in {download.filename}. Check that it shows text, upright.")
        return RawContent(
            metadata=ContentMetadata.model_validate(
                {
                    "title": download.stem,
                    **answer["metadata"],
                    "page_count": len(answer["pages"]),
                }
            ),
            paragraphs=paragraphs,
            notices=[*map(Notice.model_validate, answer["notices"]), _told(paragraphs, ctx)],
        )

    async def _recognised(self, pages: list[str], language: str | None, ctx: StageContext) -> list[ParagraphDraft]:
        from williams.plugin.recognised import paragraphs_of

        engine = ctx.engine(RECOGNITION)
        found: list[ParagraphDraft] = []
        for number, name in enumerate(pages, start=1):
            ctx.check_cancelled()
            ctx.deadline.check()
            page = await engine.recognize(ctx.scratch.path(f"extract/{name}"), language)
            found += paragraphs_of(page.lines, number)
            ctx.progress(0.2 + 0.8 * number / len(pages), f"Recognising page {number} of {len(pages)}")
        return found


def _ending(download: Download) -> str:
    """Return the ending of what the bytes show. Raises EmptyContent, UnsupportedContent."""
    if not download.object.size:
        raise EmptyContent("The file has no bytes. Check that the download or upload was complete.")
    ending = _TYPES.get(download.object.media_type)
    if unfree := _UNFREE.get(download.object.media_type):
        raise UnsupportedContent(
            f"{download.filename} is {unfree}, which is not read here. Save it as JPEG or PNG and import that: "
            "`magick in.heic out.png`, or let the telephone share it as JPEG."
        )
    if ending is None:
        known = ", ".join(sorted(set(_ENDINGS.values())))
        raise UnsupportedContent(
            f"{download.filename} is {download.object.media_type}, no picture that is read here ({known})."
        )
    return ending


def _told(paragraphs: list[ParagraphDraft], ctx: StageContext) -> Notice:
    from williams.plugin.recognised import RECOGNISED

    model = ctx.engine(RECOGNITION).model
    doubtful = sum(1 for paragraph in paragraphs if paragraph.doubt)
    return Notice(
        code=RECOGNISED,
        message=f"All text was recognised in a picture, by {model.provider}/{model.name}; {doubtful} of "
        f"{len(paragraphs)} paragraphs are not sure.",
        remedy="Compare what you cite with the picture; a larger, sharper one is recognised better.",
    )
