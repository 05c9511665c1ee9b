"""``TranscriptionPort`` by Whisper."""

from __future__ import annotations

import asyncio
import wave
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from williams.domain.errors import CorruptContent
from williams.domain.provenance import ModelUsed
from williams.ports.transcription import Transcript, Utterance
from williams_engine_whisper.languages import tag_of, token_of

if TYPE_CHECKING:
    from williams.ports.model_files import ModelFilesPort
    from williams_engine_whisper.model import WhisperModel
    from williams_engine_whisper.spectrogram import Floats
    from williams_engine_whisper.windows import Window

_MODEL: Final = ModelUsed(provider="whisper", name="base", version="int8")
_UNHEARD: Final = "und"
_DECODING_SECONDS: Final = 300.0
_LANGUAGE_WINDOWS: Final = 3


class WhisperTranscription:
    """One recording at a time: the network has all processors for itself."""

    def __init__(self, model_files: ModelFilesPort) -> None:
        self._model_files = model_files
        self._alone = asyncio.Lock()

    @property
    def model(self) -> ModelUsed:
        return _MODEL

    @property
    def paid(self) -> bool:
        return False

    async def transcribe(self, recording: Path, language: str | None = None) -> Transcript:
        """See TranscriptionPort. The language is ``und`` where nobody speaks and none was given."""
        token = token_of(language) if language else None
        async with self._alone:
            return await asyncio.to_thread(self._transcribe, recording, language, token)

    @cached_property
    def _network(self) -> WhisperModel:
        from williams_engine_whisper.model import WhisperModel

        return WhisperModel(self._model_files)

    def _transcribe(self, recording: Path, language: str | None, token: str | None) -> Transcript:
        from williams_engine_whisper.windows import windows
        from williams_engine_whisper.words import utterances

        parts = list(windows(_samples(recording)))
        if not parts:
            return Transcript(utterances=[], language=language or _UNHEARD, engine=_MODEL)
        network = self._network
        token = token or network.language([network.encoded(part) for part in parts[:_LANGUAGE_WINDOWS]])

        def hear(part: Window) -> list[Utterance]:
            return list(utterances(list(network.tokens(part, token)), tag_of(token), part.heard_within))

        with ThreadPoolExecutor(network.at_once) as pool:
            found = [each for heard in pool.map(hear, parts) for each in heard]
        return Transcript(utterances=found, language=language or tag_of(token), engine=_MODEL)


def _samples(recording: Path) -> Floats:
    """Return the sound between -1 and 1. Raises CorruptContent, DeadlineExceeded."""
    import numpy as np
    from williams_recording.sound import decode

    with TemporaryDirectory() as folder:
        whole = decode(recording, Path(folder, "whole.wav"), timeout_seconds=_DECODING_SECONDS)
        with wave.open(str(whole.path), "rb") as file:
            raw = file.readframes(file.getnframes())
    if not raw:
        raise CorruptContent(f"{recording.name} has no sound that can be decoded.")
    samples: Floats = np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(32768)
    return samples
