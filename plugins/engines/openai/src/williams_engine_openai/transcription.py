"""Speech written down by any service that speaks OpenAI's transcription API."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from williams_recording.about import recording_of
from williams_recording.pieces import write_pieces
from williams_recording.sound import decode

from williams.domain.errors import CorruptContent, ProviderRejected, ProviderUnavailable
from williams.domain.provenance import ModelUsed
from williams.ports.transcription import HeardWord, Transcript, Utterance
from williams_engine_openai.client import OpenAiAccess
from williams_engine_openai.failures import translated
from williams_engine_openai.languages import code_of, tag_of
from williams_engine_openai.prices import TRANSCRIPTION

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_MOST_BYTES: Final = 25 * 1000 * 1000
_PIECE_SECONDS: Final = 600.0
"""Nineteen megabytes of sound."""
_PROBE_SECONDS: Final = 60.0
_DECODING_SECONDS: Final = 300.0
_NOBODY: Final = 0.6
_UNSURE: Final = -1.0
_UNREADABLE: Final = ("could not be decoded", "invalid file format", "corrupted or unsupported", "too short")


class OpenAiTranscription:
    """TranscriptionPort over ``audio.transcriptions``. What is too large for one request is sent in pieces."""

    def __init__(self, access: OpenAiAccess, *, model: str) -> None:
        self._access = access
        self._model = model

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="openai", name=self._model, version=self._access.base_url)

    @property
    def paid(self) -> bool:
        return True

    @property
    def service(self) -> str:
        return f"the transcription service at {self._access.base_url}"

    async def expected_usd(self, file: Path) -> float:
        """See RatedByFile: 0.0 for a recording that does not say how long it is."""
        about = await asyncio.to_thread(recording_of, file, timeout_seconds=_PROBE_SECONDS)
        return TRANSCRIPTION.sound_usd(about.seconds or 0.0)

    async def transcribe(self, recording: Path, language: str | None = None) -> Transcript:
        """See TranscriptionPort."""
        code = code_of(language) if language else None
        about = await asyncio.to_thread(recording_of, recording, timeout_seconds=_PROBE_SECONDS)
        client = self._access.client()
        try:
            if recording.stat().st_size <= _MOST_BYTES:
                answers = [(0.0, await self._asked(client, recording, code))]
            else:
                answers = await self._in_pieces(client, recording, code)
        finally:
            await client.close()
        found = [each for starts_at, answer in answers for each in self._utterances(answer, starts_at)]
        seconds = sum(float(answer.get("duration") or 0) for _, answer in answers) or about.seconds or 0.0
        return Transcript(
            utterances=found,
            language=language or tag_of(str(answers[0][1].get("language") or "")) if answers else "und",
            engine=self.model,
            cost_usd=TRANSCRIPTION.sound_usd(seconds),
        )

    async def _in_pieces(
        self, client: AsyncOpenAI, recording: Path, code: str | None
    ) -> list[tuple[float, dict[str, Any]]]:
        with TemporaryDirectory() as scratch:
            folder = Path(scratch)
            whole = await asyncio.to_thread(decode, recording, folder / "whole.wav", timeout_seconds=_DECODING_SECONDS)
            pieces = write_pieces(whole, _PIECE_SECONDS, folder)
            return [(piece.starts_at, await self._asked(client, piece.path, code)) for piece in pieces]

    async def _asked(self, client: AsyncOpenAI, recording: Path, code: str | None) -> dict[str, Any]:
        from openai import omit

        try:
            with translated(self.service), _unreadable(recording.name):
                async with asyncio.timeout(self._access.timeout_seconds):
                    answer = await client.audio.transcriptions.create(
                        model=self._model,
                        file=recording,
                        response_format="verbose_json",
                        timestamp_granularities=["segment", "word"],
                        language=code or omit,
                    )
        except TimeoutError as error:
            raise ProviderUnavailable(f"{self.service} took longer than {self._access.timeout_seconds:g} s") from error
        said = answer.to_dict() if hasattr(answer, "to_dict") else None
        if not isinstance(said, dict) or not isinstance(said.get("segments"), list):
            raise ProviderRejected(
                f"{self.service} gave no times: choose a model that gives `verbose_json`, as whisper-1 does"
            )
        return said

    def _utterances(self, answer: dict[str, Any], starts_at: float) -> Iterator[Utterance]:
        try:
            words = [
                (str(each["word"]), float(each["start"]), float(each["end"])) for each in answer.get("words") or ()
            ]
            for segment in answer["segments"]:
                start, end, text = float(segment["start"]), float(segment["end"]), str(segment["text"]).strip()
                score = float(segment.get("avg_logprob") or 0.0)
                if not any(map(str.isalnum, text)) or (
                    float(segment.get("no_speech_prob") or 0.0) > _NOBODY and score < _UNSURE
                ):
                    continue
                heard = _words(text, words, start, end, starts_at)
                yield Utterance(
                    text=" ".join(text.split()),
                    starts_at=heard[0].starts_at if heard else start + starts_at,
                    ends_at=max(heard[-1].ends_at if heard else end + starts_at, start + starts_at + 0.01),
                    words=heard,
                    certainty=min(math.exp(score), 1.0) if "avg_logprob" in segment else None,
                )
        except (KeyError, TypeError, ValueError) as error:
            raise ProviderRejected(f"{self.service} gave an answer that cannot be read: {error!r}") from error


def _words(
    text: str, words: Iterable[tuple[str, float, float]], start: float, end: float, starts_at: float
) -> tuple[HeardWord, ...]:
    """Return a segment's words as they are written in it: the service lists them without punctuation.

    Empty where they are not as many as in the text.
    """
    inside = [(said, begins, ends) for said, begins, ends in words if start <= (begins + ends) / 2 < end]
    written = text.split()
    if len(inside) != len(written):
        return ()
    return tuple(
        HeardWord(text=word, starts_at=begins + starts_at, ends_at=ends + starts_at)
        for word, (_, begins, ends) in zip(written, inside, strict=True)
    )


@contextmanager
def _unreadable(name: str) -> Iterator[None]:
    """Raise CorruptContent where the service says that it cannot decode a recording."""
    import openai

    try:
        yield
    except openai.BadRequestError as error:
        if any(sign in str(error).lower() for sign in _UNREADABLE):
            raise CorruptContent(
                f"{name} is no recording that can be read, or it is damaged.", str(error)[:300]
            ) from error
        raise
