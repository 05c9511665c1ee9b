"""What a call is expected to cost, by what engines say of their prices."""

from __future__ import annotations

import pytest
from williams_engine_bedrock.manifest import BedrockManifest, BedrockSettings
from williams_engine_openai.manifest import OpenAiSpeechManifest, OpenAiTextManifest, SpeechSettings, TextSettings

from williams.engine.prices import Price, Rate
from williams.ports.text import CONTEXT_CHARACTERS


@pytest.mark.parametrize(
    ("rate", "characters", "expected"),
    [
        (Rate(15.0), 1_000_000, 15.0),
        (Rate(15.0), 0, 0.0),
        (Rate(1.0, 4.0), 1000, 0.005),
        (Rate(1.0, 4.0, most_sent=10_000), 1_000_000, 0.042),
        (Price(1.25, 10.0).rate(), 8000, 0.0225),
    ],
)
def test_a_rate_counts_what_is_sent_and_what_may_come_back(rate: Rate, characters: int, expected: float) -> None:
    assert rate.expected_usd(characters) == pytest.approx(expected)


def test_paid_engines_say_their_rates_and_none_for_models_that_they_do_not_know() -> None:
    text, settings = OpenAiTextManifest(), TextSettings()
    assert text.rate(settings, None) == Price(0.25, 2.0).rate(CONTEXT_CHARACTERS)
    assert text.rate(settings, "gpt-5") == Price(1.25, 10.0).rate(CONTEXT_CHARACTERS)
    assert text.rate(settings, "a-model-of-tomorrow") is None
    assert OpenAiSpeechManifest().rate(SpeechSettings(), None) == Rate(15.0)
    bedrock = BedrockManifest()
    assert bedrock.rate(BedrockSettings(model="eu.amazon.nova-lite-v1:0"), None) is not None
    assert bedrock.rate(BedrockSettings(model="a-model-of-tomorrow"), None) is None
