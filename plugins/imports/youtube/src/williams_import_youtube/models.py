"""What travels between the stages of a video."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from williams.domain.content import ObjectRef
from williams.plugin.engines import Transcript
from williams.plugin.importing import Download


class SpeechPiece(BaseModel):
    """A part of the sound, to be written down. ``starts_at`` is in seconds; ``language`` is None where it is heard."""

    object: ObjectRef
    starts_at: float
    language: str | None = None


class CaptionFile(BaseModel):
    """Captions as they came: of the format ``json3``, ``vtt`` or ``srt``."""

    object: ObjectRef
    format: str
    language: str
    automatic: bool


class VideoDownload(Download):
    """A video's description as the original, beside what was fetched of it.

    Either there are captions, or ``pieces`` of the sound. ``chapters`` have a title and the seconds at which they start
    and end.
    Of a list of videos there is nothing of all this.
    """

    metadata: dict[str, Any] = Field(default_factory=dict)
    chapters: list[dict[str, Any]] = Field(default_factory=list)
    captions: CaptionFile | None = None
    pieces: list[SpeechPiece] = Field(default_factory=list)


class Written(BaseModel):
    """What was heard in a piece that begins at those seconds."""

    transcript: Transcript
    starts_at: float
