"""The settings choose who writes, speaks and embeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from williams.adapters.embedding.minilm import MiniLmEmbedding
from williams.adapters.embedding.openai import OpenAiEmbedding
from williams.adapters.media.ffmpeg import FfmpegMedia
from williams.adapters.speech.espeak import EspeakSpeech
from williams.adapters.speech.openai import OpenAiSpeech
from williams.adapters.text.extractive import ExtractiveText
from williams.adapters.text.openai import OpenAiText
from williams.bootstrap import engines
from williams.domain.errors import InvalidRequest

KINDS = ("text", "speech", "embedding")
ADAPTERS = [("text", OpenAiText), ("speech", OpenAiSpeech), ("embedding", OpenAiEmbedding)]


def test_by_default_nothing_costs_money() -> None:
    configured = engines.ConfiguredEngines()
    assert isinstance(configured.text, ExtractiveText)
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
