"""Imports the subtitles of a recorded talk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from williams.domain.content import ContentMetadata, ContentType, ObjectRef
from williams.domain.errors import EmptyContent, UnsupportedContent
from williams.domain.places import Place
from williams.plugin import Download, ImportPlugin, ParagraphDraft, RawContent, StageContext

if TYPE_CHECKING:
    from webvtt import WebVTT
    from webvtt.models import Caption

_PAUSE_SECONDS = 2.0
_LONGEST_CHARACTERS = 600
_ENDS = (".", "!", "?", "…")


class SubtitleImport(ImportPlugin):
    """A paragraph ends at a pause, or with a sentence once it is long."""

    plugin_id: ClassVar[str] = "import.subtitles"
    name: ClassVar[str] = "Subtitles"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Subtitles of recorded talks (.srt, .vtt), with the second of every paragraph."
    content_type: ClassVar[ContentType] = ContentType.DOCUMENT
    folder: ClassVar[str] = "subtitles"
    stored_name: ClassVar[str] = "subtitles.txt"
    max_bytes: ClassVar[int] = 20 * 1024 * 1024

    async def validate_url(self, url: str) -> bool:
        return url.startswith(("http://", "https://", "upload://"))

    async def can_handle(self, url: str) -> bool:
        return await self.validate_url(url) and url.lower().endswith((".srt", ".vtt"))

    async def extract(self, download: Download, ctx: StageContext) -> RawContent:
        subtitles = _read(ctx.scratch.open(download.object))
        paragraphs = list(_paragraphs(subtitles.captions))
        if not paragraphs:
            raise EmptyContent("The subtitles hold no words.")
        ctx.progress(1.0, f"Read {len(subtitles.captions)} captions")
        title = Path(download.filename).stem
        return RawContent(metadata=ContentMetadata(title=title), paragraphs=paragraphs, files=_files(subtitles, ctx))


def _files(subtitles: WebVTT, ctx: StageContext) -> dict[str, ObjectRef]:
    """What is kept beside the subtitles: their words alone, in WebVTT whatever they came in, and when each is said."""
    words = "\n".join(caption.text for caption in subtitles.captions)
    times = [{"begins": caption.start, "ends": caption.end} for caption in subtitles.captions]
    return {
        "transcript.txt": ctx.scratch.save("transcript.txt", words.encode(), "text/plain; charset=utf-8"),
        "captions.vtt": ctx.scratch.save("captions.vtt", subtitles.content.encode(), "text/vtt"),
        "times.json": ctx.scratch.save("times.json", json.dumps(times).encode(), "application/json"),
    }


def _read(file: Path) -> WebVTT:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        text = file.read_text(encoding="utf-8-sig")
        return webvtt.from_string(text) if text.startswith("WEBVTT") else webvtt.from_srt(str(file), encoding="utf-8")
    except UnicodeDecodeError:
        raise UnsupportedContent("The subtitles are not text in UTF-8. Save them as UTF-8 and import again.") from None
    except (MalformedFileError, MalformedCaptionError) as error:
        raise UnsupportedContent(f"These are no subtitles in SRT or WebVTT: {error}.") from None


def _paragraphs(captions: Iterable[Caption]) -> Iterator[ParagraphDraft]:
    words: list[str] = []
    begins = ended = 0.0
    for caption in captions:
        text = " ".join(caption.text.split())
        starts = float(caption.start_in_seconds)
        if words and (starts - ended >= _PAUSE_SECONDS or _is_whole(" ".join(words))):
            yield ParagraphDraft(text=" ".join(words), place=Place(seconds=begins, until=ended))
            words = []
        if text:
            begins = begins if words else starts
            words.append(text)
        ended = float(caption.end_in_seconds)
    if words:
        yield ParagraphDraft(text=" ".join(words), place=Place(seconds=begins, until=ended))


def _is_whole(text: str) -> bool:
    return len(text) >= _LONGEST_CHARACTERS and text.endswith(_ENDS)
