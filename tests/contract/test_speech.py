"""Every speech adapter keeps the port's promises; then each one's own."""

from __future__ import annotations

import math
import os
import signal
import statistics
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from williams_engine_espeak.manifest import EspeakManifest
from williams_engine_espeak.speech import EspeakSpeech
from williams_engine_espeak.voices import LANGUAGES
from williams_engine_hibari.manifest import HibariManifest
from williams_engine_hibari.speech import HibariSpeech
from williams_engine_openai.client import OpenAiAccess
from williams_engine_openai.manifest import OpenAiSpeechManifest
from williams_engine_openai.speech import OpenAiSpeech

from tests.contract.http_server import Reply
from tests.contract.openai_server import OpenAiServer, audio, failure, tone
from williams.domain.errors import InvalidRequest, ProviderRejected, ProviderThrottled, ProviderUnavailable
from williams.ports.speech import SpeechPort
from williams_testing.engines.speech import SENTENCE, SpeechConformance, SpeechEngineConformance, samples_of
from williams_testing.memory.speech import InMemorySpeech


@pytest.fixture(scope="module")
def espeak() -> Iterator[EspeakSpeech]:
    speech = EspeakSpeech()
    yield speech
    speech.close()


@pytest.fixture(scope="module")
def hibari() -> HibariSpeech:
    return HibariSpeech()


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with OpenAiServer() as running:
        yield running


@pytest.fixture
def online(server: OpenAiServer) -> OpenAiSpeech:
    return OpenAiSpeech(OpenAiAccess("sk-test", server.base_url, timeout_seconds=30))


def _median_pitch(wav: bytes) -> float:
    """Hz, by autocorrelation of 50 ms windows at a quarter of the sample rate."""
    samples, rate = samples_of(wav)
    thin, rate = samples[::4], rate // 4
    size, pitches = rate // 20, []
    for start in range(0, len(thin) - 2 * size, size):
        window = thin[start : start + size]
        energy = sum(value * value for value in window)
        if energy / size < 300**2:
            continue
        lags = range(rate // 350, rate // 65)
        match = {lag: sum(a * b for a, b in zip(window, thin[start + lag :], strict=False)) for lag in lags}
        best = max(match, key=match.__getitem__)
        if match[best] > 0.6 * energy:
            pitches.append(rate / best)
    return statistics.median(pitches)


# --- the port --------------------------------------------------------------------------------------------------------


class TestMemory(SpeechConformance):
    @pytest.fixture
    def speech(self) -> SpeechPort:
        return InMemorySpeech()


class TestEspeak(SpeechEngineConformance):
    manifest_class: ClassVar[type[EspeakManifest]] = EspeakManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"espeakng_loader"})

    @pytest.fixture
    def speech(self, espeak: EspeakSpeech) -> SpeechPort:
        return espeak


class TestHibari(SpeechEngineConformance):
    manifest_class: ClassVar[type[HibariManifest]] = HibariManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"hibari", "numpy", "onnxruntime"})

    @pytest.fixture
    def speech(self, hibari: HibariSpeech) -> SpeechPort:
        return hibari


class TestOpenAi(SpeechEngineConformance):
    manifest_class: ClassVar[type[OpenAiSpeechManifest]] = OpenAiSpeechManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"openai"})
    key: ClassVar[str] = "sk-test"

    @pytest.fixture
    def speech(self, online: OpenAiSpeech) -> SpeechPort:
        return online


def test_every_one_of_them_has_the_voices_that_plugins_name(
    espeak: EspeakSpeech, hibari: HibariSpeech, online: OpenAiSpeech
) -> None:
    names = {"professional_male", "professional_female", "friendly_male", "friendly_female", "narrator"}
    for speech in (espeak, hibari, online, InMemorySpeech()):
        assert names <= set(speech.voices())


# --- espeak-ng -------------------------------------------------------------------------------------------------------


async def test_two_hosts_can_be_told_apart_by_pitch(espeak: EspeakSpeech) -> None:
    low = _median_pitch((await espeak.speak(SENTENCE, "professional_male", "en")).wav)
    high = _median_pitch((await espeak.speak(SENTENCE, "professional_female", "en")).wav)
    assert 80 < low < 130
    assert 155 < high < 230
    assert high / low > 1.4


async def test_the_voice_follows_the_language(espeak: EspeakSpeech) -> None:
    german = await espeak.speak("Guten Tag, dies ist die Bücherei.", "narrator", "de-AT")
    chinese = await espeak.speak("图书馆保存每一段文字。", "narrator", "zh-Hans-CN")
    assert german.voice.name.startswith("de+")
    assert chinese.voice.name.startswith("cmn+")
    assert chinese.seconds > 1


async def test_an_unknown_language_is_refused_with_those_that_exist(espeak: EspeakSpeech) -> None:
    with pytest.raises(InvalidRequest, match=r"tlh-Klon.*en-us.*fr-fr"):
        await espeak.speak(SENTENCE, "narrator", "tlh-Klon")


@pytest.mark.parametrize("language", ["ja", "he", "iw-IL", "th", "my", "km"])
async def test_what_nobody_would_understand_is_refused_with_what_can_be_done(
    espeak: EspeakSpeech, language: str
) -> None:
    with pytest.raises(InvalidRequest, match="voice of another engine"):
        espeak.voice("narrator", language)
    with pytest.raises(InvalidRequest, match="voice of another engine"):
        await espeak.speak(SENTENCE, "narrator", language)


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [("ja", False), ("he-IL", False), ("tlh", False), ("de-AT", True), ("zh-Hans", True), ("no", True)],
)
async def test_its_manifest_knows_what_it_speaks_without_starting_it(
    espeak: EspeakSpeech, tag: str, spoken: bool
) -> None:
    said = EspeakManifest().why_unspoken(tag)
    assert (said is None) == spoken
    assert spoken or "voice of another engine" in (said or "")
    espeak._process.start()
    assert {language.lower() for language in espeak._process.languages} == LANGUAGES


async def test_markup_is_read_and_not_obeyed(espeak: EspeakSpeech) -> None:
    plain = await espeak.speak("Stay here.", "narrator", "en")
    marked = await espeak.speak('Stay <break time="9s"/> here [[h@l]] \x1b\x01.', "narrator", "en")
    assert plain.seconds < marked.seconds < 8


async def test_a_process_that_was_killed_is_replaced(espeak: EspeakSpeech) -> None:
    before = await espeak.speak(SENTENCE, "narrator", "en")
    killed = espeak._process.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    after = await espeak.speak(SENTENCE, "narrator", "en")
    assert after.wav == before.wav
    assert espeak._process.pid != killed


async def test_a_process_that_hangs_is_ended_in_time() -> None:
    speech = EspeakSpeech(seconds_per_line=0.5)
    try:
        await speech.speak("Warm.", "narrator", "en")
        stopped = speech._process.pid
        assert stopped
        os.kill(stopped, signal.SIGSTOP)
        with pytest.raises(ProviderUnavailable, match=r"longer than 0\.5 s"):
            await speech.speak(SENTENCE, "narrator", "en")
        assert (await speech.speak("Again.", "narrator", "en")).seconds > 0.2
    finally:
        speech.close()


async def test_one_process_serves_many_threads(espeak: EspeakSpeech) -> None:
    expected = {name: (await espeak.speak(f"I am {name}.", name, "en")).wav for name in espeak.voices()}
    found: dict[str, bytes] = {}

    def speak(name: str) -> None:
        found[name] = espeak._speak(f"I am {name}.", name, "en").wav

    threads = [threading.Thread(target=speak, args=(name,)) for name in espeak.voices()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert found == expected


# --- hibari ----------------------------------------------------------------------------------------------------------


async def test_its_hosts_can_be_told_apart_by_pitch(hibari: HibariSpeech) -> None:
    low = _median_pitch((await hibari.speak(SENTENCE, "professional_male", "en")).wav)
    high = _median_pitch((await hibari.speak(SENTENCE, "professional_female", "en")).wav)
    assert 90 < low < 140
    assert 165 < high < 230


async def test_its_voices_are_about_as_loud_and_speak_at_a_human_pace(hibari: HibariSpeech) -> None:
    loudness = []
    for name in hibari.voices():
        spoken = await hibari.speak(SENTENCE, name, "en")
        samples, _ = samples_of(spoken.wav)
        loudness.append(10 * math.log10(sum(sample * sample for sample in samples) / len(samples)))
        assert max(map(abs, samples)) < 0.99 * 2**15
        assert 130 < 60 * len(SENTENCE.split()) / spoken.seconds < 200
    assert max(loudness) - min(loudness) < 3


async def test_another_engine_would_say_the_same(hibari: HibariSpeech) -> None:
    again = await HibariSpeech().speak(SENTENCE, "narrator", "en")
    assert again == await hibari.speak(SENTENCE, "narrator", "en")


async def test_it_says_when_each_written_word_begins_even_of_numbers(hibari: HibariSpeech) -> None:
    text = "See Fig. 3, i.e. $1,250 in the U.S. economy. It was read on 3 March 2024."
    spoken = await hibari.speak(text, "professional_female", "en-US")
    words = [text[word.start : word.end] for word in spoken.words]
    assert words == text.split()
    begins = dict(zip(words, (word.seconds for word in spoken.words), strict=True))
    assert begins["in"] - begins["$1,250"] > 1 > begins["Fig."] - begins["See"] > 0.1


async def test_brackets_are_read_and_give_no_pronunciation(hibari: HibariSpeech) -> None:
    plain = await hibari.speak("Stay here please.", "narrator", "en")
    marked = await hibari.speak("Stay [here](/nˈW nˈW nˈW/) please.", "narrator", "en")
    assert [round(word.seconds, 1) for word in marked.words[:2]] == [round(word.seconds, 1) for word in plain.words[:2]]
    assert marked.seconds > plain.seconds


async def test_a_sentence_of_many_clauses_is_said_to_its_end(hibari: HibariSpeech) -> None:
    text = "The keeper counted, " * 40 + "and slept."
    spoken = await hibari.speak(text, "narrator", "en")
    assert [text[word.start : word.end] for word in spoken.words] == text.split()


@pytest.mark.parametrize("language", ["de", "fr-CA", "ja"])
async def test_it_speaks_no_language_but_english(hibari: HibariSpeech, language: str) -> None:
    with pytest.raises(InvalidRequest, match=r"speaks English.*another engine"):
        await hibari.speak(SENTENCE, "narrator", language)


async def test_what_it_cannot_read_is_refused(hibari: HibariSpeech) -> None:
    with pytest.raises(ProviderRejected, match="no sound"):
        await hibari.speak("図書館", "narrator", "en")


@pytest.mark.parametrize(("tag", "accent"), [("en", None), ("en-US", None), ("en-Latn-GB", "American")])
def test_its_accent_is_american(tag: str, accent: str | None) -> None:
    assert HibariManifest().accent(tag) == accent


# --- OpenAI ----------------------------------------------------------------------------------------------------------


async def test_the_request_carries_voice_model_and_key(server: OpenAiServer, online: OpenAiSpeech) -> None:
    spoken = await online.speak("Ein Satz.", "professional_female", "de")
    (call,) = server.calls
    assert call.path == "/v1/audio/speech"
    assert call.authorization == "Bearer sk-test"
    assert (call.body["voice"], call.body["model"], call.body["input"]) == ("nova", "gpt-4o-mini-tts", "Ein Satz.")
    assert "de" in call.body["instructions"]
    assert spoken.cost_usd == pytest.approx(len("Ein Satz.") * 15 / 1_000_000)


async def test_models_without_instructions_get_none(server: OpenAiServer) -> None:
    await OpenAiSpeech(OpenAiAccess("k", server.base_url), model="kokoro").speak("Hi you.", "narrator", "en")
    assert "instructions" not in server.calls[0].body


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (failure(429, "slow down", retry_after="7"), ProviderThrottled, "wait 7 s"),
        (failure(429, "pay first", code="insufficient_quota"), ProviderRejected, "no credit"),
        (failure(500, "oops"), ProviderUnavailable, "500"),
        (failure(503, "overloaded"), ProviderUnavailable, "503"),
        (failure(400, "bad voice"), ProviderRejected, "bad voice"),
        (failure(401, "bad key"), ProviderRejected, "401"),
        (Reply(body=b"<html>proxy login</html>", content_type="text/html"), ProviderRejected, "no WAV audio"),
        (audio(tone(channels=2)), ProviderRejected, "mono PCM"),
        (audio(tone(0.0)), ProviderRejected, "no sound"),
        (audio(tone()[:5000]), ProviderUnavailable, "announced"),
        (audio(tone()[:30]), ProviderUnavailable, "break off"),
        (Reply(body=tone(), content_type="audio/wav", cut_at=3000), ProviderUnavailable, "reached"),
        (Reply(never=True), ProviderUnavailable, "in time|longer than"),
    ],
)
async def test_failures_are_told_apart_and_asked_once(
    server: OpenAiServer, reply: Reply, error: type[Exception], message: str
) -> None:
    server.script(reply)
    seconds = 0.8 if reply.never else 30
    online = OpenAiSpeech(OpenAiAccess("sk-test", server.base_url, timeout_seconds=seconds))
    with pytest.raises(error, match=message):
        await online.speak(SENTENCE, "narrator", "en")
    assert len(server.calls) <= 1  # on a slow machine the time is up before anything is sent


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    online = OpenAiSpeech(OpenAiAccess("sk-test", "http://127.0.0.1:9/v1", timeout_seconds=2))
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        await online.speak(SENTENCE, "narrator", "en")


async def test_without_a_key_nothing_is_asked(server: OpenAiServer) -> None:
    with pytest.raises(ProviderRejected, match="API key"):
        await OpenAiSpeech(OpenAiAccess("", server.base_url)).speak(SENTENCE, "narrator", "en")
    assert not server.calls


async def test_the_fake_fails_on_demand_and_remembers() -> None:
    fake = InMemorySpeech(failures=[ProviderThrottled("later")], cost_usd=0.02)
    with pytest.raises(ProviderThrottled):
        await fake.speak("One.", "narrator", "en")
    assert (await fake.speak("Two.", "narrator", "en")).cost_usd == 0.02
    assert fake.spoken == [("narrator", "Two.")]
