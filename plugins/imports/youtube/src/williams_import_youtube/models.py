"""What travels between the stages of a video."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from williams.domain.content import ObjectRef
from williams.plugin.engines import Transcript
from williams.plugin.importing import Download


class Recording(BaseModel):
    """Speech to be written down. ``language`` is None where it has to be heard."""

    object: ObjectRef
    language: str | None = None


class CaptionFile(BaseModel):
    """Captions as they came: of the format ``json3``, ``vtt`` or ``srt``."""

    object: ObjectRef
    format: str
    language: str
    automatic: bool


class VideoDownload(Download):
    """A video's description as the original, beside what was fetched of it.

    Either there are captions, or one recording. ``chapters`` have a title and the seconds at which they start and end.
    Of a list of videos there is nothing of all this.
    """

    metadata: dict[str, Any] = Field(default_factory=dict)
    chapters: list[dict[str, Any]] = Field(default_factory=list)
    captions: CaptionFile | None = None
    recordings: list[Recording] = Field(default_factory=list)


class Written(BaseModel):
    """What was heard in a recording."""

    transcript: Transcript
