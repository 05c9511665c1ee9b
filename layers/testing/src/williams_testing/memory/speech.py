"""A speech engine that hums: deterministic, instant, free."""

from __future__ import annotations

import array
import math
import re

from williams.domain.errors import InvalidRequest
from williams.domain.provenance import VoiceUsed
from williams.ports.speech import SpokenAudio, WordTiming

PROVIDER = "memory"
_SAMPLE_RATE = 8000
_SECONDS_PER_WORD = 0.2
_PITCHES = {
    "professional_male": 110,
    "professional_female": 200,
    "friendly_male": 125,
    "friendly_female": 220,
    "narrator": 90,
}


class InMemorySpeech:
    """SpeechPort for tests: a tone of 0.2 s per word at the voice's pitch. ``spoken`` keeps (voice, text) in order.

    ``failures`` are raised one per call before anything is spoken; ``cost_usd`` is charged for each line.
    """

    def __init__(self, *, failures: list[Exception] | None = None, cost_usd: float = 0.0) -> None:
        self.failures = list(failures or [])
        self.cost_usd = cost_usd
        self.spoken: list[tuple[str, str]] = []

    @property
    def engine(self) -> str:
        return PROVIDER

    @property
    def paid(self) -> bool:
        return self.cost_usd > 0

    def voices(self) -> list[str]:
        return list(_PITCHES)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        if voice not in _PITCHES:
            raise InvalidRequest(f"there is no voice {voice!r}: choose one of {', '.join(_PITCHES)}")
        if language is not None and not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", language):
            raise InvalidRequest(f"{language!r} is no language tag")
        return VoiceUsed(provider=PROVIDER, name=voice)

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        used = self.voice(voice, language)
        if self.failures:
            raise self.failures.pop(0)
        if not any(character.isalnum() for character in text):
            raise InvalidRequest("there is nothing to speak: the text has no letter and no digit")
        self.spoken.append((voice, text))
        spans = [match.span() for match in re.finditer(r"\S+", text)]
        return SpokenAudio(
            wav=_tone(_PITCHES[voice], _SECONDS_PER_WORD * len(spans)),
            sample_rate=_SAMPLE_RATE,
            seconds=_SECONDS_PER_WORD * len(spans),
            words=[
                WordTiming(start=start, end=end, seconds=_SECONDS_PER_WORD * index)
                for index, (start, end) in enumerate(spans)
            ],
            voice=used,
            cost_usd=self.cost_usd,
        )


def _tone(hertz: int, seconds: float) -> bytes:
    """Return a WAV file: 16-bit mono PCM."""
    turn = 2 * math.pi * hertz / _SAMPLE_RATE
    count = round(seconds * _SAMPLE_RATE)
    samples = array.array("h", (round(9000 * math.sin(turn * index)) for index in range(count))).tobytes()
    header = b"WAVEfmt " + b"".join(
        value.to_bytes(size, "little")
        for value, size in ((16, 4), (1, 2), (1, 2), (_SAMPLE_RATE, 4), (_SAMPLE_RATE * 2, 4), (2, 2), (16, 2))
    )
    data = b"data" + len(samples).to_bytes(4, "little") + samples
    return b"RIFF" + (len(header) + len(data)).to_bytes(4, "little") + header + data
