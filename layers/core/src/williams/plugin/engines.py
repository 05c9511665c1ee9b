"""The models that a stage exchanges with the engines of its context."""

from williams.ports.fetch import Fetched
from williams.ports.media import AudioClip, AudioTags, Chapter, ComposedEpisode, Episode
from williams.ports.speech import SpokenAudio, WordTiming
from williams.ports.text import Dialogue, DialogueBrief, DialogueLine, Passage, SourceBrief

__all__ = [
    "AudioClip",
    "AudioTags",
    "Chapter",
    "ComposedEpisode",
    "Dialogue",
    "DialogueBrief",
    "DialogueLine",
    "Episode",
    "Fetched",
    "Passage",
    "SourceBrief",
    "SpokenAudio",
    "WordTiming",
]
