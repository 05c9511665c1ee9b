"""Natural English without a network or a key: hibari."""

from __future__ import annotations

import asyncio
from functools import cached_property
from importlib.metadata import version
from threading import Lock
from typing import Final

from williams_speaking.lines import Phrase, Said, joined
from williams_speaking.pronunciation import Pronunciation

from williams.domain.errors import InvalidRequest, ProviderRejected
from williams.domain.provenance import VoiceUsed
from williams.engine.spoken_text import for_speech
from williams.ports.speech import SpokenAudio
from williams_engine_hibari.network import Network
from williams_engine_hibari.timbre import in_voice
from williams_engine_hibari.voices import VOICES, HibariVoice, voice_named, why_unspoken

PROVIDER: Final = "hibari"
_LONGEST_LINE: Final = 10_000
_SEED: Final = 1  # of the noise of breath and sibilants: the same line, the same bytes


class HibariSpeech:
    """SpeechPort over hibari's network in this process: some hundred times faster than speech, on one core."""

    def __init__(self) -> None:
        self._loading = Lock()

    @property
    def engine(self) -> str:
        return f"{PROVIDER}/{version('hibari-tts')}"

    @property
    def paid(self) -> bool:
        return False

    def voices(self) -> list[str]:
        return list(VOICES)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        """See SpeechPort."""
        chosen = voice_named(voice)
        if language is not None and (why := why_unspoken(language)):
            raise InvalidRequest(why)
        return VoiceUsed(provider=PROVIDER, name=chosen.name)

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """See SpeechPort. Markup in ``text`` is read like any other text."""
        used = self.voice(voice, language)
        return await asyncio.to_thread(self._speak, text, voice_named(voice), used)

    def _speak(self, text: str, voice: HibariVoice, used: VoiceUsed) -> SpokenAudio:
        spoken = for_speech(text, _LONGEST_LINE)
        with self._loading:
            pronunciation, network = self._pronunciation, self._network
        phrases = [Phrase.of(words, network.known) for words in pronunciation.phrases(spoken.text)]
        said = [_say(phrase, voice, network) for phrase in phrases if phrase.phonemes]
        if not said:
            raise ProviderRejected(f"hibari made no sound of {text[:60]!r}: it reads English alone")
        return joined(spoken, said, used)

    @cached_property
    def _network(self) -> Network:
        return Network()

    @cached_property
    def _pronunciation(self) -> Pronunciation:
        return Pronunciation()


def _say(phrase: Phrase, voice: HibariVoice, network: Network) -> Said:
    import numpy as np
    from hibari.dsp import synth

    spectrum = in_voice(network.spectrum(phrase.phonemes, voice.pace), voice)
    parts = (spectrum.harmonic, spectrum.rotation, spectrum.noise, spectrum.free, spectrum.phase, spectrum.pitch)
    wave = synth(*parts, np.random.default_rng(_SEED)) * np.float32(voice.gain)
    return Said(wave, phrase.words(spectrum.onsets))
