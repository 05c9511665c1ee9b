"""Speech to text."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeGuard

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.provenance import ModelUsed


class HeardWord(BaseModel):
    """``text`` has the punctuation that follows it, and no blanks around it. Times are seconds."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1)
    starts_at: float = Field(ge=0)
    ends_at: float


class Utterance(BaseModel):
    """What was said from ``starts_at`` to ``ends_at``, in seconds; ``speaker`` tells the voices apart.

    ``words`` is empty where the engine gives no times of words. ``certainty`` is the engine's own, 0 to 1; None where
    it gives none.
    """

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1)
    starts_at: float = Field(ge=0)
    ends_at: float
    speaker: str | None = None
    words: tuple[HeardWord, ...] = ()
    certainty: float | None = Field(default=None, ge=0, le=1)


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


class TranscriptionTasks(TranscriptionPort, Protocol):
    """What an engine has beside ``transcribe`` whose service works by itself, for minutes.

    ``williams.plugin.transcribing`` gives these to ``ctx.paid.task``, so that nothing runs while it works.
    """

    @property
    def model(self) -> ModelUsed: ...

    async def submit(self, recording: Path, language: str | None = None) -> str:
        """Have a recording written down; returns the service's name for the task. Raises as ``transcribe`` does."""
        ...

    async def poll(self, task: str) -> Transcript | None:
        """Return the transcript, or None while it is being made.

        Raises ProviderRejected for a task that has failed or is not known, for which nothing is owed; CorruptContent
        where the service could not read the recording; ProviderThrottled, ProviderUnavailable.
        """
        ...

    async def cancel(self, task: str) -> None:
        """Take a task back, and what was sent with it.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...


def gives_tasks(engine: TranscriptionPort) -> TypeGuard[TranscriptionTasks]:
    """Return whether an engine has TranscriptionTasks, itself or in the wrapper that pays for its calls."""
    return hasattr(engine, "submit")
