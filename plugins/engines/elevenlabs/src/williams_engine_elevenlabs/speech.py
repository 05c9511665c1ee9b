"""Speech from ElevenLabs, with the time of each word."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final

from williams_writing.pieces import pieces

from williams.domain.errors import ProviderRejected
from williams.domain.provenance import VoiceUsed
from williams.engine.prices import Rate
from williams.engine.spoken_pieces import SpokenPiece, spoken_in_turn
from williams.engine.spoken_text import for_speech
from williams.engine.wave_file import Pcm
from williams.ports.speech import SpokenAudio
from williams_engine_elevenlabs.client import ElevenLabsAccess
from williams_engine_elevenlabs.voices import VOICES, language_code, voice_id

PROVIDER: Final = "elevenlabs"
_SAMPLE_RATE: Final = 24_000
_LONGEST_LINE: Final = 40_000
_LONGEST_REQUEST: Final = 5_000  # characters: what the model that takes least does


class ElevenLabsSpeech:
    """SpeechPort over ``text-to-speech/…/with-timestamps``. A long line is asked for in pieces of whole sentences.

    ``usd_per_million_characters`` makes the cost estimate: the API reports none, and plans differ.
    """

    def __init__(
        self,
        access: ElevenLabsAccess,
        *,
        model: str = "eleven_multilingual_v2",
        usd_per_million_characters: float = 220.0,
    ) -> None:
        self._access = access
        self._model = model
        self.rate = Rate(usd_per_million_characters)
        self._usd_per_character = usd_per_million_characters / 1_000_000

    @property
    def engine(self) -> str:
        return f"{PROVIDER}/{self._model}"

    @property
    def paid(self) -> bool:
        return True

    def voices(self) -> list[str]:
        return list(VOICES)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        """See SpeechPort. ``voice`` may be an id of ElevenLabs' too."""
        name = voice_id(voice)
        if language is not None:
            language_code(language, self._model)
        return VoiceUsed(provider=PROVIDER, name=f"{self._model}/{name}")

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """See SpeechPort."""
        used = self.voice(voice, language)
        spoken = for_speech(text, _LONGEST_LINE)
        spans = pieces(spoken.text, language, _LONGEST_REQUEST)
        said = await spoken_in_turn(spoken.text, spans, lambda piece: self._piece(piece, voice, language))
        return SpokenAudio(
            wav=said.pcm.wav(),
            sample_rate=_SAMPLE_RATE,
            seconds=said.pcm.seconds,
            words=spoken.word_timings(said.events),
            voice=used,
            cost_usd=sum(end - start for start, end in spans) * self._usd_per_character,
        )

    async def _piece(self, text: str, voice: str, language: str) -> SpokenPiece:
        body: dict[str, Any] = {"text": text, "model_id": self._model}
        if code := language_code(language, self._model):
            body["language_code"] = code
        path = f"/v1/text-to-speech/{voice_id(voice)}/with-timestamps"
        answer = await self._access.answer(path, {"output_format": f"pcm_{_SAMPLE_RATE}"}, body)
        try:
            samples = base64.b64decode(answer["audio_base64"], validate=True)
        except (KeyError, TypeError, binascii.Error) as error:
            raise ProviderRejected(f"{self._access.service} gave an answer without audio: {error!r}") from error
        if not samples or len(samples) % 2:
            raise ProviderRejected(f"{self._access.service} sent {len(samples)} bytes, which are no 16-bit audio")
        return SpokenPiece(Pcm(samples, _SAMPLE_RATE), _events(text, answer.get("alignment")))


def _events(text: str, alignment: Any) -> list[tuple[int, float]]:
    """Return where each character that is no white space begins; nothing where the service aligned another text."""
    if not isinstance(alignment, dict):
        return []
    characters, starts = alignment.get("characters"), alignment.get("character_start_times_seconds")
    if not isinstance(characters, list) or not isinstance(starts, list) or len(characters) != len(starts):
        return []
    if "".join(map(str, characters)) != text:
        return []
    events, offset = [], 0
    for character, seconds in zip(characters, starts, strict=True):
        if not character.isspace():
            events.append((offset, float(seconds)))
        offset += len(character)
    return events
