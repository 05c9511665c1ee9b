"""What a podcast can be asked for."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from williams_writing.parameters import Writer

from williams.domain.bounds import Word, line_of
from williams.domain.language_tags import LanguageTag
from williams.plugin.engines import SPEECH, EngineChoice, VoiceQuality
from williams_export_podcast.conversation.brief import MOST_SPEAKERS, Style

EpisodeTitle: TypeAlias = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(line_of)]
SpeakerName: TypeAlias = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(line_of)]
Voice: TypeAlias = Annotated[Word, EngineChoice(SPEECH)]
WORDS_PER_MINUTE = 150
HOST = "Host"
GUEST = "Guest"
_ALONE = ("lecture", "news_brief")
_OTHER_VOICES = ("friendly_male", "friendly_female")


class PodcastParameters(BaseModel):
    """What a podcast can be asked for. ``minutes`` is an aim: short sources make short episodes."""

    model_config = ConfigDict(extra="forbid", title="Podcast")

    style: Style = Field(
        default="conversational",
        title="Style",
        description=(
            "`conversational`: equals talk. `interview`: the first asks, the others answer. `lecture`: the first "
            "explains. `debate`: what is said is challenged; of three or four, the first leads. `news_brief`: short, "
            "and nothing is asked."
        ),
        examples=["interview"],
    )
    speakers: list[SpeakerName] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_SPEAKERS,
        title="Speakers",
        description=(
            "Their names, the host's first. Left out: `Host` alone for a lecture and a news brief, `Host` and `Guest` "
            "for the others."
        ),
        examples=[["Ada", "Grace", "Mary", "Emmy"]],
    )
    voice: Voice = Field(
        default="professional_male",
        title="Host's voice",
        description="The first speaker's: `<engine>/<voice>`, or one of the default engine's.",
        examples=["professional_male", "narrator"],
    )
    guest_voice: Voice = Field(
        default="professional_female",
        title="Guest's voice",
        description="The second speaker's, which may be another engine's.",
        examples=["professional_female"],
    )
    third_voice: Annotated[Word | None, EngineChoice(SPEECH)] = Field(
        default=None,
        title="Third voice",
        description="The third speaker's. Left out: `friendly_male`, of the host's engine.",
        examples=["friendly_male"],
    )
    fourth_voice: Annotated[Word | None, EngineChoice(SPEECH)] = Field(
        default=None,
        title="Fourth voice",
        description="The fourth speaker's. Left out: `friendly_female`, of the host's engine.",
        examples=["friendly_female"],
    )
    voice_quality: VoiceQuality = Field(
        default=VoiceQuality.DRAFT,
        title="Quality of voices",
        description=(
            "Of voices that are named without an engine: `draft` takes those that are ready soon, `fine` the most "
            "natural ones, however long they take."
        ),
        examples=["fine"],
    )
    writer: Writer = None
    minutes: float = Field(
        default=4.0,
        ge=0.5,
        le=60.0,
        strict=True,
        title="Minutes",
        description=(
            "The length, met within a tenth where the sources have enough that can be told; else a notice says so."
        ),
        examples=[5, 12.5],
    )
    language: LanguageTag | None = Field(
        default=None,
        title="Language",
        description="BCP 47 tag of all that is said. Left out: hosts speak the first source's, each source its own.",
        examples=["en", "de-AT"],
    )
    title: EpisodeTitle | None = Field(
        default=None,
        title="Title",
        description="The episode's title. Left out: made of the sources' titles.",
        examples=["Where Words Come From"],
    )
    add_intro: bool = Field(default=True, title="Jingle", description="Begin and end with a short jingle.")
    add_music: bool = Field(default=True, title="Music", description="Quiet music under the whole episode.")

    @field_validator("speakers")
    @classmethod
    def _who_can_speak_so(cls, names: list[str] | None, info: ValidationInfo) -> list[str] | None:
        if names is None:
            return None
        if len({name.casefold() for name in names}) < len(names):
            raise PydanticCustomError("same_name", "Give each speaker a name of its own")
        style = info.data.get("style")
        if len(names) == 1 and style in ("conversational", "interview", "debate"):
            raise PydanticCustomError(
                "too_few_speakers", "The style '{style}' needs two speakers or more", {"style": style}
            )
        return names

    @field_validator("third_voice", "fourth_voice")
    @classmethod
    def _somebody_has_it(cls, voice: str | None, info: ValidationInfo) -> str | None:
        number = 3 if info.field_name == "third_voice" else 4
        if voice is not None and len(info.data.get("speakers") or []) < number:
            raise PydanticCustomError(
                "no_such_speaker", "Name {number} `speakers`, or leave it out", {"number": number}
            )
        return voice

    @property
    def voices(self) -> dict[str, str]:
        """Who speaks, the host first, each with the voice."""
        names = self.speakers or ([HOST] if self.style in _ALONE else [HOST, GUEST])
        engine, slash, _ = self.voice.rpartition("/")
        third, fourth = (f"{engine}{slash}{each}" for each in _OTHER_VOICES)
        voices = [self.voice, self.guest_voice, self.third_voice or third, self.fourth_voice or fourth]
        return dict(zip(names, voices, strict=False))
