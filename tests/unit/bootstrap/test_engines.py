"""The settings choose who writes, speaks and embeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError
from williams_writing.asking import Asking
from williams_writing.quoting import Quoting

from williams.adapters.chat.openai import DEFAULT_MODEL
from williams.adapters.embedding.minilm import MiniLmEmbedding
from williams.adapters.embedding.openai import OpenAiEmbedding
from williams.adapters.media.ffmpeg import FfmpegMedia
from williams.adapters.speech.espeak import EspeakSpeech
from williams.adapters.speech.openai import OpenAiSpeech
from williams.bootstrap import configuration, engines
from williams.domain.errors import InvalidRequest

KINDS = ("text", "speech", "embedding")
ADAPTERS = [("text", Asking), ("speech", OpenAiSpeech), ("embedding", OpenAiEmbedding)]


def test_by_default_nothing_costs_money() -> None:
    configured = engines.ConfiguredEngines()
    assert isinstance(configured.text, Quoting)
    assert isinstance(configured.speech, EspeakSpeech)
    assert isinstance(configured.embedding, MiniLmEmbedding)
    assert isinstance(configured.media, FfmpegMedia)
    assert not configured.text.paid
    assert not configured.speech.paid
    assert configured.text is engines.text()


@pytest.mark.parametrize("kind", KINDS)
def test_a_provider_without_its_key(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv(f"WILLIAMS_{kind.upper()}_PROVIDER", "openai")
    make: Callable[[], Any] = getattr(engines, kind)
    with pytest.raises(InvalidRequest, match="set WILLIAMS_PROVIDERS_SECRET"):
        make()


@pytest.mark.parametrize(("kind", "adapter"), ADAPTERS)
def test_a_provider_with_its_key(monkeypatch: pytest.MonkeyPatch, kind: str, adapter: type) -> None:
    monkeypatch.setenv(f"WILLIAMS_{kind.upper()}_PROVIDER", "openai")
    monkeypatch.setenv("WILLIAMS_PROVIDERS_SECRET", "williams/providers")
    monkeypatch.setenv(f"WILLIAMS_{kind.upper()}_BASE_URL", "https://provider.test/v1")
    monkeypatch.setenv("WILLIAMS_EMBEDDING_DIMENSIONS", "256")
    made = getattr(engines, kind)()
    assert isinstance(made, adapter)
    if isinstance(made, OpenAiEmbedding):
        assert made.dimensions == 256


def test_a_provider_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TEXT_PROVIDER", "oracle")
    with pytest.raises(ValidationError, match="extractive"):
        engines.text()


def test_texts_from_bedrock_need_a_model_and_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TEXT_PROVIDER", "bedrock")
    with pytest.raises(InvalidRequest, match="set WILLIAMS_TEXT_MODEL"):
        engines.text()
    monkeypatch.setenv("WILLIAMS_TEXT_MODEL", "eu.amazon.nova-pro-v1:0")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    configuration.settings.cache_clear()
    made = engines.text()
    assert (made.paid, made.model.provider, made.model.name) == (True, "bedrock", "eu.amazon.nova-pro-v1:0")
    assert made.model.version == "eu-west-1"


def test_a_model_of_openai_need_not_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TEXT_PROVIDER", "openai")
    monkeypatch.setenv("WILLIAMS_PROVIDERS_SECRET", "williams/providers")
    assert engines.text().model.name == DEFAULT_MODEL
