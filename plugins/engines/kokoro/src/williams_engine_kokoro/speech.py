"""The most natural speech that there is without a network or a key: Kokoro-82M."""

from __future__ import annotations

import asyncio
from functools import cached_property
from threading import Lock
from typing import Final

from williams_espeak.process import EspeakProcess
from williams_speaking.lines import Phrase, Said, joined
from williams_speaking.pronunciation import Pronunciation

from williams.domain.errors import ProviderRejected
from williams.domain.provenance import VoiceUsed
from williams.engine.spoken_text import for_speech
from williams.ports.model_files import ModelFilesPort
from williams.ports.speech import SpokenAudio
from williams_engine_kokoro.network import Network
from williams_engine_kokoro.phonemes import EspeakPronunciation
from williams_engine_kokoro.voices import BRITISH, ROLES, Variety, variety, voice_of

PROVIDER: Final = "kokoro"
_MODEL: Final = "v1.0-int8"
_LONGEST_LINE: Final = 10_000


class KokoroSpeech:
    """SpeechPort over Kokoro's network in this process: somewhat faster than speech, on one core."""

    def __init__(self, model_files: ModelFilesPort) -> None:
        self._model_files = model_files
        self._loading = Lock()
        self._espeak = EspeakProcess()
        self._pronunciations: dict[str, Pronunciation | EspeakPronunciation] = {}

    @property
    def engine(self) -> str:
        return f"{PROVIDER}/{_MODEL}"

    @property
    def paid(self) -> bool:
        return False

    def voices(self) -> list[str]:
        return list(ROLES)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        """See SpeechPort."""
        return VoiceUsed(provider=PROVIDER, name=voice_of(voice, language or "en"))

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """See SpeechPort. Markup in ``text`` is read like any other text."""
        used = self.voice(voice, language)
        return await asyncio.to_thread(self._speak, text, used, language)

    def _speak(self, text: str, used: VoiceUsed, language: str) -> SpokenAudio:
        spoken = for_speech(text, _LONGEST_LINE)
        with self._loading:
            network = self._network
            pronunciation = self._pronunciation(variety(language))
        phrases = [Phrase.of(words, network.known) for words in pronunciation.phrases(spoken.text)]
        said = []
        for phrase in phrases:
            if phrase.phonemes:
                wave, begins = network.wave(phrase.phonemes, used.name)
                said.append(Said(wave, phrase.words(begins)))
        if not said:
            raise ProviderRejected(f"Kokoro made no sound of {text[:60]!r}: it holds no word to say")
        return joined(spoken, said, used)

    @cached_property
    def _network(self) -> Network:
        return Network(self._model_files)

    def _pronunciation(self, heard: Variety) -> Pronunciation | EspeakPronunciation:
        if heard.accent not in self._pronunciations:
            self._pronunciations[heard.accent] = (
                EspeakPronunciation(self._espeak, heard.espeak)
                if heard.espeak
                else Pronunciation(british=heard is BRITISH)
            )
        return self._pronunciations[heard.accent]

    def close(self) -> None:
        """End espeak-ng's process; the next line in another language than English starts another."""
        self._espeak.close()
