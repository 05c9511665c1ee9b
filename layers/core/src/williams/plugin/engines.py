"""The models that a stage exchanges with the engines of its context, and how a parameter chooses one of them."""

from williams.domain.prompts import Prompt
from williams.engine.choice import EngineChoice
from williams.ports.engines import (
    EMBEDDING,
    ENTAILMENT,
    MAIL,
    MEDIA,
    PICTURES,
    RECOGNITION,
    RENDER,
    RERANK,
    SPEECH,
    TEXT,
    TRANSCRIPTION,
    VIDEO,
)
from williams.ports.fetch import Fetched
from williams.ports.mail import SentMail
from williams.ports.media import (
    AudioClip,
    AudioTags,
    Chapter,
    ComposedEpisode,
    Episode,
    Mix,
    Recording,
    Sound,
    SoundPiece,
)
from williams.ports.pictures import DrawnPicture
from williams.ports.recognition import RecognizedLine, certainty
from williams.ports.render import RenderedPage
from williams.ports.speech import ChosenVoice, SpokenAudio, VoiceQuality, WordTiming
from williams.ports.text import Grounded, Passage, Task, Written
from williams.ports.transcription import HeardWord, Transcript, Utterance
from williams.ports.video import FinishedClip

__all__ = [
    "EMBEDDING",
    "ENTAILMENT",
    "MAIL",
    "MEDIA",
    "PICTURES",
    "RECOGNITION",
    "RENDER",
    "RERANK",
    "SPEECH",
    "TEXT",
    "TRANSCRIPTION",
    "VIDEO",
    "AudioClip",
    "AudioTags",
    "Chapter",
    "ChosenVoice",
    "ComposedEpisode",
    "DrawnPicture",
    "EngineChoice",
    "Episode",
    "Fetched",
    "FinishedClip",
    "Grounded",
    "HeardWord",
    "Mix",
    "Passage",
    "Prompt",
    "RecognizedLine",
    "Recording",
    "RenderedPage",
    "SentMail",
    "Sound",
    "SoundPiece",
    "SpokenAudio",
    "Task",
    "Transcript",
    "Utterance",
    "VoiceQuality",
    "WordTiming",
    "Written",
    "certainty",
]
