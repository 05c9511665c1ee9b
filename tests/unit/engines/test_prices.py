"""What a call is expected to cost, by what engines say of their prices."""

from __future__ import annotations

import pytest
from williams_engine_bedrock.manifest import BedrockManifest, BedrockTextSettings
from williams_engine_elevenlabs.manifest import ElevenLabsManifest, ElevenLabsSettings
from williams_engine_openai.manifest import (
    OpenAiSpeechManifest,
    OpenAiTextManifest,
    OpenAiTranscriptionManifest,
    SpeechSettings,
    TextSettings,
    TranscriptionSettings,
)
from williams_engine_polly.manifest import PollyManifest, PollySettings
from williams_engine_ses.manifest import SesManifest, SesSettings
from williams_engine_textract.manifest import TextractManifest, TextractSettings
from williams_engine_transcribe.manifest import TranscribeManifest, TranscribeSettings

from williams.engine.prices import Price, Rate


@pytest.mark.parametrize(
    ("rate", "characters", "expected"),
    [
        (Rate(15.0), 1_000_000, 15.0),
        (Rate(15.0), 0, 0.0),
        (Rate(1.0, 4.0), 1000, 0.005),
        (Rate(1.0, 4.0, at_once=100_000), 100_000, 0.132),
        (Rate(1.0, 4.0, at_once=100_000), 1_000_000, 1.08 + 0.352),
        (Rate(2.0, call_usd=0.5), 1_000_000, 2.5),
        (Price(1.25, 10.0).rate(), 8000, 0.0225),
        (Rate(1.0, judged=Rate(10.0)), 1000, 0.001 + 0.06),
        (Rate(1.0, judged=Rate(10.0)), 1_000_000, 1.0 + 0.48),
        (Rate(judged=Rate(10.0)), 1000, 0.06),
    ],
)
def test_a_rate_counts_what_is_sent_and_what_may_come_back(rate: Rate, characters: int, expected: float) -> None:
    assert rate.expected_usd(characters) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rate", "seconds", "expected"),
    [
        (OpenAiTranscriptionManifest().rate(TranscriptionSettings(), "whisper-1"), 90.0, 0.009),
        (TranscribeManifest().rate(TranscribeSettings(api="start-transcription-job"), None), 90.0, 0.036),
        (TranscribeManifest().rate(TranscribeSettings(api="start-transcription-job"), None), 3.0, 0.006),
        (Rate(15.0), 90.0, 0.0),
    ],
)
def test_sound_costs_by_the_minute(rate: Rate | None, seconds: float, expected: float) -> None:
    assert rate is not None
    assert rate.sound_usd(seconds) == pytest.approx(expected)


def test_paid_engines_say_their_rates_and_none_for_models_that_they_do_not_know() -> None:
    text, settings = OpenAiTextManifest(), TextSettings()
    assert text.rate(settings, None) == Price(0.25, 2.0).rate(256_000)
    assert text.rate(settings, "gpt-5") == Price(1.25, 10.0).rate(256_000)
    assert text.rate(settings, "a-model-of-tomorrow") is None
    assert OpenAiSpeechManifest().rate(SpeechSettings(), None) == Rate(15.0)
    assert ElevenLabsManifest().rate(ElevenLabsSettings(usd_per_million_characters=99), None) == Rate(99.0)
    assert PollyManifest().rate(PollySettings(engine="neural"), None) == Rate(16.0)
    assert PollyManifest().rate(PollySettings(engine="neural", word_times="yes"), None) == Rate(32.0)
    assert TextractManifest().rate(TextractSettings(api="detect-document-text"), None) == Rate(call_usd=0.0015)
    mail = SesManifest().rate(SesSettings(), None)
    assert mail is not None
    assert mail.expected_usd(2**30) == pytest.approx(0.1201)
    bedrock = BedrockManifest()
    assert bedrock.rate(BedrockTextSettings(model="eu.amazon.nova-lite-v1:0"), None) is not None
    assert bedrock.rate(BedrockTextSettings(model="a-model-of-tomorrow"), None) is None
