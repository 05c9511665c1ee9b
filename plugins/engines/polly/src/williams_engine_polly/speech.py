"""Speech from Amazon Polly's neural voices."""

from __future__ import annotations

import json
from typing import Any, Final

from williams_writing.pieces import pieces

from williams.domain.errors import ProviderRejected
from williams.domain.provenance import VoiceUsed
from williams.engine.spoken_pieces import SpokenPiece, spoken_in_turn
from williams.engine.spoken_text import for_speech
from williams.engine.wave_file import Pcm
from williams.ports.speech import SpokenAudio
from williams_engine_polly.client import PollyAccess
from williams_engine_polly.prices import USD_PER_CHARACTER, rate
from williams_engine_polly.voices import ROLES, voice_of

PROVIDER: Final = "polly"
_ENGINE: Final = "neural"
_SAMPLE_RATE: Final = 16_000  # the highest that Polly gives as PCM
_LONGEST_LINE: Final = 30_000
_LONGEST_REQUEST: Final = 3_000  # characters that Polly bills for at a time


class PollySpeech:
    """SpeechPort over SynthesizeSpeech. A long line is asked for in pieces of whole sentences.

    With ``word_times`` each piece is asked for twice, as Polly gives either sound or times, and costs twice as much.
    """

    def __init__(self, access: PollyAccess, *, word_times: bool = False) -> None:
        self._access = access
        self._word_times = word_times
        self.rate = rate(word_times=word_times)

    @property
    def engine(self) -> str:
        return f"{PROVIDER}/{_ENGINE}" + ("+times" if self._word_times else "")

    @property
    def paid(self) -> bool:
        return True

    def voices(self) -> list[str]:
        return list(ROLES)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        """See SpeechPort."""
        return VoiceUsed(provider=PROVIDER, name=f"{_ENGINE}/{voice_of(voice, language)[0]}")

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """See SpeechPort. ``text`` is read as text: no SSML."""
        used = self.voice(voice, language)
        spoken = for_speech(text, _LONGEST_LINE)
        spans = pieces(spoken.text, language, _LONGEST_REQUEST)
        said = await spoken_in_turn(spoken.text, spans, lambda piece: self._piece(piece, voice, language))
        billed = sum(end - start for start, end in spans) * (2 if self._word_times else 1)
        return SpokenAudio(
            wav=said.pcm.wav(),
            sample_rate=_SAMPLE_RATE,
            seconds=said.pcm.seconds,
            words=spoken.word_timings(said.events),
            voice=used,
            cost_usd=billed * USD_PER_CHARACTER,
        )

    async def _piece(self, text: str, voice: str, language: str) -> SpokenPiece:
        name, tag = voice_of(voice, language)
        asked = {"Text": text, "TextType": "text", "VoiceId": name, "LanguageCode": tag, "Engine": _ENGINE}
        samples = await self._asked(**asked, OutputFormat="pcm", SampleRate=str(_SAMPLE_RATE))
        if not samples or len(samples) % 2:
            raise ProviderRejected(f"{self._access.service} sent {len(samples)} bytes, which are no 16-bit audio")
        if not self._word_times:
            return SpokenPiece(Pcm(samples, _SAMPLE_RATE), [])
        marks = await self._asked(**asked, OutputFormat="json", SpeechMarkTypes=["word"])
        return SpokenPiece(Pcm(samples, _SAMPLE_RATE), _events(text, marks, self._access.service))

    async def _asked(self, **asked: Any) -> bytes:
        return await self._access.in_time(lambda: self._access.synthesized(**asked))


def _events(text: str, marks: bytes, service: str) -> list[tuple[int, float]]:
    """Read the speech marks, a JSON object on each line: ``start`` counts bytes, ``time`` milliseconds."""
    encoded = text.encode()
    try:
        found = [json.loads(line) for line in marks.splitlines()]
        return [(len(encoded[: each["start"]].decode(errors="ignore")), each["time"] / 1000) for each in found]
    except (ValueError, KeyError, TypeError) as error:
        raise ProviderRejected(f"{service} gave speech marks that cannot be read: {error}") from error
