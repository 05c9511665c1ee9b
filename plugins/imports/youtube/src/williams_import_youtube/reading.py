"""The extract stage: paragraphs of captions or of a transcript, and the transcript as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from williams.domain.citing import in_words
from williams.domain.content import ContentMetadata, ParagraphKind
from williams.domain.errors import EmptyContent
from williams.domain.notices import Notice
from williams.isolation.notices import notice
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.importing import ParagraphDraft, RawContent
from williams_import_youtube.captions.cues import Cue
from williams_import_youtube.captions.paragraphs import paragraphs
from williams_import_youtube.models import CaptionFile, VideoDownload, Written

WRITTEN: Final = "speech-written-down"
_SECONDS: Final = 120.0
_SPARE_SECONDS: Final = 10.0
_ADVICE: Final = "Import the video in another language, or save its captions and import the file."


async def content_of(download: VideoDownload, heard: Sequence[Written], ctx: StageContext) -> RawContent:
    """Return what is said in a video. Raises EmptyContent where nobody speaks, CorruptContent."""
    if download.captions:
        language = download.captions.language
        said = await _read(download.captions, download.chapters, ctx)
    else:
        language = heard[0].transcript.language
        said = _transcribed(heard, download.chapters)
    drafts = [ParagraphDraft.model_validate(each) for each in said["paragraphs"]]
    metadata = ContentMetadata.model_validate({**download.metadata, "language": _tag(language)})
    transcript_file = ctx.scratch.save("extract/transcript.txt", _as_text(drafts), "text/plain; charset=utf-8")
    return RawContent(
        metadata=metadata,
        paragraphs=drafts,
        notices=[Notice.model_validate(each) for each in said["notices"]],
        files={"transcript.txt": transcript_file},
    )


async def _read(captions: CaptionFile, chapters: list[dict[str, Any]], ctx: StageContext) -> dict[str, Any]:
    options = {
        "format": captions.format,
        "automatic": captions.automatic,
        "language": captions.language,
        "chapters": chapters,
    }
    return await read_isolated(
        Reader("williams_import_youtube.captions.reading:read_captions", "captions", _ADVICE, options),
        ctx.scratch.open(captions.object),
        ctx.scratch.path("extract/reading.json"),
        Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
        lambda done, total: ctx.progress(done / total, "Reading the captions"),
        ctx.check_cancelled,
    )


def _transcribed(heard: Sequence[Written], chapters: list[dict[str, Any]]) -> dict[str, Any]:
    """Raises EmptyContent where nobody speaks."""
    cues = [cue for piece in heard for cue in _cues(piece)]
    if not cues:
        raise EmptyContent("The video has no captions, and nobody speaks in it. There is nothing to be read.")
    engine = heard[0].transcript.engine
    message = (
        f"The video has no captions. What is said was written down by {engine.provider}/{engine.name}: names and "
        "numbers in it may be wrong."
    )
    told = notice(WRITTEN, message, remedy="Listen to what you cite: each paragraph has its time.")
    return {"paragraphs": list(paragraphs(cues, chapters, WRITTEN)), "notices": [told]}


def _cues(piece: Written) -> Iterator[Cue]:
    before: str | None = None
    for number, each in enumerate(piece.transcript.utterances):
        text, start = " ".join(each.text.split()), piece.starts_at
        if text:
            turn = number > 0 and each.speaker != before
            yield Cue(start + each.starts_at, start + each.ends_at, text, each.certainty, turn)
        before = each.speaker


def _tag(language: str) -> str | None:
    return None if language == "und" else language


def _as_text(drafts: Sequence[ParagraphDraft]) -> bytes:
    """Each paragraph behind its time; a chapter's title stands between blank lines."""
    lines = []
    for draft in drafts:
        at = in_words(draft.place.model_copy(update={"section": None, "until": None}))
        lines.append(f"\n{draft.text}\n" if draft.kind is ParagraphKind.HEADING else f"[{at}] {draft.text}")
    return ("\n".join(lines).strip() + "\n").encode()
