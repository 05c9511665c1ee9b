"""What every engine must do that writes speech down. The suite brings no recording: a subclass names one of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from williams.domain.errors import CorruptContent
from williams.domain.language_codes import primary_language
from williams.ports.transcription import TranscriptionPort
from williams_testing.engines.manifest import ManifestConformance


class TranscriptionConformance:
    """Holds for every implementation of TranscriptionPort; a subclass says by the fixture ``transcription`` which.

    ``words`` are some that are said in ``recording``, whose language is ``language``, in their order.
    """

    recording: ClassVar[Path]
    words: ClassVar[tuple[str, ...]]
    language: ClassVar[str] = "en"

    @pytest.fixture
    def transcription(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def test_it_writes_down_what_is_said_in_order(self, transcription: TranscriptionPort) -> None:
        transcript = await transcription.transcribe(self.recording, self.language)
        said = " ".join(each.text for each in transcript.utterances).casefold()
        places = [said.find(word.casefold()) for word in self.words]
        assert -1 not in places
        assert places == sorted(places)
        assert (transcript.cost_usd > 0) == transcription.paid

    async def test_times_go_forward(self, transcription: TranscriptionPort) -> None:
        utterances = (await transcription.transcribe(self.recording, self.language)).utterances
        assert all(each.starts_at < each.ends_at for each in utterances)
        starts = [each.starts_at for each in utterances]
        assert starts == sorted(starts)

    async def test_words_stand_within_what_they_are_said_in(self, transcription: TranscriptionPort) -> None:
        """An engine that gives no times of words gives none at all."""
        for each in (await transcription.transcribe(self.recording, self.language)).utterances:
            times = [time for word in each.words for time in (word.starts_at, word.ends_at)]
            assert times == sorted(times)
            assert all(each.starts_at <= time <= each.ends_at for time in times)
            assert " ".join(word.text for word in each.words) in ("", each.text)

    async def test_without_a_language_it_hears_which(self, transcription: TranscriptionPort) -> None:
        heard = (await transcription.transcribe(self.recording)).language
        assert primary_language(heard) == primary_language(self.language)

    async def test_what_is_no_recording_is_refused(self, transcription: TranscriptionPort, tmp_path: Path) -> None:
        garbage = tmp_path / "garbage.mp3"
        garbage.write_bytes(b"\x00garbage" * 100)
        with pytest.raises(CorruptContent):
            await transcription.transcribe(garbage, self.language)


class TranscriptionEngineConformance(ManifestConformance, TranscriptionConformance):
    """Holds for every engine of the port ``transcription``, its manifest included."""

    @pytest.fixture
    def transcription(self) -> Any:
        return self.make()
