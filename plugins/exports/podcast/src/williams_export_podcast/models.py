"""What travels between the podcast's stages."""

from __future__ import annotations

from pydantic import BaseModel, Field

from williams.domain.content import ObjectRef
from williams.domain.notices import Notice
from williams.domain.provenance import Citation, ModelUsed, VoiceUsed
from williams.plugin.engines import WordTiming


class SpokenLine(BaseModel):
    """The output of ``generate`` for one line: a WAV file in scratch, ``seconds`` long.

    ``words`` is when each word of the line begins, where the engine says so.
    """

    ordinal: int
    audio: ObjectRef
    sample_rate: int = 24_000
    seconds: float
    voice: VoiceUsed
    cost_usd: float
    words: list[WordTiming] = Field(default_factory=list)


class ScriptLine(BaseModel):
    """One line to be spoken; ``section`` names the chapter it belongs to, ``language`` is its own if it has one.

    ``spoken`` is there already where the line was heard to learn how fast the voices are.
    """

    ordinal: int
    speaker: str
    voice: str
    text: str
    section: str | None
    citations: list[Citation]
    language: str | None = None
    spoken: SpokenLine | None = None


class PodcastScript(BaseModel):
    """The output of ``script``. ``dropped`` counts lines that were left out, since they stood on nothing.

    ``speakers`` are all who may speak, the host first. ``notices`` say what listeners should know of the sources.
    """

    title: str
    language: str
    speakers: list[str]
    lines: list[ScriptLine]
    model: ModelUsed
    cost_usd: float
    dropped: int = 0
    notices: list[Notice] = Field(default_factory=list)
