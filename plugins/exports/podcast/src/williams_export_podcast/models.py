"""What travels between the podcast's stages."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from williams.domain.bounds import Word, line_of
from williams.domain.content import ObjectRef
from williams.domain.language_tags import LanguageTag
from williams.domain.notices import Notice
from williams.domain.provenance import Citation, ModelUsed, VoiceUsed
from williams.plugin.engines import SPEECH, TEXT, EngineChoice

EpisodeTitle: TypeAlias = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(line_of)]
WORDS_PER_MINUTE = 150
HOST = "Host"
GUEST = "Guest"


class PodcastParameters(BaseModel):
    """What a podcast can be asked for. ``minutes`` is an aim: short sources make short episodes."""

    model_config = ConfigDict(extra="forbid")

    voice: Annotated[Word, EngineChoice(SPEECH)] = Field(
        default="professional_male", description="The host's voice: `<engine>/<voice>`, or one of the default engine's."
    )
    guest_voice: Annotated[Word, EngineChoice(SPEECH)] = Field(
        default="professional_female", description="The guest's voice, which may be another engine's."
    )
    writer: Annotated[Word | None, EngineChoice(TEXT)] = Field(
        default=None,
        description="Who writes: `<engine>` or `<engine>/<model>`. Left out: the default engine.",
        examples=["quoting"],
    )
    style: Literal["conversational", "interview", "lecture"] = Field(
        default="conversational", description="A lecture has one speaker."
    )
    minutes: float = Field(default=4.0, ge=0.5, le=60.0, strict=True, description="The length to aim at.")
    language: LanguageTag | None = Field(
        default=None,
        description="BCP 47 tag of all that is said. Left out: hosts speak the first source's, each source its own.",
        examples=["en", "de-AT"],
    )
    title: EpisodeTitle | None = Field(default=None, description="The episode's title.", examples=["On Provenance"])
    add_intro: bool = Field(default=True, description="Begin and end with a short jingle.")
    add_music: bool = Field(default=True, description="Quiet music under the whole episode.")


class ScriptLine(BaseModel):
    """One line to be spoken; ``section`` names the chapter it belongs to, ``language`` is its own if it has one."""

    ordinal: int
    speaker: str
    voice: str
    text: str
    section: str | None
    citations: list[Citation]
    language: str | None = None


class PodcastScript(BaseModel):
    """The output of ``script``. ``dropped`` counts lines that were left out, since they stood on nothing.

    ``notices`` say what listeners should know of the sources.
    """

    title: str
    language: str
    lines: list[ScriptLine]
    model: ModelUsed
    cost_usd: float
    dropped: int = 0
    notices: list[Notice] = Field(default_factory=list)


class SpokenLine(BaseModel):
    """The output of ``generate`` for one line: a WAV file in scratch, ``seconds`` long."""

    ordinal: int
    audio: ObjectRef
    seconds: float
    voice: VoiceUsed
    cost_usd: float
