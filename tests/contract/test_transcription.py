"""The port ``transcription``: in memory, and Whisper on what an engine of ours says."""

from __future__ import annotations

import asyncio
import io
import re
import wave
from array import array
from pathlib import Path
from typing import Any, ClassVar

import pytest
from williams_engine_hibari.speech import HibariSpeech
from williams_engine_whisper.manifest import WhisperManifest
from williams_engine_whisper.transcription import WhisperTranscription

from williams.domain.errors import InvalidRequest
from williams.ports.transcription import Transcript
from williams_testing.engines.transcription import TranscriptionConformance, TranscriptionEngineConformance
from williams_testing.memory.transcription import InMemoryTranscription
from williams_testing.model_files import OriginModelFiles

SENTENCES = (
    "Barges could pass the lock only after the keeper had opened the upper gate.",
    "Many birds travel thousands of miles each year without losing their way.",
)
WORDS = ("barges", "keeper", "birds", "miles")
PAUSE_SECONDS = 1.5


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sentences, with silence before each."""
    path = tmp_path_factory.mktemp("recordings") / "spoken.wav"
    with wave.open(str(path), "wb") as recording:
        for sentence in SENTENCES:
            said = asyncio.run(HibariSpeech().speak(sentence, "professional_female", "en"))
            with wave.open(io.BytesIO(said.wav)) as clip:
                if sentence == SENTENCES[0]:
                    recording.setparams(clip.getparams())
                recording.writeframes(bytes(2 * round(PAUSE_SECONDS * clip.getframerate())))
                recording.writeframes(_without_edges(clip.readframes(clip.getnframes())))
    return path


def _without_edges(samples: bytes) -> bytes:
    """Leave out the silence that an engine speaks before and after a sentence."""
    heard = [place for place, sample in enumerate(array("h", samples)) if abs(sample) > 300]
    return samples[2 * heard[0] : 2 * heard[-1] + 2]


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscription:
    return WhisperTranscription(OriginModelFiles(WhisperManifest))


class TestFake(TranscriptionConformance):
    words: ClassVar[tuple[str, ...]] = WORDS

    @pytest.fixture(autouse=True)
    def _recording(self, spoken: Path) -> None:
        type(self).recording = spoken

    @pytest.fixture
    def transcription(self) -> Any:
        return InMemoryTranscription(*SENTENCES)


class _Remembering:
    """An engine that is asked for the same recording in the same language once."""

    def __init__(self, engine: WhisperTranscription) -> None:
        self._engine = engine
        self._transcripts: dict[tuple[bytes, str | None], Transcript] = {}
        self.model, self.paid = engine.model, engine.paid

    async def transcribe(self, recording: Path, language: str | None = None) -> Transcript:
        asked = (recording.read_bytes(), language)
        if asked not in self._transcripts:
            self._transcripts[asked] = await self._engine.transcribe(recording, language)
        return self._transcripts[asked]


@pytest.fixture(scope="module")
def remembering(whisper: WhisperTranscription) -> _Remembering:
    return _Remembering(whisper)


class TestWhisper(TranscriptionEngineConformance):
    manifest_class: ClassVar[type[WhisperManifest]] = WhisperManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"ctranslate2", "numpy"})
    words: ClassVar[tuple[str, ...]] = WORDS

    @pytest.fixture(autouse=True)
    def _recording(self, spoken: Path) -> None:
        type(self).recording = spoken

    @pytest.fixture
    def transcription(self, remembering: _Remembering) -> Any:
        return remembering

    async def test_it_hears_every_word_where_it_is_said(self, transcription: _Remembering, spoken: Path) -> None:
        utterances = (await transcription.transcribe(spoken, "en")).utterances
        heard = re.findall(r"[a-z]+", " ".join(each.text for each in utterances).lower())
        assert heard == re.findall(r"[a-z]+", " ".join(SENTENCES).lower())
        first, second = utterances
        assert first.starts_at == pytest.approx(PAUSE_SECONDS, abs=0.3)
        assert second.starts_at - first.ends_at == pytest.approx(PAUSE_SECONDS, abs=0.3)
        assert all(each.certainty is not None and each.certainty > 0.7 for each in utterances)

    async def test_where_nobody_speaks_there_are_no_words(self, whisper: WhisperTranscription, tmp_path: Path) -> None:
        silence = tmp_path / "silence.wav"
        with wave.open(str(silence), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(bytes(2 * 16_000))
        found = await whisper.transcribe(silence)
        assert (found.utterances, found.language) == ([], "und")

    async def test_a_language_that_it_does_not_know_is_refused(
        self, whisper: WhisperTranscription, spoken: Path
    ) -> None:
        with pytest.raises(InvalidRequest, match="Leave the language out"):
            await whisper.transcribe(spoken, "eo")
