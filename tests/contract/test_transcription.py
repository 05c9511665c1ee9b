"""The port ``transcription``: in memory, and Whisper on what an engine of ours says."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any, ClassVar

import pytest

from williams_testing.engines.transcription import TranscriptionConformance
from williams_testing.memory.transcription import InMemoryTranscription


@pytest.fixture(scope="module")
def silence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recordings") / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(2 * 16_000))
    return path


class TestFake(TranscriptionConformance):
    words: ClassVar[tuple[str, ...]] = ("ferry", "nine", "nobody", "bridge")

    @pytest.fixture(autouse=True)
    def _recording(self, silence: Path) -> None:
        type(self).recording = silence

    @pytest.fixture
    def transcription(self) -> Any:
        return InMemoryTranscription()
