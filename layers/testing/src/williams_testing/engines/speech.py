"""What every speech engine must do. Subclass the suite in your tests::

class TestMySpeech(SpeechEngineConformance):
    manifest_class = MySpeechManifest
"""

from __future__ import annotations

import array
import io
import wave
from typing import Any

import pytest

from williams.domain.errors import InvalidRequest
from williams.ports.speech import SpeechPort
from williams_testing.engines.manifest import ManifestConformance

SENTENCE = "The library keeps every paragraph it has read, and says where each answer came from."


def samples_of(wav: bytes) -> tuple[list[int], int]:
    """Return the samples of a WAV file and how many there are in a second. Asserts 16-bit mono PCM."""
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return array.array("h", file.readframes(file.getnframes())).tolist(), file.getframerate()


class SpeechConformance:
    """Holds for every implementation of SpeechPort; a subclass says by the fixture ``speech`` which."""

    @pytest.fixture
    def speech(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def test_speaks_sixteen_bit_mono_of_the_stated_length(self, speech: SpeechPort) -> None:
        spoken = await speech.speak(SENTENCE, speech.voices()[0], "en")
        samples, rate = samples_of(spoken.wav)
        assert rate == spoken.sample_rate
        assert spoken.seconds == pytest.approx(len(samples) / rate, abs=0.001)
        assert spoken.seconds > 0.5
        assert max(samples) > 1000

    async def test_word_timings_name_words_of_the_text_in_order(self, speech: SpeechPort) -> None:
        text = "Naïve readers don't check 3.5 % of it — do\u00ad they?"
        spoken = await speech.speak(text, speech.voices()[0], "en")
        words = [text[word.start : word.end] for word in spoken.words]
        assert all(word in text.split() for word in words)
        assert [word.start for word in spoken.words] == sorted({word.start for word in spoken.words})
        times = [word.seconds for word in spoken.words]
        assert times == sorted(times)
        assert all(0 <= time <= spoken.seconds for time in times)

    async def test_each_voice_has_a_name_of_its_own(self, speech: SpeechPort) -> None:
        names = speech.voices()
        assert names
        assert len({speech.voice(name).name for name in names}) == len(names)
        for name in names:
            spoken = await speech.speak("Hello there.", name, "en")
            assert spoken.voice.provider == speech.voice(name).provider
            assert spoken.voice.name.endswith(speech.voice(name).name)

    async def test_an_unknown_voice_is_refused_with_the_names_that_exist(self, speech: SpeechPort) -> None:
        known = speech.voices()[-1]
        with pytest.raises(InvalidRequest, match=known):
            speech.voice("robot")
        with pytest.raises(InvalidRequest, match=known):
            await speech.speak(SENTENCE, "robot", "en")

    @pytest.mark.parametrize("text", ["", "   ", "…!", "\u00ad"])
    async def test_nothing_to_speak_is_refused(self, speech: SpeechPort, text: str) -> None:
        with pytest.raises(InvalidRequest, match="nothing to speak"):
            await speech.speak(text, speech.voices()[0], "en")

    async def test_a_language_that_is_none_is_refused(self, speech: SpeechPort) -> None:
        with pytest.raises(InvalidRequest, match="e n"):
            await speech.speak(SENTENCE, speech.voices()[0], "e n")
        with pytest.raises(InvalidRequest, match="e n"):
            speech.voice(speech.voices()[0], "e n")

    async def test_only_paid_speech_costs(self, speech: SpeechPort) -> None:
        spoken = await speech.speak(SENTENCE, speech.voices()[0], "en")
        assert (spoken.cost_usd > 0) == speech.paid


class SpeechEngineConformance(ManifestConformance, SpeechConformance):
    """Holds for every engine of the port ``speech``, its manifest included."""

    @pytest.fixture
    def speech(self) -> Any:
        return self.make()

    def test_requests_may_name_the_voices_that_it_has(self) -> None:
        choices = self.manifest_class.choices
        assert choices is None or list(choices) == self.make().voices()

    def test_provenance_names_it(self) -> None:
        engine = self.make()
        assert {engine.voice(name).provider for name in engine.voices()} == {self.manifest_class.name}
