"""Speech from any service that speaks OpenAI's speech API."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from williams.domain.errors import InvalidRequest, ProviderUnavailable
from williams.domain.provenance import VoiceUsed
from williams.engine.prices import Rate
from williams.engine.spoken_text import for_speech
from williams.engine.wave_file import read_wav
from williams.ports.speech import SpokenAudio
from williams_engine_openai.client import OpenAiAccess
from williams_engine_openai.failures import translated
from williams_engine_openai.prices import SPEECH_USD_PER_MILLION
from williams_engine_openai.voices import VOICES

PROVIDER = "openai"
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
_MANNER = "Speak naturally, like a podcast host in conversation. The language of the text is {}."
_LONGEST_LINE = 4096  # the API's own limit for ``input``


class OpenAiSpeech:
    """SpeechPort over ``audio.speech``. It gives no word timings.

    ``voices`` maps the library's voice names to the service's. ``usd_per_million_characters`` makes the cost
    estimate: the API reports none.
    """

    def __init__(
        self,
        access: OpenAiAccess,
        *,
        model: str = "gpt-4o-mini-tts",
        voices: Mapping[str, str] = VOICES,
        usd_per_million_characters: float = SPEECH_USD_PER_MILLION,
    ) -> None:
        self._access = access
        self._model = model
        self._voices = voices
        self._usd_per_character = usd_per_million_characters / 1_000_000
        self.rate = Rate(usd_per_million_characters)

    @property
    def engine(self) -> str:
        return f"{PROVIDER}/{self._model}"

    @property
    def paid(self) -> bool:
        return True

    def voices(self) -> list[str]:
        return list(self._voices)

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        if voice not in self._voices:
            raise InvalidRequest(f"there is no voice {voice!r}: choose one of {', '.join(self._voices)}")
        if language is not None and not _LANGUAGE_TAG.fullmatch(language):
            raise InvalidRequest(f"{language!r} is no language tag such as en, de or pt-BR")
        return VoiceUsed(provider=PROVIDER, name=f"{self._model}/{self._voices[voice]}")

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        """See SpeechPort. Models that take instructions are told the language; the others hear it from the text."""
        used = self.voice(voice, language)
        spoken = for_speech(text, _LONGEST_LINE)
        service = f"the speech service at {self._access.base_url}"
        pcm = read_wav(await self._request(spoken.text, self._voices[voice], language, service), service)
        return SpokenAudio(
            wav=pcm.wav(),
            sample_rate=pcm.sample_rate,
            seconds=pcm.seconds,
            words=[],
            voice=used,
            cost_usd=len(spoken.text) * self._usd_per_character,
        )

    async def _request(self, text: str, voice: str, language: str, service: str) -> bytes:
        client = self._access.client()
        from openai import omit

        takes_instructions = self._model.startswith("gpt-")
        try:
            with translated(service):
                async with asyncio.timeout(self._access.timeout_seconds):
                    answer = await client.audio.speech.create(
                        model=self._model,
                        voice=voice,
                        input=text,
                        response_format="wav",
                        instructions=_MANNER.format(language) if takes_instructions else omit,
                    )
                return answer.content
        except TimeoutError as error:
            raise ProviderUnavailable(f"{service} took longer than {self._access.timeout_seconds:g} s") from error
        finally:
            await client.close()
