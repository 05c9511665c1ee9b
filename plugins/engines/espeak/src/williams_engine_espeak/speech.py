"""Free speech without a network: espeak-ng."""

from __future__ import annotations

import asyncio
from importlib.metadata import version

from williams_espeak.process import EspeakProcess

from williams.domain.errors import ProviderRejected
from williams.domain.provenance import VoiceUsed
from williams.engine.spoken_text import for_speech
from williams.engine.wave_file import Pcm
from williams.ports.speech import SpokenAudio
from williams_engine_espeak.voices import VOICES, espeak_language, voice_named

PROVIDER = "espeak"
_LONGEST_LINE = 10_000


class EspeakSpeech:
    """SpeechPort over one long-lived espeak-ng subprocess: about a thousand times faster than real time."""

    def __init__(self, *, seconds_per_line: float = 60.0) -> None:
        self._process = EspeakProcess(seconds_per_line=seconds_per_line)

    @property
    def engine(self) -> str:
        return f"{PROVIDER}/{version('espeakng-loader')}"

    @property
    def paid(self) -> bool:
        return False

    def voices(self) -> list[str]:
        return list(VOICES)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        """See SpeechPort. ``language`` starts the subprocess, which knows what it speaks."""
        chosen = voice_named(voice)
        if language is not None:
            self._process.start()
            espeak_language(language, self._process.languages)
        return VoiceUsed(provider=PROVIDER, name=chosen.variant)

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """See SpeechPort. ``language`` is a BCP 47 tag; markup in ``text`` is read like any other text."""
        return await asyncio.to_thread(self._speak, text, voice, language)

    def close(self) -> None:
        """End the subprocess; the next line starts another."""
        self._process.close()

    def _speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        chosen = voice_named(voice)
        spoken = for_speech(text, _LONGEST_LINE)
        self._process.start()
        name = f"{espeak_language(language, self._process.languages)}+{chosen.variant}"
        words, samples = self._process.speak(
            {
                "text": spoken.text,
                "voice": name,
                "words_per_minute": chosen.words_per_minute,
                "pitch": chosen.pitch,
            }
        )
        if not samples:
            raise ProviderRejected(f"espeak-ng made no sound of {text[:60]!r} in {language!r}")
        pcm = Pcm(samples=samples, sample_rate=self._process.sample_rate)
        return SpokenAudio(
            wav=pcm.wav(),
            sample_rate=pcm.sample_rate,
            seconds=pcm.seconds,
            words=spoken.word_timings([(start, milliseconds / 1000) for start, _, milliseconds in words]),
            voice=VoiceUsed(provider=PROVIDER, name=name),
        )
