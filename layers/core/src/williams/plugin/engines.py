"""The models that a stage exchanges with the engines of its context, and how a parameter chooses one of them."""

from williams.domain.prompts import Prompt
from williams.engine.choice import EngineChoice
from williams.ports.engines import (
    EMBEDDING,
    ENTAILMENT,
    MEDIA,
    RECOGNITION,
    RERANK,
    SPEECH,
    TEXT,
    TRANSCRIPTION,
)
from williams.ports.fetch import Fetched
from williams.ports.media import AudioClip, AudioTags, Chapter, ComposedEpisode, Episode
from williams.ports.speech import SpokenAudio, WordTiming
from williams.ports.text import Grounded, Passage, Task, Written

__all__ = [
    "EMBEDDING",
    "ENTAILMENT",
    "MEDIA",
    "RECOGNITION",
    "RERANK",
    "SPEECH",
    "TEXT",
    "TRANSCRIPTION",
    "AudioClip",
    "AudioTags",
    "Chapter",
    "ComposedEpisode",
    "EngineChoice",
    "Episode",
    "Fetched",
    "Grounded",
    "Passage",
    "Prompt",
    "SpokenAudio",
    "Task",
    "WordTiming",
    "Written",
]
