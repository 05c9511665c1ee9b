"""The bells."""

from __future__ import annotations

import array
import math

from more_itertools import first_true  # type: ignore[import-not-found,unused-ignore]

from acme_chimes.manifest import BELL, PITCHES
from williams.domain.errors import InvalidRequest
from williams.domain.provenance import VoiceUsed
from williams.engine.spoken_text import for_speech
from williams.engine.wave_file import Pcm
from williams.ports.model_files import ModelFilesPort
from williams.ports.speech import SpokenAudio

_SAMPLE_RATE = 16_000
_LONGEST_LINE = 10_000
_LOUD = 9000


class Chimes:
    """SpeechPort: one bell a word, ``seconds`` long."""

    def __init__(self, seconds: float, model_files: ModelFilesPort) -> None:
        self._seconds = seconds
        self._model_files = model_files

    @property
    def engine(self) -> str:
        return f"chimes/{self._seconds:g}"

    @property
    def paid(self) -> bool:
        return False

    def voices(self) -> list[str]:
        return list(PITCHES)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        found = first_true(PITCHES, pred=lambda name: name == voice)
        if found is None:
            raise InvalidRequest(f"there is no voice {voice!r}: choose one of {', '.join(PITCHES)}")
        if language is not None and not language.replace("-", "").isalnum():
            raise InvalidRequest(f"{language!r} is no language tag")
        return VoiceUsed(provider="chimes", name=found)

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """See SpeechPort. Bells sound alike in every language, but what is none is refused."""
        used = self.voice(voice, language)
        words = for_speech(text, _LONGEST_LINE).text.split()
        pcm = Pcm(samples=self._bell(PITCHES[voice]) * len(words), sample_rate=_SAMPLE_RATE)
        return SpokenAudio(wav=pcm.wav(), sample_rate=_SAMPLE_RATE, seconds=pcm.seconds, words=[], voice=used)

    def _bell(self, hertz: int) -> bytes:
        """16-bit mono PCM that fades away."""
        count = round(self._seconds * _SAMPLE_RATE)
        turn = 2 * math.pi * hertz / _SAMPLE_RATE
        bell = self._model_files.path(BELL.name).read_bytes()
        loud = (_LOUD * bell[i * len(bell) // count] / max(bell) for i in range(count))
        return array.array("h", (round(each * math.sin(turn * i)) for i, each in enumerate(loud))).tobytes()
