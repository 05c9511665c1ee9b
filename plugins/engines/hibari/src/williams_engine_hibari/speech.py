"""Natural English without a network or a key: hibari."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING, Final

from williams.domain.errors import InvalidRequest, ProviderRejected
from williams.domain.provenance import VoiceUsed
from williams.engine.spoken_text import for_speech
from williams.engine.wave_file import Pcm
from williams.ports.speech import SpokenAudio
from williams_engine_hibari.network import FRAME_SECONDS, Network
from williams_engine_hibari.pronunciation import Pronunciation, SaidWord
from williams_engine_hibari.timbre import in_voice
from williams_engine_hibari.voices import VOICES, HibariVoice, voice_named, why_unspoken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PROVIDER: Final = "hibari"
_LONGEST_LINE: Final = 10_000
_SEED: Final = 1  # of the noise of breath and sibilants: the same line, the same bytes
_LOUDEST: Final = 0.98


@dataclass(frozen=True)
class _Said:
    """``words`` are offsets into the text and the seconds where they begin."""

    wave: NDArray[np.float32]
    words: list[tuple[int, float]]


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
        from hibari.dsp import SR

        spoken = for_speech(text, _LONGEST_LINE)
        with self._loading:
            pronunciation = self._pronunciation
        said = [self._say(phrase, voice) for phrase in pronunciation.phrases(spoken.text)]
        seconds, events = 0.0, []
        for each in said:
            events += [(start, seconds + at) for start, at in each.words]
            seconds += len(each.wave) / SR
        if not seconds:
            raise ProviderRejected(f"hibari made no sound of {text[:60]!r}: it reads English alone")
        pcm = Pcm(samples=_samples([each.wave for each in said]), sample_rate=SR)
        return SpokenAudio(
            wav=pcm.wav(),
            sample_rate=pcm.sample_rate,
            seconds=pcm.seconds,
            words=spoken.word_timings(events),
            voice=used,
        )

    def _say(self, phrase: list[SaidWord], voice: HibariVoice) -> _Said:
        import numpy as np
        from hibari.dsp import synth

        with self._loading:
            network = self._network
        pieces, begins, count = [], [], 0
        for word in phrase:
            if piece := network.known(word.phonemes):
                begins.append((word.start, count))
                pieces.append(piece)
                count += len(piece) + 1
        if not pieces:
            return _Said(np.zeros(0, np.float32), [])
        plain = network.spectrum(" ".join(pieces), voice.pace)
        moved = in_voice(plain, voice)
        parts = (moved.harmonic, moved.rotation, moved.noise, moved.free, moved.phase, moved.pitch)
        wave = synth(*parts, np.random.default_rng(_SEED)) * np.float32(voice.gain)
        words = [(start, plain.onsets[at] * FRAME_SECONDS) for start, at in begins if start is not None]
        return _Said(wave, words)

    @cached_property
    def _network(self) -> Network:
        return Network()

    @cached_property
    def _pronunciation(self) -> Pronunciation:
        return Pronunciation()


def _samples(waves: list[NDArray[np.float32]]) -> bytes:
    """16-bit samples. What would be louder than they can be makes all of the line quieter: nothing is clipped."""
    import numpy as np

    wave = np.concatenate(waves)
    loudest = float(np.abs(wave).max())
    return (wave * (min(1.0, _LOUDEST / loudest) * 32767 if loudest else 0)).astype("<i2").tobytes()
