"""Speech to text."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.provenance import ModelUsed


class Utterance(BaseModel):
    """What was said from ``starts_at`` to ``ends_at``, in seconds; ``speaker`` tells the voices apart."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1)
    starts_at: float = Field(ge=0)
    ends_at: float
    speaker: str | None = None


class Transcript(BaseModel):
    """``utterances`` are in the order of time, and empty where nobody speaks. ``language`` is a BCP 47 tag."""

    utterances: list[Utterance]
    language: str
    engine: ModelUsed
    cost_usd: float = 0.0


class TranscriptionPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool: ...

    async def transcribe(self, recording: Path, language: str | None = None) -> Transcript:
        """Write down a recording: WAV, MP3, M4A or the sound of an MP4. Without ``language`` it is heard.

        Raises CorruptContent for what is no recording, InvalidRequest for a language that the engine does not have;
        ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...
