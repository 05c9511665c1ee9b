"""Text to speech."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from williams.domain.notices import Notice
from williams.domain.provenance import VoiceUsed


class VoiceQuality(StrEnum):
    """What a voice is wanted for: a draft soon, or the most natural speech that there is, however long it takes."""

    DRAFT = "draft"
    FINE = "fine"


@dataclass(frozen=True)
class ChosenVoice:
    """``name`` is ``<engine>/<voice>``. ``notice`` says what listeners would not expect of it."""

    name: str
    notice: Notice | None = None


class WordTiming(BaseModel):
    """``start`` is a code point offset into the spoken text; ``seconds`` is where the word begins in the audio."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int
    seconds: float


class SpokenAudio(BaseModel):
    """``wav`` is a RIFF WAVE file: 16-bit signed mono PCM. ``words`` is empty where the engine gives no timings.

    In JSON, ``wav`` is Base64.
    """

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    wav: bytes
    sample_rate: int
    seconds: float
    words: list[WordTiming]
    voice: VoiceUsed
    cost_usd: float = 0.0


class SpeechPort(Protocol):
    @property
    def engine(self) -> str:
        """Provider, model and version: what is said with another engine sounds different."""
        ...

    @property
    def paid(self) -> bool: ...

    def voices(self) -> list[str]:
        """The library's voice names (v2's ``professional_male`` …) that this provider maps to its own."""
        ...

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        """Map a library voice name to the provider's voice, without speaking.

        Raises InvalidRequest with the names that exist; and, where ``language`` (a BCP 47 tag) is given that the voice
        cannot speak so that it can be understood, with what can be done.
        """
        ...

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """Raises InvalidRequest, ProviderThrottled, ProviderUnavailable, ProviderRejected."""
        ...
