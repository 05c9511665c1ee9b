"""The models that a stage exchanges with the engines of its context."""

from williams.domain.prompts import Prompt
from williams.ports.fetch import Fetched
from williams.ports.media import AudioClip, AudioTags, Chapter, ComposedEpisode, Episode
from williams.ports.speech import SpokenAudio, WordTiming
from williams.ports.text import Grounded, Passage, Task, Written

__all__ = [
    "AudioClip",
    "AudioTags",
    "Chapter",
    "ComposedEpisode",
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
