"""The plugin ``import.youtube``."""

from __future__ import annotations

from typing import ClassVar, cast

from pydantic import BaseModel

from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import EngineMissing
from williams.domain.jobs import JobStatus
from williams.domain.listings import Listing, Look
from williams.plugin.context import StageContext
from williams.plugin.engines import TRANSCRIPTION
from williams.plugin.importing import IMPORT_STAGES, ImportRequest, RawContent
from williams.plugin.listing import ListingPlugin
from williams.plugin.stage import FanOut, Pending, Poll, Stage
from williams.plugin.transcribing import transcribed
from williams_import_youtube.addresses import PLUGIN_ID, is_address, is_list, is_video, video_address, youtube_id
from williams_import_youtube.models import SpeechPiece, VideoDownload, Written
from williams_import_youtube.settings import YouTubeParameters, YouTubeSettings

_DOWNLOAD, _EXTRACT, *_REST = IMPORT_STAGES


class YouTubeImport(ListingPlugin):
    """Imports videos of YouTube, and of the other sites that yt-dlp reads, as what is said in them."""

    plugin_id: ClassVar[str] = PLUGIN_ID
    name: ClassVar[str] = "Videos"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "Videos of YouTube and some thousand other sites: what is said, with its times, by captions or written down; "
        "title, maker, date, chapters and picture."
    )
    content_type: ClassVar[ContentType] = ContentType.VIDEO
    folder: ClassVar[str] = "videos"
    stored_name: ClassVar[str] = "video.json"
    max_bytes: ClassVar[int] = 700 * 1024 * 1024
    needs: ClassVar[frozenset[str]] = frozenset({"embedding", "media", "transcription"})
    parameters: ClassVar[type[BaseModel]] = YouTubeParameters
    settings: ClassVar[type[BaseModel]] = YouTubeSettings
    # From 1769 MB on a function has a whole processor; the process that asks the site may take 1024 MB.
    memory_mb: ClassVar[int] = 1769
    # Sites count how often one address asks.
    lane: ClassVar[int] = 2
    stages: ClassVar[tuple[Stage, ...]] = (
        Stage(
            "download",
            JobStatus.DOWNLOADING,
            15,
            "Asking the site for the video",
            seconds=900,
            usual_seconds=60,
            may_finish=True,
            hook="download",
        ),
        Stage(
            "transcribe",
            JobStatus.TRANSCRIBING,
            25,
            "Writing down what is said",
            seconds=900,
            fan_out=FanOut(over="download.pieces"),
            poll=Poll(every=15, at_most=3 * 3600),
        ),
        _EXTRACT,
        *_REST,
    )

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http or https URL: only yt-dlp knows all the sites that it reads."""
        return is_address(url)

    async def can_handle(self, url: str) -> bool:
        """Return True for what is a video, or a list of videos, by its address; other sites want the plugin's name."""
        return is_video(url) or is_list(url)

    async def lists(self, source: str) -> bool:
        """Return True for a playlist or a channel by its address; a video in a playlist is the video."""
        return is_list(source)

    async def entries(self, look: Look, ctx: StageContext) -> Listing:
        """Return all videos of a playlist or channel, of YouTube or another site, as one page.

        Raises what ``download`` does, and UnsupportedContent for what is no list.
        """
        from williams_import_youtube.asking import listed

        return await listed(look, cast("YouTubeSettings", ctx.settings), ctx)

    def source_address(self, url: str, metadata: ContentMetadata) -> str | None:
        """Return the address that the site names for the video."""
        named = metadata.extra.get("canonical_url")
        return str(named) if named else super().source_address(url, metadata)

    async def download(self, request: ImportRequest, ctx: StageContext) -> VideoDownload:
        """Ask the site, in a guarded process of its own, and keep what came: a video, or the list that becomes a batch.

        Raises:
            UnsupportedContent: what is live or has not begun, or no site that is known.
            NotFound: it is gone.
            Forbidden: private, for members or adults, not in this country, or the site takes us for a program's.
            EncryptedContent: locked (DRM).
            EmptyContent: nothing is to be heard, or speech that nothing here writes down.
            InvalidRequest: there are no captions in the language that was asked for.
            ContentTooLarge: more bytes than are taken.
            ProviderThrottled, ProviderUnavailable: it may go well later.
            ProviderRejected: the site has changed.
        """
        from williams_import_youtube.asking import downloaded

        if is_list(request.url):
            return await self._list(request, ctx)
        video_id = youtube_id(request.url)
        url = video_address(video_id) if video_id else request.url
        asked = YouTubeParameters.model_validate(request.parameters)
        settings = cast("YouTubeSettings", ctx.settings)
        found = await downloaded(url, asked, settings, _why_unwritten(ctx), self.max_bytes, ctx)
        return found or await self._list(request, ctx)

    async def _list(self, request: ImportRequest, ctx: StageContext) -> VideoDownload:
        return VideoDownload.model_validate((await self.listed(request, ctx)).model_dump())

    async def transcribe(self, item: SpeechPiece, ctx: StageContext) -> Written | Pending:
        """Write down what is said in a piece of the sound. Raises as the engine does."""
        heard = await transcribed(ctx.scratch.open(item.object), item.language, ctx)
        return heard if isinstance(heard, Pending) else Written(transcript=heard, starts_at=item.starts_at)

    async def extract(  # type: ignore[override]  # a stage takes what it names
        self, download: VideoDownload, transcribe: list[Written], ctx: StageContext
    ) -> RawContent:
        """Make paragraphs of captions, or of what was written down, under the video's chapters.

        Raises:
            EmptyContent: nobody speaks.
            CorruptContent: the captions cannot be read, crash their reader or take too long.
        """
        from williams_import_youtube.reading import content_of

        return await content_of(download, transcribe, ctx)


def _why_unwritten(ctx: StageContext) -> str | None:
    """Say why speech cannot be written down here; None where it can."""
    try:
        ctx.engine(TRANSCRIPTION)
    except EngineMissing:
        return "To write down what is said, this library needs an engine of transcription, and none is installed."
    return None
