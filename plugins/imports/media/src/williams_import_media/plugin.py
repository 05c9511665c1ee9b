"""The plugin ``import.media``."""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

from williams.domain.content import ContentType
from williams.domain.errors import ContentTooLarge, EmptyContent, UnsupportedContent
from williams.domain.jobs import JobStatus
from williams.domain.urls import is_url_of
from williams.plugin.context import StageContext
from williams.plugin.engines import TRANSCRIPTION
from williams.plugin.importing import IMPORT_STAGES, Download, ImportPlugin, ImportRequest, RawContent
from williams.plugin.stage import FanOut, Pending, Poll, Stage
from williams.plugin.transcribing import transcribed
from williams_import_media.kinds import ENDINGS, ENDINGS_ON_THE_WEB, ending_of, stored_name
from williams_import_media.models import HeardPiece, Listened, Piece

_SCHEMES: Final = frozenset({"http", "https", "upload"})
_DOWNLOAD, _, *_AFTERWARDS = IMPORT_STAGES
_PIECE_SECONDS: Final = 240.0
_LONGEST_SECONDS: Final = 4 * 3600
_SPARE_SECONDS: Final = 30.0
"""Left of the stage's time for keeping the pieces."""


class MediaImport(ImportPlugin):
    """Listens to a recording in pieces, side by side."""

    plugin_id: ClassVar[str] = "import.media"
    name: ClassVar[str] = "Recordings"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "What is said in sound and film (MP3, M4A, WAV, Ogg, FLAC, MP4, MKV, WebM)."
    content_type: ClassVar[ContentType] = ContentType.VIDEO
    folder: ClassVar[str] = "videos"
    stored_name: ClassVar[str] = "video.mp4"
    max_bytes: ClassVar[int] = 1024 * 1024 * 1024
    memory_mb: ClassVar[int] = 1769
    needs: ClassVar[frozenset[str]] = frozenset({"embedding", "media", "transcription"})
    stages: ClassVar[tuple[Stage, ...]] = (
        _DOWNLOAD,
        Stage("listen", JobStatus.EXTRACTING, 5, "Taking the sound out", seconds=600),
        Stage(
            "transcribe",
            JobStatus.TRANSCRIBING,
            50,
            "Writing down what is said",
            seconds=800,
            fan_out=FanOut(over="listen.pieces", max_concurrency=8),
            poll=Poll(every=15, at_most=3 * 3600),
        ),
        Stage("extract", JobStatus.EXTRACTING, 5, "Making paragraphs", hook="extract"),
        *_AFTERWARDS,
    )

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http, https or upload URL."""
        return is_url_of(url, _SCHEMES)

    async def can_handle(self, url: str) -> bool:
        """Return True for one of the endings."""
        parts = urlsplit(url)
        endings = ENDINGS if parts.scheme == "upload" else ENDINGS_ON_THE_WEB
        return await self.validate_url(url) and unquote(parts.path).rpartition(".")[2].lower() in endings

    def stored_as(self, download: Download) -> str:
        return stored_name(download)

    async def download(self, request: ImportRequest, ctx: StageContext) -> Download:
        """Ask for the engine first: without one nothing need be fetched. Raises InvalidRequest."""
        ctx.engine(TRANSCRIPTION)
        download = await super().download(request, ctx)
        ending_of(download)
        return download

    async def listen(self, download: Download, ctx: StageContext) -> Listened:
        """Read what the recording says of itself, and part its sound where it is silent.

        Raises:
            CorruptContent: it cannot be decoded.
            ContentTooLarge: it is longer than four hours.
            UnsupportedContent: it has no sound.
            EmptyContent: it is silent.
        """
        source = ctx.scratch.open(download.object)
        about = ctx.media.inspect(source)
        if not about.has_sound:
            raise UnsupportedContent(f"{download.filename} has no track of sound, so that nothing is said in it.")
        if (about.seconds or 0) > _LONGEST_SECONDS:
            raise ContentTooLarge(_too_long(about.seconds or 0))
        folder = ctx.scratch.path("listen/piece").parent
        sound = ctx.media.pieces(source, _PIECE_SECONDS, folder, ctx.deadline.remaining - _SPARE_SECONDS)
        if not sound.pieces:
            raise EmptyContent(f"{download.filename} is silent throughout. Check that its sound was recorded.")
        pieces = []
        for piece in sound.pieces:
            ctx.check_cancelled()
            kept = ctx.scratch.save(f"listen/{piece.path.name}", piece.path, "audio/wav")
            pieces.append(Piece(sound=kept, starts_at=piece.starts_at, ends_at=piece.ends_at))
        return Listened(about=about, pieces=pieces, seconds=sound.seconds, damaged=sound.damaged)

    async def transcribe(self, item: Piece, request: ImportRequest, ctx: StageContext) -> HeardPiece | Pending:
        """Raises InvalidRequest for a stated language that the engine does not know; what engines raise."""
        heard = await transcribed(ctx.scratch.open(item.sound), request.metadata.get("language"), ctx)
        return heard if isinstance(heard, Pending) else HeardPiece(transcript=heard, starts_at=item.starts_at)

    async def extract(
        self, download: Download, listen: Listened, transcribe: list[HeardPiece], ctx: StageContext
    ) -> RawContent:
        """Raises EmptyContent where nobody speaks."""
        from williams_import_media.reading import content_of

        return content_of(download, listen, transcribe, ctx)


def _too_long(seconds: float) -> str:
    return f"The recording is {seconds / 3600:.1f} hours long; at most {_LONGEST_SECONDS // 3600} are read. Cut it."
