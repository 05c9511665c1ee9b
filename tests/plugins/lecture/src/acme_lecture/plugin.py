"""The import: its download takes the recording apart, and its extract reads the transcript."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from acme_lecture.recording import lines_of, tracks_of
from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import UnsupportedContent
from williams.domain.places import Place
from williams.plugin import Download, ImportPlugin, ImportRequest, ParagraphDraft, RawContent, StageContext

AUDIO, THUMBNAIL, TRANSCRIPT = "audio.mp3", "thumbnail.jpg", "transcript.txt"
_MEDIA_TYPES = {AUDIO: "audio/mpeg", THUMBNAIL: "image/jpeg", TRANSCRIPT: "text/plain; charset=utf-8"}


class LectureImport(ImportPlugin):
    """Four originals are kept, each under its own name."""

    plugin_id: ClassVar[str] = "import.lecture"
    name: ClassVar[str] = "Lectures"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Recorded lectures (.lecture), with the seconds of every paragraph."
    content_type: ClassVar[ContentType] = ContentType.VIDEO
    folder: ClassVar[str] = "lectures"
    stored_name: ClassVar[str] = "video.mp4"
    max_bytes: ClassVar[int] = 20 * 1024 * 1024

    async def validate_url(self, url: str) -> bool:
        return url.startswith(("http://", "https://", "upload://"))

    async def can_handle(self, url: str) -> bool:
        return await self.validate_url(url) and url.lower().endswith(".lecture")

    async def download(self, request: ImportRequest, ctx: StageContext) -> Download:
        recording = await super().download(request, ctx)
        tracks = _tracks(ctx.scratch.open(recording.object))
        files = {
            name: ctx.scratch.save(f"download/{name}", tracks[name.partition(".")[0]].encode(), media_type)
            for name, media_type in _MEDIA_TYPES.items()
        }
        return recording.model_copy(update={"files": files})

    async def extract(self, download: Download, ctx: StageContext) -> RawContent:
        transcript = ctx.scratch.open(download.files[TRANSCRIPT]).read_text(encoding="utf-8")
        try:
            lines = list(lines_of(transcript))
        except ValueError as error:
            raise UnsupportedContent(f"The lecture's transcript cannot be read: {error}.") from None
        ctx.progress(1.0, f"Read {len(lines)} lines")
        title = _tracks(ctx.scratch.open(download.object))["title"]
        paragraphs = [
            ParagraphDraft(text=line.text, place=Place(seconds=line.seconds, until=line.until)) for line in lines
        ]
        return RawContent(metadata=ContentMetadata(title=title), paragraphs=paragraphs)


def _tracks(file: Path) -> dict[str, str]:
    try:
        return tracks_of(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnsupportedContent(f"This is no recorded lecture: {error}.") from None
