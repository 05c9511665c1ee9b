"""Speech from Amazon Polly and ElevenLabs, against servers that speak their APIs and misbehave in every known way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import ClassVar

import pytest
from williams_engine_elevenlabs.client import ElevenLabsAccess
from williams_engine_elevenlabs.manifest import ElevenLabsManifest
from williams_engine_elevenlabs.speech import ElevenLabsSpeech
from williams_engine_polly.client import PollyAccess
from williams_engine_polly.manifest import PollyManifest, PollySettings
from williams_engine_polly.speech import PollySpeech

from tests.contract import elevenlabs_server as eleven
from tests.contract.bedrock_server import CREDENTIALS
from tests.contract.bedrock_server import failure as aws_failure
from tests.contract.elevenlabs_server import ElevenLabsServer
from tests.contract.http_server import Reply
from tests.contract.polly_server import PollyServer, pcm
from williams.domain.errors import InvalidRequest, ProviderRejected, ProviderThrottled, ProviderUnavailable
from williams.ports.speech import SpeechPort
from williams_testing.engines.speech import SENTENCE, SpeechEngineConformance

LONG = "The keeper slept beside the upper gate of the canal. " * 120  # 6,360 characters
TEXT = "Naïve readers — they check 3.5 % of it."


@pytest.fixture
def polly_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PollyServer]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with PollyServer() as running:
        yield running


@pytest.fixture
def eleven_server() -> Iterator[ElevenLabsServer]:
    with ElevenLabsServer() as running:
        yield running


def polly(server: PollyServer, *, timeout_seconds: float = 30.0, word_times: bool = False) -> PollySpeech:
    return PollySpeech(PollyAccess("eu-west-1", server.endpoint_url, timeout_seconds), word_times=word_times)


def elevenlabs(
    server: ElevenLabsServer,
    *,
    key: str = eleven.KEY,
    timeout_seconds: float = 30.0,
    model: str = "eleven_multilingual_v2",
) -> ElevenLabsSpeech:
    return ElevenLabsSpeech(ElevenLabsAccess(key, server.base_url, timeout_seconds), model=model)


class TestPolly(SpeechEngineConformance):
    manifest_class: ClassVar[type[PollyManifest]] = PollyManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"boto3", "botocore", "williams_writing"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_POLLY_SPEECH_ENGINE": "neural"}

    @pytest.fixture
    def speech(self, polly_server: PollyServer) -> SpeechPort:
        return polly(polly_server, word_times=True)


class TestElevenLabs(SpeechEngineConformance):
    manifest_class: ClassVar[type[ElevenLabsManifest]] = ElevenLabsManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"httpx", "williams_writing"})
    key: ClassVar[str] = eleven.KEY

    @pytest.fixture
    def speech(self, eleven_server: ElevenLabsServer) -> SpeechPort:
        return elevenlabs(eleven_server)


# --- Polly -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voice", "language", "asked"),
    [
        ("professional_male", "en", ("Matthew", "en-US")),
        ("narrator", "en-US", ("Gregory", "en-US")),
        ("professional_female", "en-GB", ("Amy", "en-GB")),
        ("friendly_female", "en-Latn-GB", ("Emma", "en-GB")),
        ("professional_male", "de", ("Daniel", "de-DE")),
        ("professional_female", "de-LI", ("Vicki", "de-DE")),
        ("narrator", "de-AT", ("Hannah", "de-AT")),
        ("professional_female", "pt", ("Camila", "pt-BR")),
        ("friendly_male", "zh-Hans", ("Zhiyu", "cmn-CN")),
        ("friendly_female", "no", ("Ida", "nb-NO")),
    ],
)
async def test_polly_is_asked_for_a_voice_of_the_language(
    polly_server: PollyServer, voice: str, language: str, asked: tuple[str, str]
) -> None:
    spoken = await polly(polly_server).speak("Zwei Worte", voice, language)
    (call,) = polly_server.calls
    assert (call.body["VoiceId"], call.body["LanguageCode"], call.body["Engine"]) == (*asked, "neural")
    assert "/eu-west-1/polly/aws4_request" in call.authorization
    assert (spoken.voice.name, spoken.words, spoken.seconds) == (f"neural/{asked[0]}", [], 0.2)
    assert spoken.cost_usd == pytest.approx(10 * 16 / 1e6)


@pytest.mark.parametrize("language", ["ru", "he-IL", "th"])
async def test_polly_refuses_a_language_without_a_neural_voice(polly_server: PollyServer, language: str) -> None:
    assert "no neural voice" in (PollyManifest().why_unspoken(language) or "")
    with pytest.raises(InvalidRequest, match=r"another engine.*de-DE"):
        await polly(polly_server).speak(TEXT, "narrator", language)
    assert polly_server.calls == []


async def test_polly_says_when_words_begin_where_it_is_asked_twice(polly_server: PollyServer) -> None:
    spoken = await polly(polly_server, word_times=True).speak(TEXT, "narrator", "en")
    assert [TEXT[word.start : word.end] for word in spoken.words] == [
        "Naïve",
        "readers",
        "they",
        "check",
        "3.5",
        "of",
        "it.",
    ]
    assert [call.body["OutputFormat"] for call in polly_server.calls] == ["pcm", "json"]
    assert spoken.cost_usd == pytest.approx(2 * len(TEXT) * 16 / 1e6)


async def test_polly_takes_a_long_line_in_pieces(polly_server: PollyServer) -> None:
    spoken = await polly(polly_server, word_times=True).speak(LONG, "narrator", "en")
    asked = [call.body["Text"] for call in polly_server.calls[::2]]
    assert " ".join(asked) == LONG.strip()
    assert [len(text) <= 3_000 and text.endswith(".") for text in asked] == [True] * 3
    assert spoken.seconds == pytest.approx(0.1 * len(LONG.split()))
    assert [LONG[word.start : word.end] for word in spoken.words] == LONG.split()
    assert [word.seconds for word in spoken.words] == pytest.approx([0.1 * index for index in range(len(LONG.split()))])


async def test_a_line_of_which_a_part_was_paid_for_is_not_called_refused(polly_server: PollyServer) -> None:
    polly_server.script(Reply(body=pcm(3)), aws_failure(400, "ThrottlingException", "Rate exceeded"))
    with pytest.raises(ProviderUnavailable, match="After 1 of 3 pieces"):
        await polly(polly_server).speak(LONG, "narrator", "en")


async def test_polly_cuts_a_sentence_that_is_too_long_between_words(polly_server: PollyServer) -> None:
    text = "word " * 1500
    await polly(polly_server).speak(text, "narrator", "en")
    assert " ".join(call.body["Text"] for call in polly_server.calls) == text.strip()


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (aws_failure(400, "ThrottlingException", "Rate exceeded"), ProviderThrottled, "Rate exceeded"),
        (Reply(429, b"{}", headers={"Retry-After": "7"}), ProviderThrottled, "wait 7 s"),
        (aws_failure(500, "ServiceFailureException", "oops"), ProviderUnavailable, "500"),
        (aws_failure(503, "ServiceUnavailable", "later"), ProviderUnavailable, "503"),
        (aws_failure(403, "AccessDeniedException", "not you"), ProviderRejected, "not you"),
        (aws_failure(403, "UnrecognizedClientException", "bad token"), ProviderRejected, "bad token"),
        (aws_failure(400, "TextLengthExceededException", "too long"), ProviderRejected, "too long"),
        (aws_failure(400, "EngineNotSupportedException", "no"), ProviderRejected, "EngineNotSupported"),
        (Reply(body=b"", content_type="audio/pcm"), ProviderRejected, "0 bytes"),
        (Reply(body=b"odd", content_type="audio/pcm"), ProviderRejected, "3 bytes"),
        (Reply(body=pcm(9), cut_at=3000), ProviderUnavailable, "whole or in time"),
        (Reply(never=True), ProviderUnavailable, "in time|longer than"),
    ],
)
async def test_pollys_failures_are_told_apart_and_asked_once(
    polly_server: PollyServer, reply: Reply, error: type[Exception], message: str
) -> None:
    polly_server.script(reply)
    with pytest.raises(error, match=message):
        await polly(polly_server, timeout_seconds=0.8 if reply.never else 30).speak(SENTENCE, "narrator", "en")
    assert len(polly_server.calls) <= 1  # on a slow machine the time is up before anything is sent


async def test_speech_marks_that_cannot_be_read_are_refused(polly_server: PollyServer) -> None:
    polly_server.script(Reply(body=pcm(9)), Reply(body=b"<html>", content_type="text/html"))
    with pytest.raises(ProviderRejected, match="speech marks"):
        await polly(polly_server, word_times=True).speak(SENTENCE, "narrator", "en")


def test_polly_needs_one_right() -> None:
    manifest = PollyManifest()
    (right,) = manifest.rights(PollySettings(engine="neural"))
    assert (right.actions, right.resources) == (("polly:SynthesizeSpeech",), ("*",))
    assert right.wildcard_reason


# --- ElevenLabs ------------------------------------------------------------------------------------------------------


async def test_elevenlabs_is_asked_for_voice_and_model_with_the_key(eleven_server: ElevenLabsServer) -> None:
    spoken = await elevenlabs(eleven_server).speak("Ein Satz.", "professional_female", "de")
    (call,) = eleven_server.calls
    assert eleven.voice_of(call) == "EXAVITQu4vr4xnSDxMaL"
    assert call.body == {"text": "Ein Satz.", "model_id": "eleven_multilingual_v2"}
    assert spoken.voice.name == "eleven_multilingual_v2/EXAVITQu4vr4xnSDxMaL"
    assert spoken.cost_usd == pytest.approx(9 * 220 / 1e6)


async def test_a_model_that_takes_a_language_is_told_it(eleven_server: ElevenLabsServer) -> None:
    await elevenlabs(eleven_server, model="eleven_flash_v2_5").speak("To ord", "JBFqnCBsd6RMkjVDRZzb", "nb-NO")
    (call,) = eleven_server.calls
    assert (call.body["language_code"], eleven.voice_of(call)) == ("no", "JBFqnCBsd6RMkjVDRZzb")


@pytest.mark.parametrize(("model", "language"), [("eleven_multilingual_v2", "vi"), ("eleven_flash_v2_5", "he")])
async def test_elevenlabs_refuses_what_its_model_does_not_speak(
    eleven_server: ElevenLabsServer, model: str, language: str
) -> None:
    with pytest.raises(InvalidRequest, match=rf"{model} does not speak '{language}'"):
        await elevenlabs(eleven_server, model=model).speak(TEXT, "narrator", language)
    assert elevenlabs(eleven_server, model="eleven_v9").voice("narrator", language)
    assert eleven_server.calls == []


async def test_elevenlabs_takes_a_long_line_in_pieces_with_word_times(
    eleven_server: ElevenLabsServer,
) -> None:
    spoken = await elevenlabs(eleven_server).speak(LONG, "narrator", "en")
    asked = [call.body["text"] for call in eleven_server.calls]
    assert (" ".join(asked), len(asked)) == (LONG.strip(), 2)
    assert [LONG[word.start : word.end] for word in spoken.words] == LONG.split()
    assert spoken.words[1].seconds == pytest.approx(0.05 * 4)


async def test_times_of_another_text_are_no_times(eleven_server: ElevenLabsServer) -> None:
    eleven_server.script(eleven.answer(TEXT, aligned="three point five"))
    assert (await elevenlabs(eleven_server).speak(TEXT, "narrator", "en")).words == []


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (eleven.failure(429, "too_many_concurrent_requests", "slow", retry_after="7"), ProviderThrottled, "wait 7 s"),
        (eleven.failure(429, "system_busy", "busy"), ProviderThrottled, "busy"),
        (eleven.failure(401, "quota_exceeded", "0 credits"), ProviderRejected, "no credit"),
        (eleven.failure(500, "oops", "oops"), ProviderUnavailable, "500"),
        (eleven.failure(422, "invalid", "bad voice"), ProviderRejected, "bad voice"),
        (Reply(body=b"<html>proxy login</html>", content_type="text/html"), ProviderRejected, "cannot be read"),
        (Reply(body=b"[]"), ProviderRejected, "no object"),
        (Reply(body=b"{}"), ProviderRejected, "without audio"),
        (Reply(body=json.dumps({"audio_base64": "%"}).encode()), ProviderRejected, "without audio"),
        (Reply(body=json.dumps({"audio_base64": ""}).encode()), ProviderRejected, "0 bytes"),
        (Reply(body=b"x" * 99, cut_at=10), ProviderUnavailable, "reached"),
        (Reply(never=True), ProviderUnavailable, "longer than"),
    ],
)
async def test_failures_of_elevenlabs_are_told_apart_and_asked_once(
    eleven_server: ElevenLabsServer, reply: Reply, error: type[Exception], message: str
) -> None:
    eleven_server.script(reply)
    seconds = 0.8 if reply.never else 30
    with pytest.raises(error, match=message):
        await elevenlabs(eleven_server, timeout_seconds=seconds).speak(SENTENCE, "narrator", "en")
    assert len(eleven_server.calls) <= 1  # on a slow machine the time is up before anything is sent


async def test_elevenlabs_is_not_asked_without_a_key_and_refuses_a_wrong_one(eleven_server: ElevenLabsServer) -> None:
    with pytest.raises(ProviderRejected, match="no API key"):
        await elevenlabs(eleven_server, key="").speak(SENTENCE, "narrator", "en")
    assert eleven_server.calls == []
    with pytest.raises(ProviderRejected, match=r"401.*Invalid API key"):
        await elevenlabs(eleven_server, key="sk-wrong").speak(SENTENCE, "narrator", "en")
    assert "sk-wrong" not in repr(ElevenLabsAccess("sk-wrong"))
