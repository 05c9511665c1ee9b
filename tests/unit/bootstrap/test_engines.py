"""The settings choose who writes, speaks and embeds."""

from __future__ import annotations

import pytest
from williams_engine_espeak.speech import EspeakSpeech
from williams_engine_ffmpeg.ffmpeg import FfmpegMedia
from williams_engine_hibari.speech import HibariSpeech
from williams_engine_minilm.embedding import MiniLmEmbedding
from williams_engine_openai.embedding import OpenAiEmbedding
from williams_engine_openai.speech import OpenAiSpeech
from williams_export_ebook import EbookExport
from williams_writing.asking import Asking
from williams_writing.quoting import Quoting

from williams.bootstrap.engines import ConfiguredEngines, model_files
from williams.domain.errors import InvalidRequest, PluginDefect
from williams.ports.engines import EMBEDDING, MEDIA, SPEECH, TEXT, Port
from williams.ports.speech import VoiceQuality

ADAPTERS = [(TEXT, Asking), (SPEECH, OpenAiSpeech), (EMBEDDING, OpenAiEmbedding)]


def test_by_default_nothing_costs_money() -> None:
    configured = ConfiguredEngines()
    assert isinstance(configured.engine(TEXT), Quoting)
    assert isinstance(configured.engine(SPEECH), HibariSpeech)
    assert isinstance(configured.engine(EMBEDDING), MiniLmEmbedding)
    assert isinstance(configured.engine(MEDIA), FfmpegMedia)
    assert not configured.engine(TEXT).paid
    assert not configured.engine(SPEECH).paid
    assert configured.engine(TEXT) is ConfiguredEngines().engine(TEXT)


def test_a_plugin_has_the_model_files_that_it_declares_and_no_others() -> None:
    brings = model_files(EbookExport())
    with pytest.raises(PluginDefect, match=r"export\.ebook declares no model file 'voice\.bin', but: NotoSans"):
        brings.path("voice.bin")


@pytest.mark.parametrize(("port", "adapter"), ADAPTERS)
def test_a_provider_without_its_key(monkeypatch: pytest.MonkeyPatch, port: Port[object], adapter: type) -> None:
    monkeypatch.setenv(f"WILLIAMS_{port.name.upper()}_PROVIDER", "openai")
    with pytest.raises(InvalidRequest, match="set WILLIAMS_PROVIDERS_SECRET"):
        ConfiguredEngines().engine(port)
    assert adapter


@pytest.mark.parametrize(("port", "adapter"), ADAPTERS)
def test_a_provider_with_its_key(monkeypatch: pytest.MonkeyPatch, port: Port[object], adapter: type) -> None:
    monkeypatch.setenv(f"WILLIAMS_{port.name.upper()}_PROVIDER", "openai")
    monkeypatch.setenv("WILLIAMS_PROVIDERS_SECRET", "williams/providers")
    monkeypatch.setenv(f"WILLIAMS_{port.name.upper()}_BASE_URL", "https://provider.test/v1")
    monkeypatch.setenv("WILLIAMS_EMBEDDING_DIMENSIONS", "256")
    made = ConfiguredEngines().engine(port)
    assert isinstance(made, adapter)
    if isinstance(made, OpenAiEmbedding):
        assert made.dimensions == 256


def test_a_provider_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TEXT_PROVIDER", "oracle")
    with pytest.raises(InvalidRequest, match=r"'oracle'.* Installed are: bedrock, openai, quoting"):
        ConfiguredEngines().engine(TEXT)


def test_texts_from_bedrock_need_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TEXT_PROVIDER", "bedrock")
    monkeypatch.setenv("WILLIAMS_TEXT_MODEL", "eu.amazon.nova-pro-v1:0")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    made = ConfiguredEngines().engine(TEXT)
    assert (made.paid, made.model.provider, made.model.name) == (True, "bedrock", "eu.amazon.nova-pro-v1:0")
    assert made.model.version == "eu-west-1"


def test_texts_from_bedrock_need_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TEXT_PROVIDER", "bedrock")
    with pytest.raises(InvalidRequest, match="WILLIAMS_TEXT_MODEL: Field required"):
        ConfiguredEngines().engine(TEXT)


def test_a_request_may_name_an_engine_and_its_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_PROVIDERS_SECRET", "williams/providers")
    engines = ConfiguredEngines()
    assert engines.engine(TEXT, "openai/gpt-5").model.name == "gpt-5"
    assert engines.engine(TEXT, "openai").model.name == "gpt-5-mini"
    assert isinstance(engines.engine(SPEECH, "openai/narrator"), OpenAiSpeech)
    assert isinstance(engines.engine(SPEECH, "narrator"), HibariSpeech)
    assert isinstance(engines.engine(SPEECH, "espeak/narrator"), EspeakSpeech)
    with pytest.raises(InvalidRequest, match=r"no text engine 'acme'\. It has: quoting, openai"):
        engines.engine(TEXT, "acme")


def test_who_does_not_speak_a_language_hands_on_to_who_does() -> None:
    english, german = (ConfiguredEngines().voice("narrator", tag, VoiceQuality.DRAFT) for tag in ("en-US", "de"))
    assert (english.name, english.notice) == ("hibari/narrator", None)
    assert german.name == "espeak/narrator"
    assert german.notice is not None
    assert "'de' is spoken by espeak" in german.notice.message
