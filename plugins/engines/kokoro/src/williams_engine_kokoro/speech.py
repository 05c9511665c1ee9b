"""The most natural English that there is without a network or a key: Kokoro-82M."""

from __future__ import annotations

import asyncio
from functools import cached_property
from threading import Lock
from typing import Final

from williams_speaking.lines import Phrase, Said, joined
from williams_speaking.pronunciation import Pronunciation

from williams.domain.errors import ProviderRejected
from williams.domain.provenance import VoiceUsed
from williams.engine.spoken_text import for_speech
from williams.ports.model_files import ModelFilesPort
from williams.ports.speech import SpokenAudio
from williams_engine_kokoro.network import Network
from williams_engine_kokoro.voices import AMERICAN, is_british, voice_of

PROVIDER: Final = "kokoro"
_MODEL: Final = "v1.0-int8"
_LONGEST_LINE: Final = 10_000


class KokoroSpeech:
    """SpeechPort over Kokoro's network in this process: somewhat faster than speech, on one core."""

    def __init__(self, model_files: ModelFilesPort) -> None:
        self._model_files = model_files
        self._loading = Lock()

    @property
    def engine(self) -> str:
        return f"{PROVIDER}/{_MODEL}"

    @property
    def paid(self) -> bool:
        return False

    def voices(self) -> list[str]:
        return list(AMERICAN)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        """See SpeechPort."""
        return VoiceUsed(provider=PROVIDER, name=voice_of(voice, language))

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """See SpeechPort. Markup in ``text`` is read like any other text."""
        used = self.voice(voice, language)
        return await asyncio.to_thread(self._speak, text, used)

    def _speak(self, text: str, used: VoiceUsed) -> SpokenAudio:
        spoken = for_speech(text, _LONGEST_LINE)
        with self._loading:
            network = self._network
            pronunciation = self._british if is_british(used.name) else self._american
        phrases = [Phrase.of(words, network.known) for words in pronunciation.phrases(spoken.text)]
        said = []
        for phrase in phrases:
            if phrase.phonemes:
                wave, begins = network.wave(phrase.phonemes, used.name)
                said.append(Said(wave, phrase.words(begins)))
        if not said:
            raise ProviderRejected(f"Kokoro made no sound of {text[:60]!r}: it reads English alone")
        return joined(spoken, said, used)

    @cached_property
    def _network(self) -> Network:
        return Network(self._model_files)

    @cached_property
    def _american(self) -> Pronunciation:
        return Pronunciation()

    @cached_property
    def _british(self) -> Pronunciation:
        return Pronunciation(british=True)
